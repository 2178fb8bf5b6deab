"""Fetching from servers that do not mean well, or not do well."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from itertools import count

import brotli
import pytest

from sourcier.errors import FetchError, FetchLater, FetchRefused, LimitExceeded
from sourcier.settings import Settings
from sourcier.sources import encodings, fetch
from sourcier.sources.fetch import Fetcher
from sourcier.sources.guard import GuardedTransport

HTML = {"content-type": "text/html; charset=utf-8"}
PAGE = b"<p>Bonjour</p>"
ALLOWED = Settings(private_addresses=True)


def raw(*parts: bytes):
    """A page that sends these bytes and nothing else, then closes."""

    def page(handler) -> None:
        for part in parts:
            handler.wfile.write(part)

    return page


class Net:
    """Name -> the numbers it has, one answer after the other; numbers lead to a server of this machine."""

    def __init__(self, port: int, **names: list[str]) -> None:
        self.names = {name.replace("_", "."): iter(numbers) for name, numbers in names.items()}
        self.port = port
        self.dialled: list[str] = []

    def resolve(self, host, port, **_):
        number = next(self.names[host]) if host in self.names else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    def dial(self, family, target, seconds):
        self.dialled.append(target[0])
        return socket.create_connection(("127.0.0.1", self.port), 5)

    def fetcher(self, clock) -> Fetcher:
        transport = GuardedTransport(Settings(), resolve=self.resolve, dial=self.dial)
        return Fetcher(Settings(), transport=transport, clock=clock, sleep=clock.sleep, now=clock.now)


PUBLIC = "93.184.215.14"


@pytest.mark.parametrize("polite", [True, False])
@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data/", "http://127.0.0.1/", "http://2130706433/", "http://[::1]/",
     "http://inside.example/", "//10.0.0.1/"],
)  # fmt: skip
def test_a_public_page_that_redirects_to_a_private_one(site, clock, target, polite):
    net = Net(site.port, news_example=[PUBLIC] * 9, inside_example=["192.168.1.1"] * 9)
    site.pages["/"] = (302, {"location": target}, b"")
    with net.fetcher(clock) as fetcher, pytest.raises(FetchRefused, match="private network"):
        fetcher.get("http://news.example/", polite=polite)
    assert set(net.dialled) == {PUBLIC}
    assert site.paths[-1] == "/"


def test_a_name_server_that_changes_its_mind(site, clock):
    """The second answer is private: the first connection is kept or none is made, and neither goes there."""
    net = Net(site.port, rebinding_example=[PUBLIC, "127.0.0.1", "127.0.0.1"])
    site.pages["/"] = (200, {**HTML, "connection": "close"}, PAGE)
    with net.fetcher(clock) as fetcher:
        fetcher.get("http://rebinding.example/", polite=False)
        with pytest.raises(FetchRefused):
            fetcher.get("http://rebinding.example/", polite=False)
    assert net.dialled == [PUBLIC]


def test_the_server_is_told_the_name(site, clock):
    net = Net(site.port, news_example=[PUBLIC])
    site.pages["/"] = PAGE
    with net.fetcher(clock) as fetcher:
        fetcher.get("http://NEWS.example./", polite=False)
    assert site.asked[0][1]["host"] == "news.example"


def packed(kind: str, content: bytes) -> bytes:
    bare = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return {
        "gzip": lambda: gzip.compress(content),
        "members": lambda: gzip.compress(content[:5]) + gzip.compress(content[5:]) + b"\0" * 20,
        "deflate": lambda: zlib.compress(content),
        "bare": lambda: bare.compress(content) + bare.flush(),
        "br": lambda: brotli.compress(content),
    }[kind]()


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [("gzip", "gzip"), ("gzip", "x-gzip"), ("gzip", "GZIP"), ("members", "gzip"), ("deflate", "deflate"),
     ("bare", "deflate"), ("br", "br"), ("gzip", "identity, gzip")],
)  # fmt: skip
def test_what_is_packed_is_unpacked(fetcher, site, kind, encoding):
    content = b"<p>Bonjour, la mairie rouvre demain.</p>" * 2_000
    site.pages["/"] = (200, {**HTML, "content-encoding": encoding}, packed(kind, content))
    answer = fetcher.get(f"{site.address}/", polite=False)
    assert answer.capture is not None
    assert answer.capture.content == content


@pytest.mark.parametrize("kind", ["gzip", "deflate", "bare", "br"])
def test_a_bomb_is_stopped_while_it_unpacks(fetcher, site, kind, monkeypatch):
    """Twenty megabytes of nothing; no more than the limit and a piece are ever unpacked."""
    given = []

    def counted(chunks, encoding):
        for piece in encodings.unpacked(chunks, encoding):
            given.append(len(piece))
            yield piece

    monkeypatch.setattr(fetch, "unpacked", counted)
    encoding = "deflate" if kind == "bare" else kind
    site.pages["/"] = (200, {**HTML, "content-encoding": encoding}, packed(kind, bytes(20_000_000)))
    with pytest.raises(LimitExceeded, match="more than 100,000 bytes"):
        fetcher.get(f"{site.address}/", polite=False)
    assert sum(given) <= 100_000 + 2 * encodings.PIECE


@pytest.mark.parametrize("times", [2, 3])
def test_a_bomb_within_a_bomb(fetcher, site, times):
    content = bytes(10_000_000)
    for _ in range(times):
        content = gzip.compress(content)
    site.pages["/"] = (200, {**HTML, "content-encoding": ", ".join(["gzip"] * times)}, content)
    with pytest.raises(LimitExceeded if times == 2 else FetchError):
        fetcher.get(f"{site.address}/", polite=False)


def test_what_unpacks_to_nothing_is_bounded_too(fetcher, site):
    site.pages["/"] = (200, {**HTML, "content-encoding": "gzip"}, gzip.compress(b"") * 10_000)
    with pytest.raises(LimitExceeded):
        fetcher.get(f"{site.address}/", polite=False)


@pytest.mark.parametrize(
    ("encoding", "content"),
    [("gzip", b"not gzip"), ("gzip", gzip.compress(PAGE * 99)[:-9]), ("br", b"\xff\xff\xff not"), ("zstd", PAGE),
     ("br", brotli.compress(PAGE * 99)[:-3]), ("deflate", zlib.compress(PAGE * 99)[:-6]), ("deflate", b"\xff\xff"),
     ("x" * 300, PAGE)],
)  # fmt: skip
def test_damaged_packing(fetcher, site, encoding, content):
    site.pages["/"] = (200, {**HTML, "content-encoding": encoding}, content)
    with pytest.raises(FetchError, match=r"damaged|cut short|packed as"):
        fetcher.get(f"{site.address}/", polite=False)


def test_a_body_without_end(fetcher, site):
    def page(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
        while True:
            handler.wfile.write(b"x" * 10_000)

    site.pages["/"] = page
    with pytest.raises(LimitExceeded):
        fetcher.get(f"{site.address}/", polite=False)


def test_a_body_that_says_that_it_is_too_large(fetcher, site):
    site.pages["/"] = raw(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 999999999999\r\n\r\n")
    with pytest.raises(LimitExceeded):
        fetcher.get(f"{site.address}/", polite=False)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"",
    ],
)
def test_a_byte_now_and_then_is_too_slow_as_a_whole(site, clock, head):
    """Every byte comes well within the time; the whole does not."""
    stop = threading.Event()

    def page(handler) -> None:
        handler.wfile.write(head)
        while not stop.wait(0.02):
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" if b"100" in head else b"a")
            handler.wfile.flush()

    site.pages["/"] = page
    with (
        Fetcher(ALLOWED, clock=clock, sleep=clock.sleep, seconds=0.25) as fetcher,
        pytest.raises(FetchLater, match=r"within 0\.25 seconds"),
    ):
        fetcher.get(f"{site.address}/", polite=False)
    stop.set()


def test_redirects_share_the_time(site, clock):
    stop = threading.Event()

    def page(handler) -> None:
        stop.wait(0.2)
        handler.wfile.write(b"HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n")

    site.pages["/"] = page
    with Fetcher(ALLOWED, clock=clock, sleep=clock.sleep, seconds=0.5) as fetcher, pytest.raises(FetchLater):
        fetcher.get(f"{site.address}/", polite=False)
    stop.set()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 500\r\n\r\n<p>too short",
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n5\r\n<p>to",
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n<p>",
        b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef",
        b"HTTP/1.1 abc\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        b"",
    ],
)
def test_broken_answers(fetcher, site, answer):
    site.pages["/"] = raw(answer)
    with pytest.raises(FetchLater) as raised:
        fetcher.get(f"{site.address}/", polite=False)
    assert "\n" not in str(raised.value)


def test_more_than_it_said_is_not_taken_for_the_next_answer(fetcher, site):
    """Both answers come at once, and the server stays for the next request."""

    def page(handler) -> None:
        handler.close_connection = False
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5\r\n\r\n<p>ok"
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 4\r\n\r\nevil"
        )

    site.pages |= {"/": page, "/other": PAGE}
    first = fetcher.get(f"{site.address}/", polite=False).capture
    second = fetcher.get(f"{site.address}/other", polite=False).capture
    assert first is not None
    assert second is not None
    assert (first.content, second.content) == (b"<p>ok", PAGE)


@pytest.mark.parametrize("size", [70_000, 300_000])
def test_a_flood_of_headers(fetcher, site, size):
    lines = b"".join(b"x-%06d: %s\r\n" % (n, b"y" * 80) for n in range(size // 92))
    site.pages["/"] = raw(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n" + lines + b"content-length: 2\r\n\r\nok")
    with pytest.raises(FetchError):
        fetcher.get(f"{site.address}/", polite=False)


def test_a_header_without_end(fetcher, site):
    def page(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
        while True:
            handler.wfile.write(b"y" * 10_000)

    site.pages["/"] = page
    with pytest.raises(FetchError):
        fetcher.get(f"{site.address}/", polite=False)


def test_an_etag_too_long_to_be_kept(fetcher, site):
    site.pages["/"] = (200, {**HTML, "etag": '"' + "x" * 5_000 + '"'}, PAGE)
    assert fetcher.get(f"{site.address}/", polite=False).etag is None


def test_a_host_where_nobody_listens(fetcher):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchLater):
        fetcher.get(f"http://127.0.0.1:{port}/", polite=False)


def test_a_connection_that_the_server_closed_meanwhile_is_made_again(fetcher, site):
    """It announces that it stays open, and closes as the next request comes."""
    asked = count()

    def page(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\nok")
        if next(asked) == 0:
            handler.rfile.readline()  # the next request, which gets no answer

    site.pages["/"] = page
    for _ in range(2):
        assert fetcher.get(f"{site.address}/", polite=False).capture is not None
