"""Formats of a record, found by the entry-point group `sourcier.exports`; what is built in uses the same door."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Protocol, TextIO, cast

from sourcier.errors import InputError
from sourcier.record import Record

GROUP = "sourcier.exports"


class Exporter(Protocol):
    """Writes a record in one format."""

    def __call__(self, record: Record, out: TextIO, *, sentences: bool = False) -> None:
        """Write `record` to `out`; `sentences` asks for the sentence behind each fact where the format shows it."""


def exporter(name: str) -> Exporter:
    """The exporter of a format.

    Raises:
        InputError: no installed format has this name.
    """
    points = {point.name: point for point in entry_points(group=GROUP)}
    if name not in points:
        raise InputError(f"no format {name!r}; formats: {', '.join(sorted(points))}")
    return cast(Exporter, points[name].load())
