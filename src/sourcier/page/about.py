"""What an HTML page says of itself beside its text: dates, address, outlet, section."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urljoin

from sourcier.languages import codes, language
from sourcier.page.body import is_byline
from sourcier.page.dates import address_date, believed, iso_date, visible_dates
from sourcier.page.furniture import plain
from sourcier.page.html_page import HtmlPage
from sourcier.page.metadata import declared_dates
from sourcier.page.spacing import spaced
from sourcier.record import PublishedFrom


def publication(
    page: HtmlPage, code: str, url: str | None, fetched: datetime | None, used: set[int]
) -> tuple[str | None, str | None, PublishedFrom | None]:
    """(published, modified, where `published` was found): metadata, then `<time>`, the address, and visible text.

    Args:
        page: the page.
        code: the article's language.
        url: the address that the page was fetched from.
        fetched: no date after this is believed.
        used: numbers of the article's blocks, near which a visible date may stand.
    """
    published, modified, source = declared_dates(page.metadata)
    published, modified = believed(published, modified, fetched)
    if published:
        return published, modified, "json-ld" if source == "json-ld" else "meta"
    stamp, _ = believed(_time_element(page, used), None, fetched)
    if stamp:
        return stamp, modified, "meta"
    in_address = address_date(url) or address_date(canonical_url(page))
    first = min(used, default=0)
    lines = [b.text for b in page.blocks[max(0, first - 8) : first + 14]]
    seen, changed = believed(*visible_dates(lines, code), fetched)
    if in_address:
        if seen and seen[:10] == in_address:
            return seen, modified or changed, "text"
        return in_address, modified or changed, "address"
    if seen:
        return seen, modified or changed, "text"
    lines = [b.text for b in page.blocks if b.number not in used and is_byline(b)]
    seen, changed = believed(*visible_dates(lines, code), fetched)
    return seen, modified or changed, "text" if seen else None


def _time_element(page: HtmlPage, used: set[int]) -> str | None:
    """The first `<time>` that is not beside or below the article; else the first within its `article` element."""
    holders = {element for block in page.blocks if block.number in used for element in block.path}
    inside = None
    for element in page.root.iter("time"):
        stamp = iso_date(element.get("datetime") or element.get("content"))
        if stamp is None:
            continue
        around = list(element.iterancestors())
        if not any(parent.tag in {"aside", "footer", "nav"} for parent in around):
            return stamp
        article = next((parent for parent in around if parent.tag == "article"), None)
        inside = inside or (stamp if article is not None and article in holders else None)
    return inside


def canonical_url(page: HtmlPage) -> str | None:
    """The address that the page calls its own."""
    for link in page.root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return urljoin(page.url or "", link.get("href").strip()) or None
    return page.metadata.first("og:url")


def site_name(page: HtmlPage) -> str | None:
    """The outlet, as the page names it."""
    publisher = page.metadata.article.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    name = publisher.get("name") if isinstance(publisher, dict) else None
    return (
        page.metadata.first("og:site_name")
        or (spaced(name) if isinstance(name, str) else None)
        or page.metadata.first("application-name")
    )


def section_trail(page: HtmlPage, code: str, title: str | None) -> list[str]:
    """Section names, outermost first: breadcrumb in JSON-LD, breadcrumb in markup, then metadata."""
    pages = [language(known).toml("page") for known in codes()]
    home = {word for its in pages for word in (*its["home"], *its["no_section"])}
    names = page.metadata.crumbs
    if not names:
        trail = [b for b in page.blocks if b.called("trail") and len(b.text) < 200]
        names = [
            part
            for b in trail
            for part in (re.split(r"\s*[>›»/|]\s*", b.text) if re.search(r"[>›»/|]", b.text) else [b.text])
        ]
    site = plain(page.metadata.first("og:site_name") or "")
    cleaned = [
        n
        for n in names
        if n
        and plain(n).rstrip(" :") not in home
        and plain(n) != plain(title or "")
        and plain(n) != site
        and len(n) < 60
    ]
    if cleaned:
        return list(dict.fromkeys(cleaned))
    said = page.metadata.article.get("articleSection")
    given = said if isinstance(said, list) else [said] if said else page.metadata.meta.get("article:section", [])
    named = (spaced(str(n)) for n in given if str(n).strip() and len(str(n)) < 60)
    return list(dict.fromkeys(name for name in named if plain(name) not in home))[:3]
