"""Corrections: what people set right, who and when, undone, and as annotated data."""

from __future__ import annotations

import io
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from sourcier.exports.annotated import write
from sourcier.limits import CORRECTION_CHARACTERS
from sourcier.record.corrections import Correction
from sourcier.web.api.answers import Asked, Headings, Page, answer, listed, problems
from sourcier.web.api.cursors import cursor, values_of
from sourcier.web.api.parameters import Cursor, Editor, ItsDesk, Limit

router = APIRouter(prefix="/api/v1/corrections", tags=["corrections"])

_Text = Annotated[str, Field(min_length=1, max_length=CORRECTION_CHARACTERS)]
_Article = Annotated[str, Field(min_length=6, max_length=64, description="Id of the article, or of a capture of it.")]


CorrectionId = Annotated[
    str,
    Path(
        min_length=4,
        max_length=16,
        pattern=r"^[0-9a-fA-F]+$",
        description="Id of the correction, or the beginning of it.",
    ),
]


class OfFact(Asked):
    """A fact of an article is wrong, or its speaker, date, status or place is another."""

    action: Literal["wrong", "speaker", "date", "status", "place"]
    article: _Article
    fact: Annotated[str, Field(min_length=1, max_length=40, description="Id of the fact in the record: `q2`, `e3`.")]
    value: _Text | None = Field(None, description="What is right; null where the fact is wrong as a whole.")
    note: _Text | None = Field(None, description="Why.")


class OfPeople(Asked):
    """Two people are one."""

    action: Literal["same person"]
    key: Annotated[_Text, Field(description="The person's key, as `Actor.key` has it.")]
    other: Annotated[_Text, Field(description="The key of the same person under another name.")]
    note: _Text | None = Field(None, description="Why.")


@router.get(
    "",
    summary="The corrections, the newest first",
    response_model=Page[Correction],
    responses={200: {"headers": Headings.LINK | Headings.ETAG}, **problems(400, 404)},
)
def corrections(
    request: Request,
    desk: ItsDesk,
    limit: Limit = 20,
    cursor_: Cursor = None,
    article: Annotated[
        str | None, Query(min_length=6, max_length=64, description="Id of an article: those of it alone.")
    ] = None,
    undone: Annotated[bool, Query(description="Those that were undone as well.")] = False,
) -> Response:
    """Who, when, and what was told until then."""
    before = values_of(cursor_, "corrections", int)[0] if cursor_ is not None else None
    found = desk.corrections.all(article=article, undone=undone, limit=limit + 1, before=before)
    following = cursor("corrections", found[limit - 1].place) if len(found) > limit else None
    return listed(request, found[:limit], following)


@router.post("", summary="Correct something", response_model=Correction, status_code=201, responses=problems(400, 404))
def add(asked: Annotated[OfFact | OfPeople, Field(discriminator="action")], desk: ItsDesk, editor: Editor) -> Response:
    """Kept beside what was read, and shown from now on everywhere. Stories are merged under `/api/v1/stories`."""
    kept = desk.corrections
    if isinstance(asked, OfPeople):
        made = kept.same_person(asked.key, asked.other, by=editor, note=asked.note)
    else:
        made = kept.add(
            asked.action, by=editor, article=asked.article, fact=asked.fact, value=asked.value, note=asked.note
        )
    desk.changed()
    return answer(made, 201, {"location": f"/api/v1/corrections/{made.id}"})


@router.get(
    "/export",
    summary="Corrected records as annotated data",
    response_class=Response,
    responses={
        200: {
            "description": "One article a line.",
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        },
        **problems(),
    },
)
def export(
    desk: ItsDesk,
    form: Annotated[
        Literal["quotes", "events", "times", "places"], Query(description="Which facts, as `benchmarks/` reads them.")
    ],
) -> Response:
    """All facts of one kind of each article in which a person corrected one."""
    out = io.StringIO()
    write(desk.corrections.records(desk.corrections.articles()), out, form=form)
    return Response(out.getvalue().encode("utf-8", "replace"), media_type="application/x-ndjson")


@router.get(
    "/{id}",
    summary="One correction",
    response_model=Correction,
    responses={200: {"headers": Headings.ETAG}, **problems(400, 404)},
)
def correction(id: CorrectionId, desk: ItsDesk) -> Response:
    """Whether it applies is told by the list alone."""
    return answer(desk.corrections.one(id))


@router.delete("/{id}", summary="Undo a correction", response_model=Correction, responses=problems(400, 404))
def undo(id: CorrectionId, desk: ItsDesk, editor: Editor) -> Response:
    """What it changed is told as before; stories that it made one are told apart again."""
    made = desk.stories.undo(id, by=editor)
    desk.changed()
    return answer(made)
