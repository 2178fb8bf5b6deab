"""GeoJSON (RFC 7946): the events of a story that have a place on the map, each once, as a point.

The position is the place's, longitude first; it is what the gazetteer knows of the place, not where in it the event
was. Events without a place, or in a place of which no coordinates are known, are left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from sourcier.exports.documents import known
from sourcier.exports.dossiers.moments import utc
from sourcier.exports.dossiers.sections import moved_from, sources
from sourcier.exports.dossiers.texts import web_address
from sourcier.exports.geojson import feature, write_collection
from sourcier.exports.identifiers import library_urn
from sourcier.exports.lookup import coordinates
from sourcier.exports.tables import BETWEEN
from sourcier.exports.writable import encodable
from sourcier.stories.model import Dossier, StoryEvent


def write(dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write the dossier's events as one FeatureCollection; zone and language change nothing."""
    content = io.StringIO()
    write_collection(_features(dossier), content)
    out.write(encodable(content.getvalue()))


def _features(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for event in dossier.events:
        found = coordinates(event.place)
        if found is not None:
            yield feature(library_urn("event", event.id), found, _properties(event))


def _properties(event: StoryEvent) -> dict[str, Any]:
    """What a point tells; what has no value is left out. Several names are one text, as in the tables of records."""
    told = sources(event)
    dated = [source.published for source in told if utc(source.published)]
    addresses = [address for source in told if (address := web_address(source.url))]
    return known(
        type=event.type,
        status=event.status,
        words=event.words,
        begin=event.begin,
        finish=event.finish,
        moved_from=moved_from(event),
        zone=event.zone,
        place=event.place.name if event.place else None,
        country=event.place.country if event.place else None,
        actors=BETWEEN.join(dict.fromkeys(actor.name for actor in event.actors)),
        mentions=len(event.mentions),
        outlets=BETWEEN.join(dict.fromkeys(source.outlet for source in told if source.outlet)),
        first_report=dated[0] if dated else None,
        last_report=dated[-1] if dated else None,
        url=addresses[-1] if addresses else None,
    )
