"""What people corrected: who, when, what it was before; and taking it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from sourcier.web.desk import Desk
from sourcier.web.rendering import Pages

router = APIRouter()

PAGE = 100


@router.get("/corrections")
def corrections(request: Request, undone: Annotated[bool, Query()] = False) -> HTMLResponse:
    """All corrections, newest first."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    return pages.render(
        request, "corrections.html", made=desk.corrections.all(undone=undone, limit=PAGE), undone=undone
    )


@router.post("/corrections/{identifier}/undo")
def undo(request: Request, identifier: str) -> RedirectResponse:
    """Take a correction back."""
    desk: Desk = request.app.state.desk
    desk.stories.undo(identifier, by=request.state.identity.name)
    desk.changed()
    return RedirectResponse("/corrections", 303)
