"""Formats of records, found by the entry-point group `sourcier.exports`; what is built in uses the same door."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, TextIO, cast

from sourcier.errors import InputError
from sourcier.exports.writable import writable
from sourcier.record import Record

GROUP = "sourcier.exports"


class Exporter(Protocol):
    """Writes records in one format."""

    def __call__(self, records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
        """Write each of `records` to `out` as it comes, so that many take no more memory than one.

        A format of bytes writes to `out.buffer`. No records give an empty document of the format.

        Args:
            records: taken one at a time; each holds only characters that UTF-8 can write.
            out: text, its line ends not translated.
            sentences: asks for the sentence behind each fact where the format may leave it out.
        """


def exporter(name: str) -> Exporter:
    """The exporter of a format.

    Raises:
        InputError: no installed format has this name.
    """
    points = _points()
    if name not in points:
        raise InputError(f"no format {name!r}; formats: {', '.join(formats())}")
    write = cast(Exporter, points[name].load())

    def export(records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
        write(map(writable, records), out, sentences=sentences)

    return export


def formats() -> list[str]:
    """The names of all installed formats, in order."""
    return sorted(_points())


def _points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
