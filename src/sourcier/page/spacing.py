"""White space as the record writes it: one kind of space, no invisible characters."""

from __future__ import annotations

import re

_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069")
)
_SPACES = re.compile(r"\s+")


def spaced(text: str) -> str:
    r"""The text on one line: no-break and thin spaces become plain ones, runs of spaces one, soft hyphens nothing.

    >>> spaced("«\u00a0Non\u202f!\u00a0», dit-\u00adil\n")
    '« Non ! », dit-il'
    """
    return _SPACES.sub(" ", text.translate(_INVISIBLE)).strip()
