"""Who signs an HTML page: what metadata lists, what markup calls the author, what lines near the article say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from sourcier.page.blocks import HtmlBlock
from sourcier.page.body import is_byline, is_caption
from sourcier.page.bylines import (
    Byline,
    is_byline_label,
    is_full_name,
    opens_byline,
    read_byline,
    signature,
    spaced_lines,
)
from sourcier.page.markup import furniture_called, furniture_rows, parts_named
from sourcier.page.metadata import Metadata
from sourcier.record import FurnitureKind

_META = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "dcterms.creator",
    "article:author_name",
    "citation_author",
)
_PATHS = (
    *("author", "auteur", "autor", "profile", "profil", "journaliste", "people", "by", "staff", "contributor"),
    *("signataire", "redaction"),
)
_AUTHOR_PATH = re.compile(rf"/(?:{'|'.join(_PATHS)})[es]*/[^/]")
_NAMED = etree.XPath(
    "//*[@rel='author' or contains(@class,'uthor') or contains(@class,'uteur') or contains(@class,'yline')"
    " or contains(@class,'ignat') or @itemprop='author']"
    " | //a[" + " or ".join(f"contains(@href,'/{path}')" for path in _PATHS) + "]"
)
_BEFORE, _AFTER = 4, 6
"""Blocks before the headline and after the first of the body in which a byline may stand."""
_APART = 2
"""Blocks between two lines of one byline, at the most."""
_LONGEST = 160
_LONGEST_MARKED = 100
_LONGEST_SIGNATURE = 60
"""Code points of a byline's line, of an element that markup calls the author, and of a name below the article."""
_FOREIGN: frozenset[FurnitureKind] = frozenset({"comments", "related", "most_read", "top_stories", "advertising"})


@dataclass
class PageText:
    """What of a page's reading the byline is looked for in.

    Attributes:
        blocks: all of the page.
        title: number of the headline's block.
        body: the article's blocks.
        used: numbers of all blocks that the record holds as text.
        furniture: what markup calls furniture, by block number.
    """

    root: HtmlElement
    blocks: Sequence[HtmlBlock]
    title: int | None
    body: Sequence[HtmlBlock]
    used: set[int]
    furniture: Mapping[int, FurnitureKind]

    @cached_property
    def named(self) -> list[tuple[HtmlElement, int]]:
        """Elements that markup calls the author's, each with the number of its first block."""
        spans = {element: block.number for block in reversed(self.blocks) for element in block.path}
        found = []
        for element in cast(list[HtmlElement], _NAMED(self.root)):
            if _names_author(element):
                holder = element
                while holder is not None and holder not in spans:
                    holder = holder.getparent()
                found.append((element, spans.get(holder, -1)))
        return found

    @property
    def near(self) -> range:
        """Numbers of the blocks around headline and opening of the body."""
        title = self.title or 0
        opening = next((b.number for b in self.body if b.number > title), title)
        return range(max(0, title - _BEFORE), opening + _AFTER)

    @property
    def behind(self) -> range:
        """Numbers of the blocks right behind the article."""
        last = max(self.used, default=-1)
        return range(last + 1, last + 1 + _AFTER)


def page_byline(metadata: Metadata, text: PageText, site: str | None) -> Byline:
    """Who signs: as metadata lists, else as markup or a byline near the headline says; agencies from all of them."""
    found = _declared(metadata, site, set(_lines(text, site, openers_only=True).people))
    for part in (
        _marked(text, text.near, site),
        _lines(text, site),
        _marked(text, text.behind, site),
        _signed(text, site),
    ):
        found = found.with_roles(part) if found.people else found | part.only("person")
        found |= part.only("agency")
    return found


def _declared(metadata: Metadata, site: str | None, seen: set[str]) -> Byline:
    """Who signs by JSON-LD, else by `<meta>`, else by microdata; agencies and outlets from all.

    Where JSON-LD names others than both `<meta>` and the byline that a reader sees, it names who put the page online.
    """
    found = Byline()
    for name, is_person in metadata.authors("author") or metadata.authors("creator"):
        found |= read_byline(name, site, declared=is_person)
    listed = [c for name in _META for c in metadata.meta.get(name, ()) if not c.startswith("http")]
    others = [read_byline(listed, site), read_byline(metadata.signed, site)]
    if not seen & set(found.people) and any(seen & set(other.people) for other in others):
        found = found.only("agency", "outlet")
    for other in others:
        found |= other if not found.people else other.only("agency")
    return found


def _marked(text: PageText, numbers: range, site: str | None) -> Byline:
    """What class, rel or address of an element in these blocks call the author."""
    found = Byline()
    for element, number in text.named:
        if number not in numbers:
            continue
        if text.furniture.get(number) in _FOREIGN or (number in text.used and element.tag != "a"):
            continue
        words = _text(element)
        if 3 < len(words) < _LONGEST_MARKED:
            found |= read_byline(words, site)
    return found


def _names_author(element: HtmlElement) -> bool:
    if element.tag == "a" and _AUTHOR_PATH.search(element.get("href") or ""):
        return True
    if "author" in (element.get("rel"), element.get("itemprop")):
        return True
    return "signature" in parts_named(element.get("class"))


def _text(element: HtmlElement) -> str:
    """The element's text, with a line break wherever a tag parts two runs."""
    return spaced_lines("\n".join(element.itertext()))


def _lines(text: PageText, site: str | None, *, openers_only: bool = False) -> Byline:
    """Lines near the headline that open as a byline does, or that markup calls one."""
    found = Byline()
    label = False
    last = 0
    for block in text.blocks[text.near.start : text.near.stop]:
        below = block.number > text.near.stop - _AFTER
        if found.people and (below or block.number > last + _APART):
            break  # another byline is of another story
        if below and _is_foreign(block):
            continue
        short = len(block.text) < _LONGEST_SIGNATURE
        named = short and (
            opens_byline(block.text) or is_byline_label(block.text) or (label and is_full_name(block.text))
        )
        if (block.number in text.used and not named) or len(block.text) >= _LONGEST or is_caption(block):
            label = False
            continue
        said = signature(block.text) or (block.text if label else None)
        label = is_byline_label(block.text)
        if said or (is_byline(block) and not openers_only):
            part = read_byline(said or block.text, site)
            found |= part if said or block.called("signature") else part.only("agency")
            last = block.number if part.people else last
    return found


def _is_foreign(block: HtmlBlock) -> bool:
    """Whether markup says that the block belongs to other stories or to readers' comments."""
    called = frozenset[int]().union(*(furniture_called(names) for names in block.named if names))
    return any(furniture_rows()[row][0] in _FOREIGN for row in called)


def _signed(text: PageText, site: str | None) -> Byline:
    """The name below the article's last paragraph, and an agency there."""
    found = Byline()
    last = [b for b in text.body[-2:] if len(b.text) < _LONGEST_SIGNATURE]
    behind = [
        b
        for b in text.blocks[text.behind.start : text.behind.stop]
        if len(b.text) < _LONGEST_SIGNATURE and not _is_foreign(b)
    ]
    for block in last:
        part = read_byline(block.text, site)
        found |= part if is_full_name(block.text) or opens_byline(block.text) else part.only("agency")
    for number, block in enumerate(behind):
        if opens_byline(block.text) or (number == 0 and not block.links and is_full_name(block.text)):
            found |= read_byline(block.text, site)
    return found
