"""What a person wants to see of a record, in words: shared by the terminal and Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from sourcier.exports.corrected import in_words
from sourcier.exports.lookup import Lookup
from sourcier.record import Actor, Event, Quote, Scenario, Time


@dataclass(frozen=True)
class QuoteRow:
    """A quote in words."""

    speaker: str
    text: str
    kind: str
    how: str
    sentence: str


@dataclass(frozen=True)
class EventRow:
    """An event in words; `date` orders the agenda."""

    status: str
    kind: str
    text: str
    when: str
    where: str
    who: str
    word: str
    condition: str
    note: str
    odds: str
    sentence: str
    date: str


class View(Lookup):
    """A record's facts with the names behind its ids."""

    def name(self, actor: str | None) -> str:
        """The name of an actor, or an empty string."""
        return self.actors[actor].name if actor else ""

    def signed(self) -> str:
        """Who signs, people with their roles: "Ana Roy (envoyée spéciale à Kiev), AFP"."""
        signatures = self.record.article.signatures
        return ", ".join(s.name + (f" ({s.role})" if s.role else "") for s in signatures if s.kind != "outlet")

    def quotes(self) -> list[QuoteRow]:
        """Quotes in text order."""
        return [self._quote(quote) for quote in self.record.quotes]

    def _quote(self, quote: Quote) -> QuoteRow:
        said = self.times[quote.said].text if quote.said else ""
        how = " · ".join(filter(None, (quote.cue or "", quote.channel or "", said)))
        speaker = self.name(quote.speaker) or f"({quote.speaker_text or 'unknown'})"
        return QuoteRow(speaker, quote.text, quote.kind, how, self._sentence(quote.start))

    def events(self) -> list[EventRow]:
        """Events in text order."""
        return [self._event(event) for event in self.record.events]

    def agenda(self) -> list[EventRow]:
        """What is scheduled, by date, undated last; a plan that the page tells twice is told once."""
        planned: list[Event] = []
        for event in self.record.events:
            if event.status != "scheduled":
                continue
            same = next((n for n, other in enumerate(planned) if self._is_same_plan(event, other)), None)
            if same is None:
                planned.append(event)
            elif self._detail(event) > self._detail(planned[same]):
                planned[same] = event
        return sorted(map(self._event, planned), key=lambda row: (not row.date, row.date))

    def _is_same_plan(self, one: Event, other: Event) -> bool:
        """Whether two mentions may be one plan: same type, people or day and place the same, nothing apart."""
        people = [{(p.actor, p.role == "absent") for p in event.participants} for event in (one, other)]
        days = {time.begin[:10] for time in map(self._time, (one, other)) if time and time.begin}
        places = {event.place for event in (one, other) if event.place}
        within = all(people) and (people[0] <= people[1] or people[1] <= people[0])
        there = bool(one.time and other.time and one.place and other.place) and not (all(people) and not within)
        return one.type == other.type and (within or there) and len(days) < 2 and len(places) < 2

    def _detail(self, event: Event) -> tuple[bool, int, bool]:
        return self._time(event) is not None, len(event.participants), event.place is not None

    def _time(self, event: Event) -> Time | None:
        return self.times.get(event.time or "")

    def _event(self, event: Event) -> EventRow:
        time = self._time(event)
        place = self.places.get(event.place or "")
        who = ", ".join(
            f"without {self.name(p.actor)}" if p.role == "absent" else self.name(p.actor) for p in event.participants
        )
        return EventRow(
            status=event.status + (" (not)" if event.polarity == "negative" else ""),
            kind=event.type.replace("_", " "),
            text=event.text,
            when=when(time) if time else "",
            where=place.name if place else "",
            who=who,
            word=self.name(event.holder) or (event.holder_text or ""),
            condition=event.condition.text if event.condition else "",
            note="; ".join(part.text for part in (event.format, event.comparison) if part is not None),
            odds=odds(event.probability),
            sentence=self._sentence(event.start),
            date=(time.begin or "") if time else "",
        )

    def scenarios(self) -> list[tuple[str, str, str, str]]:
        """(condition, outcome, odds, on whose word) of each scenario."""
        return [self._scenario(scenario) for scenario in self.record.outlook]

    def _scenario(self, scenario: Scenario) -> tuple[str, str, str, str]:
        outcome = scenario.outcome.text if scenario.outcome else ""
        events = {event.id: event for event in self.record.events}
        if not scenario.condition and any(events[i].status == "denied" for i in scenario.outcomes):
            outcome = f"ruled out: {outcome}"
        condition = scenario.condition.text if scenario.condition else ""
        return condition, outcome, odds(scenario.probability), self.name(scenario.holder)

    def people(self) -> list[tuple[str, str]]:
        """(name, offices) of each person whom the page names."""
        return [
            (actor.name, "; ".join(office.title for office in actor.offices) if actor.key or actor.aliases else "")
            for actor in self.record.actors
            if actor.kind == "person" and _is_named(actor)
        ]

    def others(self, *kinds: str) -> list[str]:
        """Names of the actors of these kinds, people without a name under "unnamed"."""
        return [
            actor.name
            for actor in self.record.actors
            if actor.kind in kinds or ("unnamed" in kinds and actor.kind == "person" and not _is_named(actor))
        ]

    def corrections(self) -> list[tuple[str, str, str]]:
        """What people changed, who, and on which day."""
        told = self.record.corrections
        return [(in_words(c.action, c.kind, c.text, c.value, c.before, c.note), c.by, c.made[:10]) for c in told]

    def _sentence(self, position: int) -> str:
        sentence = self.sentence(position)
        return " ".join(sentence.text.split()) if sentence else ""


def _is_named(actor: Actor) -> bool:
    return any(mention.form == "name" for mention in actor.mentions)


def odds(probability: float | None) -> str:
    """A probability as a person writes it ("25 %"); empty where there is none."""
    return f"{100 * probability:g} %" if probability is not None else ""


def when(time: Time) -> str:
    """A time as a person writes it ("Fri 15 Aug 2025, 21:30 Brussels time"); the page's words where unresolved."""
    if not time.begin:
        return time.text + (f" ({time.relative} from publication)" if time.relative else "")
    zone = f" {_zone(time.zone)}" if time.zone else ""
    if len(time.value or "") >= 13 and "T" in (time.value or "") and (time.value or "")[11:13].isdigit():
        moment = datetime.fromisoformat(time.begin)
        return f"{_day(moment.date())}, {moment:%H:%M}{zone}"
    if len(time.value or "") >= 10 and (time.value or "")[4:5] == "-":
        return _day(date.fromisoformat(time.begin[:10])) + (f" ({time.text})" if "T" in (time.value or "") else "")
    return f"{time.text} ({time.value})" if time.value and time.value != time.text else time.text


def _zone(name: str) -> str:
    """A zone of the tz database by the city that names it ("Brussels time"); "UTC" and "-08:00" as they are."""
    area, _, city = name.rpartition("/")
    return f"{city.replace('_', ' ')} time" if area and area != "Etc" else name


def _day(day: date) -> str:
    return format_date(day, "EEE d MMM yyyy", locale="en")


def dateline(published: str | None) -> str:
    """A publication date as a person writes it; empty where there is none."""
    if not published:
        return ""
    day = _day(date.fromisoformat(published[:10]))
    return f"{day}, {published[11:16]}" if "T" in published else day


__all__ = ["EventRow", "QuoteRow", "View", "dateline", "odds", "when"]
