"""What a source of many pages gives: pages, links to follow, and what had to be set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from sourcier.errors import SourcierError
from sourcier.sources.capture import Capture


@dataclass(frozen=True)
class Link:
    """An address that a feed, a list or a sitemap names; what it leads to is a page, a feed or a list again.

    Attributes:
        address: http or https.
        published: ISO 8601, where the feed or sitemap says.
        title: the same.
        asked: whether a person gave this very address; robots.txt is for what programs find by themselves.
    """

    address: str
    published: str | None = None
    title: str | None = None
    asked: bool = False


@dataclass(frozen=True)
class SetAside:
    """Something that could not be taken in.

    Attributes:
        name: what it is called: a path, a member of an archive, a line of a file, an address.
        reason: one line: what is wrong and, where the user can mend it, how.
        kind: "damaged" for the bytes of an archive that are lost, "skipped" for what is no page ("logo.png"),
            "failed" for what should have been one.
    """

    name: str
    reason: str
    kind: str = "failed"

    @classmethod
    def of(cls, name: str, error: SourcierError, kind: str = "failed") -> SetAside:
        """What an error says of it, in one line; many errors begin with the name."""
        return cls(name, " ".join(str(error).split()).removeprefix(f"{name[:200]}: "), kind)


Item = Capture | Link | SetAside


class Container(Protocol):
    """A form in which many pages come in one stream of bytes: a web archive, a feed, a list of addresses."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether a stream is of this form, told by its first bytes (decompressed, at most 64 KiB) and its name."""

    def items(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """What the stream holds, in its order; never raises for bad content, which is a `SetAside` each."""
