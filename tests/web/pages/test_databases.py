"""Every page over both databases: SQLite and PostgreSQL."""

from __future__ import annotations

import newsroom
import pytest
from fastapi.testclient import TestClient

from sourcier.stories.stories import Stories


@pytest.fixture
def asking(library, served):
    opening = newsroom.article(
        "Harbour fair in Brindle Cove",
        "The fair opens on Saturday.",
        events=[("launch", "2027-03-13", "opens on Saturday")],
    )
    list(library.add_records([*(record for _, record in newsroom.mixed()), opening]))
    Stories(library).update()
    with TestClient(served(library), base_url="http://localhost") as client:
        yield client


def test_every_page_answers(library, asking):
    stories = Stories(library)
    story = stories.all(limit=1)[0].id
    article = stories.newest(1)[0].id
    for path in (
        "/",
        "/stories",
        f"/story/{story}",
        f"/article/{article}",
        "/person/Tobias%20Wrenfield",
        "/place/Brindle%20Cove",
        "/agenda",
        "/agenda.ics",
        "/search?q=violin",
        "/search?q=event:launch",
        "/sources",
        "/corrections",
        "/help",
        "/health",
        "/metrics",
        "/api/v1/stats",
    ):
        assert asking.get(path).status_code == 200, path


def test_a_fact_is_corrected_and_taken_back(library, asking):
    article = next(row.article for row in library.search("status:happened").articles)
    asked = {"action": "status", "value": "denied", "note": "the court says so"}
    answer = asking.post(f"/article/{article}/correct/e1", data=asked, follow_redirects=False)
    assert answer.status_code == 303
    assert library.record(article).events[0].status == "denied"
    assert "the court says so" in asking.get("/corrections").text
    made = asking.get("/api/v1/corrections").json()["items"][0]["id"]
    assert asking.post(f"/corrections/{made}/undo", follow_redirects=False).status_code == 303
    assert library.record(article).events[0].status == "happened"
