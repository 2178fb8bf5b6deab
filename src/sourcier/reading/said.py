"""One attribution while it is being read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from sourcier.reading.frames import Cell
from sourcier.reading.speakers import Speaker


@dataclass
class Said:
    """One attribution before it becomes a record.

    Attributes:
        first: first cell of the content.
        last: last cell of the content.
        cells: the frame's cells.
        speaker: who, where the frame says; None where it goes on from the speaker before.
        cue_start: first code point of the cue; with `cue_end` the cue's words.
        verb: the cue's verb; None for nominal cues.
        more: further pieces, where the cue interrupts the speech.
        continues: whether it goes on from the speaker before.
        unsigned: whether the page may leave out who speaks: before a headline's colon, or "a court has heard that …".
        whole: whether a paragraph begins with it and holds no cue: speech even where nobody knows whose.
        resumes: the attribution whose speech it resumes right behind its cue: "“A,” said X. “B.”".
    """

    first: int
    last: int
    cells: Sequence[Cell]
    speaker: Speaker | None
    cue_start: int | None = None
    cue_end: int | None = None
    verb: Token | None = None
    more: list[tuple[int, int]] = field(default_factory=list)
    continues: bool = False
    unsigned: bool = False
    whole: bool = False
    resumes: Said | None = None

    @property
    def start(self) -> int:
        """First code point of the content."""
        return self.cells[self.first].start

    @property
    def end(self) -> int:
        """One past the last code point of the content, further pieces included."""
        last = max([self.last, *(stop for _, stop in self.more)])
        return self.cells[last].end

    def announced_by(self, other: Said) -> None:
        """Take speaker and cue from the sentence that announces it."""
        self.speaker, self.cue_start, self.cue_end, self.verb = (
            other.speaker,
            other.cue_start,
            other.cue_end,
            other.verb,
        )

    def ends_with_cue(self) -> bool:
        """Whether it stands in marks and its cue behind it ends the sentence: what follows may go on from it."""
        cue = self.cue_start is not None and self.cells[self.last].end <= self.cue_start
        return cue and not self.more and self.cells[self.last].passage is not None and not self.cells[-2].passage

    def passages(self) -> int:
        """Marked passages in the content."""
        return sum(c.passage is not None for c in self.cells[self.first : self.last + 1])
