"""Publication dates: as metadata, addresses and visible text write them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache

from babel import Locale

from sourcier.languages import codes, language

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_RFC = re.compile(
    r"(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?"
    r"\s*(GMT|UTC|[+-]\d{4})?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<!\d)(20[0-3]\d|19[89]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_ADDRESS = re.compile(r"[/_-](20[0-3]\d|19[89]\d)[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_ADDRESS_MONTH = re.compile(
    r"/(20[0-3]\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(\d{1,2})(?=/)", re.IGNORECASE
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_HOUR = re.compile(
    r"(\d{1,2})\s*(?:[h:.]\s*(\d{2})|h\b)\s*(a\.?m\.?|p\.?m\.?)?\s*(GMT|UTC|CET|CEST|BST|EST|EDT|ET|PT|PST|PDT)?",
    re.IGNORECASE,
)
_OFFSETS = {
    "GMT": "+00:00",
    "UTC": "+00:00",
    "Z": "+00:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "BST": "+01:00",
    "EST": "-05:00",
    "EDT": "-04:00",
    "PST": "-08:00",
    "PDT": "-07:00",
}


def iso_date(text: str | None) -> str | None:
    """A machine-written date as ISO 8601, with its time and offset where it has them; None where it is none.

    >>> iso_date("2025-08-14T18:30:00.000Z")
    '2025-08-14T18:30:00+00:00'
    >>> iso_date("Thu, 14 Aug 2025 18:30:00 +0200")
    '2025-08-14T18:30:00+02:00'
    >>> iso_date("20250814")
    '2025-08-14'
    """
    if not text:
        return None
    match = _ISO.search(text)
    if match:
        return _written(match[1], match[2], match[3], match[4], match[5], match[6], match[7])
    match = _RFC.search(text)
    if match:
        return _written(
            match[3], str(_MONTHS.index(match[2][:3].lower()) + 1), match[1], match[4], match[5], match[6], match[7]
        )
    match = _COMPACT.match(text.strip())
    if match:
        return _written(match[1], match[2], match[3], None, None, None, None)
    return None


def address_date(url: str | None) -> str | None:
    """The date in an address (".../2025/08/14/..."), as ISO 8601; None where it has none."""
    match = _ADDRESS.search(url or "")
    if match:
        return _written(match[1], match[2], match[3], None, None, None, None)
    match = _ADDRESS_MONTH.search(url or "")
    if match:
        return _written(match[1], str(_MONTHS.index(match[2][:3].lower()) + 1), match[3], None, None, None, None)
    match = re.search(r"[/_-]" + _COMPACT.pattern, url or "")
    return _written(match[1], match[2], match[3], None, None, None, None) if match else None


def _written(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, zone: str | None
) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    if hour is None or minute is None or not (int(hour) < 24 and int(minute) < 60):
        return found.isoformat()
    text = f"{found.isoformat()}T{int(hour):02d}:{minute}" + (f":{second}" if second else "")
    if zone:
        zone = _OFFSETS.get(zone.upper(), zone)
        text += zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return text


@cache
def _written_date(code: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_month_names(code), key=len, reverse=True)))
    day_month = rf"(?P<d1>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{names})\.?,?\s+(?P<y1>\d{{4}})"
    month_day = rf"(?P<m2>{names})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    numbers = (
        r"(?P<n1>\d{1,2})(?P<s1>[/.])(?P<n2>\d{1,2})(?P=s1)(?P<y3>\d{4}|(?<=(?<!\d)\d\d[./]\d\d[./])\d\d(?![./]?\d))"
    )
    iso = r"(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2})"
    return re.compile(rf"(?<!\w)(?:{day_month}|{month_day}|{numbers}|{iso})(?!\d)", re.IGNORECASE)


def written_dates(text: str, code: str) -> list[tuple[int, int, str]]:
    """Dates written out in visible text, as (start, end, ISO 8601), with the hour where one follows.

    Args:
        text: a line of the page.
        code: the language whose months to look for; "14/08/2025" is read day first unless its folder says otherwise.
    """
    lexicon = language(code).toml("page")
    found = []
    for match in _written_date(code).finditer(text):
        part = match.groupdict()
        if part["y3"]:
            first, second = part["n1"], part["n2"]
            day, month = (first, second) if lexicon["day_first"] or int(first) > 12 else (second, first)
            year = part["y3"] if len(part["y3"]) == 4 else f"20{part['y3']}"  # "25.04.24"
        elif part["y4"]:
            year, month, day = part["y4"], part["m4"], part["d4"]
        else:
            year, day = part["y1"] or part["y2"], part["d1"] or part["d2"]
            month = str(_month_names(code)[(part["m1"] or part["m2"]).lower().rstrip(".")])
        end = match.end()
        hour = _HOUR.search(text[end : end + 30])
        clock: tuple[str | None, str | None, str | None] = (None, None, None)
        if (
            hour
            and not re.search(r"[^\W\d]{4,}|[.;|]\s", text[end : end + hour.start()])
            and (hour[2] or "h" in hour[0])
        ):
            zone = hour[4].upper() if hour[4] and hour[4].upper() in _OFFSETS else None
            clock = (str(_of_day(hour)), hour[2] or "00", zone)
            end += hour.end()
        written = _written(str(year), str(month), str(day), clock[0], clock[1], None, clock[2])
        if written:
            found.append((match.start(), end, written))
    return found


def _of_day(match: re.Match[str]) -> int:
    """The hour of a match of `_HOUR`, counted from midnight."""
    hour = int(match[1])
    return hour % 12 + (12 if match[3].lower().startswith("p") else 0) if match[3] else hour


def clock_time(text: str) -> str | None:
    """An hour as "HH:MM"; None where the text starts with none.

    >>> clock_time("9h05"), clock_time("2.32 pm"), clock_time("25:00")
    ('09:05', '14:32', None)
    """
    match = _HOUR.match(text)
    if match is None:
        return None
    hour, minute = _of_day(match), match[2] or "00"
    return f"{hour:02d}:{minute}" if hour < 24 and int(minute) < 60 else None


@cache
def _month_names(code: str) -> dict[str, int]:
    """Names of months and their abbreviations, lower case and without a full stop -> number.

    The abbreviations are the language folder's, CLDR's, and the first three letters where no other month has them.
    """
    lexicon = language(code).toml("page")
    cut = Counter(name[:3] for name in lexicon["months"])
    found: dict[str, int] = {}
    for number in range(12, 0, -1):
        name = lexicon["months"][number - 1]
        short = str(Locale(code).months["format"]["abbreviated"][number]).lower().rstrip(".")
        known = [name, lexicon["months_short"][number - 1], short, *([name[:3]] if cut[name[:3]] == 1 else [])]
        found |= dict.fromkeys(known, number)
    return found


def visible_dates(lines: list[str], code: str | None) -> tuple[str | None, str | None]:
    """Publication and update as lines of the page state them ("Publié le …", "Updated …"), each ISO 8601 or None.

    A line that is little but a date counts as publication where none is labelled.
    """
    published = modified = bare = None
    for line in lines:
        if len(line) > 220:
            continue
        for known in (code,) if code else codes():
            lexicon = language(known).toml("page")
            for start, end, written in written_dates(line, known):
                before = line[max(0, start - 40) : start].lower()
                at_modified = max((before.rfind(word) for word in lexicon["modified"]), default=-1)
                at_published = max((before.rfind(word) for word in lexicon["published"]), default=-1)
                if at_modified >= 0 and at_modified > at_published:
                    modified = modified or written
                elif at_published >= 0:
                    published = published or written
                elif end - start > 0.3 * len(line[line.rfind("|", 0, start) + 1 :].split("|")[0]):
                    bare = bare or written
    return published or bare, modified


def believed(published: str | None, modified: str | None, fetched: datetime | None) -> tuple[str | None, str | None]:
    """The two dates without what cannot be: a day after the capture's, or an update before the publication.

    Where it is not known when the page was captured, a date may be any of this century: the clock plays no part.
    """
    latest = (fetched + timedelta(days=2)).date().isoformat() if fetched else "2100"
    if published and not "1800" < published[:10] <= latest:
        published = None
    if modified and not "1800" < modified[:10] <= latest:
        modified = None
    if published and modified and modified[:10] < published[:10]:
        modified = None
    return published, modified
