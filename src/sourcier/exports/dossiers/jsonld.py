"""JSON-LD in the vocabulary of schema.org (release 30.0): a story as one graph.

The story is a Collection of its articles. What the reports tell as happened, under way, planned or called off is an
Event, with where it stands by the last of them: an article cannot know that its plan was moved later, a story can. What
hangs on an "if", is forecast, demanded or denied is no event: it is a Claim alone, so that no reader of the graph takes
it for one.

Who says that an event is so, and who denies it, are Claims about it, and so is each value on which sources differ.
schema.org defines no relation between claims: that they are about one thing is what ties them, and a keyword says which
of them denies it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO
from zoneinfo import ZoneInfo

from sourcier.exports.dossiers.moments import moment
from sourcier.exports.dossiers.sections import sources
from sourcier.exports.dossiers.texts import web_address
from sourcier.exports.identifiers import library_urn
from sourcier.exports.schemaorg import (
    ROLES,
    TYPES,
    VOCABULARY,
    Node,
    blank,
    event_terms,
    node,
    place_properties,
    term,
    write_graph,
)
from sourcier.exports.writable import encodable
from sourcier.stories.model import (
    Change,
    Claim,
    Difference,
    Dossier,
    EventActor,
    EventMention,
    Said,
    Source,
    StoryArticle,
    StoryEvent,
)

TOLD = frozenset({"happened", "ongoing", "scheduled", "cancelled"})
"""Statuses of what is told as an event."""


def write(dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write the dossier as one document; zone and language change nothing."""
    content = io.StringIO()
    write_graph(graph(dossier), content)
    out.write(encodable(content.getvalue()))


def graph(dossier: Dossier) -> Iterator[Node]:
    """The nodes of a dossier: the story, its articles, who takes part, events, claims, differences and quotations."""
    of = _Nodes(dossier)
    yield of.story()
    yield from map(_article, dossier.articles)
    yield from of.actors.values()
    for event in dossier.events:
        yield of.event(event) if event.status in TOLD else of.untold(event)
        yield from of.claims(event)
    for difference in dossier.differences:
        yield from of.difference(difference)
    yield from map(of.quotation, dossier.quotes)


class _Nodes:
    """The nodes of one dossier.

    Attributes:
        actors: key -> node of those who have one; two of one key are one, as everywhere in a dossier.
    """

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.actors: dict[str, Node] = {}
        self._names: dict[str, set[str]] = {}
        self._events = {event.id: event for event in dossier.events}
        self._claimed: dict[str, list[Claim]] = {}
        for claim in dossier.claims:
            self._claimed.setdefault(claim.event, []).append(claim)
        for person in dossier.people:
            if person.key:
                self._add("Person", person.key, person.name, [office.title for office in person.offices])
        for event in dossier.events:
            for actor in event.actors:
                if actor.key and actor.kind in TYPES:
                    self._add(TYPES[actor.kind], actor.key, actor.name, [])

    def _add(self, kind: str, key: str, name: str, offices: list[str]) -> None:
        named = library_urn("story", self.dossier.story.id, "actor", key)
        titles = list(dict.fromkeys(offices))
        self.actors.setdefault(key, node(kind, named, name=name, identifier=key, jobTitle=titles))
        self._names.setdefault(name.casefold(), set()).add(key)

    def story(self) -> Node:
        story = self.dossier.story
        return node(
            "Collection",
            library_urn("story", story.id),
            name=story.title,
            inLanguage=list(story.languages),
            sdDatePublished=_day(self.dossier.made),
            hasPart=[_whole(article.id) for article in self.dossier.articles],
            about=[_reference(event) for event in self.dossier.events if event.status in TOLD],
            mentions=[{"@id": actor["@id"]} for actor in self.actors.values()],
        )

    def event(self, event: StoryEvent) -> Node:
        start, previous = _date(event.begin), _previous(event)
        status = _status(event)
        if status == "EventPostponed":  # the reports give no new date
            start = None
        return node(
            "Event",
            _name(event),
            name=event.words,
            eventStatus=f"{VOCABULARY}/{status}" if status else None,
            startDate=start,
            endDate=_date(event.finish) if event.finish != event.begin and status != "EventPostponed" else None,
            previousStartDate=[date for date in previous if date != start],
            location=blank("Place", **place_properties(event.place)) if event.place else None,
            keywords=event_terms(event.type, event.status, event.plover),
            subjectOf=_passages(sources(event)),
            **self._participants(event.actors),
        )

    def _participants(self, actors: Iterable[EventActor]) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for actor in actors:
            if actor.role in ROLES and (who := self._actor(actor)):
                found.setdefault(ROLES[actor.role], []).append(who)
        return found

    def _actor(self, actor: EventActor) -> Node | None:
        """Whoever has no key ("residents") may be another in each event, and so is no node of the story."""
        if actor.key in self.actors:
            return {"@id": self.actors[actor.key]["@id"]}
        return blank(TYPES[actor.kind], name=actor.name) if actor.kind in TYPES else None

    def untold(self, event: StoryEvent) -> Node:
        """The claim that something may be, should be or is not; its text is a whole sentence, an "if" included."""
        told = sources(event)
        is_disputed = event.id in self._claimed  # the claims of both sides stand beside it
        place = [blank("Place", **place_properties(event.place))] if event.place else []
        span = filter(None, (_date(event.begin), _date(event.finish) if event.finish != event.begin else None))
        return node(
            "Claim",
            _name(event),
            name=event.words,
            text=told[-1].sentence if told and not is_disputed else event.words,
            about=[*filter(None, map(self._actor, event.actors)), *place],
            temporalCoverage="/".join(span),
            keywords=event_terms(event.type, event.status, event.plover),
            appearance=_passages(told),
            **({} if is_disputed else self._said_by(mention.holder for mention in event.mentions)),
        )

    def claims(self, event: StoryEvent) -> Iterator[Node]:
        """Who says that an event is so, and who denies it; of one that nobody denies, those on whose word it stands."""
        for claim in self._claimed.get(event.id, ()):
            for side, values in (("asserted", claim.asserted), ("denied", claim.denied)):
                for value in values:
                    yield self._claim(event, side, claim.what, value.holders, value.sources)
        if event.id not in self._claimed and event.status in TOLD:
            told: dict[str, list[EventMention]] = {}
            for mention in reversed(event.mentions):
                if mention.holder and mention.status in TOLD and mention.polarity == "positive":
                    told.setdefault(mention.holder, []).append(mention)
            for holder, its in told.items():
                yield self._claim(event, "asserted", its[0].words, (holder,), [mention.source for mention in its])

    def _claim(self, event: StoryEvent, side: str, what: str, holders: tuple[str, ...], told: Sequence[Source]) -> Node:
        return node(
            "Claim",
            library_urn("event", event.id, side, *holders),
            name=what,
            text=told[0].sentence if told else what,
            about=_reference(event),
            keywords=[term("claim", side)],
            appearance=_passages(told),
            **self._said_by(holders),
        )

    def difference(self, difference: Difference) -> Iterator[Node]:
        """A claim for each of the values; quotations that differ are nodes of their own."""
        event = self._events.get(difference.event or "")
        for value in difference.values if event else ():
            assert event is not None
            correction = difference.correction if value.value == difference.corrected else None
            yield node(
                "Claim",
                library_urn("event", event.id, difference.field, value.value),
                name=value.text or value.value,
                text=value.sources[0].sentence if value.sources else value.text,
                about=_reference(event),
                temporalCoverage=_date(value.value) if difference.field == "time" else None,
                keywords=[term("difference", difference.field)],
                appearance=_passages(value.sources),
                correction=_correction(correction) if correction else None,
                **self._said_by(value.holders),
            )

    def quotation(self, said: Said) -> Node:
        speaker = {"@id": self.actors[said.key]["@id"]} if said.key in self.actors else None
        return node(
            "Quotation",
            library_urn("quote", said.id),
            text=said.text,
            spokenByCharacter=speaker,
            creator=speaker if said.kind == "direct" else None,
            creditText=said.speaker,
            dateCreated=_date(said.said),
            datePublished=_date(said.source.published),
            inLanguage=said.source.language,
            keywords=[term("quote", said.kind)],
            isPartOf=_whole(said.source.article),
            citation=_passage(said.source),
        )

    def _said_by(self, holders: Iterable[str | None]) -> Node:
        """On whose word: the names, and as `author` those that are one actor's alone."""
        names = list(dict.fromkeys(filter(None, holders)))
        keys = [key for name in names if len(found := self._names.get(name.casefold(), set())) == 1 for key in found]
        authors = [{"@id": self.actors[key]["@id"]} for key in dict.fromkeys(keys)]
        return {"author": authors, "creditText": ", ".join(names)}


def _status(event: StoryEvent) -> str | None:
    """Of EventStatusType; None for what happened without a word before, which stands as no plan at all.

    EventScheduled says that an event "is taking place or has taken place on the startDate as scheduled": so of one that
    took place it is said only where it was announced for that day.
    """
    if event.status == "cancelled":
        return "EventCancelled"
    moves = _steps(event, "moved")
    if moves:
        return "EventRescheduled" if moves[-1].begin else "EventPostponed"
    if event.status == "scheduled":
        return "EventScheduled"
    days = {change.begin[:10] for change in _steps(event, "announced") if change.begin}
    return "EventScheduled" if event.begin and event.begin[:10] in days else None


def _previous(event: StoryEvent) -> list[str]:
    """The dates that an event had, oldest first."""
    before = (_date(change.before) for change in event.history if change.kind in {"moved", "cancelled"})
    return list(dict.fromkeys(filter(None, before)))


def _steps(event: StoryEvent, kind: str) -> list[Change]:
    return [change for change in event.history if change.kind == kind]


def _article(article: StoryArticle) -> Node:
    return node(
        "NewsArticle",
        library_urn("article", article.id),
        headline=article.title,
        url=web_address(article.url),
        datePublished=_date(article.published),
        inLanguage=article.language,
        publisher=blank("Organization", name=article.outlet) if article.outlet else None,
    )


def _correction(source: Source) -> Node:
    return blank("CorrectionComment", text=source.sentence, citation=_passage(source))


def _passages(told: Iterable[Source]) -> list[Node]:
    return list(map(_passage, dict.fromkeys(told)))


def _passage(source: Source) -> Node:
    name = f"{library_urn('article', source.article)}#char={source.start},{source.end}"
    return node("CreativeWork", name, text=source.sentence, isPartOf=_whole(source.article))


def _whole(article: str) -> Node:
    return {"@id": library_urn("article", article)}


def _name(event: StoryEvent) -> str:
    """What is not told as an event has another name, since it may become one."""
    return library_urn("event", event.id, *([] if event.status in TOLD else ["claim"]))


def _reference(event: StoryEvent) -> Node:
    return {"@id": _name(event)}


def _date(stated: str | None) -> str | None:
    """A Date or DateTime, as exact as it is stated; None for what is none."""
    found = moment(stated)
    if found is None or found.time is None:
        return stated.strip() if found and stated else None
    return found.time.isoformat(timespec="minutes")


def _day(stated: str | None) -> str | None:
    found = moment(stated)
    return found.day.isoformat() if found else None
