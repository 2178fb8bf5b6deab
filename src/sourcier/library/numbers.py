"""The number of a version: one that sorts by publication, so that the newest come first without sorting."""

from __future__ import annotations

from datetime import UTC, date, datetime

_DIGEST_BITS = 36
_MINUTES = 1 << 27
"""Minutes from 1970 that a number can hold: until 2225."""


def version_number(published: str | None, capture: str) -> int:
    """A positive 63-bit number: minutes since 1970 in UTC, then 36 bits of the capture's hash.

    A date without an hour counts from midnight UTC; an unknown date, and one before 1970, is minute 0.

    >>> version_number("2026-03-10", "00" * 32) < version_number("2026-03-10T08:00+01:00", "00" * 32)
    True
    """
    return (_minute(published) << _DIGEST_BITS) | (int(capture[:16], 16) >> (64 - _DIGEST_BITS))


def first_number(day: date) -> int:
    """The smallest number that a version published on this day, or later, can have."""
    return _minute(day.isoformat()) << _DIGEST_BITS


def first_number_after(day: float | None, days: float) -> int:
    """The smallest number of a version published so many days after a moment in days since 1970 (None: 1970)."""
    return min(max(int(((day or 0) + days) * 1440), 1), _MINUTES - 1) << _DIGEST_BITS


def utc(stamp: str | None) -> str:
    """An ISO 8601 date or date-time as text that sorts: in UTC, to the second; empty for None and nonsense."""
    moment = _moment(stamp)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else ""


def days_since_1970(stamp: str | None) -> float | None:
    """An ISO 8601 date or date-time in days since 1970, UTC; None for None and nonsense."""
    moment = _moment(stamp)
    return moment.timestamp() / 86_400 if moment else None


def _moment(stamp: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stamp) if stamp else None
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC) if moment else None
    except (ValueError, OverflowError):
        return None


def _minute(stamp: str | None) -> int:
    moment = _moment(stamp)
    return min(max(int(moment.timestamp() // 60), 0), _MINUTES - 1) if moment else 0
