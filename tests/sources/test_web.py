"""Fetching: within limits, and never from a private network unless allowed."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from sourcier.errors import FetchError
from sourcier.settings import Settings
from sourcier.sources import capture, web
from sourcier.sources.guard import is_public

ALLOWED = Settings(private_addresses=True)

asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked.append(self.path)
        answers = {"/page": (200, "text/html", b"<p>Bonjour</p>"), "/image": (200, "image/png", b"x")}
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("location", "/loop")
            self.end_headers()
            return
        status, kind, content = answers.get(self.path, (404, "text/html", b""))
        self.send_response(status)
        self.send_header("content-type", kind)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(autouse=True)
def own_pace():
    """Each test is the first to ask: none waits for another."""
    web._fetcher.cache_clear()


@pytest.fixture(scope="module")
def server():
    served = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()


def test_a_page_is_fetched_where_private_addresses_are_allowed(server):
    got = capture(f"{server}/page", settings=ALLOWED)
    assert got.content == b"<p>Bonjour</p>"
    assert got.address == f"{server}/page"


def test_robots_txt_is_not_asked_where_a_person_wants_one_page(server):
    asked.clear()
    capture(f"{server}/page", settings=ALLOWED)
    assert asked == ["/page"]


def test_a_page_knows_when_it_was_fetched(server):
    fetched = capture(f"{server}/page", settings=ALLOWED).fetched
    assert fetched is not None
    assert fetched.tzinfo is not None


def test_a_private_address_is_refused(server):
    with pytest.raises(FetchError, match="private network"):
        capture(f"{server}/page", settings=Settings())


@pytest.mark.parametrize(("path", "words"), [("/gone", "404"), ("/image", "not a page"), ("/loop", "redirects")])
def test_what_is_no_page_says_so(server, path, words):
    with pytest.raises(FetchError, match=words):
        capture(server + path, settings=ALLOWED)


@pytest.mark.parametrize(
    "number", ["10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::a9fe:a9fe", "224.0.0.1"]
)
def test_addresses_that_are_not_public(number):
    assert not is_public(number)
