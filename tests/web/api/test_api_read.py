"""Reading a posted page: however it comes, its record goes out and nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcier.record import Record

SAMPLES = Path(__file__).parents[3] / "samples"
PAGE = (SAMPLES / "en" / "rail-strike-harbour.html").read_bytes()
TEXT = "The mayor of Brindle Cove said that the parade begins on Monday."


@pytest.fixture
def posting(client, reading):
    """Asks an application that reads with the process of all tests."""
    client.app.state.reading.close()
    client.app.state.reading = reading
    return client


def record_of(answer) -> Record:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return Record.model_validate_json(answer.content)


def test_a_page_is_the_body(posting, web_library):
    before = len(web_library)
    told = record_of(posting.post("/api/v1/read", content=PAGE, headers={"content-type": "text/html; charset=utf-8"}))
    assert told.quotes and told.events
    assert len(web_library) == before


def test_a_page_is_a_file_of_a_form(posting):
    whole = record_of(posting.post("/api/v1/read", content=PAGE, headers={"content-type": "text/html"}))
    assert record_of(posting.post("/api/v1/read", files={"file": ("page.html", PAGE, "text/html")})) == whole


def test_a_page_is_held_by_json(posting):
    told = record_of(posting.post("/api/v1/read", json={"html": PAGE.decode(), "url": "https://gazette.example/rail"}))
    assert told.article.url == "https://gazette.example/rail"
    asked = {"text": TEXT, "title": "Parade", "published": "2027-03-05", "language": "en"}
    told = record_of(posting.post("/api/v1/read", json=asked))
    assert told.article.title == "Parade"
    assert told.times[0].begin == "2027-03-08"
    assert "Brindle Cove" in told.article.text


def test_what_is_said_of_a_page_counts(posting):
    told = record_of(
        posting.post(
            "/api/v1/read?published=2027-03-02&address=https://gazette.example/x",
            content=PAGE,
            headers={"content-type": "text/html"},
        )
    )
    assert (told.article.published, told.article.published_from) == ("2027-03-02", "given")


def test_a_page_is_fetched(posting, site):
    site.pages["/rail"] = PAGE
    told = record_of(posting.post("/api/v1/read", json={"url": f"{site.address}/rail"}))
    assert told.article.title
    answer = posting.post("/api/v1/read", json={"url": f"{site.address}/gone"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"json": {}}, 422),
        ({"json": {"text": TEXT, "html": "<p>"}}, 422),
        ({"json": {"text": TEXT, "more": 1}}, 422),
        ({"json": {"text": TEXT, "language": "xx"}}, 422),
        ({"json": {"text": TEXT, "published": "2027-99-99"}}, 400),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"[" * 100_000, "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"\xff", "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"\x89PNG\r\n\x1a\n", "headers": {"content-type": "image/png"}}, 415),
        ({"content": b"%PDF-1.7", "headers": {"content-type": "text/html"}}, 422),
        ({"content": b"", "headers": {"content-type": "text/html"}}, 422),
        ({"content": b'{"text": 1}', "headers": {"content-type": "application/vnd.sourcier.text+json"}}, 422),
        ({"files": {"page": ("a.html", b"<p>", "text/html")}}, 400),
        ({"data": {"file": "no file"}, "files": {"other": b""}}, 400),
    ],
)
def test_what_is_no_page_is_a_problem(posting, body, status):
    answer = posting.post("/api/v1/read", **body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
