"""Libraries that exist for a test only, in SQLite and in PostgreSQL, and records to fill them with in no time."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text, true

from sourcier.library.library import Library
from sourcier.library.migrate import MARK
from sourcier.library.prepared import Prepared, prepared
from sourcier.library.schema import about, metadata
from sourcier.library.watch import Watch
from sourcier.record import Actor, Article, Block, Event, Fact, Mention, Place, Quote, ReaderInfo, Record, Sentence
from sourcier.record.facts import Time
from sourcier.settings import Settings
from sourcier.sources.capture import Capture
from sourcier.sources.fetch import Fetcher
from sourcier.sources.items import SetAside

SECRET = "an-invented-secret"
"""The password of the server that the tests start."""

LOST = b"no page"
"""Bytes that begin so can't be read by the reading that `make_reading` gives."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server: that of SOURCIER_TEST_POSTGRESQL, or of one started for the tests alone."""
    given = os.environ.get("SOURCIER_TEST_POSTGRESQL")
    if given:
        yield given
        return
    programs = _programs()
    if programs is None:
        reason = "no PostgreSQL server: set SOURCIER_TEST_POSTGRESQL, or install one (initdb and pg_ctl)"
        if os.environ.get("CI") == "true":
            raise RuntimeError(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="sourcier-pg-"))
    try:
        yield from _served(programs, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of the server's programs; the newest where there are several."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: float(f.parent.name), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


def _served(programs: Path, folder: Path) -> Iterator[str]:
    """Start a server in a folder, and stop it at the end."""
    user = _other_user()
    if user:
        shutil.chown(folder, user["user"], user["group"])
    data, password = folder / "data", folder / "password"
    password.write_text(SECRET)
    password.chmod(0o644)

    def do(*command: str) -> None:
        done = subprocess.run(
            [str(programs / command[0]), *command[1:]],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=command[0] != "pg_ctl",  # the server would keep the pipes open
            stdout=None if command[0] != "pg_ctl" else subprocess.DEVNULL,
            stderr=None if command[0] != "pg_ctl" else subprocess.DEVNULL,
            check=False,
            timeout=120,
            **user,
        )
        if done.returncode:
            log = folder / "log"
            said = (done.stderr or b"").decode() + (log.read_text() if log.exists() else "")
            raise RuntimeError(f"{command[0]} failed: {said[-1000:]}")

    do("initdb", "-D", str(data), "-U", "sourcier", f"--pwfile={password}", "-A", "scram-sha-256", "-E", "UTF8", "-N")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=60"
    )
    do("pg_ctl", "start", "-w", "-D", str(data), "-l", str(folder / "log"), "-o", options)
    try:
        yield f"postgresql://sourcier:{SECRET}@127.0.0.1:{port}/postgres"
    finally:
        do("pg_ctl", "stop", "-w", "-D", str(data), "-m", "immediate")


def _other_user() -> dict[str, object]:
    """Whom the server runs as where the tests run as root, which it refuses."""
    if os.name != "posix" or os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415 - not on every system

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@pytest.fixture
def new_postgresql(postgresql) -> Iterator[Callable[[], str]]:
    """`new_postgresql()`: the address of a fresh, empty database; all are dropped at the end."""
    with _databases(postgresql) as new:
        yield new


@contextmanager
def _databases(postgresql: str) -> Iterator[Callable[[], str]]:
    server = create_engine(make_url(postgresql).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def new() -> str:
        name = f"sourcier_{os.getpid()}_{len(made)}_{os.urandom(4).hex()}"
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
        made.append(name)
        return make_url(postgresql).set(database=name).render_as_string(hide_password=False)

    yield new
    with server.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session")
def _lasting_postgresql(postgresql) -> Iterator[Callable[[], str]]:
    with _databases(postgresql) as new:
        yield new


@pytest.fixture(scope="session")
def lasting(request, tmp_path_factory) -> Iterator[Callable[[str], Library]]:
    """`lasting("sqlite")`, `lasting("postgresql")`: an empty library that lives as long as the tests do."""
    made: list[Library] = []

    def make(kind: str) -> Library:
        if kind == "postgresql":
            address = request.getfixturevalue("_lasting_postgresql")()
        else:
            address = str(tmp_path_factory.mktemp("lasting") / "library.sourcier")
        made.append(Library(address))
        return made[-1]

    yield make
    for library in made:
        library.close()


@pytest.fixture(scope="session")
def _shared(lasting, emptied) -> Callable[[str], Library]:
    """One library of each kind for all tests that only add: to empty it is faster than to make one."""
    made: dict[str, Library] = {}

    def shared(kind: str) -> Library:
        if kind in made:
            emptied(made[kind])
        else:
            made[kind] = lasting(kind)
        return made[kind]

    return shared


@pytest.fixture(params=["sqlite", "postgresql"])
def new_address(request, tmp_path) -> Callable[[], str]:
    """`new_address()`: where an empty library can be made, each time another place of the same kind."""
    if request.param == "postgresql":
        return request.getfixturevalue("new_postgresql")
    paths = (tmp_path / f"library{n}.sourcier" for n in range(100))
    return lambda: str(next(paths))


@pytest.fixture
def library_address(new_address) -> str:
    """The address of an empty library, in SQLite and in PostgreSQL."""
    return new_address()


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request, _shared) -> Library:
    """An empty library, in SQLite and in PostgreSQL; tests that damage one take a `new_address`."""
    return _shared(request.param)


@pytest.fixture
def sqlite_library(tmp_path) -> Iterator[Library]:
    """An empty library in a file."""
    with Library(str(tmp_path / "own.sourcier")) as opened:
        yield opened


@pytest.fixture(scope="session")
def emptied() -> Callable[[Library], None]:
    """`emptied(library)`: everything taken out of it, which is faster than a new one."""

    def empty(library: Library) -> None:
        with library.database.writing() as connection:
            for table in reversed(metadata.sorted_tables):
                kept = about.c.name != MARK if table is about else true()
                connection.execute(table.delete().where(kept))
            if library.database.is_sqlite:
                connection.execute(text("INSERT INTO words(words) VALUES ('delete-all')"))
            else:
                connection.execute(text("DELETE FROM words"))

    return empty


@pytest.fixture(scope="session")
def make_record() -> Callable[..., Record]:
    """`make_record(*paragraphs, title=…, url=…, quotes=…)`: a record without a page and without spaCy."""
    return _record


@pytest.fixture(scope="session")
def make_page() -> Callable[..., Prepared]:
    """`make_page(*paragraphs, address=…, content=…)`: a page with its record, ready for `store.add`."""
    return _page


@pytest.fixture(scope="session")
def make_capture() -> Callable[..., Capture]:
    """`make_capture("Titre\\n\\nTexte.", address=…)`: a page that the reading of `make_reading` reads."""
    return _capture


@pytest.fixture(scope="session")
def make_reading() -> Callable[..., Reading]:
    """`make_reading(version)`: a reading that takes no time: the first line is the title, the others the text."""
    return Reading


@pytest.fixture
def watch(monkeypatch, clock, network, make_reading) -> Callable[..., Watch]:
    """`watch(library, …)`: a watch that may reach this machine and waits by the clock."""
    made = partial(Fetcher, transport=network, clock=clock, sleep=clock.sleep)
    monkeypatch.setattr("sourcier.library.watch.Fetcher", made)
    monkeypatch.setattr("sourcier.sources.fetch.Fetcher", made)
    reading = make_reading()
    reading.settings = Settings(private_addresses=True)
    return lambda library, **given: Watch(library.database, reading, **given)


class Reading:
    """Stands for `sourcier.library.workers.Reading` where pages are read in the test's own process.

    A line "@url …", "@published …", "@modified …" or "@furniture …" at the top says what no reader has to find.

    Args:
        version: of the reader, as records name it.
        lost: what is at fault with a page that can't be read, by a word of it; "" for none.
    """

    def __init__(self, version: str = "1", lost: str = "") -> None:
        self.settings = Settings()
        self.version = version
        self.lost = lost
        self.read: list[str] = []

    def reader(self) -> Callable[[Capture], Prepared | SetAside]:
        def read(capture: Capture) -> Prepared:
            self.read.append(capture.id)
            if capture.content.startswith(LOST) or (self.lost and self.lost.encode() in capture.content):
                return prepared(capture, None, SetAside(capture.called, "has no article"))
            lines = capture.content.decode().split("\n")
            said = {}
            while lines and lines[0].startswith("@"):
                name, _, value = lines.pop(0)[1:].partition(" ")
                said[name] = value
            record = _record(
                *[line for line in lines[1:] if line],
                title=lines[0],
                url=capture.address,
                canonical_url=said.get("url"),
                published=said.get("published") or capture.published,
                modified=said.get("modified"),
                identifier=capture.id,
                reader=self.version,
            )
            return prepared(capture, record)

        return read


def _capture(
    content: str,
    *,
    address: str | None = None,
    fetched: str | None = None,
    published: str | None = None,
    name: str | None = None,
) -> Capture:
    return Capture(
        content.encode(),
        address,
        "text/plain",
        datetime.fromisoformat(fetched) if fetched else None,
        published,
        name,
    )


def _page(
    *paragraphs: str,
    address: str | None = None,
    content: str | None = None,
    fetched: str | None = None,
    given: str | None = None,
    name: str | None = None,
    **facts: object,
) -> Prepared:
    """`content`: its bytes, by default all that it says; `given`: its date as the feed says that led to it."""
    own = content if content is not None else repr((paragraphs, address, sorted(facts.items())))
    capture = _capture(own, address=address, fetched=fetched, published=given, name=name)
    facts.setdefault("published", given)
    return prepared(capture, _record(*paragraphs, url=address, identifier=capture.id, **facts))


def _record(
    *paragraphs: str,
    title: str | None = "Le pont de Vérigny rouvre lundi",
    lead: str | None = None,
    url: str | None = None,
    canonical_url: str | None = None,
    site_name: str | None = None,
    language: str = "fr",
    published: str | None = None,
    modified: str | None = None,
    agencies: Sequence[str] = (),
    quotes: Sequence[tuple[str, str | None]] = (),
    people: Sequence[str] = (),
    organisations: Sequence[str] = (),
    authors: Sequence[str] = (),
    section: Sequence[str] = (),
    places: Sequence[tuple[str, str | None]] = (),
    events: Sequence[tuple[str, str, str, str | None]] = (),
    identifier: str | None = None,
    reader: str = "1",
) -> Record:
    """A record whose facts stand in its text.

    `quotes` are words with the name of who says them, `places` names with their country, `events` triples of type,
    status and the words that tell it, with its day.
    """
    parts = [("title", title), ("lead", lead), *(("paragraph", p) for p in paragraphs)]
    whole, blocks, sentences = "", [], []
    for role, words in parts:
        if words:
            whole += "\n\n" if whole else ""
            start = len(whole)
            whole += words
            blocks.append(Block(role=role, start=start, end=len(whole)))
            for sentence in words.replace(". ", ".\n").split("\n"):
                sentences.append(Sentence(start=start, end=start + len(sentence)))
                start += len(sentence) + 1

    def fact(words: str) -> dict[str, object]:
        at = whole.index(words)
        return {"start": at, "end": at + len(words), "text": words}

    actors = [
        Actor(id=f"a{n}", name=name, kind=kind, mentions=(Mention(**fact(name), form="name"),))
        for n, (name, kind) in enumerate(
            [*((p, "person") for p in people), *((o, "organisation") for o in organisations)], 1
        )
    ]
    ids = {actor.name: actor.id for actor in actors}
    times = [
        Time(**fact(told), id=f"t{n}", type="DATE", begin=day, finish=day)
        for n, (*_, told, day) in enumerate(events, 1)
    ]
    return Record(
        reader=ReaderInfo(version=reader, language=language, models=("none-1",)),
        article=Article(
            id=identifier or _capture(repr((whole, url))).id,
            url=url,
            canonical_url=canonical_url,
            site_name=site_name,
            language=language,
            title=title,
            lead=lead,
            authors=tuple(authors),
            section=tuple(section),
            agencies=tuple(agencies),
            published=published,
            modified=modified,
            published_from="meta" if published else None,
            text=whole,
            blocks=tuple(blocks),
        ),
        sentences=tuple(sentences),
        actors=tuple(actors),
        places=tuple(
            Place(id=f"p{n}", name=name, country=country, mentions=(Fact(**fact(name)),))
            for n, (name, country) in enumerate(places, 1)
        ),
        times=tuple(times),
        quotes=tuple(
            Quote(**fact(words), id=f"q{n}", kind="direct", speaker=ids.get(name or ""), speaker_text=name)
            for n, (words, name) in enumerate(quotes, 1)
        ),
        events=tuple(
            Event(
                **fact(told), id=f"e{n}", type=kind, sentence=0, trigger=Fact(**fact(told)), status=status, time=f"t{n}"
            )
            for n, (kind, status, told, _) in enumerate(events, 1)
        ),
    )
