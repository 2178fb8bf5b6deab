"""The elements of an XML document as they end, with nothing in it that reaches out or blows up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from sourcier.sources.stream import PIECE

Element = etree._Element


class BrokenXml(Exception):
    """The document is not well-formed, too large, or declares entities; what came before stands."""


def local_name(element: Element) -> str:
    """An element's name without its namespace, in lower case; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def ended(stream: BinaryIO, limit: int, names: frozenset[str]) -> Iterator[Element]:
    """Each element of `names` as it ends, its children with it; its content is gone once the next is asked for.

    Entities are not expanded, no DTD is read and nothing is fetched; libxml2's own limits of depth and size hold.

    Raises:
        BrokenXml: see there.
    """
    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    taken = 0
    broken: str | None = None
    while broken is None:
        piece = stream.read(PIECE)
        taken += len(piece)
        try:
            if taken > limit:
                broken = f"has more than {limit:,} bytes"
            elif piece:
                parser.feed(piece)
            else:
                parser.close()
        except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
            broken = f"is broken XML ({' '.join(str(error).split())[:120]})"
        try:
            for _, element in parser.read_events():
                if isinstance(element, etree._Element) and local_name(element) in names:
                    yield element
                    element.clear()
                    while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
                        parent.remove(before)
        except etree.XMLSyntaxError as error:
            broken = broken or f"is broken XML ({' '.join(str(error).split())[:120]})"
        if not piece:
            break
    if broken is not None:
        raise BrokenXml(broken)
