"""The feeds that are followed, and what was set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from sourcier.errors import NotFound
from sourcier.library import feeds as kept
from sourcier.limits import ADDRESS_CHARACTERS
from sourcier.sources.items import SetAside
from sourcier.web.api.answers import Asked, Headings, Page, answer, listed, problems
from sourcier.web.api.cursors import cursor, values_of
from sourcier.web.api.parameters import Cursor, ItsDesk, Limit

router = APIRouter(prefix="/api/v1", tags=["sources"])

Web = Annotated[str, Field(min_length=8, max_length=ADDRESS_CHARACTERS, pattern=r"^https?://\S+$")]
"""An http(s) address: the only kind of name that the API takes."""


@dataclass(frozen=True)
class Followed:
    """A feed that is followed.

    Attributes:
        fetched: when it was last fetched, UTC; None: never.
        due: when it is to be fetched again.
        failures: how often in a row it has failed.
        problem: why, the last time.
    """

    address: str
    fetched: str | None
    due: str | None
    failures: int
    problem: str | None


class ToFollow(Asked):
    """What is to be followed."""

    address: Web = Field(description="Of a feed, a news sitemap or a site, whose feeds are then looked for.")


@router.get(
    "/feeds",
    summary="The feeds that are followed",
    response_model=Page[Followed],
    responses={200: {"headers": Headings.ETAG}, **problems()},
)
def feeds(request: Request, desk: ItsDesk) -> Response:
    """By address, each with when it was fetched, how often it failed, and why."""
    return listed(request, _followed(desk))


@router.post(
    "/feeds",
    summary="Follow a feed or a site",
    response_model=Page[Followed],
    status_code=201,
    responses=problems(400, 404),
)
def follow(request: Request, asked: ToFollow, desk: ItsDesk) -> Response:
    """The address is fetched at once; gives the feeds that were found there and are followed now."""
    from sourcier.sources.discover import discover  # noqa: PLC0415 - loads httpx
    from sourcier.sources.fetch import Fetcher  # noqa: PLC0415

    with Fetcher(desk.library.settings) as fetcher:
        found = {link.address for link in discover(asked.address, fetcher)}
    if not found:
        raise NotFound(f"{asked.address}: no feed and no news sitemap is there; give the feed's own address")
    kept.follow(desk.library.database, sorted(found))
    desk.changed()
    told = [its for its in _followed(desk) if its.address in found]
    return answer({"items": told, "next": None}, 201)


@router.delete(
    "/feeds", summary="Follow a feed no longer", status_code=204, response_class=Response, responses=problems(404)
)
def unfollow(
    desk: ItsDesk,
    address: Annotated[str, Query(min_length=1, max_length=ADDRESS_CHARACTERS, description="The feed's address.")],
) -> Response:
    """Its articles stay."""
    kept.unfollow(desk.library.database, address)
    desk.changed()
    return Response(status_code=204)


@router.get(
    "/aside",
    summary="What could not be taken in",
    response_model=Page[SetAside],
    responses={200: {"headers": Headings.LINK | Headings.ETAG}, **problems(400)},
)
def aside(request: Request, desk: ItsDesk, limit: Limit = 20, cursor_: Cursor = None) -> Response:
    """By name, each with the reason."""
    after = values_of(cursor_, "aside", str)[0] if cursor_ is not None else None
    found = desk.library.set_aside(limit=limit + 1, after=after)
    following = cursor("aside", found[limit - 1].name) if len(found) > limit else None
    return listed(request, found[:limit], following)


def _followed(desk: ItsDesk) -> list[Followed]:
    return [
        Followed(its.address, its.fetched, its.due, its.failures, its.problem)
        for its in kept.followed(desk.library.database)
    ]
