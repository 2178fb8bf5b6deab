"""The event that a noun names, by the lexicon of triggers."""

from __future__ import annotations

from functools import cache

from sourcier.languages import codes, language
from sourcier.library.folding import tokens
from sourcier.stories.word_weights import stem


def event_type_in(words: str, code: str) -> str | None:
    """The type of the first event that words name by a noun; None where they name none.

    >>> event_type_in("la réouverture du pont est reportée", "fr")
    'reopening'
    """
    nouns = _nouns(code)
    return next((kind for word in tokens(words) if (kind := nouns.get(stem(word, code)))), None)


@cache
def _nouns(code: str) -> dict[str, str]:
    """Stems of nouns -> event type, of those that need no company to name it."""
    if code not in codes():
        return {}
    found: dict[str, str] = {}
    for row in language(code).tsv("triggers"):
        if row["pos"] == "noun" and not row["needs"] and row["type"] != "cancellation":
            for lemma in row["lemma"].split("|"):
                words = tokens(lemma)
                if len(words) == 1:
                    found.setdefault(stem(words[0], code), row["type"])
    return found
