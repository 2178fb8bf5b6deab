"""JSON-LD: only what schema.org has, used as it says; nothing that the page does not tell as an event is one."""

from __future__ import annotations

import json

import pytest
from schema_org import assert_expands, assert_fits, walk

from sourcier.exports.jsonld import dates, graph
from sourcier.record import Participant, Time


@pytest.fixture
def vocabulary(standard):
    return standard("schemaorg-30.0.json")


@pytest.mark.parametrize("sentences", [False, True])
def test_each_type_and_property_is_used_as_the_vocabulary_says(sentences, samples, written, vocabulary):
    document = json.loads(written("jsonld", samples, sentences=sentences))
    assert_fits(document, vocabulary)


def test_it_expands_and_loses_nothing(samples, written, vocabulary):
    assert_expands(json.loads(written("jsonld", samples)), vocabulary)


def test_identifiers_are_unique(samples):
    for record in samples:
        identifiers = [node["@id"] for node in graph(record)]
        assert len(set(identifiers)) == len(identifiers)


def test_each_fact_is_tied_to_its_characters(samples):
    for record in samples:
        text = record.article.text
        (article, *facts) = graph(record)
        assert article["articleBody"] == text
        passages = [node for fact in facts for node in walk(fact) if "#char=" in node.get("@id", "")]
        assert len(passages) >= len(record.quotes) + len(record.events)
        for passage in passages:
            start, end = map(int, passage["@id"].partition("#char=")[2].split(","))
            assert text[start:end] == passage["text"]
            assert passage["isPartOf"] == {"@id": article["@id"]}
        for fact in facts:
            if fact["@type"] in {"Quotation", "Event", "Claim"}:
                assert fact.get("citation") or fact.get("subjectOf") or fact.get("appearance")


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ({"status": "happened", "holder": None, "holder_text": None}, ["Event"]),
        ({"status": "ongoing"}, ["Event", "Claim"]),
        ({"status": "scheduled"}, ["Event", "Claim"]),
        ({"status": "scheduled", "polarity": "negative"}, ["Claim"]),
        ({"status": "conditional"}, ["Claim"]),
        ({"status": "forecast"}, ["Claim"]),
        ({"status": "demanded"}, ["Claim"]),
        ({"status": "denied", "holder": None, "holder_text": None}, ["Claim"]),
    ],
)
def test_only_what_is_told_as_an_event_is_one(told, kinds, record_of):
    nodes = {node["@type"]: node for node in graph(record_of(**told))}
    assert [kind for kind in nodes if kind in {"Event", "Claim"}] == kinds
    status = nodes.get("Event", {}).get("eventStatus")
    assert status == (
        "https://schema.org/EventScheduled" if kinds[0] == "Event" and told["status"] == "scheduled" else None
    )
    if "Claim" in kinds and "holder" not in told:
        assert nodes["Claim"]["author"] == {"@id": f"urn:sourcier:{'a' * 64}:a1"}


def test_the_claim_keeps_its_if(record_of):
    claim = next(node for node in graph(record_of()) if node["@type"] == "Claim")
    assert claim["text"] == "If the ice breaks, the ferry will stop on Friday in Oslo."
    assert claim["name"] == "the ferry will stop on Friday"
    assert claim["citation"]["text"] == "If the ice breaks"
    assert claim["temporalCoverage"] == "2026-03-13"


def test_who_takes_part_has_the_property_of_the_role(record_of):
    roles = ("agent", "patient", "absent")
    parts = tuple(Participant(actor=f"a{n}", role=role) for n, role in enumerate(roles, 1))
    event = next(node for node in graph(record_of(status="happened", participants=parts)) if node["@type"] == "Event")
    told = {name: [who["@id"][-2:] for who in event[name]] for name in ("performer", "about")}
    assert told == {"performer": ["a1"], "about": ["a2"]}
    assert not {"attendee", "organizer"} & set(event)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ({"value": "2026-03-13"}, {"startDate": "2026-03-13"}),
        ({"value": "2026-03"}, {"startDate": "2026-03"}),
        ({"value": "2026"}, {"startDate": "2026"}),
        ({"value": "2026-03-13TEV", "type": "TIME"}, {"startDate": "2026-03-13"}),
        ({"value": "2026-03-13T20:30", "type": "TIME", "begin": "2026-03-13T20:30+01:00"}, {"startDate": "2026-03-13T20:30+01:00"}),
        ({"value": "2026-W11"}, {}),
        ({"value": "XXXX-WXX-5"}, {}),
        ({"value": None}, {}),
        ({"value": "2026-03-13", "modifier": "AFTER"}, {}),
        ({"value": "2026-03", "modifier": "END"}, {"startDate": "2026-03"}),
        ({"value": "P2W", "type": "DURATION"}, {}),
        ({"value": "P2D", "type": "DURATION", "begin": "2026-03-13", "finish": "2026-03-14"}, {"startDate": "2026-03-13", "endDate": "2026-03-14"}),
    ],
)  # fmt: skip
def test_dates_are_as_exact_as_the_page(time, expected):
    assert dates(Time(id="t1", start=0, end=1, text="x", **{"type": "DATE", **time})) == expected
