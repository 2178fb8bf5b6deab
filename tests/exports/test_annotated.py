"""Corrected records as annotated data: what the benchmarks read, with who corrected what."""

from __future__ import annotations

import io
import json
from copy import deepcopy

import pytest

import sourcier
from sourcier.errors import InputError
from sourcier.exports.annotated import FORMS, write
from sourcier.library.facts import fact_of
from sourcier.library.overlay import before, overlaid, target
from sourcier.record import Record
from sourcier.record.corrections import Correction, Named

TITLE = "Thin ice puts the ferry in doubt"
BODY = (
    "Mayor Ana Roy arrived in Oslo on Tuesday.\n\n“We are watching the ice,” Ana Roy said on Monday.\n\n"
    "The ferry crashed near Bergen on Wednesday, and three people died."
)


@pytest.fixture(scope="module")
def told() -> dict:
    record = sourcier.read_text(BODY, title=TITLE, published="2026-03-12", language="en")
    return json.loads(record.model_dump_json(by_alias=True))


def corrected(told: dict, *changes: tuple[str, str, str | Named | None]) -> Record:
    """The record with corrections: fact, action, value."""
    made: list[Correction] = []
    for n, (fact, action, value) in enumerate(changes):
        now = overlaid(told, made)
        its = fact_of(now, fact)
        named = value if isinstance(value, Named) else None
        made.append(
            Correction(
                id=f"{n:016x}",
                place=n,
                made="2026-04-01T10:00:00Z",
                by="ana",
                action=action,
                article="a" * 16,
                target=target(now, its),
                value=named.name if named else value,
                named=named,
                before=before(now, its, action),
            )
        )
    return Record.model_validate(overlaid(deepcopy(told), made))


def items(record: Record, form: str) -> list[dict]:
    out = io.StringIO()
    count = write([record], out, form=form)
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(found) == count
    return found


BY = {"by": "ana", "made": "2026-04-01T10:00:00Z"}


def test_what_nobody_corrected_is_not_written(told):
    for form in FORMS:
        assert items(Record.model_validate(told), form) == []
    assert items(corrected(told, ("q1", "wrong", None)), "events") == []


def test_a_quotation_with_its_right_speaker(told):
    record = corrected(told, ("q1", "speaker", Named(name="Edda Vollbrecht", kind="person")))
    (item,) = items(record, "quotes")
    assert (item["lang"], item["text"], item["not_quotes"]) == ("en", record.article.text, [])
    quote = item["quotes"][0]
    assert item["text"][quote["start"] : quote["end"]] == quote["text"]
    assert (quote["speaker_name"], quote["speaker_text"], quote["corrected"]) == ("Edda Vollbrecht", "Ana Roy", BY)
    assert {"start", "end", "text", "kind", "cue", "speaker_text", "speaker_name"} <= set(quote)


def test_what_is_no_quotation(told):
    (item,) = items(corrected(told, ("q1", "wrong", None)), "quotes")
    assert len(item["quotes"]) == len(told["quotes"]) - 1
    (gone,) = item["not_quotes"]
    assert gone["text"] == told["quotes"][0]["text"] == item["text"][gone["start"] : gone["end"]]
    assert (gone["why"], gone["corrected"]) == ("wrong", BY)


def test_events_count_the_sentences_of_the_body(told):
    event = next(its for its in told["events"] if its["type"] == "accident")
    changes = ((event["id"], "status", "denied"), (event["id"], "date", "2026-03-10"))
    record = corrected(told, *changes, (event["id"], "place", Named(name="Stavanger")))
    (item,) = items(record, "events")
    assert item["title"] == TITLE
    assert item["text"] == record.article.text[len(TITLE) + 2 :]
    assert all(sentence in item["text"] for sentence in item["sentences"])
    its = next(its for its in item["events"] if its.get("corrected"))
    assert (its["status"], its["when"], its["place"], its["type"]) == ("denied", "2026-03-10", "Stavanger", "accident")
    assert its["trigger"] in item["sentences"][its["sentence"]]
    assert len(item["events"]) == len(told["events"])


def test_what_is_no_event(told):
    (item,) = items(corrected(told, (told["events"][0]["id"], "wrong", None)), "events")
    (gone,) = item["not_events"]
    assert item["text"][gone["start"] : gone["end"]] == gone["text"]


def test_the_date_of_an_event_is_that_of_its_words(told):
    event = next(its for its in told["events"] if its["time"])
    old = next(its for its in told["times"] if its["id"] == event["time"])
    (item,) = items(corrected(told, (event["id"], "date", "2026-02-01T10:00+01:00")), "times")
    assert item["dct"] == "2026-03-12"
    (its,) = [its for its in item["expressions"] if its["start"] == old["start"]]
    assert (its["text"], its["value"], its["tz"], its["type"]) == (old["text"], "2026-02-01T10:00", "+01:00", "TIME")
    assert its["corrected"] == BY
    assert len(item["expressions"]) == len(told["times"])
    assert "published" not in item


def test_a_date_of_words_that_tell_no_time_is_no_expression(told):
    bare = deepcopy(told)
    bare["events"][0]["time"] = None
    record = corrected(bare, (bare["events"][0]["id"], "date", "2026-02-01"))
    assert items(record, "times") == []
    (item,) = items(record, "events")
    assert item["events"][0]["when"] == "2026-02-01"


def test_a_time_with_its_right_value_and_one_that_is_none(told):
    (item,) = items(corrected(told, ("t1", "date", "2026-03"), ("t2", "wrong", None)), "times")
    (its,) = [its for its in item["expressions"] if its.get("corrected")]
    assert (its["value"], its["text"]) == ("2026-03", told["times"][0]["text"])
    assert [gone["text"] for gone in item["not_expressions"]] == [told["times"][1]["text"]]


def test_places_and_names_that_are_none(told):
    right = Named(name="Bergen", latitude=52.67, longitude=4.72, country="NL", geonames_id=2759350)
    names = [place["name"] for place in told["places"]]
    changes = [(f"p{names.index('Bergen') + 1}", "place", right), (f"p{names.index('Oslo') + 1}.1", "wrong", None)]
    (item,) = items(corrected(told, *changes), "places")
    (its,) = [its for its in item["places"] if its.get("corrected")]
    assert (its["name"], its["country"], its["latitude"]) == ("Bergen", "NL", 52.67)
    assert {item["text"][start:end] for start, end in its["mentions"]} == {"Bergen"}
    assert its["kind"] in {"city", "region", "country", "water", "site"}
    (gone,) = item["not_places"]
    assert (gone["text"], gone["why"]) == ("Oslo", "wrong")


def test_a_form_that_does_not_exist_is_refused(told):
    with pytest.raises(InputError, match="forms: quotes, events, times, places"):
        write([Record.model_validate(told)], io.StringIO(), form="verses")
