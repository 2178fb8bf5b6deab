"""The sample stories: how well their pages are grouped, above floors that only rise.

`python benchmarks/stories.py` prints the figures.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stories import b_cubed, grouped, pair_f1

import sourcier
from sourcier.record import Record
from sourcier.sources import Capture

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "stories"
FLOORS = json.loads((Path(__file__).parent / "story_floors.json").read_text())
FETCHED = datetime(2027, 4, 4, tzinfo=UTC)
"""After the newest page: a date that lies ahead of the capture is not believed."""
TOLD = json.loads((SAMPLES / "stories.json").read_text(encoding="utf-8"))["stories"]
STORY_OF = {page: story["id"] for story in TOLD for page in story["pages"]}


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    reader = sourcier.Reader()
    read = {}
    for page in STORY_OF:
        path = SAMPLES / f"{page}.html"
        read[page] = reader.read(Capture(path.read_bytes(), None, "text/html", FETCHED, name=str(path)))
    return dict(sorted(read.items(), key=lambda its: its[1].article.published or ""))


@pytest.fixture(scope="module")
def found(records) -> dict[str, str]:
    """Page -> the story that it is put in."""
    return dict(zip(records, grouped(list(records.values()))[0], strict=True))


def test_every_page_is_of_one_story():
    pages = {f"{path.parent.name}/{path.stem}" for path in SAMPLES.glob("??/*.html")}
    assert STORY_OF.keys() == pages
    assert sum(len(story["pages"]) for story in TOLD) == len(pages)


def test_every_page_has_its_date(records):
    assert [page for page, record in records.items() if not (record.article.published or "").startswith("2027-0")] == []


def test_grouping_stays_above_its_floors(found):
    gold = [STORY_OF[page] for page in found]
    precision, recall, f1 = b_cubed(gold, list(found.values()))
    assert precision >= FLOORS["b3 precision"], "two stories in one"
    assert recall >= FLOORS["b3 recall"], "one story in two"
    assert f1 >= FLOORS["b3 f1"]
    assert pair_f1(gold, list(found.values())) >= FLOORS["pair f1"]


def test_stories_told_in_both_languages_are_found(found):
    """A story of French and English pages is mostly one: its largest group has both."""
    both = {story["id"] for story in TOLD if len({page[:2] for page in story["pages"]}) == 2}
    joined = set()
    for story in TOLD:
        groups: dict[str, set[str]] = {}
        for page in story["pages"]:
            groups.setdefault(found[page], set()).add(page[:2])
        if any(len(languages) == 2 for languages in groups.values()):
            joined.add(story["id"])
    assert len(joined & both) / len(both) >= FLOORS["told in both languages"]
