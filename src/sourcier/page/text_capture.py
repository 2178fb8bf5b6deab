"""From a plain-text capture to an article: no tags, only wording, order and the shape of lines.

A capture is what a person gets who selects a whole page and copies it, or what a crawler kept of it: menu words, the
section trail, the byline, the article, and after it (sometimes within it) labels and other stories.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sourcier.errors import NoArticle
from sourcier.languages import language
from sourcier.page.bylines import Byline, opens_byline, read_byline
from sourcier.page.dates import address_date, believed, visible_dates
from sourcier.page.detection import detect_language
from sourcier.page.furniture import furniture_kind, label_kind, plain
from sourcier.page.live import FEWEST_ENTRIES, clock_stamp, dated, says_live
from sourcier.page.plain import Part, joined_blocks
from sourcier.page.spacing import spaced
from sourcier.record import Article, Furniture, FurnitureKind, Role, Teaser

_SENTENCE = re.compile(r"[.!?…:;][\"»”’)\]]*$")
_BULLET = re.compile(r"^\s*[•●▪◦‣*·–—-]\s+(?=\S)")
_TRAIL = re.compile(r"\s*[>›»/|]\s+|\s+[>›»/|]\s*")
_ENDERS: frozenset[FurnitureKind] = frozenset({"advertising", "top_stories", "most_read", "comments", "legal"})
_PROSE = 90
"""Characters from which a line that ends a sentence is a paragraph."""


@dataclass
class _Lines:
    """The capture's lines, and what each was taken for."""

    lines: list[str]
    furniture: list[tuple[FurnitureKind, str]] = field(default_factory=list)
    teasers: list[Teaser] = field(default_factory=list)


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
    """
    page = _Lines(_lines(text))
    prose = [line for line in page.lines if _is_prose(line)]
    if not prose:
        _refuse(page)
    code = language_code or detect_language(" ".join(prose))
    title_at = _title_at(page.lines, code)
    title = page.lines[title_at] if title_at is not None else None
    section, kicker = _before(page, page.lines[: title_at or 0], code)
    rest = page.lines[title_at + 1 :] if title_at is not None else page.lines
    header, byline, rest = _header(page, rest, code)
    body, tail = _split_tail(rest, code)
    seen, changed = believed(*visible_dates(header, code), None)
    in_address = address_date(url)
    published = seen or in_address or changed
    lines, entries = _entries(
        body, published, changed, code, live=says_live((title, *page.lines[: title_at or 0], url), code)
    )
    parts = _body_parts(page, lines, entries, bool(byline.signatures or header), code)
    _read_tail(page, tail, code)
    if sum(len(part.text) for part in parts if part.role != "subheading") < 60:
        _refuse(page)
    lead = next((part.text for part in parts if part.role == "lead"), None)
    joined, blocks = joined_blocks([Part("title", title), *parts] if title else parts)
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


def _refuse(page: _Lines) -> None:
    raise NoArticle(
        f"no article found in the text ({page.lines[0][:60] if page.lines else 'empty'}); give the text of one story"
    )


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


def _is_prose(line: str) -> bool:
    return len(line) >= _PROSE and bool(re.search(r"[.!?…][\"»”’)\]]*$", line) or len(line) > 200)


def _title_at(lines: list[str], code: str) -> int | None:
    """The line most like a headline before the first prose: long enough, no furniture, no sentence's end."""
    first = next((n for n, line in enumerate(lines) if _is_prose(line)), len(lines))
    lexicon = language(code).toml("page")
    home = set(lexicon["home"])
    best, score = None, 0.0
    for number, line in enumerate(lines[: first + 1]):
        words = line.split()
        if (
            furniture_kind(line, [code])
            or opens_byline(line)
            or plain(line).split(" ")[0] in home
            or len(words) < 3
            or len(line) > 220
            or any(visible_dates([line], code))
            or (number == first and _is_prose(line))
        ):
            continue
        value = min(len(line), 110) + (0 if line.endswith(".") else 25) - 1.5 * number
        # The lead is longer than the headline and stands below it: the first good line wins ties.
        if best is None or value > score + 45:
            best, score = number, value
    return best


def _before(page: _Lines, lines: list[str], code: str) -> tuple[tuple[str, ...], str | None]:
    """Section trail and kicker among the lines above the headline; all else there is furniture."""
    home = sorted(language(code).toml("page")["home"], key=len, reverse=True)
    section: tuple[str, ...] = ()
    kicker = None
    for number, line in enumerate(lines):
        words = plain(line)
        opened = next((h for h in home if words == h or words.startswith((h + " ", h + ">", h + "/"))), None)
        pieces = [piece for piece in _TRAIL.split(line) if piece.strip()]
        if len(pieces) > 1 and len(line) < 120:
            names = [p.strip() for p in pieces if plain(p) not in home]
            section = tuple(names) or section
        elif opened and words != opened and len(line) < 80:
            section = (line[len(opened) :].strip(" >›»/|"),)
        elif (
            number == len(lines) - 1
            and 3 < len(line) < 40
            and furniture_kind(line, [code]) is None
            and len(lines) > 1
            and not opened
        ):
            kicker = line
            continue
        page.furniture.append((furniture_kind(line, [code]) or "navigation", line))
    return section, kicker


def _header(page: _Lines, lines: list[str], code: str) -> tuple[list[str], Byline, list[str]]:
    """Byline and date lines below the headline; what else is short there is furniture, until prose begins."""
    found = Byline()
    dated: list[str] = []
    leads: list[str] = []
    rest = list(lines)
    for number, line in enumerate(lines[:14]):
        kind = furniture_kind(line, [code])
        has_date = any(visible_dates([line], code)) and len(line) < 160
        if opens_byline(line) and len(line) < 160:
            found |= read_byline(re.split(r"\b(?:\d|[Pp]ubli|[Uu]pdated|[Mm]is |[Pp]osted)", line)[0])
            if has_date:
                dated.append(line)
        elif has_date:
            dated.append(line)
        elif kind is not None:
            page.furniture.append((kind, line))
        elif (
            len(line) < 60
            and not _SENTENCE.search(line)
            and read_byline(line).agencies
            and not read_byline(line).people
        ):
            found |= read_byline(line).only("agency")
        elif (
            len(line) < 45
            and number < 6
            and dated == []
            and len(read_byline(line).people) == 1
            and not _SENTENCE.search(line)
        ):
            found |= read_byline(line).only("person")
        elif (
            (len(line) >= 60 or _SENTENCE.search(line))
            and not leads
            and _byline_follows(lines[number + 1 : number + 5], code)
        ):
            leads.append(line)  # the lead stands between headline and byline
        else:
            rest = lines[number:]
            break
    else:
        rest = lines[14:]
    return dated, found, [*leads, *rest]


def _byline_follows(lines: list[str], code: str) -> bool:
    for line in lines:
        if opens_byline(line) or (any(visible_dates([line], code)) and len(line) < 100):
            return True
        if len(line) > 60:
            return False
    return False


def _split_tail(lines: list[str], code: str) -> tuple[list[str], list[str]]:
    """The article's lines and what follows it: from the first label after which the article does not go on.

    A label in the middle ("Publicité") stands alone and prose comes back after it; those at the end stand in rows, or
    announce other stories, which are short beside the article.
    """
    for number, line in enumerate(lines):
        kind = label_kind(line, [code]) or (furniture_kind(line, [code]) if len(line) < 60 else None)
        if kind not in _ENDERS or number == 0:
            continue
        after = lines[number + 1 :]
        row = bool(after) and label_kind(after[0], [code]) is not None
        before = sum(len(text) for text in lines[:number])
        until = next((n for n, text in enumerate(after) if label_kind(text, [code]) in _ENDERS), len(after))
        resumed = sum(len(text) for text in after[:until] if _is_prose(text))
        if not row and resumed and (kind == "advertising" or 2 * resumed > before):
            continue
        return lines[:number], lines[number:]
    return lines, []


def _entries(
    lines: list[str], published: str | None, modified: str | None, code: str, *, live: bool
) -> tuple[list[str], list[str | None]]:
    """The lines without those that are an hour alone, and when the live blog's entry of each was published."""
    stamps = [clock_stamp(line, code) if len(line) < _PROSE else None for line in lines]
    alone = [stamp for stamp in stamps if stamp and stamp.alone]
    told = [stamp for stamp in stamps if stamp]
    if len(told if live else alone) < FEWEST_ENTRIES:
        return lines, [None] * len(lines)
    dates = iter(dated(told if live else alone, published, modified))
    kept: list[str] = []
    entries: list[str | None] = []
    current = None
    for line, stamp in zip(lines, stamps, strict=True):
        if stamp and (live or stamp.alone):
            current = next(dates)
        if not (stamp and stamp.alone):
            kept.append(line)
            entries.append(current)
    return kept, entries


def _body_parts(page: _Lines, lines: list[str], entries: list[str | None], has_header: bool, code: str) -> list[Part]:
    """Roles of the article's lines; labels, teasers and prompts between them are set aside."""
    parts: list[Part] = []
    skip_teaser: FurnitureKind | None = None
    captions = language(code).toml("page")["caption"]
    for number, line in enumerate(lines):
        kind = furniture_kind(line, [code])
        following = next((text for text in lines[number + 1 :] if furniture_kind(text, [code]) is None), "")
        if kind is not None and len(line) < 200:
            page.furniture.append((kind, line))
            rest = re.split(r"\s*[:>»]\s*", line, maxsplit=1)
            if kind == "related" and len(rest) == 2 and len(rest[1]) > 8:
                page.teasers.append(Teaser(title=rest[1]))
            elif kind == "related" and label_kind(line, [code]):
                skip_teaser = kind
            continue
        if skip_teaser and not _SENTENCE.search(line.rstrip("?!")) and 20 < len(line) < 200:
            page.teasers.append(Teaser(title=line))
            page.furniture.append((skip_teaser, line))
            skip_teaser = None
            continue
        skip_teaser = None
        role: Role
        if _BULLET.match(line):
            parts.append(Part("list_item", _BULLET.sub("", line), entries[number]))
            continue
        if any(plain(line).startswith(word) for word in captions) and len(line) < 200 and not _is_prose(line):
            role = "caption"
        elif (
            len(line) < 120
            and not re.search(r"[.!…:;,][\"»”’)\]]*$", line)
            and (len(following) >= 60 or not following)
            and (parts or has_header)
        ):
            role = "subheading"
            if not following and number == len(lines) - 1 and len(line.split()) < 3:
                page.furniture.append(("navigation", line))
                continue
        else:
            role = "paragraph"
        parts.append(Part(role, line, entries[number]))
    first = next((n for n, part in enumerate(parts) if part.role == "paragraph"), None)
    if first is not None and has_header and entries[0] is None:
        text = parts[first].text
        others = [part for part in parts[first + 1 :] if part.role == "paragraph"]
        # A standfirst is one short paragraph of sentences above a longer story.
        if 40 < len(text) < 450 and len(others) >= 2 and all(part.role != "subheading" for part in parts[:first]):
            parts[first] = Part("lead", text)
    return parts


def _read_tail(page: _Lines, lines: list[str], code: str) -> None:
    """Labels, and the stories announced below them: a headline line, and the longer text under it."""
    label: FurnitureKind = "related"
    number = 0
    while number < len(lines):
        line = lines[number]
        kind = furniture_kind(line, [code])
        if kind is not None and len(line) < 120:
            label = kind
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
