"""Searching the library."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from sourcier.library.facets import Facets
from sourcier.library.search import BOUND, Found
from sourcier.limits import QUERY_CHARACTERS
from sourcier.web.api.answers import Headings, Page, listed, problems
from sourcier.web.api.cursors import cursor, values_of
from sourcier.web.api.parameters import Cursor, ItsDesk

router = APIRouter(prefix="/api/v1", tags=["search"])


class Results(Page[Found]):
    """A part of what a query finds."""

    query: str = Field(description="The query as it was understood.")
    count: int = Field(description="Articles found, copies of one text counted once.")
    bounded: bool = Field(description=f"Whether there are more: only the newest {BOUND:,} were looked at.")
    facets: Facets | None = Field(None, description="What they can be narrowed down by, where it was asked for.")


@router.get(
    "/search",
    summary="Find articles by a query",
    response_model=Results,
    responses={200: {"headers": Headings.LINK | Headings.ETAG}, **problems(400)},
)
def search(
    request: Request,
    desk: ItsDesk,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=QUERY_CHARACTERS,
            description='Words, "phrases", -not, OR, prefix* and operators such as `person:` and `status:`.',
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=100, description="Articles at most.")] = 10,
    cursor_: Cursor = None,
    newest: Annotated[bool, Query(description="Newest first; without it, the best among the newest.")] = False,
    old: Annotated[bool, Query(description="Search old versions of articles as well.")] = False,
    facets: Annotated[bool, Query(description="Tell what they can be narrowed down by.")] = False,
) -> Response:
    """Best first, each with the sentences that say why; the query language is that of `sourcier search`."""
    after, offset = values_of(cursor_, "search", int, int) if cursor_ is not None else (None, 0)
    found = desk.library.search(
        q, limit=limit, offset=min(offset, BOUND), newest=newest, old=old, faceted=facets, after=after
    )
    shown = offset + len(found.articles)
    following = None
    if len(found.articles) == limit and shown < found.count:
        following = cursor("search", found.articles[-1].number, shown)
    return listed(
        request,
        found.articles,
        following,
        query=found.query,
        count=found.count,
        bounded=found.bounded,
        facets=found.facets,
    )
