"""The feeds and sites that a library follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_, select, update

from sourcier.errors import FetchError, FetchLater, NotFound
from sourcier.library.connect import Database
from sourcier.library.numbers import utc
from sourcier.library.schema import feeds
from sourcier.library.store import now, put
from sourcier.sources.items import SetAside

OFTEN, SELDOM = timedelta(minutes=10), timedelta(hours=6)
"""A feed is fetched every ten minutes, unless it says that it may be kept for longer: then at most every six hours."""

LONGEST = timedelta(days=1)
"""A feed that fails is tried after twice as long each time, but once a day at least."""


@dataclass(frozen=True)
class Feed:
    """A feed that is followed.

    Attributes:
        address: the feed's.
        fetched: when it was last fetched, UTC; None: never.
        due: when it is to be fetched again.
        failures: how often in a row it has failed.
        problem: why, the last time.
    """

    address: str
    etag: str | None
    last_modified: str | None
    fetched: str | None
    due: str | None
    failures: int
    problem: str | None


def follow(database: Database, addresses: Iterable[str]) -> None:
    """Follow feeds; those that are followed already stay as they are."""
    with database.writing() as connection:
        put(connection, feeds, [{"address": a, "added": now(), "due": None, "failures": 0} for a in addresses])


def unfollow(database: Database, address: str) -> None:
    """Follow a feed no longer; its articles stay.

    Raises:
        InputError: it is not followed.
    """
    with database.writing() as connection:
        if not connection.execute(delete(feeds).where(feeds.c.address == address)).rowcount:
            raise NotFound(f"{address}: is not followed; sourcier follow lists what is")


def followed(database: Database, *, due: str | None = None) -> list[Feed]:
    """The feeds that are followed, by address; with `due` those to be fetched at that time."""
    chosen = select(*(feeds.c[name] for name in Feed.__dataclass_fields__)).order_by(feeds.c.address)
    if due is not None:
        chosen = chosen.where(or_(feeds.c.due.is_(None), feeds.c.due <= due))
    with database.reading() as connection:
        return [Feed(*row) for row in connection.execute(chosen)]


def succeeded(
    database: Database,
    feed: Feed,
    *,
    etag: str | None,
    last_modified: str | None,
    expires: datetime | None,
    moved_to: str | None = None,
) -> None:
    """Keep that a feed was fetched, and when it is due again; a feed that has moved is followed to where it is."""
    at = datetime.now(UTC)
    wait = min(max(expires - at, OFTEN), SELDOM) if expires else OFTEN
    values = {
        "etag": etag,
        "last_modified": last_modified,
        "fetched": utc(at.isoformat()),
        "due": utc((at + wait).isoformat()),
        "failures": 0,
        "problem": None,
    }
    with database.writing() as connection:
        if moved_to and moved_to != feed.address:
            connection.execute(delete(feeds).where(feeds.c.address == feed.address))
            put(connection, feeds, [{"address": moved_to, "added": now(), **values}], replace=True)
        else:
            connection.execute(update(feeds).where(feeds.c.address == feed.address).values(**values))


def failed(database: Database, feed: Feed, error: FetchError) -> None:
    """Keep that a feed could not be fetched, why, and when it is tried again."""
    at = datetime.now(UTC)
    due = at + min(OFTEN * 2 ** min(feed.failures, 10), LONGEST)
    if isinstance(error, FetchLater) and error.after is not None:
        due = max(due, error.after)
    values = {
        "failures": feed.failures + 1,
        "problem": SetAside.of(feed.address, error).reason,
        "due": utc(due.isoformat()),
    }
    with database.writing() as connection:
        connection.execute(update(feeds).where(feeds.c.address == feed.address).values(**values))
