"""robots.txt: what a site lets programs fetch, how often, and where its sitemaps are.

RFC 9309. The rules for `*` hold where no group names Sourcier.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sourcier.errors import FetchError, FetchLater, FetchRefused
from sourcier.limits import (
    CRAWL_DELAY_SECONDS,
    PACE_SECONDS,
    ROBOTS_BYTES,
    ROBOTS_ORIGINS,
    ROBOTS_REDIRECTS,
    ROBOTS_RETRY_SECONDS,
    ROBOTS_SECONDS,
)

if TYPE_CHECKING:
    from protego import Protego

TOKEN = "Sourcier"
"""The product token: a group `User-agent: Sourcier` is ours, whatever the header `User-Agent` is set to."""


@dataclass(frozen=True)
class Reply:
    """What one request for a robots.txt got.

    Attributes:
        status: of HTTP.
        content: the bytes; what exceeds `limits.ROBOTS_BYTES` may be missing.
        location: absolute, where the status is a redirect.
    """

    status: int
    content: bytes = b""
    location: str | None = None


Load = Callable[[str], Reply]
"""One request, redirects not followed.

Raises FetchLater without a time where the site is out of reach; whatever it raises else is the caller's to see.
"""


@dataclass(frozen=True)
class Rules:
    """What one origin allows.

    Attributes:
        reachable: False: its robots.txt cannot be had for now, so nothing may be fetched.
        until: when they are to be asked for again, in seconds of the clock.
        delay: seconds between two requests.
        sitemaps: addresses, in the file's order.
    """

    reachable: bool
    until: float
    delay: float = PACE_SECONDS
    sitemaps: tuple[str, ...] = ()
    _parsed: Protego | None = field(default=None, repr=False, compare=False)

    def allows(self, address: str) -> bool:
        """Whether Sourcier may fetch an address of this origin."""
        return self.reachable and (self._parsed is None or bool(self._parsed.can_fetch(address, TOKEN)))


@dataclass
class _Origin:
    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Rules | None = None


class Robots:
    """The rules of every origin met lately; any number of threads may share them.

    Args:
        load: makes one request.
        clock: seconds that only grow.
    """

    def __init__(self, load: Load, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._load = load
        self._clock = clock
        self._origins: OrderedDict[str, _Origin] = OrderedDict()
        self._lock = threading.Lock()

    def rules(self, address: str) -> Rules:
        """The rules of an address's origin, asked for where they are not known or older than a day.

        Raises:
            FetchError: what `load` raises where the site was not asked at all.
        """
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        with self._lock:
            kept = self._origins.setdefault(origin, _Origin())
            self._origins.move_to_end(origin)
            while len(self._origins) > ROBOTS_ORIGINS:
                self._origins.popitem(last=False)
        with kept.lock:  # several threads that need the same file wait for the first of them
            if kept.rules is None or kept.rules.until <= self._clock():
                kept.rules = self._asked(f"{origin}/robots.txt")
            return kept.rules

    def _asked(self, address: str) -> Rules:
        first = address
        try:
            for _ in range(ROBOTS_REDIRECTS + 1):
                reply = self._load(address)
                if reply.location is None:
                    return self._read(reply)
                address = reply.location
        except FetchLater as error:
            if error.after is not None:  # not asked: the host wants to be left alone
                raise
            return self._unreachable()
        except FetchRefused:
            if address == first:
                raise
            return self._unreachable()  # it redirects to a private network
        except FetchError:
            if address == first:
                raise
        return self._all()  # redirects without end are an unavailable file (RFC 9309, 2.3.1.2)

    def _read(self, reply: Reply) -> Rules:
        # 429 is a client error by its number, but it says "later" and not "there are no rules".
        if reply.status >= 500 or reply.status == 429:
            return self._unreachable()
        if not 200 <= reply.status < 300:
            return self._all()
        from protego import Protego  # noqa: PLC0415 - only polite fetching needs it

        content = reply.content
        if len(content) > ROBOTS_BYTES:
            # A line cut in two could forbid or allow more than it says.
            content = content[:ROBOTS_BYTES].rpartition(b"\n")[0]
        parsed = Protego.parse(content.decode("utf-8-sig", "replace"))
        delay = min(max(parsed.crawl_delay(TOKEN) or 0.0, PACE_SECONDS), CRAWL_DELAY_SECONDS)
        sitemaps = tuple(one for one in parsed.sitemaps if one.lower().startswith(("http://", "https://")))
        return Rules(True, self._clock() + ROBOTS_SECONDS, delay, sitemaps, parsed)

    def _all(self) -> Rules:
        return Rules(True, self._clock() + ROBOTS_SECONDS)

    def _unreachable(self) -> Rules:
        return Rules(False, self._clock() + ROBOTS_RETRY_SECONDS)
