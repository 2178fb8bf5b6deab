"""A copy of a library while it is in use: one state of it, whole.

A backup is a library itself: it opens, searches and checks like any other, in SQLite or in PostgreSQL. So a backup is
also the way from one to the other.
"""

from __future__ import annotations

import glob
import os
import sqlite3
from pathlib import Path

from sqlalchemy import delete, insert, select, text

from sourcier.errors import InputError, LibraryError
from sourcier.library import store
from sourcier.library.connect import OUTSIDE, Database
from sourcier.library.migrate import MARK, migrate
from sourcier.library.schema import about, metadata

_PAGE = 500


def backup(database: Database, target: str) -> None:
    """Copy a library to a file, or into an empty database of PostgreSQL; others may add to it meanwhile.

    A file that is an older backup is replaced once the new one is whole.

    Raises:
        InputError: the file holds something else, or the database holds a library.
        LibraryError: the target cannot be written; an older backup is as it was.
    """
    if "://" in target:
        made = Database(target)
        try:
            _copy(database, made)
        finally:
            made.close()
        return
    path = Path(target).expanduser()
    if not path.parent.is_dir():
        raise InputError(f"{path.parent}: no such folder; make it, or give another")
    if path.exists():
        if Path(database.name).exists() and path.samefile(database.name):
            raise InputError(f"{target}: is the library itself; give another file")
        _refuse_other(path, database)
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        _write(database, part, target)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        if path.exists():
            _free(path)
        part.replace(path)
    except OSError as error:
        raise LibraryError(f"{target}: cannot be written ({error.strerror}); give another file") from None
    finally:
        for left in path.parent.glob(f".{glob.escape(path.name)}.part*"):
            left.unlink(missing_ok=True)


def _write(database: Database, part: Path, target: str) -> None:
    """Write the copy; what is wrong with it is told of the target, not of the library."""
    try:
        if database.is_sqlite:
            with database.engine.connect().execution_options(**OUTSIDE) as connection:
                connection.execute(text("VACUUM INTO :part"), {"part": str(part)})
        else:
            made = Database(str(part))
            try:
                _copy(database, made)
            finally:
                made.close()
    except LibraryError as error:
        said = str(error).removeprefix(f"{part}: ").removeprefix(f"{database.name}: ")
        raise LibraryError(f"{target}: {said}") from None


def _refuse_other(path: Path, database: Database) -> None:
    """Raise where a file is no backup of this library: a mistyped name must not cost anybody a file."""
    with database.reading() as connection:
        own = connection.scalar(select(about.c.value).where(about.c.name == MARK))
    try:
        other = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
        try:
            found = other.execute("SELECT value FROM library WHERE name = ?", (MARK,)).fetchone()
        finally:
            other.close()
    except sqlite3.Error:
        found = None
    if found is None or found[0] != own:
        raise InputError(f"{path}: exists and is no backup of this library; give another file, or remove it")


def _free(path: Path) -> None:
    """Make sure that nobody has the older backup open: its log would be played into the new one."""
    try:
        older = sqlite3.connect(path, timeout=1)
        try:
            older.execute("PRAGMA locking_mode = EXCLUSIVE")
            older.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            older.close()
    except sqlite3.Error:
        raise InputError(f"{path}: is in use; close what has it open, or give another file") from None


def _copy(source: Database, target: Database) -> None:
    """Copy all tables in one reading and one writing; the word index is made anew."""
    migrate(target)
    with source.reading() as old, target.writing() as new:
        for table in metadata.sorted_tables:
            if table is not about and new.execute(select(table).limit(1)).first() is not None:
                raise InputError(f"{target.name}: holds a library already; give an empty database")
        new.execute(delete(about))
        for table in metadata.sorted_tables:
            rows = old.execution_options(yield_per=_PAGE).execute(select(table)).mappings()
            for some in rows.partitions():
                new.execute(insert(table), [dict(row) for row in some])
        store.reindex(new)
