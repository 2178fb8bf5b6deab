"""Names for what a record holds that stay the same wherever the record goes.

An article is `urn:sourcier:` and its id (the SHA-256 of the page's bytes), and a fact of it that and the fact's own id:
another version of the page is another article. Characters of the text are a fragment of RFC 5147 (`#char=10,25`: from
position 10 up to position 25, positions lying between characters), which counts as the record does.

What a library holds has names of its own, which new versions of a page do not change: `urn:sourcier:story:`,
`urn:sourcier:event:`, `urn:sourcier:article:` and the id there.
"""

from __future__ import annotations

from urllib.parse import quote

from sourcier.exports.lookup import Site
from sourcier.record import Article, Fact


def article_urn(article: Article) -> str:
    """The name of an article."""
    return f"urn:sourcier:{quote(article.id, safe='')}"


def fact_urn(article: Article, fact: str) -> str:
    """The name of a fact of an article, by the fact's id ("e1")."""
    return f"{article_urn(article)}:{quote(fact, safe='')}"


def passage_urn(article: Article, passage: Fact) -> str:
    """The name of characters of an article's text."""
    return f"{article_urn(article)}#char={passage.start},{passage.end}"


def library_urn(kind: str, *parts: str) -> str:
    """The name of what a library holds: its kind ("story"), its id, and what tells a part of it from the others."""
    return ":".join(["urn:sourcier", kind, *(quote(part, safe="", errors="replace") for part in parts)])


def geonames(place: Site) -> str | None:
    """The name that GeoNames gives a place; None where it does not know it."""
    return f"https://sws.geonames.org/{place.geonames_id}/" if place.geonames_id is not None else None
