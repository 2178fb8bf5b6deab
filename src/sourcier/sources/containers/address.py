"""Web addresses as lists, feeds and sitemaps write them."""

from __future__ import annotations

import re
from urllib.parse import urljoin

_ADDRESS = re.compile(r"https?://[^\s/?#@<>\"]+(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_LONGEST = 8192
"""Code points of an address; browsers and servers stop there."""


def address_of(written: str, base: str = "") -> str | None:
    """The http(s) address that is written, resolved against `base` where it is relative; None where it is none.

    >>> address_of("/a?b=1#c", "https://example.org/feed")
    'https://example.org/a?b=1#c'
    >>> address_of("javascript:void(0)", "https://example.org/feed") is None
    True
    """
    written = written.strip()
    if not written or len(written) > _LONGEST:
        return None
    if not written.lower().startswith(("http://", "https://")) and base.lower().startswith(("http://", "https://")):
        try:
            written = urljoin(base, written)
        except ValueError:
            return None
    return written if _ADDRESS.fullmatch(written) else None
