"""ninjs 3.1, IPTC's news in JSON: one object a line for each article.

It tells of the article and names who and what occurs in it. ninjs has no place for offsets, quotations, and on whose
word something stands; an event has its words, its type as `literal` and its status as `rel`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TextIO
from urllib.parse import urlsplit

from sourcier.exports.documents import known, write_lines
from sourcier.exports.identifiers import article_urn, fact_urn, geonames
from sourcier.exports.lookup import address, coordinates
from sourcier.record import Actor, Article, Event, Place, Record

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}


def write(records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
    """Write each record as one line of JSON; `sentences` changes nothing."""
    write_lines(map(news_object, records), out)


def news_object(record: Record) -> dict[str, Any]:
    """The ninjs object of a record; what the page does not say is absent."""
    article = record.article
    named = [actor for actor in record.actors if actor.key]
    return known(
        uri=_uri(article),
        standard=STANDARD,
        type="text",
        profile="sourcier/1",
        version=article.id,
        altIds=[{"role": "sha256", "value": article.id}],
        language=article.language,
        contentCreated=_moment(article.published),
        versionCreated=_moment(article.modified) or _moment(article.published),
        edNote=_note(article),
        by=", ".join(signature.name for signature in article.signatures),
        headlines=[*_texts("main", article.title), *_texts("kicker", article.kicker)],
        descriptions=_texts("lead", article.lead),
        bodies=[_body(article)],
        infoSources=_sources(article),
        people=[_actor(record, actor) for actor in named if actor.kind == "person"],
        organisations=[_actor(record, actor) for actor in named if actor.kind == "organisation"],
        places=[
            *(_actor(record, actor) for actor in named if actor.kind == "country"),
            *(_place(record, place) for place in record.places),
        ],
        subjects=[{"name": section, "rel": "section"} for section in article.section],
        events=[_event(record, event) for event in record.events],
    )


def _uri(article: Article) -> str:
    """The article's address where it is a whole one, else its name."""
    found = address(article) or ""
    return found if urlsplit(found).scheme in {"http", "https"} else article_urn(article)


def _moment(stated: str | None) -> str | None:
    """A date-time of RFC 3339, which must have a time and an offset; None where the page does not give both."""
    try:
        moment = datetime.fromisoformat(stated or "")
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds") if moment.tzinfo else None


def _note(article: Article) -> str | None:
    """The publication date where no date-time can be made of it, so that it is not lost."""
    if article.published is None or _moment(article.published):
        return None
    return f"Published {article.published}; the page gives no more of the time."


def _texts(role: str, text: str | None) -> list[dict[str, Any]]:
    return [{"role": role, "contentType": "text/plain", "value": text}] if text else []


def _body(article: Article) -> dict[str, Any]:
    """The text without the title, which is the headline; blocks are parted by a blank line."""
    text = "\n\n".join(article.text_of(block) for block in article.blocks if block.role != "title")
    return {
        "role": "main",
        "contentType": "text/plain",
        "charCount": len(text),
        "wordCount": len(text.split()),
        "value": text,
    }


def _sources(article: Article) -> list[dict[str, Any]]:
    """Who signs, and the outlet."""
    signed = [{"name": s.name, "role": s.role or s.kind} for s in article.signatures]
    return [*signed, *([{"name": article.site_name, "role": "outlet"}] if article.site_name else [])]


def _actor(record: Record, actor: Actor) -> dict[str, Any]:
    return known(
        name=actor.name,
        rel="mentioned",
        uri=fact_urn(record.article, actor.id),
        literal=actor.key,
    )


def _place(record: Record, place: Place) -> dict[str, Any]:
    found = coordinates(place)
    return known(
        name=place.name,
        rel="mentioned",
        uri=geonames(place) or fact_urn(record.article, place.id),
        literal=place.country,
        geoJSON={"type": "Point", "coordinates": [found[1], found[0]]} if found else None,
    )


def _event(record: Record, event: Event) -> dict[str, Any]:
    negative = " (not)" if event.polarity == "negative" else ""
    return {
        "id": event.id,
        "name": event.text,
        "rel": event.status + negative,
        "uri": fact_urn(record.article, event.id),
        "literal": event.type,
    }
