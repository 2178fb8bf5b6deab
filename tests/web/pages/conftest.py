"""Pages as a reader's browser gets them, parsed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from lxml import html
from lxml.html import HtmlElement

Parsed = Callable[[Response], HtmlElement]


@pytest.fixture(scope="session")
def parsed() -> Parsed:
    """`parsed(answer)`: the page that an answer has."""

    def page(answer: Response) -> HtmlElement:
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return html.document_fromstring(answer.text)

    return page


@pytest.fixture(scope="session")
def story_titled() -> Callable[[TestClient, str], str]:
    """`story_titled(client, words)`: the path of the story whose headline has these words."""

    def path(client: TestClient, words: str) -> str:
        page = html.document_fromstring(client.get("/stories?least=1").text)
        found = page.xpath("//h2[contains(., $words)]/a/@href", words=words)
        return str(found[0])

    return path


@pytest.fixture(scope="session")
def article_titled() -> Callable[[TestClient, str], str]:
    """`article_titled(client, words)`: the path of the article whose headline has these words."""

    def path(client: TestClient, words: str) -> str:
        page = html.document_fromstring(client.get("/search", params={"q": f'title:"{words}"'}).text)
        return str(page.xpath("//h2[@class='headline']/a/@href")[0])

    return path
