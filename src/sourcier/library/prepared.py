"""A capture made ready for the library: all that can be computed without it, in a process of its own."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

from sourcier.library import addresses
from sourcier.library.numbers import utc, version_number
from sourcier.library.packing import RECORD_LEVEL, packed
from sourcier.library.sketches import Sketch, sketch
from sourcier.library.words import Document, event_days, outlet_names, words_of
from sourcier.record import Record
from sourcier.record.structs import write
from sourcier.sources.capture import Capture, Visit
from sourcier.sources.items import SetAside

EventRow = tuple[str, str, str | None, str | None]
"""An event as the library finds it: its type, its status, its first and last day (ISO 8601)."""


@dataclass(frozen=True)
class Version:
    """What a capture says, with all by which it is found; columns as in `schema.versions`, `key` as in `articles`."""

    number: int
    key: str
    article: str
    text_hash: str
    stated: str
    title: str | None
    language: str
    published: str | None
    outlet: str | None
    url: str | None
    agencies: tuple[str, ...]
    reader: str
    packed: bytes
    document: Document
    events: tuple[EventRow, ...]
    sketch: Sketch


@dataclass(frozen=True)
class Prepared:
    """One capture, read or set aside.

    Attributes:
        capture: SHA-256 of its bytes.
        content: its bytes, packed; None where only its record is known.
        version: None where no article could be read from it.
        problem: why not.
        visit: as in `Capture`.
    """

    capture: str
    name: str
    address: str | None
    media_type: str | None
    fetched: str | None
    published: str | None
    size: int
    content: bytes | None
    version: Version | None
    problem: SetAside | None = None
    visit: Visit | None = None

    @cached_property
    def rank(self) -> tuple[object, ...]:
        """See `rank`."""
        reader = self.version.reader if self.version else None
        return rank(reader, self.content is not None, way(self.address, self.published, self.fetched, self.media_type))


Way = tuple[tuple[bool, str], ...]


def way(address: str | None, published: str | None, fetched: str | None, media_type: str | None) -> Way:
    """How bytes came. Of several ways the lowest is kept, in whatever order they came; one that says more is lower."""
    return tuple((part is None, part or "") for part in (address, published, fetched, media_type))


def way_of(capture: Capture) -> Way:
    """How a capture came."""
    return way(capture.address, capture.published, _fetched(capture), capture.media_type)


def rank(reader: str | None, has_content: bool, its_way: Way) -> tuple[object, ...]:
    """Sorts what may be kept of one capture; the lowest is.

    What was read comes before what could not be, a page before a record without its page, and of two such records that
    of the newer reader.

    Args:
        reader: version and models of what was read; None where nothing could be.
        has_content: whether the page's bytes are at hand.
        its_way: see `way`.
    """
    newest = () if has_content or reader is None else tuple(-int(n) for n in re.findall(r"\d+", reader.split(" ")[0]))
    return (reader is None, not has_content, newest, its_way)


def prepared(capture: Capture, record: Record | None, problem: SetAside | None = None) -> Prepared:
    """A capture with the record that was read from it, or with the reason why there is none."""
    return Prepared(
        capture=capture.id,
        name=capture.called,
        address=capture.address,
        media_type=capture.media_type,
        fetched=_fetched(capture),
        published=capture.published,
        size=len(capture.content),
        content=packed(capture.content),
        version=version(record) if record else None,
        problem=problem,
        visit=capture.visit,
    )


def _fetched(capture: Capture) -> str | None:
    return utc(capture.fetched.isoformat()) if capture.fetched else None


def prepared_record(record: Record, name: str) -> Prepared:
    """A record whose page is not at hand: read elsewhere, exported, taken in again."""
    return Prepared(
        capture=record.article.id,
        name=name,
        address=record.article.url,
        media_type=None,
        fetched=None,
        published=None,
        size=0,
        content=None,
        version=version(record),
    )


def version(record: Record) -> Version:
    """A record, or what `structs.parse` gives for one, as a version of its article."""
    article = record.article
    text_hash = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    key = addresses.key(article.url, article.canonical_url) or f"text:{text_hash}"
    days = list(event_days(record))
    document, own_words = words_of(record, days)
    return Version(
        number=version_number(article.published, article.id),
        key=key,
        article=hashlib.sha256(key.encode()).hexdigest()[:16],
        text_hash=text_hash,
        stated=utc(article.modified or article.published),
        title=article.title,
        language=article.language,
        published=article.published,
        outlet=next(iter(outlet_names(record)), None),
        url=article.url or article.canonical_url,
        agencies=article.agencies,
        reader=" ".join((record.reader.version, *record.reader.models)),
        packed=packed(_json(record), RECORD_LEVEL),
        document=document,
        events=tuple((e.type, e.status, *(its or (None, None))) for e, its in zip(record.events, days, strict=True)),
        sketch=sketch(own_words),
    )


def _json(record: Record) -> bytes:
    return record.model_dump_json(by_alias=True).encode() if isinstance(record, Record) else write(record)
