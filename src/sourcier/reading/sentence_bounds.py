"""Where sentences begin and end: the parser's, but for quotation marks that it left with the wrong neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sourcier.languages import Language
from sourcier.reading.draft import Draft
from sourcier.record import Sentence


def sentence_bounds(draft: Draft) -> tuple[Sentence, ...]:
    """The sentences of a draft, white space around them left out.

    An opening mark at the end of a sentence opens the next one; a closing mark at the beginning closes the one before.
    """
    text = draft.article.text
    spans = [_stripped(text, its.start_char, its.end_char) for its in draft.sentences]
    opening, closing = _marks(draft.language)
    for at in range(len(spans) - 1):
        (start, end), (after, last) = spans[at], spans[at + 1]
        if text[end:after].strip() or "\n" in text[end:after]:
            continue
        moved = end
        while moved > start and (text[moved - 1] in opening or text[moved - 1].isspace()):
            moved -= 1
        if start < moved < end:
            spans[at] = _stripped(text, start, moved)
            spans[at + 1] = _stripped(text, moved, last)
            continue
        taken = after
        while taken < last and text[taken] in closing:
            taken += 1
        if after < taken < last:
            spans[at], spans[at + 1] = (start, taken), _stripped(text, taken, last)
    return tuple(Sentence(start=start, end=end) for start, end in spans)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    raw = text[start:end]
    first = start + len(raw) - len(raw.lstrip())
    return first, first + len(raw.strip())


@cache
def _marks(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """Marks that open and never close, and marks that close and never open."""
    rows: Sequence[dict[str, str]] = language.toml("language")["marks"]
    opens, closes = {row["open"] for row in rows}, {row["close"] for row in rows}
    both = opens & closes | {row["close"] for row in rows if row.get("apostrophe")}
    return frozenset(opens - both), frozenset(closes - both)
