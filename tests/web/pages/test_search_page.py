"""Search: mistakes with their place, pages, facets, searches that are kept."""

from __future__ import annotations

from datetime import date

import newsroom
import pytest
from fastapi.testclient import TestClient

from sourcier.library import searches
from sourcier.library.library import Library


def titles(page) -> list[str]:
    return [" ".join(its.text_content().split()) for its in page.xpath("//h2[@class='headline']")]


@pytest.mark.parametrize(
    ("query", "marked"), [("violin (parrots", "("), ("status:maybe", "maybe"), ("published:soon", "soon")]
)
def test_a_mistake_is_shown_at_its_place(lasting_client: TestClient, parsed, query: str, marked: str) -> None:
    answer = lasting_client.get("/search", params={"q": query})
    assert answer.status_code == 400
    page = parsed(answer)
    assert marked in page.xpath("string(//p[@class='mistake']//mark)")
    assert page.xpath("string(//p[@class='mistake']/code)") == query
    assert page.xpath("//input[@id='q']/@value") == [query]


def test_hits_are_marked_in_their_sentences(lasting_client: TestClient, parsed) -> None:
    page = parsed(lasting_client.get("/search?q=whistle"))
    assert {mark.lower() for mark in page.xpath("//p[@class='hit']//mark/text()")} == {"whistle"}
    for link in page.xpath("//p[@class='hit']/a/@href"):
        address, _, anchor = link.partition("#")
        assert parsed(lasting_client.get(address)).xpath("//*[@id=$anchor]", anchor=anchor)


def test_pages_are_turned_and_none_comes_twice(lasting_client: TestClient, parsed) -> None:
    path, seen = "/search?q=outlet:Gazette", []
    while path:
        page = parsed(lasting_client.get(path))
        seen += page.xpath("//h2[@class='headline']/a/@href")
        path = next(iter(page.xpath("//nav[@class='turn']/a[@rel='next']/@href")), "")
    assert len(seen) == len(set(seen)) > 20


@pytest.mark.parametrize("page", ["0", "-1", "51", "many", "9" * 30])
def test_a_page_that_there_is_not(lasting_client: TestClient, page: str) -> None:
    assert lasting_client.get("/search", params={"q": "violin", "page": page}).status_code == 422


def test_a_page_behind_the_last_is_empty(lasting_client: TestClient, parsed) -> None:
    assert titles(parsed(lasting_client.get("/search?q=violin&page=50"))) == []


def test_newest_first(lasting_client: TestClient, parsed) -> None:
    page = parsed(lasting_client.get("/search?q=violin&newest=1"))
    days = page.xpath("//li[@data-item]/p[@class='facts']/time/@datetime")
    assert days == sorted(days, reverse=True)
    assert len(days) > 3


def test_every_facet_finds_as_many_as_it_says(lasting_client: TestClient, parsed) -> None:
    page = parsed(lasting_client.get("/search?q=violin+OR+avalanche"))
    facets = page.xpath("//div[contains(@class, 'facets')]//li")
    assert len(facets) > 3
    for facet in facets:
        narrowed = parsed(lasting_client.get(facet.xpath("a/@href")[0]))
        assert len(titles(narrowed)) == int(facet.findtext("small"))


def test_a_search_is_kept_and_forgotten(client: TestClient, parsed) -> None:
    client.post("/search/save", data={"q": " violin ", "name": ""})
    client.post("/search/save", data={"q": "parrots", "name": "Birds"})
    kept = parsed(client.get("/search")).xpath("//section//li//a")
    assert [(link.text, link.get("href")) for link in kept] == [
        ("Birds", "/search?q=parrots"),
        ("violin", "/search?q=violin"),
    ]
    client.post("/search/forget", data={"name": "Birds"})
    assert len(parsed(client.get("/search")).xpath("//section//li")) == 1


def test_what_cannot_be_kept(client: TestClient) -> None:
    assert client.post("/search/save", data={"q": "(", "name": "Half"}).status_code == 400
    assert client.post("/search/save", data={"q": "", "name": ""}).status_code in {400, 422}
    assert client.post("/search/save", data={"q": "x", "name": "n" * 101}).status_code == 422
    assert client.post("/search/forget", data={"name": "Unheard of"}).status_code in {400, 404}


def test_what_is_too_long_is_not_looked_for(lasting_client: TestClient) -> None:
    assert lasting_client.get("/search", params={"q": "x" * 2001}).status_code == 422


def test_what_kept_searches_found_is_shown(client: TestClient, web_library: Library, parsed) -> None:
    searches.save(web_library.database, "lighthouse", "lighthouse")
    searches.begin(web_library.database)
    assert not parsed(client.get("/search")).xpath("//*[@id='h-alerts']")
    list(web_library.add_records([newsroom.article("The lighthouse of Brindle Cove is lit", "A keeper lit it.")]))
    searches.fire(web_library.database, date(2027, 3, 9), pytest.fail)
    page = parsed(client.get("/search"))
    found = page.xpath("//section[@aria-labelledby='h-alerts']//li")
    assert len(found) == 1
    assert "lighthouse of Brindle Cove" in found[0].text_content()
