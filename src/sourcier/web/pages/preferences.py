"""The reader's choices: the language of the pages, and light or dark."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from sourcier.languages import codes
from sourcier.web.access.refusals import local
from sourcier.web.rendering import LANGUAGE_COOKIE, THEME_COOKIE, THEMES

router = APIRouter()

YEAR = 365 * 24 * 3600


@router.get("/preferences/{name}/{value}")
def choose(request: Request, name: str, value: str, next: str = "/") -> RedirectResponse:
    """Keep a choice in a cookie, and go back; a choice that there is not is no choice."""
    answer = RedirectResponse(local(next), 303)
    cookie, known = {"language": (LANGUAGE_COOKIE, codes()), "theme": (THEME_COOKIE, THEMES)}.get(name, ("", ()))
    if value in known:
        answer.set_cookie(
            cookie, value, max_age=YEAR, samesite="lax", httponly=True, secure=request.url.scheme == "https"
        )
    elif cookie:
        answer.delete_cookie(cookie)
    return answer
