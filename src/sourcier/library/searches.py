"""Saved searches, and the alerts that they fire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, select, update

from sourcier.errors import InputError, NotFound, QueryError
from sourcier.library.connect import Database
from sourcier.library.query import parse
from sourcier.library.schema import about, alerts, captures, searches, versions
from sourcier.library.search import Found, found_among
from sourcier.library.store import now, put

_SINCE = "alerts_since"


@dataclass(frozen=True)
class Saved:
    """A saved search."""

    name: str
    query: str
    created: str


@dataclass(frozen=True)
class Alert:
    """An article that a saved search found.

    Attributes:
        search: name of the search.
        fired: when, in UTC.
        found: the article, with the sentences that say why.
    """

    search: str
    query: str
    fired: str
    found: Found


def save(database: Database, name: str, query: str) -> None:
    """Keep a query under a name; an older one of that name is replaced.

    Raises:
        InputError: the name is empty or longer than 100 characters.
        QueryError: a mistake in the query, with its place.
    """
    parse(query, today=date.today())
    if not name.strip() or len(name) > 100:
        raise InputError("a saved search needs a name of 1 to 100 characters")
    with database.writing() as connection:
        put(connection, searches, [{"name": name.strip(), "query": query, "created": now()}], replace=True)


def saved_query(database: Database, name: str) -> str:
    """The query of a saved search.

    Raises:
        InputError: no search has this name.
    """
    with database.reading() as connection:
        query = connection.scalar(select(searches.c.query).where(searches.c.name == name))
    if query is None:
        raise NotFound(f"{name}: no search is saved under this name; sourcier searches lists them")
    return str(query)


def all_saved(database: Database) -> list[Saved]:
    """All saved searches, by name."""
    with database.reading() as connection:
        rows = connection.execute(select(searches).order_by(searches.c.name))
        return [Saved(row.name, row.query, row.created) for row in rows]


def remove(database: Database, name: str) -> None:
    """Forget a saved search, and what it has found.

    Raises:
        InputError: no search has this name.
    """
    saved_query(database, name)
    with database.writing() as connection:
        connection.execute(delete(alerts).where(alerts.c.search == name))
        connection.execute(delete(searches).where(searches.c.name == name))


def begin(database: Database) -> None:
    """Let searches alert on what comes from now on, unless they do so already."""
    with database.writing() as connection:
        put(connection, about, [{"name": _SINCE, "value": now()}])


def fire(database: Database, today: date, trouble: Callable[[str], None]) -> list[Alert]:
    """The alerts of all saved searches for what has come since the last time; each article alerts once a search.

    An alert stays untold until `told` says otherwise, so that none is lost where telling it fails; and what has come
    is told by when it was added, so that none is lost where a round is broken off.

    Args:
        database: the library's.
        today: what "today" and "7d" in the queries count from.
        trouble: called with a line for a search whose query has a mistake.
    """
    begin(database)
    at = now()
    with database.writing() as connection:
        since = connection.scalar(select(about.c.value).where(about.c.name == _SINCE))
        came = select(versions.c.article).join(captures).where(captures.c.added >= since).distinct()
        fresh = list(connection.scalars(came))
        for saved in all_saved(database) if fresh else ():
            try:
                found = found_among(database, saved.query, fresh, today)
            except QueryError as error:
                trouble(_mistake(saved.name, error))
                continue
            put(
                connection,
                alerts,
                [{"search": saved.name, "article": its.article, "fired": at, "told": False} for its in found],
            )
        connection.execute(update(about).where(about.c.name == _SINCE).values(value=at))
    return untold(database, today)


def untold(database: Database, today: date) -> list[Alert]:
    """The alerts that were not told yet, oldest first."""
    return _alerts(database, _FIRED.where(~alerts.c.told).order_by(alerts.c.fired, alerts.c.search), today)


def _mistake(name: str, error: QueryError) -> str:
    return f"the saved search {name} is not understood ({error}); save it again"


def history(database: Database, most: int) -> list[Alert]:
    """The newest alerts, told or not, newest first."""
    newest = _FIRED.order_by(alerts.c.fired.desc(), alerts.c.search, alerts.c.article).limit(most)
    return _alerts(database, newest, date.today())


_FIRED = select(alerts, searches.c.query).join(searches, searches.c.name == alerts.c.search)


def _alerts(database: Database, chosen: Select[Any], today: date) -> list[Alert]:
    """The alerts of some rows, with what fired them; an article that the search no longer finds is left out."""
    with database.reading() as connection:
        rows = connection.execute(chosen).all()
    told = []
    for row in rows:
        with suppress(QueryError):  # a newer version may know other words; `fire` says so
            for found in found_among(database, row.query, [row.article], today):
                told.append(Alert(row.search, row.query, row.fired, found))
    return told


def told(database: Database, tells: Sequence[Alert]) -> None:
    """Say that alerts were told."""
    with database.writing() as connection:
        for alert in tells:
            same = (alerts.c.search == alert.search) & (alerts.c.article == alert.found.article)
            connection.execute(update(alerts).where(same).values(told=True))
