"""The sample pages against their records checked by hand: the article exactly, facts above floors that only rise.

`python benchmarks/record_scores.py` prints the figures; `--floors tests/samples/floors.json` raises the floors.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from record_scores import facts, pages, rates, totals

import sourcier
from sourcier.record import Record

ROOT = Path(__file__).parent.parent.parent
SAMPLES = list(pages(ROOT / "samples"))
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())
NAMES = [page.name for _, page, _ in SAMPLES]


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    return {page.name: sourcier.read(page) for _, page, _ in SAMPLES}


@pytest.fixture(scope="module")
def counts():
    return totals(ROOT / "samples")[0]


def test_every_sample_page_has_a_record():
    pages_there = {p.name for p in (ROOT / "samples").glob("*/*") if p.suffix in {".html", ".txt"}}
    assert pages_there == set(NAMES)
    assert sum(language == "fr" for language, *_ in SAMPLES) >= 7 <= sum(language == "en" for language, *_ in SAMPLES)


@pytest.mark.parametrize(("page", "expected"), [(p, r) for _, p, r in SAMPLES], ids=NAMES)
def test_the_article_is_exact(page, expected, records):
    ours = records[page.name].article
    assert ours.text == expected.article.text
    assert ours == expected.article


@pytest.mark.parametrize(
    ("language", "kind"), [(language, kind) for language in sorted(FLOORS) for kind in sorted(FLOORS[language])]
)
def test_facts_stay_above_their_floors(language, kind, counts):
    precision, recall = rates(counts[language][kind])
    assert precision >= FLOORS[language][kind][0], "too many that the page does not state"
    assert recall >= FLOORS[language][kind][1], "too many missed"


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_rests_on_its_characters(name, records):
    record = records[name]
    text = record.article.text
    spans = [m for actor in record.actors for m in actor.mentions]
    spans += [m for place in record.places for m in place.mentions]
    spans += [*record.times, *record.quotes, *record.events, *(event.trigger for event in record.events)]
    spans += [c for e in record.events if (c := e.condition)]
    spans += [c for s in record.outlook for c in (s.condition, s.outcome) if c]
    assert all(text[fact.start : fact.end] == fact.text for fact in spans)
    for quote in record.quotes:
        assert all(quote.start <= p.start < p.end <= quote.end for p in quote.pieces)
        if quote.speaker_start is not None:
            assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_text


@pytest.mark.parametrize("name", NAMES)
def test_every_id_leads_somewhere(name, records):
    record = records[name]
    actors, times, places, events = (
        {fact.id for fact in found} for found in (record.actors, record.times, record.places, record.events)
    )
    assert {m for a in record.actors for m in a.member_of} <= actors
    assert {i for q in record.quotes for i in (q.speaker, q.addressee) if i} <= actors
    assert {p.actor for e in record.events for p in e.participants} <= actors
    assert {i for i in (*(e.holder for e in record.events), *(s.holder for s in record.outlook)) if i} <= actors
    assert {i for i in (*(q.said for q in record.quotes), *(e.time for e in record.events)) if i} <= times
    assert {i for i in (*(e.place for e in record.events), *(p.inside for p in record.places)) if i} <= places
    assert {i for s in record.outlook for i in s.outcomes} <= events


@pytest.mark.parametrize("name", NAMES)
def test_furniture_and_article_share_no_sentence(name, records):
    article = records[name].article
    lines = {line for part in article.furniture for line in part.text.split("\n") if len(line) > 40}
    lines |= {teaser.title for teaser in article.teasers}
    assert not [line for line in lines if line in article.text]


def test_the_same_page_gives_the_same_bytes(records):
    _, page, _ = SAMPLES[0]
    assert sourcier.read(page).json_text() == records[page.name].json_text()


def test_no_two_people_of_a_record_have_one_key(records):
    for record in records.values():
        keys = [actor.key for actor in record.actors if actor.kind == "person" and actor.key]
        assert len(keys) == len(set(keys))


def test_names_spelled_in_two_languages_have_one_key(records):
    """Ouchakov and Ushakov, Zelensky and Zelenskyy, Bénédicte and Benedicte Lorrain."""
    found: dict[str, set[str]] = {}
    for record, actor in itertools.chain.from_iterable(zip(itertools.repeat(r), r.actors) for r in records.values()):
        if actor.kind == "person" and actor.key:
            found.setdefault(actor.key, set()).add(f"{record.article.language} {actor.name}")
    shared = [names for names in found.values() if len({name[:2] for name in names}) == 2]
    spelled = [sorted({name[3:] for name in names}) for names in shared]
    assert ["Iouri Ouchakov", "Yuri Ushakov"] in spelled
    assert ["Volodymyr Zelensky", "Volodymyr Zelenskyy"] in spelled
    assert ["Benedicte Lorrain", "Bénédicte Lorrain"] in spelled


def test_the_hand_checked_records_name_no_fact_twice():
    for _, _, record in SAMPLES:
        for kind in ("actors", "quotes", "times"):
            assert max(facts(record)[kind].values(), default=1) == 1
