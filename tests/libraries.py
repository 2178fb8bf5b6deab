"""Libraries that exist for a test only, in SQLite and in PostgreSQL: fixtures of `conftest.py`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text, true

from sourcier.library.library import Library
from sourcier.library.migrate import MARK
from sourcier.library.schema import about, metadata

SECRET = "an-invented-secret"
"""The password of the server that the tests start."""


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
