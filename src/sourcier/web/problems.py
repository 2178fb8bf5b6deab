"""What went wrong, as problem details (RFC 9457): one form for every error of the API."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from pydantic import BaseModel, Field
from starlette.responses import Response

from sourcier.errors import QueryError, SourcierError

MEDIA_TYPE = "application/problem+json"


class Mistake(BaseModel):
    """One part of a request that is not as it should be."""

    where: str = Field(description="Where it stands: `query.limit`, `body.addresses.0`.")
    message: str = Field(description="What was expected there.")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field("about:blank", description="Always `about:blank`: the status says which kind of problem it is.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The status code.", ge=400, le=599)
    detail: str = Field(description="What is wrong and what to do, in one line.")
    position: int | None = Field(None, description="Of a mistake in a query: the code point at which it starts.")
    length: int | None = Field(None, description="Of a mistake in a query: how many code points it has.")
    mistakes: list[Mistake] | None = Field(None, description="Of a request that is not understood: each mistake.")


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """An answer that says what went wrong.

    Args:
        status: 400 to 599.
        detail: one line.
        headers: of the answer.
        more: other members of `Problem`.
    """
    said = " ".join(_plain(detail).split())
    told = {"type": "about:blank", "title": phrase(status), "status": status, "detail": said, **more}
    return Response(msgspec.json.encode(told), status, headers, media_type=MEDIA_TYPE)


def problem_of(error: SourcierError, status: int) -> Response:
    """An error of ours as a problem; a mistake in a query with its place."""
    if isinstance(error, QueryError):
        return problem(status, str(error), position=error.position, length=error.length)
    return problem(status, str(error), {"retry-after": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None)


def mistakes_of(errors: Any) -> list[dict[str, str]]:
    """What pydantic says of a request, without the values: they may be long, or no text."""
    return [
        {"where": _plain(".".join(map(str, error.get("loc", ()))))[:200], "message": _plain(error.get("msg", ""))[:500]}
        for error in list(errors)[:20]
    ]


def phrase(status: int) -> str:
    """A status code in words."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _plain(text: str) -> str:
    """The text with nothing that UTF-8 cannot hold."""
    return str(text).encode("utf-8", "replace").decode("utf-8")
