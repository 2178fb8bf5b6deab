"""What nobody would send: no answer is a traceback, whatever comes."""

from __future__ import annotations

import base64
import json
from urllib.parse import urlencode

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sourcier.errors import InputError
from sourcier.web.api.cursors import cursor, values_of

STRANGE = ["\0", "\ud800", "a\0b", "\ufffe", "'\"`;--", "%00", "\u202e", "a" * 2_001, "(" * 200, "*", '"', "🦜" * 100]
NUMBERS = ["-1", "0", "101", "1e9", str(1 << 63), str(1 << 64), "9" * 5_000, "NaN", "", " 1", "0x10", "١"]
PATHS = ["/api/v1/articles", "/api/v1/stories", "/api/v1/corrections", "/api/v1/aside"]


@pytest.fixture
def client(lasting_client):
    """One for all of these tests."""
    return lasting_client


def asked(client, path: str, **query: str):
    """The answer to a query, half surrogate pairs as a client that does not care would send them."""
    told = {name: value.encode("utf-8", "surrogatepass") for name, value in query.items()}
    return client.get(path, params=told)


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize(
    ("path", "name"), [("/api/v1/search", "q"), ("/api/v1/quotes", "by"), ("/api/v1/corrections", "article")]
)
def test_strange_text(client, path, name, text):
    answer = asked(client, path, **{name: text})
    assert answer.status_code in {200, 400, 404, 422}, answer.text
    answer.json()


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("kind", ["people", "organisations", "places", "articles", "stories", "jobs", "nothing"])
def test_strange_names(client, kind, text):
    path = "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
    answer = client.get(f"/api/v1/{kind}/{path}")
    assert answer.status_code in {200, 400, 404, 422}, answer.text


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("path", PATHS)
def test_strange_numbers(client, path, number):
    answer = asked(client, path, limit=number)
    assert answer.status_code in {200, 422}
    assert asked(client, "/api/v1/people/Odile Marchetti", before=number).status_code in {200, 404, 422}


@pytest.mark.parametrize("name", ["cursor", "q"])
def test_a_megabyte_of_query(client, name):
    query = {"q": "violin", name: "x" * 1_000_000}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/api/v1/search",
        "raw_path": b"/api/v1/search",
        "root_path": "",
        "query_string": urlencode(query).encode(),
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    anyio.run(client.app, scope, receive, send)
    assert sent[0]["status"] == 422
    assert len(b"".join(message.get("body", b"") for message in sent)) < 2_000


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "\\ud800", "query": "a"}',
        b'{"name": "a", "query": "\\ud800"}',
        b'{"name": "a\\u0000b", "query": "a\\u0000b"}',
        b'{"name": 1e999, "query": NaN}',
        b'{"name": "a", "query": ' + b"9" * 5_000 + b"}",
        b"[" * 50_000,
        b'{"a":' * 50_000,
        b"\xff\xfe",
        b"",
        b"null",
        b'"text"',
    ],
)
@pytest.mark.parametrize(
    "path", ["/api/v1/searches", "/api/v1/corrections", "/api/v1/feeds", "/api/v1/stories/ffffffff/merge"]
)
def test_strange_json(client, path, body):
    answer = client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {201, 400, 404, 422}, answer.text
    if answer.status_code != 201:
        assert answer.headers["content-type"] == "application/problem+json"
    answer.json()


@pytest.mark.parametrize("name", ["a\0b", "😀", "é" * 100])
def test_a_strange_name_is_kept_and_removed(client, name):
    assert client.post("/api/v1/searches", json={"name": name, "query": "a"}).status_code == 201
    path = "".join(f"%{byte:02x}" for byte in name.encode())
    assert client.delete(f"/api/v1/searches/{path}").status_code == 204


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N"], include_characters="-_"), max_size=60))
@settings(max_examples=200, deadline=None)
def test_garbage_is_no_cursor(text):
    with pytest.raises(InputError):
        values_of(text, "stories", (str, type(None)), int, str)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_other_json_is_no_cursor(value):
    made = base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    with pytest.raises(InputError):
        values_of(made, "stories", (str, type(None)), int, str)


@given(
    st.none() | st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    st.integers(0, (1 << 63) - 1),
)
@settings(max_examples=200, deadline=None)
def test_a_cursor_gives_back_its_values(text, number):
    made = cursor("stories", text, number)
    assert made.replace("-", "").replace("_", "").isalnum()
    assert values_of(made, "stories", (str, type(None)), int) == [text, number]
