"""ZIP archives of saved pages, and of what else holds pages: feeds, web archives, lists (WACZ is one)."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO

from sourcier.limits import UNPACK_RATIO, ZIP_MEMBERS
from sourcier.sources.containers.zip_headers import Entry, entries
from sourcier.sources.items import Item, SetAside
from sourcier.sources.kinds import OFFICE, ending, no_page_by_name
from sourcier.sources.saved import in_companion
from sourcier.sources.stream import PIECE, Broken, Pieces, pieces
from sourcier.sources.unpacking import items_of

_ENCRYPTED = 0x1
_FREE = 50_000_000
"""Bytes that an archive may unpack to whatever its own size: a highly compressible page is no bomb."""
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What `zipfile` raises for members that are damaged or packed in a way that it does not know."""


class ZipArchive:
    """See the module."""

    def recognises(self, head: bytes, name: str) -> bool:
        """A ZIP archive that is no office document, which has the same signature."""
        if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return False
        first = head[30:200]
        return ending(name) not in OFFICE and not first.startswith((b"[Content_Types].xml", b"mimetype", b"META-INF/"))

    def items(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """What each member holds; names are only named, nothing is written where they point to."""
        with _seekable(stream) as whole:
            try:
                found = _directory(whole, name)
            except _ERRORS:
                yield SetAside(
                    name, "is a ZIP archive that is damaged or cut short; its members are looked for", "damaged"
                )
                found = None
            if found is None:
                whole.seek(0)
                yield from _without_directory(whole, name)
            elif isinstance(found, SetAside):
                yield found
            else:
                yield from _members(found, whole, name)


container = ZipArchive()


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The archive so that it can be read from its end, where its directory is: from a temporary file if need be."""
    raw = getattr(stream, "raw", None)
    source = raw.source if isinstance(raw, Pieces) and raw.form is None else stream
    if source is not None and source.seekable():
        source.seek(0)
        yield source
        return
    with tempfile.TemporaryFile() as whole:
        for piece in pieces(stream):
            whole.write(piece)
        whole.seek(0)
        yield whole


def _directory(whole: BinaryIO, name: str) -> zipfile.ZipFile | SetAside:
    size = whole.seek(0, io.SEEK_END)
    whole.seek(max(0, size - 66_000))
    tail = whole.read(66_000)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise zipfile.BadZipFile
    # Bytes of the directory: an entry takes at least 46 there, and `zipfile` reads all of them at once.
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    if directory == 0xFFFFFFFF and wide >= 0:
        directory = int.from_bytes(tail[wide + 40 : wide + 48], "little")
    if directory > ZIP_MEMBERS * 300:
        return SetAside(name, f"has more than {ZIP_MEMBERS:,} members; unpack it and give the folder")
    whole.seek(0)
    archive = zipfile.ZipFile(whole)
    if len(archive.infolist()) > ZIP_MEMBERS:
        return SetAside(name, f"has more than {ZIP_MEMBERS:,} members; unpack it and give the folder")
    return archive


def _members(archive: zipfile.ZipFile, whole: BinaryIO, name: str) -> Iterator[Item]:
    size = whole.seek(0, io.SEEK_END)
    names = {member.filename for member in archive.infolist()}
    spent = _Spent(size)
    for member in archive.infolist():
        if member.is_dir() or in_companion(member.filename, names) or _is_hidden(member.filename):
            continue
        place = f"{name}, {_shown(member.filename)}"
        what = no_page_by_name(member.filename)
        if what is not None:
            yield SetAside(place, f"is {what}, not a page", "skipped")
        elif member.flag_bits & _ENCRYPTED:
            yield SetAside(place, "is encrypted; unpack it with its password and give the folder")
        else:
            stream = io.BufferedReader(Pieces(spent.within(_unpacked(archive, member))))
            yield from _member(stream, place)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member holds.

    Raises:
        Broken: damaged, or packed in a way that is not known.
    """
    try:
        with archive.open(member) as packed:
            while piece := packed.read(PIECE):
                yield piece
    except NotImplementedError:
        raise Broken("is packed in a way that is not known; unpack it and give the folder") from None
    except _ERRORS:
        raise Broken("is damaged; the other members are kept") from None


def _without_directory(whole: BinaryIO, name: str) -> Iterator[Item]:
    """The members of an archive whose end is lost, by the header before each."""
    spent = _Spent(whole.seek(0, io.SEEK_END))
    whole.seek(0)
    for entry in entries(whole):
        place = f"{name}, {_shown(entry.name)}"
        if entry.name.endswith("/") or _is_hidden(entry.name):
            continue
        what = no_page_by_name(entry.name)
        if what is not None:
            yield SetAside(place, f"is {what}, not a page", "skipped")
        elif entry.flags & _ENCRYPTED:
            yield SetAside(place, "is encrypted; unpack it with its password and give the folder")
        else:
            yield from _member(io.BufferedReader(Pieces(spent.within(_recovered(entry)))), place)


def _recovered(entry: Entry) -> Iterator[bytes]:
    yield from entry.content()


def _member(stream: BinaryIO, place: str) -> Iterator[Item]:
    for item in items_of(stream, place, inside=True):
        # A member that breaks is lost bytes of the archive, whatever it is.
        broken = isinstance(item, SetAside) and item.name == place and item.reason.startswith("is damaged")
        yield replace(item, kind="damaged") if broken and isinstance(item, SetAside) else item


class _Spent:
    """The bytes that an archive has unpacked to, against its own size."""

    def __init__(self, size: int) -> None:
        self._left = max(_FREE, size * UNPACK_RATIO)

    def within(self, found: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces.

        Raises:
            Broken: the archive is a bomb.
        """
        for piece in found:
            self._left -= len(piece)
            if self._left < 0:
                raise Broken(f"unpacks to more than {UNPACK_RATIO} times the archive; unpack it and give what is in it")
            yield piece


def _is_hidden(member: str) -> bool:
    return any(part.startswith(".") and part not in {".", ".."} for part in member.split("/")) or member.startswith(
        "__MACOSX/"
    )


def _shown(member: str) -> str:
    """A member's name on one line of a message."""
    return re.sub(r"[\x00-\x1f\x7f]", "?", member)[:300]
