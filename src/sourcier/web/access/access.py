"""Access: all by which a server knows who asks, over one library."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime

from anyio import CapacityLimiter
from starlette.requests import HTTPConnection

from sourcier.library.connect import Database
from sourcier.limits import PASSWORD_CHECKS
from sourcier.settings import login_name
from sourcier.web.access.csrf import Csrf
from sourcier.web.access.hosts import Hosts
from sourcier.web.access.identity import Identity
from sourcier.web.access.secret import secret
from sourcier.web.access.sessions import Sessions, cookie_of, utc
from sourcier.web.access.throttle import Throttle
from sourcier.web.access.tokens import Tokens
from sourcier.web.access.users import Users


class Access:
    """Users, sessions, tokens and forms of a library's server.

    Args:
        database: the library's.
        is_open: everybody who reaches the server may do everything: for one on loopback.
        host_names: beside the loopback's own, those that an open server answers to.
        clock: gives the time, with its zone.
        monotonic: gives seconds, and never goes back.
    """

    def __init__(
        self,
        database: Database,
        *,
        is_open: bool,
        host_names: Iterable[str] = (),
        clock: Callable[[], datetime] = utc,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.is_open = is_open
        self.hosts = Hosts(host_names)
        self.users = Users(database)
        self.sessions = Sessions(database, clock)
        self.tokens = Tokens(database, clock)
        self.throttle = Throttle(monotonic)
        self.csrf = Csrf(secret(database))
        self.password_checks = CapacityLimiter(PASSWORD_CHECKS)
        self._owner = Identity(login_name("local"), "admin", "loopback", "loopback")

    def identify(self, connection: HTTPConnection) -> Identity | None:
        """Who asks: by a token, else by a session, else whoever runs an open server; None for a stranger.

        A token that is none makes a stranger of anybody: who sends one means to be known by it.
        """
        token = bearer(connection)
        if token is not None:
            known = self.tokens.find(token)
            return Identity(known[0].name, known[0].role, "token", known[1].id) if known else None
        if self.is_open:
            return self._owner
        chosen = cookie_of(connection)
        session = self.sessions.find(chosen) if chosen else None
        return Identity(session.user.name, session.user.role, "session", session.digest) if session else None


def bearer(connection: HTTPConnection) -> str | None:
    """The token that a program sent (RFC 6750); None where it sent none."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
