from __future__ import annotations

import pytest

from sourcier.errors import InputError
from sourcier.web.access.guard import check_address
from sourcier.web.access.hosts import Hosts, is_loopback
from sourcier.web.access.users import Users

LOOPBACK = ("localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.1.2.3", "::1", "[::1]")
ELSEWHERE = ("", "0.0.0.0", "::", "192.0.2.1", "localhost.example", "127.0.0.1.example", "news.example", "127.1", "::2")


@pytest.mark.parametrize("host", LOOPBACK)
def test_the_loopback(host, sqlite_library):
    assert is_loopback(host)
    check_address(host, Users(sqlite_library.database))


@pytest.mark.parametrize("host", ELSEWHERE)
def test_other_addresses_need_an_admin(host, sqlite_library):
    assert not is_loopback(host)
    users = Users(sqlite_library.database)
    with pytest.raises(InputError, match="sourcier users add NAME --role admin") as refused:
        check_address(host, users)
    assert refused.value.exit_code == 2
    users.add("Bo", "a ferry and four gulls", "editor")
    with pytest.raises(InputError):
        check_address(host, users)
    users.add("Ana", "a ferry and four gulls", "admin")
    check_address(host, users)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        *((name, True) for name in LOOPBACK if name != "::1"),
        ("localhost:8000", True),
        ("127.0.0.1:1", True),
        ("[::1]:8000", True),
        ("desk.example", True),
        ("DESK.example:8000", True),
        (None, False),
        ("", False),
        (":8000", False),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("localhost:8000.evil.example", False),
        ("localhost@evil.example", False),
        ("evil.example/localhost", False),
        ("localhost:80:80", False),
        ("localhost\n:80", False),
        ("0.0.0.0", False),
    ],
)
def test_what_an_open_server_answers_to(header, expected):
    assert Hosts(["Desk.example"]).answers(header) is expected
