"""Tokens, by which programs use the API in a user's name."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from sourcier.errors import InputError, LibraryError, NotFound
from sourcier.library.connect import Database
from sourcier.library.schema import tokens, users
from sourcier.limits import TOKEN_LABEL_CHARACTERS, TOKENS_EACH
from sourcier.web.access.sessions import digest, stamp, utc
from sourcier.web.access.users import User

PREFIX = "srcr_"
"""What every token begins with, so that one that leaked is known as such."""

_FORM = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True)
class Token:
    """A token, without its secret.

    Attributes:
        id: 8 hexadecimal digits, to name it by.
        user: whose it is; it may do what they may.
        added: when it was made, in UTC.
        used: day of its last use, in UTC; None where it was never used.
    """

    id: str
    user: str
    label: str
    added: str
    used: str | None


class Tokens:
    """The tokens of a library's users.

    Args:
        database: the library's.
        clock: gives the time, with its zone.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc) -> None:
        self._database = database
        self._clock = clock

    def create(self, user: User, label: str) -> tuple[Token, str]:
        """Make a token for a user: what is told of it, and the token itself, which is kept nowhere.

        Raises:
            InputError: the label is no label, the user has too many tokens, or is none any more.
        """
        kept = label.strip()
        if not 1 <= len(kept) <= TOKEN_LABEL_CHARACTERS or not kept.isprintable():
            raise InputError(f"a token's label has 1 to {TOKEN_LABEL_CHARACTERS} printable characters")
        secret = PREFIX + secrets.token_urlsafe(32)
        with self._database.writing() as connection:
            if connection.scalar(select(users.c.name).where(users.c.name == user.name)) is None:
                raise NotFound(f"{user.name}: there is no such user; sourcier users lists them")
            own = select(func.count()).select_from(tokens).where(tokens.c.user == user.name)
            if (connection.scalar(own) or 0) >= TOKENS_EACH:
                raise InputError(f"{user.name}: has {TOKENS_EACH} tokens; revoke one that is no longer used")
            taken = set(connection.scalars(select(tokens.c.id)))
            name = next(name for name in iter(lambda: secrets.token_hex(4), "") if name not in taken)
            made = Token(name, user.name, kept, stamp(self._clock()), None)
            values = {"id": made.id, "user": made.user, "label": made.label, "added": made.added, "used": None}
            connection.execute(insert(tokens).values(**values, digest=digest(secret)))
        return made, secret

    def all(self, user: str | None = None) -> list[Token]:
        """All tokens, or those of one user, oldest first."""
        chosen = select(tokens).order_by(tokens.c.added, tokens.c.id)
        if user is not None:
            chosen = chosen.where(tokens.c.user == user)
        with self._database.reading() as connection:
            return [Token(row.id, row.user, row.label, row.added, row.used) for row in connection.execute(chosen)]

    def find(self, secret: str) -> tuple[User, Token] | None:
        """Whose token this is, and which; None where it is none, or was revoked."""
        if not _FORM.fullmatch(secret):
            return None
        today = stamp(self._clock())[:10]
        wanted = select(tokens, users.c.role, users.c.added.label("joined"))
        wanted = wanted.join(users, users.c.name == tokens.c.user).where(tokens.c.digest == digest(secret))
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        if row.used != today:
            with suppress(LibraryError), self._database.writing() as connection:
                connection.execute(update(tokens).where(tokens.c.id == row.id).values(used=today))
        return User(row.user, row.role, row.joined), Token(row.id, row.user, row.label, row.added, today)

    def revoke(self, identifier: str, user: str | None = None) -> None:
        """Let a token be one no longer.

        Args:
            identifier: its id.
            user: whose it must be; None: anybody's.

        Raises:
            InputError: there is no such token, or it is somebody else's.
        """
        which = tokens.c.id == identifier
        if user is not None:
            which &= tokens.c.user == user
        with self._database.writing() as connection:
            found = connection.scalar(select(tokens.c.id).where(which))
            if found is None:
                raise NotFound(f"{identifier}: there is no such token; sourcier users lists them")
            connection.execute(delete(tokens).where(which))
