"""Text as XML 1.0 can hold it."""

from __future__ import annotations

from xml.sax.saxutils import escape

CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
"""Characters that XML 1.0 has no way to write (its production 2, Char)."""


def xml_text(text: str) -> str:
    """Text for an element or an attribute: what XML cannot write is dropped, white space becomes one space."""
    return escape(" ".join(text.translate(CONTROL).split()), {'"': "&quot;"})
