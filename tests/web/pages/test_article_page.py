"""An article's page: its versions, its record, and the way to correct it."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

FAIR = "Harbour fair opens"


@pytest.fixture
def fair(lasting_client: TestClient, article_titled) -> str:
    return article_titled(lasting_client, FAIR)


def versions(page) -> list[str]:
    return page.xpath("//ol[@class='versions']/li/p/a/@href")


def test_the_newest_version_is_shown(lasting_client: TestClient, parsed, fair: str) -> None:
    page = parsed(lasting_client.get(fair))
    assert "twelve thousand" in page.text_content()
    assert not page.xpath("//p[@class='notice']")
    assert len(versions(page)) == 2


def test_an_older_version_says_so_and_leads_to_the_newest(lasting_client: TestClient, parsed, fair: str) -> None:
    old = versions(parsed(lasting_client.get(fair)))[0]
    page = parsed(lasting_client.get(old))
    assert "ten thousand" in page.xpath("string(//div[@class='text'])")
    assert page.xpath("//p[@class='notice']/a/@href") == [fair]
    assert page.xpath("//ol[@class='versions']//a[@aria-current='true']/@href") == [old]


def test_what_changed_is_told_beside_the_version(lasting_client: TestClient, parsed, fair: str) -> None:
    page = parsed(lasting_client.get(fair))
    first, second = page.xpath("//ol[@class='versions']/li")
    assert not first.xpath(".//del | .//ins")
    assert "ten thousand" in " ".join(second.xpath(".//del/text()"))
    assert "twelve thousand" in " ".join(second.xpath(".//ins/text()"))


@pytest.mark.parametrize("version", ["", "f" * 64, "latest", "../../etc", "0" * 5000])
def test_a_version_that_there_is_not(lasting_client: TestClient, parsed, fair: str, version: str) -> None:
    answer = lasting_client.get(fair, params={"version": version})
    assert answer.status_code in {400, 404}
    assert parsed(answer).find(".//h1") is not None


@pytest.mark.parametrize("identifier", ["0123456789abcdef", "x", "%00", "..%2f..", "é", "abcdef" * 500])
def test_an_article_that_there_is_not(lasting_client: TestClient, identifier: str) -> None:
    for path in (f"/article/{identifier}", f"/article/{identifier}/record.json", f"/article/{identifier}/correct/q1"):
        assert lasting_client.get(path).status_code in {400, 404}


def test_the_beginning_of_an_id_will_do(lasting_client: TestClient, fair: str) -> None:
    assert lasting_client.get(fair[:-6]).status_code == 200


def test_the_record_is_taken_along(lasting_client: TestClient, fair: str) -> None:
    answer = lasting_client.get(f"{fair}/record.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.json()["article"]["title"].startswith(FAIR)


def test_a_fact_has_a_form_of_its_own_and_one_for_the_page(lasting_client: TestClient, parsed, fair: str) -> None:
    page = lasting_client.get(f"{fair}/correct/e1")
    piece = lasting_client.get(f"{fair}/correct/e1", headers={"hx-request": "true"})
    assert parsed(page).xpath("//main//form[@class='correct']")
    assert "<html" not in piece.text
    assert piece.text.count("<form") == page.text.count('class="correct"')
    assert {"date", "place", "status", "wrong"} == set(parsed(page).xpath("//input[@name='action']/@value"))


@pytest.mark.parametrize(("fact", "actions"), [("p1", {"place", "wrong"}), ("t1", {"date", "wrong"})])
def test_places_and_times_have_forms_too(lasting_client: TestClient, parsed, fair: str, fact: str, actions) -> None:
    page = parsed(lasting_client.get(f"{fair}/correct/{fact}"))
    assert set(page.xpath("//main//input[@name='action']/@value")) == actions
    links = parsed(lasting_client.get(fair)).xpath(f"//li[@id='{fact}']//a[contains(@href, '/correct/')]/@href")
    assert links == [f"{fair}/correct/{fact}"]


@pytest.mark.parametrize("fact", ["e99", "q1", "o1", "x", "%00", "e1.1"])
def test_a_fact_that_there_is_not(lasting_client: TestClient, fair: str, fact: str) -> None:
    assert lasting_client.get(f"{fair}/correct/{fact}").status_code in {400, 404}


@pytest.mark.parametrize(
    ("action", "value"), [("status", "maybe"), ("date", "soon"), ("speaker", "Ana"), ("burn", ""), ("same person", "x")]
)
def test_a_correction_that_makes_no_sense(client: TestClient, article_titled, action: str, value: str) -> None:
    fair = article_titled(client, FAIR)
    answer = client.post(f"{fair}/correct/e1", data={"action": action, "value": value})
    assert answer.status_code in {400, 422}
    assert "<ins>" not in client.get("/corrections").text


def test_a_correction_is_shown_and_taken_back(client: TestClient, parsed, article_titled) -> None:
    fair = article_titled(client, FAIR)
    sent = {"action": "status", "value": "denied", "note": "The mayor called it off."}
    shown = parsed(client.post(f"{fair}/correct/e1", data=sent, headers={"accept-language": "en"}))
    assert shown.xpath("//li[@id='e1']//span[contains(@class, 's-denied')]")
    assert "The mayor called it off." in shown.xpath("string(//ul[@class='made'])")
    undo = shown.xpath("//ul[@class='made']//form/@action")[0]
    assert client.post(undo).url.path == "/corrections"
    assert not parsed(client.get(fair)).xpath("//ul[@class='made']")
    assert client.post(undo).status_code in {400, 404, 409}
