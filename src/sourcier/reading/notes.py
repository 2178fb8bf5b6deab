"""What a page notes of an event beside its circumstances: what it is compared with, and its format.

"une première depuis 2018", "the third in a month"; "en tête-à-tête", "by video link".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from sourcier.languages import Language
from sourcier.reading.draft import Draft
from sourcier.record import Clause, Comparison, Time

REACH = 80
"""Code points between the words that rank an event and the time since when they do."""


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    notes = language.toml("notes")
    ranks = "|".join(notes["ranks"])
    formats = "|".join(re.escape(phrase) for phrase in sorted(notes["formats"], key=len, reverse=True))
    return re.compile(rf"\b(?:{ranks})\b", re.IGNORECASE), re.compile(rf"\b(?:{formats})\b", re.IGNORECASE)


class Notes:
    """The comparisons and formats of a draft, each given to the event nearest to it in its sentence."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.ranks, self.formats = _patterns(draft.language)
        links = draft.language.toml("notes")["links"]
        self.since, self.within = frozenset(links["since"]), frozenset(links["within"])
        self.types = frozenset(draft.language.toml("notes")["format_types"])

    def comparisons(self, triggers: Sequence[tuple[int, str]]) -> dict[int, Comparison]:
        """Position of an event's trigger -> what it is compared with.

        Args:
            triggers: position and type of each event of one sentence, in text order.
        """
        found: dict[int, Comparison] = {}
        for comparison in self._ranked(triggers[0][0]) if triggers else ():
            position = min(triggers, key=lambda t: _distance(t[0], comparison.start, comparison.end))[0]
            found.setdefault(position, comparison)
        return found

    def formats_of(self, triggers: Sequence[tuple[int, str]]) -> dict[int, Clause]:
        """Position of an event's trigger -> the words that tell its format; only of types that have one."""
        found: dict[int, Clause] = {}
        fit = [position for position, kind in triggers if kind in self.types]
        if not fit:
            return found
        start, end = self._sentence(fit[0])
        text = self.draft.article.text
        for match in self.formats.finditer(text, start, end):
            position = min(fit, key=lambda at: _distance(at, match.start(), match.end()))
            found.setdefault(position, Clause(start=match.start(), end=match.end(), text=match.group()))
        return found

    def _ranked(self, position: int) -> Iterator[Comparison]:
        start, end = self._sentence(position)
        text = self.draft.article.text
        for match in self.ranks.finditer(text, start, end):
            time = next((t for t in self.draft.times if self._links(match.end(), t, end)), None)
            if time is not None:
                words = text[match.start() : time.end]
                yield Comparison(start=match.start(), end=time.end, text=words, time=time.id)

    def _links(self, after: int, time: Time, end: int) -> bool:
        """Whether "depuis" or "en" ties a time to the words before it, with no comma between."""
        if not after < time.start <= min(end, after + REACH):
            return False
        between = self.draft.article.text[after : time.start].lower()
        if any(mark in between for mark in ",;:("):
            return False
        inside = self.draft.article.text[time.start : time.end].lower().split()
        last = between.split()[-1:] or [""]
        if last[0] in self.since or inside[0] in self.since:
            return True
        return time.type == "DURATION" and (last[0] in self.within or inside[0] in self.within)

    def _sentence(self, position: int) -> tuple[int, int]:
        sentence = self.draft.sentences[self.draft.sentence_at(position)]
        return sentence.start_char, sentence.end_char


def _distance(position: int, start: int, end: int) -> int:
    """Code points between a trigger and a note; none where the trigger stands in it."""
    return max(0, start - position, position - end)
