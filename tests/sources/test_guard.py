"""The guard: no spelling, redirect or name server leads to a private number."""

from __future__ import annotations

import socket
import threading
import time

import httpcore
import httpx
import pytest

from sourcier.errors import FetchError, FetchLater, FetchRefused
from sourcier.settings import Settings
from sourcier.sources.fetch import Fetcher
from sourcier.sources.guard import Guard, GuardedTransport, is_public

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


def resolver(*numbers: str):
    """A name server that always gives these numbers."""

    def resolve(host, port, **_):
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (number.partition("%")[0], port, 0, int("%" in number)))
            if ":" in number
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))
            for number in numbers
        ]

    return resolve


class Dialled:
    """Keeps what was dialled; connects to a server of this machine, unless the number is out of reach."""

    def __init__(self, port: int = 0, unreachable: tuple[str, ...] = ()) -> None:
        self.numbers: list[str] = []
        self.shares: list[float] = []
        self._port = port
        self._unreachable = unreachable

    def __call__(self, family, target, seconds):
        self.numbers.append(target[0])
        self.shares.append(seconds)
        if target[0] in self._unreachable:
            raise TimeoutError
        return socket.create_connection(("127.0.0.1", self._port), 5)


def soon() -> float:
    return time.monotonic() + 5


@pytest.mark.parametrize(
    "number",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.1.2.3",
        "168.63.129.16",
        "169.254.0.1",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::2",
        "::127.0.0.1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "::ffff:0:7f00:1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::5db8:d70e",
        "100::1",
        "2001::1",
        "2001:0:5db8:d70e::80ff:fffe",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2002:5db8:d70e::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fe80::1",
        "fe80::1%eth0",
        f"{PUBLIC_6}%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "localhost",
        "2130706433",
        "0177.0.0.1",
        "",
    ],
)
def test_numbers_that_are_not_public(number):
    assert not is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        PUBLIC,
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "223.255.255.254",
        PUBLIC_6,
        "2001:4860:4860::8888",
        "2a00:1450:4007:80e::200e",
        "::ffff:93.184.215.14",
        "64:ff9b::5db8:d70e",
    ],
)
def test_numbers_that_are_public(number):
    assert is_public(number)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0x7f.0x0.0x0.0x1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",
        "127。0。0。1",
        "１２７.0.0.1",
        "①②⑦.0.0.1",
        "%31%32%37.0.0.1",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "ⅼocalhost",
        "news.example@127.0.0.1",
        "news.example:80@127.0.0.1",
        "news.example%40127.0.0.1",
        "news.example\\@127.0.0.1",
        "127.0.0.1\\.news.example",
        "127.0.0.1%00.news.example",
        "127.0.0.1 .news.example",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[fe80::1%25eth0]",
        "[::1%25lo]",
        "[::ffff:127.0.0.1%25lo]",
        "[::1",
        "",
        ".",
        "xn--a",
    ],
)
@pytest.mark.parametrize("polite", [True, False])
def test_no_spelling_of_a_private_host_gets_through(host, polite):
    """With the resolver of this system; nothing may be dialled, whether it knows the spelling or not."""
    dialled = Dialled()
    with (
        Fetcher(Settings(), transport=GuardedTransport(Settings(), dial=dialled)) as fetcher,
        pytest.raises(FetchError) as raised,
    ):
        fetcher.get(f"http://{host}/", polite=polite)
    assert dialled.numbers == []
    assert not isinstance(raised.value, FetchLater) or "name server" in str(raised.value)


@pytest.mark.parametrize("number", ["10.0.0.1", "::1", "169.254.169.254", "::ffff:127.0.0.1", f"{PUBLIC_6}%2"])
def test_a_name_of_a_private_number_is_refused(number):
    dialled = Dialled()
    guard = Guard(Settings(), resolve=resolver(number), dial=dialled)
    with pytest.raises(FetchRefused, match=r"news\.example is on a private network; set SOURCIER_PRIVATE_ADDRESSES=1"):
        guard.connect_tcp("news.example", 80, soon())
    assert dialled.numbers == []


def test_of_a_name_with_both_the_public_number_is_dialled(site):
    dialled = Dialled(site.port)
    guard = Guard(Settings(), resolve=resolver("10.0.0.1", "fd00:ec2::254", PUBLIC), dial=dialled)
    guard.connect_tcp("news.example", 80, soon()).close()
    assert dialled.numbers == [PUBLIC]


def test_numbers_are_tried_in_turn_each_for_its_share_of_the_time(site):
    dialled = Dialled(site.port, unreachable=(PUBLIC_6,))
    guard = Guard(Settings(), resolve=resolver(PUBLIC_6, PUBLIC), dial=dialled)
    guard.connect_tcp("news.example", 80, soon()).close()
    assert dialled.numbers == [PUBLIC_6, PUBLIC]
    assert dialled.shares[0] <= 2.5


def test_a_host_whose_numbers_all_fail(site):
    dialled = Dialled(site.port, unreachable=(PUBLIC_6, PUBLIC))
    guard = Guard(Settings(), resolve=resolver(PUBLIC_6, PUBLIC), dial=dialled)
    with pytest.raises(httpcore.ConnectTimeout):
        guard.connect_tcp("news.example", 80, soon())


def test_only_some_of_many_numbers_are_tried():
    many = tuple(f"93.184.215.{last}" for last in range(1, 60))
    dialled = Dialled(unreachable=many)
    with pytest.raises(httpcore.ConnectTimeout):
        Guard(Settings(), resolve=resolver(*many), dial=dialled).connect_tcp("news.example", 80, soon())
    assert len(dialled.numbers) == 6


def test_what_is_dialled_is_what_was_resolved_once(site):
    """A name server that says something else the second time is not asked a second time."""
    answers = iter([PUBLIC, "127.0.0.1", "127.0.0.1"])
    dialled = Dialled(site.port)
    guard = Guard(Settings(), resolve=lambda host, port, **_: resolver(next(answers))(host, port), dial=dialled)
    guard.connect_tcp("rebinding.example", 80, soon()).close()
    assert dialled.numbers == [PUBLIC]
    with pytest.raises(FetchRefused):
        guard.connect_tcp("rebinding.example", 80, soon())


def test_private_numbers_are_dialled_where_they_are_allowed(site):
    dialled = Dialled(site.port)
    guard = Guard(Settings(private_addresses=True), resolve=resolver("10.0.0.1"), dial=dialled)
    guard.connect_tcp("intranet", 80, soon()).close()
    assert dialled.numbers == ["10.0.0.1"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no such name"), FetchError),
        (socket.gaierror(socket.EAI_AGAIN, "no answer"), FetchLater),
        (UnicodeError("label too long"), FetchError),
        (OverflowError("port"), FetchError),
    ],
)
def test_a_host_that_does_not_resolve(error, kind):
    def resolve(*_, **__):
        raise error

    with pytest.raises(FetchError, match=r"nowhere\.example") as raised:
        Guard(Settings(), resolve=resolve).connect_tcp("nowhere.example", 80, soon())
    assert type(raised.value) is kind


def test_a_name_server_that_never_answers_is_not_waited_for():
    stop = threading.Event()

    def resolve(*_, **__):
        stop.wait(30)
        return []

    with pytest.raises(FetchLater, match="name server"):
        Guard(Settings(), resolve=resolve).connect_tcp("slow.example", 80, time.monotonic() + 0.05)
    stop.set()


def test_sockets_of_this_machine_are_refused_even_where_private_addresses_are_allowed():
    with pytest.raises(FetchRefused):
        Guard(Settings(private_addresses=True)).connect_unix_socket("/run/docker.sock")


def test_tls_asks_for_the_name_and_not_for_the_number():
    """What the server reads first, before any certificate, has the host's name in it."""
    listening = socket.create_server(("127.0.0.1", 0))
    transport = GuardedTransport(Settings(), resolve=resolver(PUBLIC), dial=Dialled(listening.getsockname()[1]))
    hello = b""

    def serve() -> None:
        nonlocal hello
        with listening.accept()[0] as client:
            hello = client.recv(4_096)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with pytest.raises(httpx.ConnectError):
        transport.handle_request(httpx.Request("GET", "https://news.example/", extensions={"until": soon()}))
    thread.join(5)
    listening.close()
    assert b"news.example" in hello
    assert PUBLIC.encode() not in hello
