"""Saved searches, and what they found."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from sourcier.library import searches as saved
from sourcier.library.searches import Alert, Saved
from sourcier.limits import QUERY_CHARACTERS
from sourcier.web.api.answers import Asked, Headings, Page, answer, listed, problems
from sourcier.web.api.parameters import ItsDesk

router = APIRouter(prefix="/api/v1/searches", tags=["search"])

_NAME = 100


class ToSave(Asked):
    """A search to be kept."""

    name: str = Field(min_length=1, max_length=_NAME, description="An older search of this name is replaced.")
    query: str = Field(min_length=1, max_length=QUERY_CHARACTERS, description="As for `/api/v1/search`.")


@router.get(
    "",
    summary="The saved searches",
    response_model=Page[Saved],
    responses={200: {"headers": Headings.ETAG}, **problems()},
)
def searches(request: Request, desk: ItsDesk) -> Response:
    """By name."""
    return listed(request, saved.all_saved(desk.library.database))


@router.post("", summary="Save a search", response_model=Saved, status_code=201, responses=problems(400))
def save(search: ToSave, desk: ItsDesk) -> Response:
    """`sourcier watch` alerts on what it finds from then on."""
    saved.save(desk.library.database, search.name, search.query)
    name = search.name.strip()
    kept = next(its for its in saved.all_saved(desk.library.database) if its.name == _kept(name))
    return answer(kept, 201)


@router.get(
    "/alerts",
    summary="What the saved searches found",
    response_model=Page[Alert],
    responses={200: {"headers": Headings.ETAG}, **problems()},
)
def alerts(
    request: Request,
    desk: ItsDesk,
    limit: Annotated[int, Query(ge=1, le=200, description="Alerts at most.")] = 50,
) -> Response:
    """The newest alerts, newest first."""
    return listed(request, saved.history(desk.library.database, limit))


@router.delete(
    "/{name:path}", summary="Remove a saved search", status_code=204, response_class=Response, responses=problems(404)
)
def remove(
    name: Annotated[str, Path(min_length=1, max_length=_NAME, description="Its name.")], desk: ItsDesk
) -> Response:
    """Its alerts go with it."""
    saved.remove(desk.library.database, _kept(name))
    return Response(status_code=204)


def _kept(name: str) -> str:
    """A name as a database keeps it, see `schema.Words`."""
    return name.replace("\0", "\ufffd")
