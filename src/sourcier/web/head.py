"""HEAD (RFC 9110, 9.3.2): what GET would answer, without the body."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadMiddleware:
    """Has HEAD answered as GET, and drops the body. It stands outside of the compression, whose headers stay."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, one for the head as one for the whole."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        done = False

        async def bare(message: Message) -> None:
            nonlocal done
            if message["type"] != "http.response.body":
                await send(message)
            elif not done:
                # A stream of events has no end: its head is all there is to say.
                done = True
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        whole = {**scope, "method": "GET"}
        await self.app(whole, receive, bare)
        if "route" in whole:  # for the metrics
            scope["route"] = whole["route"]
