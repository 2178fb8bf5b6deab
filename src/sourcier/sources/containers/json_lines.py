"""JSON Lines, a JSON array, or JSON objects one after another: articles to read, or records that are read already."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from sourcier.limits import JSON_BYTES, PAGE_BYTES
from sourcier.sources.capture import CLEAN_TEXT, RECORD, Capture
from sourcier.sources.containers.json_objects import objects
from sourcier.sources.dates import iso
from sourcier.sources.items import Item, SetAside
from sourcier.sources.kinds import ending

SCHEMA = "sourcier/1"
_NAMES = {
    # Ours first; then what JSON Feed, trafilatura, news-please, newspaper and fundus call the same.
    "url": ("url", "link", "address", "source_url", "source"),
    "html": ("html", "raw_html", "content_html"),
    "text": ("text", "body", "content", "maintext", "content_text", "plaintext"),
    "title": ("title", "headline"),
    "published": (
        *("published", "date", "date_published", "published_at", "publication_date"),
        *("publish_date", "publishing_date", "date_publish", "pub_date", "pubDate"),
    ),
}
_KEYS = "|".join({"schema", *(name for names in _NAMES.values() for name in names)})
_OBJECT = re.compile(rb'\s*(?:\[\s*)?\{\s*(?:"|\})')
_KNOWN = re.compile(rf'"(?:{_KEYS})"\s*:'.encode())
_RECORD = re.compile(rf'(?:\xef\xbb\xbf)?\s*\{{\s*"schema"\s*:\s*"{SCHEMA}"'.encode("latin-1"))
_ENDINGS = frozenset({"json", "jsonl", "ndjson", "jl"})


class JsonLines:
    """See the module."""

    def recognises(self, head: bytes, name: str) -> bool:
        """JSON by its name, or an object that begins the stream and has a key that an article has."""
        head = head.removeprefix(b"\xef\xbb\xbf")
        if ending(re.sub(r"\.(gz|zst)$", "", name, flags=re.IGNORECASE)) in _ENDINGS:
            return head.lstrip()[:1] not in {b"<", b""}
        return _OBJECT.match(head) is not None and _KNOWN.search(head) is not None

    def items(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """A capture for each object; an object that is no article is set aside, the others are kept."""
        for place, content in objects(stream):
            where = f"{name}, {place}"
            if content is None:
                yield SetAside(where, f"has more than {JSON_BYTES:,} bytes; give one article a line")
            else:
                yield _item(content, where)


container = JsonLines()


def _item(content: bytes, name: str) -> Item:
    if _RECORD.match(content):  # whoever reads it says whether it is whole
        return Capture(content.removeprefix(b"\xef\xbb\xbf"), media_type=RECORD, name=name)
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return SetAside(name, "is not UTF-8; write JSON in UTF-8")
    except (ValueError, RecursionError) as error:
        return SetAside(name, f"is not JSON ({' '.join(str(error).split())[:80]})")
    if not isinstance(found, dict):
        return SetAside(name, 'is no JSON object; write {"url": …, "text": …}')
    if found.get("schema") == SCHEMA:
        return Capture(content.removeprefix(b"\xef\xbb\xbf"), media_type=RECORD, name=name)
    return _capture(found, name)


def _capture(fields: dict[str, Any], name: str) -> Item:
    html, text = _field(fields, "html"), _field(fields, "text")
    if html is None and text is None:
        return SetAside(name, "has neither html nor text; write one of them")
    written = _field(fields, "published")
    published = iso(written) if written is not None else None
    if (written is not None and published is None) or _is_no_text(fields, "published"):
        return SetAside(name, f"its date {str(_any(fields, 'published'))[:40]!r} is not understood; write 2025-08-14")
    if html is not None:
        media_type = "text/html; charset=utf-8"
        content = html
    else:
        title = _field(fields, "title")
        media_type = CLEAN_TEXT
        content = json.dumps({"text": text} | ({"title": title} if title else {}), sort_keys=True, ensure_ascii=False)
    # Half a surrogate pair, which JSON can write and UTF-8 cannot, becomes a question mark.
    encoded = content.encode("utf-8", "replace")
    if len(encoded) > PAGE_BYTES:
        return SetAside(name, f"has more than {PAGE_BYTES:,} bytes; give one article a line")
    address = _field(fields, "url")
    return Capture(encoded, address=address, media_type=media_type, published=published, name=name)


def _any(fields: dict[str, Any], wanted: str) -> object:
    return next((value for key in _NAMES[wanted] if (value := fields.get(key)) is not None), None)


def _field(fields: dict[str, Any], wanted: str) -> str | None:
    """The first field of that meaning that holds text that says anything."""
    for key in _NAMES[wanted]:
        value = fields.get(key)
        if isinstance(value, str) and value.strip() and (key != "source" or value.startswith(("http://", "https://"))):
            return value.strip() if wanted in {"url", "title", "published"} else value
    return None


def _is_no_text(fields: dict[str, Any], wanted: str) -> bool:
    """Whether a field is given, but as a number or an object."""
    value = _any(fields, wanted)
    return value is not None and not isinstance(value, str)
