"""From a stream of bytes, whatever it is, to what it holds: one page, or the items of a container."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from sourcier.limits import PAGE_BYTES
from sourcier.sources.capture import Capture
from sourcier.sources.compression import is_packed, unpacked, unpacked_head
from sourcier.sources.containers import containers
from sourcier.sources.items import Item, SetAside
from sourcier.sources.kinds import no_page_by_content
from sourcier.sources.saved import saved_address
from sourcier.sources.stream import Pieces, beginning, fault, pieces

HEAD = 65_536
"""Bytes by which a container is recognised."""


def items_of(stream: BinaryIO, name: str, *, inside: bool = False) -> Iterator[Item]:
    """What a stream at its beginning holds: a capture where it is a page, the items of a container, or why neither.

    Args:
        stream: gzip and Zstandard are undone.
        name: what messages call it; its ending tells what its bytes do not.
        inside: it is a member of an archive, where another ZIP archive is not unpacked.
    """
    head = beginning(stream, HEAD)
    stream = io.BufferedReader(Pieces(chain([head], pieces(stream)), source=stream))
    if is_packed(head):
        stream = unpacked(stream, head)
        head = unpacked_head(head, HEAD)
    for form, container in containers():
        if container.recognises(head, name):
            if inside and form == "zip":
                yield SetAside(name, "is a ZIP archive inside another; unpack it and give the folder")
                return
            yield from container.items(stream, name)
            break
    else:
        yield from _page(stream, head, name)
    why = fault(stream)
    if why is not None:
        yield SetAside(name, why, "damaged")


def _page(stream: BinaryIO, head: bytes, name: str) -> Iterator[Item]:
    what = no_page_by_content(head)
    if what is not None:
        yield SetAside(name, f"is {what}, not a page", "skipped")
        return
    content = beginning(stream, PAGE_BYTES + 1)
    if fault(stream) is not None:
        return  # a page cut short would be read as if it said no more
    if len(content) > PAGE_BYTES:
        yield SetAside(name, f"has more than {PAGE_BYTES:,} bytes; save the article's own page")
    elif not content.strip():
        yield SetAside(name, "is empty; save the page again")
    else:
        yield Capture(content, address=saved_address(content), name=name)
