"""Atom (RFC 4287): alerts as a feed, to be read in any feed reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from xml.etree import ElementTree

from sourcier.library.searches import Alert

_ATOM = "http://www.w3.org/2005/Atom"
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
"""Characters that XML 1.0 has no way to write."""


def alerts_feed(alerts: Sequence[Alert]) -> bytes:
    """The alerts as an Atom feed, newest first.

    Each entry says in its summary which search fired, and the sentences that made it fire.
    """
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", "urn:sourcier:alerts")
    _add(feed, "title", "Sourcier alerts")
    ordered = sorted(alerts, key=lambda alert: (alert.fired, alert.found.number, alert.search), reverse=True)
    _add(feed, "updated", ordered[0].fired if ordered else "1970-01-01T00:00:00Z")
    _add(_add(feed, "author"), "name", "Sourcier")
    for alert in ordered:
        feed.append(_entry(alert))
    ElementTree.indent(feed)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(alert: Alert) -> ElementTree.Element:
    found = alert.found
    entry = ElementTree.Element(f"{{{_ATOM}}}entry")
    mark = hashlib.sha256(f"{alert.search}\n{found.article}".encode()).hexdigest()[:32]
    _add(entry, "id", f"urn:sourcier:alert:{mark}")
    _add(entry, "title", f"{alert.search}: {found.title or found.url or found.article}")
    _add(entry, "updated", alert.fired)
    if found.url:
        _add(entry, "link").set("href", found.url.translate(_CONTROL))
    _add(entry, "summary", "\n".join(why(alert)))
    return entry


def why(alert: Alert) -> list[str]:
    """Why an alert fired, in lines: the query, then the sentences in which it was found."""
    lines = [f"{alert.search} ({alert.query})"]
    for hit in alert.found.hits:
        lines.append(f"{hit.text} ({hit.note})" if hit.note else hit.text)
    return lines


def _add(parent: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text is not None:
        child.text = text.translate(_CONTROL)
    return child
