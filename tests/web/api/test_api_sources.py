"""Saved searches, feeds, what was set aside."""

from __future__ import annotations

import pytest
from api_lists import gone_through

from sourcier.errors import FetchError
from sourcier.library import feeds, searches, store
from sourcier.sources.items import SetAside

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title><link>/</link>
<item><title>Herons return</title><link>/herons</link></item></channel></rss>"""


def test_a_search_is_saved_found_and_removed(client):
    saved = client.post("/api/v1/searches", json={"name": " parrots / zoo ", "query": "parrots zoo"})
    assert (saved.status_code, saved.json()["name"]) == (201, "parrots / zoo")
    assert [its["query"] for its in client.get("/api/v1/searches").json()["items"]] == ["parrots zoo"]
    assert client.delete("/api/v1/searches/parrots %2F zoo").status_code == 204
    assert client.get("/api/v1/searches").json()["items"] == []
    assert client.delete("/api/v1/searches/parrots").status_code == 404


def test_a_search_with_a_mistake_is_not_saved(client):
    answer = client.post("/api/v1/searches", json={"name": "one", "query": '"parrots'})
    assert answer.status_code == 400
    assert "position" in answer.json()


def test_alerts_tell_what_a_search_found(client, web_library):
    searches.save(web_library.database, "all", "police")
    searches.begin(web_library.database)
    assert client.get("/api/v1/searches/alerts").json()["items"] == []


def test_a_feed_is_followed_and_no_longer(client, site):
    site.pages["/feed.xml"] = (200, {"content-type": "application/rss+xml"}, FEED)
    address = f"{site.address}/feed.xml"
    answer = client.post("/api/v1/feeds", json={"address": address})
    assert answer.status_code == 201, answer.text
    (followed,) = client.get("/api/v1/feeds").json()["items"]
    assert followed == {"address": address, "fetched": None, "due": None, "failures": 0, "problem": None}
    assert client.delete("/api/v1/feeds", params={"address": address}).status_code == 204
    assert client.delete("/api/v1/feeds", params={"address": address}).status_code == 404


def test_why_a_feed_failed_is_told(client, web_library):
    feeds.follow(web_library.database, ["https://gazette.example/feed"])
    (feed,) = feeds.followed(web_library.database)
    feeds.failed(web_library.database, feed, FetchError("https://gazette.example/feed: gone (410)"))
    (told,) = client.get("/api/v1/feeds").json()["items"]
    assert (told["failures"], told["problem"]) == (1, "gone (410)")


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "ftp://gazette.example/", "feed.xml", "-"])
def test_only_web_addresses_are_taken(client, address):
    assert client.post("/api/v1/feeds", json={"address": address}).status_code == 422
    assert client.post("/api/v1/add", json={"addresses": [address]}).status_code == 422
    assert client.post("/api/v1/read", json={"url": address}).status_code == 422


def test_a_site_without_feeds_is_a_problem(client, site, monkeypatch):
    monkeypatch.setattr("sourcier.sources.discover._USUAL", ())  # tried one a second
    site.pages["/"] = b"<html><body>Nothing to follow.</body></html>"
    assert client.post("/api/v1/feeds", json={"address": f"{site.address}/"}).status_code == 404


def test_what_was_set_aside_comes_part_by_part(client, web_library):
    names = sorted(f"saved/page {n} é.html" for n in range(5))
    list(store.add(web_library.database, [SetAside(name, "holds no article") for name in names]))
    found = gone_through(client, "/api/v1/aside?limit=2")
    assert [its["name"] for its in found] == names
    assert found[0]["reason"] == "holds no article"
