"""Fixtures that every test may use: parsers that are loaded once, sites that exist for a test only."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select

from sourcier.exports.jsonl import write
from sourcier.library.library import Library
from sourcier.library.schema import articles, captures, versions
from sourcier.page.plain import article_from_text
from sourcier.reading.draft import Draft
from sourcier.reading.engine import engine, readers
from sourcier.reading.parsing import parse
from sourcier.settings import Settings

pytest_plugins = ["browsers", "libraries"]

DraftOf = Callable[..., Draft]


@pytest.fixture(scope="session")
def draft_of() -> DraftOf:
    """`draft_of(text, "fr", published=…, title=…, until="quotes")`: a draft read up to and with that reader.

    Without `until` the draft is parsed only; with `until="all"` every reader has read it.
    """

    def make(
        text: str,
        language: str,
        *,
        published: str | None = None,
        title: str | None = None,
        until: str | None = None,
    ) -> Draft:
        loaded = engine(language)
        article = article_from_text(text, language=language, title=title, published=published)
        doc = next(parse([article], loaded.pipeline, loaded.language))
        draft = Draft(article, doc, loaded.language, loaded.grammar)
        for name, reader in readers() if until else ():
            reader(draft)
            if name == until:
                break
        return draft

    return make


@pytest.fixture(scope="session")
def exported() -> Callable[[Library], str]:
    """`exported(library)`: all records, those of old versions as well, as JSON Lines."""

    def export(library: Library) -> str:
        out = io.StringIO()
        write((record for _, record in library.records(library.shown(old=True))), out)
        return out.getvalue()

    return export


@pytest.fixture(scope="session")
def state() -> Callable[[Library], dict[str, list[tuple[object, ...]]]]:
    """`state(library)`: all that must not depend on the order in which things came."""

    def rows(library: Library) -> dict[str, list[tuple[object, ...]]]:
        c, v, a = captures.c, versions.c, articles.c
        chosen = {
            "articles": (a.id, a.key),
            "captures": (c.id, c.address, c.media_type, c.fetched, c.published, c.size),
            "versions": (v.number, v.capture, v.article, v.stated, v.fetched, v.first, v.shown, v.title, v.copies),
        }
        with library.database.reading() as connection:
            return {
                name: sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
                for name, columns in chosen.items()
            }

    return rows


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
    """A server; `pages` says what each path gives, `asked` which were asked for, with their headers, `posted` what came.

    A page is bytes (200, text/html), a triple of status, headers and bytes, or a function that does all by itself.
    """

    address: str
    port: int
    pages: dict[str, object] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posted: list[tuple[str, bytes]] = field(default_factory=list)

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

        def do_POST(self) -> None:
            site.posted.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
            self.do_GET()

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

    return GuardedTransport(Settings(private_addresses=True))
