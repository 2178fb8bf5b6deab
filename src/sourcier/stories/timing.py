"""Moments and days as the pages give them, compared."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sourcier.record import Time


def has_hour(time: Time) -> bool:
    """Whether a time names an hour of the clock, and not a day, or a part of one ("jeudi matin")."""
    value = time.value or ""
    return len(value) >= 13 and value[10] == "T" and value[11:13].isdigit()


def moment(stamp: str, zone: str | None = None) -> datetime | None:
    """An ISO 8601 moment in UTC; None for a day, for one whose offset is not known, and for nonsense."""
    if "T" not in stamp:
        return None
    try:
        found = datetime.fromisoformat(stamp)
        if found.tzinfo is None and zone:
            found = found.replace(tzinfo=ZoneInfo(zone))
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else None


def same_time(one: Time, other: Time) -> bool:
    """Whether two times may be of one moment: the coarser holds the finer.

    Two hours are the same where their moments are, or, with a zone unknown, where the clock shows the same.
    """
    if not one.begin or not other.begin:
        return True
    if has_hour(one) and has_hour(other):
        first, second = moment(one.begin, one.zone), moment(other.begin, other.zone)
        if first is not None and second is not None:
            return first == second
        return one.begin[:16] == other.begin[:16]
    begin, finish = one.begin[:10], (one.finish or one.begin)[:10]
    other_begin, other_finish = other.begin[:10], (other.finish or other.begin)[:10]
    return begin <= other_finish and other_begin <= finish


def days_between(one: str | None, other: str | None) -> int | None:
    """Days from one ISO 8601 stamp to another; None where one is missing or nonsense."""
    try:
        return (date.fromisoformat((other or "")[:10]) - date.fromisoformat((one or "")[:10])).days
    except ValueError:
        return None


def hours_between(one: str | None, other: str | None) -> float | None:
    """Hours between two ISO 8601 moments as the clock shows them; None where one has no hour."""
    if not one or not other or "T" not in one or "T" not in other:
        return None
    try:
        first, second = (datetime.fromisoformat(stamp).replace(tzinfo=None) for stamp in (one, other))
    except ValueError:
        return None
    return abs((first - second).total_seconds()) / 3600


def published_before(one: str | None, other: str | None) -> bool:
    """Whether a report was published before another, as far as their dates tell."""
    if not one or not other:
        return False
    first, second = moment(one), moment(other)
    return first < second if first is not None and second is not None else one[:10] < other[:10]
