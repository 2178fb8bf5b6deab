"""The headline of an HTML page, the kicker above it and the standfirst below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from sourcier.page.blocks import HtmlBlock, opening
from sourcier.page.body import is_byline, is_caption, is_lead
from sourcier.page.bylines import opens_byline
from sourcier.page.furniture import furniture_kind, plain
from sourcier.page.html_page import HtmlPage
from sourcier.page.markup import parts_named
from sourcier.page.spacing import spaced
from sourcier.record import FurnitureKind

_LONGEST_LEAD = 900
_SUFFIX = re.compile(r"\s+[|\-–—•·:»]\s+")


def find_headline(page: HtmlPage) -> tuple[HtmlBlock | None, str | None]:
    """The headline's block and words: the h1 that metadata confirms, else what metadata says."""
    said = page.metadata.said("headline") or page.metadata.first("og:title", "twitter:title", "title", "dc.title")
    element = page.root.find(".//title")
    tab = spaced(element.text_content()) if element is not None else None
    other = page.metadata.first("og:title", "twitter:title")
    told = [text for text in (said, tab, other) if text]
    headings = [(b, _headline(b, told)) for b in page.blocks if b.within("h1") and len(b.text) > 3]
    if not said and not tab:
        return headings[0] if headings else (None, None)
    stripped = _without_site(said or tab or "", page)
    wanted = {plain(text) for text in (*told, stripped) if text}
    for block, heading in headings:
        if plain(heading) in wanted or any(_without_rest(text, heading) for text in (said, tab) if text):
            return block, heading
    for block, heading in headings:
        part = _without_kicker(heading, (said, stripped, page.metadata.first("og:title")))
        if part:
            return block, part
    words = {word for text in wanted for word in text.split()}
    for block, heading in headings:
        own = plain(heading).split()
        if len(own) > 3 and sum(word in words for word in own) >= 0.6 * len(own):
            return block, heading
    for block in page.blocks:
        if block.heading and plain(block.text) in wanted:
            return block, block.text
    if len(headings) == 1 and len(headings[0][1].split()) > 3:
        return headings[0]
    return None, stripped or None


def _headline(block: HtmlBlock, told: Iterable[str]) -> str:
    """The words of a heading without a kicker in it that markup calls so and that no title in metadata has."""
    for element in block.path[0].iterdescendants():
        kicker = spaced(element.text_content()) if "kicker" in parts_named(element.get("class")) else ""
        if not kicker or any(plain(title).startswith(plain(kicker)) for title in told):
            continue
        if block.text.startswith(kicker) and len(kicker) < len(block.text):
            return block.text[len(kicker) :].lstrip(" :|-–—•·/")
    return block.text


def _without_rest(title: str, heading: str) -> bool:
    """Whether a title is a heading with a separator and the outlet's name behind it."""
    parts = _SUFFIX.split(title)
    return any(plain(title[: -len(" ".join(parts[n:]))]) == plain(heading) for n in range(1, len(parts)))


def _without_kicker(heading: str, said: Iterable[str | None]) -> str | None:
    """The headline at the end of a heading that has a kicker before it, where metadata has the headline alone."""
    for title in said:
        rest = heading[: -len(title)] if title and heading.endswith(title) else ""
        if title and rest.endswith((" ", "\u00a0")) and len(title.split()) > 2:
            return title
    return None


def _without_site(title: str, page: HtmlPage) -> str:
    """A headline without the outlet's name behind it."""
    site = plain(page.metadata.first("og:site_name", "application-name") or "")
    pieces = _SUFFIX.split(title)
    while len(pieces) > 1:
        last = plain(pieces[-1])
        short = len(pieces[-1].split()) <= 4 and len(" ".join(pieces[:-1]).split()) > 3
        if last == site or (site and (last in site or site in last)) or short:
            title = title[: title.rfind(pieces[-1])].rstrip(" |-–—•·:»")
            pieces.pop()
        else:
            break
    return title


def find_kicker(page: HtmlPage, title_block: HtmlBlock | None, title: str | None, used: set[int]) -> str | None:
    """The short line above the headline, where markup calls it so."""
    if title_block is None:
        return None
    before = title_block.text.removesuffix(title or "").strip(" :|-–—•·")
    if title and title_block.text.endswith(title) and 0 < len(before) < 70:
        return before
    for block in page.blocks[max(0, title_block.number - 6) : title_block.number + 2]:
        if block.number not in used and len(block.text) < 70 and block.called("kicker", 2):
            return block.text
    return None


def find_lead(
    page: HtmlPage,
    title_block: HtmlBlock | None,
    body: list[HtmlBlock],
    furniture: Mapping[int, FurnitureKind],
    odds: Sequence[float],
) -> HtmlBlock | None:
    """The standfirst's block: what markup calls so, what the description repeats, or a likely line above the body.

    Args:
        page: the page.
        title_block: the headline's.
        body: the article's blocks.
        furniture: what the rules set aside, by block number.
        odds: how likely each block is body.
    """
    descriptions = (
        page.metadata.first("og:description", "description", "twitter:description"),
        page.metadata.said("description"),
    )
    said = {opening(text) for text in descriptions if text and len(text) > 40}
    after = title_block.number if title_block is not None else -1
    first = body[0].number if body else len(page.blocks)
    near = [b for b in page.blocks[after + 1 : max(first, after + 14) + 1] if _may_lead(b)]
    named = [
        b
        for b in near
        if is_lead(b)
        and (b.number not in furniture or b.within("header"))
        and furniture_kind(b.text) is None
        and not b.called("caption", 2)
    ]
    likely = [b for b in named if odds[b.number] > 0.15]
    if likely:
        return likely[0]
    inside = {b.number for b in body}
    for block in near:
        if block.number <= after + 14 and block.opening in said and block.number not in inside:
            return block
    above = [b for b in near if b.number < first and len(b.text) > 60 and b.link_density < 0.3]
    maybe = [b for b in above if odds[b.number] > 0.25]
    if title_block is not None and len(maybe) == 1:
        return maybe[0]
    if named:
        return max(named, key=lambda b: odds[b.number])
    opener = body[0] if body and title_block is not None and len(body) > 2 else None
    if opener is not None and opener.opening in said and (opener.bold or opener.heading) and len(opener.text) > 40:
        return opener
    return None


def _may_lead(block: HtmlBlock) -> bool:
    return (
        40 < len(block.text) < _LONGEST_LEAD
        and block.link_density <= 0.5
        and not is_byline(block)
        and not is_caption(block)
        and not opens_byline(block.text)
    )
