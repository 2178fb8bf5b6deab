"""The agenda: what is planned, moved and cancelled in all stories, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from sourcier.errors import InputError
from sourcier.exports.dossiers.ics import calendar
from sourcier.web.desk import AGENDA_DAYS, Desk
from sourcier.web.rendering import Pages

router = APIRouter()

MOST_DAYS = 62
"""Days that one page of the agenda shows at most."""


@router.get("/agenda")
def agenda(request: Request, start: str | None = None, days: int = AGENDA_DAYS) -> HTMLResponse:
    """What is planned from a day on."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    first = _day(start) if start else desk.now().date()
    days = min(max(days, 1), MOST_DAYS)
    planned = desk.stories.agenda(first, first + timedelta(days - 1))
    by_day = [(day, list(its)) for day, its in groupby(planned, key=lambda its: (its[1].begin or "")[:10])]
    return pages.render(
        request, "agenda.html", by_day=by_day, first=first, last=first + timedelta(days - 1), days=days,
        earlier=first - timedelta(days), later=first + timedelta(days),
    )  # fmt: skip


@router.get("/agenda.ics")
def subscribed(request: Request) -> HTMLResponse:
    """The same as a calendar to subscribe to: the week behind and two months ahead."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    today = desk.now().date()
    words = pages.words(request)
    planned = desk.stories.agenda(today - timedelta(7), today + timedelta(MOST_DAYS))
    content = calendar(planned, words("agenda"), language=words.code)
    return HTMLResponse(content, media_type="text/calendar")


def _day(stated: str) -> date:
    try:
        found = date.fromisoformat(stated)
        found + timedelta(2 * MOST_DAYS), found - timedelta(2 * MOST_DAYS)
    except (ValueError, OverflowError):
        raise InputError(f"{stated}: is not a day; write 2026-03-09") from None
    return found
