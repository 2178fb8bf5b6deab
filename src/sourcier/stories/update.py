"""Keeping stories up to date with the library: what is new is placed, what is gone is taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sourcier.library.connect import Database
from sourcier.library.packing import record_of
from sourcier.library.schema import articles, records, story_articles, versions
from sourcier.library.store import chunks
from sourcier.record import Record
from sourcier.stories.placing import place
from sourcier.stories.shelf import Shelf
from sourcier.stories.traits import names_of, traits

BATCH = 200
"""Articles placed in one transaction."""


@dataclass(frozen=True)
class _Waiting:
    """An article whose shown version has not been placed."""

    article: str
    number: int


def update(database: Database, look: Callable[[int, int], None] | None = None) -> int:
    """Place the articles that came, or changed, since the last time; gives how many.

    Args:
        database: the library's.
        look: called with how many were placed and how many there are to place.

    Raises:
        LibraryError: the library cannot be written; what was placed is kept.
    """
    with database.reading() as connection:
        gone = _gone(connection)
    if gone:
        with database.writing() as connection:
            shelf = Shelf(connection)
            shelf.take_out(_gone(connection))
            shelf.flush()
    with database.reading() as connection:
        waiting = _waiting(connection)
    placed = 0
    for start in range(0, len(waiting), BATCH):
        placed += _place(database, waiting[start : start + BATCH])
        if look is not None:
            look(min(start + BATCH, len(waiting)), len(waiting))
    return placed


def _waiting(connection: Connection) -> list[_Waiting]:
    """Articles to place, by publication; first those that are placed and have another version now.

    A version that is read anew may come to another article: the one that had it gives its number up first.
    """
    before = story_articles.c
    chosen = (
        select(versions.c.article, versions.c.number)
        .outerjoin(story_articles, before.article == versions.c.article)
        .where(versions.c.shown, before.number.is_(None) | (before.number != versions.c.number))
        .order_by(before.number.is_(None), versions.c.number)
    )
    return [_Waiting(row.article, row.number) for row in connection.execute(chosen)]


def _gone(connection: Connection) -> list[str]:
    """Placed articles that the library has no more."""
    chosen = (
        select(story_articles.c.article)
        .outerjoin(articles, articles.c.id == story_articles.c.article)
        .where(articles.c.id.is_(None))
    )
    return list(connection.scalars(chosen))


def _place(database: Database, waiting: list[_Waiting]) -> int:
    """Place a batch; gives how many this process placed."""
    count = 0
    with database.reading() as connection:
        chosen = select(records).where(records.c.number.in_([its.number for its in waiting]))
        read = {row.number: record_of(row.packed) for row in connection.execute(chosen)}
    told = {
        number: (traits(record), _section(record), names_of(record))
        for number, record in read.items()
        if record is not None
    }
    with database.writing() as connection:
        placed = _placed(connection, [its.article for its in waiting])
        shelf = Shelf(connection)
        for its in waiting:
            if its.number not in told or placed.get(its.article) == its.number:  # another process was faster
                continue
            article_traits, section, names = told[its.number]
            if its.article in placed:
                shelf.renew(its.article, its.number, article_traits, section)
            else:
                place(shelf, its.article, its.number, article_traits, section, names)
            count += 1
        shelf.flush()
    return count


def _placed(connection: Connection, names: list[str]) -> dict[str, int]:
    """The articles that are placed, with the number of the version that was read for it."""
    columns = select(story_articles.c.article, story_articles.c.number)
    return {
        row.article: row.number
        for some in chunks(names)
        for row in connection.execute(columns.where(story_articles.c.article.in_(some)))
    }


def _section(record: Record) -> str | None:
    return next((name for name in record.article.section if name), None)
