"""Live blogs: when each of their entries was published."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from sourcier.languages import language
from sourcier.page.blocks import HtmlBlock, opening
from sourcier.page.dates import clock_time, iso_date
from sourcier.page.furniture import plain
from sourcier.page.metadata import Metadata

FEWEST_ENTRIES = 3
"""Stamps from which a page is a live blog where it does not say so."""
_LONGEST_STAMP = 80
"""Code points of a block whose `<time>` is an entry's and not one that a sentence tells."""


@dataclass(frozen=True)
class Stamp:
    """What stands above an entry: a whole date, or the hour alone ("HH:MM"); `alone`: nothing else on the line."""

    written: str | None = None
    clock: str | None = None
    alone: bool = False


@cache
def _clock(code: str) -> re.Pattern[str]:
    hours = "|".join(f"(?:{pattern})" for pattern in language(code).toml("page")["live_time"])
    return re.compile(rf"(?P<hour>{hours})(?![\w:])\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


@cache
def _live(code: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, language(code).toml("page")["live"]))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def says_live(texts: Iterable[str | None], code: str) -> bool:
    """Whether headline, kicker, section or address call the page a live blog."""
    return any(_live(code).search(plain(text).replace("-", " ").replace("/", " ")) for text in texts if text)


def clock_stamp(line: str, code: str) -> Stamp | None:
    """The hour that a line starts with; None where it starts with none.

    >>> clock_stamp("14h32 : la séance est levée", "fr")
    Stamp(written=None, clock='14:32', alone=False)
    """
    match = _clock(code).match(line)
    clock = clock_time(match["hour"]) if match else None
    return Stamp(clock=clock, alone=not match["rest"].strip(" :–—-|•")) if match and clock else None


def dated(stamps: Sequence[Stamp], published: str | None, modified: str | None) -> list[str | None]:
    """The stamps as ISO 8601, in their order; those of the hour alone take day and offset from the article's dates.

    The entries run in one direction, so each step against it passes midnight. The newest is of the day of `modified`,
    or the oldest of the day of `published` where there was no update.
    """
    known = modified or published
    clocks = [n for n, stamp in enumerate(stamps) if stamp.clock]
    found = [stamp.written for stamp in stamps]
    if known is None or not clocks:
        return found
    hours = [stamps[n].clock or "" for n in clocks]
    falls = sum(b < a for a, b in pairwise(hours))
    rises = sum(b > a for a, b in pairwise(hours))
    newest_first = falls > rises or (falls == rises and _starts_newest(hours[0], hours[-1], published, modified))
    days = [0]
    for before, hour in pairwise(hours):
        against = hour > before if newest_first else hour < before
        days.append(days[-1] + (0 if not against else -1 if newest_first else 1))
    shift = -max(days) if modified else -min(days)
    offset = re.search(r"T.*?(Z|[+-]\d\d:\d\d)$", known)
    for n, hour, day in zip(clocks, hours, days, strict=True):
        when = date.fromisoformat(known[:10]) + timedelta(days=day + shift)
        found[n] = f"{when.isoformat()}T{hour}{offset[1] if offset else ''}"
    return found


def _starts_newest(first: str, last: str, published: str | None, modified: str | None) -> bool:
    """Whether the first of two hours is the newer: right before the update, or farther behind the publication."""
    if modified and "T" in modified:
        return _minutes(first, modified[11:16]) < _minutes(last, modified[11:16])
    return bool(published and "T" in published) and _minutes((published or "")[11:16], last) < _minutes(
        (published or "")[11:16], first
    )


def _minutes(start: str, end: str) -> int:
    """Minutes from one hour to the next time that it is the other."""
    return (int(end[:2]) * 60 + int(end[3:]) - int(start[:2]) * 60 - int(start[3:])) % (24 * 60)


def entry_stamps(
    blocks: Sequence[HtmlBlock], body: Sequence[HtmlBlock], metadata: Metadata, code: str, *, live: bool
) -> dict[int, Stamp]:
    """Number of the block that starts an entry, or stands right above it -> its stamp; empty where the page has none.

    Args:
        blocks: all of the page.
        body: the article's.
        metadata: the page's; JSON-LD `liveBlogUpdate` is believed first.
        code: the article's language.
        live: whether the page calls itself a live blog: hours alone count only then.
    """
    if not body:
        return {}
    updates = live_updates(metadata)
    told = {b.number: Stamp(written=updates[b.opening]) for b in body if b.opening in updates}
    if told:
        return told
    held = {b.number for b in body}
    span = blocks[max(0, body[0].number - 3) : body[-1].number + 1]
    found: dict[int, Stamp] = {}
    for block in span:
        stamp = _time_element(block) or (_hour(block, code) if live else None)
        if stamp is not None and any(n in held for n in range(block.number, block.number + 4)):
            found[block.number] = stamp
    starts = [*sorted(found), body[-1].number + 1]
    entries = sum(any(n in held for n in range(start, end)) for start, end in pairwise(starts))
    return found if entries >= FEWEST_ENTRIES else {}


def entry_dates(
    numbers: Iterable[int], stamps: Mapping[int, Stamp], published: str | None, modified: str | None
) -> dict[int, str]:
    """When the entry that each block or line of a live blog is part of was published; those above all are left out.

    Args:
        numbers: of the blocks or lines.
        stamps: number of the one that a stamp stands on or right above -> the stamp.
        published: the article's date.
        modified: of its last update.
    """
    starts = sorted(stamps)
    dates = dated([stamps[n] for n in starts], published, modified)
    found = {}
    for number in numbers:
        above = bisect_right(starts, number)
        date = dates[above - 1] if above else None
        if date:
            found[number] = date
    return found


def live_updates(metadata: Metadata) -> dict[str, str]:
    """Openings of the entries that JSON-LD lists -> their dates."""
    found: dict[str, str] = {}
    for update in metadata.updates:
        if not isinstance(update, dict):
            continue
        stamp = iso_date(str(update.get("datePublished") or ""))
        for name in ("headline", "articleBody"):
            text = update.get(name)
            if stamp and isinstance(text, str) and len(opening(text)) > 8:
                found.setdefault(opening(text), stamp)
    return found


def _time_element(block: HtmlBlock) -> Stamp | None:
    if len(block.text) > _LONGEST_STAMP:
        return None
    for element in block.path[0].iter("time"):
        written = iso_date(element.get("datetime"))
        if written and "T" in written:
            return Stamp(written=written, alone=not block.heading)
    return None


def _hour(block: HtmlBlock, code: str) -> Stamp | None:
    stamp = clock_stamp(block.text, code)
    return stamp if stamp is not None and (stamp.alone or block.heading or block.bold) else None
