"""Jobs: pages taken into the library while their adder looks on, or does something else."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO, Literal

from sourcier.errors import SourcierError
from sourcier.library import store
from sourcier.library.intake import Found, Intake, Tally
from sourcier.library.store import Outcome
from sourcier.library.workers import Reading
from sourcier.limits import JOB_EVENTS, JOB_SECONDS, JOBS_WAITING
from sourcier.sources.items import Link
from sourcier.sources.unpacking import items_of
from sourcier.sources.walk import Walk
from sourcier.web.desk import Desk
from sourcier.web.metrics import Metrics
from sourcier.web.reading import Busy

State = Literal["waiting", "running", "done", "stopped", "failed"]
EventKind = Literal["progress", "outcome", "done"]

PROGRESS_SECONDS = 0.5
"""Seconds between two tellings of progress."""

NAME_CHARACTERS = 200
"""Code points of an upload's name that are kept."""


@dataclass(frozen=True)
class Progress:
    """How far a job is.

    Attributes:
        state: "waiting" for the jobs before it, "running", "done", "stopped" by somebody, "failed" (see `problem`).
        added: new articles.
        updated: new wordings of known articles.
        known: in the library already.
        aside: what could not be taken in.
        fetched: addresses that were fetched, or that failed.
        waiting: addresses that are still to be fetched.
        problem: why it failed.
    """

    id: str
    state: State
    name: str
    added: int
    updated: int
    known: int
    aside: int
    fetched: int
    waiting: int
    problem: str | None = None


@dataclass(frozen=True)
class JobEvent:
    """Something that happened in a job; `number` counts from 1."""

    number: int
    kind: EventKind
    data: dict[str, Any]


@dataclass
class Job:
    """One intake, asked for by somebody.

    Attributes:
        id: 32 hexadecimal digits that nobody guesses.
        name: what is taken in, in a few words.
        take: begins the intake; gives what it found.
    """

    id: str
    name: str
    take: Callable[[Intake], Tally]
    published: str | None
    upload: BinaryIO | None = None
    state: State = "waiting"
    problem: str | None = None
    ended: float | None = None
    intake: Intake | None = None
    is_stopped: bool = False
    _events: deque[JobEvent] = field(default_factory=lambda: deque(maxlen=JOB_EVENTS))
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _told: float = float("-inf")

    def progress(self) -> Progress:
        """How far it is."""
        tally = self.intake.tally if self.intake else Tally()
        counts = {status: tally.counts[status] for status in ("added", "updated", "known", "aside")}
        return Progress(
            id=self.id,
            state=self.state,
            name=self.name,
            **counts,
            fetched=tally.fetched,
            waiting=tally.waiting,
            problem=self.problem,
        )

    def events(self, after: int = 0) -> list[JobEvent]:
        """What happened after an event, by its number, as far as it is kept."""
        with self._lock:
            return [event for event in self._events if event.number > after]

    def tell(self, kind: EventKind, data: dict[str, Any]) -> None:
        """Keep that something happened."""
        with self._lock:
            self._count += 1
            self._events.append(JobEvent(self._count, kind, data))

    def tell_outcome(self, outcome: Outcome) -> None:
        """Keep what became of a page."""
        self.tell("outcome", {name: value for name, value in asdict(outcome).items() if value is not None})

    def look(self, _: Tally) -> None:
        """Keep how far it is, unless that was told a moment ago."""
        if time.monotonic() - self._told >= PROGRESS_SECONDS:
            self._told = time.monotonic()
            self.tell("progress", asdict(self.progress()))

    def stop(self) -> None:
        """End soon: what is read by now is kept."""
        self.is_stopped = True
        if self.intake is not None:
            self.intake.stop()

    def end(self, state: State, problem: str | None = None) -> None:
        """Say how it ended, for good."""
        if self.upload is not None:
            with suppress(OSError):
                self.upload.close()
        self.problem, self.state = problem, state
        self.tell("done", asdict(self.progress()))
        self.ended = time.monotonic()


class Jobs:
    """The jobs of a server: one runs, others wait; those that ended are kept for a while.

    Args:
        desk: whose library takes the pages in.
        metrics: where they are counted.
    """

    def __init__(self, desk: Desk, metrics: Metrics) -> None:
        self.desk = desk
        self.metrics = metrics
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(1, "jobs")
        metrics.jobs.set_function(lambda: len([job for job in self.all() if job.ended is None]))

    def add_addresses(self, addresses: Sequence[str], *, published: str | None = None) -> Job:
        """Take in what stands behind http(s) addresses.

        Raises:
            Busy: too many jobs wait.
        """
        name = addresses[0] if len(addresses) == 1 else f"{len(addresses)} addresses"
        return self._begin(name, lambda intake: _take_addresses(intake, addresses), published, None)

    def add_upload(self, upload: BinaryIO, name: str, *, published: str | None = None) -> Job:
        """Take in a file: a page, an archive, a feed, a list.

        Args:
            upload: at its beginning; it is closed when the job ends.
            name: as its sender calls it.
            published: publication date of the pages that do not say theirs, ISO 8601.

        Raises:
            Busy: too many jobs wait; the file is not closed.
        """
        called = plain_name(name)
        return self._begin(called, lambda intake: _take_upload(intake, upload, called), published, upload)

    def find(self, identifier: str) -> Job | None:
        """A job by its id; None where there is none, or it ended too long ago."""
        self._forget()
        return self._jobs.get(identifier)

    def all(self) -> list[Job]:
        """All jobs that are known, the newest first."""
        self._forget()
        with self._lock:
            return list(self._jobs.values())[::-1]

    def close(self) -> None:
        """Stop them all; what is read by now is kept."""
        for job in self.all():
            job.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self, name: str, take: Callable[[Intake], Tally], published: str | None, upload: BinaryIO | None) -> Job:
        self._forget()
        job = Job(secrets.token_hex(16), name[:NAME_CHARACTERS], take, published, upload)
        with self._lock:
            if sum(its.ended is None for its in self._jobs.values()) > JOBS_WAITING:
                raise Busy("many jobs wait already; ask again when one is done")
            self._jobs[job.id] = job
        self._pool.submit(self._run, job)
        return job

    def _run(self, job: Job) -> None:
        if job.is_stopped:
            job.end("stopped")
            return

        def report(outcome: Outcome) -> None:
            self.metrics.taken.labels(outcome.status).inc()
            job.tell_outcome(outcome)

        library = self.desk.library
        job.state = "running"
        try:
            job.intake = Intake(
                library.database,
                Reading(library.settings),
                workers=1,
                published=job.published,
                report=report,
                look=job.look,
            )
            if job.is_stopped:
                job.intake.stop()
            job.take(job.intake)
            self.desk.stories.update()
        except SourcierError as error:
            job.end("failed", str(error))
        except Exception as error:
            said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            job.end("failed", f"{said}; this is a bug in Sourcier, please report it")
        else:
            job.end("stopped" if job.is_stopped else "done")
        finally:
            self.desk.changed()

    def _forget(self) -> None:
        """Those that ended long ago."""
        before = time.monotonic() - JOB_SECONDS
        with self._lock:
            for job in [job for job in self._jobs.values() if job.ended is not None and job.ended < before]:
                del self._jobs[job.id]


def plain_name(name: str) -> str:
    """An upload's name without folders, and with nothing in it that is not shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(c if c.isprintable() and c not in "<>" else " " for c in last)[-NAME_CHARACTERS:].strip()
    return shown if shown.strip(".") else "upload"


def _take_addresses(intake: Intake, addresses: Sequence[str]) -> Tally:
    with intake.database.writing() as connection:
        store.forget_aside(connection, addresses)
    walk = Walk([], intake.reading.settings, follow=True)
    return intake.take(intake.pages([Link(address, asked=True) for address in addresses], walk))


def _take_upload(intake: Intake, upload: BinaryIO, name: str) -> Tally:
    def found() -> Iterator[Found]:
        links = []
        for item in items_of(upload, name):
            if isinstance(item, Link):
                links.append(item)
            else:
                yield item
        yield from intake.pages(links, Walk([], intake.reading.settings, follow=True))

    with intake.database.writing() as connection:
        store.forget_aside(connection, [name])
    return intake.take(found())
