"""Frames: a block's sentences with each passage between quotation marks as one cell.

Whoever speaks stands in the frame; the parse's own sentences cut long speeches, the frame does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from sourcier.reading.draft import Draft
from sourcier.reading.marks import Marked, find_marked
from sourcier.reading.pieces import stamp_pattern

SENTENCE_ENDS = frozenset({".", "!", "?", "…", "..."})


@dataclass(frozen=True)
class Cell:
    """A word of the frame, or a marked passage.

    Attributes:
        token: the word, or the first word inside the marks.
        passage: the passage; None for a word.
        sentence: whether a passage ends as a sentence does.
    """

    start: int
    end: int
    token: Token
    passage: Marked | None = None
    sentence: bool = False

    @property
    def word(self) -> str:
        """Lower-case text of a word; empty for a passage."""
        return "" if self.passage else self.token.lower_.lstrip(")") or ")"

    @property
    def inner(self) -> Sequence[Token]:
        """Words between a passage's marks; none for a word."""
        if self.passage is None:
            return ()
        start, end = self.passage.inner_start, self.passage.inner_end
        span = self.token.doc.char_span(start, end, alignment_mode="expand")
        return tuple(span) if span is not None else ()


_ASKING = frozenset({"?", "…", "..."})
_BULLETS = frozenset("•·▪●■◦‣")
_HEADING = 25
"""Cells of the longest line that is taken for a headline by its form."""


@dataclass
class Frame:
    """One sentence of a block.

    Attributes:
        block: index of the block among the article's blocks.
        role: the block's role.
        cells: words and passages in order, white space and marks left out.
        number: index among the sentences of the block.
        alone: whether the block has no other sentence.
        asked: whether a question stands right before it in its block.
        answers: whether words to "you" stand right before it, as an interviewer's do.
    """

    block: int
    role: str
    cells: list[Cell]
    number: int = 0
    alone: bool = False
    asked: bool = False
    answers: bool = False

    @property
    def heading(self) -> bool:
        """Whether it is a headline or looks like one: short, and without a full stop."""
        words = [c for c in self.cells if not c.passage]
        last = self.cells[-1]
        spoken = last.passage is not None and last.sentence
        short = len(self.cells) < _HEADING and bool(words) and last.word not in SENTENCE_ENDS and not spoken
        return self.role in {"title", "subheading"} or (short and self.number == 0 and self.alone)

    def follows(self, other: Frame) -> bool:
        """Whether this sentence stands right behind another in its block."""
        return self.block == other.block and self.number == other.number + 1


def frames(draft: Draft) -> list[Frame]:
    """The sentences of an article, passages between outermost marks kept whole, in order."""
    article, doc = draft.article, draft.doc
    blocks = [(b.start, b.end) for b in article.blocks] or [(0, len(article.text))]
    roles = [b.role for b in article.blocks] or ["paragraph"]
    passages = [m for m in find_marked(article.text, draft.language, blocks) if m.depth == 0]
    stamps = stamp_pattern(draft.language)
    made: list[Frame] = []
    tokens = [t for t in doc if not t.is_space]
    at = waiting = 0
    for number, (start, end) in enumerate(blocks):
        cells: list[Cell] = []
        stamp = stamps.match(article.text, start, end)
        body = stamp.end() if stamp and stamp.end() < end else start  # "PARIS (AFP) — " says nothing
        while at < len(tokens) and tokens[at].idx < end:
            token = tokens[at]
            at += 1
            if token.idx < body or (not cells and token.text in _BULLETS):
                continue
            while waiting < len(passages) and passages[waiting].end <= token.idx:
                waiting += 1
            passage = passages[waiting] if waiting < len(passages) else None
            if passage is not None and passage.start <= token.idx:
                if passage.inner_start <= token.idx and not (cells and cells[-1].passage is passage):
                    ends = article.text[passage.inner_end - 1] in SENTENCE_ENDS
                    cells.append(Cell(passage.start, passage.end, token, passage, ends))
                continue
            cells.append(Cell(token.idx, token.idx + len(token), token))
        sentences = _with_signature(_sentences(_without_asides(cells), article.text))
        alone = len(sentences) == 1
        for place, sentence in enumerate(sentences):
            asked = place > 0 and sentences[place - 1][-1].word in _ASKING
            made.append(Frame(number, roles[number], sentence, place, alone, asked))
    return made


_ASIDE = 10
"""Cells of the longest parenthesis that is left out: a party, an age, a country, an office."""


def _without_asides(cells: list[Cell]) -> list[Cell]:
    """Cells without short parentheses, which neither speak nor are spoken: "Ana Roy (Greens), the mayor, said"."""
    kept: list[Cell] = []
    at = 0
    while at < len(cells):
        if cells[at].word == "(" and kept:
            near = range(at, min(len(cells), at + _ASIDE))
            closing = next((n for n in near if not cells[n].passage and cells[n].token.text[0] == ")"), None)
            if closing is not None and not any(c.passage for c in cells[at:closing]):
                at = closing + (cells[closing].word == ")")
                continue
        kept.append(cells[at])
        at += 1
    return kept


_SIGNATURE = 16
"""Cells of the longest signature under a pull quote: a name and an office."""


def _with_signature(sentences: list[list[Cell]]) -> list[list[Cell]]:
    """A pull quote and the name below it as one frame: "« … » Ana Roy, présidente"."""
    if len(sentences) != 2 or len(sentences[1]) > _SIGNATURE:
        return sentences
    speech, signature = sentences
    alone = [cell for cell in speech if cell.word not in SENTENCE_ENDS]
    verbless = all(c.passage is None and c.token.pos_ not in {"VERB", "AUX"} for c in signature)
    return [speech + signature] if len(alone) == 1 and alone[0].passage and verbless else sentences


def _sentences(cells: list[Cell], text: str) -> list[list[Cell]]:
    found: list[list[Cell]] = []
    current: list[Cell] = []
    for number, cell in enumerate(cells):
        current.append(cell)
        following = cells[number + 1] if number + 1 < len(cells) else None
        if following is None or (_ends(cell, following, text) and following.word not in SENTENCE_ENDS):
            found.append(current)
            current = []
    if current:
        found.append(current)
    return found


def _ends(cell: Cell, following: Cell, text: str) -> bool:
    if "\n" in text[cell.end : following.start]:
        return True
    capital = following.passage is not None or text[following.start].isupper() or not text[following.start].isalpha()
    if cell.passage is None:
        if cell.word in SENTENCE_ENDS:
            return True
        return text[cell.end - 1] == "." and following.token.is_sent_start is True and capital
    last = text[cell.passage.inner_end - 1]
    if last == ".":
        return capital and following.word not in {",", ")", "-", "–", "—", "―", "--"}
    return False
