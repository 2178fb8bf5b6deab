"""Formats of a dossier, found by the entry-point group `sourcier.dossiers`; what is built in uses the same door."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, TextIO, cast
from zoneinfo import ZoneInfo

from sourcier.errors import NotFound
from sourcier.stories.model import Dossier

GROUP = "sourcier.dossiers"


class DossierExporter(Protocol):
    """Writes a dossier in one format."""

    def __call__(self, dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
        """Write `dossier` to `out`.

        Args:
            dossier: its texts may hold anything; each format writes what it has a way to write, and nothing unescaped.
            out: text, its line ends not translated.
            zone: the reader's time zone, where the format shows moments to a person; None leaves them in their own.
            language: of the words around the facts, by its code; formats for machines have none.
        """


def dossier_exporter(name: str) -> DossierExporter:
    """The exporter of a format.

    Raises:
        NotFound: no installed format has this name.
    """
    points = _points()
    if name not in points:
        raise NotFound(f"no format {name!r} of dossiers; formats: {', '.join(formats())}")
    return cast(DossierExporter, points[name].load())


def formats() -> list[str]:
    """The names of all installed formats, in order."""
    return sorted(_points())


def _points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
