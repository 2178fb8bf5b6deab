"""The users of a library."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from sourcier.errors import InputError, NotFound
from sourcier.library.connect import Database
from sourcier.library.schema import sessions, users
from sourcier.library.store import now
from sourcier.limits import USER_NAME_CHARACTERS
from sourcier.web.access import passwords
from sourcier.web.access.roles import ROLES, Role


@dataclass(frozen=True)
class User:
    """Somebody who may log in.

    Attributes:
        added: when, in UTC.
    """

    name: str
    role: Role
    added: str


def folded(name: str) -> str:
    """A name in the form that all its spellings share.

    >>> folded("Ａnaïs") == folded("ANAÏS ")
    True
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


class Users:
    """The users that a library has.

    Args:
        database: the library's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[User]:
        """All users, by name."""
        with self._database.reading() as connection:
            return sorted(_all(connection), key=lambda user: folded(user.name))

    def find(self, name: str) -> User:
        """The user of a name, however it is spelt.

        Raises:
            InputError: there is none.
        """
        with self._database.reading() as connection:
            return _named(connection, name)

    def add(self, name: str, password: str, role: str) -> User:
        """Add a user.

        Raises:
            InputError: the name is taken or no name, the password too short or too long, the role unknown.
        """
        user = User(_checked_name(name), _checked_role(role), now())
        kept = passwords.hashed(password)
        with self._database.writing() as connection:
            if any(folded(user.name) == folded(other.name) for other in _all(connection)):
                raise InputError(f"{user.name}: there is such a user already; sourcier users lists them")
            values = {"name": user.name, "password": kept, "role": user.role, "added": user.added}
            connection.execute(insert(users).values(values))
        return user

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password, and end all sessions of theirs; tokens stay.

        Raises:
            InputError: no such user, or the password is too short or too long.
        """
        kept = passwords.hashed(password)
        with self._database.writing() as connection:
            user = _named(connection, name)
            connection.execute(update(users).where(users.c.name == user.name).values(password=kept))
            connection.execute(delete(sessions).where(sessions.c.user == user.name))

    def set_role(self, name: str, role: str) -> None:
        """Give a user another role; it holds from the next request on.

        Raises:
            InputError: no such user or role, or the library would be left without an admin.
        """
        chosen = _checked_role(role)
        with self._database.writing() as connection:
            user = _named(connection, name)
            if chosen != "admin":
                _leave_an_admin(connection, user)
            connection.execute(update(users).where(users.c.name == user.name).values(role=chosen))

    def remove(self, name: str) -> None:
        """Remove a user, with their sessions and tokens; what they corrected stays.

        Raises:
            InputError: no such user, or the library would be left without an admin.
        """
        with self._database.writing() as connection:
            user = _named(connection, name)
            _leave_an_admin(connection, user)
            connection.execute(delete(users).where(users.c.name == user.name))

    def check(self, name: str, password: str) -> User | None:
        """The user of a name and password; None where either is wrong, after the same time."""
        with self._database.reading() as connection:
            user = _same(connection, name)
            kept = connection.scalar(select(users.c.password).where(users.c.name == user.name)) if user else None
        if not passwords.matches(kept, password) or user is None or kept is None:
            return None
        if passwords.outdated(kept):
            anew = passwords.hashed(password)
            same = (users.c.name == user.name) & (users.c.password == kept)
            with self._database.writing() as connection:
                connection.execute(update(users).where(same).values(password=anew))
        return user


def _all(connection: Connection) -> list[User]:
    rows = connection.execute(select(users.c.name, users.c.role, users.c.added))
    return [User(row.name, row.role, row.added) for row in rows]


def _same(connection: Connection, name: str) -> User | None:
    """The user whose name is the same once folded."""
    if len(name) > 4 * USER_NAME_CHARACTERS:  # folding what somebody sends takes time in proportion
        return None
    wanted = folded(name)
    return next((user for user in _all(connection) if folded(user.name) == wanted), None)


def _named(connection: Connection, name: str) -> User:
    user = _same(connection, name)
    if user is None:
        raise NotFound(f"{name}: there is no such user; sourcier users lists them")
    return user


def _leave_an_admin(connection: Connection, user: User) -> None:
    """Refuse to take away the last admin, without whom nobody could let anybody in again."""
    admins = [other.name for other in _all(connection) if other.role == "admin"]
    if admins == [user.name]:
        raise InputError(f"{user.name}: is the last admin; make another user admin first")


def _checked_name(name: str) -> str:
    kept = unicodedata.normalize("NFC", name).strip()
    if not 1 <= len(kept) <= USER_NAME_CHARACTERS or not kept.isprintable() or not folded(kept):
        raise InputError(f"a user's name has 1 to {USER_NAME_CHARACTERS} printable characters")
    return kept


def _checked_role(role: str) -> Role:
    if role not in ROLES:
        raise InputError(f"{role}: is no role; give {', '.join(ROLES)}")
    return role
