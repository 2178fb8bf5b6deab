"""Processes that read pages, so that one page can neither stop nor take down the others.

A worker that dies on a page (out of memory, a crash in a library) or does not come back is replaced, and the page is
set aside. Workers end by themselves when the process that started them is gone, however it ended.
"""

from __future__ import annotations

import gc
import multiprocessing
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import cast

from sourcier.errors import NotAPage, SourcierError
from sourcier.library.prepared import Prepared, prepared, prepared_record
from sourcier.library.store import Outcome
from sourcier.limits import PAGE_SECONDS
from sourcier.record.structs import parse
from sourcier.settings import Settings
from sourcier.sources.capture import RECORD, Capture
from sourcier.sources.items import SetAside

_AHEAD = 32
"""Captures that wait for a worker: enough that none is idle, few enough that large pages don't fill the memory."""

_TOGETHER = 16
"""Records that a worker gets at a time: each takes a millisecond or two, about what handing it over takes."""

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
                    return prepared_record(parse(capture.content), name)
                return prepared(capture, reader.read(capture))
            except NotAPage as error:
                return SetAside.of(name, error, "skipped")
            except SourcierError as error:
                return prepared(capture, None, SetAside.of(name, error))
            except ValueError as error:
                if capture.media_type != RECORD:
                    return _bug(capture, name, error)
                return SetAside(name, f"is no valid record ({str(error)[:200]}); read its page again")
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
    singly: deque[Capture] = deque()
    pool = [_Worker(reading, singly) for _ in range(workers)]
    try:
        while not stopped.is_set():
            for worker in pool:
                while worker.is_idle:
                    ready = [singly.popleft()] if singly else source.next()
                    if not ready:
                        break
                    if isinstance(ready, list):
                        worker.give(ready)
                    else:
                        yield ready
            busy = [worker for worker in pool if not worker.is_idle]
            if not busy and source.is_done and not singly:
                return
            wait([worker.pipe for worker in busy], timeout=_LOOK_SECONDS if busy else 0)
            if not busy:
                time.sleep(_LOOK_SECONDS / 10)
            results = [result for worker in busy for result in worker.take()]
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

    def next(self) -> list[Capture] | Passing | None:
        """What is for one worker, or what passes by; None where nothing is ready: `is_done` tells if more will come."""
        item = self._take()
        if not isinstance(item, Capture):
            return item
        together = [item]
        while item.media_type == RECORD and len(together) < _TOGETHER and self._is_record_next():
            together.append(cast(Capture, self._take()))
        return together

    def _is_record_next(self) -> bool:
        with self._queue.mutex:
            return bool(self._queue.queue) and getattr(self._queue.queue[0], "media_type", None) == RECORD

    def _take(self) -> Capture | Passing | None:
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
    """One process and what it reads.

    Args:
        reading: how.
        singly: where captures go that must be read one by one, since one of them was at fault.
    """

    def __init__(self, reading: Reading, singly: deque[Capture]) -> None:
        self._reading = reading
        self._singly = singly
        self._captures: list[Capture] = []
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
        """Whether it waits for something to read."""
        return not self._captures

    def give(self, captures: list[Capture]) -> None:
        """Let it read captures."""
        self._captures, self._since = captures, time.monotonic()
        with suppress(OSError):  # it died while it waited; the next look finds the pipe closed
            self.pipe.send(captures)

    def take(self) -> list[Prepared | SetAside]:
        """What it has read, nothing where it is not done; a worker that died or takes too long is replaced."""
        try:
            if not self.pipe.poll():
                if time.monotonic() - self._since < PAGE_SECONDS:
                    return []
                problem = f"not read within {PAGE_SECONDS:.0f} seconds; give the page of one story"
            else:
                result: list[Prepared | SetAside] | SourcierError = self.pipe.recv()
                if isinstance(result, SourcierError):
                    raise result
                self._captures = []
                return result
        except (EOFError, OSError):
            problem = "the process that read it died (out of memory?); read it alone to see why"
        self.end()
        captures, self._captures = self._captures, []
        self._start()
        if len(captures) > 1:
            self._singly.extend(captures)
            return []
        aside = SetAside(captures[0].called, problem)
        return [aside if captures[0].media_type == RECORD else prepared(captures[0], None, aside)]

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _serve(pipe: Connection, reading: Reading) -> None:
    """Read captures until the other end is gone; an interruption is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 100)  # a record has thousands of parts, and none of them leads back to another
    try:
        read = reading.reader()
    except SourcierError as error:
        pipe.recv()
        pipe.send(error)
        return
    while True:
        try:
            pipe.send([read(capture) for capture in pipe.recv()])
        except (EOFError, OSError):
            return
