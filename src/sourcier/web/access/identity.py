"""Who asks, and the middleware that lets them in or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sourcier.web.access.csrf import HEADER, is_by_program, is_foreign
from sourcier.web.access.forms import FormTooLarge, form_token
from sourcier.web.access.hosts import came_through_proxy
from sourcier.web.access.refusals import asked_to_log_in, refused
from sourcier.web.access.roles import SAFE, Role, needed, route_path, suffices

if TYPE_CHECKING:
    from sourcier.web.access.access import Access


@dataclass(frozen=True)
class Identity:
    """Who asks.

    Attributes:
        name: the user's; on an open server, of who runs it.
        by: what they are known by.
        key: of what they are known by: the digest of a session, the id of a token.
    """

    name: str
    role: Role
    by: Literal["session", "token", "loopback"]
    key: str

    def may(self, role: Role) -> bool:
        """Whether they may do what asks for a role."""
        return suffices(self.role, role)


class AccessMiddleware:
    """Lets in who may come in.

    What is behind it finds in `scope["state"]`: `identity` (an `Identity`, or None on pages that are open to all), and
    `csrf`, the token for forms (empty where they need none).

    Args:
        app: what is behind it.
        access: by which it knows people.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here, which no form's token protects
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope, receive)
        scope.setdefault("state", {}).update(identity=None, csrf="")
        answer = self._stopped(request) or await self._asked(request)
        if answer is None:
            try:
                answer, receive = await self._checked_form(request, receive)
            except FormTooLarge:
                answer = refused(request, 413, "the form is too large")
            except HTTPException as error:  # what limits bodies may stand before us
                answer = refused(request, error.status_code, error.detail)
        await (answer or self.app)(scope, receive, send)

    def _stopped(self, request: Request) -> Response | None:
        """The answer to what comes from another place than it should, whoever sends it."""
        if self.access.is_open:
            if not self.access.hosts.answers(request.headers.get("host")):
                detail = "this server answers to localhost; give it another name with --host-name"
                return refused(request, 421, detail)
            if came_through_proxy(request.headers):
                detail = "this server is open to its own machine, and a proxy passed this on from elsewhere"
                return refused(request, 403, detail)
        if request.method not in SAFE and not _has_token(request) and is_foreign(request.headers):
            return refused(request, 403, "another site's page sent this")
        return None

    async def _asked(self, request: Request) -> Response | None:
        """The answer to whom may not do what they ask for; else who they are is kept."""
        path = route_path(request.scope)
        least = needed(request.method, path)
        if least is None and path != "/login":
            return None
        identity = await run_in_threadpool(self.access.identify, request)
        request.scope["state"]["identity"] = identity
        if identity is not None and identity.by != "token":
            request.scope["state"]["csrf"] = self.access.csrf.token(identity.key)
        if least is None:
            return None
        if identity is None:
            return asked_to_log_in(request)
        if not identity.may(least):
            return refused(request, 403, f"this needs the role {least}, and {identity.name} is {identity.role}")
        return None

    async def _checked_form(self, request: Request, receive: Receive) -> tuple[Response | None, Receive]:
        """The answer to a form without its token, and the body for those with it."""
        identity: Identity | None = request.scope["state"]["identity"]
        if request.method in SAFE or (identity is not None and identity.by == "token"):
            return None, receive
        if identity is None or needed(request.method, route_path(request.scope)) is None:
            _, receive = await form_token(request.headers, receive)  # a stranger's form has its limit, too
            return None, receive
        given = request.headers.get(HEADER)
        if given is None and identity.by == "loopback" and is_by_program(request.headers):
            return None, receive
        if given is None:
            given, receive = await form_token(request.headers, receive)
        if self.access.csrf.is_valid(identity.key, given):
            return None, receive
        detail = "this form is no longer known: load its page again (programs send the header X-CSRF-Token, or a token)"
        return refused(request, 403, detail), receive


def _has_token(request: Request) -> bool:
    """Whether a program's token comes along, which no browser sends by itself."""
    return request.headers.get("authorization", "")[:7].lower() == "bearer "
