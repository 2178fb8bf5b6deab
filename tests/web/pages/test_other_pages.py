"""The front page, lists, people and places, sources, errors: what each has to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import newsroom
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from sourcier.library.library import Library
from sourcier.stories.stories import Stories

EVERY = ("/", "/stories", "/agenda", "/search", "/sources", "/corrections", "/help", "/api/v1/docs", "/nowhere")


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_is_of_one_piece(lasting_client: TestClient, parsed, path: str, language: str) -> None:
    answer = lasting_client.get(path, headers={"accept-language": language})
    page = parsed(answer)
    assert page.get("lang") == language
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1
    assert page.findtext(".//title").endswith(" · Sourcier")
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    assert not page.xpath("//@style | //style | //script[not(@src)]")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert answer.headers["cache-control"] == "private, no-cache"
    for label in page.xpath("//label/@for"):
        assert page.xpath("//*[@id=$label]", label=label)


@pytest.mark.parametrize("path", EVERY[:-1])
def test_every_link_to_ourselves_leads_somewhere(lasting_client: TestClient, parsed, path: str) -> None:
    ours = {link.partition("#")[0] for link in parsed(lasting_client.get(path)).xpath("//@href | //@src")}
    for link in sorted(its for its in ours if its.startswith("/") and not its.startswith("/preferences/")):
        assert lasting_client.get(link).status_code in {200, 400}, link  # an example of the help may find no such place


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/story", 404),
        ("/static/../app.py", 404),
        ("/static/desk.py", 404),
        ("/stories?least=0", 422),
    ],
)
def test_an_error_is_a_page(lasting_client: TestClient, parsed, path: str, status: int) -> None:
    answer = lasting_client.get(path)
    assert answer.status_code == status
    page = parsed(answer)
    assert page.xpath("//main//a[@href='/']")
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/", "/help", "/agenda", "/corrections"])
def test_what_is_read_is_not_written(lasting_client: TestClient, path: str) -> None:
    assert lasting_client.post(path).status_code == 405


def test_an_empty_library_says_how_to_begin(tmp_path: Path, served: Callable[[Library], FastAPI], parsed) -> None:
    with (
        Library(str(tmp_path / "empty.sourcier")) as library,
        TestClient(served(library), base_url="http://localhost") as client,
    ):
        for path in ("/", "/stories", "/agenda", "/search?q=x", "/sources", "/corrections"):
            assert client.get(path).status_code == 200
        assert "sourcier open" in parsed(client.get("/")).xpath("string(//main//code)")


def test_long_lists_of_stories_are_turned(tmp_path: Path, served: Callable[[Library], FastAPI], parsed) -> None:
    with Library(str(tmp_path / "many.sourcier")) as library:
        words = (
            "amber anvil",
            "brass bobbin",
            "copper cradle",
            "indigo easel",
            "maroon flagon",
            "opal gimlet",
            "russet kiln",
        )
        list(
            library.add_records(
                newsroom.article(f"{words[n % 7]} number {n}", f"{words[n % 7]} {n * 7919} {words[n % 5]} {n**3}.")
                for n in range(120)
            )
        )
        Stories(library).update()
        with TestClient(served(library), base_url="http://localhost") as client:
            path, seen = "/stories?least=1", []
            while path:
                page = parsed(client.get(path))
                seen += page.xpath("//h2[@class='headline']/a/@href")
                path = next(iter(page.xpath("//nav[@class='turn']/a[@rel='next']/@href")), "")
            assert len(seen) == len(set(seen)) == len(Stories(library).all(least=1))


@pytest.mark.parametrize("kind", ["person", "organisation", "place"])
@pytest.mark.parametrize("name", ["Nobody Atall", "%00", ".", "x" * 3000, "%F0%9F%90%9F", "%FF"])
def test_names_that_nobody_has(lasting_client: TestClient, kind: str, name: str) -> None:
    assert lasting_client.get(f"/{kind}/{name}").status_code in {400, 404}


def test_a_person_is_found_by_any_spelling(lasting_client: TestClient, parsed) -> None:
    for name in ("Tobias Wrenfield", "tobias  wrenfield", "Tobias%20Wrenfield"):
        page = parsed(lasting_client.get(f"/person/{name}"))
        assert page.findtext(".//h1") == "Tobias Wrenfield"
    assert lasting_client.get("/person/Tobias Wrenfield?before=-1").status_code == 422


def test_a_place_has_its_articles(lasting_client: TestClient, parsed) -> None:
    page = parsed(lasting_client.get("/place/Brindle Cove"))
    assert page.findtext(".//h1") == "Brindle Cove"
    assert len(page.xpath("//ul[@class='lines two']/li")) >= 5


@pytest.mark.parametrize(
    "address", ["", "gazette.example", "javascript:x", "ftp://gazette.example/", "file:///etc/passwd"]
)
def test_what_is_no_feed_is_not_followed(client: TestClient, address: str) -> None:
    assert client.post("/sources/follow", data={"address": address}).status_code in {400, 422}
    assert client.post("/sources/unfollow", data={"address": address or "x"}).status_code in {400, 404}


def test_a_form_from_elsewhere_is_refused(client: TestClient) -> None:
    sent = {"address": "https://gazette.example/feed"}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/sources/follow", data=sent, headers=headers).status_code == 403
    assert "gazette.example/feed" not in client.get("/sources").text


def test_annotated_data_is_where_the_page_of_corrections_says(client: TestClient, parsed, article_titled) -> None:
    fair = article_titled(client, "Harbour fair opens in Brindle Cove")
    client.post(f"{fair}/correct/e1", data={"action": "status", "value": "denied"})
    links = parsed(client.get("/corrections")).xpath("//p[@class='formats']/a/@href")
    assert len(links) == 4
    answers = [client.get(link) for link in links]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert any('"corrected"' in answer.text for answer in answers)
