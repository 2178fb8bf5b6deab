"""The words by which the days of events are found in the word index.

A short event is found by each of its days ("~happens~20260310"), a longer one by its months, one of years by its years.
So a search for days, months or years has a few words to look for, and what they find is a little more than what it
wants: the events themselves then tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from sourcier.library.folding import marked

DAYS = 31
"""Days that are named one by one."""

MONTHS = 24
"""Months that are."""

FIRST, LAST = 1900, 2099
"""Years that are; an event that begins before or ends after them is far."""

YEARS = 50
"""An event of more years is far, too."""

_FAR = marked("happens", "far")


def first_and_last(begin: str | None, finish: str | None) -> tuple[str, str] | None:
    """First and last day of a time, ISO 8601, of its first and last moment; None where neither is known.

    >>> first_and_last("2026-03-10T18:00", None)
    ('2026-03-10', '2026-03-10')
    """
    days = sorted(stamp[:10] for stamp in (begin, finish) if stamp)
    return (days[0], days[-1]) if days else None


@lru_cache(1 << 12)
def day_words(begin: str, finish: str) -> tuple[str, ...]:
    """What an event from the day `begin` to the day `finish` (ISO 8601, both included) is indexed by.

    >>> day_words("2026-03-10", "2026-03-11")
    ('~happens~20260310', '~happens~20260311')
    """
    first, last = date.fromisoformat(begin), date.fromisoformat(finish)
    if first.year < FIRST or last.year > LAST or last.year - first.year >= YEARS:
        return (_FAR,)
    if (last - first).days < DAYS:
        return tuple(map(_word, _days(first, last)))
    if _month(last) - _month(first) < MONTHS:
        return tuple(map(_word, _months(first, last)))
    return tuple(_word(str(year)) for year in range(first.year, last.year + 1))


def days_wanted(begin: date | None, end: date | None) -> list[tuple[str, bool]]:
    """The words that find every event of which some part falls into these days, each with whether it is a beginning.

    >>> days_wanted(date(2026, 3, 10), date(2026, 3, 10))
    [('~happens~far', False), ('~happens~2026', False), ('~happens~202603', False), ('~happens~20260310', False)]
    """
    first, last = begin or date(FIRST, 1, 1), end or date(LAST, 12, 31)
    first, last = max(first, date(FIRST, 1, 1)), min(last, date(LAST, 12, 31))
    years = [(_word(str(year)), False) for year in range(first.year, last.year + 1)]
    if first <= last and (last - first).days < DAYS:
        days = [(_word(day), False) for day in _days(first, last)]
        return [(_FAR, False), *years, *((_word(month), False) for month in _months(first, last)), *days]
    if first <= last and _month(last) - _month(first) < MONTHS:
        return [(_FAR, False), *years, *((_word(month), True) for month in _months(first, last))]
    return [(_FAR, False), *((word, True) for word in _years(first.year, last.year))]


def _days(first: date, last: date) -> Iterator[str]:
    for n in range((last - first).days + 1):
        yield (first + timedelta(n)).isoformat().replace("-", "")


def _months(first: date, last: date) -> Iterator[str]:
    for month in range(_month(first), _month(last) + 1):
        yield f"{month // 12}{month % 12 + 1:02}"


def _years(first: int, last: int) -> Iterator[str]:
    """Years, and in their place the decades and centuries that they fill."""
    year = first
    while year <= last:
        size = next(size for size in (100, 10, 1) if year % size == 0 and year + size - 1 <= last)
        yield _word(str(year // size))
        year += size


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _word(digits: str) -> str:
    return marked("happens", digits)
