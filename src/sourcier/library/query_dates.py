"""Dates as a query writes them: "2025-08", "2025-08-15..", "yesterday", "7d"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from sourcier.library.query_words import meaning

FORMS = "2025, 2025-08, 2025-08-15, 2025-08..2025-10, 2025-08-15.., ..2025, today, yesterday, tomorrow or 7d"

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_SPAN = re.compile(r"([0-9]{1,5})[dj]", re.IGNORECASE)
_AWAY = {"today": 0, "yesterday": -1, "tomorrow": 1}


class BadDate(ValueError):
    """A date that cannot be read: its message, and where in the value the mistake stands."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


def days(value: str, today: date, *, ahead: bool) -> tuple[date | None, date | None]:
    """First and last day, both included; None: open on that side. At least one of them is a day.

    Args:
        value: what stands behind the colon.
        today: what relative dates count from.
        ahead: whether "7d" means today and the six days behind it, not those before it.

    Raises:
        BadDate: it is no date, there is no such day, or the range ends before it begins.
    """
    if span := _SPAN.fullmatch(value):
        return _span(value, int(span[1]), today, ahead)
    first, dots, last = value.partition("..")
    if not dots:
        return _part(value, 0, today)
    if not first and not last:
        raise BadDate("a range wants a date on one side at least, such as 2025-08-15..", 0, len(value))
    begin = _part(first, 0, today)[0] if first else None
    end = _part(last, len(first) + 2, today)[1] if last else None
    if begin and end and begin > end:
        raise BadDate(f"the range ends before it begins; write {last}..{first}", 0, len(value))
    return begin, end


def _span(value: str, number: int, today: date, ahead: bool) -> tuple[date, date]:
    if number == 0:
        raise BadDate("a span has one day at least, such as 7d", 0, len(value))
    try:
        other = today + timedelta(days=number - 1 if ahead else 1 - number)
    except OverflowError:
        raise BadDate("the span leaves the calendar; write fewer days", 0, len(value)) from None
    return (today, other) if ahead else (other, today)


def _part(text: str, start: int, today: date) -> tuple[date, date]:
    """The days of one date, which stands at `start` of the value."""
    end = start + len(text)
    word = meaning("day", text)
    try:
        if word is not None:
            day = today + timedelta(days=_AWAY[word])
            return day, day
        match = _DATE.fullmatch(text)
        if match is None:
            raise BadDate(f"a date is wanted: {FORMS}", start, end)
        year, month, day_of_month = (int(part) if part else None for part in match.groups())
        assert year is not None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day_of_month is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        day = date(year, month, day_of_month)
    except BadDate:
        raise
    except (ValueError, OverflowError):
        raise BadDate("the calendar has no such day", start, end) from None
    return day, day
