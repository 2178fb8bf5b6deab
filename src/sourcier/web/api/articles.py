"""Articles: the newest, one as its record, its versions, its pages as they arrived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from sourcier.errors import NotFound
from sourcier.library.library import VersionRow
from sourcier.library.versions import Change, each_changed
from sourcier.record import Record
from sourcier.stories.model import StoryArticle
from sourcier.web.api.answers import Headings, Page, listed, problems
from sourcier.web.api.cursors import cursor, values_of
from sourcier.web.api.parameters import ArticleId, CaptureId, Cursor, ItsDesk, Limit

router = APIRouter(prefix="/api/v1/articles", tags=["articles"])

_UNTRUSTED = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""A page as it came must never act as a page of ours."""


@dataclass(frozen=True)
class ArticleVersion(VersionRow):
    """One version of an article, as `VersionRow` has it.

    Attributes:
        changes: what changed since the version before it.
    """

    changes: tuple[Change, ...]


@router.get(
    "",
    summary="The articles, the newest first",
    response_model=Page[StoryArticle],
    responses={200: {"headers": Headings.LINK | Headings.ETAG}, **problems(400)},
)
def articles(request: Request, desk: ItsDesk, limit: Limit = 20, cursor_: Cursor = None) -> Response:
    """By publication, copies of one text each by itself."""
    before = values_of(cursor_, "articles", int)[0] if cursor_ is not None else None
    found = desk.stories.newest(limit + 1, before=before)
    following = cursor("articles", found[limit - 1].number) if len(found) > limit else None
    return listed(request, found[:limit], following)


@router.get(
    "/{id}",
    summary="The record of an article",
    response_model=Record,
    responses={200: {"headers": Headings.ETAG}, **problems(400, 404)},
)
def article(id: ArticleId, desk: ItsDesk) -> Response:
    """As its shown version has it, with the corrections; by the id of a capture, that of this version."""
    return Response(desk.library.record_json(id), media_type="application/json")


@router.get(
    "/{id}/versions",
    summary="The versions of an article",
    response_model=Page[ArticleVersion],
    responses={200: {"headers": Headings.ETAG}, **problems(400, 404)},
)
def versions(request: Request, id: ArticleId, desk: ItsDesk) -> Response:
    """Oldest first, each with what changed since the one before."""
    rows = desk.library.versions(id)
    records = [record for _, record in desk.library.records([row.number for row in rows])]
    told = [
        ArticleVersion(**vars(row), changes=tuple(its)) for row, its in zip(rows, each_changed(records), strict=True)
    ]
    return listed(request, told, None)


@router.get(
    "/{id}/captures/{capture}",
    summary="A page as it arrived",
    response_class=Response,
    responses={
        200: {
            "description": "The bytes: of text, as plain text; of anything else, to be saved.",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("text/plain", "application/octet-stream")
            },
        },
        **problems(400, 404),
    },
)
def capture(id: ArticleId, capture: CaptureId, desk: ItsDesk) -> Response:
    """Never as a page: what came as HTML is sent as its source. `X-Media-Type` says what it was declared to be."""
    # Of versions with the same text one alone is listed, and every capture is the article's all the same.
    if desk.library.versions(id)[0].article != desk.library.versions(capture)[0].article:
        raise NotFound(f"{capture}: no capture of this article has this id")
    found = desk.library.capture(capture)
    kind, encoding = _shown_as(found.content, found.media_type)
    headers = {
        "content-security-policy": _UNTRUSTED,
        "content-disposition": f'attachment; filename="{capture[:16]}.{"txt" if kind == "text/plain" else "bin"}"',
        "content-type": f"{kind}; charset={encoding}" if encoding else kind,
    }
    declared = (found.media_type or "").encode("ascii", "ignore").decode()
    if declared and declared.isprintable():
        headers["x-media-type"] = declared[:200]
    return Response(found.content, headers=headers)


def _shown_as(content: bytes, declared: str | None) -> tuple[Literal["text/plain", "application/octet-stream"], str]:
    """As what bytes are sent, and their encoding where they are text in UTF-8."""
    if b"\0" in content[:65_536]:
        return "application/octet-stream", ""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "application/octet-stream", ""
    return "text/plain", "utf-8"
