"""An article: its text with the facts that were read from it, its versions, and what was set aside."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sourcier.errors import NotFound
from sourcier.exports.lookup import address
from sourcier.exports.passages import Annotations
from sourcier.library.versions import Change, each_changed
from sourcier.record import Record
from sourcier.record.corrections import Corrected
from sourcier.record.facts import Status
from sourcier.web import links
from sourcier.web.desk import Desk
from sourcier.web.rendering import Pages

router = APIRouter()

STATUSES = Status.__args__  # type: ignore[attr-defined]
"""The statuses that a person may set."""


@router.get("/article/{identifier}")
def article(request: Request, identifier: str, version: str | None = None) -> HTMLResponse:
    """The page of an article, as its shown version has it, or as a version that is asked for by its capture."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    versions = desk.library.versions(identifier)
    its = next((row for row in versions if row.capture == version), None)
    if version is not None and its is None:
        raise NotFound(f"{version}: the article has no version of this capture")
    record = desk.library.record(version or identifier)
    annotations = Annotations(record)
    shown = next((row for row in versions if row.shown), versions[-1])
    story = desk.story_of(shown.article)
    return pages.render(
        request,
        "article.html",
        record=record,
        article=record.article,
        annotations=annotations,
        passages=annotations.passages(),
        source=address(record.article),
        identifier=shown.article,
        versions=versions,
        version_row=its or shown,
        changed=_changed(desk, [row.number for row in versions]),
        story=story,
        furniture=_furniture(record),
        corrections=desk.corrections.all(article=shown.article),
        corrected=_corrected(record),
    )


@router.get("/article/{identifier}/record.json")
def record(request: Request, identifier: str) -> Response:
    """The record, to keep."""
    desk: Desk = request.app.state.desk
    its = desk.library.record(identifier)
    headers = {"content-disposition": f'attachment; filename="{its.article.id[:16]}.json"'}
    return Response(its.json_text().encode("utf-8", "replace"), media_type="application/json", headers=headers)


@router.get("/article/{identifier}/correct/{fact}")
def form(request: Request, identifier: str, fact: str) -> HTMLResponse:
    """The form by which a fact is corrected: a page of its own, or a piece for the page that asks for it."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    its = Annotations(desk.library.record(identifier))
    found = its.fact(fact)
    if found is None:
        raise NotFound(f"{fact}: there is no such fact in the article")
    is_piece = request.headers.get("hx-request") == "true"
    return pages.render(
        request,
        "correct_form.html" if is_piece else "correct.html",
        identifier=identifier,
        fact=found,
        fact_id=fact,
        kind=type(found).__name__.lower(),
        annotations=its,
        corrected=_corrected(its.record),
        statuses=STATUSES,
    )


@router.post("/article/{identifier}/correct/{fact}")
def correct(
    request: Request,
    identifier: str,
    fact: str,
    action: Annotated[str, Form(max_length=20)],
    value: Annotated[str, Form(max_length=500)] = "",
    note: Annotated[str, Form(max_length=2_000)] = "",
) -> RedirectResponse:
    """Correct a fact."""
    desk: Desk = request.app.state.desk
    made = desk.corrections.add(
        action,  # type: ignore[arg-type]  # `add` refuses what is no action
        by=request.state.identity.name,
        article=identifier,
        fact=fact,
        value=value.strip() or None,
        note=note.strip() or None,
    )
    desk.changed()
    return RedirectResponse(f"{links.article(identifier)}?corrected={made.id}", 303)


def _changed(desk: Desk, numbers: list[int]) -> list[list[Change]]:
    """What changed in each version; where there is one alone, it need not be read again to tell."""
    return each_changed([its for _, its in desk.library.records(numbers)]) if len(numbers) > 1 else [[]]


def _corrected(record: Record) -> dict[str | None, Corrected]:
    """What people changed, by the id of the fact that was changed."""
    return {its.fact: its for its in record.corrections}


def _furniture(record: Record) -> list[tuple[str, list[str]]]:
    """What was set aside, by kind."""
    pieces = sorted(record.article.furniture, key=lambda piece: piece.kind)
    return [(kind, [piece.text for piece in its]) for kind, its in groupby(pieces, key=lambda piece: piece.kind)]
