"""The draft: what is known of an article while it is being read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from sourcier.record import Actor, Article, Event, Place, Quote, Scenario, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from sourcier.languages import Language
    from sourcier.reading.grammar import Grammar


class Spanned(Protocol):
    """Anything with code-point offsets, end exclusive."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""


S = TypeVar("S", bound=Spanned)


@dataclass
class Draft:
    """An article under the readers' hands; each reader fills its own field and reads those filled before it.

    Attributes:
        article: never changed; every offset counts code points of `article.text`.
        doc: the parse; `doc.text == article.text`, so token offsets are the article's own.
        grammar: the relations of the parse in the same words for every language.
    """

    article: Article
    doc: Doc
    language: Language
    grammar: Grammar
    times: tuple[Time, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    outlook: tuple[Scenario, ...] = ()
    sentences: list[Span] = field(init=False)

    def __post_init__(self) -> None:
        self.sentences = [s for s in self.doc.sents if s.text.strip()]

    def sentence_at(self, position: int) -> int:
        """Index of the sentence that holds a code point; the last one before it where it lies between two."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.sentences[middle].start_char <= position:
                low = middle
            else:
                high = middle - 1
        return low

    def actor_at(self, start: int, end: int) -> Actor | None:
        """The actor one of whose mentions overlaps start..end most; None where none does."""
        best, actor = 0, None
        for candidate in self.actors:
            for mention in candidate.mentions:
                shared = min(mention.end, end) - max(mention.start, start)
                if shared > best:
                    best, actor = shared, candidate
        return actor

    def actor(self, identifier: str) -> Actor:
        """The actor with this id (KeyError where there is none)."""
        for actor in self.actors:
            if actor.id == identifier:
                return actor
        raise KeyError(identifier)

    def time_in(self, start: int, end: int) -> Time | None:
        """The first time expression that overlaps start..end."""
        return next(overlapping(self.times, start, end), None)

    def place_in(self, start: int, end: int) -> Place | None:
        """The first place one of whose mentions overlaps start..end."""
        for place in self.places:
            if next(overlapping(place.mentions, start, end), None):
                return place
        return None


class Reader(Protocol):
    """One reading question: fills its field of the draft. Found by the entry-point group `sourcier.readers`."""

    def __call__(self, draft: Draft) -> None:
        """Read `draft` and fill the field that this reader answers for."""


def overlapping(facts: Sequence[S], start: int, end: int) -> Iterator[S]:
    """The facts that share at least one code point with start..end, in order."""
    return iter([fact for fact in facts if fact.start < end and fact.end > start])
