"""MHTML: a page that a browser saved as a single file, its pictures inside (RFC 2557)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.errors import CloseBoundaryNotFoundDefect, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any, BinaryIO

from sourcier.limits import MHTML_BYTES, PAGE_BYTES
from sourcier.sources.capture import Capture
from sourcier.sources.containers.address import address_of
from sourcier.sources.dates import time_of
from sourcier.sources.items import Item, SetAside
from sourcier.sources.saved import saved_address
from sourcier.sources.stream import beginning

_HEADER = re.compile(rb"\s{0,100}[A-Za-z][A-Za-z0-9\-]{1,60}:[ \t]")
_RELATED = re.compile(
    rb"^content-type:\s{0,100}multipart/(?:related|mixed|alternative)\b", re.IGNORECASE | re.MULTILINE
)
_TYPE = re.compile(rb"^content-type:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE)
_TYPE_BYTES = 4096
"""Bytes of a Content-Type header with its parameters; the parser is quadratic in them."""
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
if TYPE_CHECKING:
    Part = Message[Any, Any]


class Mhtml:
    """See the module."""

    def recognises(self, head: bytes, name: str) -> bool:
        """A mail header that announces parts which belong together."""
        header, *rest = re.split(rb"\r?\n\r?\n", head[:16_384].lstrip(), maxsplit=1)
        return bool(rest) and _HEADER.match(head) is not None and _RELATED.search(header) is not None

    def items(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """The page: the part that is its root, under the address and the time that the browser wrote."""
        content = beginning(stream, MHTML_BYTES + 1)
        if len(content) > MHTML_BYTES:
            yield SetAside(name, f"has more than {MHTML_BYTES:,} bytes; save the page as HTML only")
            return
        if any(len(found[0]) > _TYPE_BYTES for found in _TYPE.finditer(content)):
            yield SetAside(name, "is a saved page with a header that no browser writes; save it again as HTML only")
            return
        try:
            # The newer policies parse headers into objects, and raise on those that are malformed.
            message: Part = BytesParser(policy=policy.compat32).parsebytes(content.lstrip())
            yield _page(message, name)
        except (MessageError, RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError):
            yield SetAside(name, "is a saved page that cannot be read; save it again as HTML only")


container = Mhtml()


def _page(message: Part, name: str) -> Item:
    leaves = [part for part in message.walk() if not part.is_multipart()]
    wanted = _text(message.get_param("start")).strip()
    pages = [part for part in leaves if part.get_content_type() in _PAGES]
    root = next((part for part in leaves if wanted and _text(part.get("Content-ID")).strip() == wanted), None)
    root = root or next(iter(pages), None)
    if root is None:
        return SetAside(name, "is a saved page without a page inside; save it again as HTML only")
    cut = any(isinstance(d, CloseBoundaryNotFoundDefect) for part in message.walk() for d in part.defects)
    if cut and root is leaves[-1]:
        return SetAside(name, "is cut short within the page; save it again", "damaged")
    payload = root.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if not content.strip():
        return SetAside(name, "is a saved page that is empty; save it again")
    if len(content) > PAGE_BYTES:
        return SetAside(name, f"has more than {PAGE_BYTES:,} bytes; save the article's own page")
    charset = root.get_content_charset()
    kind = root.get_content_type()
    written = (message.get("Snapshot-Content-Location"), root.get("Content-Location"), message.get("Content-Location"))
    address = next((found for value in written if (found := address_of(_text(value)))), None)
    return Capture(
        content,
        address=address or saved_address(content),
        media_type=f"{kind}; charset={charset}" if charset else kind,
        fetched=time_of(_text(message.get("Date"))),
        name=name,
    )


def _text(value: object) -> str:
    """A header in characters: browsers fold long addresses and encode what is not ASCII (RFC 2047)."""
    if value is None:
        return ""
    written = "".join(str(value)[:16_384].split("\r\n ")).replace("\r", "").replace("\n", "")
    try:
        return str(make_header(decode_header(written)))
    except (MessageError, ValueError, LookupError):
        return written
