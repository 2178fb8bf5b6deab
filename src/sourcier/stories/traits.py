"""What an article is grouped by: the weighted words of its opening, and facts that every language tells alike.

A news article says what it is about in its title and first paragraphs, and goes on to older stories: the opening alone
counts, which also makes a brief and a long report comparable. Words group articles of one language. Facts are names,
people by their key, places by their identifier, event types, days and numbers: they group articles across languages.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from sourcier.library.folding import token_spans, tokens
from sourcier.library.numbers import days_since_1970
from sourcier.library.words import event_days, text_words
from sourcier.reading.gazetteer import country
from sourcier.record import Place, Record
from sourcier.stories.word_weights import stem_and_weight, word_weight

OPENING = 200
"""Words of an article's own text that count, behind the title."""

Vector = dict[str, float]
"""Term -> weight, of length 1 or empty."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What an article is grouped by.

    Attributes:
        day: when it was published, in days since 1970; None where that is not known.
        words: stemmed words of its language.
        facts: terms that stand for the same in every language; their first letter is their kind, see `kind_of`.
    """

    language: str
    day: float | None
    words: Vector
    facts: Vector


_KINDS = {"a": "people", "o": "people", "p": "places", "c": "places", "e": "events", "n": "names", "#": "numbers"}

_PERSON, _BODY, _NAME, _PLACE, _COUNTRY, _NUMBER = 4.0, 2.5, 0.6, 3.0, 1.0, 2.0
_UNKNOWN = 3.0
_FREQUENT_EVENT, _EVENT, _EVENT_ON_DAY = 1.0, 2.5, 3.0
"""Weights of facts: what few stories share weighs more."""


# fmt: off
_FREQUENT = frozenset({
    "statement", "meeting", "call", "visit", "decision", "demand", "threat", "accusation", "death", "other", "failure",
    "payment", "indicator", "agreement", "negotiation", "press_conference", "deployment", "attack", "aid", "exchange",
})
"""Event types that articles of any kind tell."""
# fmt: on


def kind_of(term: str) -> str:
    """The kind of a fact's term: "people", "places", "events", "names", "numbers"."""
    return _KINDS[term[0]]


def is_common(term: str) -> bool:
    """Whether a fact is shared by too many articles to find one by: a country, a type of event."""
    return term.startswith("c/") or (term.startswith("e/") and " " not in term)


def shown(term: str, names: Mapping[str, str]) -> str:
    """A fact's term as a person reads it.

    Args:
        term: of a fact.
        names: those of people, bodies and places by their terms, see `names_of`.
    """
    return names.get(term, term[2:])


def names_of(record: Record) -> dict[str, str]:
    """The names of a record's people, bodies and places by their terms."""
    names = {f"{mark}/{actor.key}": actor.name for actor in record.actors if actor.key for mark in "ao"}
    return names | {f"p/{place.geonames_id}": place.name for place in record.places if place.geonames_id}


def traits(record: Record) -> Traits:
    """What a record, or what `structs.parse` gives for one, is grouped by."""
    own = text_words(record)
    day = days_since_1970(record.article.published)
    return Traits(record.article.language, day, _words(record, own), _facts(record, own))


def _words(record: Record, own: Sequence[str]) -> Vector:
    return _weighted([*tokens(record.article.title or ""), *own[:OPENING]], record.article.language)


@lru_cache(1 << 14)
def weighted_words(text: str, language: str) -> Vector:
    """The words of a text, stemmed and weighted; not to be changed."""
    return _weighted(tokens(text), language)


def _weighted(words: Iterable[str], language: str) -> Vector:
    """Words with the weight of their most frequent form, by the logarithm of how often they stand there."""
    count: dict[str, int] = {}
    weight: dict[str, float] = {}
    for word, times in Counter(words).items():
        stemmed, its = stem_and_weight(word, language)
        if its > 0:
            count[stemmed] = count.get(stemmed, 0) + times
            weight[stemmed] = min(weight.get(stemmed, its), its)
    return unit({word: (1 + math.log(times)) * weight[word] for word, times in count.items()})


def _facts(record: Record, own: Sequence[str]) -> Vector:
    weights: Vector = defaultdict(float)
    for term, weight in chain(_terms(record), _names(record), _numbers(own[: 2 * OPENING])):
        weights[term] = max(weights[term], weight)
    return unit(weights)


def _terms(record: Record) -> Iterator[tuple[str, float]]:
    for actor in record.actors:
        often = 1 + math.log(max(1, len(actor.mentions)))
        if actor.kind == "person" and actor.key and " " in actor.key:
            yield f"a/{actor.key}", _PERSON * often
        elif actor.kind == "organisation" and actor.key:
            yield f"o/{actor.key}", _BODY * often
    for place in record.places:
        often = 1 + math.log(max(1, len(place.mentions)))
        if place.geonames_id is not None and not _is_country(place):
            yield f"p/{place.geonames_id}", _PLACE * often
        if place.country:
            yield f"c/{place.country}", _COUNTRY * often
    for event, days in zip(record.events, event_days(record), strict=True):
        yield f"e/{event.type}", _FREQUENT_EVENT if event.type in _FREQUENT else _EVENT
        if days and days[0] == days[1]:
            yield f"e/{event.type} {days[0]}", _EVENT_ON_DAY


def _names(record: Record) -> Iterator[tuple[str, float]]:
    """Words with a capital that the language hardly knows: names of all kinds, which most languages spell alike."""
    article = record.article
    found: Counter[str] = Counter()
    for word, start, _ in token_spans(article.text[: 8 * OPENING]):
        if article.text[start].isupper() and len(word) > 2 and word_weight(word, article.language) >= _UNKNOWN:
            found[word] += 1
    for word, times in found.items():
        yield f"n/{word}", word_weight(word, article.language) * (1 + math.log(times)) * _NAME


def _numbers(words: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Numbers of two digits and more but years: tolls, sums, shares."""
    for word in words:
        if word.isdigit() and len(word) > 1 and not (len(word) == 4 and word[:2] in {"19", "20"}):
            yield f"#/{word}", _NUMBER


def _is_country(place: Place) -> bool:
    entry = country(place.country) if place.country else None
    return entry is not None and entry.geonames_id == place.geonames_id


def unit(vector: Vector) -> Vector:
    """The vector at length 1."""
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}
