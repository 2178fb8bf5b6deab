"""Processes that read pages, so that one page can neither stop nor take down the others.

A worker that dies on a page (out of memory, a crash in a library) or does not come back is replaced, and the page is
set aside. Workers end by themselves when the process that started them is gone, however it ended.
"""

from __future__ import annotations

import multiprocessing
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from pydantic import ValidationError

from sourcier.errors import NotAPage, SourcierError
from sourcier.library.prepared import Prepared, prepared, prepared_record
from sourcier.library.store import Outcome
from sourcier.limits import PAGE_SECONDS
from sourcier.record import Record
from sourcier.settings import Settings
from sourcier.sources.capture import RECORD, Capture
from sourcier.sources.items import SetAside

_AHEAD = 16
"""Captures that wait for a worker: enough that none is idle, few enough that large pages don't fill the memory."""

_LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Reading:
    """How pages are to be read, as for `sourcier.Reader`.

    Attributes:
        fast: tell the body of HTML pages by rules alone.
    """

    settings: Settings
    fast: bool = False

    def reader(self) -> Callable[[Capture], Prepared | SetAside]:
        """A function that reads a capture, and never raises for what is wrong with the page."""
        from sourcier.api import Reader  # noqa: PLC0415 - loads the parsers' libraries, which only workers need

        reader = Reader(settings=self.settings, fast=self.fast)

        def read(capture: Capture) -> Prepared | SetAside:
            name = capture.called
            try:
                if capture.media_type == RECORD:
                    return prepared_record(Record.model_validate_json(capture.content), name)
                return prepared(capture, reader.read(capture))
            except NotAPage as error:
                return SetAside(name, str(error), "skipped")
            except SourcierError as error:
                return prepared(capture, None, SetAside(name, " ".join(str(error).split())))
            except ValidationError as error:
                if capture.media_type != RECORD:
                    return _bug(capture, name, error)
                first = error.errors(include_url=False, include_input=False)[0]
                place = ".".join(map(str, first["loc"])) or "the record"
                return SetAside(name, f"is no valid record ({place}: {first['msg']}); read its page again"[:300])
            except Exception as error:
                return _bug(capture, name, error)

        return read


def _bug(capture: Capture, name: str, error: Exception) -> Prepared:
    said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return prepared(capture, None, SetAside(name, f"{said}; this is a bug in Sourcier, please report it with the page"))


Passing = SetAside | Outcome
"""What is no page to be read, and passes by the readers."""


def read_all(
    items: Iterable[Capture | Passing], reading: Reading, *, workers: int, stopped: threading.Event
) -> Iterator[Prepared | Passing | None]:
    """Read captures side by side; other items pass through. The order is that of completion.

    Args:
        items: consumed in a thread of their own, a few ahead of the workers.
        reading: how.
        workers: processes; 0: in this one.
        stopped: set it to end early: what is being read is given up.

    Yields:
        One for each item; None now and then where nothing is ready, so that the caller can see to other things.
    """
    if not workers:
        read = reading.reader()
        for item in items:
            if stopped.is_set():
                return
            yield read(item) if isinstance(item, Capture) else item
        return
    source = _Source(items, stopped)
    pool = [_Worker(reading) for _ in range(workers)]
    try:
        while not stopped.is_set():
            for worker in pool:
                while worker.is_idle:
                    ready = source.next()
                    if ready is None:
                        break
                    if isinstance(ready, Capture):
                        worker.give(ready)
                    else:
                        yield ready
            busy = [worker for worker in pool if not worker.is_idle]
            if not busy and source.is_done:
                return
            wait([worker.pipe for worker in busy], timeout=_LOOK_SECONDS if busy else 0)
            if not busy:
                time.sleep(_LOOK_SECONDS / 10)
            results = [result for worker in busy if (result := worker.take()) is not None]
            yield from results
            if not results:
                yield None
    finally:
        source.stop()
        for worker in pool:
            worker.end()


class _Source:
    """An iterable consumed in a thread, a few items ahead; what it raises is raised where its items are taken."""

    def __init__(self, items: Iterable[Capture | Passing], stopped: threading.Event) -> None:
        self._queue: queue.Queue[Capture | Passing | BaseException | None] = queue.Queue(_AHEAD)
        self._given_up = threading.Event()
        self._stopped = stopped
        self.is_done = False
        threading.Thread(target=self._run, args=(items,), daemon=True).start()

    def next(self) -> Capture | Passing | None:
        """The next item, or None where none is ready; then `is_done` tells whether more will come."""
        if self.is_done:
            return None
        try:
            item = self._queue.get_nowait()
        except queue.Empty:
            return None
        if isinstance(item, BaseException):
            self.is_done = True
            raise item
        self.is_done = item is None
        return item

    def stop(self) -> None:
        """Take no further items."""
        self._given_up.set()

    def _run(self, items: Iterable[Capture | Passing]) -> None:
        try:
            for item in items:
                self._put(item)
                if self._given_up.is_set() or self._stopped.is_set():
                    return
            self._put(None)
        except BaseException as error:
            self._put(error)

    def _put(self, item: Capture | Passing | BaseException | None) -> None:
        while not self._given_up.is_set():
            try:
                self._queue.put(item, timeout=_LOOK_SECONDS)
                return
            except queue.Full:
                continue


class _Worker:
    """One process and the capture that it reads."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._capture: Capture | None = None
        self._since = 0.0
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, self._reading), daemon=True)
        self._process.start()
        other.close()

    @property
    def is_idle(self) -> bool:
        """Whether it waits for a capture."""
        return self._capture is None

    def give(self, capture: Capture) -> None:
        """Let it read a capture."""
        self._capture, self._since = capture, time.monotonic()
        with suppress(OSError):  # it died while it waited; the next look finds the pipe closed
            self.pipe.send(capture)

    def take(self) -> Prepared | SetAside | None:
        """What it has read, or None where it is not done; a worker that died or takes too long is replaced."""
        capture = self._capture
        assert capture is not None
        try:
            if not self.pipe.poll():
                if time.monotonic() - self._since < PAGE_SECONDS:
                    return None
                problem = f"not read within {PAGE_SECONDS:.0f} seconds; give the page of one story"
            else:
                result: Prepared | SetAside | SourcierError = self.pipe.recv()
                if isinstance(result, SourcierError):
                    raise result
                self._capture = None
                return result
        except (EOFError, OSError):
            problem = "the process that read it died (out of memory?); read it alone to see why"
        self.end()
        self._capture = None
        self._start()
        return prepared(capture, None, SetAside(capture.called, problem))

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _serve(pipe: Connection, reading: Reading) -> None:
    """Read captures until the other end is gone; an interruption is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        read = reading.reader()
    except SourcierError as error:
        pipe.recv()
        pipe.send(error)
        return
    while True:
        try:
            pipe.send(read(pipe.recv()))
        except (EOFError, OSError):
            return
