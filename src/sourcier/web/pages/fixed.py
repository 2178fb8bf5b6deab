"""What never changes: the help, the style sheet of dossiers, the icon."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from sourcier.library.query_words import OPERATORS
from sourcier.web.rendering import Pages

router = APIRouter()


@router.get("/help")
def help_(request: Request) -> HTMLResponse:
    """How to search, what the marks mean, which keys there are."""
    pages: Pages = request.app.state.pages
    return pages.render(request, "help.html", operators=OPERATORS)


@router.get("/static/dossier.css")
def dossier_css() -> Response:
    """The style sheet of dossiers, which exports and pages share."""
    return Response(_dossier_css(), media_type="text/css")


@cache
def _dossier_css() -> str:
    return (files("sourcier.exports.dossiers") / "templates" / "dossier.css").read_text(encoding="utf-8")
