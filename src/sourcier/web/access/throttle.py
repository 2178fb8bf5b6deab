"""Failed log-ins: each lets the next one wait longer."""

from __future__ import annotations

import hashlib
import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from sourcier.limits import (
    LOGIN_ADDRESS_SECONDS,
    LOGIN_ADDRESS_TRIES,
    LOGIN_FORGET_SECONDS,
    LOGIN_NAME_SECONDS,
    LOGIN_NAME_TRIES,
    LOGIN_REMEMBERED,
)
from sourcier.web.access.users import folded


@dataclass
class _Failures:
    """What is remembered of one name or address.

    Attributes:
        tries: that failed, or have not ended yet.
        until: when the next may be made, by the clock.
        last: when the last was made.
    """

    tries: int
    until: float
    last: float


class Throttle:
    """Lets those wait who failed to log in, by the name that they tried and by where they came from.

    A try counts as failed until it has succeeded, so that a hundred at a time are no way around. The wait doubles with
    each failure; that of a name stays short, since whoever tries a name lets its owner wait as well.

    Args:
        clock: gives seconds, and never goes back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._names = _Kind(LOGIN_NAME_TRIES, LOGIN_NAME_SECONDS)
        self._addresses = _Kind(LOGIN_ADDRESS_TRIES, LOGIN_ADDRESS_SECONDS)
        self._lock = threading.Lock()

    def wait(self, name: str, address: str) -> float:
        """Seconds until somebody may try; 0: they may now, and that is counted as a failure until it `succeeded`.

        Args:
            name: the user's, as it was given.
            address: the client's, numeric where it is known.
        """
        with self._lock:
            moment = self._clock()
            keys = ((self._names, _name(name)), (self._addresses, _network(address)))
            wait = max(kind.wait(key, moment) for kind, key in keys)
            if wait <= 0:
                for kind, key in keys:
                    kind.count(key, moment)
            return max(wait, 0.0)

    def succeeded(self, name: str, address: str) -> None:
        """Say that the last try was none of a stranger: the name starts afresh, the address is as it was before."""
        with self._lock:
            self._names.forget(_name(name))
            self._addresses.take_back(_network(address), self._clock())

    def __len__(self) -> int:
        """How many names and addresses are remembered."""
        return len(self._names.seen) + len(self._addresses.seen)


class _Kind:
    """The failures of names, or of addresses; the least recent are forgotten where there are too many.

    Args:
        free: tries before the first wait.
        most: seconds of the longest wait.
    """

    def __init__(self, free: int, most: float) -> None:
        self.free = free
        self.most = most
        self.seen: OrderedDict[str, _Failures] = OrderedDict()

    def wait(self, key: str, moment: float) -> float:
        failures = self.seen.get(key)
        return failures.until - moment if failures else 0.0

    def count(self, key: str, moment: float) -> None:
        failures = self.seen.pop(key, None)
        if failures is None or moment - failures.last > LOGIN_FORGET_SECONDS:
            failures = _Failures(0, moment, moment)
        failures.tries += 1
        failures.last = moment
        failures.until = moment + self._delay(failures.tries)
        self.seen[key] = failures
        while len(self.seen) > LOGIN_REMEMBERED:
            self.seen.popitem(last=False)

    def forget(self, key: str) -> None:
        self.seen.pop(key, None)

    def take_back(self, key: str, moment: float) -> None:
        failures = self.seen.get(key)
        if failures is None:
            return
        failures.tries -= 1
        failures.until = moment
        if failures.tries <= 0:
            del self.seen[key]

    def _delay(self, tries: int) -> float:
        over = tries - self.free
        return 0.0 if over < 0 else min(self.most, 2.0 ** min(over, 30))


def _name(name: str) -> str:
    """A key of fixed size for what may be megabytes."""
    return hashlib.sha256(folded(name[:256]).encode("utf-8", "replace")).hexdigest()[:32]


def _network(address: str) -> str:
    """Whom an address stands for: in IPv6, everybody has 2 ** 64 of them."""
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(number, ipaddress.IPv6Address):
        if number.ipv4_mapped is not None:
            return str(number.ipv4_mapped)
        return str(ipaddress.ip_network((number, 64), strict=False))
    return str(number)
