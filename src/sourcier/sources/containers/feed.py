"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed."""

from __future__ import annotations

import io
import json
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO

from sourcier.limits import FEED_BYTES
from sourcier.sources.containers.address import address_of
from sourcier.sources.containers.xml_root import root_name
from sourcier.sources.dates import iso
from sourcier.sources.items import Item, Link, SetAside
from sourcier.sources.stream import beginning

_JSON_FEED = re.compile(rb'\s*\{(?:.{0,65536}?[,{\s])??"version"\s*:\s*"https?://(?:www\.)?jsonfeed\.org', re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,500}>")


class Feed:
    """See the module."""

    def recognises(self, head: bytes, name: str) -> bool:
        """An XML document of rss, feed or RDF with the namespace of RSS, or a JSON object with JSON Feed's version."""
        root = root_name(head)
        if root == "rdf":
            return b"purl.org/rss/" in head or b"my.netscape.com/rdf" in head or b"channel.netscape.com" in head
        return root in {"rss", "feed"} or _JSON_FEED.match(head) is not None

    def items(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """A link for each entry that has one, dated and with its title.

        Relative links are resolved against the feed's own addresses and, where `name` is one, against that. Of an
        Atom entry only `published` is its date: `updated` moves with every correction.
        """
        content = beginning(stream, FEED_BYTES + 1)
        if len(content) > FEED_BYTES:
            yield SetAside(name, f"is a feed of more than {FEED_BYTES:,} bytes; give a list of its addresses")
        elif content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            yield from _json_feed(content, name)
        else:
            yield from _xml_feed(content, name)


container = Feed()


def _xml_feed(content: bytes, name: str) -> Iterator[Item]:
    import feedparser  # noqa: PLC0415 - slow to load, and only feeds need it

    headers = {"content-location": name} if name.lower().startswith(("http://", "https://")) else {}
    try:
        # From a stream: bytes alone would first be tried as the name of a file.
        found = feedparser.parse(
            io.BytesIO(content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # it has no errors of its own, and bad feeds make it raise those of its parts
        yield SetAside(name, f"is a feed that cannot be read ({type(error).__name__}); give a list of its addresses")
        return
    base = str(found.feed.get("link") or "")
    base = name if headers else base
    is_rss = str(found.version).startswith("rss")
    for number, entry in enumerate(found.entries, start=1):
        address = address_of(str(entry.get("link") or ""), base)
        if address is None and entry.get("guidislink", True):
            address = address_of(str(entry.get("id") or ""), base)
        if address is None:
            yield SetAside(f"{name}, entry {number}", "has no address of a page")
            continue
        yield Link(address, _published(entry, is_rss), _title(entry.get("title")))
    if found.bozo and "SAX" in type(found.bozo_exception).__name__:
        kept = len(found.entries)
        yield SetAside(name, f"is a feed of broken XML; {kept} of its entries could be saved", "damaged")


def _published(entry: Mapping[str, Any], is_rss: bool) -> str | None:
    # What RSS calls dc:date, the only date of RSS 1.0, the parser calls "updated".
    for key in ("published", "updated") if is_rss else ("published",):
        written = entry[key] if key in entry else None  # noqa: SIM401 - `get` would take one date for the other
        if not isinstance(written, str):
            continue
        found = iso(written)
        if found is not None:
            return found
        parsed = entry.get(f"{key}_parsed")
        if parsed is not None:
            try:
                return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()
            except (ValueError, OverflowError, OSError, TypeError):
                return None
    return None


def _title(written: object) -> str | None:
    if not isinstance(written, str):
        return None
    return " ".join(_TAG.sub("", written).split())[:1000] or None


def _json_feed(content: bytes, name: str) -> Iterator[Item]:
    try:
        feed = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        yield SetAside(name, "is a feed of broken JSON; fetch it again", "damaged")
        return
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        yield SetAside(name, "is a JSON Feed without items; fetch it again")
        return
    base = next((x for x in (name, feed.get("feed_url"), feed.get("home_page_url")) if address_of(str(x or ""))), "")
    for number, entry in enumerate(entries, start=1):
        fields = entry if isinstance(entry, dict) else {}
        written = next((v for k in ("url", "external_url", "id") if isinstance(v := fields.get(k), str)), "")
        address = address_of(written, str(base))
        if address is None:
            yield SetAside(f"{name}, entry {number}", "has no address of a page")
            continue
        dated = fields.get("date_published")
        yield Link(address, iso(dated) if isinstance(dated, str) else None, _title(fields.get("title")))
