"""Which blocks of a page are the article's body.

The measure is simple: a block is prose or not by its length, links and punctuation, and by what its markup calls
itself; the body is the element whose prose most exceeds its other text, as in the maximum-subarray problem, and in it
all that neither markup nor wording calls furniture. Figures by set are in docs/page.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from lxml.html import HtmlElement

from sourcier.page.blocks import HtmlBlock
from sourcier.page.furniture import furniture_kind, label_kind
from sourcier.page.markup import furniture_called, furniture_rows
from sourcier.record import FurnitureKind

_STRONG_TAGS = {
    "nav": "navigation",
    "footer": "legal",
    "button": "promotion",
    "label": "promotion",
    "menu": "navigation",
    "dialog": "legal",
}


def is_caption(block: HtmlBlock) -> bool:
    """Whether the block belongs to a picture or video."""
    return block.within("figcaption", "figure") or bool(block.called("caption", 2) and len(block.text) < 400)


def is_lead(block: HtmlBlock) -> bool:
    """Whether markup calls the block a standfirst."""
    return block.called("lead", 3)


def is_byline(block: HtmlBlock) -> bool:
    """Whether markup calls the block a byline, a date or a credit."""
    return len(block.text) < 200 and block.called("byline", 3)


class Names:
    """What the markup of an element says it is, asked once an element."""

    def __init__(self) -> None:
        self._kinds: dict[HtmlElement, FurnitureKind | None] = {}

    def kind(self, element: HtmlElement, names: str) -> FurnitureKind | None:
        """The kind of furniture that tag, class or id of an element name; None where they name none."""
        if element not in self._kinds:
            self._kinds[element] = self._named(element, names)
        return self._kinds[element]

    @staticmethod
    def _named(element: HtmlElement, names: str) -> FurnitureKind | None:
        tag = str(element.tag)
        if tag in _STRONG_TAGS:
            return _STRONG_TAGS[tag]  # type: ignore[return-value]
        if tag in {"html", "body", "main", "article"}:
            return None
        called = furniture_called(names)
        if called:
            return furniture_rows()[min(called)][0]
        return "related" if tag == "aside" else None


def choose_body(
    blocks: Sequence[HtmlBlock], known: frozenset[str]
) -> tuple[HtmlElement | None, dict[int, FurnitureKind]]:
    """The element that holds the body, and the kind of furniture of each block that markup calls so.

    Args:
        blocks: the page's blocks.
        known: openings of the paragraphs that the page's own metadata gives as the article's.

    Returns:
        The element (None where the page has no prose), and block number -> kind.
    """
    names = Names()
    furniture: dict[int, FurnitureKind] = {}
    # Consent texts and footers are long prose: they go first, so that they do not dwarf a short article.
    _name_furniture(blocks, names, furniture, _SURE, 0.7)
    _name_furniture(blocks, names, furniture, None, 0.35)
    score: dict[HtmlElement, float] = defaultdict(float)
    depth: dict[HtmlElement, int] = {}
    for block in blocks:
        weight = block.prose
        if block.number in furniture:
            weight = -min(len(block.text), 100) * 0.3
        elif block.opening in known:
            weight = abs(weight) * 2 + 60
        elif is_caption(block):
            weight = min(weight, 0.0)
        for level, element in enumerate(block.path):
            score[element] += weight
            depth[element] = len(block.path) - level
    best = max(score, key=lambda element: (score[element], depth[element]), default=None)
    if best is None or score[best] < 80:
        return (best if best is not None and score[best] > 0 else None), furniture
    return best, furniture


_SURE = frozenset({"legal", "comments", "newsletter"})


def _name_furniture(
    blocks: Sequence[HtmlBlock],
    names: Names,
    furniture: dict[int, FurnitureKind],
    kinds: frozenset[str] | None,
    limit: float,
) -> None:
    """Note the blocks inside elements that markup calls furniture of these kinds.

    An element with more than `limit` of the page's remaining prose is the article, whatever a class word says.
    """
    prose: dict[HtmlElement, float] = defaultdict(float)
    total = 1.0
    for block in blocks:
        if block.number not in furniture:
            weight = max(0.0, block.prose)
            total += weight
            for element in block.path:
                prose[element] += weight
    for block in blocks:
        if block.number in furniture:
            continue
        for element, own in zip(block.path, block.named, strict=True):
            kind = names.kind(element, own)
            if kind is None or (kinds is not None and kind not in kinds):
                continue
            if prose[element] < (0.8 if element.tag in {"footer", "nav"} else limit) * total:
                furniture[block.number] = kind
                break


def body_blocks(
    blocks: Sequence[HtmlBlock],
    holder: HtmlElement,
    furniture: dict[int, FurnitureKind],
    known: frozenset[str],
    language: str | None,
) -> list[HtmlBlock]:
    """The body's blocks: those in `holder` that neither markup nor wording sets aside; `furniture` is completed."""
    inside = [block for block in blocks if any(element is holder for element in block.path)]
    codes = [language] if language else None
    kept: list[HtmlBlock] = []
    label: FurnitureKind | None = None
    teased = -1  # the last block that was another story's, whose blurb may follow
    for block in inside:
        if block.opening in known and len(block.text) > 60 and block.link_density < 0.9:
            furniture.pop(block.number, None)
            kept.append(block)
            label = None
            continue
        if block.number in furniture:
            continue
        announced = label_kind(block.text, codes)
        if announced is not None and announced not in {"sharing", "navigation"}:
            label = announced
        kind = furniture_kind(block.text, codes)
        short = len(block.text) < 160
        if (
            kind is None
            and label is not None
            and (block.link_density > 0.5 or (block.heading and block.link_density > 0.3))
        ):
            kind = label
        if kind is None and label is not None and teased == block.number - 1 and short and not block.heading:
            kind = label
        if kind is None and block.link_density > 0.85 and short and block.tag not in {"p"}:
            kind = "related"
        if kind is None and block.link_density > 0.9 and block.tag == "p" and not block.ends_sentence:
            kind = "related"
        if kind is not None:
            furniture[block.number] = kind
            teased = block.number if block.link_density > 0.5 else -1
            continue
        if block.link_density <= 0.5 and len(block.text) > 80:
            label = None
        if not is_byline(block) or len(block.text) > 160:
            kept.append(block)
    return _trimmed(kept)


def _trimmed(kept: list[HtmlBlock]) -> list[HtmlBlock]:
    """Without headings that nothing follows: they announced furniture."""
    while kept and kept[-1].heading:
        kept.pop()
    trimmed: list[HtmlBlock] = []
    for block, following in zip(kept, [*kept[1:], None], strict=False):
        if (
            block.heading
            and following is not None
            and following.heading
            and block.tag >= following.tag
            and block.link_density > 0.5
        ):
            continue
        trimmed.append(block)
    return trimmed
