"""A window on a stream: what is ahead can be looked at, and what is behind is kept until it is let go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcier.sources.stream import Broken


class Window:
    """Bytes from `start` (let go up to here) by way of `at` (read up to here) to the furthest byte looked at.

    All positions are byte offsets from the beginning of the stream.

    Args:
        pieces: the stream; `Broken` or `OSError` from it ends the stream.

    Attributes:
        fault: why the stream ended too early; None where it did not, or has not yet.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.at = 0
        self.start = 0
        self.fault: str | None = None
        self._data = bytearray()
        self._pieces = pieces

    def has(self, count: int) -> bool:
        """Whether `count` more bytes follow."""
        while self.start + len(self._data) - self.at < count:
            try:
                piece = next(self._pieces, None)
            except (Broken, OSError) as error:
                self.fault = str(error)
                piece = None
            if piece is None:
                return False
            self._data += piece
        return True

    def ahead(self, count: int) -> bytes:
        """The next `count` bytes, fewer only where the stream ends; they stay ahead."""
        self.has(count)
        first = self.at - self.start
        return bytes(memoryview(self._data)[first : first + count])

    def let_go(self, before: int | None = None) -> None:
        """Keep nothing before a position, `at` where None."""
        count = (self.at if before is None else before) - self.start
        if count > 0:
            del self._data[:count]
            self.start += count

    def pass_over(self, count: int) -> bool:
        """Move on by `count` bytes without keeping them; False where the stream ends first."""
        while count:
            if not self.has(1):
                return False
            step = min(count, self.start + len(self._data) - self.at)
            self.at += step
            count -= step
            self.let_go()
        return True

    def seek(self, pattern: re.Pattern[bytes], longest: int) -> bool:
        """Move to the next match of a pattern of at most `longest` bytes, letting go of all before it.

        False where there is none; `at` is then the end of the stream.
        """
        while True:
            found = pattern.search(self._data, self.at - self.start)
            if found:
                self.at = self.start + found.start()
                self.let_go()
                return True
            end = self.start + len(self._data)
            self.at = max(self.at, end - longest + 1)
            self.let_go()
            if not self.has(end - self.at + 1):
                self.at = self.start + len(self._data)
                self.let_go()
                return False
