"""A record beside its text: every run in its place, every fact beside the words that it rests on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sourcier
from sourcier.exports.passages import KINDS, Annotations, Hinged, Said, Told
from sourcier.record import Record

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/*.record.json"))


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def record(request) -> Record:
    return Record.model_validate(json.loads(request.param.read_text(encoding="utf-8")))


def test_the_runs_of_a_passage_are_its_text(record):
    for passage in Annotations(record).passages():
        runs = [run for statement in passage.statements for run in statement.runs]
        assert "".join(run.text for run in runs) == record.article.text[passage.start : passage.end]
        assert all(record.article.text[run.start :].startswith(run.text) for run in runs)


def test_a_run_has_the_marks_that_cover_it_widest_first(record):
    for passage in Annotations(record).passages():
        for run in (run for statement in passage.statements for run in statement.runs):
            widths = [mark.end - mark.start for mark in run.marks]
            assert widths == sorted(widths, reverse=True)
            assert all(mark.kind in KINDS for mark in run.marks)
            assert all(mark.start <= run.start and mark.end >= run.start + len(run.text) for mark in run.marks)


def test_each_fact_stands_once_beside_the_text_and_is_met_once_in_it(record):
    passages = Annotations(record).passages()
    told = [fact for passage in passages for fact in passage.facts]
    counts = [sum(isinstance(fact, kind) for fact in told) for kind in (Said, Told, Hinged)]
    hinged = [its for its in record.outlook if its.condition or its.outcome]
    assert counts == [len(record.quotes), len(record.events), len(hinged)]
    begins = [
        mark.fact for passage in passages for its in passage.statements for run in its.runs for mark in run.begins
    ]
    assert len(begins) == len(set(begins))
    assert {quote.id for quote in record.quotes} <= set(begins)


def test_names_stand_for_ids():
    record = sourcier.read_text(
        "« Le quai rouvrira lundi », a promis la maire de Valmont, Ana Roy. Si le vent se lève, la fête sera annulée.",
        title="Le quai",
        published="2027-03-05",
        language="fr",
    )
    annotations = Annotations(record)
    facts = [fact for passage in annotations.passages() for fact in passage.facts]
    said = next(fact for fact in facts if isinstance(fact, Said))
    assert said.speaker is not None
    assert (said.speaker.name, said.speaker.kind) == ("Ana Roy", "person")
    hinged = next(fact for fact in facts if isinstance(fact, Hinged))
    assert hinged.scenario.condition is not None
    assert hinged.scenario.condition.text == "Si le vent se lève"
    assert [actor.name for actor in annotations.people()] == ["Ana Roy"]
