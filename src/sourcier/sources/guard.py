"""The guard at the door: a connection goes to a public number or does not happen.

A name is resolved once, at connect time; the numbers that no news site has (private, loopback, link-local, cloud
metadata, multicast, reserved) are dropped, and the connection is made to the number as resolved. So no spelling of a
host, no redirect and no second answer of a name server can lead anywhere else. TLS keeps the host's name.

Numbers are checked against the registries of special-purpose addresses of IANA (RFC 6890), and not left to
`ipaddress` alone, whose tables differ between Python 3.11 and 3.13.
"""

from __future__ import annotations

import ipaddress
import queue
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from sourcier.errors import FetchError, FetchLater, FetchRefused
from sourcier.limits import FETCH_NUMBERS
from sourcier.settings import Settings

Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
"""A socket option, as httpcore passes it."""

Resolve = Callable[..., list[tuple[Any, ...]]]
"""As `socket.getaddrinfo`: (host, port, type=…) -> (family, type, protocol, canonical name, socket address)."""

Dial = Callable[[int, tuple[Any, ...], float], socket.socket]
"""(family, socket address, seconds) -> a connected socket."""

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is given out; whatever lies outside is special or reserved."""

_SPECIAL_6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocol assignments; Teredo is within, and wraps an IPv4 number
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: wraps an IPv4 number
            "2620:4f:8000::/48",  # AS112, a sink for private names
            "3fff::/20",  # documentation
        ),
    )
)

_SPECIAL_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "100.64.0.0/10",  # shared by a provider's customers; 100.100.100.200 is a metadata service
            "168.63.129.16/32",  # a public number, but inside Azure it is the machine's own host
            "192.0.0.0/24",  # protocol assignments; 192.0.0.192 is a metadata service
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT relays
            "192.88.99.0/24",  # 6to4 relays
            "192.175.48.0/24",  # AS112
        ),
    )
)

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Where a network speaks IPv6 only, every IPv4 site stands under this prefix, so what counts is the number within."""


def is_public(number: str) -> bool:
    """Whether an IPv4 or IPv6 number may be that of a news site; False for what is no number.

    A zone ("fe80::1%eth0") names an interface of this machine: such a number is never public.
    """
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif address in _NAT64:
            address = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if isinstance(address, ipaddress.IPv6Address):
        return address in _GLOBAL_UNICAST and not any(address in network for network in _SPECIAL_6)
    if any(address in network for network in _SPECIAL_4):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class Guard(httpcore.NetworkBackend):
    """Connects to public numbers only.

    Every `timeout` that httpcore hands on is here an instant of `time.monotonic`, not a number of seconds: seconds
    would start anew with every byte that a slow server drips (`GuardedTransport` sets the instant).

    Args:
        settings: `private_addresses` lets every number through.
        resolve: in place of `socket.getaddrinfo`.
        dial: in place of a connection of the system.
    """

    def __init__(self, settings: Settings, *, resolve: Resolve | None = None, dial: Dial | None = None) -> None:
        self._any = settings.private_addresses
        self._resolve = resolve or socket.getaddrinfo
        self._dial = dial or _dialled

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's numbers, tried in the resolver's order.

        Raises:
            FetchRefused: the host has private numbers only.
            FetchError: the host is not known.
            FetchLater: the name server does not answer.
            httpcore.ConnectError, httpcore.ConnectTimeout: no number takes the connection.
        """
        found = self._numbers(host, port, timeout)
        allowed = [one for one in found if self._any or (is_public(str(one[4][0])) and not any(one[4][3:]))]
        if not allowed:
            raise FetchRefused(f"{host} is on a private network; set SOURCIER_PRIVATE_ADDRESSES=1 to allow it")
        failed: Exception = httpcore.ConnectError(f"{host} has no number")
        tried = allowed[:FETCH_NUMBERS]
        for place, (family, _, _, _, target) in enumerate(tried):
            # A number that never answers may use up its share of the time only, so that the next one has its chance.
            seconds = _left(timeout, httpcore.ConnectTimeout) / (len(tried) - place)
            try:
                connected = self._dial(family, target, seconds)
            except TimeoutError:
                failed = httpcore.ConnectTimeout(f"{host} does not answer")
            except OSError as error:
                failed = httpcore.ConnectError(error.strerror or str(error))
            else:
                for option in socket_options or ():
                    connected.setsockopt(*option)
                connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return _Stream(connected, host)
        raise failed

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Option] | None = None
    ) -> httpcore.NetworkStream:
        """Never.

        Raises:
            FetchRefused: always; no news site is a file of this machine.
        """
        raise FetchRefused(f"{path} is a socket of this machine; give an http(s) address")

    def sleep(self, seconds: float) -> None:
        """Not used: httpcore sleeps between retries only, and there are none."""

    def _numbers(self, host: str, port: int, until: float | None) -> list[tuple[Any, ...]]:
        """What the host resolves to. The system's resolver knows no timeout, so a thread of its own waits for it."""
        answers: queue.SimpleQueue[list[tuple[Any, ...]] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolve(host, port, type=socket.SOCK_STREAM))
            except Exception as error:  # it rises in the thread that asked
                answers.put(error)

        threading.Thread(target=ask, name=f"resolve {host[:60]}", daemon=True).start()
        try:
            answer = answers.get(timeout=_left(until, httpcore.ConnectTimeout))
        except queue.Empty:
            raise FetchLater(f"no name server says where {host} is; try again later") from None
        if isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_AGAIN:
            raise FetchLater(f"no name server says where {host} is; try again later")
        if isinstance(answer, (OSError, UnicodeError, ValueError, OverflowError)):
            raise FetchError(f"the host {host} is not known; check the address")
        if isinstance(answer, Exception):
            raise answer
        return answer


def _dialled(family: int, target: tuple[Any, ...], seconds: float) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.settimeout(seconds)
        made.connect(target)
    except BaseException:
        made.close()
        raise
    return made


def _left(until: float | None, too_late: type[Exception]) -> float:
    """Seconds up to an instant; raises where there are none."""
    if until is None:
        raise ValueError("a guarded connection needs the instant at which its time is up")
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise too_late("the time is up")
    return seconds


class _Stream(httpcore.NetworkStream):
    """A connected socket whose timeouts are instants."""

    def __init__(self, connected: socket.socket, host: str) -> None:
        self._socket = connected
        self._host = host
        self.answered = False
        """Whether something was read since the last write."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _told_as(httpcore.ReadTimeout, httpcore.ReadError):
            self._socket.settimeout(_left(timeout, httpcore.ReadTimeout))
            self.answered = True
            return self._socket.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _told_as(httpcore.WriteTimeout, httpcore.WriteError):
            self.answered = False
            rest = memoryview(buffer)
            while rest:
                self._socket.settimeout(_left(timeout, httpcore.WriteTimeout))
                rest = rest[self._socket.send(rest) :]

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            with _told_as(httpcore.ConnectTimeout, httpcore.ConnectError):
                self._socket.settimeout(_left(timeout, httpcore.ConnectTimeout))
                return _Stream(ssl_context.wrap_socket(self._socket, server_hostname=server_hostname), self._host)
        except BaseException:
            self.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        """As httpcore asks: whether there is something to read tells a connection that the server has closed."""
        if info == "is_readable":
            return _is_readable(self._socket)
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        return {"socket": self._socket}.get(info)


@contextmanager
def _told_as(too_late: type[Exception], broken: type[Exception]) -> Iterator[None]:
    """The system's errors as those of httpcore; a wrong certificate as what a person can act upon."""
    try:
        yield
    except TimeoutError as error:
        raise too_late(str(error)) from error
    except ssl.SSLCertVerificationError as error:
        raise FetchError(
            f"the certificate is not valid ({error.verify_message}); open it in a browser and save the page"
        ) from error
    except OSError as error:
        raise broken(error.strerror or str(error)) from error


def _is_readable(connected: socket.socket) -> bool:
    if connected.fileno() < 0:
        return True  # closed: nothing more can be asked of it
    if not hasattr(select, "poll"):
        return bool(select.select([connected], [], [], 0)[0])
    waiting = select.poll()  # select() fails where a process has more than 1,024 files open
    waiting.register(connected, select.POLLIN)
    return bool(waiting.poll(0))


class GuardedTransport(httpx.BaseTransport):
    """A transport of httpx whose every connection is made by a `Guard`.

    Built on the public parts of httpcore: replacing a private part of httpx would leave the door open, without a
    word, on the day that part has another name.

    The request's extension "until" is the instant of `time.monotonic` at which its time is up, body included.

    Args:
        settings, resolve, dial: see `Guard`.
        connections: most that are open at a time.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        resolve: Resolve | None = None,
        dial: Dial | None = None,
        connections: int = 64,
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=30.0,  # servers keep an idle connection 5 to 75 seconds; most paces are shorter
            network_backend=Guard(settings, resolve=resolve, dial=dial),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer's head; its body is read as the response is.

        Raises:
            FetchError: see `Guard.connect_tcp`.
            httpx.TransportError: anything else that goes wrong on the way.
        """
        until = request.extensions["until"]
        times = {"connect": until, "read": until, "write": until, "pool": _left(until, httpx.ConnectTimeout)}
        passed = {name: value for name, value in request.extensions.items() if name in {"trace", "sni_hostname"}}
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions={**passed, "timeout": times},
        )
        with _as_httpx():
            got = self._pool.handle_request(asked)
        stream = got.extensions.get("network_stream")
        if isinstance(stream, _Stream) and not stream.answered:
            # A server that sends more than it announced would have it taken for the answer to the next request.
            got.close()
            raise httpx.RemoteProtocolError("answered before it was asked")
        return httpx.Response(got.status, headers=got.headers, stream=_Body(got), request=request)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, got: httpcore.Response) -> None:
        self._got = got

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._got.stream, Iterable)
        with _as_httpx():
            yield from self._got.stream

    def close(self) -> None:
        with _as_httpx():
            self._got.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    """Errors of httpcore under the names that httpx gives them, which are the same."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        kind = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(str(error) or type(error).__name__) from error
    except httpcore.UnsupportedProtocol as error:
        raise httpx.UnsupportedProtocol(str(error)) from error
