"""All stories, those with the newest articles first."""

from __future__ import annotations

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from sourcier.web.desk import Desk
from sourcier.web.rendering import Pages

router = APIRouter()

PAGE = 50


@router.get("/stories")
def stories(
    request: Request, least: int = Query(2, ge=1, le=1000), skip: int = Query(0, ge=0, le=100_000)
) -> HTMLResponse:
    """A list of stories."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    found = desk.stories.all(least=least, limit=skip + PAGE + 1)[skip:]
    return pages.render(
        request, "stories.html", found=found[:PAGE], least=least, skip=skip, more=len(found) > PAGE, step=PAGE
    )
