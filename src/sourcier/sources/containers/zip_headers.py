"""The members of a ZIP archive by the header before each of them, where the directory at its end is lost."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from sourcier.limits import PAGE_BYTES
from sourcier.sources.stream import Broken, pieces
from sourcier.sources.window import Window

_SIGNATURE = re.compile(rb"PK\x03\x04")
_HEADER = 30
"""Bytes of a local header before the name (APPNOTE 4.3.7)."""
_DESCRIPTOR = 0x8
_UTF8 = 0x800


@dataclass
class Entry:
    """A member: its name, its flags, and its content, which must be asked for before the next member."""

    name: str
    flags: int
    method: int
    crc: int
    size: int
    window: Window = field(repr=False)

    def content(self) -> Iterator[bytes]:
        """What the member holds, checked against its CRC.

        Raises:
            Broken: damaged, cut short, or packed in a way that is not known.
        """
        if self.method == 8:
            yield from self._deflated()
        elif self.method == 0 and not self.flags & _DESCRIPTOR:
            yield from self._stored()
        else:
            raise Broken("is damaged: its end cannot be found without the archive's directory")

    def _stored(self) -> Iterator[bytes]:
        left, crc = self.size, 0
        while left:
            piece = self.window.ahead(min(left, 65_536))
            if not piece:
                raise Broken("is damaged: it is cut short")
            self.window.at += len(piece)
            self.window.let_go(self.window.at - PAGE_BYTES)
            left -= len(piece)
            crc = zlib.crc32(piece, crc)
            yield piece
        if crc != self.crc:
            raise Broken("is damaged; the other members are kept")

    def _deflated(self) -> Iterator[bytes]:
        member = zlib.decompressobj(wbits=-15)
        crc = 0
        while not member.eof:
            packed = self.window.ahead(65_536)
            try:
                piece = member.decompress(packed, 1 << 20)
            except zlib.error:
                raise Broken("is damaged; the other members are kept") from None
            if not packed and not piece:
                raise Broken("is damaged: it is cut short")
            self.window.at += len(packed) - len(member.unused_data if member.eof else member.unconsumed_tail)
            self.window.let_go(self.window.at - PAGE_BYTES)
            crc = zlib.crc32(piece, crc)
            if piece:
                yield piece
        expected = self.crc
        if self.flags & _DESCRIPTOR:
            ahead = self.window.ahead(8).removeprefix(b"PK\x07\x08")
            expected = int.from_bytes(ahead[:4], "little")
        if crc != expected:
            raise Broken("is damaged; the other members are kept")


def entries(whole: BinaryIO) -> Iterator[Entry]:
    """Each member that a header can be found for; the search goes on behind a member that was read whole."""
    window = Window(pieces(whole))
    while window.seek(_SIGNATURE, 4):
        head = window.ahead(_HEADER)
        begin = window.at
        length = int.from_bytes(head[26:28], "little")
        extra = int.from_bytes(head[28:30], "little")
        flags = int.from_bytes(head[6:8], "little")
        name = window.ahead(_HEADER + length)[_HEADER:]
        if len(head) < _HEADER or not 0 < len(name) == length or b"\x00" in name:
            window.at = begin + 4
            continue
        window.at = begin + _HEADER + length + extra
        entry = Entry(
            name.decode("utf-8" if flags & _UTF8 else "cp437", "replace"),
            flags,
            int.from_bytes(head[8:10], "little"),
            int.from_bytes(head[14:18], "little"),
            int.from_bytes(head[18:22], "little"),
            window,
        )
        after = window.at
        yield entry
        if window.at == after:
            # Nothing was read: a picture, or one that is damaged. The next signature may lie anywhere behind.
            window.at = after
