"""iCalendar (RFC 5545, with NAME and REFRESH-INTERVAL of RFC 7986): the events of stories for any calendar program.

An event keeps its UID for good; each change of date and each cancellation raises its SEQUENCE, so that a calendar which
has it already moves it, or strikes it out, in place of adding another.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TextIO
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from sourcier.exports.dossiers.moments import Moment, in_zone, known_zone, moment, utc
from sourcier.exports.dossiers.sections import sources
from sourcier.exports.dossiers.texts import one_line, web_address
from sourcier.exports.dossiers.wording import Wording
from sourcier.exports.dossiers.zones import vtimezone
from sourcier.stories.model import Dossier, Story, StoryEvent
from sourcier.version import __version__

STATUSES = {
    "happened": "CONFIRMED",
    "ongoing": "CONFIRMED",
    "scheduled": "CONFIRMED",
    "cancelled": "CANCELLED",
}
"""STATUS of a VEVENT; all that is less than announced (conditional, forecast, demanded, denied) is TENTATIVE."""

REFRESH = timedelta(hours=1)
"""How often a program that subscribed should look again."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The stamp of what nobody dated: the same every time, so that the same events give the same bytes."""


def write(dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write the dossier's events as a calendar; its lines end in CR LF, which `out` must not translate."""
    events = ((dossier.story, event) for event in dossier.events)
    content = calendar(events, dossier.story.title, zone=zone, language=language, made=dossier.made)
    out.write(content.decode())


def calendar(
    events: Iterable[tuple[Story, StoryEvent]],
    name: str,
    *,
    zone: ZoneInfo | None = None,
    language: str = "en",
    made: str = "",
) -> bytes:
    """The events as one calendar, in UTF-8, each once; those without a date are left out.

    Args:
        events: with the story that each belongs to.
        name: of the calendar.
        zone: of the moments in descriptions. The events' own stay in theirs: calendars turn them into the reader's.
        language: of the words around the facts.
        made: stamps the events of which no report has a date, ISO 8601.
    """
    words = Wording(language, zone)
    document = Calendar()
    document.add("VERSION", "2.0")
    document.add("PRODID", f"-//Sourcier//Sourcier {__version__}//EN")
    document.add("CALSCALE", "GREGORIAN")
    document.add("NAME", one_line(name))
    document.add("X-WR-CALNAME", one_line(name))  # what most programs read in place of NAME
    document.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    seen: set[str] = set()
    for story, event in events:
        begin = moment(event.begin)
        if begin and event.id not in seen:
            seen.add(event.id)
            document.add_component(_event(words, story, event, begin, made))
    years = [entry.DTSTART.year for entry in document.events]
    for name_of_zone in sorted(document.get_used_tzids()):
        document.subcomponents.insert(0, vtimezone(ZoneInfo(name_of_zone), min(years) - 1, max(years) + 1))
    return bytes(document.to_ical())


def _event(words: Wording, story: Story, event: StoryEvent, begin: Moment, made: str) -> Event:
    entry = Event()
    changed = _changed(event) or utc(made) or utc(story.last) or NEVER
    entry.add("UID", f"{one_line(event.id)}@sourcier")
    entry.add("SEQUENCE", event.sequence)
    entry.add("DTSTAMP", changed)
    entry.add("LAST-MODIFIED", changed)
    start = _start(begin, event.zone)
    entry.add("DTSTART", start)
    end = _end(start, moment(event.finish) or begin, event.zone)
    if end:
        entry.add("DTEND", end)
    entry.add("STATUS", STATUSES.get(event.status, "TENTATIVE"))
    entry.add("SUMMARY", f"{words.type(event)}: {one_line(event.words)}")
    entry.add("CATEGORIES", [words.type(event)])
    entry.add("DESCRIPTION", _description(words, story, event))
    if event.place:
        entry.add("LOCATION", words.place(event.place))
        if event.place.latitude is not None and event.place.longitude is not None:
            entry.add("GEO", (event.place.latitude, event.place.longitude))
    address = _newest_address(event)
    if address:
        entry.add("URL", address)
    return entry


def _start(begin: Moment, zone: str | None) -> date:
    """DTSTART: a day; or a moment on the clocks of its zone, in UTC where its offset alone is known, else floating."""
    if begin.time is None:
        return begin.day
    return _placed(begin.time, known_zone(zone))


def _placed(time: datetime, zone: ZoneInfo | None) -> datetime:
    time = time.replace(microsecond=0)
    if time.tzinfo is None:
        return time.replace(tzinfo=zone)
    placed = in_zone(time, zone or ZoneInfo("UTC"))
    return placed if isinstance(placed.tzinfo, ZoneInfo) else placed.replace(tzinfo=None)  # at the ends of the calendar


def _end(start: date, finish: Moment, zone: str | None) -> date | None:
    """DTEND, which is not part of the event, where our `finish` is the last day or minute of it.

    None for a moment that has no length, and for an end that lies before the start or behind the end of the calendar.
    """
    try:
        if not isinstance(start, datetime):
            return max(finish.last_day, start) + timedelta(days=1)
        if finish.time is None:
            end = datetime.combine(finish.last_day + timedelta(days=1), datetime.min.time(), start.tzinfo)
        else:
            end = _placed(finish.time, known_zone(zone))
            end += timedelta(minutes=end.minute == 59)  # "11:59" ends a morning; "12:00" is when a talk until 12 ends
        return end if end > start else None
    except (OverflowError, TypeError):  # TypeError: one of the two has an offset and the other has none
        return None


def _changed(event: StoryEvent) -> datetime | None:
    """When the last report of an event came out."""
    return max(filter(None, (utc(source.published) for source in sources(event))), default=None)


def _newest_address(event: StoryEvent) -> str | None:
    return next(filter(None, (web_address(source.url) for source in sources(event, newest_first=True))), None)


def _description(words: Wording, story: Story, event: StoryEvent) -> str:
    """Its history, who takes part, its sentences, and the story that it belongs to; a blank line between them."""
    blocks = [[words.change(change, event.zone) for change in event.history], [words.actors(event)]]
    for source in sources(event, newest_first=True):
        blocks.append([one_line(source.sentence), words.cited(source), web_address(source.url) or ""])
    blocks.append([f"{words.label('dossier')}: {one_line(story.title)} ({one_line(story.id)})"])
    told = ("\n".join(filter(None, lines)) for lines in blocks)
    return "\n\n".join(filter(None, told))
