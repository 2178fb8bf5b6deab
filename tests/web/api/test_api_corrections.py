"""Corrections over the API: made, listed, shown in the record, exported, undone."""

from __future__ import annotations

import json

import pytest
from api_lists import gone_through


@pytest.fixture
def fair(client) -> str:
    """Id of the article whose event and place can be corrected."""
    return client.get("/api/v1/search?q=title:fair").json()["items"][0]["article"]


def corrected(client, article: str, **body) -> dict:
    answer = client.post("/api/v1/corrections", json={"article": article, **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_correction_is_in_the_record_until_it_is_undone(client, fair):
    before = client.get(f"/api/v1/articles/{fair}")
    made = corrected(client, fair, action="status", fact="e1", value="scheduled", note="It opens next week.")
    assert made["by"]
    told = client.get(f"/api/v1/articles/{fair}").json()
    assert told["events"][0]["status"] == "scheduled"
    assert told["corrections"][0]["id"] == made["id"]
    assert client.get(f"/api/v1/corrections/{made['id']}").json()["value"] == "scheduled"
    assert client.delete(f"/api/v1/corrections/{made['id']}").json()["undone"]
    assert client.get(f"/api/v1/articles/{fair}").json()["events"] == before.json()["events"]
    assert client.get("/api/v1/corrections").json()["items"] == []
    assert len(client.get("/api/v1/corrections?undone=true").json()["items"]) == 1


def test_the_list_comes_part_by_part_newest_first(client, fair):
    made = [corrected(client, fair, action="date", fact="e1", value=f"2027-03-{day}")["id"] for day in (14, 15, 16)]
    found = [its["id"] for its in gone_through(client, "/api/v1/corrections?limit=1")]
    assert found == made[::-1]
    assert [its["id"] for its in gone_through(client, f"/api/v1/corrections?article={fair}")] == found


def test_two_people_are_made_one(client):
    keys = [client.get(f"/api/v1/people/{name}").json()["key"] for name in ("Odile Marchetti", "Albane Delcourt")]
    answer = client.post("/api/v1/corrections", json={"action": "same person", "key": keys[0], "other": keys[1]})
    assert answer.status_code == 201
    assert client.get("/api/v1/people/Albane Delcourt").json()["key"] == keys[0]


def test_corrected_records_are_annotated_data(client, fair):
    corrected(client, fair, action="status", fact="e1", value="scheduled")
    answer = client.get("/api/v1/corrections/export?form=events")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    (line,) = answer.text.splitlines()
    assert json.loads(line)["events"][0]["corrected"]["by"]
    assert client.get("/api/v1/corrections/export?form=quotes").text == ""


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"action": "status", "article": "ffffffffffffffff", "fact": "e1", "value": "denied"}, 404),
        ({"action": "status", "fact": "e1"}, 422),
        ({"action": "improve"}, 422),
        ({"action": "same person", "key": "ana roy", "other": "bo li"}, 404),
        ({"action": "wrong", "article": "ffffffffffffffff", "fact": "e1", "more": 1}, 422),
    ],
)
def test_what_makes_no_sense_is_a_problem(client, body, status):
    answer = client.post("/api/v1/corrections", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_correction_of_another_fact_says_what_can_be_done(client, fair):
    answer = client.post("/api/v1/corrections", json={"action": "speaker", "article": fair, "fact": "e1", "value": "X"})
    assert answer.status_code in {400, 404}
    assert answer.json()["detail"]
