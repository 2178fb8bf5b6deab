"""The agenda: what is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sourcier.errors import InputError
from sourcier.stories.model import Story, StoryEvent
from sourcier.web.api.answers import Headings, Page, listed, problems
from sourcier.web.api.parameters import ItsDesk
from sourcier.web.desk import AGENDA_DAYS

router = APIRouter(prefix="/api/v1", tags=["agenda"])

MOST_DAYS = 92
"""Days of one agenda. Each story that plans something within them is put together for it."""


@dataclass(frozen=True)
class Planned:
    """What is planned, and the story that tells it."""

    story: Story
    event: StoryEvent


@router.get(
    "/agenda",
    summary="What is planned, moved or cancelled between two days",
    response_model=Page[Planned],
    responses={200: {"headers": Headings.ETAG}, **problems(400)},
)
def agenda(
    request: Request,
    desk: ItsDesk,
    first: Annotated[date | None, Query(alias="from", description="First day; by default, today.")] = None,
    last: Annotated[
        date | None,
        Query(
            alias="to", description=f"Last day, {MOST_DAYS} days later at most; by default {AGENDA_DAYS} days later."
        ),
    ] = None,
) -> Response:
    """By its moment."""
    found = None
    if first is None and last is None:
        found = desk.agenda()
    if found is None:
        begin = first or desk.now().date()
        end = last or min(begin, date.max - timedelta(AGENDA_DAYS)) + timedelta(AGENDA_DAYS)
        if not timedelta(0) <= end - begin <= timedelta(MOST_DAYS):
            raise InputError(f"from {begin} to {end}: give a last day that comes at most {MOST_DAYS} days later")
        found = desk.stories.agenda(begin, end)
    return listed(request, [Planned(story, event) for story, event in found])
