"""A backup is one whole state of a library, is a library itself, and costs nobody a file."""

from __future__ import annotations

import resource
import shutil
import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from sourcier.errors import InputError, LibraryError
from sourcier.library import check, feeds, searches, store
from sourcier.library.backup import backup
from sourcier.library.library import Library
from sourcier.library.schema import metadata
from sourcier.sources.items import SetAside

DAY = date(2031, 3, 12)


@pytest.fixture
def fill(make_page):
    """`fill(library)`: something in every table."""

    def do(library: Library) -> Library:
        event_ = ("reopening", "scheduled", "Le pont rouvre", "2031-03-15")
        pages = [
            make_page(
                f"Le pont rouvre pour la {n}e fois.", address=f"https://aurore.example/{n}", published=f"2031-03-0{n}",
                events=[event_], content=f"<p>{n}</p>", fetched="2031-03-09T07:00:00Z",
            )
            for n in (1, 2, 3)
        ]  # fmt: skip
        searches.begin(library.database)
        store.add(library.database, [*pages, SetAside("logo.png", "is a picture", "skipped")])
        feeds.follow(library.database, ["https://aurore.example/feed"])
        searches.save(library.database, "pont", "pont")
        searches.fire(library.database, DAY, pytest.fail)
        return library

    return do


@pytest.fixture
def original(library, fill):
    return fill(library)


def rows(library) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with library.database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def is_same(library, copy, exported) -> bool:
    assert list(check.check(copy.database)) == []
    assert rows(copy) == rows(library)
    for query in ("pont", "event:reopening happens:2031-03-15", "-pont"):
        assert copy.find(query, today=DAY) == library.find(query, today=DAY)
    return exported(copy) == exported(library)


def test_a_backup_is_the_same_library(original, exported, tmp_path):
    target = tmp_path / "copie.sourcier"
    for _ in range(2):  # the second replaces the first
        backup(original.database, str(target))
        with Library(str(target), create=False) as copy:
            assert is_same(original, copy, exported)
        assert [path.name for path in tmp_path.glob("*copie*")] == [target.name]
        assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_backup_goes_from_one_kind_to_the_other_and_back(original, exported, tmp_path, new_postgresql):
    server, file = new_postgresql(), str(tmp_path / "copie.sourcier")
    backup(original.database, server)
    with Library(server, create=False) as copy:
        assert is_same(original, copy, exported)
        backup(copy.database, file)
    with Library(file, create=False) as copy:
        assert is_same(original, copy, exported)
        assert store.add(copy.database, [])[:] == []


def test_a_copy_takes_more_pages_in(original, make_page, tmp_path):
    target = str(tmp_path / "copie.sourcier")
    backup(original.database, target)
    with Library(target) as copy:
        page = make_page("La digue tient.", address="https://aurore.example/4")
        assert store.add(copy.database, [page])[0].status == "added"
        assert (len(copy), len(original)) == (4, 3)


def test_a_backup_while_another_adds_is_a_state_that_was(library, make_page, tmp_path):
    stop, target = threading.Event(), str(tmp_path / "copie.sourcier")
    added: list[int] = []

    def go_on_adding() -> None:
        while not stop.is_set() and len(added) < 500:
            n = len(added)
            pages = [
                make_page(f"Le lot {n} vient, page {k}.", address=f"https://aurore.example/{n}/{k}") for k in range(3)
            ]
            store.add(library.database, pages)
            added.append(n)

    thread = threading.Thread(target=go_on_adding)
    thread.start()
    try:
        while not added:
            stop.wait(0.01)
        for _ in range(3):
            before = len(added)
            backup(library.database, target)
            after = len(added) + 1
            with Library(target, create=False) as copy:
                assert 3 * before <= len(copy) <= 3 * after
                assert len(copy) % 3 == 0
                assert list(check.check(copy.database)) == []
    finally:
        stop.set()
        thread.join()
    assert list(check.check(library.database)) == []


@pytest.mark.parametrize("kind", ["text", "empty", "database", "library", "folder"])
def test_a_file_that_is_no_backup_of_this_library_stays(original, tmp_path, kind):
    target = tmp_path / "autre"
    if kind == "folder":
        target.mkdir()
        (target / "lettre.txt").write_text("Cher ami")
    elif kind == "database":
        with sqlite3.connect(target) as connection:
            connection.execute("CREATE TABLE notes (a TEXT)")
        connection.close()
    elif kind == "library":
        Library(str(target)).close()
    else:
        target.write_text("Cher ami" if kind == "text" else "")
    before = target.read_bytes() if target.is_file() else None
    with pytest.raises(InputError) as caught:
        backup(original.database, str(target))
    assert str(target) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (target.read_bytes() if target.is_file() else None) == before
    assert sorted(path.name for path in tmp_path.iterdir() if "autre" in path.name) == ["autre"]


@pytest.mark.parametrize("spelling", ["same", "relative", "link"])
def test_the_library_itself_is_refused(sqlite_library, fill, tmp_path, monkeypatch, spelling):
    fill(sqlite_library)
    target = tmp_path / "own.sourcier"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lien").symlink_to(target)
    spelled = {"same": str(target), "relative": "./own.sourcier", "link": "lien"}[spelling]
    with pytest.raises(InputError, match="is the library itself"):
        backup(sqlite_library.database, spelled)
    assert list(check.check(sqlite_library.database)) == []
    assert len(sqlite_library) == 3


def test_a_database_that_holds_a_library_is_refused(original, new_postgresql, fill):
    target = new_postgresql()
    with fill(Library(target)) as other:
        before = rows(other)
        with pytest.raises(InputError, match="holds a library already; give an empty database"):
            backup(original.database, target)
        assert rows(other) == before


def test_a_database_of_which_only_searches_are_kept_loses_none(original, new_postgresql):
    target = new_postgresql()
    with Library(target) as other:
        searches.save(other.database, "digue", "digue")
        with pytest.raises(InputError, match="give an empty database"):
            backup(original.database, target)
        assert [saved.name for saved in searches.all_saved(other.database)] == ["digue"]


def test_the_database_of_the_library_itself_is_refused(new_postgresql, fill):
    address = new_postgresql()
    with fill(Library(address)) as own:
        with pytest.raises(InputError):
            backup(own.database, address)
        assert len(own) == 3


def test_a_folder_that_is_not_there(original, tmp_path):
    with pytest.raises((InputError, LibraryError)) as caught:
        backup(original.database, str(tmp_path / "nulle" / "part.sourcier"))
    assert "nulle" in str(caught.value)


@pytest.fixture
def breaks(monkeypatch):
    """`breaks(place)`: let a backup fail there."""

    def do(place: str) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(
            {"fsync": "sourcier.library.backup.os.fsync", "replace": "pathlib.Path.replace"}[place], full
        )

    return do


@pytest.mark.parametrize("place", ["fsync", "replace"])
def test_an_older_backup_outlives_one_that_fails(original, exported, tmp_path, breaks, make_page, place, monkeypatch):
    target = tmp_path / "copie.sourcier"
    backup(original.database, str(target))
    with Library(str(target), create=False) as copy:
        before = exported(copy)
    store.add(original.database, [make_page("La digue tient.", address="https://aurore.example/4")])
    breaks(place)
    with pytest.raises(LibraryError) as caught:
        backup(original.database, str(target))
    assert str(target) in str(caught.value)
    monkeypatch.undo()
    with Library(str(target), create=False) as copy:
        assert exported(copy) == before
    assert [path.name for path in tmp_path.glob("*copie*")] == [target.name]
    assert [path.name for path in tmp_path.glob(".*")] == []
    backup(original.database, str(target))
    with Library(str(target), create=False) as copy:
        assert is_same(original, copy, exported)


def test_a_copy_into_a_database_that_fails_leaves_it_empty(original, exported, new_postgresql, monkeypatch):
    target = new_postgresql()
    with monkeypatch.context() as patched:
        patched.setattr(
            "sourcier.library.backup.store.reindex", lambda _: (_ for _ in ()).throw(LibraryError("stopped"))
        )
        with pytest.raises(LibraryError, match="stopped"):
            backup(original.database, target)
    backup(original.database, target)
    with Library(target, create=False) as copy:
        assert is_same(original, copy, exported)


def test_a_full_disk_is_told_of_the_target(original, tmp_path):
    target = tmp_path / "copie.sourcier"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    try:
        with pytest.raises(LibraryError) as caught:
            backup(original.database, str(target))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(target) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir() if "copie" in path.name] == []


def test_a_place_that_may_not_be_written_is_told_by_its_name(original):
    with pytest.raises((InputError, LibraryError)) as caught:
        backup(original.database, "/proc/copie.sourcier")
    assert "/proc/copie.sourcier" in str(caught.value)


def test_what_an_older_backup_left_in_its_log_does_not_get_into_the_new(original, exported, tmp_path, make_page):
    """A process that had the backup open was killed: beside it lies a write-ahead log that is no part of the new."""
    target, log = tmp_path / "copie.sourcier", tmp_path / "copie.sourcier-wal"
    backup(original.database, str(target))
    with Library(str(target)) as copy:
        store.add(copy.database, [make_page("La digue tient.", address="https://aurore.example/4")])
        for path in (target, log):
            shutil.copy(path, f"{path}.kept")
    for path in (target, log):
        Path(f"{path}.kept").replace(path)
    assert log.stat().st_size
    backup(original.database, str(target))
    with Library(str(target), create=False) as copy:
        assert is_same(original, copy, exported)


def test_a_backup_that_is_in_use_is_replaced_whole_or_refused(original, exported, tmp_path, make_page):
    target = tmp_path / "copie.sourcier"
    backup(original.database, str(target))
    with Library(str(target)) as copy:
        store.add(copy.database, [make_page("La digue tient.", address="https://aurore.example/4")])
        try:
            backup(original.database, str(target))
        except (InputError, LibraryError):
            assert len(copy) == 4
            return
    with Library(str(target), create=False) as copy:
        assert is_same(original, copy, exported)
