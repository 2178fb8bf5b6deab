"""People, organisations and places over all stories."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from sourcier.stories.profiles import Profile, Profiles
from sourcier.web.api.answers import Headings, answer, problems
from sourcier.web.api.parameters import ItsDesk, Name

router = APIRouter(prefix="/api/v1", tags=["people"])

Before = Annotated[
    int | None,
    Query(ge=0, lt=1 << 63, description="Only articles before this one: the `older` of what was given last."),
]
_OK = {200: {"headers": Headings.ETAG}, **problems(400, 404)}


@router.get("/people/{name}", summary="A person", response_model=Profile, responses=_OK)
def person(name: Name, desk: ItsDesk, before: Before = None) -> Response:
    """Offices, quotations, events, and who stands in the same articles: of the newest articles that name the person."""
    return answer(Profiles(desk.stories).person(name, before=before))


@router.get("/organisations/{name}", summary="An organisation", response_model=Profile, responses=_OK)
def organisation(name: Name, desk: ItsDesk, before: Before = None) -> Response:
    """As for a person."""
    return answer(Profiles(desk.stories).organisation(name, before=before))


@router.get("/places/{name}", summary="A place", response_model=Profile, responses=_OK)
def place(name: Name, desk: ItsDesk, before: Before = None) -> Response:
    """Where it is and what happened there; of several places that bear the name, the one that most articles name."""
    return answer(Profiles(desk.stories).place(name, before=before))
