"""Versions of an article: which is shown, and what changed from one to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from sourcier.library.folding import tokens
from sourcier.record import Record

ChangeKind = Literal["title", "lead", "quote", "number", "added", "dropped", "reworded"]

_NUMBER = re.compile(r"\d[\d\s  .,:]*\d|\d")
_ALIKE = 0.5
"""Of two sentences with this share of words in common (difflib's ratio) one is a new wording of the other."""


@dataclass(frozen=True)
class Change:
    """One change between two versions.

    Attributes:
        kind: "title" and "lead" rewritten; a "quote" that came or went; a "number" corrected in a sentence that is the
            same otherwise; a sentence "added", "dropped" or "reworded".
        before: the words of the older version; None for what is new.
        after: the words of the newer version; None for what was dropped.
    """

    kind: ChangeKind
    before: str | None
    after: str | None


def changes(older: Record, newer: Record) -> list[Change]:
    """What changed, in the order of the page: title, lead, sentences, then quotes that came or went as a whole."""
    found: list[Change] = []
    for kind, before, after in (
        ("title", older.article.title, newer.article.title),
        ("lead", older.article.lead, newer.article.lead),
    ):
        if before != after:
            found.append(Change("title" if kind == "title" else "lead", before, after))
    before_all, after_all = _sentences(older), _sentences(newer)
    for tag, a, b, c, d in SequenceMatcher(None, before_all, after_all, autojunk=False).get_opcodes():
        if tag != "equal":
            found.extend(_paired(before_all[a:b], after_all[c:d]))
    return [*found, *_quotes(older, newer)]


def each_changed(records: Sequence[Record]) -> list[list[Change]]:
    """Of the versions of an article, oldest first, what changed in each since the one before; nothing in the first."""
    return [[], *(changes(older, newer) for older, newer in pairwise(records))] if records else []


def _sentences(record: Record) -> list[str]:
    """The sentences of the body: title and lead are compared as a whole."""
    text = record.article.text
    apart = [(b.start, b.end) for b in record.article.blocks if b.role in {"title", "lead"}]
    return [
        " ".join(text[s.start : s.end].split())
        for s in record.sentences
        if not any(start <= s.start < end for start, end in apart)
    ]


def _paired(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """Sentences that went and came, each put beside the one that it is a new wording of."""
    found = []
    left = list(after)
    for old in before:
        best = max(left, key=lambda new: _likeness(old, new), default=None)
        if best is None or _likeness(old, best) < _ALIKE:
            found.append(Change("dropped", old, None))
            continue
        left.remove(best)
        same = _NUMBER.sub("0", old) == _NUMBER.sub("0", best)
        found.append(Change("number" if same else "reworded", old, best))
    return [*found, *(Change("added", None, new) for new in left)]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, tokens(one), tokens(other), autojunk=False).ratio()


def _quotes(older: Record, newer: Record) -> list[Change]:
    """Direct quotes whose words stand nowhere in the other version."""
    texts = [" ".join(tokens(record.article.text)) for record in (older, newer)]
    gone = [q.text for q in older.quotes if q.kind == "direct" and " ".join(tokens(q.text)) not in texts[1]]
    new = [q.text for q in newer.quotes if q.kind == "direct" and " ".join(tokens(q.text)) not in texts[0]]
    return [*(Change("quote", q, None) for q in gone), *(Change("quote", None, q) for q in new)]
