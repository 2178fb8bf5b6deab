"""Streams of bytes that arrive in pieces and may break: they end where they break, and say so."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE = 65_536
"""Bytes read at a time."""


class Broken(Exception):
    """The bytes of a stream end before they should; `str()` of it says why, in words that follow a name."""


class Pieces(io.RawIOBase):
    """A stream over pieces of bytes.

    Args:
        pieces: consumed as they are read; `Broken` or `OSError` from them ends the stream.
        source: the stream that the pieces are made from; not read as long as no piece is.
        form: the compression that is undone, "gzip" or "zstd"; None where the pieces are the source's own.

    Attributes:
        fault: why the stream ended too early; None where it did not.
    """

    def __init__(self, pieces: Iterable[bytes], source: BinaryIO | None = None, form: str | None = None) -> None:
        super().__init__()
        self.source = source
        self.form = form
        self.fault: str | None = None
        self._pieces = iter(pieces)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """As `io.RawIOBase` says: 0 at the end."""
        while not self._left:
            try:
                piece = next(self._pieces, None)
            except (Broken, OSError) as error:
                self.fault = getattr(error, "strerror", None) or str(error)
                piece = None
            if piece is None:
                return 0
            self._left = memoryview(piece)
        with memoryview(buffer) as view:
            count = min(len(view), len(self._left))
            view[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


def fault(stream: BinaryIO) -> str | None:
    """Why a stream, or one that it is made from, ended too early; None where it did not."""
    raw = getattr(stream, "raw", stream)
    found = getattr(raw, "fault", None)
    source = getattr(raw, "source", None)
    return found or (fault(source) if source is not None else None)


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The rest of a stream, piece by piece."""
    while piece := stream.read(PIECE):
        yield piece


def beginning(stream: BinaryIO, count: int) -> bytes:
    """The next `count` bytes of a stream, fewer only where it ends: a pipe gives what has come, not what is asked."""
    found = bytearray()
    while len(found) < count and (piece := stream.read(count - len(found))):
        found += piece
    return bytes(found)


def lines(stream: BinaryIO, longest: int) -> Iterator[tuple[int, bytes | None]]:
    """Number, from 1, and bytes of each line; None for one of more than `longest` bytes, which is not held."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) <= longest or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(PIECE)
        yield number, None
