"""All that is not the article on an HTML page: furniture by kind, and teasers of other stories."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

from sourcier.page.body import is_byline, is_caption
from sourcier.page.bylines import opens_byline
from sourcier.page.credits import split_credit
from sourcier.page.furniture import furniture_kind, label_kind, without_label
from sourcier.page.html_page import HtmlPage
from sourcier.record import Furniture, FurnitureKind, Teaser


def set_aside(
    page: HtmlPage, used: set[int], furniture: Mapping[int, FurnitureKind], code: str, text: str
) -> tuple[tuple[Furniture, ...], tuple[Teaser, ...]]:
    """All else on the page: furniture by kind, in the order of the page, and teasers of other stories."""
    found: list[list[str]] = []
    kinds: list[FurnitureKind] = []
    teasers: list[Teaser] = []
    label: FurnitureKind | None = None
    seen: set[str] = set()
    for block in page.blocks:
        if block.number in used or block.text in text:
            label = None if block.number in used else label
            credit = split_credit(block.text, code)[1] if is_caption(block) else None
            if credit and credit not in text:
                kinds.append("legal")
                found.append([credit])
            continue
        if is_byline(block) or opens_byline(block.text) or block.called("trail"):
            label = None  # who signs, when and where are the article's metadata
            continue
        announced = label_kind(block.text)
        if block.within("nav", "header", "footer"):
            label = None
        elif announced in {"related", "most_read", "top_stories", "advertising"}:
            label = announced
        kind = announced or furniture_kind(block.text, [code]) or furniture.get(block.number)
        if label in {"related", "most_read", "top_stories"} and kind in {None, "related", "navigation"}:
            kind = label
        kind = kind or ("navigation" if block.link_density > 0.5 else "related")
        if (
            kind in {"related", "most_read", "top_stories"}
            and announced is None
            and block.url
            and 25 < len(block.text) < 260
            and len(block.text.split()) > 3
            and block.text not in seen
        ):
            seen.add(block.text)
            teasers.append(
                Teaser(
                    title=without_label(block.text, code),
                    url=urljoin(page.url or "", block.url) if page.url else block.url,
                )
            )
        if kinds and kinds[-1] == kind:
            found[-1].append(block.text)
        else:
            kinds.append(kind)
            found.append([block.text])
    return tuple(Furniture(kind=k, text="\n".join(lines)) for k, lines in zip(kinds, found, strict=True)), tuple(
        teasers
    )
