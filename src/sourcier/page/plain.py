"""An article from text that is clean already: no furniture to set aside."""

from __future__ import annotations

import hashlib
import re

from sourcier.record import Article, Block, Role

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


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
    parts: list[tuple[Role, str]] = []
    if title and title.strip():
        parts.append(("title", title.strip()))
    parts.extend(("paragraph", part.strip()) for part in _BLANK_LINES.split(text) if part.strip())
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


def joined_blocks(parts: list[tuple[Role, str]]) -> tuple[str, tuple[Block, ...]]:
    """The texts joined by a blank line, and a block for each with its offsets into the whole."""
    blocks = []
    position = 0
    for role, part in parts:
        blocks.append(Block(role=role, start=position, end=position + len(part)))
        position += len(part) + 2
    return "\n\n".join(part for _, part in parts), tuple(blocks)
