"""Sourcier reads the news back to its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sourcier.version import __version__

if TYPE_CHECKING:
    from sourcier.api import Reader, load, read, read_text
    from sourcier.errors import SourcierError
    from sourcier.library.library import Library
    from sourcier.record import Record
    from sourcier.stories.stories import Stories

__all__ = ["Library", "Reader", "Record", "SourcierError", "Stories", "__version__", "load", "read", "read_text"]

_HOMES = {
    "Library": "sourcier.library.library",
    "Reader": "sourcier.api",
    "load": "sourcier.api",
    "read": "sourcier.api",
    "read_text": "sourcier.api",
    "Record": "sourcier.record",
    "SourcierError": "sourcier.errors",
    "Stories": "sourcier.stories.stories",
}


def __getattr__(name: str) -> Any:
    """Import public names when they are first used, so that `sourcier --help` loads nothing heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sourcier' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - see the docstring

    return getattr(import_module(_HOMES[name]), name)
