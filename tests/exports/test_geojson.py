"""GeoJSON: a valid collection of the events whose place is on the map."""

from __future__ import annotations

import json

import jsonschema


def test_it_is_valid(samples, written, standard):
    collection = json.loads(written("geojson", samples))
    jsonschema.Draft202012Validator(standard("geojson.json")).validate(collection)
    identifiers = [feature["id"] for feature in collection["features"]]
    assert len(set(identifiers)) == len(identifiers) > 10


def test_an_event_is_a_point_longitude_first(record_of, written):
    (feature,) = json.loads(written("geojson", [record_of()]))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [10.74609, 59.91273]}
    assert feature["id"] == f"urn:sourcier:{'a' * 64}:e1"
    told = feature["properties"]
    assert (told["status"], told["agents"], told["place_name"], told["time_begin"]) == (
        "conditional",
        "Ana Roy",
        "Oslo",
        "2026-03-13",
    )
    assert "hosts" not in told


def test_events_that_are_nowhere_on_the_map_are_left_out(record_of, written):
    record = record_of()
    for position in ({"latitude": None}, {"latitude": 91.0}, {"longitude": float("nan")}):
        places = tuple(place.model_copy(update=position) for place in record.places)
        moved = record.model_copy(update={"places": places})
        assert json.loads(written("geojson", [moved, record_of(place=None)]))["features"] == []
