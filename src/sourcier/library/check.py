"""Is a library whole? Every capture with its bytes, every version with its record, every record found."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select, text
from sqlalchemy.exc import DBAPIError

from sourcier.errors import LibraryError
from sourcier.library import store
from sourcier.library.connect import Database
from sourcier.library.overlays import Overlay
from sourcier.library.packing import unpacked
from sourcier.library.prepared import version
from sourcier.library.schema import articles, captures, contents, events, records, set_aside, sketches, versions

_PAGE = 500


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        what: id of the capture or article, or a table's name.
        problem: what is wrong, and what to do.
        mends: whether `sourcier check --repair` mends it.
    """

    what: str
    problem: str
    mends: bool = False


def check(database: Database, *, look: Callable[[int, int], None] | None = None) -> Iterator[Problem]:
    """Go through the whole library; yields what is wrong, nothing where it is sound.

    Args:
        database: the library's.
        look: called with the captures gone through so far and all that there are.
    """
    with database.reading() as connection:
        damaged = list(_database(database, connection))
        yield from damaged
        if damaged:
            return
        yield from _orphans(connection)
        yield from _versions_shown(connection)
        yield from _captures(connection, look or (lambda done, total: None))
        yield from _records(connection)


def _database(database: Database, connection: Connection) -> Iterator[Problem]:
    """What the database itself finds."""
    if not database.is_sqlite:
        return
    try:
        for said in connection.scalars(text("PRAGMA integrity_check(20)")):
            if said != "ok":
                yield Problem("database", f"{said}; restore a backup")
    except (LibraryError, DBAPIError) as error:
        yield Problem("database", f"{error}; restore a backup")


def _orphans(connection: Connection) -> Iterator[Problem]:
    """Rows whose owner is gone."""
    for table, column, owner, its, mends in (
        (contents, contents.c.capture, captures, captures.c.id, False),
        (records, records.c.number, versions, versions.c.number, False),
        (events, events.c.number, versions, versions.c.number, True),
        (sketches, sketches.c.number, versions, versions.c.number, True),
        (versions, versions.c.number, records, records.c.number, False),
        (versions, versions.c.capture, captures, captures.c.id, False),
        (versions, versions.c.article, articles, articles.c.id, False),
        (articles, articles.c.id, versions, versions.c.article, False),
    ):
        alone = select(func.count()).select_from(table).where(~select(its).where(its == column).exists())
        count = connection.scalar(alone)
        if count:
            yield Problem(table.name, f"{count} without their row in {owner.name}", mends)


def _versions_shown(connection: Connection) -> Iterator[Problem]:
    """One version of each article is shown."""
    shown = func.count().filter(versions.c.shown)
    for article, count in connection.execute(
        select(versions.c.article, shown).group_by(versions.c.article).having(shown != 1)
    ):
        yield Problem(article, f"{count} of its versions are shown, not one; run: sourcier reread")


def _captures(connection: Connection, look: Callable[[int, int], None]) -> Iterator[Problem]:
    """Bytes are what they were, and every capture belongs to an article or was set aside."""
    total = connection.scalar(select(func.count()).select_from(captures)) or 0
    accounted = or_(
        select(versions.c.capture).where(versions.c.capture == captures.c.id).exists(),
        select(set_aside.c.capture).where(set_aside.c.capture == captures.c.id).exists(),
    ).label("accounted")
    chosen = select(captures, contents.c.packed, accounted).outerjoin(contents).order_by(captures.c.id).limit(_PAGE)
    last, done = "", 0
    while rows := connection.execute(chosen.where(captures.c.id > last)).all():
        for row in rows:
            last = row.id
            if not row.accounted:
                yield Problem(row.id, "belongs to no article and was not set aside; run: sourcier reread")
            if row.packed is None:
                if row.size:
                    yield Problem(row.id, "its bytes are missing; restore a backup, or take it in again")
                continue
            try:
                same = hashlib.sha256(unpacked(row.packed)).hexdigest() == row.id
            except LibraryError:
                same = False
            if not same:
                yield Problem(row.id, "its bytes are damaged; restore a backup, or take it in again")
        done += len(rows)
        look(done, total)


def _records(connection: Connection) -> Iterator[Problem]:
    """Every record can be read, is that of its version, and is in all indexes."""
    bands: Counter[int] = Counter()
    for numbers in connection.execute(select(sketches.c.number)).partitions(_PAGE):
        bands.update(row.number for row in numbers)
    its_events = select(func.count()).where(events.c.number == versions.c.number).scalar_subquery()
    chosen = (
        select(versions.c.number, versions.c.capture, versions.c.first, records.c.packed, its_events.label("events"))
        .join(records)
        .order_by(versions.c.number)
        .limit(_PAGE)
    )
    last = -1
    indexable: set[int] = set()
    lacking = {"events": 0, "sketches": 0}
    while rows := connection.execute(chosen.where(versions.c.number > last)).all():
        over = Overlay.of(connection, [row.number for row in rows], indexed=True)
        for row in rows:
            last = row.number
            record = over.record(row.number, row.packed)
            if record is None:
                yield Problem(row.capture, "its record is damaged; run: sourcier reread")
                continue
            if record.article.id != row.capture:
                yield Problem(row.capture, f"has the record of {record.article.id}; run: sourcier reread")
            elif row.first:
                its = version(record)
                indexable.add(row.number)
                lacking["events"] += row.events != len(its.events)
                lacking["sketches"] += bands[row.number] != len(set(its.sketch.bands))
    for table, count in lacking.items():
        if count:
            yield Problem(table, f"{count} versions have not all of theirs", True)
    yield from _words(connection, indexable)


def _words(connection: Connection, indexable: set[int]) -> Iterator[Problem]:
    """The word index holds every version that can be in it, and those that are there alone."""
    number = "rowid" if connection.dialect.name == "sqlite" else "number"
    indexed = {row[0] for row in connection.execute(text(f"SELECT {number} FROM words"))}
    first = set(connection.scalars(select(versions.c.number).where(versions.c.first)))
    missing, strange = len(indexable - indexed), len(indexed - first)
    if missing or strange:
        yield Problem("words", f"{missing} versions are not in the word index, {strange} are in it by mistake", True)


def repair(database: Database) -> int:
    """Make anew, from the records, all by which versions are found; gives the number of versions.

    Versions whose record is damaged are left out, see `check`.

    Raises:
        LibraryError: the library cannot be written; nothing was changed.
    """
    with database.writing() as connection:
        return store.reindex(connection)
