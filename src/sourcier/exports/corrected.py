"""What a correction says, in words."""

from __future__ import annotations

from sourcier.record.corrections import Action, FactKind

LONGEST = 60
"""Code points of a fact's words that are shown."""

_MARKS = frozenset('“”«»"„‘')
"""Words that begin so are quoted as they stand."""


def in_words(
    action: Action, kind: FactKind, text: str, value: str | None, before: str | None, note: str | None = None
) -> str:
    """What was corrected, on one line.

    Args:
        action: as in `record.corrections.Correction`, as the others are.
        kind: of the fact.
        text: its words.
        value: what is right.
        before: what was told until then.
        note: why.

    >>> in_words("status", "event", "cancelled", "denied", "scheduled", "said so at noon")
    'status of event “cancelled”: denied (was scheduled); said so at noon'
    """
    told = " ".join(text.split())
    words = f"{told[:LONGEST]}…" if len(told) > LONGEST else told
    quoted = words if words[:1] in _MARKS else f"“{words}”"
    end = f"; {' '.join(note.split())}" if note else ""
    if action in {"same person", "same story"}:
        return f"{action}: {words} is {value or ''}{end}"
    if action == "wrong":
        return f"{kind} {quoted} is wrong{end}"
    was = f" (was {before})" if before else ""
    return f"{action} of {kind} {quoted}: {value or ''}{was}{end}"
