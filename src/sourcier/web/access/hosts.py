"""Which host a server answers for, and whether only its own machine reaches it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

from starlette.datastructures import Headers

_PORT = re.compile(r":[0-9]{1,5}\Z", re.ASCII)

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, as it calls itself.

    >>> [is_loopback(host) for host in ("localhost", "127.0.0.1", "[::1]", "0.0.0.0", "localhost.example.org")]
    [True, True, True, False, False]
    """
    name = _plain(host)
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class Hosts:
    """The names that a server on loopback answers to.

    A page of any site can have its own name lead to 127.0.0.1 (DNS rebinding). To the browser it would then be the
    server's own page; but it cannot change the Host header, which has the site's name.

    Args:
        names: beside those of the loopback.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = {_plain(name) for name in names}

    def answers(self, header: str | None) -> bool:
        """Whether a Host header, with or without a port, has one of the names."""
        if not header:
            return False
        name = _PORT.sub("", header)
        return is_loopback(name) or _plain(name) in self._names


def came_through_proxy(headers: Headers) -> bool:
    """Whether a proxy passed a request on: it then comes from anywhere, whatever its Host header says."""
    return any(name in headers for name in _FORWARDED)


def _plain(host: str) -> str:
    return host.lower().removeprefix("[").removesuffix("]").removesuffix(".")
