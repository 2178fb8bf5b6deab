"""A story's dossier, and what people do with a story: merge it, split it, take it along in other formats."""

from __future__ import annotations

import io
from typing import Annotated

from fastapi import APIRouter, Form, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sourcier.exports.dossiers import dossier_exporter
from sourcier.exports.dossiers.html import shown_in, strip_of
from sourcier.stories.model import Dossier
from sourcier.web import links
from sourcier.web.desk import Desk
from sourcier.web.rendering import Pages

router = APIRouter()

FORMATS = {
    "html": ("text/html; charset=utf-8", "html"),
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "ics": ("text/calendar; charset=utf-8", "ics"),
    "atom": ("application/atom+xml; charset=utf-8", "xml"),
    "json": ("application/json", "json"),
    "jsonld": ("application/ld+json", "jsonld"),
    "geojson": ("application/geo+json", "geojson"),
}
"""Format -> media type and extension of the files that readers take along."""

MOST = 50
"""Facts of one section that a dossier shows at first: a story of five hundred articles has thousands of them."""


@router.get("/story/{identifier}")
def story(request: Request, identifier: str, whole: str = "") -> HTMLResponse:
    """The dossier; each section with its first facts, or the one that is asked for with all of them."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    told = desk.stories.dossier(identifier)
    words = pages.words(request)
    shown = shown_in(told, words.facts, links.Inward())
    shown["drawings"] = {
        name: Markup(pages.text(request, "drawing.html", name=name, told=told, now=desk.now(), shown=shown["shown"]))
        for name in _drawn(told)
    }
    shown["most"], shown["whole"] = MOST, (whole,)
    if "timeline" not in shown["drawings"]:  # which says the same, and more
        shown["strip"] = strip_of(told)
    return pages.render(request, "story.html", formats=list(FORMATS), now=desk.now(), **shown)


@router.get("/story/{identifier}/dossier.{form}")
def taken_along(request: Request, identifier: str, form: str) -> Response:
    """The dossier in another format, to keep."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    write = dossier_exporter(form)
    media_type, extension = FORMATS.get(form, ("text/plain; charset=utf-8", "txt"))
    told = desk.stories.dossier(identifier)
    out = io.StringIO(newline="")
    write(told, out, language=pages.words(request).code)
    name = f"{told.story.id}.{extension}"
    return Response(
        out.getvalue().encode("utf-8", "replace"),
        media_type=media_type,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@router.post("/story/{identifier}/merge")
def merge(request: Request, identifier: str, other: Annotated[str, Form(max_length=200)]) -> RedirectResponse:
    """Make another story part of this one."""
    desk: Desk = request.app.state.desk
    identity = request.state.identity
    merged = desk.stories.merge(identifier, [other.rstrip("/").rpartition("/")[2].partition("#")[0]], by=identity.name)
    desk.changed()
    return RedirectResponse(links.story(merged.id), 303)


@router.post("/story/{identifier}/split")
async def split(request: Request, identifier: str) -> RedirectResponse:
    """Make a new story of the articles that were chosen."""
    desk: Desk = request.app.state.desk
    form = await request.form()
    chosen = [str(value) for value in form.getlist("article")]
    new = desk.stories.split(identifier, chosen)
    desk.changed()
    return RedirectResponse(links.story(new.id), 303)


def _drawn(told: Dossier) -> list[str]:
    """The sections that have a drawing."""
    dated = [event for event in told.events if event.begin]
    placed = [place for place in told.places if place.latitude is not None]
    sections = {
        "timeline": len(dated) > 1 and bool(told.timeline()),
        "outlook": len(told.outlook) > 1,
        "places": len(placed) > 0,
    }
    return [name for name, has in sections.items() if has]
