"""Dates as feeds, sitemaps and lists write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_tz

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)


def iso(written: str) -> str | None:
    """A date, with its time and offset where it has them, as ISO 8601; None where it is none.

    >>> iso("2025-08-14T18:30:00.000Z")
    '2025-08-14T18:30:00+00:00'
    >>> iso("Thu, 14 Aug 2025 18:30:00 +0200")
    '2025-08-14T18:30:00+02:00'
    >>> iso("14 August 2025 18:30")
    '2025-08-14T18:30:00'
    >>> iso("20250814"), iso("2025-08"), iso("soon")
    ('2025-08-14', None, None)
    """
    written = " ".join(written[:200].split())
    found = _ISO.fullmatch(written)
    try:
        if found is None:
            return date.fromisoformat(written).isoformat() if re.fullmatch(r"\d{8}", written) else _rfc(written)
        day, hour, minute, second, zone = found.groups()
        if hour is None:
            return date.fromisoformat(day).isoformat()
        zone = (zone or "").upper().replace("UTC", "Z").replace("GMT", "Z")
        return datetime.fromisoformat(f"{day}T{int(hour):02}:{minute}:{second or '00'}{zone}").isoformat()
    except (ValueError, OverflowError):
        return None


def time_of(written: str) -> datetime | None:
    """A date as mail and MHTML headers write it; UTC where it names no zone; None where it is none."""
    found = iso(written)
    if found is None:
        return None
    moment = datetime.fromisoformat(found)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _rfc(written: str) -> str | None:
    """The form of RFC 5322 and its older relatives, in English."""
    if not re.search(r"\d", written) or not re.search(r"[A-Za-z]{3}", written):
        return None
    try:
        parts = parsedate_tz(written)
    except (IndexError, TypeError, ValueError):  # malformed dates make some versions of the standard library raise
        return None
    if parts is None or not 1900 <= parts[0] <= 2200:
        return None
    moment = datetime(*parts[:6])
    offset = parts[9]
    # The standard library says 0 where there is no zone, and for names that it does not know ("CEST").
    zone = re.search(r"[+-]\d{2}:?\d{2}$|(?<![A-Za-z])[A-Za-z]{1,5}$", written)
    known = zone is not None and (not zone[0].isalpha() or zone[0].upper() in {"GMT", "UTC", "UT", "Z"})
    if offset is None or (offset == 0 and not known):
        return moment.isoformat()
    if abs(offset) >= 86_400:
        return None
    sign = "-" if offset < 0 else "+"
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"{moment.isoformat()}{sign}{hours:02}:{minutes:02}"
