"""The pages for logging in and out, and for one's own account."""

from __future__ import annotations

import math
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sourcier.errors import InputError
from sourcier.limits import FORM_FIELDS, PASSWORD_CHARACTERS, TOKEN_LABEL_CHARACTERS
from sourcier.web.access.access import Access
from sourcier.web.access.identity import Identity
from sourcier.web.access.refusals import local, refused
from sourcier.web.access.sessions import cookie_of, digest, drop_cookie, set_cookie
from sourcier.web.access.users import User

_UNKEPT = {"cache-control": "no-store"}
"""Pages with secrets stay in no cache, not even for the way back."""


def router(access: Access) -> APIRouter:
    """The routes /login, /logout and /account."""
    made = APIRouter(include_in_schema=False)
    door, desk = _Door(access), _Account(access)
    made.add_api_route("/login", door.show, methods=["GET"])
    made.add_api_route("/login", door.log_in, methods=["POST"])
    made.add_api_route("/logout", door.log_out, methods=["POST"])
    made.add_api_route("/account", desk.show, methods=["GET"])
    made.add_api_route("/account", desk.change, methods=["POST"])
    return made


class _Door:
    """Logging in and out."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def show(self, request: Request) -> Response:
        target = local(request.query_params.get("next"))
        if _identity(request) is not None:
            return _to(request, target)
        return _page(request, "login.html", 200, next=target, name="", problem=None, seconds=0)

    async def log_in(self, request: Request) -> Response:
        """Begin a session, with an id that nobody can have known before."""
        if self._access.is_open:
            return _to(request, "/")
        form = await _form(request)
        name, password, target = _text(form, "name"), _text(form, "password"), local(_text(form, "next"))
        user, seconds = await _checked(self._access, request, name, password)
        if user is None:
            problem, status = ("too many tries", 429) if seconds else ("wrong name or password", 403)
            shown = name if len(name) <= 64 else ""
            page = _page(request, "login.html", status, next=target, name=shown, problem=problem, seconds=seconds)
            return _later(page, seconds)
        chosen = await run_in_threadpool(self._begin, cookie_of(request), user.name)
        answer = _to(request, target)
        set_cookie(answer, request, chosen)
        return answer

    async def log_out(self, request: Request) -> Response:
        identity = _identity(request)
        if identity is None or identity.by != "session":
            return _to(request, "/")
        await run_in_threadpool(self._access.sessions.end, identity.key)
        answer = _to(request, "/login")
        drop_cookie(answer, request)
        return answer

    def _begin(self, old: str | None, name: str) -> str:
        if old:
            self._access.sessions.end(digest(old))
        return self._access.sessions.begin(name)


class _Account:
    """One's own password and tokens."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def show(self, request: Request) -> Response:
        return await self._page(request)

    async def change(self, request: Request) -> Response:
        identity = _identity(request)
        if identity is None or identity.by != "session":
            return refused(request, 403, "an account is changed by its user, logged in in a browser")
        form = await _form(request)
        match _text(form, "action"):
            case "password":
                return await self._change_password(request, identity, form)
            case "token":
                return await self._create_token(request, identity, form)
            case "revoke":
                return await self._revoke_token(request, identity, form)
        return refused(request, 400, "the form has no action: password, token or revoke")

    async def _change_password(self, request: Request, identity: Identity, form: FormData) -> Response:
        chosen = _text(form, "new")
        if chosen != _text(form, "again"):
            return await self._page(request, 400, problem="passwords differ")
        user, seconds = await _checked(self._access, request, identity.name, _text(form, "password"))
        if user is None:
            problem, status = ("too many tries", 429) if seconds else ("wrong password", 403)
            return _later(await self._page(request, status, problem=problem, seconds=seconds), seconds)
        try:
            begun = await to_thread.run_sync(
                self._set_password, identity.name, chosen, limiter=self._access.password_checks
            )
        except InputError:
            return await self._page(request, 400, problem="password too short")
        answer = _to(request, "/account?done=password")
        set_cookie(answer, request, begun)
        return answer

    def _set_password(self, name: str, password: str) -> str:
        """End all sessions of a user but for a new one, in which they go on."""
        self._access.users.set_password(name, password)
        return self._access.sessions.begin(name)

    async def _create_token(self, request: Request, identity: Identity, form: FormData) -> Response:
        user = await run_in_threadpool(self._access.users.find, identity.name)
        try:
            _, secret = await run_in_threadpool(self._access.tokens.create, user, _text(form, "label"))
        except InputError:
            return await self._page(request, 400, problem="no token made")
        return await self._page(request, secret=secret)

    async def _revoke_token(self, request: Request, identity: Identity, form: FormData) -> Response:
        try:
            await run_in_threadpool(self._access.tokens.revoke, _text(form, "id"), identity.name)
        except InputError:
            return await self._page(request, 404, problem="no such token")
        return _to(request, "/account?done=revoked")

    async def _page(self, request: Request, status: int = 200, **told: Any) -> Response:
        identity = _identity(request)
        own = identity.name if identity and identity.by == "session" else None
        tokens = await run_in_threadpool(self._access.tokens.all, own) if own is not None else []
        done = request.query_params.get("done")
        shown = {
            "tokens": tokens,
            "own": own,
            "secret": None,
            "done": {"password": "password changed", "revoked": "token revoked"}.get(done or ""),
            "problem": None,
            "seconds": 0,
            "least": PASSWORD_CHARACTERS,
            "label_length": TOKEN_LABEL_CHARACTERS,
        }
        return _page(request, "account.html", status, **{**shown, **told})


async def _checked(access: Access, request: Request, name: str, password: str) -> tuple[User | None, int]:
    """The user of a name and password, or None and the seconds to wait before the next try."""
    address = request.client.host if request.client else ""
    wait = access.throttle.wait(name, address)
    if wait > 0:
        return None, math.ceil(wait)
    user = await to_thread.run_sync(access.users.check, name, password, limiter=access.password_checks)
    if user is not None:
        access.throttle.succeeded(name, address)
    return user, 0


async def _form(request: Request) -> FormData:
    """The fields of a form without files, whose size the middleware has limited; none where it is of another kind."""
    if not request.headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded"):
        return FormData()
    return await request.form(max_fields=FORM_FIELDS)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _page(request: Request, template: str, status: int, **context: Any) -> Response:
    page: Response = request.app.state.pages.render(request, template, status=status, headers=_UNKEPT, **context)
    return page


def _later(page: Response, seconds: int) -> Response:
    if seconds:
        page.headers["retry-after"] = str(seconds)
    return page


def _to(request: Request, path: str) -> Response:
    """The way to another page of this server."""
    root = str(request.scope.get("root_path", ""))
    return RedirectResponse(path if root and path.startswith(root + "/") else root + path, 303)


def _identity(request: Request) -> Identity | None:
    found: Identity | None = request.scope["state"].get("identity")
    return found
