"""Adding over the API: jobs that are looked at, followed event by event, and stopped."""

from __future__ import annotations

import io
import json
import time

import newsroom
import pytest

from sourcier.exports.jsonl import write

RECORDS = (
    newsroom.article("Regatta starts", "Boats race at Port Lanning.", places=("Port Lanning",)),
    newsroom.article("Regatta ends", "Boats rest at Port Lanning.", places=("Port Lanning",)),
)


@pytest.fixture
def lines() -> bytes:
    out = io.StringIO()
    write(RECORDS, out)
    return out.getvalue().encode()


def events_of(client, identifier: str, last: int | None = None) -> list[tuple[str, str, dict]]:
    """(id, kind, data) of all events."""
    headers = {"last-event-id": str(last)} if last is not None else {}
    answer = client.get(f"/api/v1/jobs/{identifier}/events", headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "etag" not in answer.headers
    found = []
    for block in answer.text.strip().split("\n\n"):
        if block and not block.startswith(":"):
            told = dict(line.split(": ", 1) for line in block.splitlines())
            found.append((told["id"], told["event"], json.loads(told["data"])))
    return found


def added(client, **sent) -> dict:
    answer = client.post("/api/v1/add", **sent)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/v1/jobs/{answer.json()['id']}"
    return answer.json()


def test_a_file_is_added_and_followed(client, lines, web_library):
    job = added(client, content=lines, headers={"content-type": "application/x-ndjson"}, params={"name": "a/b.jsonl"})
    told = events_of(client, job["id"])
    assert [data["title"] for _, kind, data in told if kind == "outcome"] == ["Regatta starts", "Regatta ends"]
    assert (told[-1][1], told[-1][2]["added"]) == ("done", 2)
    assert client.get(f"/api/v1/jobs/{job['id']}").json() == told[-1][2]
    assert told[-1][2]["name"] == "b.jsonl"
    # Who was cut off goes on behind what was seen.
    assert events_of(client, job["id"], last=int(told[0][0])) == told[1:]
    assert events_of(client, job["id"], last=int(told[-1][0])) == []
    assert client.get("/api/v1/search?q=title:regatta").json()["count"] == 2
    assert [its["id"] for its in client.get("/api/v1/jobs").json()["items"]] == [job["id"]]


def test_addresses_are_added(client, lines, site):
    site.pages["/records.jsonl"] = (200, {"content-type": "application/x-ndjson"}, lines)
    job = added(client, json={"addresses": [f"{site.address}/records.jsonl", f"{site.address}/gone"]})
    told = events_of(client, job["id"])
    assert told[-1][2] | {"id": ""} == {
        "id": "",
        "state": "done",
        "name": "2 addresses",
        "added": 2,
        "updated": 0,
        "known": 0,
        "aside": 1,
        "fetched": 2,
        "waiting": 0,
        "problem": None,
    }


def test_the_front_page_knows_what_was_added(client, lines):
    client.get("/api/v1/stories/front")
    job = added(client, content=lines, headers={"content-type": "application/x-ndjson"})
    events_of(client, job["id"])
    assert client.get("/api/v1/stats").json()["articles"] == 23


def test_a_job_is_stopped(client, site):
    def slow(handler) -> None:
        time.sleep(0.5)

    site.pages["/slow"] = slow
    job = added(client, json={"addresses": [f"{site.address}/slow"]})
    later = added(client, json={"addresses": [f"{site.address}/slow?again"]})
    assert client.delete(f"/api/v1/jobs/{later['id']}").status_code == 202
    assert client.delete(f"/api/v1/jobs/{job['id']}").status_code == 202
    assert events_of(client, later["id"])[-1][2]["state"] == "stopped"
    assert events_of(client, job["id"])[-1][2]["state"] == "stopped"
    assert client.delete(f"/api/v1/jobs/{job['id']}").json()["state"] == "stopped"


@pytest.mark.parametrize("path", ["", "/events"])
def test_no_job_is_a_problem(client, path):
    answer = client.get(f"/api/v1/jobs/{'0' * 32}{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"json": {"addresses": []}}, 422),
        ({"json": {"addresses": ["https://a.example"] * 1_001}}, 422),
        ({"json": {"addresses": "https://a.example"}}, 422),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ({"json": {"addresses": ["https://a.example"], "published": "0000-00-00"}}, 400),
    ],
)
def test_what_cannot_be_added_is_a_problem(client, body, status):
    assert client.post("/api/v1/add", **body).status_code == status
    assert client.get("/api/v1/jobs").json()["items"] == []
