"""A page from standard input."""

from __future__ import annotations

import sys

from sourcier.errors import LimitExceeded
from sourcier.limits import PAGE_BYTES
from sourcier.settings import Settings
from sourcier.sources.capture import Capture


def open_stdin(name: str, settings: Settings) -> Capture | None:
    """The bytes of standard input where the name is `-`.

    Raises:
        LimitExceeded: more than `limits.PAGE_BYTES`.
    """
    if name != "-":
        return None
    content = sys.stdin.buffer.read(PAGE_BYTES + 1)
    if len(content) > PAGE_BYTES:
        raise LimitExceeded(f"standard input: more than {PAGE_BYTES:,} bytes; give one page at a time")
    return Capture(content)
