"""Where articles come from: the feeds that are followed, what could not be read and why, what the library holds."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse

from sourcier.errors import InputError
from sourcier.library import feeds
from sourcier.library.stats import stats
from sourcier.web.desk import Desk
from sourcier.web.rendering import Pages

router = APIRouter()

ASIDE = 200
"""Pages set aside that are listed."""


@router.get("/sources")
def sources(request: Request) -> HTMLResponse:
    """Feeds, outlets, and what was set aside."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    aside = desk.library.set_aside()
    return pages.render(
        request,
        "sources.html",
        feeds=feeds.followed(desk.library.database),
        stats=desk.kept.get("stats", lambda: stats(desk.library.database), fresh=60),
        aside=aside[:ASIDE],
        more_aside=max(len(aside) - ASIDE, 0),
        library=desk.library.name,
    )


@router.post("/sources/follow")
def follow(request: Request, address: Annotated[str, Form(max_length=2_000)]) -> RedirectResponse:
    """Follow a feed."""
    desk: Desk = request.app.state.desk
    found = address.strip()
    if not found.lower().startswith(("http://", "https://")):
        raise InputError(f"{found[:200]}: is no address of a feed; give one that begins with https://")
    feeds.follow(desk.library.database, [found])
    return RedirectResponse("/sources", 303)


@router.post("/sources/unfollow")
def unfollow(request: Request, address: Annotated[str, Form(max_length=2_000)]) -> RedirectResponse:
    """Follow a feed no longer."""
    desk: Desk = request.app.state.desk
    feeds.unfollow(desk.library.database, address)
    return RedirectResponse("/sources", 303)
