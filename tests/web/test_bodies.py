"""A request that brings too much is refused, and not read to its end."""

from __future__ import annotations

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from sourcier.web.bodies import BodiesMiddleware


@pytest.fixture
def asking() -> TestClient:
    """Asks an application that tells how much came."""
    app = FastAPI()

    @app.post("/{path:path}")
    async def count(request: Request, path: str) -> int:
        return len(await request.body())

    app.add_middleware(BodiesMiddleware, large={"/api/large": 2_000_000})
    return TestClient(app)


def pieces(count: int):
    for _ in range(count):
        yield b"x" * 100_000


def test_as_much_as_is_allowed_passes(asking):
    assert asking.post("/api/any", content=b"x" * 1_000_000).json() == 1_000_000
    assert asking.post("/api/large", content=pieces(20)).json() == 2_000_000


@pytest.mark.parametrize("content", [b"x" * 1_000_001, "pieces"])
@pytest.mark.parametrize("path", ["/api/any", "/page"])
def test_more_is_refused(asking, content, path):
    answer = asking.post(path, content=pieces(11) if content == "pieces" else content)
    assert answer.status_code == 413
    assert "1,000,000 bytes" in answer.text


def test_no_more_is_read_than_is_allowed(asking):
    taken = []

    def endless():
        for n in range(1_000):
            taken.append(n)
            yield b"x" * 100_000

    assert asking.post("/api/large", content=endless()).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "٣", "9" * 30, ""])
def test_a_length_that_is_none_is_refused(asking, length):
    answer = asking.post("/api/any", content=b"x", headers={"content-length": length.encode()})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
