"""Jobs: pages taken into the library while their adder looks on, or does something else."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO

from sourcier.errors import SourcierError
from sourcier.library import store
from sourcier.library.intake import Found, Intake, Tally
from sourcier.library.store import Outcome
from sourcier.library.workers import Reading
from sourcier.limits import JOB_SECONDS, JOBS_WAITING
from sourcier.sources.items import Link
from sourcier.sources.unpacking import items_of
from sourcier.sources.walk import Walk
from sourcier.web.desk import Desk
from sourcier.web.job import Job
from sourcier.web.metrics import Metrics
from sourcier.web.reading import Busy

NAME_CHARACTERS = 200
"""Code points of an upload's name that are kept."""


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
