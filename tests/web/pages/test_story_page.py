"""A story's page: what is taken along, merged, split."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from lxml import etree

TYPES = {
    "html": "text/html; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "geojson": "application/geo+json",
}


@pytest.fixture
def parrots(lasting_client: TestClient, story_titled) -> str:
    return story_titled(lasting_client, "Actress arrested")


@pytest.mark.parametrize("form", TYPES)
def test_a_dossier_is_taken_along(lasting_client: TestClient, parrots: str, form: str) -> None:
    answer = lasting_client.get(f"{parrots}/dossier.{form}")
    assert answer.headers["content-type"] == TYPES[form]
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{parrots.rpartition("/")[2]}.')
    match form:
        case "json" | "jsonld" | "geojson":
            assert json.loads(answer.text)
        case "ics":
            assert Calendar.from_ical(answer.text)
        case "atom":
            assert etree.fromstring(answer.content).tag.endswith("feed")
        case _:
            assert "Actress arrested over parrots" in answer.text


def test_every_form_that_the_page_offers_is_there(lasting_client: TestClient, parsed, parrots: str) -> None:
    offered = parsed(lasting_client.get(parrots)).xpath("//p[@class='formats']/a/@href")
    assert {its.rpartition(".")[2] for its in offered} == set(TYPES)
    assert all(lasting_client.get(its).status_code == 200 for its in offered)


def test_what_is_taken_along_is_in_the_readers_language(lasting_client: TestClient, parrots: str) -> None:
    told = [
        lasting_client.get(f"{parrots}/dossier.html", headers={"accept-language": language}).text
        for language in ("fr", "en")
    ]
    assert '<html lang="fr"' in told[0]
    assert '<html lang="en"' in told[1]


@pytest.mark.parametrize("form", ["docx", "exe", "html.html", "", "../x"])
def test_a_form_that_there_is_not(lasting_client: TestClient, parrots: str, form: str) -> None:
    assert lasting_client.get(f"{parrots}/dossier.{form}").status_code in {400, 404}


@pytest.mark.parametrize("identifier", ["0123456789abcdef", "x", "%00", "é", "a" * 5000])
def test_a_story_that_there_is_not(lasting_client: TestClient, identifier: str) -> None:
    assert lasting_client.get(f"/story/{identifier}").status_code in {400, 404}


@pytest.mark.parametrize("whole", ["timeline", "people", "nothing", "<b>", ""])
def test_a_section_is_shown_whole_where_it_is_asked_for(lasting_client: TestClient, parrots: str, whole: str) -> None:
    assert lasting_client.get(parrots, params={"whole": whole}).status_code == 200


def test_stories_are_merged_by_address_or_id(client: TestClient, parsed, story_titled) -> None:
    parrots, avalanche = (story_titled(client, words) for words in ("Actress arrested", "Avalanche"))
    merged = client.post(f"{parrots}/merge", data={"other": f"http://localhost{avalanche}#timeline"})
    assert merged.url.path == parrots
    assert len(parsed(merged).xpath("//section[@id='articles']//tbody/tr")) == 10
    undo = parsed(client.get("/corrections")).xpath("//li[contains(@class, 'correction')]//form/@action")
    assert len(undo) == 1
    assert client.post(undo[0]).status_code == 200
    assert story_titled(client, "Avalanche") == avalanche
    assert len(parsed(client.get(parrots)).xpath("//section[@id='articles']//tbody/tr")) == 6


@pytest.mark.parametrize("other", ["", "x", "0123456789abcdef", "https://elsewhere.example/story/", "/"])
def test_nothing_is_merged_with_what_is_no_story(client: TestClient, story_titled, other: str) -> None:
    parrots = story_titled(client, "Actress arrested")
    assert client.post(f"{parrots}/merge", data={"other": other}).status_code in {400, 404, 422}


def test_articles_are_split_off(client: TestClient, parsed, story_titled) -> None:
    parrots = story_titled(client, "Actress arrested")
    chosen = parsed(client.get(parrots)).xpath("//input[@name='article']/@value")[:2]
    new = client.post(f"{parrots}/split", data={"article": chosen})
    assert new.status_code == 200
    assert new.url.path != parrots
    assert len(parsed(new).xpath("//section[@id='articles']//tbody/tr")) == 2
    assert len(parsed(client.get(parrots)).xpath("//section[@id='articles']//tbody/tr")) == 4


def test_nothing_is_split_off_where_nothing_is_chosen(client: TestClient, story_titled) -> None:
    parrots = story_titled(client, "Actress arrested")
    assert client.post(f"{parrots}/split").status_code == 400
