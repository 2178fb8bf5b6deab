"""How a record is laid out beside its text: paragraphs, the facts that stand in them, and the words they rest on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sourcier.exports.lookup import Lookup
from sourcier.record import Actor, Event, Office, Place, Quote, Record, Scenario, Time
from sourcier.record.article import Role
from sourcier.stories.people import has_name

KINDS = ("quote", "event", "outlook", "person", "organisation", "group", "country", "place", "time")
"""Kinds of facts that are marked in the text, widest first."""


@dataclass(frozen=True)
class Mark:
    """Words of the text that a fact rests on.

    Attributes:
        kind: one of `KINDS`.
        fact: id of the fact in the record; of a scenario "o1", "o2", … in their order.
        status: of an event.
    """

    kind: str
    fact: str
    start: int
    end: int
    status: str | None = None


@dataclass(frozen=True)
class Run:
    """Text that the same facts rest on.

    Attributes:
        marks: widest first; the last is the fact that these words are most about. Empty for plain text.
        begins: of these the ones whose fact is met here for the first time in the text.
    """

    start: int
    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A sentence, or what of it stands in one paragraph."""

    start: int
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Passage:
    """A paragraph with the facts that begin in it.

    Attributes:
        published: see `sourcier.record.Block`.
        facts: what was said and told in it, in the order of the text.
    """

    role: Role
    start: int
    end: int
    published: str | None
    statements: tuple[Statement, ...]
    facts: tuple[Said | Told | Hinged, ...]


@dataclass(frozen=True)
class Who:
    """An actor by name, as far as the page tells it.

    Attributes:
        role: its part in an event; None elsewhere.
    """

    name: str
    kind: str | None
    role: str | None = None


@dataclass(frozen=True)
class Said:
    """A quotation, in words."""

    quote: Quote
    speaker: Who | None
    office: str | None
    addressee: Who | None
    said: Time | None

    @property
    def id(self) -> str:
        """The quote's."""
        return self.quote.id


@dataclass(frozen=True)
class Told:
    """An event, in words."""

    event: Event
    who: tuple[Who, ...]
    place: Place | None
    time: Time | None
    holder: Who | None

    @property
    def id(self) -> str:
        """The event's."""
        return self.event.id


@dataclass(frozen=True)
class Hinged:
    """A scenario of the outlook, in words; `id` as in `Mark.fact`."""

    id: str
    scenario: Scenario
    holder: Who | None
    start: int


class Annotations(Lookup):
    """A record with its facts beside its text."""

    def passages(self) -> list[Passage]:
        """The paragraphs of the text in order, the title first."""
        marks = sorted(self.marks(), key=lambda mark: (mark.start, -mark.end))
        facts = list(self.facts())
        met: set[str] = set()
        found = []
        for block in self.record.article.blocks:
            inside = [mark for mark in marks if mark.start < block.end and mark.end > block.start]
            found.append(
                Passage(
                    role=block.role,
                    start=block.start,
                    end=block.end,
                    published=block.published,
                    statements=tuple(self._statements(block.start, block.end, inside, met)),
                    facts=tuple(fact for start, fact in facts if block.start <= start < block.end),
                )
            )
        return found

    def marks(self) -> Iterator[Mark]:
        """The words that each fact rests on."""
        for quote in self.record.quotes:
            for piece in quote.pieces or (quote,):
                yield Mark("quote", quote.id, piece.start, piece.end)
        for event in self.record.events:
            yield Mark("event", event.id, event.start, event.end, event.status)
        for number, scenario in enumerate(self.record.outlook, 1):
            for clause in (scenario.condition, scenario.outcome):
                if clause is not None:
                    yield Mark("outlook", f"o{number}", clause.start, clause.end)
        for actor in self.record.actors:
            for mention in actor.mentions:
                if mention.form != "pronoun":
                    yield Mark(actor.kind, actor.id, mention.start, mention.end)
        for place in self.record.places:
            yield from (Mark("place", place.id, mention.start, mention.end) for mention in place.mentions)
        for time in self.record.times:
            yield Mark("time", time.id, time.start, time.end)

    def facts(self) -> Iterator[tuple[int, Said | Told | Hinged]]:
        """(where it begins, fact) of each quotation, event and scenario, in the order of the text."""
        found: list[tuple[int, Said | Told | Hinged]] = []
        found += [(quote.start, self.said(quote)) for quote in self.record.quotes]
        found += [(event.start, self.told(event)) for event in self.record.events]
        for number, scenario in enumerate(self.record.outlook, 1):
            clauses = [clause.start for clause in (scenario.condition, scenario.outcome) if clause]
            if clauses:
                found.append((min(clauses), Hinged(f"o{number}", scenario, self.who(scenario.holder), min(clauses))))
        return iter(sorted(found, key=lambda its: its[0]))

    def fact(self, identifier: str) -> Said | Told | Hinged | Place | Time | Office | None:
        """A fact by its id, as corrections know it: "q2", "e3", "o1", "p2", "t4"; "a1.2": an actor's second office."""
        beside = next((fact for _, fact in self.facts() if fact.id == identifier), None)
        if beside is not None:
            return beside
        owner, _, number = identifier.partition(".")
        if number:
            offices = self.actors[owner].offices if owner in self.actors else ()
            return dict(enumerate(offices, 1)).get(int(number)) if number.isdecimal() and len(number) < 6 else None
        return self.places.get(identifier) or self.times.get(identifier)

    def said(self, quote: Quote) -> Said:
        """A quotation with the names behind its ids."""
        actor = self.actors.get(quote.speaker or "")
        named = self.who(quote.speaker) or (Who(quote.speaker_text, None) if quote.speaker_text else None)
        office = actor.offices[0].title if actor and actor.offices else None
        if office and named and office.casefold() == named.name.casefold():
            office = None
        return Said(quote, named, office, self.who(quote.addressee), self.times.get(quote.said or ""))

    def told(self, event: Event) -> Told:
        """An event with the names behind its ids."""
        who = [self.who(participant.actor, participant.role) for participant in event.participants]
        holder = self.who(event.holder) or (Who(event.holder_text, None) if event.holder_text else None)
        return Told(
            event,
            tuple(dict.fromkeys(its for its in who if its is not None)),
            self.places.get(event.place or ""),
            self.times.get(event.time or ""),
            holder,
        )

    def who(self, actor: str | None, role: str | None = None) -> Who | None:
        """An actor by its id."""
        found = self.actors.get(actor or "")
        return Who(found.name, found.kind if has_name(found) else None, role) if found else None

    def people(self) -> list[Actor]:
        """The people whom the page names."""
        return [actor for actor in self.record.actors if actor.kind == "person" and has_name(actor)]

    def organisations(self) -> list[Actor]:
        """The organisations that it names."""
        return [actor for actor in self.record.actors if actor.kind == "organisation" and has_name(actor)]

    def _statements(self, start: int, end: int, marks: list[Mark], met: set[str]) -> Iterator[Statement]:
        """The sentences of a block, cut where a fact begins or ends; the facts in them are added to those met."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        cuts = [start, *(s for s in self._starts[first:] if start < s < end), end]
        for begin, stop in pairwise(cuts):
            yield Statement(begin, tuple(_runs(self.record, begin, stop, marks, met)))


def _runs(record: Record, start: int, end: int, marks: Iterable[Mark], met: set[str]) -> Iterator[Run]:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = {start, end}
    for mark in inside:
        edges |= {edge for edge in (mark.start, mark.end) if start < edge < end}
    for begin, stop in pairwise(sorted(edges)):
        here = [mark for mark in inside if mark.start <= begin and mark.end >= stop]
        here.sort(key=lambda mark: (mark.start - mark.end, KINDS.index(mark.kind)))
        new = {mark.fact: mark for mark in here if mark.fact not in met}
        met.update(new)
        yield Run(begin, record.article.text[begin:stop], tuple(here), tuple(new.values()))
