"""The application: routes, middleware, errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from sourcier.errors import InputError, LibraryError, NotFound, QueryError, SourcierError
from sourcier.version import __version__
from sourcier.web.access.access import Access
from sourcier.web.access.identity import AccessMiddleware
from sourcier.web.access.roles import route_path
from sourcier.web.access.router import router as router_of
from sourcier.web.api import PATH, api_routers
from sourcier.web.api.schema import schema_of
from sourcier.web.bodies import BodiesMiddleware
from sourcier.web.desk import Desk
from sourcier.web.etags import ETagsMiddleware
from sourcier.web.head import HeadMiddleware
from sourcier.web.headers import HeadersMiddleware
from sourcier.web.jobs import Jobs
from sourcier.web.metrics import Metrics, MetricsMiddleware
from sourcier.web.pages import routers
from sourcier.web.problems import mistakes_of, problem, problem_of
from sourcier.web.reading import Reading
from sourcier.web.rendering import Pages

API = "/api/"


def create_app(desk: Desk, access: Access) -> FastAPI:
    """The application over a library.

    Args:
        desk: closed when the application ends.
        access: who may do what.
    """
    metrics = Metrics(desk.library.database)
    jobs, reading = Jobs(desk, metrics), Reading(desk.library.settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        jobs.close()
        reading.close()
        desk.close()

    app = FastAPI(
        title="Sourcier",
        version=__version__,
        openapi_url=f"{PATH}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.openapi = partial(schema_of, app)  # type: ignore[method-assign]  # as FastAPI's documentation does it
    app.state.desk = desk
    app.state.pages = Pages()
    app.state.metrics, app.state.jobs, app.state.reading = metrics, jobs, reading
    for router in api_routers():
        app.include_router(router)
    for router in routers():
        app.include_router(router, include_in_schema=False)
    app.include_router(router_of(access))
    app.mount("/static", StaticFiles(directory=str(files("sourcier.web") / "static")), name="static")
    _answer_errors(app)
    # The last that is added stands outside of all.
    app.add_middleware(ETagsMiddleware)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(HeadMiddleware)
    app.add_middleware(BodiesMiddleware)
    app.add_middleware(AccessMiddleware, access=access)
    app.add_middleware(HeadersMiddleware)
    app.add_middleware(MetricsMiddleware, metrics=metrics)
    return app


def status_of(error: SourcierError) -> int:
    """The status code that an error of ours has on the web."""
    if isinstance(error, QueryError):
        return 400
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, InputError):
        return 400
    return 503 if isinstance(error, LibraryError) else 422


def _answer_errors(app: FastAPI) -> None:
    """Every error is a page, or a problem (RFC 9457) for the API; none is a traceback."""

    def answer(request: Request, status: int, detail: str, headers: Any = None) -> Response:
        if route_path(request.scope).startswith(API):
            return problem(status, detail, headers)
        pages: Pages = request.app.state.pages
        return pages.render(request, "error.html", status=status, headers=headers, code=status, detail=detail)

    async def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, SourcierError)
        if route_path(request.scope).startswith(API):
            return problem_of(error, status_of(error))
        return answer(request, status_of(error), str(error))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answer(request, error.status_code, str(error.detail), error.headers)

    async def misunderstood(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        mistakes = mistakes_of(error.errors())
        said = "; ".join(f"{its['where']}: {its['message']}" for its in mistakes[:3])
        if route_path(request.scope).startswith(API):
            return problem(422, said, mistakes=mistakes)
        return answer(request, 422, said)

    async def unexpected(request: Request, error: Exception) -> Response:
        return answer(request, 500, "this is a bug in Sourcier; its log says more")

    handlers: dict[Any, Callable[..., Any]] = {
        SourcierError: ours,
        HTTPException: http,
        RequestValidationError: misunderstood,
        Exception: unexpected,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
