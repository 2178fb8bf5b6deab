"""Sessions: who is logged in, by the cookie of a browser."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select, update
from starlette.requests import HTTPConnection
from starlette.responses import Response

from sourcier.errors import LibraryError, NotFound
from sourcier.library.connect import Database
from sourcier.library.schema import sessions, users
from sourcier.limits import SESSION_DAYS, SESSION_IDLE_DAYS
from sourcier.web.access.users import User

SECURE_COOKIE = "__Host-sourcier"
"""Over https. Browsers take a cookie of this prefix from the host itself alone, and only with Secure and Path=/."""

PLAIN_COOKIE = "sourcier"
"""Over http, where there is no such protection."""


def utc() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as the library writes it: UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def digest(secret: str) -> str:
    """What is kept of a session's id or a token, which are 256 random bits: they need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Session:
    """A session that goes on.

    Attributes:
        digest: SHA-256 of its id.
    """

    user: User
    digest: str


class Sessions:
    """The sessions of a library's users.

    Args:
        database: the library's.
        clock: gives the time, with its zone.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc) -> None:
        self._database = database
        self._clock = clock

    def begin(self, user: str) -> str:
        """Begin a session of a user; its id, which is kept nowhere else.

        Raises:
            InputError: there is no such user (any more).
        """
        moment = self._clock()
        chosen = secrets.token_urlsafe(32)
        values = {
            "digest": digest(chosen),
            "user": user,
            "added": stamp(moment),
            "expires": stamp(moment + timedelta(days=SESSION_IDLE_DAYS)),
        }
        with self._database.writing() as connection:
            if connection.scalar(select(users.c.name).where(users.c.name == user)) is None:
                raise NotFound(f"{user}: there is no such user; sourcier users lists them")
            connection.execute(delete(sessions).where(sessions.c.expires <= stamp(moment)))
            connection.execute(insert(sessions).values(values))
        return chosen

    def find(self, chosen: str) -> Session | None:
        """The session with an id; None where there is none, or it has ended. What is used lasts on."""
        moment = self._clock()
        key = digest(chosen)
        wanted = select(users.c.name, users.c.role, users.c.added, sessions.c.added.label("begun"), sessions.c.expires)
        wanted = wanted.join(sessions, sessions.c.user == users.c.name).where(sessions.c.digest == key)
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None or row.expires <= stamp(moment):
            return None
        last = datetime.fromisoformat(row.begun) + timedelta(days=SESSION_DAYS)
        expires = stamp(min(moment + timedelta(days=SESSION_IDLE_DAYS), last))
        if expires[:10] > row.expires[:10]:  # once a day: a page must not wait for those who write
            with suppress(LibraryError), self._database.writing() as connection:
                connection.execute(update(sessions).where(sessions.c.digest == key).values(expires=expires))
        return Session(User(row.name, row.role, row.added), key)

    def end(self, key: str) -> None:
        """End the session with this digest."""
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == key))


def cookie_of(connection: HTTPConnection) -> str | None:
    """The session's id that a browser sent; the other scheme's cookie does not count."""
    return connection.cookies.get(_cookie(connection))


def set_cookie(response: Response, connection: HTTPConnection, chosen: str) -> None:
    """Let the browser keep a session's id."""
    response.set_cookie(
        _cookie(connection),
        chosen,
        max_age=SESSION_DAYS * 86_400,
        path="/",
        secure=_is_secure(connection),
        httponly=True,
        samesite="lax",
    )


def drop_cookie(response: Response, connection: HTTPConnection) -> None:
    """Let the browser forget it."""
    secure = _is_secure(connection)
    response.delete_cookie(_cookie(connection), path="/", secure=secure, httponly=True, samesite="lax")


def _cookie(connection: HTTPConnection) -> str:
    return SECURE_COOKIE if _is_secure(connection) else PLAIN_COOKIE


def _is_secure(connection: HTTPConnection) -> bool:
    return connection.scope.get("scheme") == "https"
