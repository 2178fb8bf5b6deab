"""Unpacking what a server packed (Content-Encoding), a bounded piece at a time.

A few kilobytes of gzip or Brotli can stand for gigabytes. Nothing here gives more than about `PIECE` bytes at once, so
that whoever counts them can stop.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

PIECE = 65_536
"""Most bytes of one piece; of Brotli twice that, which fills whole blocks."""

Unpack = Callable[[Iterable[bytes]], Iterator[bytes]]


class Damaged(Exception):  # the caller knows the address, and says it
    """What arrived is not what its encoding says, or ends too soon."""


@cache
def accepted() -> str:
    """What to send as Accept-Encoding: the encodings that can be unpacked piece by piece here."""
    return "gzip, deflate, br" if _brotli() else "gzip, deflate"


def unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes under a Content-Encoding, in pieces where there is one, as they came where there is none.

    Raises:
        Damaged: an encoding that was not asked for, more than two of them, bytes that are not of it.
    """
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in {"", "identity"}]
    known: dict[str, Unpack] = {"gzip": _gunzipped, "x-gzip": _gunzipped, "deflate": _inflated}
    if _brotli():
        known["br"] = _unbrotlied
    if len(names) > 2 or any(name not in known for name in names):
        raise Damaged(f"is packed as {encoding[:40]}")
    pieces = iter(chunks)
    for name in reversed(names):
        pieces = known[name](pieces)
    return pieces


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip of any number of members; what follows the last one is padding."""
    inner: Any = zlib.decompressobj(zlib.MAX_WBITS | 16)
    complete = fresh = True
    for chunk in chunks:
        data = chunk
        while data:
            if inner.eof:
                inner, fresh = zlib.decompressobj(zlib.MAX_WBITS | 16), True
            try:
                piece = inner.decompress(data, PIECE)
            except zlib.error as error:
                if fresh and complete and data is not chunk:
                    return
                raise Damaged("is damaged") from error
            fresh, complete = False, inner.eof
            if piece:
                yield piece
            data = inner.unused_data if inner.eof else inner.unconsumed_tail
    if not complete:
        raise Damaged("is cut short")


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Deflate with the wrapping that the standard asks for, or without, as some servers send it."""
    inner: Any = None
    for chunk in chunks:
        data = chunk
        while data and not (inner and inner.eof):
            try:
                if inner is None:
                    wrapped = data[0] & 0x0F == 8 and (len(data) < 2 or (data[0] * 256 + data[1]) % 31 == 0)
                    inner = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
                piece = inner.decompress(data, PIECE)
            except zlib.error as error:
                raise Damaged("is damaged") from error
            if piece:
                yield piece
            data = inner.unconsumed_tail
    if inner is not None and not inner.eof:
        raise Damaged("is cut short")


def _unbrotlied(chunks: Iterable[bytes]) -> Iterator[bytes]:
    brotli = _brotli()
    inner = brotli.Decompressor()
    seen = False
    for chunk in chunks:
        data, seen = chunk, True
        try:
            while True:
                piece = inner.process(data, output_buffer_limit=PIECE)
                if piece:
                    yield piece
                data = b""
                if inner.is_finished() or inner.can_accept_more_data():
                    break
        except brotli.error as error:
            raise Damaged("is damaged") from error
        if inner.is_finished():
            return
    if seen and not inner.is_finished():
        raise Damaged("is cut short")


@cache
def _brotli() -> Any:
    """The package, where it is installed and can stop at a given size (since 1.2); None else."""
    try:
        import brotli  # noqa: PLC0415 - only fetching needs it
    except ImportError:
        return None
    return brotli if hasattr(brotli.Decompressor, "can_accept_more_data") else None
