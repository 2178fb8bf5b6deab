"""Calendar arithmetic for TIMEX3 values: days, months and years to values and intervals."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
PART_HOURS = {"MO": (6, 11), "AF": (12, 17), "EV": (18, 21), "NI": (0, 23), "MI": (12, 13)}
"""First and last hour of a part of day; a night's first hour is in the evening."""
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


def shifted(day: date, unit: str, n: int) -> str:
    """The TIMEX3 value, at the unit's own granularity, n units from a day."""
    if unit == "D":
        return (day + timedelta(days=n)).isoformat()
    if unit in {"W", "WE"}:
        year, week, _ = (day + timedelta(weeks=n)).isocalendar()
        return f"{year}-W{week:02d}" + ("-WE" if unit == "WE" else "")
    if unit in {"Mo", "Q", "S6"}:
        size = {"Mo": 1, "Q": 3, "S6": 6}[unit]
        index = (day.year * 12 + day.month - 1) // size + n
        year, place = divmod(index, 12 // size)
        return f"{year}-{place + 1:02d}" if unit == "Mo" else f"{year}-{'Q' if unit == 'Q' else 'H'}{place + 1}"
    if unit == "Y":
        return f"{day.year + n:04d}"
    if unit == "Y10":
        return f"{(day.year + 10 * n) // 10:03d}"
    return f"{(day.year + 100 * n) // 100:02d}"


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def holiday(rule: str, year: int) -> date:
    """The day of a holiday: "MM-DD", "easter+N", or "MM-weekday-nth" (1 = Monday; L = last; +N days later)."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:]))
    parts = rule.split("-")
    if len(parts) == 2:
        return date(year, int(parts[0]), int(parts[1]))
    nth, _, later = parts[2].partition("+")
    day = nth_weekday(year, int(parts[0]), int(parts[1]), 0 if nth == "L" else int(nth))
    return day + timedelta(days=int(later or 0))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth Monday (1) … Sunday (7) of a month; the last one for 0.

    Raises:
        ValueError: the month has none.
    """
    days = [week[weekday - 1] for week in calendar.monthcalendar(year, month) if week[weekday - 1]]
    if nth > len(days):
        raise ValueError("the month has no such day")
    return date(year, month, days[nth - 1])


def span(value: str) -> tuple[str, str] | None:
    """First and last instant of a TIMEX3 value, at its own granularity; None where it is no point in time.

    >>> span("2022-02")
    ('2022-02-01', '2022-02-28')
    """
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)T([A-Z]{2})", value):
        first, last = PART_HOURS.get(match[2], (0, 23))
        if match[2] == "NI":
            after = date.fromisoformat(match[1]) + timedelta(days=1)
            return f"{match[1]}T21:00", f"{after.isoformat()}T05:59"
        return f"{match[1]}T{first:02d}:00", f"{match[1]}T{last:02d}:59"
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)T24:00", value):
        midnight = f"{(date.fromisoformat(match[1]) + timedelta(days=1)).isoformat()}T00:00"
        return midnight, midnight
    if re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", value):
        return value, value
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        last_day = calendar.monthrange(int(match[1]), int(match[2]))[1]
        return f"{value}-01", f"{value}-{last_day:02d}"
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return (monday + timedelta(days=5 if match[3] else 0)).isoformat(), (monday + timedelta(days=6)).isoformat()
    if match := re.fullmatch(r"(\d{4})-(Q|H)(\d)", value):
        size = 3 if match[2] == "Q" else 6
        month = size * int(match[3])
        year = int(match[1])
        return f"{year}-{month - size + 1:02d}-01", f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}"
    if match := re.fullmatch(r"(\d{4})-([A-Z]{2})", value):
        if match[2] not in SEASON_MONTHS:
            return None
        first, last = SEASON_MONTHS[match[2]]
        year = int(match[1])
        end = year + (last < first)
        return f"{year}-{first:02d}-01", f"{end}-{last:02d}-{calendar.monthrange(end, last)[1]}"
    if re.fullmatch(r"\d{2,4}", value):
        size = 4 - len(value)
        return f"{value}{'0' * size}-01-01", f"{value}{'9' * size}-12-31"
    return None


def earlier_by_a_year(value: str) -> str:
    """The same month, week, quarter or year one year before.

    >>> earlier_by_a_year("2010-Q1")
    '2009-Q1'
    """
    return f"{int(value[:4]) - 1}{value[4:]}"


def with_offset(instant: str, zone: str | None) -> str:
    """An instant with the offset that its zone had then; as it came where it has no clock time or no zone."""
    if zone is None or "T" not in instant:
        return instant
    try:
        moment = datetime.fromisoformat(instant).replace(tzinfo=ZoneInfo(zone))
    except (ValueError, ZoneInfoNotFoundError):
        return instant
    return moment.isoformat(timespec="minutes")


def offset(value: str, published: date) -> str | None:
    """How far a value lies from publication, at its own granularity: "P1D", "-P3Y", "P0D"; None for no point."""
    if match := _DAY.match(value):
        return signed((date(int(match[1]), int(match[2]), int(match[3])) - published).days, "D")
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return signed((int(match[1]) - published.year) * 12 + int(match[2]) - published.month, "M")
    if match := re.match(r"(\d{4})-W(\d\d)", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return signed((monday - (published - timedelta(days=published.weekday()))).days // 7, "W")
    if re.fullmatch(r"\d{4}(-[A-Z].*)?", value):
        return signed(int(value[:4]) - published.year, "Y")
    return None


def signed(n: int, unit: str) -> str:
    """A signed ISO 8601 duration of n units (D, W, M, Y)."""
    return f"{'-' if n < 0 else ''}P{abs(n)}{unit}"
