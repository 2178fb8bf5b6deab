"""Reading all captures again, with a better reader.

An article keeps its old record until the new one is whole. Stopped at any moment, it goes on where it was.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import delete, func, select, update

from sourcier.errors import LibraryError
from sourcier.library import store
from sourcier.library.connect import Database
from sourcier.library.library import capture_of
from sourcier.library.schema import about, captures, contents, set_aside
from sourcier.library.store import Outcome
from sourcier.library.workers import Reading, read_all
from sourcier.sources.capture import Capture
from sourcier.sources.items import SetAside
from sourcier.version import __version__

_BEGUN = "reread_begun"
_PAGE = 200
_BATCH = 50


@dataclass
class Progress:
    """How far a rereading has come: captures read again, those that could not be read, and all that there are."""

    done: int = 0
    aside: int = 0
    total: int = 0


@dataclass
class Reread:
    """One rereading of a library.

    Args:
        database: the library's.
        reading: how pages are read.
        workers: processes that read; 0: this one.
        report: called with each outcome once it is kept.
        look: called now and then with the progress so far.
    """

    database: Database
    reading: Reading
    workers: int = 0
    report: Callable[[Outcome], None] = lambda outcome: None
    look: Callable[[Progress], None] = lambda progress: None
    progress: Progress = field(default_factory=Progress)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """End soon: what is read by now is kept."""
        self._stopped.set()

    def run(self) -> Progress:
        """Read again all captures that were not read since the rereading began.

        Raises:
            LibraryError: the library cannot be written; what was reported is kept.
        """
        since = self._begin()
        with self.database.reading() as connection:
            waiting = select(func.count()).select_from(captures.join(contents)).where(captures.c.read < since)
            self.progress.total = connection.scalar(waiting) or 0
        batch: list[store.Taken] = []
        for result in read_all(self._captures(since), self.reading, workers=self.workers, stopped=self._stopped):
            if result is not None and not isinstance(result, Outcome):
                batch.append(result)
            if len(batch) >= _BATCH:
                self._keep(batch)
                batch = []
            self.look(self.progress)
        self._keep(batch)
        self.look(self.progress)
        if not self._stopped.is_set():
            with self.database.writing() as connection:
                connection.execute(delete(about).where(about.c.name == _BEGUN))
        return self.progress

    def _begin(self) -> str:
        """When this rereading began: now, or when one of the same version began that was stopped."""
        with self.database.writing() as connection:
            begun = connection.scalar(select(about.c.value).where(about.c.name == _BEGUN)) or ""
            since, _, by = begun.partition(" ")
            if by != __version__:
                since = store.now()
                # What was read within this very second must be read again, too.
                connection.execute(update(captures).where(captures.c.read >= since).values(read=""))
                store.put(connection, about, [{"name": _BEGUN, "value": f"{since} {__version__}"}], replace=True)
            return since

    def _captures(self, since: str) -> Iterator[Capture | SetAside]:
        """The captures that wait, a few at a time, so that none but these are in memory."""
        last = ""
        called = select(func.min(set_aside.c.name)).where(set_aside.c.capture == captures.c.id).scalar_subquery()
        waiting = (
            select(captures, contents.c.packed, called.label("called")).join(contents).where(captures.c.read < since)
        )
        while True:
            with self.database.reading() as connection:
                rows = connection.execute(
                    waiting.where(captures.c.id > last).order_by(captures.c.id).limit(_PAGE)
                ).all()
            if not rows:
                return
            for row in rows:
                last = row.id
                try:
                    capture = capture_of(row)
                except LibraryError as error:
                    yield SetAside(row.address or row.id, str(error), "damaged")
                    continue
                if capture.id == row.id:
                    yield replace(capture, name=row.called)
                else:
                    yield SetAside(row.address or row.id, "its bytes are damaged; run: sourcier check", "damaged")

    def _keep(self, batch: list[store.Taken]) -> None:
        for outcome in store.add(self.database, batch, again=True) if batch else ():
            self.progress.done += 1
            self.progress.aside += outcome.status == "aside"
            self.report(outcome)
