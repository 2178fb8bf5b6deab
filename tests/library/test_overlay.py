"""Corrections over records: what is set is told, nothing else changes, and nothing names what is gone."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sourcier.cli.demo import sample_pages
from sourcier.library.facts import Told, fact_of, facts
from sourcier.library.overlay import before, find, overlaid, target
from sourcier.library.same_people import People
from sourcier.record import Record
from sourcier.record.corrections import Correction, Named, Target
from sourcier.record.structs import parse, write

SAMPLES = [
    json.loads(Record.model_validate_json(path.read_bytes()).model_dump_json(by_alias=True))
    for path in sorted(sample_pages()[0].parents[1].glob("*/*.record.json"))
]
RICH = max(SAMPLES, key=lambda told: len(told["outlook"]) * min(len(told["events"]), len(told["places"])))
KINDS = ("quote", "event", "place", "mention", "time", "office", "scenario")
SETS = {"quote": ("speaker",), "event": ("status", "date", "place"), "time": ("date",), "place": ("place",)}
VALUES = {
    "status": "denied",
    "date": "2027-05-04",
    "speaker": Named(name="Edda Vollbrecht", kind="person", key="edda volbrecht"),
    "place": Named(name="Trill", country="BE"),
}


def correction(told: dict[str, Any], action: str, fact: Told, value: Any = None, n: int = 0) -> Correction:
    """A correction as the library keeps it of a fact of a record."""
    named = value if isinstance(value, Named) else None
    return Correction(
        id=f"{n:016x}",
        place=n,
        made="2027-04-01T10:00:00Z",
        by="ana",
        action=action,
        article="a" * 16,
        target=target(told, fact),
        value=named.name if named else value,
        named=named,
        before=before(told, fact, action),
    )


def same_person(key: str, name: str, other: str, other_name: str, n: int = 0) -> Correction:
    return Correction(
        id=f"{n:016x}",
        place=n,
        made="2027-04-01T10:00:00Z",
        by="ana",
        action="same person",
        target=Target(kind="person", text=other_name, detail=other),
        value=name,
        named=Named(name=name, kind="person", key=key),
    )


def assert_sound(told: dict[str, Any]) -> Record:
    """The record is one, its offsets hold and no id leads nowhere."""
    content = json.dumps(told).encode()
    record = Record.model_validate_json(content)
    assert write(parse(content)) == record.model_dump_json(by_alias=True).encode()
    text = record.article.text
    stated = [*record.times, *record.quotes, *record.events, *(e.trigger for e in record.events)]
    stated += [m for its in (*record.actors, *record.places) for m in its.mentions]
    stated += [c for e in record.events for c in (e.condition, e.format, e.comparison) if c]
    stated += [c for s in record.outlook for c in (s.condition, s.outcome) if c]
    stated += [c for c in record.corrections if c.start is not None]
    assert all(text[its.start : its.end] == its.text for its in stated)
    ids = {
        name: [its.id for its in getattr(record, name)] for name in ("actors", "places", "times", "quotes", "events")
    }
    assert all(len(set(its)) == len(its) for its in ids.values())
    named = {
        "actors": [q.speaker for q in record.quotes]
        + [q.addressee for q in record.quotes]
        + [g for a in record.actors for g in a.member_of]
        + [p.actor for e in record.events for p in e.participants]
        + [e.holder for e in record.events]
        + [s.holder for s in record.outlook],
        "places": [p.inside for p in record.places] + [e.place for e in record.events],
        "times": [q.said for q in record.quotes]
        + [e.time for e in record.events]
        + [e.comparison.time for e in record.events if e.comparison],
        "quotes": [q.continues for q in record.quotes],
        "events": [o for s in record.outlook for o in s.outcomes],
    }
    for kind, its in named.items():
        assert {one for one in its if one is not None} <= set(ids[kind]), kind
    return record


def moved(told: dict[str, Any], words: str) -> dict[str, Any]:
    """The record as a better reader gives it: words before the text, all ids counted otherwise."""
    told = deepcopy(told)
    ids = {its["id"]: f"{its['id'][0]}{40 + int(its['id'][1:])}" for its in _all(told)}

    def walk(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: walk(its, key) for key, its in value.items()}
        if isinstance(value, list):
            return [walk(its, name) for its in value]
        if name in {"start", "end", "speaker_start", "speaker_end"} and value is not None:
            return value + len(words)
        is_name = name in {"id", "continues", "speaker", "addressee", "said", "place", "time", "actor", "holder"}
        return ids.get(value, value) if is_name or name in {"inside", "member_of", "outcomes"} else value

    changed = walk(told)
    changed["article"]["text"] = words + told["article"]["text"]
    return changed


def _all(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [its for name in ("actors", "places", "times", "quotes", "events") for its in told[name]]


@st.composite
def corrected(draw: Any) -> tuple[dict[str, Any], list[Correction]]:
    """A sample and some corrections, each of what the ones before leave."""
    told = draw(st.sampled_from(SAMPLES))
    made: list[Correction] = []
    now = overlaid(told, [])
    for n in range(draw(st.integers(1, 6))):
        every = [(kind, its) for kind in KINDS for its in facts(now, kind)]
        if not every:
            break
        kind, fact = draw(st.sampled_from(every))
        action = draw(st.sampled_from(("wrong", *SETS.get(kind, ()))))
        made.append(correction(now, action, fact, VALUES.get(action), n))
        now = overlaid(told, made)
    return told, made


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corrected())
def test_whatever_is_corrected_the_record_stays_sound(given_):
    told, made = given_
    kept = deepcopy(told)
    now = overlaid(told, made)
    assert told == kept
    record = assert_sound(now)
    assert [its.id for its in record.corrections] == [its.id for its in made]
    assert now["article"] == told["article"]
    assert now["sentences"] == told["sentences"]
    assert overlaid(told, made) == now


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corrected())
def test_what_was_corrected_is_found_after_a_new_reading(given_):
    told, made = given_
    before_, now = overlaid(told, made), overlaid(moved(told, "Élan du soir. "), made)
    assert_sound(now)
    assert [its["id"] for its in now["corrections"]] == [its.id for its in made]
    for name in ("actors", "places", "times", "quotes", "events", "outlook"):
        assert len(now[name]) == len(before_[name])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corrected(), st.sampled_from(SAMPLES))
def test_over_another_text_the_record_stays_sound(given_, other):
    _, made = given_
    assert_sound(overlaid(other, made))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_people_made_one_leave_a_sound_record(data):
    told = data.draw(st.sampled_from(SAMPLES))
    keys = [(a["key"], a["name"]) for a in told["actors"] if a["kind"] == "person" and a["key"]]
    pairs = data.draw(st.lists(st.tuples(*[st.sampled_from([*keys, ("x y", "Xenia Yu")])] * 2), max_size=4))
    made = [same_person(*one, *other, n) for n, (one, other) in enumerate(pairs)]
    people = People(made)
    now = overlaid(told, [], people)
    assert_sound(now)
    left = [a["key"] for a in now["actors"] if a["kind"] == "person" and a["key"]]
    assert len(set(left)) == len(left) or len(left) == len([k for k, _ in keys])
    assert {people.root(key) for key, _ in keys} == set(left)
    spans = [{(m["start"], m["end"], m["form"]) for a in its["actors"] for m in a["mentions"]} for its in (told, now)]
    assert spans[0] == spans[1]


def one(told: dict[str, Any], kind: str) -> Told:
    return next(iter(facts(told, kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fact_can_be_wrong(kind):
    fact = one(RICH, kind)
    now = overlaid(RICH, [correction(RICH, "wrong", fact)])
    assert_sound(now)
    assert now["corrections"][0]["fact"] is None
    assert now["corrections"][0]["kind"] == kind
    ids = [its.id for its in facts(RICH, kind)]
    if kind in {"quote", "event", "time", "place"}:
        assert fact.id not in [its.id for its in facts(now, kind)]
    else:
        assert len(list(facts(now, kind))) == len(ids) - 1


def test_facts_have_ids():
    for kind in KINDS:
        for fact in facts(RICH, kind):
            assert fact_of(RICH, fact.id).kind == kind
            assert fact_of(RICH, fact.id).its is fact.its


@pytest.mark.parametrize("old", [True, False])
def test_a_date_rests_on_the_words_of_the_old_one_else_on_the_trigger(old):
    event = next(its for its in RICH["events"] if bool(its["time"]) == old)
    its = fact_of(RICH, event["id"])
    now = overlaid(RICH, [correction(RICH, "date", its, "2027-05-04T18:00+02:00/2027-05-06")])
    assert_sound(now)
    event = fact_of(now, event["id"]).its
    time = next(t for t in now["times"] if t["id"] == event["time"])
    words = next((t for t in RICH["times"] if old and t["id"] == its.its["time"]), its.its["trigger"])
    assert (time["start"], time["end"], time["text"]) == (words["start"], words["end"], words["text"])
    assert (time["value"], time["begin"], time["finish"], time["type"]) == (
        "2027-05-04T18:00/2027-05-06",
        "2027-05-04T18:00+02:00",
        "2027-05-06",
        "TIME",
    )
    assert len(now["times"]) == len(RICH["times"]) + 1
    starts = [t["start"] for t in now["times"]]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("value", "begin", "finish"),
    [
        ("2027", "2027-01-01", "2027-12-31"),
        ("2027-02", "2027-02-01", "2027-02-28"),
        ("2027-02-03", "2027-02-03", "2027-02-03"),
        ("2027-02/2027-03", "2027-02-01", "2027-03-31"),
        ("2027-02-03T10:30:00Z", "2027-02-03T10:30:00Z", "2027-02-03T10:30:00Z"),
    ],
)
def test_a_date_spans_its_month_or_year(value, begin, finish):
    time = one(RICH, "time")
    now = overlaid(RICH, [correction(RICH, "date", time, value)])
    its = fact_of(now, time.id).its
    assert (its["begin"], its["finish"], its["text"]) == (begin, finish, time.its["text"])


def test_a_speaker_whom_the_record_lacks_is_an_actor_without_mentions():
    quote = one(RICH, "quote")
    now = overlaid(RICH, [correction(RICH, "speaker", quote, VALUES["speaker"])])
    actor = now["actors"][-1]
    assert (actor["name"], actor["key"], actor["mentions"]) == ("Edda Vollbrecht", "edda volbrecht", [])
    assert fact_of(now, quote.id).its["speaker"] == actor["id"]
    assert fact_of(now, quote.id).its["speaker_text"] == quote.its["speaker_text"]


def test_a_speaker_whom_the_record_has_is_that_actor():
    quote = one(RICH, "quote")
    other = next(a for a in RICH["actors"] if a["id"] != quote.its["speaker"])
    named = Named(name=other["name"], kind=other["kind"], key=other["key"])
    now = overlaid(RICH, [correction(RICH, "speaker", quote, named)])
    assert fact_of(now, quote.id).its["speaker"] == other["id"]
    assert len(now["actors"]) == len(RICH["actors"])


def test_what_is_wrong_is_no_other_fact_of_a_better_reading():
    made = correction(RICH, "wrong", one(RICH, "event"))
    better = deepcopy(RICH)
    better["events"][0]["type"] = "other"
    assert find(better, made) is None
    assert len(overlaid(better, [made])["events"]) == len(RICH["events"])


def test_words_that_stand_elsewhere_are_another_fact():
    """The same words in another sentence tell of something else."""
    fact = one(RICH, "event")
    made = correction(RICH, "status", fact, "denied")
    gone = deepcopy(RICH)
    gone["article"]["text"] = gone["article"]["text"].replace(made.target.prefix, "~" * len(made.target.prefix))
    text = gone["article"]["text"]
    gone["article"]["text"] = text[: fact.end] + "~" * 40 + text[fact.end + 40 :]
    assert find(gone, made) is None


def test_the_last_of_two_corrections_counts():
    fact = one(RICH, "event")
    made = [correction(RICH, "status", fact, "denied", 1), correction(RICH, "status", fact, "ongoing", 2)]
    now = overlaid(RICH, made)
    assert fact_of(now, fact.id).its["status"] == "ongoing"
    assert [(its["value"], its["fact"]) for its in now["corrections"]] == [("denied", fact.id), ("ongoing", fact.id)]


def test_people_are_one_over_several_corrections():
    people = People([same_person("a b", "A B", "c d", "C D"), same_person("e f", "E F", "a b", "A B", 1)])
    assert {people.root(key) for key in ("a b", "c d", "e f")} == {"e f"}
    assert people.root("g h") == "g h"
    round_about = People([same_person("a b", "A B", "c d", "C D"), same_person("c d", "C D", "a b", "A B", 1)])
    assert round_about.root("a b") == round_about.root("c d")
