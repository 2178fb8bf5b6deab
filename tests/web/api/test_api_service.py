"""The server itself: health, figures, the schema and its page, and that the documentation names every path."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from sourcier.errors import LibraryError

DOCS = Path(__file__).parents[3] / "docs" / "api.md"


def test_health(client, web_library, monkeypatch):
    assert client.get("/health").json() == {"status": "ok"}

    def broken():
        raise LibraryError("news.sourcier: is damaged")

    monkeypatch.setattr(web_library.database, "reading", broken)
    answer = client.get("/health")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")


def test_figures(client):
    told = client.get("/api/v1/stats").json()
    assert (told["articles"], told["languages"]) == (21, {"en": 13, "fr": 8})


def test_the_schema_is_complete(client):
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    for path, operations in told["paths"].items():
        for method, its in operations.items():
            where = f"{method} {path}"
            assert its["summary"] and its["tags"] and its["description"], where
            for parameter in its.get("parameters", ()):
                assert parameter["description"], where
                assert is_bounded(parameter["schema"]), f"{where}: {parameter['name']}"
            for status, response in its["responses"].items():
                if status >= "4":
                    assert list(response["content"]) == ["application/problem+json"], where
    assert "HTTPValidationError" not in told["components"]["schemas"]


def is_bounded(schema: dict) -> bool:
    """Whether a parameter has an end: in its length, its values, or its form."""
    several = schema.get("anyOf")
    if several:
        return all(its.get("type") == "null" or is_bounded(its) for its in several)
    named = {"maxLength", "maximum", "exclusiveMaximum", "enum", "const"} & set(schema)
    return bool(named) or schema.get("format") == "date" or schema.get("type") == "boolean" or "pattern" in schema


def test_the_documentation_names_every_path_and_no_other(client):
    known = set(client.get("/api/v1/openapi.json").json()["paths"]) | {"/api/v1/openapi.json", "/api/v1/docs"}
    text = DOCS.read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:GET|POST|DELETE) (/[^`? ]*)", text))
    assert named == known


def test_every_operation_has_an_example(client):
    text = DOCS.read_text(encoding="utf-8")
    examples = " ".join(line for line in text.splitlines() if "curl" in line or "localhost" in line)
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        pattern = re.sub(r"\\\{[a-z]+\\\}", r"[^/ ?']+", re.escape(path))
        assert re.search(rf"{pattern}(?=[ ?'\"]|$)", examples, re.MULTILINE), path


def test_the_page_of_the_schema(client):
    answer = client.get("/api/v1/docs")
    assert answer.status_code == 200
    assert "<code>GET /api/v1/articles/{id}</code>" in answer.text
    assert "://" not in re.sub(r"https?://\S+\$", "", " ".join(re.findall(r'(?:src|href)="([^"]*)"', answer.text)))


@pytest.mark.parametrize("path", ["/api/v1/articles", "/api/v1/stories", "/api/v1/stats", "/health"])
def test_what_is_known_is_not_sent_again(client, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


def test_another_method_is_a_problem(client):
    answer = client.put("/api/v1/articles", json={})
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert "GET" in answer.headers["allow"]


def test_a_bug_is_a_problem_and_tells_nothing(web_library, served):
    app = served(web_library)

    @app.get("/api/v1/broken")
    def broken() -> None:
        raise ZeroDivisionError("a secret")

    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as asking:
        answer = asking.get("/api/v1/broken")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text
