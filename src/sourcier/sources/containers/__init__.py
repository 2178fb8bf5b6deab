"""The forms in which many pages come in one stream, one module each.

They are found by the entry-point group `sourcier.containers`; an add-on brings another by the same door.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import cast

from sourcier.sources.items import Container

__all__ = ["GROUP", "containers"]

GROUP = "sourcier.containers"


@cache
def containers() -> tuple[tuple[str, Container], ...]:
    """Name and container of all that are installed, by name; the first that recognises a stream reads it."""
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return tuple((point.name, cast(Container, point.load())) for point in points)
