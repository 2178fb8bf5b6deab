"""Flat tables of many records, one row a fact: what CSV and Parquet write.

A row needs no other table: it carries the article's id, address, outlet and date, the fact's own characters, and the
sentence that they stand in. Several names in one cell are joined by " | ".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from sourcier.exports.lookup import Lookup, Span, address, coordinates, probability
from sourcier.record import Actor, Article, Clause, Event, ParticipantRole, Place, Quote, Record, Time

Kind = Literal["string", "integer", "number", "boolean"]
Value = str | int | float | bool | None
_Row = TypeVar("_Row")

BETWEEN = " | "
"""Between the names, or other values, of one cell."""


@dataclass(frozen=True)
class Column(Generic[_Row]):
    """A column: its name and type, what it tells, and where its value comes from; a missing value is None."""

    name: str
    kind: Kind
    about: str
    value: Callable[[Lookup, _Row], Value]


@dataclass(frozen=True)
class Table(Generic[_Row]):
    """A table: what of a record makes a row, and the columns."""

    name: str
    facts: Callable[[Record], Iterable[_Row]]
    columns: tuple[Column[_Row], ...]

    def row(self, lookup: Lookup, fact: _Row) -> tuple[Value, ...]:
        """The row of a fact."""
        return tuple(column.value(lookup, fact) for column in self.columns)

    def rows(self, records: Iterable[Record]) -> Iterator[tuple[Value, ...]]:
        """The rows of all facts, in text order, of one record after the other."""
        for record in records:
            lookup = Lookup(record)
            for fact in self.facts(record):
                yield self.row(lookup, fact)

    def only(self, *names: str) -> Table[_Row]:
        """The table with these columns alone, in this order."""
        columns = {column.name: column for column in self.columns}
        return Table(self.name, self.facts, tuple(columns[name] for name in names))


def _joined(values: Iterable[str]) -> str | None:
    return BETWEEN.join(values) or None


def _field(found: Actor | Place | Time | Span | Clause | None, name: str) -> Any:
    return getattr(found, name, None)


def _strings(**columns: tuple[str, Callable[[Lookup, Any], str | None]]) -> tuple[Column[Any], ...]:
    """Columns of text by their names: what each tells, and where its value comes from."""
    return tuple(Column(name, "string", about, value) for name, (about, value) in columns.items())


_ARTICLE = _strings(
    article=("id of the article: SHA-256 of the page's bytes", lambda the, _: the.record.article.id),
    url=("address of the article", lambda the, _: address(the.record.article)),
    outlet=("name of the site", lambda the, _: the.record.article.site_name),
    language=("ISO 639-1 code", lambda the, _: the.record.article.language),
    published=("ISO 8601 date or date-time, as the page has it", lambda the, _: the.record.article.published),
)


def _sentence(name: str, kind: Kind, about: str) -> Column[Any]:
    field = name.removeprefix("sentence_") if name != "sentence" else "index"
    return Column(name, kind, about, lambda the, fact: _field(the.sentences(fact), field))


_FACT: tuple[Column[Any], ...] = (
    *_ARTICLE,
    Column("id", "string", "id of the fact in its article", lambda _, fact: fact.id),
    Column("start", "integer", "code point of the article's text at which the words begin", lambda _, fact: fact.start),
    Column("end", "integer", "code point behind the last", lambda _, fact: fact.end),
    Column("text", "string", "the words that the fact rests on", lambda _, fact: fact.text),
    _sentence("sentence", "integer", "index of their sentence in the article, from 0"),
    _sentence("sentence_start", "integer", "code point at which it begins"),
    _sentence("sentence_end", "integer", "code point behind the end of the sentence in which the words end"),
    _sentence("sentence_text", "string", "the words of the sentence, or sentences"),
)
"""Of every fact: the article, the fact's characters, and the sentence that they stand in."""


def _actor(prefix: str, whose: str, actor: Callable[[Any], str | None]) -> tuple[Column[Any], ...]:
    """The columns of an actor, whose id `actor` takes from a fact."""

    def found(the: Lookup, fact: Any) -> Actor | None:
        return the.actors.get(actor(fact) or "")

    def office(the: Lookup, fact: Any) -> str | None:
        offices = _field(found(the, fact), "offices")
        return offices[0].title if offices else None

    return (
        Column(f"{prefix}_name", "string", f"{whose}: name", lambda *of: _field(found(*of), "name")),
        Column(
            f"{prefix}_key", "string", f"{whose}: key, one for all spellings", lambda *of: _field(found(*of), "key")
        ),
        Column(
            f"{prefix}_kind",
            "string",
            f"{whose}: person, organisation, country or group",
            lambda *of: _field(found(*of), "kind"),
        ),
        Column(f"{prefix}_office", "string", f"{whose}: first office that the page names", office),
    )


def _time(prefix: str, time: Callable[[Any], str | None]) -> tuple[Column[Any], ...]:
    """The columns of a time, whose id `time` takes from a fact."""

    def column(name: str, about: str) -> Column[Any]:
        return Column(
            f"{prefix}_{name}", "string", about, lambda the, fact: _field(the.times.get(time(fact) or ""), name)
        )

    return (
        column("text", "when, in the page's words"),
        column("value", "TIMEX3 value"),
        column("begin", "start of the interval, ISO 8601"),
        column("finish", "end of the interval, ISO 8601, inclusive"),
        column("zone", "IANA time zone"),
    )


def _place(name: str, field: str, kind: Kind, about: str) -> Column[Event]:
    return Column(name, kind, about, lambda the, event: _field(the.places.get(event.place or ""), field))


def _position(name: str, axis: Literal[0, 1], about: str) -> Column[Event]:
    def degrees(the: Lookup, event: Event) -> float | None:
        found = coordinates(the.places.get(event.place or ""))
        return found[axis] if found else None

    return Column(name, "number", about, degrees)


def _part(name: str, role: ParticipantRole, about: str) -> tuple[Column[Event], Column[Event]]:
    """The columns of those who take part in one role: their names, and their keys in the same order."""

    def actors(the: Lookup, event: Event) -> list[Actor]:
        return [the.actors[p.actor] for p in event.participants if p.role == role and p.actor in the.actors]

    return (
        Column(name, "string", f"names of {about}", lambda *of: _joined(actor.name for actor in actors(*of))),
        Column(
            f"{role}_keys",
            "string",
            "their keys, in the same order, empty where one has none",
            lambda *of: _joined(actor.key or "" for actor in actors(*of)),
        ),
    )


ARTICLES: Table[Article] = Table(
    "articles",
    lambda record: (record.article,),
    (
        *_ARTICLE,
        *_strings(
            modified=("ISO 8601", lambda _, article: article.modified),
            published_from=("where `published` was found", lambda _, article: article.published_from),
            section=("sections, outermost first", lambda _, article: _joined(article.section)),
            kicker=("line above the title", lambda _, article: article.kicker),
            title=("title", lambda _, article: article.title),
            lead=("lead", lambda _, article: article.lead),
            authors=("people who sign", lambda _, article: _joined(article.authors)),
            agencies=("wire agencies that sign", lambda _, article: _joined(article.agencies)),
        ),
        Column("paywalled", "boolean", "as the page declares", lambda _, article: article.paywalled),
        Column("quotes", "integer", "number of quotes", lambda the, _: len(the.record.quotes)),
        Column("events", "integer", "number of events", lambda the, _: len(the.record.events)),
        Column("text", "string", "the text that all offsets count in, title first", lambda _, article: article.text),
    ),
)

QUOTES: Table[Quote] = Table(
    "quotes",
    lambda record: record.quotes,
    (
        *_FACT,
        *_strings(
            kind=("`direct`, `indirect` or `mixed`", lambda _, quote: quote.kind),
            pieces=(
                "start-end of each run of the quote's own words, where its cue interrupts it",
                lambda _, quote: _joined(f"{piece.start}-{piece.end}" for piece in quote.pieces),
            ),
            continues=("id of the quote that it resumes", lambda _, quote: quote.continues),
            speaker_text=("words that name the speaker", lambda _, quote: quote.speaker_text),
        ),
        *_actor("speaker", "speaker", lambda quote: quote.speaker),
        *_strings(
            cue=("words that introduce the quote", lambda _, quote: quote.cue),
            channel=("where it was said", lambda _, quote: quote.channel),
        ),
        *_actor("addressee", "who is spoken to", lambda quote: quote.addressee),
        *_time("said", lambda quote: quote.said),
    ),
)

EVENTS: Table[Event] = Table(
    "events",
    lambda record: record.events,
    (
        *_FACT,
        *_strings(
            type=("event type", lambda _, event: event.type),
            plover=("its PLOVER code", lambda _, event: event.plover),
            status=("whether it happened, is planned, hangs on an “if” …", lambda _, event: event.status),
            polarity=("`negative`: that it does not happen", lambda _, event: event.polarity),
            trigger=("words that name the event", lambda _, event: event.trigger.text),
        ),
        *_part("agents", "agent", "those who do it"),
        *_part("patients", "patient", "those it is done to"),
        *_part("participants", "participant", "those who take part alike"),
        *_part("hosts", "host", "those who receive"),
        *_part("absent", "absent", "those who are told to stay away"),
        _place("place_name", "name", "string", "where"),
        _position("place_lat", 0, "degrees north, WGS 84"),
        _position("place_lon", 1, "degrees east, WGS 84"),
        _place("place_country", "country", "string", "ISO 3166-1 alpha-2"),
        _place("place_geonames_id", "geonames_id", "integer", "identifier in GeoNames"),
        *_time("time", lambda event: event.time),
        *_actor("holder", "on whose word", lambda event: event.holder),
        *_strings(
            holder_text=("words that name the holder", lambda _, event: event.holder_text),
            condition=("what it hangs on", lambda _, event: _field(event.condition, "text")),
        ),
        Column("probability", "number", "0 to 1, where the page states it", lambda _, event: probability(event)),
        *_strings(
            format=("how it was held", lambda _, event: _field(event.format, "text")),
            comparison=("what it is compared with", lambda _, event: _field(event.comparison, "text")),
        ),
    ),
)
