"""How alike an article and a story are: cosines of weighted terms, less as days go by between them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from sourcier.stories.traits import Traits, Vector

FADING = 20.0
"""Days of silence after which a story counts for a third (1/e)."""

FACTS = 0.2
"""Likeness by facts from which an article belongs to a story that is told in another language."""

JOINED = 0.3
"""Likeness by facts from which two stories are one."""

SOME_WORDS = 0.12
"""Likeness by words that what is in one language has at least, where facts say that it belongs together."""

SOME_FACTS = 4
"""Facts in common from which their likeness counts in full."""

MOST_TERMS = 400
"""Terms of a story that are kept, the weightiest."""


@dataclass(slots=True)
class Centre:
    """The sum of a story's articles.

    Attributes:
        words: for each language the sum of its articles' words.
        facts: the sum of all articles' facts.
        first: day of the first article, since 1970; None where none has a date.
        last: day of the last.
    """

    words: dict[str, Vector] = field(default_factory=dict)
    facts: Vector = field(default_factory=dict)
    first: float | None = None
    last: float | None = None

    @classmethod
    def of(cls, articles: Iterable[Traits]) -> Centre:
        """The centre of these articles."""
        centre = cls()
        for article in articles:
            centre.add(article)
        return centre

    def add(self, article: Traits) -> None:
        """Take an article in."""
        _add(self.words.setdefault(article.language, {}), article.words)
        _add(self.facts, article.facts)
        if article.day is not None:
            self.first = article.day if self.first is None else min(self.first, article.day)
            self.last = article.day if self.last is None else max(self.last, article.day)


def likeness(article: Traits, story: Centre) -> float:
    """How much an article belongs to a story; from 1 on it does.

    By words where the story has articles in its language, else by facts, over what each needs; by the better of the
    two where the story is told in several languages, and its articles in the same language have some words in common.
    """
    own = story.words.get(article.language)
    words = cosine(article.words, own) if own else 0.0
    tells_alike = not own or (len(story.words) > 1 and words >= SOME_WORDS)
    by_facts = facts_cosine(article.facts, story.facts) / FACTS if tells_alike else 0.0
    return max(words / words_needed(article), by_facts) * _freshness(article.day, article.day, story)


def words_needed(article: Traits) -> float:
    """Likeness by words from which an article belongs to a story: more for a long article, which shares more by chance.

    >>> short, long = (Traits("en", None, dict.fromkeys(map(str, range(n)), 1.0), {}) for n in (30, 120))
    >>> round(words_needed(short), 2), round(words_needed(long), 2)
    (0.15, 0.21)
    """
    return 0.05 * (math.log(max(20, len(article.words))) - 0.5)


def stories_likeness(one: Centre, other: Centre) -> float:
    """How much two stories are one, by facts; from 1 on they are.

    Where both have articles in one language, these must have some words in common, too.
    """
    common = one.words.keys() & other.words.keys()
    if common and max(cosine(one.words[language], other.words[language]) for language in common) < SOME_WORDS:
        return 0.0
    return facts_cosine(one.facts, other.facts) / JOINED * _freshness(one.first, one.last, other)


def _freshness(first: float | None, last: float | None, story: Centre) -> float:
    """1 where the days from first to last meet the story's, less with each day between; 1 where dates are not known."""
    if first is None or last is None or story.first is None or story.last is None:
        return 1.0
    return math.exp(-max(0.0, story.first - last, first - story.last) / FADING)


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of the angle between two vectors; 0 where one of them is empty."""
    small, large = (one, other) if len(one) < len(other) else (other, one)
    product = sum(weight * large[term] for term, weight in small.items() if term in large)
    return product / (math.hypot(*one.values()) * math.hypot(*other.values())) if product else 0.0


def facts_cosine(one: Vector, other: Vector) -> float:
    """The cosine of facts, less where they share fewer than `SOME_FACTS`: one person in common makes no story."""
    common = len(one.keys() & other.keys())
    return cosine(one, other) * min(1.0, common / SOME_FACTS)


def shared(article: Vector, story: Vector, most: int) -> list[str]:
    """The terms that say most about why two vectors are alike, the weightiest first."""
    common = sorted(((article[term] * story[term], term) for term in article.keys() & story.keys()), reverse=True)
    return [term for _, term in common[:most]]


def _add(total: Vector, vector: Vector) -> None:
    for term, weight in vector.items():
        total[term] = total.get(term, 0.0) + weight
    if len(total) > 2 * MOST_TERMS:
        for term in sorted(total, key=total.__getitem__)[:-MOST_TERMS]:
            del total[term]
