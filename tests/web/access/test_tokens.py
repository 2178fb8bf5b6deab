from __future__ import annotations

import pytest
from sqlalchemy import select

from sourcier import limits
from sourcier.errors import InputError, LibraryError
from sourcier.library.schema import tokens as table
from sourcier.web.access.tokens import Tokens
from sourcier.web.access.users import User, Users


@pytest.fixture
def users(library) -> Users:
    return Users(library.database)


@pytest.fixture
def tokens(library, time) -> Tokens:
    return Tokens(library.database, time.now)


@pytest.fixture
def ana(users) -> User:
    return users.add("Ana", "a ferry and four gulls", "editor")


def test_a_token_is_its_users(tokens, users, ana):
    made, secret = tokens.create(ana, " night import ")
    assert (made.user, made.label, made.used) == ("Ana", "night import", None)
    assert secret.startswith("srcr_") and len(secret) == 48 and len(made.id) == 8
    found = tokens.find(secret)
    assert found is not None and (found[0], found[1].id) == (ana, made.id)
    users.set_role("Ana", "reader")
    assert tokens.find(secret)[0].role == "reader"


def test_only_its_digest_is_kept(tokens, ana, library):
    _, secret = tokens.create(ana, "import")
    with library.database.reading() as connection:
        row = connection.execute(select(table)).one()
    assert secret not in str(row) and secret.removeprefix("srcr_") not in str(row)
    assert tokens.find(row.digest) is None and tokens.find("srcr_" + row.digest[:43]) is None


@pytest.mark.parametrize("secret", ["", "srcr_", "srcr_" + "A" * 43, "srcr_" + "A" * 10**6, "é" * 48, "\ud800"])
def test_anything_else_is_no_token(tokens, ana, secret):
    tokens.create(ana, "import")
    assert tokens.find(secret) is None


def test_the_day_of_its_last_use_is_written_once(tokens, ana, time, monkeypatch):
    _, secret = tokens.create(ana, "import")
    written = []
    writing = tokens._database.writing
    monkeypatch.setattr(tokens._database, "writing", lambda: (written.append(1), writing())[1])
    for _ in range(5):
        assert tokens.find(secret) is not None
    assert (len(written), tokens.all()[0].used) == (1, "2026-03-11")
    time.go(days=1)
    tokens.find(secret)
    assert (len(written), tokens.all()[0].used) == (2, "2026-03-12")


def test_a_library_that_is_locked_refuses_no_token(tokens, ana, monkeypatch):
    _, secret = tokens.create(ana, "import")

    def locked():
        raise LibraryError("locked")

    monkeypatch.setattr(tokens._database, "writing", locked)
    assert tokens.find(secret) is not None


def test_a_revoked_token_is_none(tokens, users, ana):
    bo = users.add("Bo", "a ferry and four gulls", "reader")
    (made, secret), (other, _) = tokens.create(ana, "import"), tokens.create(bo, "desk")
    with pytest.raises(InputError, match="no such token"):
        tokens.revoke(other.id, "Ana")
    tokens.revoke(made.id, "Ana")
    assert tokens.find(secret) is None
    with pytest.raises(InputError, match="no such token"):
        tokens.revoke(made.id)
    tokens.revoke(other.id)
    assert tokens.all() == []


@pytest.mark.parametrize("label", ["", " ", "x" * 101, "a\nb"])
def test_what_is_no_label(tokens, ana, label):
    with pytest.raises(InputError, match="label"):
        tokens.create(ana, label)


def test_nobody_has_tokens_without_end(tokens, ana, monkeypatch):
    monkeypatch.setattr("sourcier.web.access.tokens.TOKENS_EACH", 3)
    assert limits.TOKENS_EACH == 100
    for number in range(3):
        tokens.create(ana, f"machine {number}")
    with pytest.raises(InputError, match="revoke one"):
        tokens.create(ana, "one more")
    assert {token.label for token in tokens.all("Ana")} == {"machine 0", "machine 1", "machine 2"}


def test_who_was_removed_gets_none(tokens, users, ana):
    users.remove("Ana")
    with pytest.raises(InputError, match="no such user"):
        tokens.create(ana, "import")
