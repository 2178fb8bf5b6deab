"""A capture: what arrived, never changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

CLEAN_TEXT = "application/vnd.sourcier.text+json"
"""Media type of clean text: a JSON object with `text` and, where known, `title`; there is no furniture to set aside."""

RECORD = "application/vnd.sourcier.record+json"
"""Media type of a record: a page that was read elsewhere."""


@dataclass(frozen=True)
class Visit:
    """How a page was fetched, so that it can be asked for again only if it has changed.

    Attributes:
        asked: the address that was asked for, before any redirect.
        etag: the server's mark of this content (RFC 9110), to be given back to it as it is.
        last_modified: the same for its date.
        looks: how often it was looked at before.
    """

    asked: str
    etag: str | None = None
    last_modified: str | None = None
    looks: int = 0


@dataclass(frozen=True)
class Capture:
    """The bytes of one page as they arrived.

    Attributes:
        content: the bytes.
        address: where they came from; None for bytes without an address.
        media_type: as declared ("text/html; charset=windows-1252"); None where nobody declared it.
        fetched: when the web or an archive gave them, with its zone; None where that is not known, as for a file.
        published: ISO 8601, as the feed, list or archive says that led here; the page's own word wins over it.
        visit: how it was fetched; None where it was not.
        name: what a message calls it ("saved/page.html", "crawl.warc.gz, byte 1045"); None: the address.
    """

    content: bytes
    address: str | None = None
    media_type: str | None = None
    fetched: datetime | None = field(default=None, compare=False)
    published: str | None = field(default=None, compare=False)
    name: str | None = field(default=None, compare=False)
    visit: Visit | None = field(default=None, compare=False)

    @property
    def called(self) -> str:
        """What a message calls it."""
        return self.name or self.address or f"capture {self.id[:12]}"

    @cached_property
    def id(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()
