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

    @property
    def straight(self) -> bool:
        """Whether one mark opens and closes."""
        return self.opening == self.closing


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
    closed: list[tuple[int, int, int, int]] = []  # opening mark, one past the closing mark, depth, width of a mark
    position = start
    while position < end:
        at = position
        position += 1
        top = stack[-1][1] if stack else None
        if top and _closes(text, start, end, at, top):
            position = at + len(top.closing)
            closed.append((stack.pop()[0], position, len(stack), len(top.closing)))
            continue
        below = next(
            (
                depth
                for depth in range(len(stack) - 2, -1, -1)
                if text.startswith(stack[depth][1].closing, at) and not stack[depth][1].straight
            ),
            None,
        )
        if below is not None and not (top and text.startswith(top.closing, at)):
            closed.append((stack[below][0], at + 1, below, 1))
            del stack[below:]
            continue
        style = next((s for s in styles if _opens(text, start, end, at, s, bool(stack))), None)
        if style and not any(opened == style and style.straight for _, opened in stack):
            stack.append((at, style))
            position = at + len(style.opening)
    passages = [
        Marked(
            opening,
            closing,
            *_inner(text, opening + width, closing - width),
            depth,
            continues=open_before and opening == _first(text, start, end),
        )
        for opening, closing, depth, width in closed
    ]
    still_open = False
    if stack and following.startswith(stack[0][1].opening):
        opening, style = stack[0]
        still_open = True
        passages.append(
            Marked(
                opening,
                end,
                *_inner(text, opening + len(style.opening), end),
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


def _opens(text: str, start: int, end: int, position: int, style: _Style, within: bool) -> bool:
    before = text[position - 1] if position > start else " "
    if not text.startswith(style.opening, position):  # a closing mark typed where speech begins: "”It is late.”"
        turned = not (style.straight or style.apostrophe or within) and text.startswith(style.closing, position)
        after = text[position + 1] if position + 1 < end else " "
        return turned and before.isspace() and after.isalnum()
    after = text[position + len(style.opening)] if position + len(style.opening) < end else " "
    if style.apostrophe:  # "'90s" and "l'eau" open nothing
        return not before.isalnum() and not after.isspace() and not (style.straight and after.isdigit())
    if style.straight:  # a straight mark opens where no word ends; some French pages space it
        return not before.isalnum() and after not in ",.;:!?)"
    return True


def _closes(text: str, start: int, end: int, position: int, style: _Style) -> bool:
    before = text[position - 1] if position > start else " "
    if not text.startswith(style.closing, position):  # an opening mark typed where speech ends: "“It is late.“"
        turned = not (style.straight or style.apostrophe) and text.startswith(style.opening, position)
        after = text[position + 1] if position + 1 < end else " "
        return turned and not before.isspace() and (after.isspace() or after in ",.;:!?)")
    after = text[position + len(style.closing)] if position + len(style.closing) < end else " "
    if style.apostrophe:  # ’ inside a word is an apostrophe; after an s it may be a possessive, but rarely in quotes
        return not after.isalnum() and not before.isspace()
    if style.straight:
        return not after.isalnum()
    return True
