"""Entity tags (RFC 9110, 8.8.3): who has an answer already is told so, in place of getting it again."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sourcier.limits import ETAG_BYTES

_KEPT_304 = frozenset(
    (b"cache-control", b"content-location", b"date", b"etag", b"expires", b"vary", b"link", b"set-cookie")
)
"""Headers that a 304 has as the 200 would have them (RFC 9110, 15.4.5); those of the body go."""


class ETagsMiddleware:
    """Gives answers to GET a strong ETag, the hash of the body, and answers 304 where the client has that body.

    It stands inside of the compression, so the tag says which of the two encodings the client will get. Answers
    without a length are streams and pass through, as do those of over `limits.ETAG_BYTES`. A tag that an answer states
    itself is kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back once its tag is known."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Tagged(Headers(scope=scope), send))


class _Tagged:
    """Holds one answer back until its last byte is there."""

    def __init__(self, asked: Headers, send: Send) -> None:
        self._asked = asked
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._is_tagged(message):
            self._start = message
            return
        if self._start is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._answer(self._start)

    @staticmethod
    def _is_tagged(message: Message) -> bool:
        headers = Headers(raw=message["headers"])
        length = headers.get("content-length", "")
        return message["status"] == 200 and length.isdecimal() and int(length) <= ETAG_BYTES

    async def _answer(self, start: Message) -> None:
        headers = MutableHeaders(raw=start["headers"])
        tag = headers.get("etag")
        if tag is None:
            coding = "-gzip" if "gzip" in self._asked.get("accept-encoding", "") else ""
            tag = f'"{hashlib.sha256(self._body).hexdigest()[:32]}{coding}"'
            headers["etag"] = tag
        start["headers"] = headers.raw
        if _has(self._asked.get("if-none-match"), tag):
            start["status"] = 304
            start["headers"] = [pair for pair in headers.raw if pair[0].lower() in _KEPT_304]
            self._body = b""
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self._body, "more_body": False})


def _has(condition: str | None, tag: str) -> bool:
    """Whether one of the tags of an If-None-Match is this one, by weak comparison."""
    if condition is None:
        return False
    tags = [one.strip().removeprefix("W/") for one in condition.split(",")]
    return condition.strip() == "*" or tag.removeprefix("W/") in tags
