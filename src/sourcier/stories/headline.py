"""The title of a story: its most central headline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sourcier.stories.likeness import Centre, cosine
from sourcier.stories.traits import weighted_words


def central_headline(headlines: Sequence[tuple[str, str]], centre: Centre) -> str:
    """The headline, of those in the language that most have, that says most of what all articles say.

    Args:
        headlines: title and language of each article, oldest first; of two that say as much the older is taken.
        centre: the story's.
    """
    languages = Counter(language for title, language in headlines if title)
    if not languages:
        return ""
    language = languages.most_common(1)[0][0]
    words = centre.words.get(language, {})
    titles = dict.fromkeys(title for title, its in headlines if title and its == language)
    return max(titles, key=lambda title: cosine(weighted_words(title, language), words))
