"""Bringing a library's tables to the form that this version of Sourcier knows."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import inspect, text

from sourcier.errors import LibraryError
from sourcier.library.connect import Database
from sourcier.library.schema import about
from sourcier.library.store import put

HEAD = "0001"
"""The newest step under `migrations/versions/`."""


MARK = "mark"


def migrate(database: Database) -> None:
    """Run the steps that the library lacks; all or none of them.

    Raises:
        LibraryError: a newer version of Sourcier made it, or the file holds something else.
    """
    if _step(database) == HEAD:
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


def _step(database: Database) -> str | None:
    """The last step that was run; None for an empty database."""
    with database.reading() as connection:
        tables = set(inspect(connection).get_table_names())
        if "alembic_version" in tables and "captures" in tables:
            step = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if step is not None and step > HEAD:
                raise LibraryError(f"{database.name}: made by a newer Sourcier; upgrade: pip install -U sourcier")
            return step
        if tables - {"alembic_version"} and database.is_sqlite:
            raise LibraryError(f"{database.name}: is a database of something else; choose another file with --library")
        return None
