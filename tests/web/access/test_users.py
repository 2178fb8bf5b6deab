from __future__ import annotations

import pytest
from argon2 import PasswordHasher, Type
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sourcier.errors import InputError
from sourcier.library.schema import users as table
from sourcier.web.access import passwords
from sourcier.web.access.sessions import Sessions
from sourcier.web.access.tokens import Tokens
from sourcier.web.access.users import Users, folded

GOOD = "a ferry and four gulls"


@pytest.fixture
def users(library) -> Users:
    return Users(library.database)


def kept(users: Users, name: str) -> str:
    with users._database.reading() as connection:
        return str(connection.scalar(select(table.c.password).where(table.c.name == name)))


def test_a_user_is_known_by_name_and_password(users):
    users.add("Ana Roy", GOOD, "editor")
    user = users.check("Ana Roy", GOOD)
    assert user is not None and (user.name, user.role) == ("Ana Roy", "editor")
    assert users.check("Ana Roy", GOOD + "!") is None
    assert users.check("Bo", GOOD) is None


@pytest.mark.parametrize("spelt", ["anaïs", "ANAÏS", " Anaïs ", "Anaı̈s".replace("ı", "i"), "Ａnaïs"])
def test_a_name_is_one_in_all_its_spellings(users, spelt):
    users.add("Anaïs", GOOD, "reader")
    assert users.check(spelt, GOOD) is not None
    with pytest.raises(InputError, match="already"):
        users.add(spelt, GOOD, "reader")


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 65, "a\nb", "a\x1b[31m", "\u202eana", "a\0b", "\ud800", "\u3164\u200b"]
)
def test_what_is_no_name(users, name):
    with pytest.raises(InputError, match="name"):
        users.add(name, GOOD, "reader")


@pytest.mark.parametrize("password", ["", "x" * 11, "é" * 513, "x" * 1_025, "\ud800" * 12])
def test_what_is_no_password(users, password):
    with pytest.raises(InputError, match="password") as refused:
        users.add("Ana", password, "reader")
    assert not password or password not in str(refused.value)
    assert users.all() == []


def test_a_password_of_the_longest_length(users):
    users.add("Ana", "é" * 512, "reader")
    assert users.check("Ana", "é" * 512) is not None
    assert users.check("Ana", "é" * 512 + "x") is None
    assert users.check("Ana", "x" * 10_000_000) is None
    assert users.check("Ana", "\ud800" * 12) is None


def test_an_accent_may_be_typed_in_two_ways(users):
    users.add("Ana", "la réouverture du pont", "reader")
    assert users.check("Ana", "la re\u0301ouverture du pont") is not None


def test_passwords_are_hashed_as_the_library_recommends(users, monkeypatch):
    recommended = PasswordHasher()
    assert recommended.type is Type.ID
    users.add("Ana", GOOD, "reader")
    old = kept(users, "Ana")
    assert old.startswith("$argon2id$") and GOOD not in old
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert users.check("Ana", "a wrong password") is None
    assert kept(users, "Ana") == old
    assert users.check("Ana", GOOD) is not None
    assert "m=16,t=2" in kept(users, "Ana")
    assert users.check("Ana", GOOD) is not None


def test_an_unknown_name_takes_the_same_work(users, monkeypatch):
    done: list[str] = []

    class Counting:
        def hash(self, password: bytes) -> str:
            done.append("hash")
            return "hash"

        def verify(self, kept: str, password: bytes) -> bool:
            done.append("verify")
            return False

    users.add("Ana", GOOD, "reader")
    monkeypatch.setattr(passwords, "_HASHER", Counting())
    for name in ("Ana", "Bo", "x" * 1_000, ""):
        for password in (GOOD, "", "x" * 2_000):
            done.clear()
            assert users.check(name, password) is None
            assert len(done) == 1


def test_a_damaged_hash_is_no_password(users):
    users.add("Ana", GOOD, "reader")
    with users._database.writing() as connection:
        connection.execute(table.update().values(password="damaged"))
    assert users.check("Ana", GOOD) is None


def test_the_last_admin_stays(users):
    users.add("Ana", GOOD, "admin")
    users.add("Bo", GOOD, "editor")
    for change in (lambda: users.remove("ana"), lambda: users.set_role("ANA", "reader")):
        with pytest.raises(InputError, match="last admin"):
            change()
    users.set_role("Ana", "admin")
    users.set_role("Bo", "admin")
    users.remove("Ana")
    assert [(user.name, user.role) for user in users.all()] == [("Bo", "admin")]


def test_mistakes_are_told(users):
    users.add("Ana", GOOD, "admin")
    for mistake in (
        lambda: users.remove("Bo"),
        lambda: users.set_role("Bo", "reader"),
        lambda: users.set_role("Ana", "king"),
        lambda: users.add("Bo", GOOD, ""),
        lambda: users.set_password("Bo", GOOD),
        lambda: users.set_password("Ana", "short"),
    ):
        with pytest.raises(InputError):
            mistake()


def test_another_password_ends_sessions_and_removal_all(users, library):
    sessions, tokens = Sessions(library.database), Tokens(library.database)
    users.add("Ana", GOOD, "admin")
    bo = users.add("Bo", GOOD, "reader")
    ana_in, bo_in = sessions.begin("Ana"), sessions.begin("Bo")
    _, secret = tokens.create(bo, "import")
    users.set_password("bo", "another ferry, no gulls")
    assert sessions.find(bo_in) is None and sessions.find(ana_in) is not None
    assert users.check("Bo", GOOD) is None and users.check("Bo", "another ferry, no gulls") is not None
    assert tokens.find(secret) is not None
    again = sessions.begin("Bo")
    users.remove("Bo")
    assert sessions.find(again) is None and tokens.find(secret) is None
    users.add("Bo", GOOD, "reader")
    assert sessions.find(again) is None and tokens.find(secret) is None


@given(st.text())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_folding_twice_changes_nothing(name):
    assert folded(folded(name)) == folded(name)
