"""Copies: one text that several outlets run, as they do with the stories of a wire agency.

Candidates come from the index of sketches; whether two texts are copies is told from their own words. All copies of a
text are one group, whose label is its lowest capture: the same in whatever order they were added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select, update

from sourcier.library.packing import unpacked
from sourcier.library.prepared import Version
from sourcier.library.schema import records, sketches, versions
from sourcier.library.sketches import CONTAINED, contained, shingles
from sourcier.library.words import text_words
from sourcier.record import Record

MOST_COMPARED = 200
"""Texts that one text is compared with: those that share most bands. Only texts from one mould have more."""

_CHUNK = 2_000


def join(connection: Connection, fresh: Sequence[tuple[int, Version]]) -> None:
    """Put versions that were just indexed, by their numbers, into the groups of their copies."""
    of_band: dict[int, set[int]] = defaultdict(set)
    all_bands = sorted({band for _, version in fresh for band in version.bands})
    for start in range(0, len(all_bands), _CHUNK):
        chosen = select(sketches.c.band, sketches.c.number).where(
            sketches.c.band.in_(all_bands[start : start + _CHUNK])
        )
        for band, number in connection.execute(chosen):
            of_band[band].add(number)
    of_band = {band: numbers for band, numbers in of_band.items() if len(numbers) > 1}
    if not of_band:
        return
    labels = _labels(connection, sorted(set().union(*of_band.values())))
    groups = _Groups()
    own = {number: version.shingles for number, version in fresh}
    for number, version in fresh:
        shared = Counter(n for band in version.bands for n in of_band.get(band, ()) if n != number)
        compared = 0
        for other in sorted(shared, key=lambda n: (-shared[n], n)):
            if groups.root(labels[number]) == groups.root(labels[other]):
                continue  # a third text has joined them
            if other not in own:
                own[other] = _shingles(connection, other)
            if contained(version.shingles, own[other]) >= CONTAINED:
                groups.join(labels[number], labels[other])
            compared += 1
            if compared == MOST_COMPARED:
                break
    for label in groups.higher:
        connection.execute(update(versions).where(versions.c.copies == label).values(copies=groups.root(label)))


def part(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """Dissolve the groups of versions that are copies no more; gives their other members, to be joined anew."""
    gone = set(numbers)
    labels = sorted(set(_labels(connection, sorted(gone)).values()))
    members: list[int] = []
    for start in range(0, len(labels), _CHUNK):
        same = versions.c.copies.in_(labels[start : start + _CHUNK])
        members += connection.scalars(select(versions.c.number).where(same))
        connection.execute(update(versions).where(same).values(copies=versions.c.capture))
    return sorted(set(members) - gone)


def _labels(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(numbers), _CHUNK):
        chosen = select(versions.c.number, versions.c.copies).where(
            versions.c.number.in_(numbers[start : start + _CHUNK])
        )
        found.update((row.number, row.copies) for row in connection.execute(chosen))
    return found


def _shingles(connection: Connection, number: int) -> NDArray[np.uint64]:
    packed = connection.scalar(select(records.c.packed).where(records.c.number == number))
    if packed is None:
        return np.empty(0, dtype=np.uint64)
    return shingles(text_words(Record.model_validate_json(unpacked(packed))))


class _Groups:
    """Labels that turned out to be of one group, whose label is the lowest of them."""

    def __init__(self) -> None:
        self.higher: dict[str, str] = {}

    def root(self, label: str) -> str:
        while label in self.higher:
            label = self.higher[label]
        return label

    def join(self, one: str, other: str) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self.higher[high] = low
