"""Where the characters of an article's text stand in the text that it was made of."""

from __future__ import annotations


def offsets(ours: str, theirs: str) -> list[int]:
    """For each code point of our text (paragraphs joined anew) its place in theirs, and one for the end."""
    places, at = [], 0
    for character in ours:
        while at < len(theirs) and theirs[at] != character and not (character.isspace() and theirs[at].isspace()):
            at += 1
        places.append(min(at, len(theirs)))
        if not character.isspace():
            at += 1
    return [*places, len(theirs)]
