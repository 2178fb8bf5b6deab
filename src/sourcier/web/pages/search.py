"""Search: hits in their sentences, what they can be narrowed down by, and searches that are kept."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, RedirectResponse

from sourcier.errors import QueryError
from sourcier.exports.dossiers.texts import printable
from sourcier.library import searches
from sourcier.library.hits import Hit
from sourcier.web import links
from sourcier.web.desk import Desk
from sourcier.web.rendering import Pages

router = APIRouter()

PAGE = 20
ALERTS = 20
"""Alerts of the kept searches that are shown."""

LAST = 50
"""Pages of one search that can be turned: of more matches the newest thousand are looked at."""


@router.get("/search")
def search(
    request: Request,
    q: Annotated[str, Query(max_length=2_000)] = "",
    page: Annotated[int, Query(ge=1, le=LAST)] = 1,
    newest: bool = False,
) -> HTMLResponse:
    """What a query finds; without one, how to ask, and the searches that are kept."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    query = q.strip()
    shown: dict[str, Any] = {
        "query": query,
        "saved": searches.all_saved(desk.library.database),
        "page": page,
        "newest": newest,
        "alerts": [],
    }
    if not query:
        shown["alerts"] = searches.history(desk.library.database, ALERTS) if shown["saved"] else []
        return pages.render(request, "search.html", results=None, mistake=None, **shown)
    try:
        results = desk.library.search(query, limit=PAGE, offset=(page - 1) * PAGE, newest=newest, faceted=True)
    except QueryError as error:
        mistake = _marked(error.query, [(error.position, error.position + error.length)])
        return pages.render(request, "search.html", status=400, results=None, mistake=mistake, why=str(error), **shown)
    return pages.render(
        request,
        "search.html",
        results=results,
        mistake=None,
        marked=marked,
        narrowed=narrowed,
        pages_=-(-results.count // PAGE),
        **shown,
    )


@router.post("/search/save")
def save(
    request: Request, q: Annotated[str, Form(max_length=2_000)], name: Annotated[str, Form(max_length=100)] = ""
) -> RedirectResponse:
    """Keep a search under a name."""
    desk: Desk = request.app.state.desk
    searches.save(desk.library.database, name.strip() or q.strip()[:100], q.strip())
    return RedirectResponse(links.search(q.strip()), 303)


@router.post("/search/forget")
def forget(request: Request, name: Annotated[str, Form(max_length=100)]) -> RedirectResponse:
    """Forget a search that was kept."""
    desk: Desk = request.app.state.desk
    searches.remove(desk.library.database, name)
    return RedirectResponse("/search", 303)


def narrowed(query: str, operator: str, value: str) -> str:
    """A query that finds of its articles those with a value alone."""
    words = " ".join(value.replace('"', " ").split())
    term = (
        f'{operator}:"{words}"'
        if " " in words or not words.replace("-", "").replace("_", "").isalnum()
        else f"{operator}:{words}"
    )
    return f"({query}) {term}" if " OR " in query or " OU " in query else f"{query} {term}"


def marked(hit: Hit) -> Markup:
    """A sentence with what was found in it marked."""
    return _marked(hit.text, hit.marks)


def _marked(text: str, marks: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> Markup:
    told, at = Markup(""), 0
    for start, end in marks:
        if start < at:
            continue
        told += Markup("{}<mark>{}</mark>").format(printable(text[at:start]), printable(text[start:end]) or "␣")
        at = end
    return told + escape(printable(text[at:]))
