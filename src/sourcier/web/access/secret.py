"""The key by which a library's server knows its own forms again."""

from __future__ import annotations

import secrets
from contextlib import suppress

from sqlalchemy import select

from sourcier.errors import LibraryError
from sourcier.library.connect import Database
from sourcier.library.schema import about
from sourcier.library.store import put

NAME = "web_secret"
"""Under which it is kept in the table `library`."""


def secret(database: Database) -> bytes:
    """The key, 256 bits; made at first use, and for this process alone where the library may not be written."""
    wanted = select(about.c.value).where(about.c.name == NAME)
    with database.reading() as connection:
        kept = connection.scalar(wanted)
    if kept is None:
        made = secrets.token_hex(32)
        with suppress(LibraryError), database.writing() as connection:
            put(connection, about, [{"name": NAME, "value": made}])  # another process may have been first
            kept = connection.scalar(wanted)
        kept = kept or made
    return bytes.fromhex(kept)
