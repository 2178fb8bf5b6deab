"""Quotation marks: which passages of a text stand between them.

Works on characters alone, before any parse, because the parse is better where it knows of the marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sourcier.languages import Language


@dataclass(frozen=True)
class Marked:
    """A passage between quotation marks; offsets in code points of the text given, end exclusive.

    Attributes:
        start: the opening mark.
        end: one past the closing mark (past the last character where `closed` is False).
        inner_start: first character inside, white space left out.
        inner_end: one past the last character inside, white space left out.
        depth: 0 for outermost passages, 1 for marks within marks, …
        closed: False where a paragraph ends before the closing mark: the speech goes on in the next paragraph
            (typographers repeat the opening mark there).
        continues: True where the passage goes on from an unclosed one of the block before.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    closed: bool = True
    continues: bool = False


@dataclass(frozen=True)
class _Style:
    opening: str
    closing: str
    apostrophe: bool


@cache
def _styles(language: Language) -> tuple[_Style, ...]:
    return tuple(
        _Style(row["open"], row["close"], bool(row.get("apostrophe"))) for row in language.toml("language")["marks"]
    )


def find_marked(text: str, language: Language, blocks: Sequence[tuple[int, int]] | None = None) -> list[Marked]:
    """Passages of `text` between quotation marks, outermost first at the same start, in order.

    Args:
        text: any text.
        language: whose marks to look for.
        blocks: offsets of the paragraphs; marks never pair across them, but a passage left open at the end of a
            paragraph counts where the next one begins with an opening mark. Default: the whole text is one.

    A mark that finds no partner in its block is left out, save for that one case.
    """
    found: list[Marked] = []
    open_before = False
    spans = list(blocks) if blocks is not None else [(0, len(text))]
    for number, (start, end) in enumerate(spans):
        following = text[slice(*spans[number + 1])].lstrip() if number + 1 < len(spans) else ""
        passages, open_before = _in_block(text, start, end, following, open_before, _styles(language))
        found.extend(passages)
    return found


def _in_block(
    text: str, start: int, end: int, following: str, open_before: bool, styles: tuple[_Style, ...]
) -> tuple[list[Marked], bool]:
    stack: list[tuple[int, _Style]] = []
    closed: list[tuple[int, int, int]] = []  # opening mark, one past the closing mark, depth
    for position in range(start, end):
        character = text[position]
        top = stack[-1][1] if stack else None
        if top and character == top.closing and _may_close(text, start, end, position, top):
            closed.append((stack.pop()[0], position + 1, len(stack)))
            continue
        below = next(
            (
                depth
                for depth in range(len(stack) - 2, -1, -1)
                if character == stack[depth][1].closing != stack[depth][1].opening
            ),
            None,
        )
        if below is not None and not (top and top.closing == character):
            closed.append((stack[below][0], position + 1, below))
            del stack[below:]
            continue
        style = next((s for s in styles if s.opening == character), None)
        if (
            style
            and _may_open(text, start, end, position, style)
            and not any(opened.opening == character and style.opening == style.closing for _, opened in stack)
        ):
            stack.append((position, style))
    passages = [
        Marked(
            opening,
            closing,
            *_inner(text, opening + 1, closing - 1),
            depth,
            continues=open_before and opening == _first(text, start, end),
        )
        for opening, closing, depth in closed
    ]
    still_open = False
    if stack and following.startswith(stack[0][1].opening):
        opening = stack[0][0]
        still_open = True
        passages.append(
            Marked(
                opening,
                end,
                *_inner(text, opening + 1, end),
                0,
                closed=False,
                continues=open_before and opening == _first(text, start, end),
            )
        )
        passages = [p if p.start <= opening else _deeper(p) for p in passages]
    passages = [p for p in passages if p.inner_end > p.inner_start]
    return sorted(passages, key=lambda p: (p.start, -p.end)), still_open


def _deeper(passage: Marked) -> Marked:
    return Marked(
        passage.start, passage.end, passage.inner_start, passage.inner_end, max(passage.depth, 1), passage.closed
    )


def _first(text: str, start: int, end: int) -> int:
    return start + (end - start) - len(text[start:end].lstrip())


def _inner(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())


def _may_open(text: str, start: int, end: int, position: int, style: _Style) -> bool:
    before = text[position - 1] if position > start else " "
    after = text[position + 1] if position + 1 < end else " "
    if style.opening == style.closing:  # a straight mark opens where no word ends; some French pages space it
        return not before.isalnum() and after not in ",.;:!?)"
    if style.apostrophe:
        return not before.isalnum() and not after.isspace()
    return True


def _may_close(text: str, start: int, end: int, position: int, style: _Style) -> bool:
    before = text[position - 1] if position > start else " "
    after = text[position + 1] if position + 1 < end else " "
    if style.apostrophe:  # ’ inside a word is an apostrophe; after an s it may be a possessive, but rarely in quotes
        return not after.isalnum() and not before.isspace()
    if style.opening == style.closing:
        return not after.isalnum()
    return True
