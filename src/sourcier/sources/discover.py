"""What to follow for a site: its feeds and news sitemaps, from the address of any of its pages."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from sourcier.errors import FetchError, FetchLater, LimitExceeded
from sourcier.limits import DISCOVER_LINKS
from sourcier.sources.capture import Capture
from sourcier.sources.containers import containers
from sourcier.sources.fetch import Fetcher
from sourcier.sources.items import Link

_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}

_FOLLOWED = {"feed", "opml", "sitemap"}
"""The containers of `sourcier.containers` whose content changes; archives are read once, not followed."""

_USUAL = ("/sitemap-news.xml", "/news-sitemap.xml", "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
"""Where sites keep them that announce nothing, tried one a second until one is found."""

_HEAD_BYTES = 65_536

_PAGE_BYTES = 1_000_000
"""Bytes of a page in which its head is looked for; what is announced further down is no announcement."""


def discover(address: str, fetcher: Fetcher) -> tuple[Link, ...]:
    """What to follow for an address, politely.

    The address itself where it is a feed, a sitemap or an OPML list; else the feeds that its page announces; else the
    news sitemaps that robots.txt names; else the first that stands at one of the usual places. At most
    `limits.DISCOVER_LINKS`, without duplicates, in the page's order; empty where the site has none.

    Raises:
        FetchError: the address gives nothing.
        LimitExceeded: more than `limits.PAGE_BYTES`.
    """
    capture = fetcher.get(address).capture
    assert capture is not None  # only asked with an `etag` can nothing have changed
    if is_followed(capture):
        return (Link(address),)
    final = capture.address or address
    announced = _links(_announced(capture.content, final))
    if announced:
        return announced
    named = _links((one, None) for one in fetcher.sitemaps(final) if _is_news(one))
    if named:
        return named
    for path in _USUAL:
        tried = urljoin(final, path)
        try:
            found = fetcher.get(tried).capture
        except FetchLater:
            break  # the site has had enough of it
        except (FetchError, LimitExceeded):
            continue
        if found is not None and is_followed(found):
            return (Link(tried),)
    return ()


def is_followed(capture: Capture) -> bool:
    """Whether a capture is a feed, a sitemap or an OPML list, told by its first bytes."""
    head = _unpacked(capture.content[:_HEAD_BYTES])
    name = capture.address or ""
    return any(container.recognises(head, name) for kind, container in containers() if kind in _FOLLOWED)


def _unpacked(head: bytes) -> bytes:
    """The beginning of what is under gzip, where it is: sitemaps often are."""
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _HEAD_BYTES)
    except zlib.error:
        return head


def _announced(content: bytes, address: str) -> Iterable[tuple[str, str | None]]:
    """The feeds of a page's `<link rel="alternate">`, with their titles; those of its readers' comments left out."""
    from resiliparse.parse.encoding import detect_encoding  # noqa: PLC0415 - only here
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415

    content = content[:_PAGE_BYTES]
    tree = HTMLTree.parse_from_bytes(content, detect_encoding(content[:_HEAD_BYTES]) or "utf-8")
    if tree.document is None:
        return
    base = tree.document.query_selector("base[href]")
    if base is not None:
        address = _joined(address, base.getattr("href") or "") or address
    for link in tree.document.query_selector_all("link[href]"):
        kinds = (link.getattr("rel") or "").lower().split()
        kind = (link.getattr("type") or "").partition(";")[0].strip().lower()
        place = (link.getattr("href") or "").strip()
        target = _joined(address, place) if place else None  # empty, it would be the page itself
        if "alternate" in kinds and kind in _FEED_TYPES and target and not _is_comments(target):
            yield target, " ".join((link.getattr("title") or "").split())[:300] or None


def _joined(address: str, target: str) -> str | None:
    try:
        joined = urljoin(address, target.strip())
        return joined if urlsplit(joined).scheme in {"http", "https"} and urlsplit(joined).hostname else None
    except ValueError:
        return None


def _is_comments(address: str) -> bool:
    """WordPress announces a feed of comments beside that of articles, on every page."""
    return any(part in {"comments", "commentaires"} for part in urlsplit(address).path.lower().split("/"))


def _is_news(address: str) -> bool:
    """Whether the name of a sitemap says that it is of the last days' articles (Google's news sitemaps)."""
    said = address.lower().rpartition("//")[2].partition("/")[2]
    return any(word in said for word in ("news", "actu", "latest", "48h", "48-h"))


def _links(found: Iterable[tuple[str, str | None]]) -> tuple[Link, ...]:
    titles: dict[str, str | None] = {}
    for address, title in found:
        titles.setdefault(address, title)
        if len(titles) >= DISCOVER_LINKS:
            break
    return tuple(Link(address, title=title) for address, title in titles.items())
