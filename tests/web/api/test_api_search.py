"""Searching: parts of a result, mistakes with their place, facets."""

from __future__ import annotations

import newsroom
import pytest
from api_lists import gone_through


@pytest.mark.parametrize("order", ["", "&newest=true"])
def test_the_parts_make_the_whole(client, web_library, order):
    found = gone_through(client, f"/api/v1/search?q=police&limit=2{order}")
    whole = web_library.search("police", limit=100, newest=bool(order))
    assert [its["article"] for its in found] == [its.article for its in whole.articles]
    assert len(found) == whole.count


def test_what_comes_meanwhile_is_not_told_twice(client, web_library):
    first = client.get("/api/v1/search?q=police&limit=3&newest=true").json()
    before = gone_through(client, "/api/v1/search?q=police&newest=true")
    list(web_library.add_records([newsroom.article("Police sing", "A choir of police.", published="2027-05-01")]))
    rest = gone_through(client, first["next"])
    assert [*first["items"], *rest] == before


def test_each_hit_stands_in_its_sentence(client):
    told = client.get('/api/v1/search?q=person:"Odile Marchetti"&limit=1').json()
    (hit, *_) = told["items"][0]["hits"]
    start, end = hit["marks"][0]
    assert hit["text"][start:end] == "Odile Marchetti"
    assert told["query"] and told["count"] and told["bounded"] is False


def test_facets_are_given_where_they_are_asked_for(client):
    assert client.get("/api/v1/search?q=police").json()["facets"] is None
    facets = client.get("/api/v1/search?q=police&facets=true").json()["facets"]
    assert facets["languages"] == [["en", client.get("/api/v1/search?q=police").json()["count"]]]


def test_a_mistake_has_its_place(client):
    answer = client.get("/api/v1/search", params={"q": "violin (harbour"})
    told = answer.json()
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert (told["position"], told["length"]) == (7, 1)
    assert told["detail"]


@pytest.mark.parametrize("cursor", ["AAAA", "WyJzZWFyY2giXQ", "WyJhcnRpY2xlcyIsMTdd", "WyJzZWFyY2giLC0xLDBd"])
def test_a_cursor_of_another_making_is_refused(client, cursor):
    answer = client.get("/api/v1/search", params={"q": "violin", "cursor": cursor})
    assert answer.status_code == 400
    assert "start without it" in answer.json()["detail"]
