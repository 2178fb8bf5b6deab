"""GeoJSON of a story: its events whose place is on the map, each once."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from poison import NOISE, poisoned
from valmont import DOSSIER, GENEVA

from sourcier.exports.dossiers import dossier_exporter


def features(dossier, standard=None):
    out = io.StringIO(newline="")
    dossier_exporter("geojson")(dossier, out)
    out.getvalue().encode()
    collection = json.loads(out.getvalue())
    if standard:
        jsonschema.Draft202012Validator(standard("geojson.json")).validate(collection)
    return collection["features"]


@pytest.fixture
def placed(dossier):
    """All events in Geneva."""
    return replace(dossier, events=tuple(replace(event, place=GENEVA) for event in dossier.events))


def test_it_is_valid(placed, bare, standard):
    identifiers = [feature["id"] for feature in features(placed, standard)]
    assert identifiers == [f"urn:sourcier:event:00000000000000e{n}" for n in range(1, 9)]
    assert features(bare, standard) == []


@given(text=NOISE, dates=st.booleans())
@settings(max_examples=25, deadline=None)
def test_no_text_breaks_it(text, dates):
    (feature,) = features(poisoned(DOSSIER, text, dates=dates))
    assert feature["properties"]["status"] == "scheduled"
    assert feature["geometry"]["coordinates"] == [6.14569, 46.20222]


def test_a_point_tells_where_the_event_stands(dossier):
    (feature,) = features(dossier)
    assert feature == {
        "type": "Feature",
        "id": "urn:sourcier:event:00000000000000e4",
        "geometry": {"type": "Point", "coordinates": [6.14569, 46.20222]},
        "properties": {
            "type": "meeting",
            "status": "scheduled",
            "words": "The energy ministers of France and Switzerland will meet in Geneva",
            "begin": "2027-03-11T14:00+01:00",
            "finish": "2027-03-11T14:00+01:00",
            "moved_from": "2027-03-09T10:00+01:00",
            "zone": "Europe/Zurich",
            "place": "Geneva",
            "country": "CH",
            "actors": "Inès Carvallo | Suisse",
            "mentions": 2,
            "outlets": "The Alpine Herald | Le Courrier des Alpes",
            "first_report": "2027-03-03T12:10:00+01:00",
            "last_report": "2027-03-05",
            "url": "https://courrier.example/barrage?id=7&page=2",
        },
    }


def test_what_is_not_known_is_left_out(placed):
    told = features(placed)[-1]["properties"]
    assert told == {
        "type": "trial",
        "status": "ongoing",
        "words": "An inquiry is under way",
        "place": "Geneva",
        "country": "CH",
        "mentions": 1,
    }


def test_only_a_web_address_is_the_newest_source(dossier):
    told = features(poisoned(dossier, "x", url="javascript:alert(1)"))[0]["properties"]
    assert "url" not in told


def test_events_that_are_nowhere_on_the_map_are_left_out(dossier):
    for position in ({"latitude": None}, {"latitude": 91.0}, {"longitude": float("nan")}):
        event = replace(dossier.events[3], place=replace(GENEVA, **position))
        assert features(replace(dossier, events=(event,))) == []
