"""Records as a library shows them: unpacked, with the corrections that were not undone over them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from sourcier.errors import LibraryError
from sourcier.library.overlay import overlaid
from sourcier.library.packing import unpacked
from sourcier.library.same_people import People
from sourcier.library.schema import corrections, versions
from sourcier.record import Record
from sourcier.record.corrections import Correction, Named, Target
from sourcier.record.structs import parse, write

_MOST = 500
"""Numbers of one question to the database: PostgreSQL plans longer lists slowly."""


class Overlay:
    """What lies over the records of some versions.

    Args:
        of_number: a version's number -> the corrections of its article, in the order in which they were made.
        people: who is one person.
    """

    def __init__(self, of_number: Mapping[int, Sequence[Correction]], people: People) -> None:
        self.of_number = of_number
        self.people = people

    @classmethod
    def none(cls) -> Overlay:
        """For records as they were read."""
        return cls({}, People())

    @classmethod
    def of(cls, connection: Connection, numbers: Sequence[int], *, indexed: bool = False) -> Overlay:
        """What lies over the records of versions: two small questions, whatever their number.

        Args:
            connection: one that reads.
            numbers: of the versions.
            indexed: as the indexes have them, where people stand under the names of the page, see `same_people`.
        """
        valid = corrections.c.undone.is_(None)
        people = People() if indexed else same_people(connection)
        of_number: dict[int, list[Correction]] = defaultdict(list)
        columns = select(versions.c.number, corrections).join(versions, versions.c.article == corrections.c.article)
        for start in range(0, len(numbers), _MOST):
            some = versions.c.number.in_(numbers[start : start + _MOST])
            for row in connection.execute(columns.where(some, valid).order_by(corrections.c.place)):
                of_number[row.number].append(correction_of(row))
        return cls(of_number, people)

    def ids(self) -> list[str]:
        """Ids of all corrections that lie over the records: where they are the same, the records are."""
        return self.people.ids() + [its.id for number in sorted(self.of_number) for its in self.of_number[number]]

    def content(self, number: int, packed: bytes) -> bytes:
        """A record as JSON, corrected.

        Raises:
            LibraryError: the frame is damaged.
            ValueError: it holds no record that can be corrected.
        """
        content = unpacked(packed)
        return msgspec.json.encode(self._over(number, content)) if self._is_over(number, content) else content

    def told(self, number: int, packed: bytes) -> dict[str, Any]:
        """A record as a JSON object, corrected.

        Raises:
            LibraryError: the record is damaged.
        """
        try:
            return self._over(number, unpacked(packed))
        except ValueError:
            raise LibraryError("a record kept in the library is damaged; sourcier check says which") from None

    def record(self, number: int, packed: bytes) -> Record | None:
        """A record, see `structs.parse`, corrected; None where it is damaged: `check` says so, nothing stops for it."""
        try:
            return self.changed(number, packed) or parse(unpacked(packed))
        except (LibraryError, ValueError):
            return None

    def changed(self, number: int, packed: bytes) -> Record | None:
        """A record where a correction may change it, corrected; None where none does.

        Raises:
            LibraryError: the frame is damaged.
            ValueError: it holds no record.
        """
        if number not in self.of_number and not self.people:
            return None
        content = unpacked(packed)
        return parse(msgspec.json.encode(self._over(number, content))) if self._is_over(number, content) else None

    def _is_over(self, number: int, content: bytes) -> bool:
        return number in self.of_number or self.people.are_in(content)

    def _over(self, number: int, content: bytes) -> dict[str, Any]:
        told: dict[str, Any] = msgspec.json.decode(write(parse(content)))  # with all fields, whoever kept it
        return overlaid(told, self.of_number.get(number, ()), self.people)


def same_people(connection: Connection) -> People:
    """Who is one person."""
    its = corrections.c
    chosen = select(corrections).where(its.article.is_(None), its.action == "same person", its.undone.is_(None))
    return People(correction_of(row) for row in connection.execute(chosen.order_by(its.place)))


def correction_of(row: Row[Any]) -> Correction:
    """A row of `schema.corrections`."""
    right: dict[str, Any] = json.loads(row.value) if row.value is not None else {}
    return Correction(
        id=row.id,
        place=row.place,
        made=row.made,
        by=row.by,
        action=row.action,
        article=row.article,
        target=Target.model_validate_json(row.target),
        value=right.get("value"),
        named=Named(**right["named"]) if right.get("named") else None,
        articles=tuple(right.get("articles", ())),
        before=json.loads(row.before) if row.before is not None else None,
        note=row.note,
        undone=row.undone,
        undone_by=row.undone_by,
    )
