"""GeoJSON (RFC 7946): the events that have a place on the map, each as a point.

The position is the place's, longitude first; it is what the gazetteer knows of the place, not where in it the event
was. Events without a place, or in a place of which no coordinates are known, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from sourcier.exports.documents import write_list
from sourcier.exports.identifiers import fact_urn
from sourcier.exports.lookup import Lookup, coordinates
from sourcier.exports.tables import EVENTS
from sourcier.record import Event, Record

PROPERTIES = EVENTS.only(
    "article",
    "url",
    "outlet",
    "published",
    "text",
    "sentence_text",
    "type",
    "status",
    "polarity",
    "agents",
    "patients",
    "participants",
    "hosts",
    "place_name",
    "place_country",
    "time_text",
    "time_begin",
    "time_finish",
    "holder_name",
    "condition",
    "probability",
)
"""What a point tells: columns of the table of events; those without a value are left out."""


def write(records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
    """Write one FeatureCollection; `sentences` changes nothing, each event has its sentence."""
    write_collection(_features(records), out)


def write_collection(features: Iterable[dict[str, Any]], out: TextIO) -> None:
    """Write features as one collection."""
    write_list({"type": "FeatureCollection"}, "features", features, out)


def feature(name: str, position: tuple[float, float], properties: dict[str, Any]) -> dict[str, Any]:
    """A point at `position`, which is degrees north and east."""
    latitude, longitude = position
    return {
        "type": "Feature",
        "id": name,
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": properties,
    }


def _features(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    for record in records:
        lookup = Lookup(record)
        for event in record.events:
            found = coordinates(lookup.places.get(event.place or ""))
            if found is not None:
                yield feature(fact_urn(record.article, event.id), found, _properties(lookup, event))


def _properties(lookup: Lookup, event: Event) -> dict[str, Any]:
    values = zip(PROPERTIES.columns, PROPERTIES.row(lookup, event), strict=True)
    return {column.name: value for column, value in values if value is not None}
