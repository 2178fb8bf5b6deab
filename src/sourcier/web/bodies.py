"""How much a request may bring."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sourcier.limits import READ_BYTES, REQUEST_BYTES, UPLOAD_BYTES
from sourcier.web.problems import problem

LARGE = {"/api/v1/read": READ_BYTES, "/api/v1/add": UPLOAD_BYTES, "/sources/add": UPLOAD_BYTES}
"""Paths to which more may be posted, with the bytes."""


class BodiesMiddleware:
    """Refuses a request that brings too much: before it is read where it says how much, else once it has brought it.

    Args:
        app: what is behind it.
        large: as `LARGE`; everywhere else a request brings at most `limits.REQUEST_BYTES`.
    """

    def __init__(self, app: ASGIApp, large: Mapping[str, int] = LARGE) -> None:
        self.app = app
        self.large = large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        most = self.large.get(path.rstrip("/"), REQUEST_BYTES)
        said = f"more than {most:,} bytes; send less at a time"
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isascii() or not length.isdecimal() or len(length) > 20 or int(length) > most:
            answer = problem(413, said) if path.startswith("/api/") else PlainTextResponse(said, 413)
            await answer(scope, receive, send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            if message["type"] == "http.request":
                came += len(message.get("body", b""))
                if came > most:
                    raise HTTPException(413, said)
            return message

        await self.app(scope, counted, send)
