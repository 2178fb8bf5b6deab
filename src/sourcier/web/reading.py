"""Reading pages for those who post them: in one process beside the server, so that the server stays quick.

The process starts with the first page and keeps its parsers. One that dies, or does not come back in time, is replaced:
the page is the poster's own fault and nobody else's trouble.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from starlette.exceptions import HTTPException

from sourcier.errors import LimitExceeded, SourcierError
from sourcier.limits import READ_SECONDS, READS_WAITING
from sourcier.settings import Settings
from sourcier.sources.capture import Capture


class Busy(HTTPException):
    """More is asked for than can be done now; it may be asked for again in a while."""

    def __init__(self, detail: str) -> None:
        super().__init__(HTTPStatus.TOO_MANY_REQUESTS, detail, {"retry-after": "30"})


class TooSlow(HTTPException):
    """A page was not read in the time that there is for one."""

    def __init__(self, detail: str) -> None:
        super().__init__(HTTPStatus.GATEWAY_TIMEOUT, detail)


@dataclass(frozen=True)
class Page:
    """A page to be read, with what its poster says of it; see `sourcier.Reader.read`."""

    capture: Capture
    published: str | None = None
    language: str | None = None
    url: str | None = None


class Reading:
    """Reads one page after the other in a process of its own.

    Args:
        settings: as for `sourcier.Reader`.
        seconds: for one page; see `limits.READ_SECONDS`.
    """

    def __init__(self, settings: Settings, *, seconds: float = READ_SECONDS) -> None:
        self.settings = settings
        self.seconds = seconds
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(READS_WAITING + 1)
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def read(self, page: Page) -> bytes:
        """The record of a page as JSON; nothing is kept.

        Raises:
            Busy: too many pages wait already.
            TooSlow: it was not read in time.
            LimitExceeded: the process died on it.
            SourcierError: what is wrong with the page, as `sourcier.Reader.read` says it.
        """
        if not self._places.acquire(blocking=False):
            raise Busy("many pages wait to be read already; post it again in a minute, or add it with /api/v1/add")
        try:
            with self._turn:
                return self._read(page)
        finally:
            self._places.release()

    def close(self) -> None:
        """End the process, whatever it does."""
        self._end()

    def _read(self, page: Page) -> bytes:
        try:
            pipe = self._ready()
            pipe.send(page)
            if not pipe.poll(self.seconds):
                self._end()
                raise TooSlow(f"the page was not read within {self.seconds:.0f} seconds; post the page of one story")
            answer: bytes | SourcierError = pipe.recv()
        except (EOFError, OSError):
            self._end()
            raise LimitExceeded("the process that read the page died (out of memory?); post a smaller one") from None
        if isinstance(answer, SourcierError):
            raise answer
        return answer

    def _ready(self) -> Connection:
        """The pipe to a process that lives."""
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self._end()
            context = multiprocessing.get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(target=_serve, args=(other, self.settings), daemon=True)
            self._process.start()
            other.close()
        return self._pipe

    def _end(self) -> None:
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()


def _serve(pipe: Connection, settings: Settings) -> None:
    """Read pages until the other end is gone; an interruption is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from sourcier.api import Reader  # noqa: PLC0415 - loads the parsers' libraries, which only this process needs

    with suppress(EOFError, OSError):
        while True:
            page: Page = pipe.recv()
            try:
                reader = Reader(page.language, settings)
                record = reader.read(page.capture, published=page.published, url=page.url)
                answer: bytes | SourcierError = record.model_dump_json(by_alias=True).encode()
            except SourcierError as error:
                answer = error
            except Exception as error:
                said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
                answer = LimitExceeded(f"{said}; this is a bug in Sourcier, please report it with the page")
            pipe.send(answer)
