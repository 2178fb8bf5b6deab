"""From a plain-text capture to an article: no tags, only wording, order and the shape of lines.

A capture is what a person gets who selects a whole page and copies it, or what a crawler kept of it: menu words, the
section trail, the byline, the article, and after it (sometimes within it) labels and other stories. Two classifiers
(`line_features`) tell the body's lines and the headline; what stands between and around them is told by its wording.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from sourcier.errors import NoArticle
from sourcier.languages import codes, language
from sourcier.page.bylines import Byline, opens_byline, read_byline
from sourcier.page.classifiers import trees
from sourcier.page.dates import address_date, believed, visible_dates
from sourcier.page.detection import detect_language
from sourcier.page.furniture import furniture_kind, label_kind, plain
from sourcier.page.line_features import headline_features, line_features
from sourcier.page.live import FEWEST_ENTRIES, Stamp, clock_stamp, entry_dates, says_live
from sourcier.page.plain import Part, joined_blocks, within_limit
from sourcier.page.spacing import spaced
from sourcier.record import Article, Furniture, FurnitureKind, Role, Teaser

_SENTENCE = re.compile(r"[.!?…:;][\"»”’)\]]*$")
_BULLET = re.compile(r"^\s*[•●▪◦‣*·–—-]\s+(?=\S)")
_TRAIL = re.compile(r"\s*[>›»/|]\s+|\s+[>›»/|]\s*")
_PROSE = 90
"""Characters from which a line that ends a sentence is a paragraph."""
_LEAST_BODY = 60
_LEAST_LEAD = 0.2
"""How likely a line between headline and body must be body to be the standfirst, which gold bodies often lack."""
_LONGEST_TRAIL = 40
"""Code points of a section trail without separators ("Accueil Région")."""
_ABOVE = 6
"""Lines above the headline in which a byline or a date may stand."""


@dataclass
class _Lines:
    """The capture's lines, and what each was taken for."""

    lines: list[str]
    furniture: list[tuple[FurnitureKind, str]] = field(default_factory=list)
    teasers: list[Teaser] = field(default_factory=list)


@dataclass
class _Header:
    """What stands between headline and body."""

    byline: Byline = field(default_factory=Byline)
    dates: list[str] = field(default_factory=list)
    lead: str | None = None


def article_from_capture(
    text: str, *, identifier: str, url: str | None = None, language_code: str | None = None
) -> Article:
    """Read a plain-text capture.

    Args:
        text: the capture.
        identifier: the capture's.
        url: its address.
        language_code: read it in this language; None: the article's own.

    Raises:
        NoArticle: the text holds no article: no two sentences that belong together.
        UnsupportedLanguage: its language has no folder.
        LimitExceeded: more lines than `limits.PAGE_BLOCKS`.
    """
    lines = _lines(text)
    within_limit(len(lines))
    long = [line for line in lines if len(line) > _LEAST_BODY]
    if not long:
        _refuse(lines)
    code = language_code or detect_language(" ".join(long))
    lines, stamps = _without_hours(lines, code)
    title_at, body, odds = _told(lines)
    if not body:
        _refuse(lines)
    page = _Lines(lines)
    code = language_code or detect_language(" ".join(lines[n] for n in body))
    title = lines[title_at] if title_at is not None else None
    before = lines[: title_at or 0]
    first, start = body[0], body[min(2, len(body) - 1)]
    section, kicker = _before(page, before[:first], code)
    top = 0 if title_at is None else min(title_at + 1, first)
    above = [n for n in range(top, start) if n not in body and n != title_at]
    header = _header(page, [(lines[n], float(odds[n])) for n in above], title or "", code)
    seen, changed = believed(*visible_dates([*header.dates, *before[-_ABOVE:]], code), None)
    in_address = address_date(url)
    published = seen or in_address or changed
    own = [n for n in range(first, body[-1] + 1) if n != title_at and n not in above]
    live = says_live((title, *before, url), code)
    told = {n: stamps[n] for n in own if n in stamps and (live or stamps[n].alone)}
    entries = entry_dates(own, told, published, changed) if len(told) >= FEWEST_ENTRIES else {}
    parts = _body_parts(page, own, set(body), entries, header, code)
    _read_tail(page, lines[body[-1] + 1 :], code)
    if sum(len(part.text) for part in parts if part.role != "subheading") < _LEAST_BODY:
        _refuse(lines)
    lead = next((part.text for part in parts if part.role == "lead"), None)
    joined, blocks = joined_blocks([Part("title", title), *parts] if title else parts)
    byline = header.byline
    return Article(
        id=identifier,
        url=url,
        language=code,
        site_name=next(iter(byline.named("outlet")), None),
        section=section,
        kicker=kicker,
        title=title,
        lead=lead,
        authors=byline.people,
        agencies=byline.agencies,
        signatures=byline.signatures,
        published=published,
        modified=changed,
        published_from="text" if seen else "address" if in_address else "text" if changed else None,
        text=joined,
        blocks=blocks,
        furniture=_joined(page.furniture),
        teasers=tuple(page.teasers),
    )


def _refuse(lines: Sequence[str]) -> NoReturn:
    raise NoArticle(f"no article found in the text ({lines[0][:60] if lines else 'empty'}); give the text of one story")


def _lines(text: str) -> list[str]:
    """The capture's lines, spaced; hard-wrapped paragraphs are joined again."""
    raw = [spaced(line) for line in text.splitlines()]
    widths = [len(line) for line in raw if line]
    long = [width for width in widths if width > 50]
    wrapped = len(long) > 4 and max(widths) <= 100 and sum(w > 0.75 * max(widths) for w in long) > 0.6 * len(long)
    if not wrapped:
        return [line for line in raw if line]
    lines: list[str] = []
    fresh = True
    for line in raw:
        if not line:
            fresh = True
        elif fresh or len(lines[-1]) < 0.5 * max(widths) or _BULLET.match(line):
            lines.append(line)
            fresh = False
        else:
            lines[-1] = f"{lines[-1]} {line}"
    return lines


def _told(lines: list[str]) -> tuple[int | None, list[int], NDArray[np.float64]]:
    """Number of the headline's line, numbers of the body's, and how likely each line is body, by the classifiers."""
    features = line_features(lines)
    odds = trees("line").probabilities(features)
    title_at = _headline(lines, features, odds)
    repeated = plain(lines[title_at]) if title_at is not None else None
    kept = odds > 0.5
    body = [
        n
        for n, line in enumerate(lines)
        if (kept[n] or _belongs(lines, odds, kept, n)) and n != title_at and plain(line) != repeated
    ]
    if title_at is not None:
        body = [n for n in body if n > title_at or odds[n] > 0.9]
    return title_at, body, odds


def _belongs(lines: Sequence[str], odds: NDArray[np.float64], kept: NDArray[np.bool_], number: int) -> bool:
    """Whether a line that is not likely body by itself is part of it: a subheading, or an item of a list."""
    line = lines[number]
    before = bool(kept[max(0, number - 2) : number].any())
    if _BULLET.match(line):
        return before and bool(odds[number] > 0.1)
    if number + 1 >= len(lines) or not kept[number + 1] or len(line) >= 120 or _SENTENCE.search(line):
        return False
    return bool(odds[number] > 0.3 or (before and odds[number] > 0.1 and furniture_kind(line) is None))


def _headline(lines: Sequence[str], features: NDArray[np.float32], odds: NDArray[np.float64]) -> int | None:
    """The line most like the headline that is not far below the first of the body; None where none is like one."""
    likely = trees("headline").probabilities(headline_features(lines, features, odds))
    kept = np.flatnonzero(odds > 0.5)
    last = (int(kept[0]) if len(kept) else len(lines) - 1) + 3
    barred = [bool(furniture_kind(line)) or opens_byline(line) or _is_trail(line) for line in lines]
    best = int(np.argmax(np.where(barred, 0.0, likely)[:last]))
    return best if likely[best] > 0.2 and not barred[best] else None


def _is_trail(line: str) -> bool:
    """Whether a line starts with a name of the home page, as section trails do, and goes on."""
    return len(line) < _LONGEST_TRAIL and any(_home_before(line, code) for code in codes())


def _home_before(line: str, code: str) -> str | None:
    """The name of the home page that a line starts with and goes on behind."""
    words = plain(line)
    return next((home for home in _home(code) if words.startswith((f"{home} ", f"{home}>", f"{home}/"))), None)


@cache
def _home(code: str) -> tuple[str, ...]:
    return tuple(sorted(language(code).toml("page")["home"], key=len, reverse=True))


def _before(page: _Lines, lines: list[str], code: str) -> tuple[tuple[str, ...], str | None]:
    """Section trail and kicker among the lines right above the headline; all else there is furniture."""
    section: tuple[str, ...] = ()
    kicker = None
    menu = False  # whether the line before is a word of a menu
    for number, line in enumerate(lines):
        kind = furniture_kind(line, [code])
        home = _home_before(line, code)
        opened = home is not None or plain(line) in _home(code)
        pieces = [piece for piece in _TRAIL.split(line) if piece.strip()]
        near = number >= len(lines) - _ABOVE
        if near and len(pieces) > 1 and len(line) < 120:
            section = tuple(p.strip() for p in pieces if plain(p) not in _home(code)) or section
        elif near and home is not None and _is_trail(line):
            section = (line[len(home) :].strip(" >›»/|"),)
        elif number == len(lines) - 1 > 0 and 3 < len(line) < 40 and kind is None and not opened and not menu:
            kicker = line
            continue
        menu = kind is None and len(pieces) == 1 and len(line) < 30 and not opened
        page.furniture.append((kind or "navigation", line))
    return section, kicker


def _header(page: _Lines, lines: list[tuple[str, float]], title: str, code: str) -> _Header:
    """Bylines, dates and standfirst among the lines between headline and body; what else is there is furniture.

    Args:
        page: the capture.
        lines: each with how likely it is body.
        title: the headline, which pages repeat.
        code: the article's language.
    """
    header = _Header()
    for number, (line, odds) in enumerate(lines):
        kind = furniture_kind(line, [code])
        has_date = any(visible_dates([line], code)) and len(line) < 160
        read = read_byline(line)
        bare = len(line) < 60 and not _SENTENCE.search(line)
        if opens_byline(line) and len(line) < 160:
            header.byline |= read_byline(re.split(r"\b(?:\d|[Pp]ubli|[Uu]pdated|[Mm]is |[Pp]osted)", line)[0])
            header.dates += [line] if has_date else []
        elif has_date:
            header.dates.append(line)
        elif kind is not None:
            page.furniture.append((kind, line))
        elif bare and read.agencies and not read.people:
            header.byline |= read.only("agency")
        elif bare and number < _ABOVE and len(read.people) == 1:
            header.byline |= read.only("person")
        elif header.lead is None and odds > _LEAST_LEAD and 40 < len(line) < 700 and plain(line) != plain(title):
            header.lead = line
        else:
            page.furniture.append(("related", line))
    return header


def _without_hours(lines: list[str], code: str) -> tuple[list[str], dict[int, Stamp]]:
    """The lines without hours that stand alone, where there are some; and each line's stamp: above it, or its start."""
    found = [clock_stamp(line, code) if len(line) < _PROSE else None for line in lines]
    several = sum(bool(stamp and stamp.alone) for stamp in found) >= FEWEST_ENTRIES
    kept: list[str] = []
    stamps: dict[int, Stamp] = {}
    for line, stamp in zip(lines, found, strict=True):
        if stamp:
            stamps[len(kept)] = stamp
        if not (several and stamp and stamp.alone):
            kept.append(line)
    return kept, stamps


def _body_parts(
    page: _Lines,
    numbers: list[int],
    body: set[int],
    entries: Mapping[int, str],
    header: _Header,
    code: str,
) -> list[Part]:
    """Roles of the article's lines; labels, teasers and prompts between them are set aside.

    Args:
        page: the capture.
        numbers: all lines from the first of the body to its last.
        body: those of the body.
        entries: number of a line -> when the live blog's entry was published that it is part of.
        header: what stands above.
        code: the article's language.
    """
    parts: list[Part] = [Part("lead", header.lead)] if header.lead else []
    label: FurnitureKind | None = None
    captions = language(code).toml("page")["caption"]
    for number in numbers:
        line = page.lines[number]
        kind = furniture_kind(line, [code]) if len(line) < 200 else None
        if number not in body or kind is not None:
            label = _aside(page, line, kind, label, code)
            continue
        label = None
        parts.append(_part(line, page.lines, number, body, captions, entries.get(number)))
    if header.lead is None and (header.byline.signatures or header.dates):
        _promote_lead(parts)
    return parts


def _aside(
    page: _Lines, line: str, kind: FurnitureKind | None, label: FurnitureKind | None, code: str
) -> FurnitureKind | None:
    """Set a line between the body's lines aside; returns the label that other stories may follow."""
    announced = label_kind(line, [code])
    page.furniture.append((kind or label or "related", line))
    teased = _behind_label(line, kind, code)
    if teased:
        page.teasers.append(Teaser(title=teased))
    elif kind is None and label in {"related", "most_read", "top_stories"} and 20 < len(line) < 200:
        page.teasers.append(Teaser(title=line))
    return announced or (label if kind is None else None)


def _behind_label(line: str, kind: FurnitureKind | None, code: str) -> str | None:
    """The other story that a line names behind its label ("Lire aussi : …"); None where it is the label alone."""
    rest = re.split(r"\s*[:>»]\s*", line, maxsplit=1)
    named = kind == "related" and label_kind(line, [code]) is None and len(rest) == 2 and len(rest[1]) > 8
    return rest[1] if named else None


def _part(line: str, lines: list[str], number: int, body: set[int], captions: Sequence[str], entry: str | None) -> Part:
    role: Role = "paragraph"
    following = next((lines[n] for n in range(number + 1, number + 4) if n in body), "")
    if _BULLET.match(line):
        return Part("list_item", _BULLET.sub("", line), entry)
    if any(plain(line).startswith(word) for word in captions) and len(line) < 200 and not _is_prose(line):
        role = "caption"
    elif len(line) < 120 and not re.search(r"[.!…:;,][\"»”’)\]]*$", line) and len(following) >= 60:
        role = "subheading"
    return Part(role, line, entry)


def _is_prose(line: str) -> bool:
    return len(line) >= _PROSE and bool(re.search(r"[.!?…][\"»”’)\]]*$", line) or len(line) > 200)


def _promote_lead(parts: list[Part]) -> None:
    """Make the first paragraph the lead where it is one short paragraph of sentences above a longer story."""
    first = next((n for n, part in enumerate(parts) if part.role == "paragraph"), None)
    if first is None or parts[first].published:
        return
    others = [part for part in parts[first + 1 :] if part.role == "paragraph"]
    if 40 < len(parts[first].text) < 450 and len(others) >= 2 and all(p.role != "subheading" for p in parts[:first]):
        parts[first] = Part("lead", parts[first].text)


def _read_tail(page: _Lines, lines: list[str], code: str) -> None:
    """Labels, and the stories announced below them: a headline line, and the longer text under it."""
    label: FurnitureKind = "related"
    number = 0
    while number < len(lines):
        line = lines[number]
        kind = furniture_kind(line, [code])
        if kind is not None and len(line) < 120:
            label = kind
            teased = _behind_label(line, kind, code)
            if teased:
                page.teasers.append(Teaser(title=teased))
            page.furniture.append((kind, line))
            number += 1
            continue
        text = lines[number + 1] if number + 1 < len(lines) else ""
        blurb = _is_prose(text) or (bool(re.search(r"[.!…]$", text)) and not re.search(r"[.!…]$", line))
        has_text = blurb and furniture_kind(text, [code]) is None
        if len(line) > 20 and label in {"top_stories", "most_read", "related", "advertising"}:
            page.teasers.append(Teaser(title=line, text=text if has_text else None))
            number += 2 if has_text else 1
            continue
        page.furniture.append((label, line))
        number += 1


def _joined(found: list[tuple[FurnitureKind, str]]) -> tuple[Furniture, ...]:
    joined: list[tuple[FurnitureKind, str]] = []
    for kind, text in found:
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, f"{joined[-1][1]}\n{text}")
        else:
            joined.append((kind, text))
    return tuple(Furniture(kind=kind, text=text) for kind, text in joined)
