"""An article from its parts, and from text that is clean already: no furniture to set aside."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from sourcier.errors import LimitExceeded
from sourcier.limits import PAGE_BLOCKS
from sourcier.record import Article, Block, Role

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


class Part(NamedTuple):
    """A block before its place in the text is known; `published` as in `Block`."""

    role: Role
    text: str
    published: str | None = None


def article_from_text(
    text: str,
    *,
    language: str,
    title: str | None = None,
    published: str | None = None,
    url: str | None = None,
) -> Article:
    """An article whose paragraphs are the runs of `text` between blank lines, in the order given.

    The words of a paragraph are kept as they are, line breaks within it included; white space at both ends of a
    paragraph is dropped. `id` is the SHA-256 of the UTF-8 bytes of title and text. Empty text gives no blocks.
    """
    parts: list[Part] = []
    if title and title.strip():
        parts.append(Part("title", title.strip()))
    parts.extend(Part("paragraph", part.strip()) for part in _BLANK_LINES.split(text) if part.strip())
    joined, blocks = joined_blocks(parts)
    return Article(
        id=hashlib.sha256(f"{title or ''}\n\n{text}".encode()).hexdigest(),
        url=url,
        language=language,
        title=title.strip() if title and title.strip() else None,
        published=published,
        published_from="given" if published else None,
        text=joined,
        blocks=blocks,
    )


def within_limit(blocks: int) -> None:
    """Refuse a page of more runs of text, or a capture of more lines, than a story has.

    Raises:
        LimitExceeded: more than `limits.PAGE_BLOCKS`.
    """
    if blocks > PAGE_BLOCKS:
        raise LimitExceeded(
            f"the page has {blocks:,} lines of text, more than {PAGE_BLOCKS:,}; give the page of one story"
        )


def joined_blocks(parts: Iterable[Part]) -> tuple[str, tuple[Block, ...]]:
    """The texts joined by a blank line, and a block for each with its offsets into the whole."""
    blocks, texts = [], []
    position = 0
    for role, text, published in parts:
        blocks.append(Block(role=role, start=position, end=position + len(text), published=published))
        texts.append(text)
        position += len(text) + 2
    return "\n\n".join(texts), tuple(blocks)
