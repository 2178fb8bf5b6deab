"""A capture: what arrived, never changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Capture:
    """The bytes of one page as they arrived.

    Attributes:
        content: the bytes.
        address: where they came from; None for bytes without an address.
        media_type: as declared ("text/html; charset=windows-1252"); None where nobody declared it.
        fetched: when they arrived, UTC.
    """

    content: bytes
    address: str | None = None
    media_type: str | None = None
    fetched: datetime = field(default_factory=_now, compare=False)

    @property
    def id(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()
