"""What is known of each block of a page, as numbers for the block classifier.

The features are of the kinds that the literature found to tell body from boilerplate: the block's own text and links
(Kohlschütter et al., "Boilerplate Detection using Shallow Text Features", WSDM 2010), what the markup calls it and what
is around it, what other blocks of the same template look like, and the vote of another reader.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from sourcier.page.blocks import HtmlBlock
from sourcier.page.body import is_byline, is_caption, is_lead
from sourcier.page.bylines import opens_byline
from sourcier.page.furniture import furniture_kind, label_kind
from sourcier.page.markup import NAME_WORDS, REMEMBERED, furniture_called, furniture_rows, parts_called
from sourcier.record import FurnitureKind

_COMMAS = re.compile(r"[,;:] ")
_MARKS = re.compile(r"[\"«»“”„‟]")
_TIME = re.compile(r"\d{1,2}[:h]\d{2}|\b(?:19|20)\d\d\b")
_WORD = re.compile(r"\w+")
_TAGS = ("p", "li", "div", "td", "blockquote", "h1", "h2", "h3", "h4", "figcaption", "span", "button", "pre", "dd")
_AROUND = (
    "article",
    "main",
    "aside",
    "nav",
    "footer",
    "header",
    "form",
    "ul",
    "table",
    "figure",
    "blockquote",
    "section",
)
_PARTS = ("byline", "caption", "lead", "kicker", "trail", "body", "embed", "box")


@dataclass(frozen=True)
class PageView:
    """What the features of a page's blocks are counted from.

    Attributes:
        blocks: the page's blocks in reading order.
        title: the headline; empty where there is none.
        title_block: number of its block.
        descriptions: openings of what metadata says the page is about.
        known: openings of the paragraphs that metadata gives as the article's.
        body: numbers of the blocks that the rules take for the body.
        furniture: number of a block -> the kind that the rules take it for.
        vote: openings of the lines that another reader kept.
    """

    blocks: Sequence[HtmlBlock]
    title: str
    title_block: int | None
    descriptions: frozenset[str]
    known: frozenset[str]
    body: frozenset[int]
    furniture: Mapping[int, FurnitureKind]
    vote: frozenset[str]

    @cached_property
    def title_words(self) -> frozenset[str]:
        """Words of the headline, lower case."""
        return frozenset(_WORD.findall(self.title.lower()))


def block_features(page: PageView, words: Sequence[str]) -> NDArray[np.float32]:
    """One row a block, one column a feature; the last columns tell which of `words` class and id hold."""
    blocks = page.blocks
    own = [_own(page, block) for block in blocks]
    templates = _Groups(page, [(b.tag, b.named[:2]) for b in blocks])
    parents = _Groups(page, [b.path[1] if len(b.path) > 1 else b.path[0] for b in blocks])
    grandparents = _Groups(page, [b.path[2] if len(b.path) > 2 else b.path[-1] for b in blocks])
    articles = [next((e for e in b.path if e.tag == "article"), None) for b in blocks]
    own_article = articles[page.title_block] if page.title_block is not None else None
    behind = page.title_block or 0
    headlines, stories, told = 0, 0, set()
    first, last = min(page.body, default=0), max(page.body, default=len(blocks))
    weights = [max(0.0, b.prose) if b.number not in page.furniture else 0.0 for b in blocks]
    around = _windows(weights)
    inside = _windows([float(b.number in page.body) for b in blocks])
    copies = Counter(b.text for b in blocks)
    rows = []
    for n, block in enumerate(blocks):
        headlines += block.tag == "h1" and n > behind
        if articles[n] is not None and articles[n] not in told and n > behind:
            told.add(articles[n])
            stories += 1
        row = [
            *own[n],
            n / max(1, len(blocks)),
            math.tanh((n - first) / 10),
            math.tanh((last - n) / 10),
            float(min(copies[block.text], 5)),
            math.tanh((n - behind) / 10),
            0.0 if articles[n] is None else 1.0 if articles[n] is own_article else 0.5,
            float(sum(e.tag == "article" for e in block.path)),
            float(min(headlines, 5)),
            float(min(stories, 8)),
            *around[n],
            *inside[n],
            *templates.features(n),
            *parents.features(n),
            *grandparents.features(n),
        ]
        for step in (-2, -1, 1, 2):
            row.extend(own[n + step][:_NEAR] if 0 <= n + step < len(blocks) else [-1.0] * _NEAR)
        rows.append(row)
    column = {word: n for n, word in enumerate(words)}
    named = np.zeros((len(blocks), len(words)), dtype=np.float32)
    for n, block in enumerate(blocks):
        for word in markup_words(block):
            if word in column:
                named[n, column[word]] = 1.0
    return np.hstack([np.array(rows, dtype=np.float32), named])


def markup_words(block: HtmlBlock) -> frozenset[str]:
    """Words of three letters and more in class and id of a block's element and the two around it."""
    return _words(" ".join(filter(None, (e.get(name) for e in block.path[:3] for name in ("class", "id")))))


@lru_cache(maxsize=REMEMBERED)
def _words(raw: str) -> frozenset[str]:
    return frozenset(word.lower() for word in NAME_WORDS.findall(raw[:600]) if len(word) > 2)


_NEAR = 7
"""Leading features of a block that count for its neighbours too."""


def _own(page: PageView, block: HtmlBlock) -> list[float]:
    text = block.text
    length = len(text)
    words = _WORD.findall(text.lower())
    start = block.opening
    row = [
        math.log1p(length),
        block.link_density,
        float(block.ends_sentence),
        float(block.number in page.body),
        float(block.tag == "p"),
        float(block.heading),
        float(start in page.vote) if len(start) > 3 else 0.5,
        len(_COMMAS.findall(text)) / (1 + length / 80),
        len(_MARKS.findall(text)) / (1 + length / 80),
        float(bool(_TIME.search(text))),
        sum(map(str.isupper, text)) / max(1, length),
        sum(map(str.isdigit, text)) / max(1, length),
        length / max(1, len(words)),
        float(text[:1].islower()),
        float(text.endswith((":", "…", "..."))),
        float(block.bold),
        block.prose,
        float(len(block.path)),
        float(start in page.known),
        float(start in page.descriptions),
        sum(map(page.title_words.__contains__, words)) / max(1, len(words)),
        float(is_caption(block)),
        float(is_byline(block)),
        float(is_lead(block)),
        float(opens_byline(text)),
        _kind(furniture_kind(text)),
        _kind(label_kind(text)),
        _kind(page.furniture.get(block.number)),
    ]
    row += [float(block.tag == tag) for tag in _TAGS]
    tags = {element.tag for element in block.path}
    row += [float(tag in tags) for tag in _AROUND]
    row += _called(block.named)
    return row


@lru_cache(maxsize=REMEMBERED)
def _called(named: tuple[str, ...]) -> tuple[float, ...]:
    """What class and id of a block's element and of those around it call it."""
    names = [words for words in named if words]
    parts = frozenset[str]().union(*map(parts_called, names))
    kinds = frozenset[int]().union(*map(furniture_called, names))
    return (
        *(float(part in parts) for part in _PARTS),
        *(float(kind in kinds) for kind in range(len(furniture_rows()))),
    )


_KINDS = {kind: float(n) for n, kind in enumerate(dict.fromkeys(kind for kind, _ in furniture_rows()), 1)}


def _kind(kind: FurnitureKind | None) -> float:
    return _KINDS.get(kind, 20.0) if kind is not None else 0.0


class _Groups:
    """Blocks that share something, and what they are like together."""

    def __init__(self, page: PageView, keys: Sequence[object]) -> None:
        self.keys = keys
        members: dict[object, list[HtmlBlock]] = defaultdict(list)
        for key, block in zip(keys, page.blocks, strict=True):
            members[key].append(block)
        total = sum(len(b.text) for b in page.blocks) + 1
        self._features: dict[object, list[float]] = {}
        for key, blocks in members.items():
            length = sum(len(b.text) for b in blocks)
            self._features[key] = [
                float(min(len(blocks), 50)),
                length / total,
                math.log1p(length / len(blocks)),
                sum(b.links for b in blocks) / (length + 1),
                sum(len(b.text) for b in blocks if b.number in page.body) / (length + 1),
                sum(b.ends_sentence for b in blocks) / len(blocks),
            ]

    def features(self, number: int) -> list[float]:
        """Size, share of the page, mean length, links, share in the rules' body, share of sentences."""
        return self._features[self.keys[number]]


def _windows(values: Sequence[float]) -> list[tuple[float, float]]:
    """For each block the mean of the four before it and of the four behind it."""
    found = []
    for n in range(len(values)):
        before, behind = values[max(0, n - 4) : n], values[n + 1 : n + 5]
        found.append((sum(before) / max(1, len(before)), sum(behind) / max(1, len(behind))))
    return found
