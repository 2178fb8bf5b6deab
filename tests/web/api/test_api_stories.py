"""Stories: lists, dossiers as the command line writes them, changes by hand."""

from __future__ import annotations

import io
import json

import newsroom
from api_lists import gone_through

from sourcier.exports.dossiers.json import write


def test_the_parts_make_the_whole(client, web_library, stories_of):
    found = gone_through(client, "/api/v1/stories?limit=1")
    assert [its["id"] for its in found] == [its.id for its in stories_of(web_library).all()]


def test_undated_stories_come_last_part_by_part(client, web_library, stories_of):
    undated = [
        newsroom.article(title, f"{title} has no date.", published=None) for title in ("Otters", "Herons", "Newts")
    ]
    list(web_library.add_records(undated))
    stories_of(web_library).update()
    found = gone_through(client, "/api/v1/stories?limit=2")
    assert [its["id"] for its in found] == [its.id for its in stories_of(web_library).all()]
    assert found[-1]["last"] is None


def test_stories_can_be_chosen_by_size_and_day(client):
    assert all(its["articles"] >= 5 for its in gone_through(client, "/api/v1/stories?least=5&limit=1"))
    assert all(its["last"] >= "2027-03-07" for its in gone_through(client, "/api/v1/stories?since=2027-03-07"))


def test_the_front_page_has_those_most_covered(client):
    assert client.get("/api/v1/stories/front?limit=2").json()["items"][0]["recent"] > 0


def test_a_dossier_is_what_the_command_line_writes(client, web_library, stories_of):
    identifier = client.get("/api/v1/stories?limit=1").json()["items"][0]["id"]
    out = io.StringIO()
    write(stories_of(web_library).dossier(identifier), out)
    assert client.get(f"/api/v1/stories/{identifier}").json() == json.loads(out.getvalue())


def test_the_articles_say_why_they_are_there(client):
    identifier = client.get("/api/v1/stories?limit=1").json()["items"][0]["id"]
    articles = client.get(f"/api/v1/stories/{identifier}/articles").json()["items"]
    assert all(its["reasons"] for its in articles)


def test_stories_are_merged_and_told_apart_again(client):
    one, other = (its["id"] for its in client.get("/api/v1/stories?limit=2").json()["items"])
    merged = client.post(f"/api/v1/stories/{one}/merge", json={"stories": [other]})
    assert merged.status_code == 200
    assert client.get(f"/api/v1/stories/{other}").json()["story"]["id"] == merged.json()["id"]
    (correction,) = client.get("/api/v1/corrections").json()["items"]
    assert correction["action"] == "same story"
    assert client.delete(f"/api/v1/corrections/{correction['id']}").json()["undone"]
    assert client.get(f"/api/v1/stories/{one}").json()["story"]["id"] == one
    assert client.get(f"/api/v1/stories/{other}").json()["story"]["id"] == other


def test_articles_are_split_off_and_moved_back(client):
    identifier = client.get("/api/v1/stories?limit=1").json()["items"][0]["id"]
    first = client.get(f"/api/v1/stories/{identifier}/articles").json()["items"][0]["id"]
    made = client.post(f"/api/v1/stories/{identifier}/split", json={"articles": [first]})
    assert made.status_code == 201
    assert client.get(made.headers["location"]).json()["story"]["articles"] == 1
    moved = client.post(f"/api/v1/stories/{identifier}/move", json={"articles": [first]})
    assert moved.json()["id"] == identifier
    assert first in {its["id"] for its in client.get(f"/api/v1/stories/{identifier}/articles").json()["items"]}


def test_what_cannot_be_done_is_a_problem(client):
    identifier = client.get("/api/v1/stories?limit=1").json()["items"][0]["id"]
    for path, body, status in (
        (f"{identifier}/merge", {"stories": [identifier]}, 400),
        (f"{identifier}/merge", {"stories": []}, 422),
        (f"{identifier}/merge", {"story": [identifier]}, 422),
        (f"{identifier}/split", {"articles": ["ffffffff"]}, 400),
        ("ffffffffffffffff/move", {"articles": ["ffffffff"]}, 404),
    ):
        answer = client.post(f"/api/v1/stories/{path}", json=body)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), path
