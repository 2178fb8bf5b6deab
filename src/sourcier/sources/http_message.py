"""An HTTP response as an archive keeps it: status, headers, and the content with its encodings undone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli
import zstandard

from sourcier.limits import PAGE_BYTES

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})(?: [^\r\n]*)?\r?\n")
_END = re.compile(rb"\r?\n\r?\n")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")


class TooLarge(Exception):
    """The content has more than `limits.PAGE_BYTES`."""


class Undecodable(Exception):
    """The content is not in the encoding that its header names; `str()` of it is the encoding."""


@dataclass(frozen=True)
class Message:
    """A response: names of headers in lower case; `clean` is False where the head holds control characters."""

    status: int
    headers: dict[str, str]
    body: bytes
    clean: bool

    def candidates(self) -> list[bytes]:
        """The payload in each sense that archive writers take a digest of: as sent, and without its chunks."""
        whole = _without_chunks(self.body) if self._is_chunked() else None
        return [self.body] if whole is None else [self.body, whole]

    def content(self) -> bytes:
        """The body with transfer- and content-encoding undone.

        A crawler may have undone them and left the header: a body that is plainly not so encoded is taken as it is.

        Raises:
            TooLarge: more than `limits.PAGE_BYTES`.
            Undecodable: a damaged encoding, or one that is not known.
        """
        content = self.candidates()[-1]
        encodings = [name.strip().lower() for name in self.headers.get("content-encoding", "").split(",")]
        for name in reversed(encodings):
            if name in {"", "identity", "none", "utf-8", "utf8"}:
                continue
            undo = _UNDO.get(name)
            if undo is None:
                raise Undecodable(name[:40])
            content = undo(content)
        if len(content) > PAGE_BYTES:
            raise TooLarge
        return content

    def _is_chunked(self) -> bool:
        return "chunked" in self.headers.get("transfer-encoding", "").lower()


def parse(block: bytes) -> Message | None:
    """The response in a record's block; None where it is none."""
    status = _STATUS.match(block)
    if status is None:
        return None
    # The line break of the status line may be the first of the two that end a head without headers.
    end = _END.search(block, status.end() - (2 if block[status.end() - 2 : status.end() - 1] == b"\r" else 1))
    if end is None:
        return None
    head = block[status.end() : end.start()]
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return Message(int(status[1]), headers, block[end.end() :], _CONTROL.search(block[: end.end()]) is None)


def _without_chunks(body: bytes) -> bytes | None:
    """A chunked body put together; a last chunk that is cut is kept as far as it goes; None where it is not chunked."""
    found = bytearray()
    at = 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        if size == 0:
            return bytes(found)
        found += body[chunk.end() : chunk.end() + size]
        at = chunk.end() + size
        if body[at : at + 2] == b"\r\n":
            at += 2
        elif body[at : at + 1] == b"\n":
            at += 1
    return bytes(found) if found and at >= len(body) else None


def _inflated(content: bytes, wbits: int) -> bytes | None:
    member = zlib.decompressobj(wbits)
    try:
        found = member.decompress(content, PAGE_BYTES + 1)
    except zlib.error:
        return None
    if len(found) > PAGE_BYTES:
        raise TooLarge
    return found


def _gzip(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    found = _inflated(content, 31)
    if found is None:
        raise Undecodable("gzip")
    return found


def _deflate(content: bytes) -> bytes:
    for wbits in (15, -15):  # RFC 9110 means the zlib format; some servers send bare deflate
        found = _inflated(content, wbits)
        if found is not None:
            return found
    return _plain_or(content, "deflate")


def _brotli(content: bytes) -> bytes:
    decoder = brotli.Decompressor()
    found = bytearray()
    try:
        found += decoder.process(content, output_buffer_limit=PAGE_BYTES + 1)
        while not decoder.can_accept_more_data() and len(found) <= PAGE_BYTES:
            found += decoder.process(b"", output_buffer_limit=PAGE_BYTES + 1)
    except brotli.error:
        return _plain_or(content, "br")
    if len(found) > PAGE_BYTES:
        raise TooLarge
    if not found and content:
        return _plain_or(content, "br")
    return bytes(found)


def _zstandard(content: bytes) -> bytes:
    decoder = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    found = bytearray()
    try:
        for start in range(0, len(content), 512):
            if decoder.eof:
                break
            found += decoder.decompress(content[start : start + 512])
            if len(found) > PAGE_BYTES:
                raise TooLarge
    except zstandard.ZstdError:
        return _plain_or(content, "zstd")
    if not found and content:
        return _plain_or(content, "zstd")
    return bytes(found)


def _plain_or(content: bytes, encoding: str) -> bytes:
    if b"<" in content[:1024] and b"\x00" not in content[:1024]:
        return content
    raise Undecodable(encoding)


_UNDO: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstandard,
}
