"""`sourcier users` and what is below it."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher

from sourcier.cli.main import main
from sourcier.library.library import Library
from sourcier.web.access import passwords
from sourcier.web.access.tokens import Tokens
from sourcier.web.access.users import Users

PASSWORD = "a ferry and four gulls"


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """`run("users", …)`: exit code, output and messages."""
    monkeypatch.setenv("SOURCIER_LIBRARY", str(tmp_path / "own.sourcier"))
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

    def do(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sourcier", "users", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    return do


@pytest.fixture
def add(run):
    def do(name: str, role: str = "admin", password: str = PASSWORD) -> tuple[int, str, str]:
        return run("add", name, "--role", role, "--password-file", "-", stdin=f"{password}\n".encode())

    return do


@pytest.fixture
def users(tmp_path):
    with Library(str(tmp_path / "own.sourcier")) as library:
        yield SimpleNamespace(users=Users(library.database), tokens=Tokens(library.database))


def test_a_first_user_in_a_library_that_is_made_for_it(run, add):
    assert run() == (2, "", run()[2]) and "there is no library here" in run()[2]
    assert add("Ana Roy") == (0, "", "")
    code, out, _ = run()
    assert code == 0 and out.startswith("Ana Roy  admin  since 20")


def test_the_list_for_a_machine(run, add):
    add("Ana")
    add("Bo", "reader")
    run("token", "Bo", "--label", "import")
    told = [json.loads(line) for line in run("--json")[1].splitlines()]
    assert [(user["name"], user["role"], len(user["tokens"])) for user in told] == [
        ("Ana", "admin", 0),
        ("Bo", "reader", 1),
    ]
    assert set(told[1]["tokens"][0]) == {"id", "label", "added", "used"}


def test_no_users(run, users):
    assert run() == (0, "", "no users; sourcier users add NAME --role admin adds one\n")
    assert run("--json") == (0, "", "")


def test_a_password_from_a_file(run, tmp_path, users):
    file = tmp_path / "password"
    file.write_bytes(f"{PASSWORD}\r\nanother line\n".encode())
    assert run("add", "Ana", "--role", "admin", "--password-file", str(file))[0] == 0
    assert users.users.check("Ana", PASSWORD) is not None


def test_a_password_is_asked_for_twice(run, monkeypatch, users):
    asked = iter([PASSWORD, "something else", PASSWORD, PASSWORD])
    prompts = []

    def hidden(prompt: str = "") -> str:
        prompts.append(prompt)
        return next(asked)

    monkeypatch.setattr("click.termui.hidden_prompt_func", hidden)
    code, out, err = run("add", "Ana", "--role", "admin")
    assert (code, out, len(prompts)) == (0, "", 4)
    assert PASSWORD not in err
    assert users.users.check("Ana", PASSWORD) is not None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "its first line is empty"),
        (b"\n\n", "its first line is empty"),
        (b"short\n", "at least 12 characters"),
        (b"x" * 2_000, "at most 1,024 bytes"),
        (b"\xff" * 20, "no text in UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_file_without_a_password(run, tmp_path, content, said):
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    code, out, err = run("add", "Ana", "--role", "admin", "--password-file", str(file))
    assert (code, out, err.count("\n")) == (2, "", 1) and said in err


def test_another_password(run, add, users):
    add("Ana")
    assert run("password", "ana", "--password-file", "-", stdin=b"another ferry, no gulls") == (0, "", "")
    assert users.users.check("Ana", PASSWORD) is None
    assert users.users.check("Ana", "another ferry, no gulls") is not None


def test_another_role_and_removal(run, add, users):
    add("Ana")
    add("Bo", "reader")
    assert run("role", "Bo", "editor") == (0, "", "")
    assert users.users.find("Bo").role == "editor"
    assert run("remove", "BO") == (0, "", "")
    assert [user.name for user in users.users.all()] == ["Ana"]


def test_a_token_is_printed_once(run, add, users):
    add("Ana")
    code, out, err = run("token", "Ana", "--label", "night import")
    secret = out.strip()
    assert code == 0 and users.tokens.find(secret)[0].name == "Ana"
    token = users.tokens.all()[0]
    assert f"sourcier users revoke {token.id}" in err and secret not in err
    listed = run()[1]
    assert f"token {token.id}  night import" in listed and secret not in listed
    assert run("revoke", token.id) == (0, "", "")
    assert users.tokens.find(secret) is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("remove", "Bo"), "no such user"),
        (("remove", "Ana"), "last admin"),
        (("role", "Ana", "reader"), "last admin"),
        (("role", "Ana", "king"), "is no role; give reader, editor, admin"),
        (("role", "Bo", "reader"), "no such user"),
        (("password", "Bo"), "no such user"),
        (("token", "Bo", "--label", "x"), "no such user"),
        (("token", "Ana", "--label", ""), "label"),
        (("token", "Ana"), "--label"),
        (("revoke", "00000000"), "no such token"),
        (("add", "Cy"), "--role"),
        (("unknown",), "unknown"),
    ],
)
def test_mistakes_are_one_line(run, add, arguments, said):
    add("Ana")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "") and said in err and "Traceback" not in err


def test_a_name_is_taken_once(add):
    assert add("Ana")[0] == 0
    code, _, err = add("ANA", "reader")
    assert code == 2 and "already" in err


def test_the_library_is_named_before_or_behind_the_command(run, tmp_path):
    other = str(tmp_path / "other.sourcier")
    given = ("--role", "admin", "--password-file", "-")
    assert run("--library", other, "add", "Ana", *given, stdin=PASSWORD.encode())[0] == 0
    assert run("add", "Bo", *given, "--library", other, stdin=PASSWORD.encode())[0] == 0
    assert [line.partition(" ")[0] for line in run("--library", other)[1].splitlines()] == ["Ana", "Bo"]
