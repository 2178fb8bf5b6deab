"""A copy of a library while it is in use: one state of it, whole.

A backup is a library itself: it opens, searches and checks like any other, in SQLite or in PostgreSQL. So a backup is
also the way from one to the other.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, text
from sqlalchemy.exc import DBAPIError

from sourcier.errors import InputError, SourcierError
from sourcier.library import word_index
from sourcier.library.connect import OUTSIDE, Database
from sourcier.library.migrate import MARK, migrate
from sourcier.library.packing import unpacked
from sourcier.library.schema import about, metadata, records, versions
from sourcier.library.words import document
from sourcier.record import Record

_PAGE = 500


def backup(database: Database, target: str) -> None:
    """Copy a library to a file, or into an empty database of PostgreSQL; others may add to it meanwhile.

    A file that is an older backup is replaced once the new one is whole.

    Raises:
        InputError: the file holds something else, or the database holds a library.
        LibraryError: the target cannot be written; an older backup is as it was.
    """
    if "://" in target:
        _copy(database, Database(target))
        return
    path = Path(target).expanduser()
    if path.exists():
        _refuse_other(path, database)
        if Path(database.name).exists() and path.samefile(database.name):
            raise InputError(f"{target}: is the library itself; give another file")
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        if database.is_sqlite:
            if not path.parent.is_dir():
                raise InputError(f"{path.parent}: no such folder; make it, or give another")
            with database.engine.connect().execution_options(**OUTSIDE) as connection:
                connection.execute(text("VACUUM INTO :part"), {"part": str(part)})
        else:
            made = Database(str(part))
            _copy(database, made)
            made.close()
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        for left in path.parent.glob(f".{path.name}.part*"):
            left.unlink(missing_ok=True)


def _refuse_other(path: Path, database: Database) -> None:
    """Raise where a file is no backup of this library: a mistyped name must not cost anybody a file."""
    mark = select(about.c.value).where(about.c.name == MARK)
    with database.reading() as connection:
        own = connection.scalar(mark)
    other = Database(str(path), create=False)
    try:
        with other.reading() as connection:
            same = connection.scalar(mark) == own
    except (SourcierError, DBAPIError):
        same = False
    finally:
        other.close()
    if not same:
        raise InputError(f"{path}: exists and is no backup of this library; give another file, or remove it")


def _copy(source: Database, target: Database) -> None:
    """Copy all tables in one reading and one writing; the word index is made anew."""
    migrate(target)
    with source.reading() as old, target.writing() as new:
        if new.execute(select(versions.c.number).limit(1)).first() is not None:
            raise InputError(f"{target.name}: holds a library already; give an empty database")
        new.execute(delete(about))
        for table in metadata.sorted_tables:
            rows = old.execution_options(yield_per=_PAGE).execute(select(table)).mappings()
            for some in rows.partitions():
                new.execute(insert(table), [dict(row) for row in some])
        _index(new)


def _index(connection: Connection) -> None:
    last = -1
    chosen = select(records).join(versions).where(versions.c.first).order_by(records.c.number).limit(_PAGE)
    while rows := connection.execute(chosen.where(records.c.number > last)).all():
        last = rows[-1].number
        made = [(row.number, document(Record.model_validate_json(unpacked(row.packed)))) for row in rows]
        word_index.put(connection, made)
