from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from sourcier.errors import InputError, LibraryError
from sourcier.library.schema import sessions as table
from sourcier.web.access.sessions import Sessions
from sourcier.web.access.users import Users


@pytest.fixture
def sessions(library, time) -> Sessions:
    Users(library.database).add("Ana", "a ferry and four gulls", "admin")
    return Sessions(library.database, time.now)


def test_an_id_is_random_and_kept_nowhere(sessions, library):
    ids = {sessions.begin("Ana") for _ in range(20)}
    assert len(ids) == 20 and all(len(chosen) == 43 for chosen in ids)  # 256 bits
    with library.database.reading() as connection:
        rows = str(connection.execute(select(table)).all())
    assert not any(chosen in rows for chosen in ids)


def test_it_is_found_until_it_ends(sessions):
    chosen = sessions.begin("Ana")
    found = sessions.find(chosen)
    assert found is not None and (found.user.name, found.user.role) == ("Ana", "admin")
    assert sessions.find(found.digest) is None  # what the library keeps lets nobody in
    sessions.end(found.digest)
    assert sessions.find(chosen) is None


@pytest.mark.parametrize("chosen", ["", "x", "\ud800", "x" * 100_000, "' OR 1=1 --"])
def test_anything_else_is_no_session(sessions, chosen):
    sessions.begin("Ana")
    assert sessions.find(chosen) is None


def test_use_lets_it_last_up_to_an_end(sessions, time):
    used, idle = sessions.begin("Ana"), sessions.begin("Ana")
    for _ in range(8):
        time.go(days=11)
        assert sessions.find(used) is not None
    assert sessions.find(idle) is None
    time.go(days=1, hours=23)
    assert sessions.find(used) is not None
    time.go(hours=1)
    assert sessions.find(used) is None


def test_the_last_moment_without_use(sessions, time):
    chosen = sessions.begin("Ana")
    time.go(days=13, hours=23, minutes=59)
    late = sessions.begin("Ana")
    assert sessions.find(chosen) is not None
    time.go(days=14)
    assert sessions.find(late) is None


def test_it_is_written_once_a_day(sessions, time, monkeypatch):
    written = []
    writing = sessions._database.writing
    chosen = sessions.begin("Ana")
    monkeypatch.setattr(sessions._database, "writing", lambda: (written.append(1), writing())[1])
    for _ in range(24):
        time.go(hours=1)
        assert sessions.find(chosen) is not None
    assert len(written) == 1


def test_a_library_that_is_locked_ends_no_session(sessions, time, monkeypatch):
    chosen = sessions.begin("Ana")
    time.go(days=3)

    def locked():
        raise LibraryError("locked")

    monkeypatch.setattr(sessions._database, "writing", locked)
    assert sessions.find(chosen) is not None


def test_what_has_ended_is_cleared(sessions, time, library):
    for _ in range(5):
        sessions.begin("Ana")
    time.go(days=15)
    sessions.begin("Ana")
    with library.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(table)) == 1


def test_nobody_has_no_session(sessions, library):
    with pytest.raises(InputError, match="no such user"):
        sessions.begin("Bo")
    with library.database.writing() as connection:
        connection.execute(text("DELETE FROM users"))
