"""The pace: how soon a host may be asked again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sourcier.errors import FetchLater
from sourcier.limits import PACE_HOSTS, PACE_SECONDS, RETRY_AFTER_SECONDS, RETRY_SECONDS, RETRY_WAIT_SECONDS


class NotYet(Exception):  # it is never the user's, so it is not one of `sourcier.errors`
    """The host may be asked, but not within the time that the caller is ready to wait."""


@dataclass
class _Host:
    last: float = float("-inf")
    """When the last request was or will be made."""
    delay: float = PACE_SECONDS
    blocked: float = float("-inf")
    """Until when the host wants to be left alone."""

    def free(self, delay: float) -> float:
        return max(self.last + delay, self.blocked)


def utc_now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


class Pace:
    """Spaces out the requests to each host; any number of threads may share one.

    Args:
        clock: seconds that only grow, as `time.monotonic`.
        sleep: waits that many seconds of `clock`.
        now: the time of day, with its zone; a `Retry-After` may be a date.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._now = now
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def wait(self, host: str, *, delay: float = PACE_SECONDS, patience: float = float("inf")) -> None:
        """Return when the host may be asked; the request counts as made then.

        Args:
            host: its name; letter case and a last dot do not matter.
            delay: seconds since the last request to it; less than `limits.PACE_SECONDS` counts as that.
            patience: seconds that the caller is ready to wait.

        Raises:
            FetchLater: the host wants to be left alone for more than `limits.RETRY_WAIT_SECONDS`.
            NotYet: the wait would be longer than `patience`; nothing is counted.
        """
        delay = max(delay, PACE_SECONDS)
        counted = False
        while True:
            with self._lock:
                kept = self._kept(host)
                kept.delay = delay
                instant = self._clock()
                if kept.blocked - instant > RETRY_WAIT_SECONDS:
                    raise FetchLater(
                        "the site asks to be left alone; try again later",
                        after=self._now() + timedelta(seconds=kept.blocked - instant),
                    )
                # One that has waited for its turn need not queue again, unless the host was blocked meanwhile.
                turn = max(instant, kept.blocked if counted else kept.free(delay))
                if turn - instant > patience:
                    raise NotYet(host)
                kept.last = max(kept.last, turn)
                counted = True
            if turn <= instant:
                return
            self._sleep(turn - instant)

    def note(self, host: str) -> None:
        """Count a request that was made without waiting."""
        with self._lock:
            kept = self._kept(host)
            kept.last = max(kept.last, self._clock())

    def block(self, host: str, retry_after: str | None) -> datetime:
        """Leave a host alone, as it asks for after a 429 or 503.

        Args:
            host: its name.
            retry_after: the header: seconds, or an HTTP date. Missing or not understood, it counts as
                `limits.RETRY_SECONDS`; more than `limits.RETRY_AFTER_SECONDS` counts as that.

        Returns:
            Until when, UTC.
        """
        seconds = min(max(self._seconds(retry_after), 0.0), RETRY_AFTER_SECONDS)
        with self._lock:
            kept = self._kept(host)
            kept.blocked = max(kept.blocked, self._clock() + seconds)
        return self._now() + timedelta(seconds=seconds)

    def ready(self, host: str) -> float:
        """Seconds until a request to the host need not wait; 0 where it need not, or would be refused at once."""
        with self._lock:
            kept = self._hosts.get(_key(host))
            if kept is None:
                return 0.0
            instant = self._clock()
            if kept.blocked - instant > RETRY_WAIT_SECONDS:
                return 0.0
            return max(kept.free(kept.delay) - instant, 0.0)

    def _seconds(self, retry_after: str | None) -> float:
        said = (retry_after or "").strip()
        if said.isascii() and said.isdigit():
            return float(said[:12])
        try:
            date = parsedate_to_datetime(said)
        except (ValueError, OverflowError):
            return RETRY_SECONDS
        return ((date if date.tzinfo else date.replace(tzinfo=UTC)) - self._now()).total_seconds()

    def _kept(self, host: str) -> _Host:
        """What is known of a host; the lock is held."""
        name = _key(host)
        if name not in self._hosts and len(self._hosts) >= PACE_HOSTS:
            instant = self._clock()
            self._hosts = {one: kept for one, kept in self._hosts.items() if kept.free(kept.delay) > instant}
        return self._hosts.setdefault(name, _Host())


def _key(host: str) -> str:
    return host.lower().rstrip(".")
