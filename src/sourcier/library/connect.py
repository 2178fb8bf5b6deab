"""Connections to a library's database, and its errors in plain words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from sourcier.errors import InputError, LibraryError, SetupError
from sourcier.limits import LIBRARY_WAIT_SECONDS

_WRITES = "sourcier_writes"
OUTSIDE = {"sourcier_outside": True}
"""Execution options of a connection to SQLite that begins no transaction."""


class Database:
    """One library's database: SQLite in a file, or PostgreSQL by its address.

    Args:
        address: a path, or `postgresql://user:password@host/name`.
        create: make the file where there is none; False: that is an error.

    Raises:
        InputError: no such file, a folder, another kind of address.
        SetupError: the driver for PostgreSQL is not installed.
    """

    def __init__(self, address: str, *, create: bool = True) -> None:
        url = _url(address, create)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        path = str(Path(address).expanduser())
        self.name = path if self.is_sqlite else url.render_as_string(hide_password=True)
        try:
            self.engine = create_engine(url, **self._options())
        except ImportError:
            raise SetupError("PostgreSQL needs its driver; run: pip install 'sourcier[postgresql]'") from None
        if self.is_sqlite:
            event.listen(self.engine, "connect", _set_up_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        event.listen(self.engine, "handle_error", self._in_plain_words)

    def _options(self) -> dict[str, Any]:
        if self.is_sqlite:
            # A server's threads, of which there are forty, never wait for one another's connections.
            args = {"timeout": LIBRARY_WAIT_SECONDS, "check_same_thread": False}
            return {"connect_args": args, "pool_size": 16, "max_overflow": 32}
        wait = {
            "connect_timeout": int(LIBRARY_WAIT_SECONDS),
            "options": f"-c lock_timeout={LIBRARY_WAIT_SECONDS * 1000:.0f}",
        }
        return {"pool_pre_ping": True, "connect_args": wait, "pool_size": 8, "max_overflow": 40}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the library, however much is added meanwhile."""
        engine = self.engine
        if not self.is_sqlite:
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: kept whole when the block ends, undone whole when it raises.

        Raises:
            LibraryError: another process keeps the library locked, the disk is full, the file may not be written.
        """
        with self.engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            if not self.is_sqlite:  # writers take turns there, too: what one adds, the next must see
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('sourcier'))"))
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _in_plain_words(self, context: ExceptionContext) -> BaseException | None:
        if context.is_pre_ping:
            return None  # the pool connects anew
        said = " ".join(str(context.original_exception).split())
        advice = next((advice for words, advice in _ADVICE if words in said.lower()), None)
        if advice is not None:
            return LibraryError(f"{self.name}: {advice}")
        if context.is_disconnect or (context.connection is None and not self.is_sqlite):
            return LibraryError(f"{self.name}: the server does not answer ({said[:200]})")
        return None


_FULL = "the disk is full; free some space and run the command again, what was reported as added is kept"
_LOCKED = f"another process has kept it locked for {LIBRARY_WAIT_SECONDS:.0f} seconds; try again when it is done"
_ADVICE = (
    ("is full", _FULL),
    ("no space left", _FULL),
    ("could not extend file", "the server's disk is full; free some space there and run the command again"),
    ("readonly database", "may not be written; change its permissions, or choose another with --library"),
    ("read-only transaction", "may not be written; the server allows reading only"),
    ("is locked", _LOCKED),
    ("due to lock timeout", _LOCKED),
    ("not a database", "is no library; choose another file with --library"),
    ("malformed", "is damaged; restore a backup, or see what sourcier check says"),
    ("unable to open", "cannot be opened; check that its folder exists and may be written"),
    ("disk i/o error", "the disk gave an error; check it, and run the command again"),
    ("password authentication failed", "the server refuses this user or password; check the address"),
    ("no password supplied", "the server asks for a password; give it in the address, or in PGPASSWORD"),
    ("does not exist", "there is no such user or database on the server; create it, or check the address"),
    ("connection refused", "no server answers there; check host and port, or start it"),
    ("permission denied", "this user may not do that; ask who runs the server"),
)


def _url(address: str, create: bool) -> URL:
    """The database's address as SQLAlchemy has it."""
    if "://" in address:
        try:
            url = make_url(address)
        except (ArgumentError, NoSuchModuleError, ValueError):
            raise InputError(
                "the library's address is not understood; write postgresql://user:password@host/name"
            ) from None
        if url.get_backend_name() not in {"postgresql", "postgres"}:
            raise InputError(f"{url.get_backend_name()} keeps no library; give a file, or postgresql://user@host/name")
        return url.set(drivername="postgresql+psycopg")
    path = Path(address).expanduser()
    if path.is_dir():
        raise InputError(
            f"{address}: is a folder; give the library's file, for example {address.rstrip('/')}/news.sourcier"
        )
    if not path.exists():
        if not create:
            raise InputError(f"{address}: there is no library here; sourcier add makes one")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{path.parent}: cannot be made ({error.strerror})") from None
    elif not create and path.stat().st_size == 0:
        raise InputError(f"{address}: is empty, there is no library here; sourcier add makes one")
    if path.exists() and not os.access(path, os.W_OK):
        return URL.create("sqlite", database=path.absolute().as_uri(), query={"mode": "ro", "uri": "true"})
    return URL.create("sqlite", database=str(path))


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Every commit on the disk before it is acknowledged; memory enough for a batch."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA cache_size = -131072")  # kilobytes, at most
    cursor.execute("PRAGMA wal_autocheckpoint = 32768")  # pages; a batch writes 4,000, many of them again and again
    cursor.execute("PRAGMA mmap_size = 1073741824")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: one that began as a reader could not wait for another writer to end."""
    options = connection.get_execution_options()
    if not options.keys() & OUTSIDE.keys():
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")
