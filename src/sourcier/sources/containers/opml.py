"""OPML: the list of feeds that a reader of feeds exports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sourcier.limits import FEED_BYTES
from sourcier.sources.containers.address import address_of
from sourcier.sources.containers.xml_events import BrokenXml, ended
from sourcier.sources.containers.xml_root import root_name
from sourcier.sources.items import Item, Link, SetAside


class Opml:
    """See the module."""

    def recognises(self, head: bytes, name: str) -> bool:
        """An XML document of `opml`."""
        return root_name(head) == "opml"

    def items(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """A link for each feed; the folders that they are sorted into are no items."""
        number = 0
        try:
            for outline in ended(stream, FEED_BYTES, frozenset({"outline"})):
                fields = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
                written = fields.get("xmlurl") or (fields.get("url") if fields.get("type") in {"rss", "link"} else None)
                if written is None:
                    continue
                number += 1
                address = address_of(written, name)
                title = " ".join((fields.get("title") or fields.get("text") or "").split()) or None
                if address is None:
                    yield SetAside(f"{name}, feed {number}", f"{written[:80]!r} is no address of a feed")
                else:
                    yield Link(address, title=title)
        except BrokenXml as error:
            yield SetAside(name, f"{error}; {number} of its feeds could be saved", "damaged")


container = Opml()
