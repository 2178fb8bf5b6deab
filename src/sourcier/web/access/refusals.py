"""The answers of a door that stays shut: a page for readers, a problem (RFC 9457) for programs."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from sourcier.limits import NEXT_CHARACTERS
from sourcier.web.access.roles import route_path
from sourcier.web.problems import problem

_PROGRAM_PATHS = ("/api", "/metrics")


def refused(request: Request, status: int, detail: str) -> Response:
    """An answer that says why not."""
    if is_by_api(request):
        headers = {"www-authenticate": 'Bearer realm="sourcier"'} if status == HTTPStatus.UNAUTHORIZED else None
        return problem(status, detail, headers)
    pages = getattr(request.app.state, "pages", None) if "app" in request.scope else None
    if pages is None:
        return PlainTextResponse(detail, status)
    page: Response = pages.render(request, "error.html", status=status, code=status, detail=detail)
    return page


def asked_to_log_in(request: Request) -> Response:
    """The way to the log-in page, and back from there; 401 for programs."""
    if is_by_api(request):
        return refused(request, 401, "log in, or send a token: Authorization: Bearer srcr_…")
    if "hx-request" in request.headers:  # a part of a page: the page itself must go
        return Response(status_code=401, headers={"hx-redirect": f"{_root(request)}/login"})
    target = f"{_root(request)}/login"
    if request.method in {"GET", "HEAD"}:
        query = request.scope.get("query_string", b"").decode("latin-1")
        here = request.scope["path"] + (f"?{query}" if query else "")
        if local(here) != "/":
            target += f"?next={quote(here, safe='/')}"
    return RedirectResponse(target, 303)


def is_by_api(request: Request) -> bool:
    """Whether a program asks rather than a reader."""
    path = route_path(request.scope)
    return any(path == part or path.startswith(part + "/") for part in _PROGRAM_PATHS)


def local(target: str | None) -> str:
    """Where to go after the log-in: a path of this server, or its front page for anything else.

    Browsers take a backslash for a slash, and drop tabs and line ends before they look: none of these may stand in it.

    >>> local("/story/4?tab=people"), local("//elsewhere.example"), local("https://elsewhere.example")
    ('/story/4?tab=people', '/', '/')
    """
    if (
        not target
        or len(target) > NEXT_CHARACTERS
        or not target.startswith("/")
        or target.startswith("//")
        or any(c in "\\ " or not c.isprintable() for c in target)
        or target.partition("?")[0] in {"/login", "/logout"}
    ):
        return "/"
    return target


def _root(request: Request) -> str:
    """Where the application is mounted; empty at the top."""
    return str(request.scope.get("root_path", ""))
