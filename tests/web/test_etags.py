"""Entity tags: the same answer is sent once."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from sourcier.web.etags import ETagsMiddleware
from sourcier.web.head import HeadMiddleware


@pytest.fixture
def asking() -> TestClient:
    """Asks a small application whose answer is the text of `said`."""
    app = FastAPI()
    app.state.said = "lanterns " * 200

    @app.get("/text")
    def text() -> Response:
        return PlainTextResponse(app.state.said, headers={"link": "</>; rel=next", "cache-control": "no-cache"})

    @app.get("/own")
    def own() -> Response:
        return PlainTextResponse("own", headers={"etag": '"mine"'})

    @app.get("/stream")
    def stream() -> Response:
        return StreamingResponse(iter(["a", "b"]))

    @app.get("/large")
    def large() -> Response:
        return Response(b"x" * 5_000_001)

    @app.get("/missing")
    def missing() -> Response:
        return PlainTextResponse("none", 404)

    @app.post("/text")
    def posted() -> Response:
        return PlainTextResponse("posted")

    app.add_middleware(ETagsMiddleware)
    app.add_middleware(GZipMiddleware, minimum_size=500)
    app.add_middleware(HeadMiddleware)
    return TestClient(app)


def test_what_is_known_is_not_sent_again(asking):
    first = asking.get("/text")
    tag = first.headers["etag"]
    assert not tag.startswith("W/")
    again = asking.get("/text", headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert again.headers["link"] == first.headers["link"]
    assert "content-type" not in again.headers
    assert asking.get("/text", headers={"if-none-match": "*"}).status_code == 304
    assert asking.get("/text", headers={"if-none-match": f"W/{tag}"}).status_code == 304


def test_what_has_changed_is_sent(asking):
    tag = asking.get("/text").headers["etag"]
    asking.app.state.said = "herons"
    again = asking.get("/text", headers={"if-none-match": tag})
    assert (again.status_code, again.text) == (200, "herons")
    assert again.headers["etag"] != tag


def test_each_encoding_has_its_own_tag(asking):
    packed = asking.get("/text", headers={"accept-encoding": "gzip"})
    plain = asking.get("/text", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.headers["etag"] != plain.headers["etag"]


def test_an_own_tag_is_kept(asking):
    assert asking.get("/own").headers["etag"] == '"mine"'
    assert asking.get("/own", headers={"if-none-match": '"mine"'}).status_code == 304


@pytest.mark.parametrize("path", ["/stream", "/large", "/missing"])
def test_others_pass_by(asking, path):
    answer = asking.get(path, headers={"accept-encoding": "identity", "if-none-match": "*"})
    assert "etag" not in answer.headers
    assert answer.content in {b"ab", b"none"} or len(answer.content) == 5_000_001
    assert "etag" not in asking.post("/text").headers


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_head_is_get_without_a_body(asking, encoding):
    whole = asking.get("/text", headers={"accept-encoding": encoding})
    head = asking.head("/text", headers={"accept-encoding": encoding})
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)
    assert asking.head("/stream").status_code == 200
    assert asking.head("/missing").status_code == 404
    assert asking.head("/text", headers={"if-none-match": whole.headers["etag"]}).status_code in {200, 304}
