"""The words around the facts of a dossier: dates, statuses, changes, who says it. One wording for all formats."""

from __future__ import annotations

from datetime import date, datetime
from datetime import time as clock
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    format_timedelta,
    get_timezone_location,
)
from babel.numbers import format_decimal, format_percent

from sourcier.exports.dossiers.moments import Moment, in_zone, known_zone, moment, utc
from sourcier.exports.dossiers.texts import host, one_line
from sourcier.languages import language as installed
from sourcier.stories.model import (
    Change,
    Difference,
    Dossier,
    EventActor,
    EventPlace,
    OfficeSpan,
    Prospect,
    Reason,
    Said,
    Source,
    Story,
    StoryArticle,
    StoryEvent,
    StoryPlace,
    Value,
)

DAY, LONG_DAY, MONTH = "yMMMEd", "yMMMMEEEEd", "yMMMM"
"""CLDR skeletons."""

DASH = "–"


class Wording:
    """The words of a dossier in one language, with moments in the reader's zone.

    What it returns is plain text on one line: a format still has to escape it.

    Raises:
        UnsupportedLanguage: no folder is installed for the language.
    """

    def __init__(self, language: str = "en", zone: ZoneInfo | None = None) -> None:
        self.language = language
        self.zone = zone
        self._labels: dict[str, Any] = installed(language).toml("dossiers")
        self._locale = Locale.parse(self._labels["locale"])

    @property
    def locale(self) -> str:
        """The locale of days, hours and numbers, as BCP 47 writes it: "en-GB"."""
        return str(self._labels["locale"]).replace("_", "-")

    def label(self, name: str, table: str = "words", /, **values: str) -> str:
        """A label, its braces filled in; a name that the table does not have stands for itself."""
        label = self._labels[table].get(name)
        return one_line(name).replace("_", " ") if label is None else str(label).format_map(values)

    def count(self, name: str, number: int) -> str:
        """How many there are: "3 articles"."""
        forms = self._labels["counts"][name]
        form = forms.get(self._locale.plural_form(number), forms["other"])
        return str(form).format(n=format_decimal(number, locale=self._locale))

    def number(self, number: int) -> str:
        """A number with the marks of the language between its digits."""
        return str(format_decimal(number, locale=self._locale))

    # Days and moments.

    def day(self, stated: str | None, skeleton: str = DAY) -> str:
        """A day, month or year: "Mon 9 Mar 2026"; of a moment, its day in the reader's zone."""
        found = moment(stated)
        if found is None:
            return one_line(stated)
        return self._grain(found, in_zone(found.time, self.zone) if found.time else found.day, skeleton)

    def moment(self, stated: str | None, zone: str | None = None) -> str:
        """A day or moment: "Mon 9 Mar 2026, 10:00 (Zurich)"; text that states none is left as it is."""
        found = moment(stated)
        if found is None or found.time is None:
            return self.day(stated)
        time, place = self._clock(found.time, zone)
        return f"{self._days(time, DAY)}, {self._hour(time)}{place}"

    def brief(self, stated: str | None) -> str:
        """The same without the zone: for the date of a report beside its outlet."""
        found = moment(stated)
        if found is None or found.time is None:
            return self.day(stated)
        time, _ = self._clock(found.time, None)
        return f"{self._days(time, DAY)}, {self._hour(time)}"

    def span(self, begin: str | None, finish: str | None, zone: str | None = None) -> str:
        """From a beginning to an end, the latter inclusive: "9 – 11 Mar 2026", "Mon 9 Mar 2026, 10:00–12:00"."""
        first, last = moment(begin), moment(finish)
        if first is None or last is None or begin == finish:
            return self.moment(begin or finish, zone) or self.label("no date")
        if first.time is None or last.time is None:
            return self._days_between(first, last)
        start, place = self._clock(first.time, zone)
        end, _ = self._clock(last.time, zone)
        if start.date() == end.date():
            return f"{self._days(start, DAY)}, {self._hour(start)}{DASH}{self._hour(end)}{place}"
        return f"{self._days(start, DAY)}, {self._hour(start)} {DASH} {self._days(end, DAY)}, {self._hour(end)}{place}"

    def when(self, event: StoryEvent) -> str:
        """When an event is, by the last reports."""
        return self.span(event.begin, event.finish, event.zone)

    def days(self, story: Story) -> str:
        """From the first to the last day of a story."""
        return self.span(story.first, story.last) if story.first or story.last else self.label("no date")

    def _grain(self, found: Moment, day: date, skeleton: str) -> str:
        if found.grain == "year":
            return str(day.year)
        return self._days(day, MONTH if found.grain == "month" else skeleton)

    def _days(self, day: date, skeleton: str) -> str:
        return _day_in_words(date(day.year, day.month, day.day), skeleton, self._labels["locale"])

    def _hour(self, time: datetime) -> str:
        return _hour_in_words(clock(time.hour, time.minute), self._labels["locale"])

    def _clock(self, time: datetime, zone: str | None) -> tuple[datetime, str]:
        """The moment on the reader's clock, or its own, and what clock that is: " (Zurich)", " (UTC+01:00)"."""
        own = known_zone(zone)
        if time.tzinfo is None:
            return time, f"\u00a0({self._city(own)})" if own else ""
        shown = self.zone or own
        if shown:
            return in_zone(time, shown), f"\u00a0({self._city(shown)})"
        return time, f"\u00a0({_offset(time)})"

    def _city(self, zone: ZoneInfo) -> str:
        return str(get_timezone_location(zone, locale=self._locale, return_city=True))

    def _days_between(self, first: Moment, last: Moment) -> str:
        start, end = first.day, last.last_day
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
            return str(start.year)
        if (
            start.day == 1
            and (start.year, start.month) == (end.year, end.month)
            and end == Moment("month", start).last_day
        ):
            return self._days(start, MONTH)
        if start >= end:
            return self._days(start, DAY)
        return str(format_interval(start, end, "yMMMd", locale=self._locale))

    # Facts.

    def type(self, event: StoryEvent) -> str:
        """What kind of event it is: "press conference"."""
        return self.label(event.type, "types")

    def status(self, status: str) -> str:
        """Where an event stands."""
        return self.label(status, "statuses")

    def change(self, change: Change, zone: str | None = None) -> str:
        """One step of an event's history: "moved from Tue 9 Mar 2026 to Thu 11 Mar 2026 — Outlet, Fri 5 Mar 2026"."""
        told = self.step(change, zone)
        if change.holder:
            told += f", {self.label('on the word of', holder=one_line(change.holder))}"
        return f"{told} — {self.cited(change.source)}"

    def step(self, change: Change, zone: str | None = None) -> str:
        """The same without its source: "moved from Tue 9 Mar 2026 to Thu 11 Mar 2026"."""
        begin, before = self.moment(change.begin, zone), self.moment(change.before, zone)
        name: str = change.kind
        if name == "moved":
            name += (" from" if before else "") + (" to" if begin else "")
        elif name == "cancelled" and before:
            name = "cancelled from"
        elif name == "announced" and begin:
            name = "announced for"
        elif name == "held" and begin:
            name = "held on"
        return self.label(name, "changes", begin=begin, before=before)

    def place(self, place: EventPlace | StoryPlace | None) -> str:
        """A place with its country: "Geneva, Switzerland"."""
        if place is None:
            return ""
        name, country = one_line(place.name), self.country(place.country)
        return f"{name}, {country}" if country and country != name else name

    def country(self, code: str | None) -> str:
        """The name of a country by its code (ISO 3166-1 alpha-2)."""
        return str(self._locale.territories.get(code or "", one_line(code)))

    def coordinates(self, place: EventPlace | StoryPlace) -> str:
        """Degrees north and east: "46.2022, 6.1457"; empty where they are not known."""
        if place.latitude is None or place.longitude is None:
            return ""
        return f"{place.latitude:.4f}, {place.longitude:.4f}"

    def actor(self, actor: EventActor) -> str:
        """Who takes part, with the part where it is no common one: "Ana Roy (host)"."""
        role = self._labels["roles"].get(actor.role)
        return one_line(actor.name) + (f" ({role})" if role else "")

    def actors(self, event: StoryEvent) -> str:
        """All who take part."""
        return ", ".join(dict.fromkeys(self.actor(actor) for actor in event.actors))

    def odds(self, probability: float | None) -> str:
        """A probability as a person writes it ("25%", "25 %"); empty where there is none."""
        return "" if probability is None else str(format_percent(probability, format=None, locale=self._locale))

    def verdict(self, prospect: Prospect) -> str:
        """Whether it came so."""
        return self.label(prospect.verdict, "verdicts")

    def field(self, difference: Difference) -> str:
        """What it is that sources do not agree on."""
        return self.label(difference.field, "fields")

    def value(self, field: str, value: Value, zone: str | None = None) -> str:
        """What is said of a field, in a form that compares at a glance: dates and statuses alike in every language."""
        if field == "time" and moment(value.value):
            return self.moment(value.value, zone)
        if field == "status":
            return self.status(value.value)
        if field == "number" and value.text.isdecimal():
            return self.number(int(value.text))
        return one_line(value.text) or one_line(value.value)

    def correction(self, difference: Difference, zone: str | None = None) -> str:
        """What a correction takes back: "Correction of “17”"."""
        value = next((v for v in difference.values if v.value == difference.corrected), None)
        taken_back = self.value(difference.field, value, zone) if value else one_line(difference.corrected)
        return self.label("correction of", value=taken_back) if taken_back else self.label("correction")

    def holders(self, value: Value) -> str:
        """On whose word it stands: "according to Ana Roy"; empty for the pages' own."""
        names = ", ".join(map(one_line, value.holders))
        return self.label("on the word of", holder=names) if names else ""

    def claimed(self, value: Value) -> str:
        """Who says it: those on whose word it stands, else the outlets."""
        return ", ".join(map(one_line, value.holders)) or ", ".join(self.outlets(value.sources))

    def reason(self, reason: Reason) -> str:
        """Why an article is in the story: "people: Ana Roy, Ole Berg"."""
        name = self.label(reason.kind, "reasons")
        shared = ", ".join(
            self.label(word, "types") if reason.kind == "events" else one_line(word) for word in reason.shared
        )
        return f"{name}: {shared}" if shared else name

    def office(self, office: OfficeSpan) -> str:
        """An office with the days on which articles give it: "mayor (12 Mar – 4 May 2026)"."""
        days = self.span(office.first, office.last) if office.first or office.last else ""
        return one_line(office.title) + (f" ({days})" if days else "")

    def speaker(self, said: Said) -> str:
        """Who speaks, under which office."""
        name = one_line(said.speaker) or self.label("no speaker")
        return f"{name}, {one_line(said.office)}" if said.office else name

    def manner(self, said: Said) -> str:
        """How something was said: "in own words · told · on Radio Valmont · to Ana Roy · said Mon 9 Mar 2026"."""
        return " · ".join(
            filter(
                None,
                (
                    self.label(said.kind, "kinds"),
                    one_line(said.cue),
                    one_line(said.channel),
                    self.label("to", addressee=one_line(said.addressee)) if said.addressee else "",
                    self.label("said", day=self.moment(said.said)) if said.said else "",
                ),
            )
        )

    # Sources.

    def outlet(self, source: Source | StoryArticle) -> str:
        """Who reports: the outlet's name, else the host of its address."""
        return one_line(source.outlet) or host(source.url) or self.label("no outlet")

    def outlets(self, sources: tuple[Source, ...]) -> list[str]:
        """The outlets of sources, each once, in their order."""
        return list(dict.fromkeys(map(self.outlet, sources)))

    def cited(self, source: Source) -> str:
        """Outlet and date: "La Gazette, Mon 9 Mar 2026, 10:00"."""
        return ", ".join(filter(None, (self.outlet(source), self.brief(source.published))))

    def title(self, article: StoryArticle) -> str:
        """An article's headline."""
        return one_line(article.title) or self.label("no headline")

    def copy(self, dossier: Dossier, article: StoryArticle) -> str:
        """Whose text an article runs: "same text as La Gazette"; empty for what is no copy."""
        first = next((other for other in dossier.articles if other.id == article.copy_of), None)
        return self.label("copy", outlet=self.outlet(first)) if first else ""

    def tongue(self, code: str) -> str:
        """The name of a language: "French"."""
        return str(self._locale.languages.get(code, one_line(code)))

    def delay(self, first: str | None, later: str | None) -> str:
        """How much later a report came than the first: "2 hours later"; empty where a date is missing."""
        one, other = utc(first), utc(later)
        if one is None or other is None:
            return ""
        if other <= one:
            return self.label("same time")
        return self.label("later", delay=format_timedelta(other - one, threshold=1.2, locale=self._locale))

    def summary(self, story: Story) -> str:
        """A story in a line: section, days, articles, outlets, languages."""
        parts = (
            one_line(story.section),
            self.days(story),
            self.count("articles", story.articles),
            self.count("outlets", len(story.outlets)),
            ", ".join(map(self.tongue, story.languages)),
        )
        return " · ".join(filter(None, parts))


@lru_cache(1 << 14)
def _day_in_words(day: date, skeleton: str, locale: str) -> str:
    if skeleton == LONG_DAY:  # not all locales have a pattern for it: French would fall back to short names
        return str(format_date(day, "full", locale=locale)).replace(",", "")
    return str(format_skeleton(skeleton, day, locale=locale)).replace(",", "")


@lru_cache(1 << 12)
def _hour_in_words(hour: clock, locale: str) -> str:
    return str(format_time(hour, "short", locale=locale))


def _offset(time: datetime) -> str:
    """An offset as CLDR writes it, with a minus sign that no line ends behind: "UTC−05:00"."""
    return (time.tzname() or "").replace("-", "−")
