"""Corrections that people make, kept beside what was read: who, when, what it was before; each can be undone.

Records are kept as they were read; `overlay` puts the corrections over them wherever they are shown or indexed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, func, select

from sourcier.errors import InputError, NotFound
from sourcier.library import overlay, store, word_index
from sourcier.library.connect import Database
from sourcier.library.correction_rows import insert_correction, refuse_undone, row_of, undone_by
from sourcier.library.facts import fact_of
from sourcier.library.overlays import Overlay, correction_of, same_people
from sourcier.library.packing import record_of
from sourcier.library.right import right
from sourcier.library.schema import corrections, records, versions
from sourcier.library.words import key_words
from sourcier.limits import CORRECTION_CHARACTERS
from sourcier.reading.name_keys import name_key
from sourcier.record import Record
from sourcier.record.corrections import Correction, Named, Target

if TYPE_CHECKING:
    from sourcier.library.library import Library

FactAction = Literal["wrong", "speaker", "date", "status", "place"]
"""What can be done to a fact of an article."""

SETS: dict[str, tuple[str, ...]] = {
    "wrong": ("quote", "event", "place", "mention", "time", "office", "scenario"),
    "speaker": ("quote",),
    "date": ("event", "time"),
    "status": ("event",),
    "place": ("event", "place"),
}
"""Action -> the kinds of facts that it can be done to."""


class Corrections:
    """The corrections of a library.

    Args:
        library: whose articles they concern.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.database: Database = library.database

    def add(
        self,
        action: FactAction,
        *,
        by: str,
        article: str | None = None,
        fact: str | None = None,
        value: str | None = None,
        note: str | None = None,
    ) -> Correction:
        """Correct a fact of an article as it is shown.

        Args:
            action: "wrong": there is no such fact; else what is set right.
            by: who corrects.
            article: its id, that of one of its captures, or the beginning of one.
            fact: id of the fact in the record: "q2", "e3", "t4", "p2"; "p2.1" for the first mention of that place,
                "a1.2" for the second office of that actor, "o1" for the first scenario of the outlook.
            value: what is right: a speaker's name or actor id; an ISO 8601 date, time or span; a status; a place's
                name ("Vienne, FR" where several bear it) or its id.
            note: why.

        Raises:
            InputError: no such article or fact, or a value that makes no sense.
        """
        if article is None or fact is None:
            raise InputError("which article and which fact? give both, for example: sourcier correct ID q2")
        name, said = _words(by, "who corrects"), _note(note)
        row = next(row for row in self.library.versions(article) if row.shown)
        with self.database.writing() as connection:
            told = _shown(connection, row.article)
            found = fact_of(told, fact)
            if action not in SETS or found.kind not in SETS[action]:
                can = ", ".join(its for its, kinds in SETS.items() if found.kind in kinds)
                raise InputError(f"{fact}: no {action} can be set there; what can be: {can}")
            value, named = right(action, told, _value(action, value))
            target = overlay.target(told, found)
            before = overlay.before(told, found, action)
            numbers = _versions_of(connection, row.article)
            with store.reindexing(connection, numbers):
                return insert_correction(
                    connection, action, name, target, article=row.article, value=value, named=named, before=before,
                    note=said,
                )  # fmt: skip

    def same_person(self, key: str, other: str, *, by: str, note: str | None = None) -> Correction:
        """Two people are one: in all articles, those with the key `other` get `key`.

        Args:
            key: as `Actor.key` has it, or a full name.
            other: the key of the same person under another name, or that name.
            by: who says so.
            note: why.

        Raises:
            InputError: no article names a person with one of the keys, or they are one already.
        """
        name, said = _words(by, "who corrects"), _note(note)
        with self.database.writing() as connection:
            people = same_people(connection)
            one, its_name = _person(connection, key)
            two, other_name = _person(connection, other)
            if people.root(one) == people.root(two):
                raise InputError(f"{other}: is the same person as {key} already")
            target = Target(kind="person", text=other_name, detail=two)
            named = Named(name=its_name, kind="person", key=one)
            return insert_correction(
                connection, "same person", name, target, value=its_name, named=named, before=other_name, note=said
            )  # fmt: skip

    def undo(self, identifier: str, *, by: str) -> Correction:
        """Undo a correction: what it changed is told as before.

        Two stories are told apart again by `stories.Stories.undo`, which undoes every correction.

        Args:
            identifier: id of the correction, or the beginning of it, at least 4 digits.
            by: who undoes it.

        Raises:
            InputError: there is none, several begin so, or it was undone; or it made two stories one.
        """
        name = _words(by, "who corrects")
        with self.database.writing() as connection:
            correction = correction_of(row_of(connection, identifier))
            refuse_undone(correction)
            if correction.action == "same story":
                raise InputError(f"{identifier}: made two stories one; undo it where stories are changed")
            numbers = _versions_of(connection, correction.article) if correction.article is not None else []
            with store.reindexing(connection, numbers):
                return undone_by(connection, correction, by=name)

    def all(
        self, *, article: str | None = None, undone: bool = False, limit: int | None = None, before: int | None = None
    ) -> list[Correction]:
        """Corrections, the newest first, each with whether it applies.

        Args:
            article: id of an article: those of it alone.
            undone: those that were undone as well.
            limit: corrections at most.
            before: those made before the one with this `place`.

        Raises:
            InputError: no article has this id.
        """
        chosen = select(corrections).order_by(corrections.c.place.desc())
        if article is not None:
            chosen = chosen.where(corrections.c.article == self._article(article))
        if not undone:
            chosen = chosen.where(corrections.c.undone.is_(None))
        if before is not None:
            chosen = chosen.where(corrections.c.place < before)
        with self.database.reading() as connection:
            found = [correction_of(row) for row in connection.execute(chosen.limit(limit))]
            its = {c.article for c in found if c.article is not None and c.undone is None}
            applied = _applied(connection, sorted(its))
        return [
            c if c.article is None or c.undone else c.model_copy(update={"applies": c.id in applied}) for c in found
        ]

    def one(self, identifier: str) -> Correction:
        """A correction by its id, or the beginning of it; whether it applies is not looked at.

        Raises:
            InputError: there is none, or several begin so.
        """
        with self.database.reading() as connection:
            return correction_of(row_of(connection, identifier))

    def articles(self) -> list[str]:
        """Ids of the articles with a correction that was not undone, in the order of their first one."""
        its = corrections.c.article
        chosen = select(its).where(its.is_not(None), corrections.c.undone.is_(None)).group_by(its)
        with self.database.reading() as connection:
            return list(connection.scalars(chosen.order_by(func.min(corrections.c.place))))

    def records(self, articles: Sequence[str]) -> Iterator[Record]:
        """The records of articles as they are shown, corrected, in that order; those that are gone are left out."""
        numbers: dict[str, int] = {}
        with self.database.reading() as connection:
            for some in store.chunks(articles):
                chosen = select(versions.c.article, versions.c.number).where(versions.c.article.in_(some))
                numbers |= {row.article: row.number for row in connection.execute(chosen.where(versions.c.shown))}
        its = [numbers[article] for article in articles if article in numbers]
        return (record for _, record in self.library.records(its))

    def _article(self, identifier: str) -> str:
        """The whole id of an article; one that the library has no more keeps its corrections."""
        with self.database.reading() as connection:
            known = connection.scalar(select(corrections.c.article).where(corrections.c.article == identifier).limit(1))
        return known or self.library.versions(identifier)[0].article


def _shown(connection: Connection, article: str) -> dict[str, Any]:
    """The record of an article as it is shown, corrected."""
    chosen = select(records).join(versions).where(versions.c.article == article, versions.c.shown)
    row = connection.execute(chosen).one_or_none()
    if row is None:
        raise NotFound(f"{article}: no article has this id; sourcier search shows them")
    return Overlay.of(connection, [row.number]).told(row.number, row.packed)


def _versions_of(connection: Connection, article: str) -> list[int]:
    """The versions of an article that are indexed."""
    chosen = select(versions.c.number).where(versions.c.article == article, versions.c.first)
    return list(connection.scalars(chosen.order_by(versions.c.number)))


def _person(connection: Connection, wanted: str) -> tuple[str, str]:
    """The key and the name of a person, by one of both."""
    for key in dict.fromkeys((wanted, name_key(wanted))):
        numbers = word_index.having(connection, key_words("person", key)[0]) if " " in key else []
        for some in store.chunks(sorted(numbers, reverse=True)):
            for packed in connection.scalars(select(records.c.packed).where(records.c.number.in_(some))):
                record = record_of(packed)
                for actor in record.actors if record else ():
                    if actor.kind == "person" and actor.key == key:
                        return key, actor.name
    raise NotFound(f"{wanted}: no article names a person so; give a full name, or the key that records have for it")


def _applied(connection: Connection, articles: Sequence[str]) -> set[str]:
    """The corrections of articles whose facts are found in what is shown."""
    found: set[str] = set()
    for some in store.chunks(articles):
        chosen = select(records).join(versions).where(versions.c.article.in_(some), versions.c.shown)
        rows = connection.execute(chosen).all()
        over = Overlay.of(connection, [row.number for row in rows])
        for row in rows:
            found.update(its["id"] for its in over.told(row.number, row.packed).get("corrections", ()))
    return found


def _value(action: str, value: str | None) -> str:
    """What is set right, as it was given; empty where nothing is to be."""
    if action == "wrong":
        if value is not None:
            raise InputError("a fact that is wrong has no value; set its speaker, date, status or place instead")
        return ""
    return _words(value or "", f"the right {action}")


def _words(said: str, what: str) -> str:
    """Words on one line."""
    plain = " ".join(said.split())
    if not plain:
        raise InputError(f"{what}: nothing was given")
    if len(plain) > CORRECTION_CHARACTERS:
        raise InputError(f"{what}: is longer than {CORRECTION_CHARACTERS:,} characters; say it shorter")
    return plain


def _note(note: str | None) -> str | None:
    return _words(note, "the note") if note and note.strip() else None
