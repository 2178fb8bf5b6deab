"""Stories: lists, dossiers, and what people change of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from sourcier.stories.model import Dossier, Story, StoryArticle
from sourcier.web.api.answers import Asked, Headings, Page, answer, listed, problems
from sourcier.web.api.cursors import cursor, values_of
from sourcier.web.api.parameters import Cursor, Editor, ItsDesk, Limit, StoryId
from sourcier.web.desk import FRONT

router = APIRouter(prefix="/api/v1/stories", tags=["stories"])

_Ids = Annotated[list[Annotated[str, Field(min_length=4, max_length=64)]], Field(min_length=1, max_length=1_000)]


class Others(Asked):
    """Stories that become part of another."""

    stories: _Ids = Field(description="Their ids.")


class Chosen(Asked):
    """Articles of a story."""

    articles: _Ids = Field(description="Their ids.")


@router.get(
    "",
    summary="The stories, those with the newest articles first",
    response_model=Page[Story],
    responses={200: {"headers": Headings.LINK | Headings.ETAG}, **problems(400)},
)
def stories(
    request: Request,
    desk: ItsDesk,
    limit: Limit = 20,
    cursor_: Cursor = None,
    least: Annotated[int, Query(ge=1, le=1_000_000, description="Articles that a story has at least.")] = 1,
    since: Annotated[date | None, Query(description="Day on which it had an article, or after.")] = None,
) -> Response:
    """A line for each story; `/api/v1/stories/front` has those most covered now."""
    after = None
    if cursor_ is not None:
        last, articles, identifier = values_of(cursor_, "stories", (str, type(None)), int, str)
        after = Story(identifier, "", None, None, last, articles, (), ())
    found = desk.stories.all(least=least, since=since, limit=limit + 1, after=after)
    following = None
    if len(found) > limit:
        end = found[limit - 1]
        following = cursor("stories", end.last, end.articles, end.id)
    return listed(request, found[:limit], following)


@router.get(
    "/front",
    summary="The front page: the stories most covered now",
    response_model=Page[Story],
    responses={200: {"headers": Headings.ETAG}, **problems()},
)
def front(
    request: Request,
    desk: ItsDesk,
    limit: Annotated[int, Query(ge=1, le=FRONT, description="Stories at most.")] = 20,
) -> Response:
    """By outlets, by how fresh their articles are, and by how fast they come."""
    return listed(request, [its.story for its in desk.front()[:limit]])


@router.get(
    "/{id}",
    summary="The dossier of a story",
    response_model=Dossier,
    responses={200: {"headers": Headings.ETAG}, **problems(400, 404)},
)
def dossier(id: StoryId, desk: ItsDesk) -> Response:
    """What its articles say together, as `sourcier story --json` writes it."""
    return answer(desk.stories.dossier(id))


@router.get(
    "/{id}/articles",
    summary="The articles of a story",
    response_model=Page[StoryArticle],
    responses={200: {"headers": Headings.ETAG}, **problems(400, 404)},
)
def articles(request: Request, id: StoryId, desk: ItsDesk) -> Response:
    """By publication, undated ones last, each with why it is there."""
    return listed(request, desk.stories.articles(id))


@router.post("/{id}/merge", summary="Make several stories one", response_model=Story, responses=problems(400, 404))
def merge(id: StoryId, others: Others, desk: ItsDesk, editor: Editor) -> Response:
    """Their ids lead to it; kept as a correction, which can be undone."""
    made = desk.stories.merge(id, others.stories, by=editor)
    desk.changed()
    return answer(made)


@router.post(
    "/{id}/split",
    summary="Make a new story of some articles of one",
    response_model=Story,
    status_code=201,
    responses=problems(400, 404),
)
def split(id: StoryId, chosen: Chosen, desk: ItsDesk) -> Response:
    """For good; gives the new story."""
    made = desk.stories.split(id, chosen.articles)
    desk.changed()
    return answer(made, 201, {"location": f"/api/v1/stories/{made.id}"})


@router.post(
    "/{id}/move", summary="Put articles of other stories into one", response_model=Story, responses=problems(400, 404)
)
def move(id: StoryId, chosen: Chosen, desk: ItsDesk) -> Response:
    """For good; gives the story that has them now."""
    made = desk.stories.move(chosen.articles, id)
    desk.changed()
    return answer(made)
