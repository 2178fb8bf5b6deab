"""Protection from other sites' pages, which can let a browser send requests with its cookies.

Two locks: the browser says where a request comes from (Fetch Metadata, or Origin), and what a form sends must hold a
token that other sites cannot read.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers

HEADER = "x-csrf-token"
FIELD = "csrf"


class Csrf:
    """Makes and checks the tokens of forms.

    Args:
        secret: the key, 256 bits.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def token(self, session: str) -> str:
        """The token of a session, the same as long as it lasts.

        Args:
            session: its digest, or what stands for it on an open server.
        """
        return hmac.new(self._secret, f"csrf:{session}".encode(), hashlib.sha256).hexdigest()

    def is_valid(self, session: str, given: str | None) -> bool:
        """Whether a token is the session's."""
        return given is not None and hmac.compare_digest(self.token(session).encode(), given.encode("utf-8", "replace"))


def is_foreign(headers: Headers) -> bool:
    """Whether a browser says that another site's page sent a request.

    `Sec-Fetch-Site` decides where it is; it is sent to https and to the loopback. Elsewhere `Origin` must have the
    host of `Host`: the scheme is not compared, since a proxy may speak https for the server.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and not _same_host(origin, headers.get("host", ""))


def is_by_program(headers: Headers) -> bool:
    """Whether no browser sent an unsafe request.

    Every browser of today says where such a request comes from (Fetch, "Origin"); those of before 2020 did not always,
    but they call themselves "Mozilla/5.0" like all others, and no page can let them send another name unasked (CORS).
    """
    if any(name in headers for name in ("sec-fetch-site", "origin", "referer", "cookie")):
        return False
    return not headers.get("user-agent", "").startswith("Mozilla/")


def _same_host(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
        default = {"http": 80, "https": 443}.get(parts.scheme)
        wanted = urlsplit(f"//{host}")
        return (
            default is not None
            and bool(parts.hostname)
            and parts.hostname == wanted.hostname
            and (parts.port or default) == (wanted.port or default)
        )
    except ValueError:
        return False
