"""A person, an organisation, a place: what all articles tell of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sourcier.errors import InputError
from sourcier.stories.profiles import Profile, Profiles
from sourcier.web import links
from sourcier.web.desk import Desk
from sourcier.web.rendering import Pages

router = APIRouter()

Before = Annotated[int | None, Query(ge=0, le=2**63 - 1)]


@router.get("/person/{name}")
def person(request: Request, name: str, before: Before = None) -> Response:
    """Offices, quotations by date and channel, events, who is named beside.

    A speaker may be an organisation: a name that no person bears leads there.
    """
    try:
        return _shown(request, lambda profiles: profiles.person(name, before=before))
    except InputError:
        Profiles(request.app.state.desk.stories).organisation(name)
        return RedirectResponse(links.organisation(name) or "/", 303)


@router.get("/organisation/{name}")
def organisation(request: Request, name: str, before: Before = None) -> HTMLResponse:
    """The same of an organisation."""
    return _shown(request, lambda profiles: profiles.organisation(name, before=before))


@router.get("/place/{name}")
def place(request: Request, name: str, before: Before = None) -> HTMLResponse:
    """What happened in a place, and who was there."""
    return _shown(request, lambda profiles: profiles.place(name, before=before))


@router.post("/person/{name}/same")
def same(request: Request, name: str, other: Annotated[str, Form(max_length=200)]) -> RedirectResponse:
    """Make two people one."""
    desk: Desk = request.app.state.desk
    profiles = Profiles(desk.stories)
    one, second = profiles.person(name), profiles.person(other)
    desk.corrections.same_person(one.key or one.name, second.key or second.name, by=request.state.identity.name)
    desk.changed()
    return RedirectResponse(links.person(one.name) or "/", 303)


def _shown(request: Request, find: Callable[[Profiles], Profile]) -> HTMLResponse:
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    profile = find(Profiles(desk.stories))
    by_year = groupby(profile.quotes, key=lambda said: (said.said or said.source.published or "")[:7])
    return pages.render(
        request,
        "profile.html",
        profile=profile,
        months=[(month, list(its)) for month, its in by_year],
        now=desk.now(),
    )
