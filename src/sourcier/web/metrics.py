"""What the server counts of itself, for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sourcier.errors import LibraryError
from sourcier.library.connect import Database
from sourcier.library.schema import captures, stories, versions
from sourcier.limits import COUNTS_SECONDS

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one application.

    Args:
        database: the library's, whose articles, stories and captures are counted.
    """

    def __init__(self, database: Database) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "sourcier_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "sourcier_request_seconds",
            "Seconds until the last byte of an answer.",
            ("method", "route"),
            buckets=_BOUNDS,
            registry=self.registry,
        )
        self.pages = Counter(
            "sourcier_pages_read", "Pages that were posted to be read.", ("outcome",), registry=self.registry
        )
        self.taken = Counter(
            "sourcier_pages_taken", "Pages that jobs took in, by what became of them.", ("status",),
            registry=self.registry,
        )  # fmt: skip
        self.jobs = Gauge("sourcier_jobs", "Jobs that wait or run.", registry=self.registry)
        self.registry.register(_Counts(database))

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)


class _Counts(Collector):
    """What the library holds, counted now and then."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._at = float("-inf")
        self._counts: dict[str, int] = {}

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        for name, count in self._counted().items():
            yield GaugeMetricFamily(f"sourcier_library_{name}", f"The library's {name}.", value=count)

    def _counted(self) -> dict[str, int]:
        with self._lock:
            if time.monotonic() - self._at >= COUNTS_SECONDS:
                try:
                    self._counts = self._count()
                except LibraryError:
                    self._counts = {}
                self._at = time.monotonic()
            return dict(self._counts)

    def _count(self) -> dict[str, int]:
        chosen = {
            "articles": select(func.count()).select_from(versions).where(versions.c.shown),
            "stories": select(func.count()).select_from(stories),
            "captures": select(func.count()).select_from(captures),
        }
        with self._database.reading() as connection:
            return {name: connection.scalar(query) or 0 for name, query in chosen.items()}


class MetricsMiddleware:
    """Counts requests and how long they take; it stands outside of all others.

    Args:
        app: what is behind it.
        metrics: where it counts.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, seen)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            route = _route(scope)
            self.metrics.requests.labels(method, route, str(status)).inc()
            self.metrics.seconds.labels(method, route).observe(time.perf_counter() - begun)


def _route(scope: Scope) -> str:
    """The path with the names of its parameters in place of their values, so that there are few of them."""
    route = scope.get("route")
    path = getattr(route, "path_format", None) or getattr(route, "path", None)
    if isinstance(path, str) and path:
        return path
    return "/static" if scope["path"].startswith("/static/") else "other"
