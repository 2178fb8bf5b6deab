"""Bytes in: from a file, standard input or a web address to a capture."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from sourcier.settings import Settings
from sourcier.sources.capture import Capture

__all__ = ["Capture", "capture"]


def capture(page: str | bytes | PathLike[str], *, url: str | None = None, settings: Settings | None = None) -> Capture:
    """To be written by the page helper."""
    if isinstance(page, bytes):
        return Capture(page, address=url)
    return Capture(Path(page).read_bytes(), address=url)
