"""Access over an empty library, with passwords that are hashed fast and clocks that go when they are told to."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, StreamingResponse
from starlette.testclient import TestClient

from sourcier.web.access import passwords
from sourcier.web.access.access import Access
from sourcier.web.access.identity import AccessMiddleware
from sourcier.web.access.router import router

PASSWORD = "a ferry and four gulls"


class Time:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 11, 8, 0, tzinfo=UTC)
        self.seconds = 1_000.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def go(self, **passed: float) -> None:
        self.moment += timedelta(**passed)
        self.seconds += timedelta(**passed).total_seconds()


@pytest.fixture(autouse=True)
def fast_hashes(monkeypatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def access(library, time) -> Access:
    """Access that asks for a log-in; Ana is admin, Bo editor, Cy reader."""
    made = Access(library.database, is_open=False, clock=time.now, monotonic=time.monotonic)
    for name, role in (("Ana", "admin"), ("Bo", "editor"), ("Cy", "reader")):
        made.users.add(name, PASSWORD, role)
    return made


@pytest.fixture
def open_access(sqlite_library, time) -> Access:
    """Access to a server that is open to its own machine."""
    return Access(
        sqlite_library.database,
        is_open=True,
        host_names=["desk.example"],
        clock=time.now,
        monotonic=time.monotonic,
    )


class FakePages:
    """Shows what a template would be given."""

    def render(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **context: Any,
    ) -> HTMLResponse:
        state = request.scope["state"]
        told = {"template": template, "csrf": state["csrf"], **context}
        lines = (f"{name}={html.escape(str(value))}" for name, value in told.items())
        return HTMLResponse("\n".join(lines), status, headers)


def app_over(access: Access) -> FastAPI:
    """A small server behind the middleware."""
    app = FastAPI(openapi_url=None)
    app.state.pages = FakePages()
    app.include_router(router(access))

    async def who(request: Request) -> dict[str, str | None]:
        identity = request.scope["state"]["identity"]
        body = await request.body()
        return {"name": identity and identity.name, "by": identity and identity.by, "body": body.decode()}

    async def uploaded(request: Request) -> dict[str, int]:
        form = await request.form()
        return {name: len(value if isinstance(value, str) else await value.read()) for name, value in form.items()}

    async def stream() -> StreamingResponse:
        async def lines():
            for number in range(3):
                yield f"data: {number}\n\n"

        return StreamingResponse(lines(), media_type="text/event-stream")

    for path in (
        "/",
        "/story/{rest}",
        "/health",
        "/static/{rest}",
        "/metrics",
        "/users",
        "/corrections",
        "/api/v1/read",
    ):
        app.add_api_route(path, who, methods=["GET", "POST", "DELETE"], name=path)
    app.add_api_route("/api/v1/who", who, methods=["GET", "POST", "DELETE"])
    app.add_api_route("/api/v1/progress", stream, methods=["GET"])
    app.add_api_route("/upload", uploaded, methods=["POST"])
    app.add_middleware(AccessMiddleware, access=access)
    return app


Browser = Callable[..., TestClient]


@pytest.fixture
def browser(access) -> Browser:
    """`browser()`: one that has not been here; `browser("Bo")`: one in which Bo is logged in."""
    app = app_over(access)

    def opened(name: str | None = None, scheme: str = "http") -> TestClient:
        client = TestClient(app, base_url=f"{scheme}://news.example", follow_redirects=False)
        client.headers["user-agent"] = "Mozilla/5.0"
        client.headers["origin"] = f"{scheme}://news.example"
        if name:
            answer = client.post("/login", data={"name": name, "password": PASSWORD})
            assert answer.status_code == 303
        return client

    return opened


@pytest.fixture
def own(open_access) -> TestClient:
    """A browser on the machine of an open server."""
    client = TestClient(app_over(open_access), base_url="http://localhost:8000", follow_redirects=False)
    client.headers["user-agent"] = "Mozilla/5.0"
    client.headers["sec-fetch-site"] = "same-origin"
    return client


@pytest.fixture(scope="session")
def form_token() -> Callable[[TestClient], str]:
    """`form_token(client)`: the CSRF token that a page's forms have."""

    def token(client: TestClient) -> str:
        page = client.get("/account").text
        return next(line for line in page.splitlines() if line.startswith("csrf=")).removeprefix("csrf=")

    return token
