"""A library served as it is in earnest: uvicorn on the loopback, with all that stands before the pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from sourcier.library.library import Library
from sourcier.web.access.access import Access
from sourcier.web.app import create_app
from sourcier.web.desk import Desk
from sourcier.web.server import _listening

NOW = datetime(2027, 3, 10, 20, 0, tzinfo=UTC)
"""When the pages are looked at: what is planned then stays planned."""


class StillDesk(Desk):
    """A desk whose clock stands."""

    def _now(self) -> datetime:
        return NOW


@dataclass(frozen=True)
class Served:
    """A server.

    Attributes:
        address: without a slash at the end.
        desk: the library behind it.
        access: who may do what there.
    """

    address: str
    desk: Desk
    access: Access


@contextmanager
def serve(path: Path, *, is_open: bool = True, ready: Callable[[Access], None] = lambda _: None) -> Iterator[Served]:
    """Serve the library of a path in a thread.

    Args:
        path: of the library.
        is_open: whether nobody needs to log in.
        ready: called before the server starts, to add users.
    """
    library = Library(str(path), create=False)
    desk = StillDesk(library)
    access = Access(library.database, is_open=is_open)
    ready(access)
    listening = _listening("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(desk, access), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", desk, access)
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
