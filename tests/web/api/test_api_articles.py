"""Articles: a list that is stable while articles come, records as they are kept, pages as they arrived."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import newsroom
import pytest
from api_lists import gone_through

from sourcier.library import store
from sourcier.library.prepared import prepared
from sourcier.record import Record
from sourcier.sources.capture import Capture

PAGE = b"<html><body><script>alert(1)</script><h1>Lantern parade</h1></body></html>"


@pytest.fixture
def with_page(web_library) -> tuple[str, str]:
    """Ids of an article and its capture, whose bytes are kept."""
    capture = Capture(PAGE, "https://gazette.example/lantern", "text/html; charset=utf-8", datetime.now(UTC))
    record = newsroom.article("Lantern parade", "Lanterns light the quay.", address="https://gazette.example/lantern")
    record = record.model_copy(update={"article": record.article.model_copy(update={"id": capture.id})})
    (outcome,) = store.add(web_library.database, [prepared(capture, record)])
    return outcome.article, capture.id


def test_the_newest_come_first_and_each_once(client, web_library):
    found = gone_through(client, "/api/v1/articles?limit=4")
    assert len(found) == len(web_library) == 21
    assert len({its["id"] for its in found}) == 21
    stamps = [its["published"] for its in found]
    assert stamps == sorted(stamps, reverse=True)


def test_what_comes_meanwhile_changes_no_later_part(client, web_library):
    before = [its["id"] for its in gone_through(client, "/api/v1/articles")]
    first = client.get("/api/v1/articles?limit=5").json()
    list(web_library.add_records([newsroom.article("Regatta starts", "Boats race.", published="2027-05-01")]))
    rest = gone_through(client, first["next"])
    assert [its["id"] for its in [*first["items"], *rest]] == before


def test_the_record_is_the_one_that_the_library_has(client, web_library):
    identifier = client.get("/api/v1/articles?limit=1").json()["items"][0]["id"]
    answer = client.get(f"/api/v1/articles/{identifier}")
    assert answer.headers["content-type"] == "application/json"
    assert Record.model_validate_json(answer.content) == web_library.record(identifier)
    assert client.get(f"/api/v1/articles/{identifier[:8]}").content == answer.content


def test_the_versions_tell_what_changed(client):
    identifier = client.get("/api/v1/search?q=title:fair").json()["items"][0]["article"]
    older, newer = client.get(f"/api/v1/articles/{identifier}/versions").json()["items"]
    assert (older["shown"], newer["shown"]) == (False, True)
    assert older["changes"] == []
    assert newer["changes"] == [
        {
            "kind": "reworded",
            "before": "The mayor expects ten thousand visitors.",
            "after": "The mayor expects twelve thousand visitors.",
        }
    ]
    assert client.get(f"/api/v1/articles/{older['capture']}").json()["article"]["modified"] is None


def test_a_page_as_it_arrived_never_acts_as_a_page(client, with_page):
    article, capture = with_page
    answer = client.get(f"/api/v1/articles/{article}/captures/{capture}")
    assert answer.content == PAGE
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-media-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("content", [b"%PDF-1.7\0\0", "é".encode("latin-1")])
def test_what_is_no_text_is_to_be_saved(client, web_library, content):
    capture = Capture(content, "https://gazette.example/lantern")
    record = newsroom.article("Lantern parade", "Lanterns light the quay.")
    record = record.model_copy(update={"article": record.article.model_copy(update={"id": capture.id})})
    (outcome,) = store.add(web_library.database, [prepared(capture, record)])
    answer = client.get(f"/api/v1/articles/{outcome.article}/captures/{capture.id}")
    assert (answer.headers["content-type"], answer.content) == ("application/octet-stream", content)


def test_a_capture_is_found_under_its_own_article_alone(client, with_page):
    other = client.get("/api/v1/search?q=title:violin").json()["items"][0]["article"]
    assert client.get(f"/api/v1/articles/{other}/captures/{with_page[1]}").status_code == 404
    # Only its record is kept: there are no bytes.
    capture = client.get(f"/api/v1/articles/{other}").json()["article"]["id"]
    assert client.get(f"/api/v1/articles/{other}/captures/{capture}").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [("ffffffffffffffff", 404), ("abc", 422), ("no-hex-at-all", 422), ("ffffffffffffffff/versions", 404)],
)
def test_what_is_not_there_is_a_problem(client, path, status):
    answer = client.get(f"/api/v1/articles/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == status
