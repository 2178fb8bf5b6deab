"""Sitemaps: of pages, of news, and the index of many (sitemaps.org, Google News)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sourcier.limits import SITEMAP_BYTES
from sourcier.sources.containers.address import address_of
from sourcier.sources.containers.xml_events import BrokenXml, Element, ended, local_name
from sourcier.sources.containers.xml_root import root_name
from sourcier.sources.dates import iso
from sourcier.sources.items import Item, Link, SetAside

_NEWS = "sitemap-news"
"""Part of the namespace under which a page's publication date and title stand."""


class Sitemap:
    """See the module."""

    def recognises(self, head: bytes, name: str) -> bool:
        """An XML document of `urlset` or `sitemapindex`."""
        return root_name(head) in {"urlset", "sitemapindex"}

    def items(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """A link for each page or sitemap; dated and with its title where it is news.

        `lastmod` is no publication date: it moves with every change.
        """
        number = 0
        try:
            for entry in ended(stream, SITEMAP_BYTES, frozenset({"url", "sitemap"})):
                number += 1
                yield _link(entry, f"{name}, entry {number}", name)
        except BrokenXml as error:
            yield SetAside(name, f"{error}; {number} of its entries could be saved", "damaged")


container = Sitemap()


def _link(entry: Element, place: str, base: str) -> Item:
    address = published = title = None
    for element in entry.iter():
        name = local_name(element)
        text = "".join(map(str, element.itertext())).strip() if name in {"loc", "publication_date", "title"} else ""
        if name == "loc" and element.getparent() is entry and address is None:
            address = address_of(text, base)
        elif name == "publication_date":
            published = iso(text)
        elif name == "title" and _NEWS in str(element.tag):
            title = " ".join(text.split()) or None
    if address is None:
        return SetAside(place, "has no address of a page")
    return Link(address, published, title)
