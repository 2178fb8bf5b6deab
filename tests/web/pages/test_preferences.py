"""Language and theme: what a browser asks for, what a reader chose, and the way back."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


@pytest.fixture(autouse=True)
def _forgotten(lasting_client: TestClient) -> None:
    lasting_client.cookies.clear()


def language_of(answer) -> str:
    return answer.text.partition('<html lang="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("fr", "fr"),
        ("fr-CA,en;q=0.8", "fr"),
        ("en-GB,fr;q=0.9", "en"),
        ("de,fr;q=0.3", "fr"),
        ("de-DE", "en"),
        ("fr;q=0, en;q=0.1", "en"),
        ("en;q=0.2, fr;q=0.7", "fr"),
        ("FR", "fr"),
        ("", "en"),
        ("*;q=x, ;;q=,fr", "fr"),
    ],
)
def test_the_browser_asks_for_a_language(lasting_client: TestClient, asked: str, given: str) -> None:
    assert language_of(lasting_client.get("/help", headers={"accept-language": asked})) == given


def test_what_a_reader_chose_counts_more(lasting_client: TestClient) -> None:
    asked = {"accept-language": "en"}
    lasting_client.get("/preferences/language/fr", headers=asked)
    assert language_of(lasting_client.get("/help", headers=asked)) == "fr"
    lasting_client.get("/preferences/language/tlh", headers=asked)
    assert language_of(lasting_client.get("/help", headers=asked)) == "en"


def test_a_cookie_of_no_language_is_none(lasting_client: TestClient) -> None:
    headers = {"cookie": 'sourcier-language="><script>; sourcier-theme="onload=', "accept-language": "fr"}
    answer = lasting_client.get("/help", headers=headers)
    assert language_of(answer) == "fr"
    assert "data-theme" not in answer.text


def test_light_dark_or_as_the_system_has_it(lasting_client: TestClient) -> None:
    for theme in ("light", "dark"):
        lasting_client.get(f"/preferences/theme/{theme}")
        assert f'data-theme="{theme}"' in lasting_client.get("/help").text
    lasting_client.get("/preferences/theme/auto")
    assert "data-theme" not in lasting_client.get("/help").text


def test_a_choice_is_kept_for_a_year_and_out_of_reach_of_scripts(lasting_client: TestClient) -> None:
    cookie = lasting_client.get("/preferences/theme/dark", follow_redirects=False).headers["set-cookie"].lower()
    assert "max-age=31536000" in cookie
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize(
    ("wanted", "to"),
    [
        ("/agenda?start=2027-03-01&days=3", "/agenda?start=2027-03-01&days=3"),
        ("/search?q=a%26b", "/search?q=a%26b"),
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("\\\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("/help\r\nset-cookie: x=y", "/"),
        ("javascript:alert(1)", "/"),
        ("help", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_leads_nowhere_else(lasting_client: TestClient, wanted: str, to: str) -> None:
    answer = lasting_client.get("/preferences/language/fr", params={"next": wanted}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, to)


def test_a_page_leads_back_to_itself(lasting_client: TestClient) -> None:
    for path in ("/agenda?start=2027-03-01&days=3", '/search?q=outlet%3A%22Gazette+1%22+%26+"x"'):
        lasting_client.cookies.clear()
        page = lasting_client.get(path).text
        way = page.partition('<a href="/preferences/language/fr')[2].partition('"')[0]
        answer = lasting_client.get(f"/preferences/language/fr{way.replace('&amp;', '&')}", follow_redirects=False)
        assert lasting_client.get(answer.headers["location"]).url.query == lasting_client.get(path).url.query


def test_there_is_nothing_else_to_choose(lasting_client: TestClient) -> None:
    answer = lasting_client.get("/preferences/colour/red", follow_redirects=False)
    assert (answer.status_code, answer.headers.get("set-cookie")) == (303, None)
