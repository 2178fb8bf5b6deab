"""What the ids of a record stand for, and the sentence that a fact stands in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from sourcier.record import Article, Event, Fact, Place, Record
from sourcier.stories.model import EventPlace

Site = Place | EventPlace
"""A place of a record, or of a story."""


@dataclass(frozen=True)
class Span:
    """A sentence, or sentences in a row: the index of the first in `Record.sentences`, and their words."""

    index: int
    start: int
    end: int
    text: str


class Lookup:
    """A record's actors, places and times by their ids, and its sentences by position.

    Attributes:
        record: the record.
        actors: id -> actor.
        places: id -> place.
        times: id -> time.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self.actors = {actor.id: actor for actor in record.actors}
        self.places = {place.id: place for place in record.places}
        self.times = {time.id: time for time in record.times}
        self._starts = [sentence.start for sentence in record.sentences]

    def sentence(self, position: int) -> Span | None:
        """The last sentence that begins at a code point of the text or before it; None before the first."""
        return self._span(position, position)

    def sentences(self, fact: Fact) -> Span | None:
        """The whole sentences in which a fact's words stand: one, or more where they go on; None before the first."""
        return self._span(fact.start, max(fact.start, fact.end - 1))

    def _span(self, first: int, last: int) -> Span | None:
        """From the sentence that holds the one position to the end of the sentence that holds the other."""
        begin, finish = bisect_right(self._starts, first) - 1, bisect_right(self._starts, last) - 1
        if begin < 0:
            return None
        start, end = self.record.sentences[begin].start, self.record.sentences[finish].end
        return Span(begin, start, end, self.record.article.text[start:end])

    def day(self, time: str | None) -> str | None:
        """The day, ISO 8601, on which a time begins, else that of publication; None where neither is known."""
        found = self.times.get(time or "")
        moments = (found.begin if found else None, self.record.article.published)
        return next((moment[:10] for moment in moments if moment and len(moment) >= 10), None)


def address(article: Article) -> str | None:
    """The article's address: the one that the page declares as its own, else the one it came from."""
    return article.canonical_url or article.url


def coordinates(place: Site | None) -> tuple[float, float] | None:
    """Degrees north and east (WGS 84) of a place; None where they are unknown, or none on Earth."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    on_earth = -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180
    return (place.latitude, place.longitude) if on_earth else None


def probability(event: Event) -> float | None:
    """The probability that the page states, 0 to 1; None for what is no number, as a record from elsewhere may have."""
    known = event.probability is not None and 0 <= event.probability <= 1
    return event.probability if known else None
