"""JSON-LD in the vocabulary of schema.org (release 30.0): one graph of articles, events, quotations and claims.

What the page tells as happened, under way or planned is an Event. What hangs on an "if", is forecast, demanded or
denied is no event: it is a Claim alone, so that no reader of the graph takes it for one. A Claim is also made of each
event that stands on somebody's word, and is about that event. Of `eventStatus` only EventScheduled is written: a record
tells a calling off as an event of its own, and does not tell whether it is a cancellation or a postponement.

Each fact is tied to its characters by a passage: a CreativeWork whose id is the article's with a fragment of RFC 5147
(`#char=10,25`), which counts in the article's `articleBody`. A quotation has it as `citation`, a claim as `appearance`,
everything else as `subjectOf`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from sourcier.exports.identifiers import article_urn, fact_urn, passage_urn
from sourcier.exports.lookup import Lookup, address
from sourcier.exports.schemaorg import (
    ROLES,
    TYPES,
    VOCABULARY,
    Node,
    event_terms,
    node,
    place_properties,
    term,
    write_graph,
)
from sourcier.record import Actor, Event, Fact, Participant, Place, Quote, Record, Signature, Time

SIGNATURES = {"person": "Person", "agency": "Organization", "outlet": "Organization"}

TOLD = frozenset({"happened", "ongoing", "scheduled"})
"""Statuses of what is told as an event."""

WITHIN = frozenset({None, "START", "MID", "END", "APPROX"})
"""TIMEX3 modifiers under which what happens at a time still happens within its value."""

_CALENDAR = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d")


def write(records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
    """Write one document; `sentences` adds the sentence of each event and quotation as a further passage."""
    nodes = (each for record in records for each in graph(record, sentences=sentences))
    write_graph(nodes, out)


def graph(record: Record, *, sentences: bool = False) -> Iterator[Node]:
    """The nodes of a record: the article, then actors, places, quotations, events and claims in the record's order."""
    of = _Nodes(record, sentences)
    yield of.article()
    yield from map(of.actor, record.actors)
    yield from map(of.place, record.places)
    yield from map(of.quotation, record.quotes)
    for event in record.events:
        if _is_event(event):
            yield of.event(event)
        if not _is_event(event) or event.holder_text or event.holder:
            yield of.claim(event)


class _Nodes:
    """The nodes of one record."""

    def __init__(self, record: Record, sentences: bool) -> None:
        self.lookup = Lookup(record)
        self.record = record
        self.sentences = sentences

    def article(self) -> Node:
        article = self.record.article
        events = [event.id for event in self.record.events if _is_event(event)]
        told = [*self.lookup.actors, *self.lookup.places, *events]
        return node(
            "NewsArticle",
            article_urn(article),
            headline=article.title,
            alternativeHeadline=article.kicker,
            abstract=article.lead,
            articleSection=list(article.section),
            inLanguage=article.language,
            datePublished=article.published,
            dateModified=article.modified,
            author=[self._signature(number, signature) for number, signature in enumerate(article.signatures, 1)],
            publisher=self._outlet(article.site_name),
            url=address(article),
            isAccessibleForFree=None if article.paywalled is None else not article.paywalled,
            articleBody=article.text,
            mentions=[self._reference(fact) for fact in told],
        )

    def _signature(self, number: int, signature: Signature) -> Node:
        name = fact_urn(self.record.article, f"author{number}")
        return node(SIGNATURES[signature.kind], name, name=signature.name, description=signature.role)

    def _outlet(self, name: str | None) -> Node | None:
        return node("Organization", fact_urn(self.record.article, "outlet"), name=name) if name else None

    def actor(self, actor: Actor) -> Node:
        bodies = [self.lookup.actors[body] for body in actor.member_of if body in self.lookup.actors]
        return node(
            TYPES[actor.kind],
            fact_urn(self.record.article, actor.id),
            name=actor.name,
            alternateName=list(actor.aliases),
            identifier=actor.key,
            memberOf=[self._reference(body.id) for body in bodies if body.kind != "person"],
            subjectOf=[self._passage(mention) for mention in actor.mentions],
            **({"jobTitle": [office.title for office in actor.offices]} if actor.kind == "person" else {}),
        )

    def place(self, place: Place) -> Node:
        return node(
            "Place",
            fact_urn(self.record.article, place.id),
            **place_properties(place),
            containedInPlace=self._reference(place.inside) if place.inside else None,
            subjectOf=[self._passage(mention) for mention in place.mentions],
        )

    def quotation(self, quote: Quote) -> Node:
        speaker = self._reference(quote.speaker) if quote.speaker else None
        said = self.lookup.times.get(quote.said or "")
        return node(
            "Quotation",
            fact_urn(self.record.article, quote.id),
            text=quote.text,
            spokenByCharacter=speaker,
            creator=speaker if quote.kind == "direct" else None,
            creditText=quote.speaker_text,
            dateCreated=dates(said).get("startDate") if said else None,
            inLanguage=self.record.article.language,
            keywords=[term("quote", quote.kind)],
            isPartOf=self._whole(),
            citation=self._passages(quote),
        )

    def event(self, event: Event) -> Node:
        time = self.lookup.times.get(event.time or "")
        return node(
            "Event",
            fact_urn(self.record.article, event.id),
            name=event.text,
            eventStatus=f"{VOCABULARY}/EventScheduled" if event.status == "scheduled" else None,
            location=self._reference(event.place) if event.place else None,
            keywords=_terms(event),
            subjectOf=self._passages(event),
            **(dates(time) if time else {}),
            **self._participants(event.participants),
        )

    def _participants(self, participants: Iterable[Participant]) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for participant in participants:
            if participant.role in ROLES:
                found.setdefault(ROLES[participant.role], []).append(self._reference(participant.actor))
        return found

    def claim(self, event: Event) -> Node:
        """The claim that an event is, or that it rests on; its text is the whole sentence, an "if" included."""
        sentence = self.lookup.sentences(event)
        actors = [p.actor for p in event.participants]
        parts = [event.id] if _is_event(event) else [*actors, *filter(None, [event.place])]
        time = self.lookup.times.get(event.time or "")
        return node(
            "Claim",
            fact_urn(self.record.article, f"{event.id}-claim"),
            name=event.text,
            text=sentence.text if sentence else event.text,
            author=self._reference(event.holder) if event.holder else None,
            creditText=event.holder_text,
            about=[self._reference(part) for part in parts],
            temporalCoverage="/".join(dates(time).values()) if time and not _is_event(event) else None,
            keywords=_terms(event),
            appearance=self._passages(event),
            citation=self._passage(event.condition) if event.condition else None,
        )

    def _passages(self, fact: Fact) -> list[Node]:
        sentence = self.lookup.sentences(fact) if self.sentences else None
        facts = [fact] if sentence is None else [fact, Fact(start=sentence.start, end=sentence.end, text=sentence.text)]
        return [self._passage(each) for each in facts]

    def _passage(self, fact: Fact) -> Node:
        name = passage_urn(self.record.article, fact)
        return node("CreativeWork", name, text=fact.text, isPartOf=self._whole())

    def _whole(self) -> Node:
        return {"@id": article_urn(self.record.article)}

    def _reference(self, fact: str) -> Node:
        return {"@id": fact_urn(self.record.article, fact)}


def dates(time: Time) -> dict[str, str]:
    """`startDate` and, of a span whose ends are known, `endDate`, at the granularity that the page tells, ISO 8601.

    A month stays a month and "Monday evening" is Monday. "Before", "after" and "about two weeks" tell no start, and a
    week is left out since schema.org's dates have none.
    """
    value = time.value or ""
    if time.type == "DURATION" and time.begin and time.finish:
        return {"startDate": time.begin, "endDate": time.finish}
    if time.type not in {"DATE", "TIME"} or time.modifier not in WITHIN:
        return {}
    if _MOMENT.match(value):
        return {"startDate": time.begin or value}
    day = value.partition("T")[0]
    return {"startDate": day} if _CALENDAR.fullmatch(day) else {}


def _is_event(event: Event) -> bool:
    return event.status in TOLD and event.polarity == "positive"


def _terms(event: Event) -> list[Node]:
    return event_terms(event.type, event.status, event.plover, event.polarity)
