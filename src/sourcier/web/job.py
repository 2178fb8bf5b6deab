"""One job: pages being taken into the library, with all that happens meanwhile."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO, Literal

from sourcier.library.intake import Intake, Tally
from sourcier.library.store import Outcome
from sourcier.limits import JOB_EVENTS

State = Literal["waiting", "running", "done", "stopped", "failed"]
EventKind = Literal["progress", "outcome", "done"]

PROGRESS_SECONDS = 0.5
"""Seconds between two tellings of progress."""


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
