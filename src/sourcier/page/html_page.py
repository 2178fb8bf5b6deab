"""An HTML page taken apart: its tree, what it says of itself, and its blocks."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from sourcier.page.blocks import HtmlBlock, html_blocks
from sourcier.page.metadata import Metadata, read_metadata
from sourcier.page.plain import within_limit
from sourcier.page.tree import parse_html


@dataclass
class HtmlPage:
    """A page before anything is told of it."""

    root: HtmlElement
    metadata: Metadata
    blocks: list[HtmlBlock]
    url: str | None


def html_page(text: str, url: str | None = None) -> HtmlPage:
    """Take a page apart whose text is `limited`.

    Raises:
        NoArticle: the text holds no element at all.
        LimitExceeded: more blocks than `limits.PAGE_BLOCKS`.
    """
    root = parse_html(text)
    blocks = html_blocks(root)
    within_limit(len(blocks))
    return HtmlPage(root, read_metadata(root), blocks, url)
