"""Web archives: WARC 1.0 and 1.1, plain, or gzip with one member a record or one for the whole file.

The framing is our own, so that damage costs the records it falls on and no others: each gzip member is unpacked by
itself and checked against its CRC, each record against its length, closing and digests; after damage reading goes on
at the next record that begins as one. In an uncompressed archive without digests, bytes that are changed inside a
block cannot be told.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from sourcier.limits import WARC_RECORD_BYTES
from sourcier.sources.capture import Capture
from sourcier.sources.compression import GZIP
from sourcier.sources.containers.warc_record import (
    BEGINNING,
    BEGINNING_BYTES,
    Damaged,
    WarcRecord,
    read_header,
    read_record,
)
from sourcier.sources.http_message import TooLarge, Undecodable
from sourcier.sources.items import Item, SetAside
from sourcier.sources.stream import PIECE, Broken, Pieces, pieces
from sourcier.sources.window import Window

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_MARKUP = re.compile(rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_MEMBER = re.compile(re.escape(GZIP))
_CALLED = re.compile(r"\.warc(\.gz|\.zst)?$", re.IGNORECASE)
_SEARCHED = 1 << 18
"""Bytes searched for the first record of an archive whose beginning is damaged."""
_AT_ONCE = 1 << 20
"""Bytes unpacked at a time."""


class WarcArchive:
    """See the module."""

    def recognises(self, head: bytes, name: str) -> bool:
        """A stream that begins with a record, or is called one: its beginning may be what is damaged."""
        return BEGINNING.match(head) is not None or _CALLED.search(name) is not None

    def items(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """A capture for each page, and what is damaged; requests, pictures, errors and redirects are no pages."""
        raw = getattr(stream, "raw", None)
        if isinstance(raw, Pieces) and raw.source is not None and raw.form == "gzip":
            # The unpacked stream would end at the first damage: members are told apart in its source.
            stream = raw.source
        window = Window(pieces(stream))
        return _packed(window, name) if _is_packed(window) else _plain(window, name, "byte")


container = WarcArchive()


def _is_packed(window: Window) -> bool:
    """Whether an archive is made of gzip members, told by what comes first in it where its beginning is damaged."""
    ahead = window.ahead(_SEARCHED)
    if BEGINNING.match(ahead):
        return False
    plain = BEGINNING.search(ahead)
    end = len(ahead) if plain is None else plain.start()
    return any(_holds_record(ahead[found.start() : found.start() + 4096]) for found in _MEMBER.finditer(ahead, 0, end))


def _plain(window: Window, name: str, unit: str) -> Iterator[Item]:
    """The pages of records one after another; `unit` is what a position counts in."""
    while True:
        end = window.at
        if not _at_record(window):
            return
        start = window.at
        try:
            record = read_record(window)
        except Damaged as damage:
            if damage.resume is None:
                window.at = max(start + 1, window.start)
                _seek_record(window)
            yield _lost(f"{name}, {unit} {end}", str(damage), unit, window)
        else:
            window.let_go()
            yield from _pages(record, f"{name}, {unit} {start}")


def _seek_record(window: Window) -> None:
    """Move to the next record that begins with a plausible header; a page may quote the words alone."""
    while window.seek(BEGINNING, BEGINNING_BYTES):
        start = window.at
        try:
            read_header(window)
        except Damaged:
            window.at = start + 1
        else:
            window.at = start
            return


def _at_record(window: Window) -> bool:
    """Whether anything but line breaks follows; they are passed over."""
    while (ahead := window.ahead(4)) and not ahead.strip(b"\r\n"):
        window.at += len(ahead)
    window.at += len(ahead) - len(ahead.lstrip(b"\r\n"))
    window.let_go()
    return bool(ahead)


def _packed(raw: Window, name: str) -> Iterator[Item]:
    """The pages of an archive of gzip members; a member with one record is given only when its CRC is right."""
    while raw.has(1):
        raw.let_go()
        start = raw.at
        place = f"{name}, byte {start}"
        inner = Window(_member(raw))
        damage: str | None = None
        record: WarcRecord | None = None
        whole = False
        if _at_record(inner):
            try:
                record = read_record(inner)
            except Damaged as found:
                damage = str(found)
                if found.resume is not None:
                    whole = not _at_record(inner) and inner.fault is None
                    if BEGINNING.match(inner.ahead(BEGINNING_BYTES)):
                        raw.let_go()
                        yield SetAside(f"{place} (unpacked: byte 0)", f"the record {damage}", "damaged")
                        damage = None
                        yield from _plain(inner, name, "unpacked byte")
            else:
                if _at_record(inner):
                    if not BEGINNING.match(inner.ahead(BEGINNING_BYTES)) and inner.has(BEGINNING_BYTES):
                        damage = "does not end where its length says"
                    else:
                        raw.let_go()  # one member holds many records: each is as good as its digest
                        yield from _pages(record, f"{place} (unpacked: byte 0)")
                        record = None
                        yield from _plain(inner, name, "unpacked byte")
        damage = inner.fault or damage
        if damage is None:
            if record is not None:
                yield from _pages(record, place)
            continue
        if not whole:
            raw.at = max(start + 1, raw.start)
            _seek_member(raw)
        yield _lost(place, damage, "byte", raw)


def _seek_member(raw: Window) -> None:
    """Move to the next gzip member that holds a record; the signature alone is found in compressed data by chance."""
    while raw.seek(_MEMBER, len(GZIP)):
        if _holds_record(raw.ahead(4096)):
            return
        raw.at += 1


def _holds_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, BEGINNING_BYTES).startswith(b"WARC/1.")
    except zlib.error:
        return False


def _member(raw: Window) -> Iterator[bytes]:
    """What the gzip member at `raw.at` holds, its CRC checked at the end; `raw` is then behind it.

    Raises:
        Broken: no member, damaged, or cut short.
    """
    member = zlib.decompressobj(wbits=31)
    while not member.eof:
        packed = raw.ahead(PIECE)
        before = member.copy()
        try:
            found = member.decompress(packed, _AT_ONCE)
        except zlib.error:
            yield _salvaged(before, packed)
            raise Broken("is damaged") from None
        if not packed and not found and not member.eof:
            raise Broken("is cut short")
        raw.at += len(packed) - len(member.unused_data if member.eof else member.unconsumed_tail)
        raw.let_go(raw.at - WARC_RECORD_BYTES)
        if found:
            yield found


def _salvaged(member: zlib._Decompress, packed: bytes) -> bytes:
    """What can be unpacked before the byte at which the data is seen to be damaged."""
    found = bytearray()
    try:
        for at in range(len(packed)):
            found += member.decompress(packed[at : at + 1])
    except zlib.error:
        pass
    return bytes(found)


def _lost(name: str, damage: str, unit: str, window: Window) -> SetAside:
    goes_on = f"reading goes on at {unit} {window.at}" if window.has(1) else "nothing after it can be read"
    return SetAside(name, f"the record {damage}; {goes_on}", "damaged")


def _pages(record: WarcRecord, name: str) -> Iterator[Item]:
    """The capture of a record that is a page, or why it cannot be had; nothing for all other records."""
    fields = record.fields
    kind = record.kind
    if kind not in {"response", "resource"} or fields.get("warc-segment-number", "1") != "1":
        return
    if record.block is None:
        # What it is cannot be told without its head, and what is that large is a film, not a page.
        return
    if kind == "response":
        if record.message is None or record.message.status != 200:
            return
        media_type = record.message.headers.get("content-type")
    else:
        media_type = fields.get("content-type")
    declared = (media_type or "").partition(";")[0].strip().lower()
    if declared and declared not in _PAGES:
        return
    try:
        content = record.block if record.message is None else record.message.content()
    except TooLarge:
        yield SetAside(name, "is larger than a page may be; save the article's own page")
        return
    except Undecodable as error:
        if declared:
            yield SetAside(name, f"its content is not in the encoding that it names ({error}); fetch the page again")
        return
    if not content.strip() or (not declared and not _MARKUP.match(content[:2048])):
        return
    yield Capture(
        content,
        address=fields.get("warc-target-uri", "").strip("<> ") or None,
        media_type=media_type or None,
        fetched=_time(fields.get("warc-date", "")),
        name=name,
    )


def _time(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
