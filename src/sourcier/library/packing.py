"""Bytes kept small: Zstandard frames, with their size inside and a checksum."""

from __future__ import annotations

import threading

import zstandard

from sourcier.errors import LibraryError
from sourcier.record import Record
from sourcier.record.structs import parse

PAGE_LEVEL, RECORD_LEVEL = 3, 1
"""Of public news pages level 3 leaves 18 %, level 1 in nearly the same time 7 % more; of records level 3 takes
twice the time of level 1, to leave 2 % less."""

_own = threading.local()


def packed(content: bytes, level: int = PAGE_LEVEL) -> bytes:
    """The bytes as one Zstandard frame; the same bytes and level give the same frame."""
    if not hasattr(_own, "compressors"):
        _own.compressors = {
            of: zstandard.ZstdCompressor(level=of, write_checksum=True, write_content_size=True)
            for of in (PAGE_LEVEL, RECORD_LEVEL)
        }
    return bytes(_own.compressors[level].compress(content))


def unpacked(frame: bytes) -> bytes:
    """The bytes of a frame.

    Raises:
        LibraryError: the frame is damaged.
    """
    if not hasattr(_own, "decompressor"):
        _own.decompressor = zstandard.ZstdDecompressor()
    try:
        return bytes(_own.decompressor.decompress(frame))
    except zstandard.ZstdError as error:
        raise LibraryError(f"bytes kept in the library are damaged ({error}); run: sourcier check") from None


def record_of(frame: bytes) -> Record | None:
    """The record in a frame, see `structs.parse`; None where it is damaged: `check` says so, nothing stops for it."""
    try:
        return parse(unpacked(frame))
    except (LibraryError, ValueError):
        return None
