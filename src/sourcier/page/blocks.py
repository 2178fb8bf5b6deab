"""From a tree to blocks: the runs of text that a browser would set apart, each with what its markup says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml.html import HtmlElement

from sourcier.page.markup import NAME_WORDS, parts_called, tags
from sourcier.page.spacing import spaced

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…][\"»”’)\]]*\s*$")
_COMMAS = re.compile(r"[,;:] ")
_LABELS = frozenset({"span", "a", "time", "cite", "small"})
"""Inline elements that pages use for labels as well as for words of a sentence."""
_LEAST_VISIBLE = 200
"""Characters that a page shows at the least."""


@dataclass(eq=False)
class HtmlBlock:
    """A run of text in the page.

    Attributes:
        text: spaced.
        tag: of the element that holds it.
        links: characters of it inside links.
        path: its element and those around it, innermost first.
        named: words of the `class` and `id` of each of those elements, lower case.
        url: of the link that holds most of it.
        number: its place among the blocks of the page.
    """

    text: str
    tag: str
    links: int
    path: tuple[HtmlElement, ...]
    url: str | None = None
    bold: bool = False
    number: int = 0
    named: tuple[str, ...] = ()

    @cached_property
    def heading(self) -> bool:
        """Whether the block is an h1 … h6."""
        return (len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1] in "123456") or any(
            element.tag in {"h1", "h2", "h3", "h4"} for element in self.path[:3]
        )

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether the text ends as a sentence does."""
        return bool(_SENTENCE.search(self.text[-8:]))

    @cached_property
    def opening(self) -> str:
        """The text's first letters, folded: see `opening`."""
        return opening(self.text)

    @cached_property
    def prose(self) -> float:
        """How much the block speaks for the element around it, in characters: prose for it, lists of links against."""
        length = len(self.text)
        density = self.link_density
        if self.heading:
            return 0.0
        if density > 0.5:
            return -min(length, 120) * 1.0
        if length < 40:
            return -10.0 if density > 0.2 else 0.0
        value = length * (1 - 1.5 * density)
        if not self.ends_sentence and length < 120:
            return 0.2 * value
        value += 12 * min(6, len(_COMMAS.findall(self.text)))
        if self.tag == "p" or self.within("p"):
            value *= 1.25
        elif self.tag == "li":
            value *= 0.6
        return value

    @property
    def link_density(self) -> float:
        """Share of the text inside links, 0..1."""
        return min(1.0, self.links / max(1, len(self.text)))

    def called(self, part: str, levels: int | None = None) -> bool:
        """Whether class or id of its element or one of the `levels` around it name a part of an article."""
        return any(part in parts_called(names) for names in self.named[:levels] if names)

    def within(self, *tags: str) -> bool:
        """Whether one of the elements around it has one of these tags."""
        return any(element.tag in tags for element in self.path)


def opening(text: str) -> str:
    """The first letters of a paragraph, folded, by which two copies of it are known."""
    return re.sub(r"\W+", "", text[:120].lower())[:40]


@dataclass
class _Run:
    parts: list[str] = field(default_factory=list)
    links: int = 0
    bold: int = 0
    url: str | None = None

    def add(self, text: str | None, linked: str | None, bold: bool, *, label: bool = False) -> None:
        if text:
            if label and self.parts and self.parts[-1][-1].islower() and text[0].isupper():
                self.parts.append(" ")  # "By" beside a name: style sheets set such elements apart
            self.parts.append(text)
            if linked is not None:
                self.links += len(text.strip())
                self.url = self.url or linked or None
            if bold:
                self.bold += len(text.strip())


def html_blocks(root: HtmlElement) -> list[HtmlBlock]:
    """The blocks of a page in reading order, without scripts, forms and hidden parts; empty ones are left out.

    Where next to nothing is visible, a script was to show the page, and what is hidden is read too.
    """
    found = list(_walk(root, hidden=False))
    if sum(len(block.text) for block in found) < _LEAST_VISIBLE:
        found = list(_walk(root, hidden=True))
    for number, block in enumerate(found):
        block.number = number
    return found


def _walk(root: HtmlElement, *, hidden: bool) -> Iterator[HtmlBlock]:
    body = root.find("body")
    stack: list[tuple[HtmlElement, str | None, bool, bool]] = []
    run = _Run()
    blocks, skipped = tags("blocks"), tags("skipped")
    path: list[HtmlElement] = []
    names: list[str] = []

    def flush() -> HtmlBlock | None:
        nonlocal run
        text = spaced("".join(run.parts))
        block = None
        if text and path:
            holder = tuple(reversed(path))
            block = HtmlBlock(
                text,
                str(holder[0].tag),
                run.links,
                holder,
                run.url,
                run.bold * 10 >= len(text) * 9,
                0,
                tuple(reversed(names)),
            )
        run = _Run()
        return block

    # An explicit stack: pages nest deeper than Python's own.
    stack.append((body if body is not None else root, None, False, False))
    while stack:
        element, linked, bold, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        is_block = tag in blocks
        if leaving:
            if is_block:
                block = flush()
                if block:
                    yield block
                path.pop()
                names.pop()
            run.add(element.tail, _outer_link(stack), _outer_bold(stack), label=tag in _LABELS)
            continue
        if not tag or tag in skipped or (not hidden and _is_hidden(element)):
            run.add(element.tail, _outer_link(stack), _outer_bold(stack))
            continue
        if tag == "br":
            run.add("\n", None, False)
            tail = element.tail or ""
            following = element.getnext()
            if following is not None and following.tag == "br" and not tail.strip():
                block = flush()
                if block:
                    yield block
            run.add(tail, _outer_link(stack), _outer_bold(stack))
            continue
        if is_block:
            block = flush()
            if block:
                yield block
            path.append(element)
            names.append(_names(element))
        before = element.getprevious()
        if tag in {"a", "button"} and before is not None and before.tag in {"a", "button"} and not before.tail:
            run.add(" ", None, False)  # links side by side stand apart on the screen
        if tag == "a":
            linked = element.get("href") or ""
        bold = bold or tag in {"b", "strong"}
        stack.append((element, linked, bold, True))
        run.add(element.text, linked, bold, label=tag in _LABELS)
        stack.extend((child, linked, bold, False) for child in reversed(element))
    block = flush()
    if block:
        yield block


def _outer_link(stack: list[tuple[HtmlElement, str | None, bool, bool]]) -> str | None:
    return next((linked for _, linked, _, leaving in reversed(stack) if leaving), None)


def _outer_bold(stack: list[tuple[HtmlElement, str | None, bool, bool]]) -> bool:
    return next((bold for _, _, bold, leaving in reversed(stack) if leaving), False)


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None and element.tag != "body":
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style)) and element.tag != "body"


def _names(element: HtmlElement) -> str:
    """Words of class, id and the like: "relatedArticles__item" gives "related articles item"."""
    raw = " ".join(
        filter(
            None,
            (
                element.get(name)
                for name in ("class", "id", "itemprop", "role", "data-component", "data-testid", "aria-label")
            ),
        )
    )
    return " ".join(NAME_WORDS.findall(raw[:400])).lower()
