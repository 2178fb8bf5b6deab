"""Following feeds and sites: new articles taken in, changed ones as new versions, alerts for saved searches."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TypeVar

from sqlalchemy import select, update

from sourcier.errors import FetchError, FetchLater, LimitExceeded
from sourcier.library import feeds, searches, visits
from sourcier.library.connect import Database
from sourcier.library.feeds import Feed
from sourcier.library.intake import Found, Intake, Tally
from sourcier.library.schema import addresses
from sourcier.library.searches import Alert
from sourcier.library.store import Outcome, now
from sourcier.library.workers import Reading
from sourcier.sources.capture import Capture, Visit
from sourcier.sources.fetch import Answer, Fetcher
from sourcier.sources.items import Link, SetAside
from sourcier.sources.walk import Walk

THREADS = 8
"""Feeds fetched side by side; the pace of each host is kept all the same."""

LOOKS = 500
"""Articles looked at again in one round; the others are due in the next."""

LEAST_WAIT, MOST_WAIT = 5.0, 60.0
"""Seconds between two rounds."""


@dataclass
class Watch:
    """Follows the feeds of a library.

    Args:
        database: the library's.
        reading: how pages are read.
        workers: processes that read; 0: this one.
        report: called with each outcome once it is kept.
        tell: called with the alerts of a round; where it raises nothing, they are not told again.
        trouble: called with a line for what went wrong with a feed, or with telling alerts.
    """

    database: Database
    reading: Reading
    workers: int = 0
    report: Callable[[Outcome], None] = lambda outcome: None
    tell: Callable[[list[Alert]], None] = lambda alerts: None
    trouble: Callable[[str], None] = lambda line: None
    stopped: threading.Event = field(default_factory=threading.Event)
    _intake: Intake | None = None

    def stop(self) -> None:
        """End soon: what is read by now is kept."""
        self.stopped.set()
        if self._intake is not None:
            self._intake.stop()

    def run(self) -> None:
        """Go on until stopped."""
        while not self.stopped.is_set():
            self.once()
            self.stopped.wait(self._wait())

    def once(self) -> Tally:
        """One round: all that is due.

        Raises:
            LibraryError: the library cannot be written; what was reported is kept.
        """
        searches.begin(self.database)
        self._intake = intake = Intake(self.database, self.reading, workers=self.workers, report=self.report)
        walk = Walk([], self.reading.settings, follow=True)
        with Fetcher(self.reading.settings) as fetcher:
            tally = intake.take(self._found(intake, walk, fetcher))
        self._alert()
        return tally

    def _alert(self) -> None:
        alerts = searches.fire(self.database, date.today(), self.trouble)
        if not alerts:
            return
        try:
            self.tell(alerts)
        except (FetchError, OSError) as error:
            self.trouble(f"{len(alerts)} alerts could not be told and wait for the next round ({error})")
            return
        searches.told(self.database, alerts)

    def _found(self, intake: Intake, walk: Walk, fetcher: Fetcher) -> Iterator[Found]:
        """Pages that are new in the feeds that are due, and articles that are due to be looked at again."""
        links: list[Link] = []
        for feed, answer in self._fetched(fetcher, feeds.followed(self.database, due=now())):
            if isinstance(answer, FetchError):
                feeds.failed(self.database, feed, answer)
                self.trouble(str(answer))
                continue
            feeds.succeeded(
                self.database,
                feed,
                etag=answer.etag or (feed.etag if answer.not_modified else None),
                last_modified=answer.last_modified or (feed.last_modified if answer.not_modified else None),
                expires=answer.expires,
                moved_to=answer.moved_to,
            )
            for item in walk.unpack(answer.capture) if answer.capture else ():
                if isinstance(item, Link):
                    links.append(item)
                elif isinstance(item, SetAside):
                    self.trouble(f"{item.name}: {item.reason}")
                elif isinstance(item, Capture):
                    yield item
        yield from (found for found in intake.pages(links, walk, once=True, fetcher=fetcher) if not _is_known(found))
        for visit, answer in self._fetched(fetcher, self._due()):
            yield from self._looked(visit, answer)

    def _fetched(self, fetcher: Fetcher, asked: Sequence[_Asked]) -> Iterator[tuple[_Asked, Answer | FetchError]]:
        """What the addresses give that has changed since they were last fetched, several fetched at a time."""

        def get(item: _Asked) -> Answer | FetchError:
            if self.stopped.is_set():
                return FetchLater(f"{item.address}: stopped before it was fetched")
            try:
                return fetcher.get(item.address, etag=item.etag, last_modified=item.last_modified)
            except FetchError as error:
                return error
            except LimitExceeded as error:
                return FetchError(str(error))

        with ThreadPoolExecutor(THREADS) as pool:
            for item, answer in zip(asked, pool.map(get, asked), strict=True):
                if not self.stopped.is_set():
                    yield item, answer

    def _due(self) -> list[Visited]:
        chosen = (
            select(addresses.c.address, addresses.c.etag, addresses.c.last_modified, addresses.c.looks)
            .where(addresses.c.due <= now())
            .order_by(addresses.c.due)
            .limit(LOOKS)
        )
        with self.database.reading() as connection:
            return [Visited(*row) for row in connection.execute(chosen)]

    def _looked(self, visited: Visited, answer: Answer | FetchError) -> Iterator[Found]:
        """A changed page as a capture; when to look at it next."""
        looks = visited.looks + 1
        with self.database.writing() as connection:
            connection.execute(
                update(addresses)
                .where(addresses.c.address == visited.address)
                .values(looks=looks, due=visits.due(now(), looks), fetched=now())
            )
        if isinstance(answer, FetchError) or answer.capture is None:
            return
        visit = Visit(visited.address, answer.etag, answer.last_modified, looks)
        yield replace(answer.capture, visit=visit)

    def _wait(self) -> float:
        """Seconds until something is due, within bounds."""
        due = min((feed.due for feed in feeds.followed(self.database) if feed.due), default=None)
        if due is None:
            return MOST_WAIT
        seconds = (datetime.fromisoformat(due) - datetime.now(UTC)).total_seconds()
        return min(max(seconds, LEAST_WAIT), MOST_WAIT)


@dataclass(frozen=True)
class Visited:
    """An article's address that is due to be looked at again."""

    address: str
    etag: str | None
    last_modified: str | None
    looks: int


_Asked = TypeVar("_Asked", Feed, Visited)


def _is_known(found: Found) -> bool:
    return isinstance(found, Outcome) and found.status == "known"
