"""VTIMEZONE (RFC 5545, 3.6.5): what the clocks of a zone do in the years that a calendar covers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

STEP = timedelta(days=14)
"""Clocks are looked at this often, in pairs; no zone of the tz database changed them twice within it since 1970."""


def vtimezone(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """The zone's clocks from the start of one year to the end of another, each change of offset on its own."""
    component = Timezone()
    component.add("TZID", zone.key)
    start = datetime(max(first, MINYEAR + 1), 1, 1, tzinfo=UTC)
    finish = datetime(min(last, MAXYEAR - 2) + 1, 1, 1, tzinfo=UTC)
    for change in (start, *_changes(zone, start, finish)):
        component.add_component(_observance(zone, change, change - timedelta(seconds=1) if change > start else change))
    return component


def _changes(zone: ZoneInfo, start: datetime, finish: datetime) -> Iterator[datetime]:
    """The moments, in UTC, at which the zone's offset changes."""
    before = start
    while before < finish:
        after = min(before + STEP, finish)
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield _change_between(zone, before, after)
        before = after


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which an offset that differs at two moments changes between them."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _observance(zone: ZoneInfo, change: datetime, before: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from a change on: its beginning is told on the clocks that were in force until then."""
    now = change.astimezone(zone)
    old = before.astimezone(zone).utcoffset() or timedelta()
    observance = TimezoneDaylight() if now.dst() else TimezoneStandard()
    observance.add("DTSTART", (change + old).replace(tzinfo=None))
    observance.add("TZOFFSETFROM", old)
    observance.add("TZOFFSETTO", now.utcoffset() or timedelta())
    observance.add("TZNAME", now.tzname() or zone.key)
    return observance
