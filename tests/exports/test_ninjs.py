"""ninjs: valid by IPTC's schema, and no date is made up."""

from __future__ import annotations

import json

import jsonschema
import pytest
import referencing

from sourcier.exports.ninjs import news_object


@pytest.fixture
def validator(standard):
    geojson = referencing.Resource.from_contents(standard("geojson.json"))
    registry = referencing.Registry().with_resource("https://geojson.org/schema/GeoJSON.json", geojson)
    return jsonschema.Draft202012Validator(
        standard("ninjs-schema_3.1.json"), registry=registry, format_checker=jsonschema.FormatChecker()
    )


def test_each_line_is_valid(samples, written, validator):
    lines = written("ninjs", samples).decode().splitlines()
    assert len(lines) == len(samples)
    for line in lines:
        validator.validate(json.loads(line))


def test_a_record_by_hand(record_of, validator):
    told = news_object(record_of())
    validator.validate(told)
    assert told["uri"] == "https://gazette.example/aaaa"
    assert told["headlines"][0]["value"] == "Thin ice"
    assert told["bodies"][0]["value"].startswith("“We are watching the ice”, Ana Roy told")
    assert [person["name"] for person in told["people"]] == ["Ana Roy", "Ole Berg"]
    assert told["places"][0]["geoJSON"]["coordinates"] == [10.74609, 59.91273]
    assert told["infoSources"] == [{"name": "Ana Roy", "role": "in Oslo"}, {"name": "Gazette", "role": "outlet"}]
    assert (told["events"][0]["literal"], told["events"][0]["rel"]) == ("cancellation", "conditional")
    assert "organisations" not in told


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2026-03-11T08:00:00+01:00", "2026-03-11T08:00:00+01:00"),
        ("2026-03-11T08:00Z", "2026-03-11T08:00:00+00:00"),
        ("2026-03-11T08:00", None),
        ("2026-03-11", None),
        (None, None),
    ],
)
def test_a_moment_needs_its_time_and_offset(published, moment, record_of, validator):
    record = record_of()
    dated = record.model_copy(update={"article": record.article.model_copy(update={"published": published})})
    told = news_object(dated)
    validator.validate(told)
    assert told.get("contentCreated") == told.get("versionCreated") == moment
    assert (published in told.get("edNote", "")) if published and not moment else "edNote" not in told


def test_a_page_without_an_address_has_its_own_name(record_of, validator):
    record = record_of()
    for url in (None, "page.html", "file:///page.html"):
        told = news_object(record.model_copy(update={"article": record.article.model_copy(update={"url": url})}))
        validator.validate(told)
        assert told["uri"] == f"urn:sourcier:{'a' * 64}"
