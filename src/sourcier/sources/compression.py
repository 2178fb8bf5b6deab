"""Single-file compression undone: gzip, of one member or many, and Zstandard, within a ratio."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import zstandard

from sourcier.limits import PAGE_BYTES, UNPACK_RATIO
from sourcier.sources.stream import PIECE, Broken, Pieces

GZIP = b"\x1f\x8b\x08"
ZSTANDARD = b"\x28\xb5\x2f\xfd"
_AT_ONCE = 1 << 20
"""Bytes unpacked at a time, so that a bomb fills no memory."""


def is_packed(head: bytes) -> bool:
    """Whether a stream that begins so is gzip or Zstandard."""
    return head.startswith((GZIP, ZSTANDARD))


def unpacked(stream: BinaryIO, head: bytes) -> BinaryIO:
    """What a gzip or Zstandard stream that begins with `head` holds; it ends where it is damaged, see `stream.fault`.

    Nothing is read from the packed stream before the first read.
    """
    form = "gzip" if head.startswith(GZIP) else "zstd"
    return io.BufferedReader(Pieces(_within_ratio(stream), source=stream, form=form))


def unpacked_head(head: bytes, count: int) -> bytes:
    """The first `count` bytes of what a packed stream holds, as far as the bytes at hand tell them."""
    found = bytearray()
    try:
        for piece in _unpack(iter([head])):
            found += piece
            if len(found) >= count:
                break
    except Broken:
        pass
    return bytes(found[:count])


def _within_ratio(stream: BinaryIO) -> Iterator[bytes]:
    taken = given = 0

    def counted() -> Iterator[bytes]:
        nonlocal taken
        while piece := stream.read(PIECE):
            taken += len(piece)
            yield piece

    for piece in _unpack(counted()):
        given += len(piece)
        if given > PAGE_BYTES and given > taken * UNPACK_RATIO:
            raise Broken(f"unpacks to more than {UNPACK_RATIO} times its size; unpack it and give what is in it")
        yield piece


def _unpack(packed: Iterator[bytes]) -> Iterator[bytes]:
    first = next(packed, b"")
    if first.startswith(ZSTANDARD):
        yield from _zstandard(first, packed)
    else:
        yield from _gzip(first, packed)


def _gzip(piece: bytes, packed: Iterator[bytes]) -> Iterator[bytes]:
    member = zlib.decompressobj(wbits=31)
    begun = True
    while True:
        try:
            found = member.decompress(piece, _AT_ONCE)
        except zlib.error:
            raise Broken("is damaged: what follows cannot be unpacked") from None
        if found:
            yield found
        piece = member.unused_data if member.eof else member.unconsumed_tail
        if member.eof:
            member = zlib.decompressobj(wbits=31)
            begun = False
            piece = piece.lstrip(b"\x00")  # tapes and some tools pad with zeros
        if not piece:
            piece = next(packed, b"")
            if not begun:
                piece = piece.lstrip(b"\x00")
            if not piece:
                if begun and not found:
                    raise Broken("is cut short: its compressed data does not end")
                if not begun:
                    return
        begun = True


def _zstandard(piece: bytes, packed: Iterator[bytes]) -> Iterator[bytes]:
    frame = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    begun = True
    while True:
        # 4 bytes can stand for a block of 128 KiB, and the library has no limit of its own for what it gives.
        for start in range(0, len(piece), 512):
            part = piece[start : start + 512]
            while part:
                try:
                    found = frame.decompress(part)
                except zstandard.ZstdError:
                    raise Broken("is damaged: what follows cannot be unpacked") from None
                begun = not frame.eof
                if found:
                    yield found
                part = frame.unused_data if frame.eof else b""
                if frame.eof:
                    frame = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
        piece = next(packed, b"")
        if not piece:
            if begun:
                raise Broken("is cut short: its compressed data does not end")
            return
