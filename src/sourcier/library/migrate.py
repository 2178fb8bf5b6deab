"""Bringing a library's tables to the form that this version of Sourcier knows."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

from sqlalchemy import inspect, text

from sourcier.errors import LibraryError
from sourcier.library.connect import OUTSIDE, Database
from sourcier.library.schema import about
from sourcier.library.store import put

HEAD = "0004"
"""The newest step under `migrations/versions/`."""


MARK = "mark"


def migrate(database: Database) -> None:
    """Run the steps that the library lacks; all or none of them.

    Raises:
        LibraryError: a newer version of Sourcier made it, or the file holds something else.
    """
    step = _step(database)
    if database.is_sqlite:
        _let_readers_be(database)
    if step == HEAD:
        return
    from alembic import command  # noqa: PLC0415 - only where there is something to do
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "sourcier:library/migrations")
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
        # A library and its backups have one mark, by which a backup never replaces another library.
        put(connection, about, [{"name": MARK, "value": uuid4().hex}])


def _let_readers_be(database: Database) -> None:
    """Keep a write-ahead log, so that readers never wait for a writer; a copy begins its life without one."""
    with suppress(LibraryError), database.engine.connect().execution_options(**OUTSIDE) as connection:
        if connection.scalar(text("PRAGMA journal_mode")) != "wal":
            connection.execute(text("PRAGMA journal_mode = WAL"))


def _step(database: Database) -> str | None:
    """The last step that was run; None for an empty database."""
    with database.reading() as connection:
        tables = set(inspect(connection).get_table_names())
        if {"alembic_version", "captures", "library"} <= tables:
            step = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if step is not None and step > HEAD:
                raise LibraryError(f"{database.name}: made by a newer Sourcier; upgrade: pip install -U sourcier")
            return step
        if tables:
            raise LibraryError(f"{database.name}: is a database of something else; choose another file with --library")
        return None
