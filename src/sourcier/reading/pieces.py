"""How an article is cut into the pieces that are parsed one by one.

Each block is parsed by itself, so that a headline never runs into a sentence. Passages between quotation marks that
are sentences of their own are parsed apart and leave one placeholder word in the sentence around them, so that the
parser sees the frame ("cela, a déclaré le ministre") and the speech each as what it is; around shorter passages the
marks are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from sourcier.languages import Language
from sourcier.limits import BLOCK_CHARACTERS
from sourcier.reading.marks import Marked, find_marked
from sourcier.record import Article

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

SENTENCE_ENDS = frozenset(".!?…")

SENTENCE_TOKENS = 4
"""A passage between marks with fewer words is a phrase of its sentence, never parsed apart."""


@dataclass
class Piece:
    """A run of text that is parsed by itself.

    Attributes:
        words: what the parser sees.
        spaces: for each word, whether a space follows.
        origin: for each word, the index of the article's token it stands for; -1 for words put in.
        holds: index of a placeholder -> the speech it stands for.
        doc: the parse, once there is one.
    """

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)
    holds: dict[int, Piece] = field(default_factory=dict)
    doc: Doc | None = None

    def add(self, word: str, origin: int, space: bool = True) -> None:
        """Append a word."""
        self.words.append(word)
        self.spaces.append(space)
        self.origin.append(origin)


@dataclass
class Plan:
    """An article's tokens, and the pieces in which they are parsed."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def plan(article: Article, pipeline: Pipeline, language: Language) -> Plan:
    """Tokenise an article and decide what is parsed apart; the words with their spaces spell `article.text`."""
    text = article.text
    blocks = [(b.start, b.end) for b in article.blocks] or ([(0, len(text))] if text else [])
    marked = find_marked(text, language, blocks)
    made = Plan()
    position = 0
    placeholder = str(language.toml("language")["placeholder"])
    stamp = stamp_pattern(language)
    for start, end in _cut(text, blocks, stamp):
        if start > position:
            made.words.append(text[position:start])
            made.spaces.append(False)
        tokens = pipeline.make_doc(text[start:end])
        first = len(made.words)
        made.words.extend(t.text for t in tokens)
        made.spaces.extend(bool(t.whitespace_) for t in tokens)
        offsets = [start + t.idx for t in tokens]
        inside = [m for m in marked if m.start >= start and m.end <= end]
        _pieces(made, tokens, offsets, first, inside, placeholder, text, (start, end))
        position = end
    if position < len(text):
        made.words.append(text[position:])
        made.spaces.append(False)
    return made


@cache
def stamp_pattern(language: Language) -> re.Pattern[str]:
    """A dateline ("PARIS (AFP) — ") or the hour of a live entry ("12:10 ") at the head of a block."""
    return re.compile("|".join(language.toml("language")["stamps"]))


def _cut(text: str, blocks: Sequence[tuple[int, int]], stamp: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for block_start, end in blocks:
        start = block_start
        head = stamp.match(text, start, end)
        if head and head.end() < end:
            yield start, head.end()
            start = head.end()
        while end - start > BLOCK_CHARACTERS:
            space = text.rfind(" ", start, start + BLOCK_CHARACTERS)
            cut = space + 1 if space > start else start + BLOCK_CHARACTERS
            yield start, cut
            start = cut
        if end > start:
            yield start, end


def _pieces(
    plan: Plan,
    tokens: Doc,
    offsets: list[int],
    first: int,
    marked: list[Marked],
    placeholder: str,
    text: str,
    block: tuple[int, int],
) -> None:
    """Split one block into its frame and the speeches parsed apart, and add them to the plan."""
    marks = {p for m in marked for p in (*range(m.start, m.inner_start), *range(m.inner_end, m.end))}
    apart = [m for m in marked if m.depth == 0 and _stands_apart(m, tokens, offsets, text, block)]
    frame = Piece()
    speech: Piece | None = None
    waiting = iter(apart)
    current = next(waiting, None)
    for number, (token, offset) in enumerate(zip(tokens, offsets, strict=True)):
        while current is not None and offset >= current.end:
            current, speech = next(waiting, None), None
        space = bool(token.whitespace_)
        is_mark = offset in marks and not token.is_space
        if current is not None and current.start <= offset < current.end:
            if speech is None:
                speech = Piece()
                plan.pieces.append(speech)
                frame.holds[len(frame.words)] = speech
                starts = not frame.words or frame.words[-1] in SENTENCE_ENDS
                frame.add(placeholder.capitalize() if starts else placeholder, -1)
                tail = text[current.inner_end - 1]
                if tail in ".!?…" and _opens_sentence(text, current.end, block[1], tail):
                    frame.add(".", -1)
            if not is_mark and not token.is_space:
                last_comma = token.text == "," and offset == current.inner_end - 1
                (frame if last_comma else speech).add(token.text, first + number, space)
        elif not is_mark and not token.is_space:
            frame.add(token.text, first + number, space)
    plan.pieces.append(frame)
    plan.pieces = [p for p in plan.pieces if p.words]


def _stands_apart(mark: Marked, tokens: Doc, offsets: list[int], text: str, block: tuple[int, int]) -> bool:
    """Whether a marked passage is a sentence beside its frame, not a phrase within it."""
    inner = text[mark.inner_start : mark.inner_end]
    words = [t for t, o in zip(tokens, offsets, strict=True) if mark.inner_start <= o < mark.inner_end]
    if sum(t.text[0].isalnum() for t in words) < SENTENCE_TOKENS:
        return False
    before = text[block[0] : mark.start].rstrip()
    after = text[mark.end : block[1]].lstrip()
    begins = not before or before[-1] in ':,.!?…;—–-»”"' or inner[0] == "…"
    ends = not after or after[0] in ',.!?…;:—–-()«“"' or inner[-1] in ",.!?…"
    if before.endswith(":"):
        return ends
    return (inner[0].isupper() or not inner[0].isalpha() or mark.continues) and begins and ends


def _opens_sentence(text: str, position: int, end: int, tail: str) -> bool:
    """Whether what follows a closed passage is a sentence of its own, not the passage's cue.

    After an exclamation or question mark the cue often follows at once ("… ?” Smith asked").
    """
    after = text[position:end].lstrip()
    return bool(after) and tail in "." and (after[0].isupper() or after[0] in '«“"')
