"""PLOVER records: a plan is never written as a fact, and nothing is lost silently."""

from __future__ import annotations

import io
import json

import pytest

import sourcier
from sourcier.exports import exporter
from sourcier.exports.plover import events


def told(text: str, language: str = "en"):
    return events(sourcier.read_text(text, language=language, published="2031-03-12"))


@pytest.mark.parametrize(
    ("text", "code", "context"),
    [
        ("France and Germany held talks in Oslo on Monday.", "CONSULT", None),
        ("France and Germany will hold talks in Oslo on Friday.", "AGREE", None),
        ("France called for talks with Germany.", "REQUEST", None),
        ("Rebels may attack the town.", "ASSAULT", ["hypothetical"]),
        ("The army did not attack the town.", "ASSAULT", ["negation"]),
        ("The army will hold an exercise on Friday.", "MOBILIZE", ["future"]),
    ],
)
def test_status_decides_the_code(text, code, context):
    found = [(event["event"], event.get("context")) for event in told(text)]
    assert ([code], context) in found


def test_types_without_a_code_are_left_out():
    assert told("Voters in Iceland elected a parliament on Saturday.") == []


def test_the_host_of_a_meeting_is_the_recipient():
    event = told("French President Ana Roy hosted Norwegian Prime Minister Ole Berg in Paris on Monday.")[0]
    assert [entity["entity_text"] for entity in event["actor"]] == ["Ole Berg"]
    assert [entity["entity_text"] for entity in event["recipient"]] == ["Ana Roy"]


def test_json_lines_with_the_required_fields():
    record = sourcier.read_text("Police arrested two men in Oslo on Monday.", language="en", published="2031-03-12")
    out = io.StringIO()
    exporter("plover")([record], out, sentences=True)
    event = json.loads(out.getvalue().splitlines()[0])
    assert {"id", "date", "actor", "event"} <= event.keys()
    assert (event["date"], event["text"]) == ("2031-03-10", "Police arrested two men in Oslo on Monday.")


def test_a_date_that_the_page_does_not_give_is_null():
    record = sourcier.read_text("Police arrested two men.", language="en")
    assert events(record)[0]["date"] is None
