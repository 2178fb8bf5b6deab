"""The front page: what is most covered, what comes next, what came last."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from sourcier.web.desk import Desk
from sourcier.web.rendering import Pages

router = APIRouter()

NEXT = 12
"""Plans that the front page shows."""

LATEST = 12
"""Articles that it shows."""


@router.get("/")
def front(request: Request) -> HTMLResponse:
    """The front page."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    now = desk.now()
    read = sorted((its.story for its in desk.front() if its.story.reads), key=lambda story: -(story.reads or 0))
    return pages.render(
        request,
        "front.html",
        now=now,
        is_today=now.date() == datetime.now(UTC).date(),
        articles=desk.articles(),
        fronts=desk.front(),
        latest=desk.latest(LATEST),
        read=read[:5],
        **_agenda(desk),
    )


@router.get("/agenda/next")
def next_days(request: Request) -> HTMLResponse:
    """The next days alone, for the front page that was sent before they were known."""
    pages: Pages = request.app.state.pages
    return pages.render(request, "front_agenda.html", **_agenda(request.app.state.desk))


def _agenda(desk: Desk) -> dict[str, Any]:
    planned = desk.agenda()
    return {"agenda": planned[:NEXT] if planned is not None else None, "more": len(planned or ()) > NEXT}
