"""Text and addresses of pages, made safe to hand on."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_NEVER = re.compile(
    r"["
    r"\0-\x08\x0b-\x1f"  # C0 controls but tab and line feed: they drive terminals, and XML has no way to write them
    r"\x7f-\x9f"  # DEL and the C1 controls
    r"\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of all that follows them
    r"\ud800-\udfff"  # halves of UTF-16 pairs
    r"\ufffe\uffff"
    r"]+"
)

_MARKS = frozenset('«»“”„‟"‹›')


def printable(text: str) -> str:
    """The text without what is no text: control characters, lone surrogates, and overrides of the direction."""
    return _NEVER.sub("", text)


def one_line(text: str | None) -> str:
    """The printable text with each run of white space as one space; empty for None."""
    return " ".join(printable(text or "").split())


def unquoted(text: str | None) -> str:
    """A quotation on one line without the marks around it: a page sets its own."""
    said = one_line(text)
    while len(said) > 1 and said[0] in _MARKS and said[-1] in _MARKS and not _MARKS.intersection(said[1:-1]):
        said = said[1:-1].strip()
    return said.removesuffix(",")  # which English sets for the cue that follows


def web_address(url: str | None) -> str | None:
    """An http or https address as a URI (RFC 3986); None for any other, and for what is none."""
    cleaned = printable(url or "").strip()
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(map(str.isspace, parts.netloc)):
        return None
    return quote(cleaned, safe="%/:?#@!$&()*+,;=~-._[]")


def host(url: str | None) -> str:
    """The host that an address names, without "www."; empty where it names none."""
    address = web_address(url)
    return (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
