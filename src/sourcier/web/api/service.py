"""The server itself: figures of the library, health, metrics, and what the API can do."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from sqlalchemy import select
from starlette.responses import HTMLResponse, Response

from sourcier.errors import LibraryError
from sourcier.library.schema import about
from sourcier.library.stats import Stats
from sourcier.web.api.answers import Headings, answer, problems
from sourcier.web.api.parameters import ItsDesk, ItsMetrics
from sourcier.web.api.reference import errors_of, operations_of
from sourcier.web.problems import problem

router = APIRouter(tags=["server"])


class Health(BaseModel):
    """That the library answers."""

    status: Literal["ok"]


@router.get(
    "/api/v1/stats",
    summary="What the library holds, in figures",
    response_model=Stats,
    responses={200: {"headers": Headings.ETAG}, **problems()},
)
def figures(desk: ItsDesk) -> Response:
    """A minute old at most, or as long as it takes to count anew."""
    return answer(desk.stats())


@router.get("/health", summary="Whether the library answers", response_model=Health, responses=problems())
def health(desk: ItsDesk) -> Response:
    """For load balancers and supervisors; open to all."""
    try:
        with desk.library.database.reading() as connection:
            connection.execute(select(about.c.name).limit(1)).all()
    except LibraryError as error:
        return problem(503, str(error), {"retry-after": "5"})
    return answer({"status": "ok"})


@router.get(
    "/metrics",
    summary="What the server counts of itself",
    response_class=Response,
    responses={
        200: {"description": "Prometheus' text format.", "content": {"text/plain": {"schema": {"type": "string"}}}},
        **problems(),
    },
)
def figures_of_server(metrics: ItsMetrics) -> Response:
    """Requests by method, route and status, how long they took, pages read, jobs, and what the library holds."""
    return Response(metrics.text(), headers={"content-type": CONTENT_TYPE_LATEST})


@router.get("/api/v1/docs", include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """What the API can do, for people."""
    schema = request.app.openapi()
    page: HTMLResponse = request.app.state.pages.render(
        request,
        "api.html",
        about=schema["info"]["description"],
        subjects=operations_of(schema),
        errors=errors_of(schema),
    )
    return page
