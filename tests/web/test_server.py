"""The server as a process: where it listens, how it ends, what it refuses in one line."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import httpx
import pytest

from sourcier.cli.main import main
from sourcier.library.library import Library
from sourcier.web.access.users import Users

PASSWORD = "an invented passphrase"


@contextmanager
def started(*options):
    """A server, and the line that it greets with."""
    command = [sys.executable, "-m", "sourcier.cli.main", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, process.stdout.readline()
        finally:
            process.kill()


@pytest.fixture
def told(capsys, monkeypatch):
    """`told("serve", …)`: exit code and messages of a command."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["sourcier", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        return int(end.value.code or 0), capsys.readouterr().err

    return run


@pytest.fixture
def path(tmp_path):
    name = str(tmp_path / "news.sourcier")
    Library(name).close()
    return name


def test_it_serves_until_it_is_interrupted(path):
    with started("--library", path) as (process, line):
        address = re.search(r"http://localhost:\d+/", line)
        assert address, process.stderr.read()
        assert line.startswith(f"{path}: 0 articles at ")
        answer = httpx.get(address[0])
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers
        process.send_signal(signal.SIGINT)
        process.wait(20)
        assert process.stderr.read().strip() == ""


def test_a_port_that_is_taken_is_told_in_one_line(path, told):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, said = told("serve", "--library", path, "--port", port)
    assert (code, said.count("\n")) == (2, 1)
    assert f"127.0.0.1:{port}: cannot be listened on" in said


@pytest.mark.parametrize("options", [["--host", "0.0.0.0"], ["--host", "::"], ["--behind-proxy"]])
def test_without_users_nobody_else_can_reach_it(path, told, options):
    code, said = told("serve", "--library", path, "--port", "0", *options)
    assert (code, said.count("\n")) == (2, 1)
    assert "sourcier users add NAME --role admin" in said


def test_behind_a_proxy_users_log_in(path):
    with Library(path) as library:
        Users(library.database).add("nina", PASSWORD, "admin")
    with started("--library", path, "--behind-proxy") as (process, line):
        address = re.search(r"http://localhost:\d+/", line)
        assert address, process.stderr.read()
        forwarded = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9", "host": "desk.example"}
        answer = httpx.get(address[0], headers=forwarded)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
        fields = {"name": "nina", "password": PASSWORD, "next": "/"}
        origin = {"origin": "https://desk.example"}
        answer = httpx.post(f"{address[0]}login", data=fields, headers={**forwarded, **origin})
        assert answer.status_code == 303
        assert answer.headers["set-cookie"].startswith("__Host-sourcier=")
