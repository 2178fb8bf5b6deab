"""Days and moments as pages state them: "2026-03", "2026-03-09", "2026-03-09T10:00", "2026-03-09T10:00+01:00"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})([T ]\d{2}:?\d{2}.*)?)?)?", re.ASCII)

Grain = Literal["year", "month", "day", "minute"]


@dataclass(frozen=True)
class Moment:
    """A year, a month, a day or a minute.

    Attributes:
        day: its day; the first of a month or a year.
        time: its moment, with an offset where one is known; None for a day and what is longer.
    """

    grain: Grain
    day: date
    time: datetime | None = None

    @cached_property
    def last_day(self) -> date:
        """The last day of it."""
        if self.grain == "year":
            return self.day.replace(month=12, day=31)
        if self.grain == "month":
            return self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1])
        return self.day


def moment(stated: str | None) -> Moment | None:
    """What ISO 8601 text says; None where there is none, or it is not of this calendar."""
    shape = _SHAPE.fullmatch((stated or "").strip())
    if not shape:
        return None
    year, month, day, clock = shape.groups()
    try:
        if clock:
            time = datetime.fromisoformat(shape[0])
            return Moment("minute", time.date(), time)
        grain: Grain = "day" if day else "month" if month else "year"
        return Moment(grain, date(int(year), int(month or 1), int(day or 1)))
    except ValueError:
        return None


def known_zone(name: str | None) -> ZoneInfo | None:
    """The zone with this IANA name; None where the tz database has none."""
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, LookupError):
        return None


def in_zone(time: datetime, zone: ZoneInfo | None) -> datetime:
    """The moment on the clocks of a zone; as it is where its offset, or the zone, is not known."""
    if time.tzinfo is None or zone is None:
        return time
    try:
        return time.astimezone(zone)
    except OverflowError:  # the first or last day that there is
        return time


def utc(stated: str | None) -> datetime | None:
    """A moment in UTC, to compare and to stamp: a day is its first minute, and no offset counts as UTC."""
    found = moment(stated)
    if found is None:
        return None
    time = found.time or datetime(found.day.year, found.day.month, found.day.day)
    try:
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except OverflowError:  # the first or last day that there is
        return time.replace(tzinfo=UTC)
