"""Quotations: what a person said in all articles."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sourcier.stories.model import Said
from sourcier.web.api.answers import Headings, Page, listed, problems
from sourcier.web.api.cursors import cursor, values_of
from sourcier.web.api.parameters import Cursor, ItsDesk, Limit

MOST = 10_000
"""Quotations of one article that a part of the list may end in; the longest articles have some hundred."""

router = APIRouter(prefix="/api/v1", tags=["people"])


@router.get(
    "/quotes",
    summary="What a person said in all articles, the newest first",
    response_model=Page[Said],
    responses={200: {"headers": Headings.LINK | Headings.ETAG}, **problems(400)},
)
def quotes(
    request: Request,
    desk: ItsDesk,
    by: Annotated[
        str, Query(min_length=1, max_length=200, description="The name; any spelling of a full name will do.")
    ],
    limit: Limit = 20,
    cursor_: Cursor = None,
) -> Response:
    """When, to whom and on which channel, each with its sentence."""
    upto, article, gone = values_of(cursor_, "quotes", int, str, int) if cursor_ is not None else (None, "", 0)
    gone = min(gone, MOST)
    found = desk.stories.quotes(by, limit=gone + limit + 1, upto=upto)
    # The article that the part before ended in comes first; some of what it quotes was given.
    start = sum(said.source.article == article for said in found[:gone])
    shown = found[start : start + limit]
    if len(found) <= start + limit:
        return listed(request, shown)
    last = shown[-1].source.article
    number = next(row.number for row in desk.library.versions(last) if row.shown)
    count = sum(said.source.article == last for said in found[: start + limit])
    return listed(request, shown, cursor("quotes", number, last, count))
