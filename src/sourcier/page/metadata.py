"""What a page says of itself: JSON-LD, OpenGraph and other meta elements, microdata, each kept apart."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from sourcier.languages import codes
from sourcier.page.bylines import opens_byline
from sourcier.page.dates import iso_date, written_dates
from sourcier.page.markup import article_types
from sourcier.page.spacing import spaced

_TAGS = re.compile(r"<[^>]{1,400}>")
_PARAGRAPHS = re.compile(r"</p>|<br\s*/?>|\n+", re.IGNORECASE)
_LONGEST_NAME = 80
_PUBLISHED = re.compile(
    r"(?:publi(?:sh|ca)|pub|issued|post|created|display|original).*(?:time|date|at$)|date.*(?:pub|issued|creat|original)"
    r"|^(?:article[.:_-]|og:|dc(?:terms)?[._-])?(?:date|published|created|issued|pubdate|ptime|time)$"
)
_NOT_PUBLISHED = re.compile(r"modif|updat|revis|expir|valid|event|start|end|build|generat")
"""What names of `<meta>` call the publication date, and what is another date."""


@dataclass
class Metadata:
    """Metadata of a page; empty where it gives none.

    Attributes:
        article: the JSON-LD object of the article.
        meta: name or property of each `<meta>` in lower case -> its contents, in order.
        crumbs: section names of a JSON-LD breadcrumb, outermost first.
        signed: names that other metadata gives as the author's: microdata, and labels of link previews.
        paragraphs: those of JSON-LD `articleBody`.
        objects: JSON-LD objects by their `@id`.
        updates: entries of a live blog, of any JSON-LD object.
        dated: the first publication date of any JSON-LD object, ISO 8601.
    """

    article: dict[str, Any] = field(default_factory=dict)
    meta: dict[str, list[str]] = field(default_factory=dict)
    crumbs: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    updates: list[Any] = field(default_factory=list)
    dated: str | None = None

    def first(self, *names: str) -> str | None:
        """The first content of the first of these meta names that has one, spaced."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content.strip():
                    return spaced(html.unescape(content))
        return None

    def said(self, name: str) -> str | None:
        """A text property of the article's JSON-LD object, spaced and without markup."""
        value = self.article.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("name") or value.get("@id") or value.get("url")
        return _clean(value) if isinstance(value, str) and value.strip() else None

    def authors(self, name: str) -> list[tuple[str, bool]]:
        """The names in a property that holds people or organisations, and whether each is said to be a person."""
        value = self.article.get(name)
        found: list[tuple[str, bool]] = []
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                known = self.objects.get(str(item.get("@id")), {})
                own = item.get("name") or known.get("name")
                person = "Person" in _types(item) | _types(known)
                found.extend((n, person) for n in (own if isinstance(own, list) else [own]) if isinstance(n, str))
            elif isinstance(item, str):
                known = self.objects.get(item, {})
                own = known.get("name") or item
                found.append((own, True) if isinstance(own, str) else (item, True))
        return [(_clean(name), person) for name, person in found if name and not name.startswith("http")]


def _clean(text: str) -> str:
    return spaced(html.unescape(_TAGS.sub(" ", html.unescape(text))))


def read_metadata(root: HtmlElement) -> Metadata:
    """All that a page's elements say of it; what cannot be parsed is passed over."""
    found = Metadata()
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content")
        if name and content:
            found.meta.setdefault(name.strip().lower(), []).append(content)
    found.signed = [*_labelled(found.meta), *_microdata_authors(root)]
    objects = [
        item
        for script in root.iter("script")
        if "ld+json" in (script.get("type") or "")
        for item in _objects(script.text)
    ]
    articles = []
    for item in objects:
        types = _types(item)
        if isinstance(item.get("@id"), str) and "name" in item:
            found.objects[item["@id"]] = item
        updates = item.get("liveBlogUpdate")
        found.updates.extend(updates if isinstance(updates, list) else [updates] if updates else [])
        found.dated = found.dated or iso_date(str(item.get("datePublished") or ""))
        if types & article_types():
            articles.append(item)
        if "BreadcrumbList" in types:
            found.crumbs = found.crumbs or _crumbs(item)
        crumb = item.get("breadcrumb")
        if isinstance(crumb, dict) and not found.crumbs:
            found.crumbs = _crumbs(crumb)
    if articles:
        found.article = max(articles, key=_fullness)
    body = found.article.get("articleBody")
    if isinstance(body, str):
        found.paragraphs = [_clean(part) for part in _PARAGRAPHS.split(html.unescape(body)) if part.strip()]
    return found


def _labelled(meta: dict[str, list[str]]) -> Iterator[str]:
    """The name beside a label such as "Written by" in a link preview."""
    for number in ("1", "2", "3"):
        label, value = meta.get(f"twitter:label{number}"), meta.get(f"twitter:data{number}")
        if label and value and opens_byline(f"{label[0]} {value[0]}"):
            yield spaced(html.unescape(value[0]))


def _microdata_authors(root: HtmlElement) -> Iterator[str]:
    for element in root.iterfind(".//*[@itemprop='author']"):
        named = element.find(".//*[@itemprop='name']")
        holder = element if named is None else named
        name = spaced(holder.get("content") or str(holder.text_content()))
        if 0 < len(name) < _LONGEST_NAME:
            yield name


def _fullness(item: dict[str, Any]) -> int:
    return sum(
        name in item for name in ("headline", "datePublished", "author", "articleBody", "publisher", "description")
    )


def _types(item: dict[str, Any]) -> set[str]:
    kind = item.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {str(name).rsplit("/", 1)[-1] for name in kinds if name}


def _objects(text: str | None) -> Iterator[dict[str, Any]]:
    """Every object in a JSON-LD script, nested ones under @graph, mainEntity and the like included."""
    loaded = _loaded(text or "")
    waiting = [loaded]
    seen = 0
    while waiting and seen < 500:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            if "@type" in item:
                yield item
            waiting.extend(
                item[name]
                for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
                if isinstance(item.get(name), dict | list)
            )


def _loaded(text: str) -> Any:
    text = (
        text.strip()
        .removeprefix("<![CDATA[")
        .removesuffix("]]>")
        .strip()
        .removeprefix("<!--")
        .removesuffix("-->")
        .strip()
        .rstrip(";")
    )
    for attempt in (
        text,
        re.sub(r"[\x00-\x1f]+", " ", text),
        re.sub(r",\s*([}\]])", r"\1", re.sub(r"[\x00-\x1f]+", " ", text)),
    ):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _salvaged(text)


def _salvaged(text: str) -> dict[str, Any] | None:
    """The plain string properties of broken JSON-LD, enough for title and dates."""
    kind = re.search(r'"@type"\s*:\s*\[?\s*"(\w+)"', text)
    if not kind:
        return None
    found: dict[str, Any] = {"@type": kind[1]}
    for name in ("headline", "datePublished", "dateModified", "description", "articleSection", "url"):
        match = re.search(rf'"{name}"\s*:\s*"((?:[^"\\]|\\.)*)"', text)
        if match:
            found[name] = re.sub(r"\\(.)", r"\1", match[1])
    author = re.search(r'"author"\s*:\s*\[?\s*\{[^{}]*?"name"\s*:\s*"((?:[^"\\]|\\.)*)"', text)
    if author:
        found["author"] = {"name": author[1]}
    return found


def _crumbs(item: dict[str, Any]) -> list[str]:
    entries = item.get("itemListElement")
    found: list[tuple[int, str]] = []
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict):
            continue
        inner = entry.get("item")
        name = entry.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
        if isinstance(name, str) and name.strip():
            position = entry.get("position")
            found.append((int(str(position)) if str(position).isdigit() else len(found) + 1, _clean(name)))
    return [name for _, name in sorted(found)]


def _any_date(text: str) -> str | None:
    """A date written by a machine or for people, in any language that has a folder."""
    return iso_date(text) or next((when for code in codes() for _, _, when in written_dates(text, code)), None)


def declared_dates(found: Metadata) -> tuple[str | None, str | None, str | None]:
    """(published, modified, source of published: "json-ld" or "meta"), ISO 8601 or None."""
    modified = iso_date(found.said("dateModified")) or iso_date(
        found.first(
            "article:modified_time",
            "og:updated_time",
            "last-modified",
            "datemodified",
            "dcterms.modified",
            "dc.date.modified",
            "revised",
            "lastmod",
            "article.updated",
            "date.updated",
        )
    )
    published = iso_date(found.said("datePublished")) or iso_date(found.said("dateCreated"))
    if published:
        return published, modified, "json-ld"
    for name in sorted(found.meta, key=lambda name: "pub" not in name):
        if _PUBLISHED.search(name) and not _NOT_PUBLISHED.search(name):
            published = published or next(filter(None, map(_any_date, found.meta[name])), None)
    if published is None and found.dated:
        return found.dated, modified, "json-ld"
    return published, modified, "meta" if published else None
