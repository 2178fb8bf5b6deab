"""What a library holds, in figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, distinct, func, select, text

from sourcier.library.connect import Database
from sourcier.library.schema import articles, captures, events, feeds, searches, set_aside, versions

MOST = 10
"""Outlets that are named; the others are counted."""


@dataclass(frozen=True)
class Stats:
    """What a library holds.

    Attributes:
        articles: addresses, each with one version that is shown.
        versions: wordings of articles.
        captures: pages as they arrived, those set aside included.
        copied: texts that several articles run.
        copies: articles that run them.
        set_aside: what could not be taken in.
        first: publication of the oldest article, ISO 8601; None where none is dated.
        last: publication of the newest.
        languages: articles of each.
        outlets: articles of each, the most first.
        other_outlets: how many more outlets there are.
        statuses: events of the articles that are shown, by status.
        page_bytes: bytes of all captures before compression.
        bytes: bytes of the library on the disk.
    """

    articles: int
    versions: int
    captures: int
    copied: int
    copies: int
    set_aside: int
    feeds: int
    searches: int
    first: str | None
    last: str | None
    languages: Mapping[str, int]
    outlets: Mapping[str, int]
    other_outlets: int
    statuses: Mapping[str, int]
    page_bytes: int
    bytes: int


def stats(database: Database) -> Stats:
    """Count what is in a library."""
    with database.reading() as connection:
        shown = versions.c.shown
        count = func.count()
        groups = (
            select(count.label("size"))
            .where(shown)
            .group_by(versions.c.copies)
            .having(func.count(distinct(versions.c.article)) > 1)
            .subquery()
        )
        copied, copies = connection.execute(select(count, func.sum(groups.c.size)).select_from(groups)).one()
        dated = versions.c.published.is_not(None) & shown
        ends = [
            connection.scalar(select(versions.c.published).where(dated).order_by(order).limit(1))
            for order in (versions.c.number, versions.c.number.desc())
        ]
        by_outlet = (
            select(versions.c.outlet, count)
            .where(shown, versions.c.outlet.is_not(None))
            .group_by(versions.c.outlet)
            .order_by(count.desc(), versions.c.outlet)
        )
        outlets = _counts(connection, by_outlet)
        named = dict(list(outlets.items())[:MOST])
        by_language = select(versions.c.language, count).where(shown).group_by(versions.c.language)
        by_status = (
            select(events.c.status, count)
            .join(versions, versions.c.number == events.c.number)
            .where(shown)
            .group_by(events.c.status)
        )
        return Stats(
            articles=connection.scalar(select(count).select_from(articles)) or 0,
            versions=connection.scalar(select(count).select_from(versions).where(versions.c.first)) or 0,
            captures=connection.scalar(select(count).select_from(captures)) or 0,
            copied=copied,
            copies=int(copies or 0),
            set_aside=connection.scalar(select(count).select_from(set_aside)) or 0,
            feeds=connection.scalar(select(count).select_from(feeds)) or 0,
            searches=connection.scalar(select(count).select_from(searches)) or 0,
            first=ends[0],
            last=ends[1],
            languages=_counts(connection, by_language.order_by(count.desc())),
            outlets=named,
            other_outlets=len(outlets) - len(named),
            statuses=_counts(connection, by_status.order_by(count.desc())),
            page_bytes=int(connection.scalar(select(func.sum(captures.c.size))) or 0),
            bytes=_bytes(database, connection),
        )


def _counts(connection: Connection, chosen: Select[tuple[Any, int]]) -> dict[str, int]:
    """A name and a number each, in their order."""
    return {str(row[0]): row[1] for row in connection.execute(chosen)}


def _bytes(database: Database, connection: Connection) -> int:
    """Bytes on the disk, the write-ahead log included."""
    if not database.is_sqlite:
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    path = Path(database.name)
    return sum(part.stat().st_size for part in (path, path.with_name(f"{path.name}-wal")) if part.exists())
