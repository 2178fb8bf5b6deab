"""Opening a library: what goes wrong is one clear line, and what was kept is still there."""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
import threading
from types import SimpleNamespace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, event, inspect, make_url, text

from sourcier.cli.main import main
from sourcier.errors import InputError, LibraryError, SourcierError
from sourcier.library import check, connect, store, word_index
from sourcier.library.library import Library
from sourcier.library.migrate import HEAD
from sourcier.library.schema import metadata

SECRET = "an-invented-secret"

given_server = pytest.mark.skipif(
    "SOURCIER_TEST_POSTGRESQL" in os.environ, reason="this server's users and passwords are not ours"
)


@pytest.fixture
def told(capsys, monkeypatch):
    """`told("stats", …)`: exit code and messages of a command."""

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["sourcier", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        return int(end.value.code or 0), capsys.readouterr().err

    return run


@pytest.fixture
def refused(told):
    """`refused(address, error, words)`: opening a library there gives this error, and the command one line of it."""

    def check_it(address: str, error: type[SourcierError], words: str, create: bool = False) -> str:
        with pytest.raises(error) as caught:
            Library(address, create=create)
        message = str(caught.value)
        assert words in message
        assert "\n" not in message
        code, said = told("stats", "--library", address)
        assert (code, said) == (error.exit_code, f"sourcier: {message}\n")
        return message

    return check_it


@pytest.fixture
def kept(make_page):
    """`kept(address)`: a library with one article."""

    def make(address: str) -> Library:
        library = Library(address)
        store.add(library.database, [make_page("Le pont rouvre.", address="https://aurore.example/pont")])
        return library

    return make


def test_no_such_file_is_not_made(tmp_path, refused):
    path = tmp_path / "nowhere" / "own.sourcier"
    refused(str(path), InputError, "there is no library here; sourcier add makes one")
    assert list(tmp_path.iterdir()) == []
    Library(str(path)).close()
    assert path.exists()


def test_a_folder_is_no_library(tmp_path, refused):
    refused(str(tmp_path), InputError, "is a folder")
    refused(str(tmp_path), InputError, "is a folder", create=True)


def test_a_folder_that_cannot_be_made(tmp_path, refused):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be made"):
        Library(str(tmp_path / "file" / "in" / "own.sourcier"))


@pytest.mark.parametrize("content", [b"Une lettre.\n" * 500, b"SQLite", b"\x00" * 4096, b"%PDF-1.7\n" + b"x" * 9000])
def test_another_file_stays_as_it_is(tmp_path, refused, content):
    path = tmp_path / "lettre.txt"
    path.write_bytes(content)
    refused(str(path), LibraryError, "is no library")
    refused(str(path), LibraryError, "is no library", create=True)
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["lettre.txt"]


@pytest.mark.parametrize("table", ["notes", "articles", "words", "alembic_version"])
def test_the_database_of_another_program_stays_as_it_is(tmp_path, refused, table):
    path = tmp_path / "autre.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE {table} (version_num TEXT)")
        connection.execute(f"INSERT INTO {table} VALUES ('3f2a')")
    connection.close()
    before = path.read_bytes()
    refused(str(path), LibraryError, "is a database of something else", create=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("table", ["articles", "alembic_version"])
def test_a_server_database_of_another_program_stays_as_it_is(new_postgresql, refused, table):
    address = new_postgresql()
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE {table} (version_num TEXT)"))
        connection.execute(text(f"INSERT INTO {table} VALUES ('3f2a')"))
    refused(address, LibraryError, "is a database of something else", create=True)
    assert inspect(engine).get_table_names() == [table]
    engine.dispose()


def test_a_newer_library_stays_as_it_is(kept, library_address, refused):
    with kept(library_address) as library:
        with library.database.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        refused(library_address, LibraryError, "made by a newer Sourcier; upgrade")
        with library.database.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})
    with Library(library_address) as library:
        assert len(library) == 1


def test_a_library_of_an_older_index_is_indexed_anew(kept, library_address):
    with kept(library_address) as library, library.database.writing() as connection:
        numbers = library.shown()
        word_index.clear(connection)
        younger = (
            "tokens",
            "sessions",
            "users",
            "corrections",
            "dossiers",
            "story_names",
            "story_terms",
            "story_articles",
        )
        for name in (*younger, "stories"):
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with Library(library_address) as library:
        assert library.find("-nothing") == numbers
        assert list(check.check(library.database)) == []


def test_a_file_that_may_not_be_written_is_searched_all_the_same(tmp_path, kept, make_page, monkeypatch, told):
    path = tmp_path / "100 % sûr? #1.sourcier"
    kept(str(path)).close()
    monkeypatch.setattr(connect, "os", SimpleNamespace(access=lambda *_: False, W_OK=os.W_OK))
    before = path.read_bytes()
    with Library(str(path), create=False) as library:
        assert len(library) == 1
        assert library.name == str(path)
        with pytest.raises(LibraryError, match="may not be written") as caught:
            store.add(library.database, [make_page("Autre.", address="https://aurore.example/2")])
        assert str(caught.value).startswith(f"{path}: ")
    code, said = told("search", "--library", str(path), "--save", "pont", "pont")
    assert (code, said.count("\n")) == (1, 1)
    assert path.read_bytes() == before


def test_a_query_only_connection_is_told_in_one_line(kept, tmp_path, make_page):
    with kept(str(tmp_path / "own.sourcier")) as library:
        library.close()
        event.listen(library.database.engine, "connect", lambda c, _: c.execute("PRAGMA query_only = ON"))
        with pytest.raises(LibraryError, match="may not be written"):
            store.add(library.database, [make_page("Autre.", address="https://aurore.example/2")])
        assert len(library) == 1


def test_a_library_that_another_process_keeps_locked(kept, tmp_path, make_page, monkeypatch, told):
    monkeypatch.setattr(connect, "LIBRARY_WAIT_SECONDS", 0.05)
    path = tmp_path / "own.sourcier"
    page = make_page("Autre.", address="https://aurore.example/2")
    with kept(str(path)) as library:
        library.close()
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="another process has kept it locked"):
            store.add(library.database, [page])
        assert len(library) == 1
        code, said = told("search", "--library", str(path), "--save", "pont", "pont")
        assert (code, said.count("\n")) == (1, 1)
        other.execute("ROLLBACK")
        other.close()
        assert store.add(library.database, [page])[0].status == "added"


def test_a_new_library_that_another_process_keeps_locked(tmp_path, monkeypatch, refused):
    monkeypatch.setattr(connect, "LIBRARY_WAIT_SECONDS", 0.05)
    path = tmp_path / "own.sourcier"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN EXCLUSIVE")
    refused(str(path), LibraryError, "another process has kept it locked", create=True)
    other.close()


def test_a_full_disk_costs_nothing_that_was_told(kept, tmp_path, make_page):
    path = tmp_path / "own.sourcier"
    with kept(str(path)) as library:
        library.close()
        pages = path.stat().st_size // 8192
        limit = event.listens_for(library.database.engine, "connect")
        limit(lambda c, _: c.execute(f"PRAGMA max_page_count = {pages + 60}"))
        added = 1
        with pytest.raises(LibraryError, match="the disk is full; free some space") as caught:
            for n in range(1000):
                page = make_page(
                    f"Le numéro {n} est tiré.", address=f"https://aurore.example/{n}", content=os.urandom(9000).hex()
                )
                added += len(store.add(library.database, [page]))
        assert str(caught.value).startswith(f"{path}: ")
        assert len(library) == added > 1
        assert list(check.check(library.database)) == []


@given_server
def test_a_wrong_password_is_told_without_it(postgresql, refused):
    for password in ("wrong-secret", "s@cr/et:m%re ?"):
        address = make_url(postgresql).set(password=password).render_as_string(hide_password=False)
        message = refused(address, LibraryError, "the server refuses this user or password")
        assert password not in message
    message = refused(postgresql.replace("sourcier:", "nobody:"), LibraryError, "refuses this user or password")
    assert make_url(postgresql).password not in message


@given_server
def test_no_password(postgresql, refused, monkeypatch, tmp_path):
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    address = postgresql.replace(f":{make_url(postgresql).password}@", "@")
    refused(address, LibraryError, "the server asks for a password")


def test_no_server_at_the_port(postgresql, refused):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = make_url(postgresql).set(host="127.0.0.1", port=taken.getsockname()[1])
        message = refused(url.render_as_string(hide_password=False), LibraryError, "no server answers there")
    assert url.password not in message


def test_a_host_that_nobody_knows(refused):
    message = refused(f"postgresql://me:{SECRET}@nowhere.invalid/news", LibraryError, "nowhere.invalid")
    assert SECRET not in message


def test_no_such_database(postgresql, refused):
    url = make_url(postgresql).set(database="sourcier_of_nobody")
    message = refused(url.render_as_string(hide_password=False), LibraryError, "there is no such user or database")
    assert url.password not in message


def test_what_answers_is_no_server_of_postgresql(refused):
    def answer() -> None:
        for _ in range(2):
            with server.accept()[0] as connection:
                connection.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, daemon=True).start()
        port = server.getsockname()[1]
        message = refused(f"postgresql://me:{SECRET}@127.0.0.1:{port}/news", LibraryError, "does not answer")
    assert SECRET not in message


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://me:{SECRET}@host/news",
        f"sqlite:///{SECRET}.db",
        f"postgresql://me:{SECRET}@host:port/news",
        f"https://{SECRET}.example/news",
        f"://{SECRET}",
        f"postgresql://me:{SECRET}@[::/news",
    ],
)
def test_an_address_of_another_kind(address, refused):
    message = refused(address, InputError, "")
    assert SECRET not in message


def test_connections_that_the_server_closed_are_made_anew(kept, new_postgresql):
    address = new_postgresql()
    with kept(address) as library:
        with Library(address) as other, other.database.writing() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        assert len(library) == 1


def test_a_connection_that_breaks_is_one_line(kept, new_postgresql):
    with kept(new_postgresql()) as library, pytest.raises(LibraryError) as caught, library.database.reading() as broken:
        broken.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value)
    assert len(library) == 1


def test_tables_are_as_the_schema_says(kept, library_address):
    with kept(library_address) as library, library.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    assert [difference for difference in found if "words" not in repr(difference)] == []


def test_a_library_is_made_once(kept, library_address, monkeypatch):
    kept(library_address).close()
    monkeypatch.setattr(command, "upgrade", lambda *_: pytest.fail("made again"))
    with Library(library_address) as library:
        assert len(library) == 1


def test_a_library_that_many_open_at_once_is_made_once(library_address):
    begin = threading.Barrier(4)
    wrong: list[BaseException] = []

    def make() -> None:
        begin.wait()
        try:
            with Library(library_address) as library:
                assert len(library) == 0
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_making_that_fails_leaves_nothing(library_address, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("sourcier.library.migrate.put", lambda *_: (_ for _ in ()).throw(LibraryError("stopped")))
        with pytest.raises(LibraryError, match="stopped"):
            Library(library_address)
    with Library(library_address) as library:
        assert len(library) == 0
        assert list(check.check(library.database)) == []


def test_the_name_of_a_library_hides_the_password(kept, library_address):
    with kept(library_address) as library:
        assert SECRET not in library.name
        assert library.name.rsplit("/", 1)[1] == library_address.rsplit("/", 1)[1]


def test_a_home_folder_is_understood(kept, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    kept("~/own.sourcier").close()
    assert (tmp_path / "own.sourcier").exists()
