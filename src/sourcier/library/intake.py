"""Taking pages in from everywhere: found, fetched, read and kept, each accounted for.

What is reported as added is on the disk. Running the same intake again goes on where an earlier one was stopped: what
the library has is told by its bytes, and what it has fetched by its address.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sourcier.errors import FetchError, FetchLater
from sourcier.library import store
from sourcier.library.addresses import host
from sourcier.library.connect import Database
from sourcier.library.prepared import Way, way_of
from sourcier.library.store import BATCH, Outcome
from sourcier.library.workers import Reading, read_all
from sourcier.sources.capture import RECORD, Capture, Visit
from sourcier.sources.items import Link, SetAside
from sourcier.sources.walk import Walk

if TYPE_CHECKING:
    from sourcier.sources.fetch import Answer, Fetcher

Found = Capture | SetAside | Outcome

BATCH_SECONDS = 1.0
"""Seconds that a reading waits at most until it is kept and reported."""

LINK_DEPTH = 4
"""Links followed one behind another: a list of OPML files of feeds of pages."""


@dataclass
class Tally:
    """What an intake has come to.

    Attributes:
        counts: "added", "updated", "known", "aside".
        done: bytes of the named files that were gone through.
        total: bytes of the named files; addresses don't count.
        waiting: addresses that are still to be fetched.
        fetched: addresses that were, or that failed.
    """

    counts: Counter[str] = field(default_factory=Counter)
    done: int = 0
    total: int = 0
    waiting: int = 0
    fetched: int = 0


class Intake:
    """One intake into a library.

    Args:
        database: where to.
        reading: how pages are read.
        workers: processes that read; 0: this one.
        published: publication date of the pages that do not say theirs, ISO 8601.
        report: called with each outcome once it is kept.
        look: called now and then with the tally so far, for a progress bar.
    """

    def __init__(
        self,
        database: Database,
        reading: Reading,
        *,
        workers: int = 0,
        published: str | None = None,
        report: Callable[[Outcome], None] | None = None,
        look: Callable[[Tally], None] | None = None,
    ) -> None:
        self.database = database
        self.reading = reading
        self.workers = workers
        self.published = published
        self.report = report or (lambda outcome: None)
        self.look = look or (lambda tally: None)
        self.tally = Tally()
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End soon: what is read by now is kept, nothing more is begun."""
        self._stopped.set()

    def add(self, names: Sequence[str]) -> Tally:
        """Take in what stands behind names: files, folders, `-`, addresses, and all that these hold or lead to.

        Raises:
            InputError: a name that leads nowhere; nothing was taken in.
            LibraryError: the library cannot be written; all that was reported is kept.
        """
        walk = Walk(names, self.reading.settings, follow=True)
        self.tally.total = walk.total
        with self.database.writing() as connection:
            store.forget_aside(connection, ["standard input" if name == "-" else _plain(name) for name in names])
        return self.take(self._found(walk))

    def take(self, items: Iterable[Found]) -> Tally:
        """Take in captures from wherever they come; see `add`."""
        self._repeated: list[tuple[str, str]] = []
        unwritten: list[store.Taken] = []
        begun = 0.0
        with _Writer(self.database) as writer:
            for result in read_all(self._unknown(items), self.reading, workers=self.workers, stopped=self._stopped):
                if isinstance(result, Outcome):
                    self._tell(result)
                elif result is not None:
                    begun = begun if unwritten else time.monotonic()
                    unwritten.append(result)
                waited = unwritten and time.monotonic() - begun > BATCH_SECONDS
                if (len(unwritten) >= BATCH or waited) and (writer.is_idle or len(unwritten) >= 2 * BATCH):
                    self._tell_all(writer.write(unwritten))
                    unwritten = []
                if writer.is_idle:
                    self._tell_all(writer.write([]))
                self.look(self.tally)
            self._tell_all(writer.write(unwritten))
            self._tell_all(writer.write([]))
        self._tell_repeated()
        self.look(self.tally)
        return self.tally

    def _tell_all(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        self.tally.counts[outcome.status] += 1
        self.report(outcome)

    def _tell_repeated(self) -> None:
        """Tell of captures that came several times, now that the first of them is kept."""
        for some in store.chunks(self._repeated):
            with self.database.reading() as connection:
                kept = store.known(connection, [capture for capture, _ in some])
            for capture, name in some:
                if capture in kept:
                    self._tell(kept[capture].outcome(name))
                elif not self._stopped.is_set():
                    self._tell(Outcome("aside", name, reason="has the bytes of one that is no page", kind="skipped"))

    def _unknown(self, items: Iterable[Found]) -> Iterator[Found]:
        """What must be read, and an outcome for each capture that the library has already."""
        ways: dict[str, Way] = {}
        for found in items:
            item = found
            if isinstance(item, Capture) and self.published and not item.published:
                item = replace(item, published=self.published)
            if not isinstance(item, Capture) or item.media_type == RECORD:
                yield item
                continue
            its_way = way_of(item)
            if item.id in ways and ways[item.id] <= its_way:
                self._repeated.append((item.id, item.called))
                continue
            ways[item.id] = its_way
            yield self._known(item) or item

    def _known(self, capture: Capture) -> Outcome | None:
        """What to tell of a capture that the library has; None where it must be read."""
        with self.database.reading() as connection:
            before = store.known(connection, [capture.id]).get(capture.id)
        if before is None or not before.has_content or way_of(capture) < before.way:
            return None
        if capture.visit is not None:
            with self.database.writing() as connection:
                store.visited(connection, capture)
        return before.outcome(capture.called)

    def _found(self, walk: Walk) -> Iterator[Found]:
        """All that the walk finds, then what its links lead to, then what those lead to."""
        links: list[Link] = []
        for item in walk:
            self.tally.done = walk.done
            if isinstance(item, Link):
                links.append(item)
            else:
                yield item
        self.tally.done = walk.done
        yield from self.pages(links, walk)

    def pages(
        self, links: list[Link], walk: Walk, *, once: bool = False, fetcher: Fetcher | None = None
    ) -> Iterator[Found]:
        """The pages behind links, and behind the links that feeds, lists and archives among them hold.

        Args:
            links: to pages, feeds, lists; those that gave a page before are known, unless a person asked for them.
            walk: unpacks what is fetched.
            once: those that gave no page before count as known, too: what is not there need not be asked for again.
            fetcher: one that knows the pace of the sites already.
        """
        from sourcier.sources.fetch import Fetcher  # noqa: PLC0415 - loads httpx

        if not links:
            return
        with nullcontext(fetcher) if fetcher else Fetcher(self.reading.settings) as own:
            for _ in range(LINK_DEPTH):
                wave, links = links, []
                yield from self._fetched(wave, walk, links, once, own)
                if not links:
                    return
        yield from (SetAside(link.address, "is reached by too many links, one behind another") for link in links)

    def _fetched(
        self, wave: Sequence[Link], walk: Walk, more: list[Link], once: bool, fetcher: Fetcher
    ) -> Iterator[Found]:
        """The pages of a wave of links; the links that these hold in turn go into `more`."""
        from sourcier.sources.fetch import fetch_all  # noqa: PLC0415 - loads httpx

        wave = list({link.address: link for link in reversed(wave)}.values())[::-1]
        with self.database.reading() as connection:
            candidates = [link.address for link in wave if not link.asked]
            visited = set(store.visited_before(connection, candidates, failed=once))
        yield from (Outcome("known", link.address) for link in wave if link.address in visited)
        wave = [link for link in wave if link.address not in visited]
        wave = _hosts_in_turn(wave)
        self.tally.waiting += len(wave)
        for link, answer in fetch_all(wave, fetcher):
            self.tally.waiting -= 1
            self.tally.fetched += 1
            if isinstance(answer, FetchError):
                if not isinstance(answer, FetchLater):
                    with self.database.writing() as connection:
                        store.gave_nothing(connection, link.address)
                yield SetAside.of(link.address, answer)
            else:
                with self.database.writing() as connection:
                    store.forget_aside(connection, [link.address])
                yield from self._unpacked(link, answer, walk, more)

    def _unpacked(self, link: Link, answer: Answer, walk: Walk, more: list[Link]) -> Iterator[Found]:
        """The page that an address gave, or the pages of the archive, or, into `more`, the links of the feed."""
        if answer.capture is None:
            return
        for item in walk.unpack(answer.capture):
            if isinstance(item, Link):
                more.append(item)
            elif isinstance(item, Capture) and item.content is answer.capture.content:
                visit = Visit(link.address, answer.etag, answer.last_modified)
                yield replace(item, published=item.published or link.published, visit=visit)
            else:
                yield item


class _Writer:
    """Writes batches in a thread of its own, one at a time, while the next is read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pool = ThreadPoolExecutor(1)
        self._writing: Future[list[Outcome]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    @property
    def is_idle(self) -> bool:
        """Whether a batch would be written at once."""
        return self._writing is None or self._writing.done()

    def write(self, batch: Sequence[store.Taken]) -> list[Outcome]:
        """Begin to write a batch; gives the outcomes of the batch before, which is kept by now.

        Raises:
            LibraryError: the batch before could not be kept.
        """
        before = self._writing.result() if self._writing is not None else []
        self._writing = self._pool.submit(store.add, self._database, batch) if batch else None
        return before


def _plain(name: str) -> str:
    """A name as the walk writes it."""
    return name if "://" in name else str(Path(name))


def _hosts_in_turn(links: Sequence[Link]) -> list[Link]:
    """The links with one of each host first, then a second of each, so that no host's pace holds up the others."""
    seen: Counter[str] = Counter()
    turns = []
    for place, link in enumerate(links):
        name = host(link.address)
        turns.append((seen[name], place, link))
        seen[name] += 1
    return [link for _, _, link in sorted(turns, key=lambda turn: turn[:2])]
