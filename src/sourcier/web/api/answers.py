"""Answers: JSON as the models name it, lists with the way to what comes next, and what may go wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from sourcier.web.problems import Problem

_T = TypeVar("_T")

_MEANINGS = {
    400: "What was asked for cannot be understood.",
    401: "Log in, or send a token.",
    403: "Who asks may not do that.",
    404: "There is none.",
    409: "It cannot be done as things are.",
    413: "Too much was sent.",
    415: "What was sent is of a kind that is not taken.",
    422: "A parameter is missing or out of bounds, no article can be read from the page, or an address gives none.",
    429: "Too much waits already. `Retry-After` says when to ask again.",
    503: "Not now: the library is locked. `Retry-After` says when to ask again.",
    504: "The page took too long to read.",
}


class Asked(BaseModel):
    """What a request holds; unknown fields are refused, so that a typing error never passes."""

    model_config = ConfigDict(extra="forbid")


class Page(BaseModel, Generic[_T]):
    """A part of a list."""

    items: list[_T]
    next: str | None = Field(None, description="Where the list goes on; null at its end.")


class Headings:
    """Headers that answers have, for the schema."""

    LINK: ClassVar[dict[str, Any]] = {
        "Link": {"description": 'The same as `next`, `rel="next"` (RFC 8288).', "schema": {"type": "string"}}
    }
    ETAG: ClassVar[dict[str, Any]] = {"ETag": {"description": "Tag of this very answer.", "schema": {"type": "string"}}}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What may go wrong with an operation, for the schema; everything else that may is in there for all."""
    always = (401, 403, 422, 503)
    return {status: {"model": Problem, "description": _MEANINGS[status]} for status in sorted({*always, *statuses})}


def answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON: models, dataclasses, lists and all that is in them."""
    return Response(as_json(value), status, headers, media_type="application/json")


def listed(request: Request, items: Sequence[Any], following: str | None = None, **more: Any) -> Response:
    """A part of a list, with the way on.

    Args:
        request: what asked for it.
        items: of this part.
        following: the cursor behind the last of them; None where nothing comes.
        more: what else is told of the list.
    """
    target = None
    if following is not None:
        url = request.url.include_query_params(cursor=following)
        target = f"{url.path}?{url.query}"
    headers = {"link": f'<{target}>; rel="next"'} if target else None
    return answer({"items": items, "next": target, **more}, headers=headers)


def as_json(value: Any) -> bytes:
    """A value as JSON in UTF-8; what UTF-8 cannot hold becomes a question mark."""
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:
        told = msgspec.to_builtins(value, enc_hook=_plain)
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


_encoder = msgspec.json.Encoder(enc_hook=_plain)
