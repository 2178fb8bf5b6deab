"""Cursors: where a listing goes on, as text that means nothing to who holds it and can stand in an address."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from sourcier.errors import InputError

CHARACTERS = 12_000
"""Characters of a cursor at most. Those that hold an address of `limits.ADDRESS_CHARACTERS` come near; others have
under 100."""


def cursor(kind: str, *values: str | int | None) -> str:
    """A cursor.

    Args:
        kind: of listing, so that no other takes it.
        values: of the last item, by which the listing is sorted.

    >>> cursor("articles", 17)
    'WyJhcnRpY2xlcyIsMTdd'
    """
    told = json.dumps([kind, *values], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def values_of(given: str, kind: str, *types: type | tuple[type, ...]) -> list[Any]:
    """The values of a cursor.

    Args:
        given: the cursor.
        kind: as for `cursor`.
        types: one for each value.

    Raises:
        InputError: it is none that this listing gave.

    >>> values_of("WyJhcnRpY2xlcyIsMTdd", "articles", int)
    [17]
    """
    try:
        told = json.loads(base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        told = None
    if not isinstance(told, list) or len(told) != len(types) + 1 or told[0] != kind:
        raise _none()
    for value, its in zip(told[1:], types, strict=True):
        # What is no number of 64 bits is none of ours, nor is what no database keeps.
        if not isinstance(value, its) or isinstance(value, bool):
            raise _none()
        if isinstance(value, int) and not 0 <= value < 1 << 63:
            raise _none()
        if isinstance(value, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
            raise _none()
    return told[1:]


def _none() -> InputError:
    return InputError("the cursor is not one that this listing gave; start without it")
