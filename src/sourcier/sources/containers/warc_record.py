"""One record of a web archive (WARC 1.0 and 1.1, ISO 28500), framed and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sourcier.limits import WARC_HEADER_BYTES, WARC_RECORD_BYTES
from sourcier.sources import http_message
from sourcier.sources.digests import matches
from sourcier.sources.window import Window

BEGINNING = re.compile(rb"WARC/1\.[0-9]\r?\n")
BEGINNING_BYTES = 10
"""Bytes of the longest `BEGINNING`."""
_END = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]*:[ \t]*(.*)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffd]")
_CLOSING = b"\r\n\r\n"
_DIGESTED = frozenset({"response", "resource"})
"""Types whose payload digest is one of their own payload: that of a `revisit` is another record's."""


class Damaged(Exception):
    """A record that is not what was written.

    Attributes:
        resume: where the next record is expected, where the framing of this one is whole; None where it is not.
    """

    def __init__(self, reason: str, resume: int | None = None) -> None:
        super().__init__(reason)
        self.resume = resume


@dataclass(frozen=True)
class WarcRecord:
    """A record.

    Attributes:
        fields: its header, names in lower case.
        size: bytes of its block.
        block: its block; None where that is larger than `limits.WARC_RECORD_BYTES`.
        message: the block as an HTTP response, where it is one.
    """

    fields: dict[str, str]
    size: int
    block: bytes | None
    message: http_message.Message | None

    @property
    def kind(self) -> str:
        """`response`, `resource`, `request` and so on."""
        return self.fields["warc-type"].lower()


def read_record(window: Window) -> WarcRecord:
    """The record that begins at `window.at`; the window is then behind its closing line breaks.

    Nothing in an uncompressed archive vouches for a record's header, so that one with control characters or bytes
    that are no UTF-8 counts as damaged, and so does the HTTP header of a block without a digest.

    Raises:
        Damaged: cut short, no header, no closing line breaks, or a digest that is another.
    """
    fields = read_header(window)
    size = int(fields["content-length"])
    if size > WARC_RECORD_BYTES:
        if not window.pass_over(size):
            raise Damaged("is cut short")
        _close(window)
        return WarcRecord(fields, size, None, None)
    if not window.has(size):
        raise Damaged("is cut short")
    block = window.ahead(size)
    window.at += size
    _close(window)
    message = None
    if fields["warc-type"].lower() == "response" and "http" in fields.get("content-type", "http").lower():
        message = http_message.parse(block)
    if not _is_as_written(fields, block, message):
        raise Damaged("is not what its digest says", window.at)
    return WarcRecord(fields, size, block, message)


def read_header(window: Window) -> dict[str, str]:
    """The header of the record at `window.at`, names in lower case; the window is then at the block.

    Raises:
        Damaged: there is none, or it is not plausible.
    """
    ahead = window.ahead(4096)
    if not BEGINNING.match(ahead):
        raise Damaged("is no record of a web archive")
    end = _END.search(ahead)
    if end is None:
        ahead = window.ahead(WARC_HEADER_BYTES)
        end = _END.search(ahead)
    if end is None:
        raise Damaged("is cut short" if len(ahead) < WARC_HEADER_BYTES else "has a header that does not end")
    text = ahead[: end.start()].decode("utf-8", "replace").replace("\r\n", "\n")
    if _CONTROL.search(text):
        raise Damaged("has a damaged header")
    fields: dict[str, str] = {}
    for line in text.replace("\n ", " ").replace("\n\t", " ").split("\n")[1:]:
        field = _FIELD.fullmatch(line)
        if field is None:
            raise Damaged("has a damaged header")
        fields.setdefault(field[1].lower(), field[2].strip())
    if "warc-type" not in fields or not re.fullmatch("[0-9]{1,15}", fields.get("content-length", "")):
        raise Damaged("has a damaged header")
    window.at += end.end()
    return fields


def _close(window: Window) -> None:
    """Pass over the line breaks that end a record; at the end of a stream some of them may be missing."""
    ahead = window.ahead(4)
    if ahead == _CLOSING or (len(ahead) < 4 and _CLOSING.startswith(ahead)):
        window.at += len(ahead)
    elif ahead.startswith(b"\n\n"):
        window.at += 2
    else:
        raise Damaged("does not end where its length says")


def _is_as_written(fields: dict[str, str], block: bytes, message: http_message.Message | None) -> bool:
    declared = fields.get("warc-block-digest")
    if declared:
        found = matches(declared, [block])
        if found is not None:
            return found
    if message is not None and not message.clean:
        return False
    declared = fields.get("warc-payload-digest")
    if declared and fields["warc-type"].lower() in _DIGESTED and "warc-truncated" not in fields:
        # Writers differ in what they take for the payload: with or without its chunks, or the whole block.
        return matches(declared, [*(message.candidates() if message else ()), block]) is not False
    return True
