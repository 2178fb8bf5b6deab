"""From bytes to text, as browsers do it (WHATWG Encoding Standard), and what is no text is refused by name."""

from __future__ import annotations

import re
import zlib

import webencodings

from sourcier.errors import LimitExceeded, NotAPage
from sourcier.limits import PAGE_BYTES

_SIGNATURES = (
    (b"%PDF", "a PDF", "convert it to text first"),
    (b"\x89PNG", "a PNG image", "give the page, not its picture"),
    (b"\xff\xd8\xff", "a JPEG image", "give the page, not its picture"),
    (b"GIF8", "a GIF image", "give the page, not its picture"),
    (b"RIFF", "a media file", "give the page, not its media"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it or save it as HTML or text"),
    (b"\x7fELF", "a program", "give an HTML page or a text"),
    (b"SQLite format 3", "a database", "give an HTML page or a text"),
    (b"{\\rtf", "an RTF document", "save it as text"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as HTML or text"),
)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]")
_PRESCAN = 4096
"""Bytes searched for a declared encoding. The standard says 1024; saved pages put comments before it."""


def decode(content: bytes, media_type: str | None = None, name: str = "the page") -> str:
    """The text of a page: byte order mark, then `media_type`, then `<meta>`, then UTF-8, then windows-1252.

    Args:
        content: the bytes; gzip is unpacked within `limits.PAGE_BYTES`.
        media_type: as declared with the bytes ("text/html; charset=utf-8").
        name: how to call the page in an error.

    Raises:
        NotAPage: the bytes are a known other format, or no text in any encoding.
        LimitExceeded: more bytes than `limits.PAGE_BYTES`.
    """
    if content.startswith(b"\x1f\x8b"):
        content = _unzipped(content, name)
    if len(content) > PAGE_BYTES:
        raise LimitExceeded(f"{name} has {len(content):,} bytes, more than {PAGE_BYTES:,}; give one page at a time")
    for signature, what, remedy in _SIGNATURES:
        if content.startswith(signature):
            raise NotAPage(f"{name} is {what}; {remedy}")
    text = _decoded(content, media_type)
    sample = text[:20_000]
    if len(_NO_TEXT.findall(sample)) > max(8, len(sample) // 50):
        raise NotAPage(f"{name} is no text in any encoding it declares; save it as UTF-8")
    return text.replace("\x00", "")


def _is_utf8(content: bytes) -> bool:
    """Whether the bytes are UTF-8 and hold more than a few characters beyond ASCII."""
    try:
        return sum(c > "\x7f" for c in content.decode("utf-8")) > 3
    except UnicodeDecodeError:
        return False


def _unzipped(content: bytes, name: str) -> bytes:
    unpack = zlib.decompressobj(wbits=31)
    try:
        plain = unpack.decompress(content, PAGE_BYTES + 1)
    except zlib.error:
        raise NotAPage(f"{name} is a damaged gzip file; fetch it again") from None
    return plain


def _decoded(content: bytes, media_type: str | None) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    header = _HEADER.search(media_type or "")
    meta = _META.search(content[:_PRESCAN])
    for label in (header.group(1) if header else None, meta.group(1).decode("ascii") if meta else None):
        encoding_found = webencodings.lookup(label) if label else None
        if encoding_found is None:
            continue
        if encoding_found.name in {"utf-8", "utf-16le", "utf-16be"} or _is_utf8(content):
            # Saved pages keep an old declaration, and no other encoding is valid UTF-8 by chance; what calls itself
            # UTF-16 in ASCII letters is UTF-8, says the standard.
            break
        return str(encoding_found.codec_info.decode(content, "replace")[0])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut in the middle of a character, or with one bad byte, is still UTF-8.
        lenient = content.decode("utf-8", "replace")
        if (
            lenient.count("\ufffd") * 200 < sum(b > 127 for b in content) + 200
            and error.start > 0
            and any(ord(c) > 127 and c != "\ufffd" for c in lenient)
        ):
            return lenient
        return content.decode("windows-1252", "replace")
