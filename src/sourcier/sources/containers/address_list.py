"""A list of addresses: a text file with one in each line that is not blank and no comment (`#`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sourcier.limits import LINE_BYTES
from sourcier.sources.containers.address import address_of
from sourcier.sources.items import Item, Link, SetAside
from sourcier.sources.stream import lines

_FIRST = 3
"""Lines that must be addresses. A page saved as text may begin with its own address, but not with three."""


class AddressList:
    """See the module."""

    def recognises(self, head: bytes, name: str) -> bool:
        """The first lines that say anything, at most three, are all addresses."""
        text = head.decode("utf-8", "replace").removeprefix("\ufeff")
        lines = [line for line in (line.strip() for line in text.splitlines()) if line and not line.startswith("#")]
        return bool(lines) and all(address_of(line) for line in lines[:_FIRST])

    def items(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """A link for each line; what is no address is set aside."""
        for number, raw in lines(stream, LINE_BYTES):
            if raw is None:
                yield SetAside(f"{name}, line {number}", f"has more than {LINE_BYTES:,} bytes; give one address a line")
                continue
            line = raw.decode("utf-8", "replace").removeprefix("\ufeff").strip()
            if not line or line.startswith("#"):
                continue
            address = address_of(line)
            if address is None:
                yield SetAside(f"{name}, line {number}", f"{line[:80]!r} is no address; write https://…")
            else:
                yield Link(address)


container = AddressList()
