"""Copies: one text that several outlets run, as they do with the stories of a wire agency.

Candidates come from the index of sketches; whether two texts are copies is told from their own words. All copies of a
text are one group, whose label is its lowest capture: the same in whatever order they were added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, bindparam, select, update

from sourcier.library.packing import record_of
from sourcier.library.prepared import Version
from sourcier.library.schema import records, versions
from sourcier.library.sketches import CONTAINED, LIKELY, SURE, contained, promised, shingles
from sourcier.library.words import text_words

MOST_COMPARED = 200
"""Texts that one text is compared with: those that share most bands. Only texts from one mould have more."""

_CHUNK = 2_000


def join(connection: Connection, fresh: Sequence[tuple[int, Version]]) -> None:
    """Put versions that were just indexed, by their numbers, into the groups of their copies."""
    candidates = _candidates(connection, fresh)
    if not candidates:
        return
    others = {n for some in candidates.values() for n in some}
    known = {row.number: row for row in _among(connection, sorted(others | candidates.keys()))}
    own: dict[int, NDArray[np.uint64]] = {}
    groups = _Groups()
    for number, some in candidates.items():
        me = known[number]
        sketches_of = [known[n] for n in some]
        signatures, sizes = [o.signature for o in sketches_of], [o.runs for o in sketches_of]
        for other, share in zip(sketches_of, promised(me.signature, me.runs, signatures, sizes), strict=True):
            if share < LIKELY or groups.root(me.copies) == groups.root(other.copies):
                continue  # a third text may have joined them
            if share < SURE:
                for n in (number, other.number):
                    if n not in own:
                        own[n] = _shingles(connection, n)
                share = contained(own[number], own[other.number])  # noqa: PLW2901
            if share >= CONTAINED:
                groups.join(me.copies, other.copies)
    labels = [{"old": label, "new": groups.root(label)} for label in groups.higher]
    if labels:
        same = versions.c.copies == bindparam("old")
        connection.execute(update(versions).where(same).values(copies=bindparam("new")), labels)


def _candidates(connection: Connection, fresh: Sequence[tuple[int, Version]]) -> dict[int, list[int]]:
    """For each version those that share a band with it, the most first; versions without any are left out."""
    of_band: dict[int, list[int]] = defaultdict(list)
    all_bands = sorted({band for _, version in fresh for band in version.sketch.bands})
    for start in range(0, len(all_bands), _CHUNK):
        # Written out: numbers are safe, and SQLAlchemy takes its time to bind thousands of values.
        some = ", ".join(map(str, all_bands[start : start + _CHUNK]))
        rows = connection.exec_driver_sql(f"SELECT band, number FROM sketches WHERE band IN ({some})").all()
        for band, number in rows:
            of_band[band].append(number)
    found = {}
    for number, version in fresh:
        shared = Counter(n for band in version.sketch.bands for n in of_band[band] if n != number)
        if shared:
            found[number] = sorted(shared, key=lambda n: (-shared[n], n))[:MOST_COMPARED]
    return found


def part(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """Dissolve the groups of versions that are copies no more; gives their other members, to be joined anew."""
    gone = set(numbers)
    labels = sorted({row.copies for row in _among(connection, sorted(gone))})
    members: list[int] = []
    for start in range(0, len(labels), _CHUNK):
        same = versions.c.copies.in_(labels[start : start + _CHUNK])
        members += connection.scalars(select(versions.c.number).where(same))
        connection.execute(update(versions).where(same).values(copies=versions.c.capture))
    return sorted(set(members) - gone)


def _among(connection: Connection, numbers: Sequence[int]) -> Iterator[Row[Any]]:
    """What is known of versions by their numbers."""
    columns = select(*(versions.c[name] for name in ("number", "copies", "signature", "runs")))
    for start in range(0, len(numbers), _CHUNK):
        yield from connection.execute(columns.where(versions.c.number.in_(numbers[start : start + _CHUNK])))


def _shingles(connection: Connection, number: int) -> NDArray[np.uint64]:
    packed = connection.scalar(select(records.c.packed).where(records.c.number == number))
    record = record_of(packed) if packed is not None else None
    return shingles(text_words(record) if record is not None else [])


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
