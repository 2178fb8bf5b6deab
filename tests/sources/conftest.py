"""Sites that exist for a test only: a server on this machine, a clock that is turned by hand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sourcier.settings import Settings
from sourcier.sources.fetch import Fetcher

ALLOWED = Settings(private_addresses=True)


class Clock:
    """Seconds that pass only by sleeping; every sleep is kept."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.seconds += seconds
            self.slept.append(seconds)

    def now(self) -> datetime:
        return datetime(2026, 3, 11, 8, 0, tzinfo=UTC) + timedelta(seconds=self.seconds - 1_000)


@dataclass
class Site:
    """A server; `pages` says what each path gives, `asked` which were asked for, with their headers.

    A page is bytes (200, text/html), a triple of status, headers and bytes, or a function that does all by itself.
    """

    address: str
    port: int
    pages: dict[str, object] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = site.pages.get(self.path, (404, {}, b""))
            if callable(page):
                self.close_connection = True
                with suppress(OSError):  # the client has had enough
                    page(self)
                return
            status, headers, content = (200, {"content-type": "text/html"}, page) if isinstance(page, bytes) else page
            self.send_response(status)
            for name, value in {"content-length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if status != 304:
                self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            pass

    return Handler


@pytest.fixture
def new_site() -> Iterator[Callable[[], Site]]:
    """`new_site()`: one more server, under another port."""
    servers: list[ThreadingHTTPServer] = []

    def make() -> Site:
        site = Site("", 0)
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # clients go away; that is what is tested
        site.port = server.server_port
        site.address = f"http://127.0.0.1:{site.port}"
        threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True).start()
        servers.append(server)
        return site

    yield make
    for server in servers:
        server.shutdown()
        server.socket.close()


@pytest.fixture
def site(new_site: Callable[[], Site]) -> Site:
    """A server without pages."""
    return new_site()


@pytest.fixture
def clock() -> Clock:
    """A clock turned by hand."""
    return Clock()


@pytest.fixture(scope="session")
def network() -> object:
    """One for all tests: the certificates of the system take time to load. Each fetcher closes its connections."""
    from sourcier.sources.guard import GuardedTransport  # noqa: PLC0415 - most tests here fetch nothing

    return GuardedTransport(ALLOWED)


@pytest.fixture
def fetcher(clock: Clock, network: object) -> Iterator[Fetcher]:
    """A fetcher that may reach this machine, waits by the clock, and takes 5 seconds and 100,000 bytes at most."""
    with Fetcher(
        ALLOWED, transport=network, clock=clock, sleep=clock.sleep, now=clock.now, seconds=5.0, most_bytes=100_000
    ) as made:
        yield made
