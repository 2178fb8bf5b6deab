"""How a sentence changes what earlier reports told: moved, cancelled, corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sourcier.languages import codes, language
from sourcier.record import Time

_NEAR = 60
"""Code points before a date in which its preposition is looked for."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sentence says of announced events.

    Attributes:
        moved: an event has another date.
        cancelled: an event will not take place.
        corrected: something told before was wrong.
        to: the date that it has now, where the sentence says which is which.
        before: the date that it had.
    """

    moved: bool = False
    cancelled: bool = False
    corrected: bool = False
    to: Time | None = None
    before: Time | None = None


_NONE = Changes()


def changes_in(sentence: str, start: int, times: Sequence[Time], code: str) -> Changes:
    """What a sentence says of changes.

    Args:
        sentence: its words.
        start: where it begins in the article's text.
        times: the time expressions in it.
        code: language of the article.
    """
    words = _patterns(code)
    if not words:
        return _NONE
    plain = sentence.replace("’", "'").replace("\n", " ")
    moved, cancelled, corrected = (bool(words[name].search(plain)) for name in ("moved", "cancelled", "corrected"))
    if not (moved or cancelled or corrected):
        return _NONE
    to = before = None
    if moved:
        dated = [time for time in times if time.begin and time.type in {"DATE", "TIME"}]
        for time in dated:
            at = time.start - start
            # The preposition may be the first word of the expression: "au lundi 22".
            ahead = plain[max(0, at - _NEAR) : at] + (time.text.split(maxsplit=1)[0] + " " if " " in time.text else "")
            if not words["to"].search(ahead):
                ahead = plain[max(0, at - _NEAR) : at]
            if words["from"].search(ahead):
                before = time
            elif words["to"].search(ahead):
                to = time
    return Changes(moved, cancelled, corrected, to, before)


@cache
def _patterns(code: str) -> dict[str, re.Pattern[str]]:
    """The language's patterns; none for a language that is not read."""
    if code not in codes():
        return {}
    lexicon = language(code).toml("stories")
    return {
        name: re.compile(lexicon[name], re.IGNORECASE) for name in ("moved", "cancelled", "corrected", "to", "from")
    }
