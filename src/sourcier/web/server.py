"""The server: a socket, the application, and what goes on beside it."""

from __future__ import annotations

import gc
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

import uvicorn

from sourcier.errors import InputError, SourcierError
from sourcier.library.library import Library
from sourcier.limits import SERVER_CLOSE_SECONDS, SERVER_CONNECTIONS, SERVER_IDLE_SECONDS
from sourcier.web.access.access import Access
from sourcier.web.access.guard import check_address
from sourcier.web.access.hosts import is_loopback
from sourcier.web.app import create_app
from sourcier.web.desk import Desk

PLACING = 30.0
"""Seconds between two looks for articles that came into the library from elsewhere."""


def serve(
    library: Library,
    *,
    host: str,
    port: int,
    host_names: Iterable[str] = (),
    behind_proxy: bool = False,
    reads: Mapping[str, int] | None = None,
    browser: bool = False,
    started: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve a library until the process is told to stop.

    Args:
        library: closed at the end.
        host: name or number to listen on; any but a loopback one needs users.
        port: 0 takes one that is free.
        host_names: by which an open server is reached beside its address.
        behind_proxy: a proxy on this machine passes requests on: users log in, and its `X-Forwarded-*` are believed.
        reads: address or id of an article -> how often it was read.
        browser: open the front page in the browser once it is there.
        started: called with the server's address once it listens.

    Raises:
        InputError: the address cannot be listened on, or it is not the loopback and there are no users.
    """
    desk = Desk(library, reads=reads)
    access = Access(library.database, is_open=is_loopback(host) and not behind_proxy, host_names=host_names)
    check_address(host, access.users, behind_proxy=behind_proxy)
    listening = _listening(host, port)
    address = _address(host, listening)
    config = uvicorn.Config(
        create_app(desk, access),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips=["127.0.0.1", "::1"],
        limit_concurrency=SERVER_CONNECTIONS,
        timeout_keep_alive=SERVER_IDLE_SECONDS,
        timeout_graceful_shutdown=SERVER_CLOSE_SECONDS,
    )
    ended = threading.Event()
    keeper = threading.Thread(target=_place, args=(desk, ended), name="placing", daemon=True)
    keeper.start()
    # A dossier is up to a hundred thousand objects that lead nowhere: the collector need not go through them each time.
    gc.freeze()
    gc.set_threshold(1_000_000, 5, 10)
    started(address)
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        ended.set()
        listening.close()


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens, so that its errors are told in one line and a free port is known."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, where = found[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(SERVER_CONNECTIONS)
    except (OSError, UnicodeError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{host}:{port}: cannot be listened on ({reason}); choose another with --port") from None
    return listening


def _address(host: str, listening: socket.socket) -> str:
    number, port = listening.getsockname()[:2]
    name = "localhost" if is_loopback(host) and number == "127.0.0.1" else number
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _place(desk: Desk, ended: threading.Event) -> None:
    """Place what comes into the library, so that its stories are those of now; first, what the front page needs."""
    with suppress(SourcierError):
        desk.front()
        desk.agenda()
    seen = ""
    while not ended.wait(PLACING):
        with suppress(SourcierError):  # locked, or it may not be written: the next look may do better
            arrived = desk.stories.arrivals()
            if arrived != seen:
                if desk.stories.update():
                    desk.changed()
                seen = arrived
