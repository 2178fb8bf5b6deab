"""Headers of every answer: what a page may load and do, and that nobody else learns of it.

Text of pages is untrusted. It is escaped wherever it is shown; the content security policy (CSP Level 3) is the second
wall: no script, style, frame or form but our own, so that markup which came through would still do nothing.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


STATIC = "public, max-age=600"
"""How long a browser keeps scripts, styles and fonts without asking again."""


class HeadersMiddleware:
    """Puts `HEADERS` on every answer; what an answer states itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                # A page is one reader's: their language, their name, their library.
                kept = STATIC if scope["path"].startswith("/static/") else "private, no-cache"
                headers.setdefault("cache-control", kept)
            await send(message)

        await self.app(scope, receive, sent)
