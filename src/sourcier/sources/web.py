"""A page from a web address."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from sourcier.settings import Settings
from sourcier.sources.capture import Capture

if TYPE_CHECKING:
    from sourcier.sources.fetch import Fetcher


def open_address(name: str, settings: Settings) -> Capture | None:
    """The page behind an http(s) address; None where the name is none.

    A person asked for this page, so robots.txt is not asked; the pace of one request a second to a host is kept.

    Raises:
        FetchError: refused, not found, not text, too slow, or a private address that `settings` does not allow.
        LimitExceeded: more than `limits.PAGE_BYTES` after decompression.
    """
    if not name.lower().startswith(("http://", "https://")):
        return None
    return _fetcher(settings, os.getpid()).get(name, polite=False, accept="page").capture


@cache
def _fetcher(settings: Settings, process: int) -> Fetcher:
    """One for all pages of a process, so that a list of one site's pages keeps its pace; a fork makes its own."""
    from sourcier.sources.fetch import Fetcher  # noqa: PLC0415 - a local file needs none of it

    return Fetcher(settings)
