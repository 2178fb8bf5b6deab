"""Putting captures into a library: once each, whole or not at all, the same in whatever order they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from sourcier.library import copies, visits, word_index
from sourcier.library.connect import Database
from sourcier.library.overlays import Overlay
from sourcier.library.prepared import Prepared, Version, Way, prepared, rank, version, way
from sourcier.library.schema import (
    addresses,
    articles,
    captures,
    contents,
    corrections,
    events,
    records,
    set_aside,
    sketches,
    versions,
)
from sourcier.sources.capture import Capture
from sourcier.sources.items import SetAside

Status = Literal["added", "updated", "known", "aside"]

_Value = TypeVar("_Value")

Taken = Prepared | SetAside
"""What a batch holds: pages read or set aside, and what is no page."""

BATCH = 1_000
"""Readings of one transaction at most."""

CHUNK = 500
"""Values of one IN list: PostgreSQL plans longer ones slowly."""


@dataclass(frozen=True)
class Outcome:
    """What became of one thing that was to be taken in.

    Attributes:
        status: "added", a new article; "updated", a new wording of a known one; "known", in the library already;
            "aside", see `reason`.
        name: what it is called: a path, an address.
        article: id of its article; None for what was set aside.
        reason: why it was set aside.
        kind: as in `SetAside`.
    """

    status: Status
    name: str
    article: str | None = None
    title: str | None = None
    reason: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Known:
    """What the library knows of a capture.

    Attributes:
        rank: see `prepared.rank`.
        way: see `prepared.way`.
        has_content: whether its bytes are kept.
        article: None where no article could be read from it.
        problem: why not.
    """

    rank: tuple[object, ...]
    way: Way
    has_content: bool
    article: str | None
    title: str | None
    problem: SetAside | None

    def outcome(self, name: str) -> Outcome:
        """What to tell of a capture that came again."""
        if self.article is None and self.problem is not None:
            return Outcome("aside", name, reason=self.problem.reason, kind=self.problem.kind)
        return Outcome("known", name, self.article, self.title)


def now() -> str:
    """The time as the library writes it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def known(connection: Connection, ids: Sequence[str]) -> dict[str, Known]:
    """What the library knows of these captures; those that it does not have are missing from the answer."""
    columns = select(
        *(captures.c[name] for name in ("id", "address", "published", "fetched", "media_type", "size")),
        *(versions.c[name] for name in ("article", "title", "reader")),
        *(set_aside.c[name] for name in ("name", "kind", "reason")),
    ).select_from(captures.outerjoin(versions).outerjoin(set_aside, set_aside.c.capture == captures.c.id))
    found = {}
    for row in _among(connection, columns, captures.c.id, ids):
        its_way = way(row.address, row.published, row.fetched, row.media_type)
        found[row.id] = Known(
            rank=rank(row.reader, row.size > 0, its_way),
            way=its_way,
            has_content=row.size > 0,
            article=row.article,
            title=row.title,
            problem=SetAside(row.name, row.reason, row.kind) if row.name else None,
        )
    return found


def visited_before(connection: Connection, asked: Sequence[str], *, failed: bool = False) -> list[str]:
    """Those of the addresses that gave a page before, as they were asked for; `failed`: those that gave none, too."""
    chosen = select(addresses.c.address)
    chosen = chosen if failed else chosen.where(addresses.c.capture.is_not(None))
    return [row.address for row in _among(connection, chosen, addresses.c.address, asked)]


def gave_nothing(connection: Connection, asked: str) -> None:
    """Keep that an address gave no page, and when `sourcier watch` looks again: it may be announced too early."""
    at = now()
    row = {"address": asked, "capture": None, "fetched": at, "due": visits.due(at, 0), "looks": 0}
    put(connection, addresses, [row])


def forget_aside(connection: Connection, names: Iterable[str]) -> None:
    """Forget what was set aside of sources that are gone through again, but for captures, which are kept.

    Args:
        connection: one that writes.
        names: of files, folders, archives, addresses; what is named after them ("a.zip, b.html") goes with them.
    """
    name = set_aside.c.name
    for its in names:
        inside = (and_(name >= its + mark, name < its + chr(ord(mark) + 1)) for mark in ",/")
        connection.execute(delete(set_aside).where(set_aside.c.capture.is_(None), or_(name == its, *inside)))


def visited(connection: Connection, capture: Capture) -> None:
    """Keep how a capture was fetched that the library has."""
    put(connection, addresses, visits.rows([prepared(capture, None)], now()), replace=True)


def add(database: Database, batch: Iterable[Taken], *, again: bool = False) -> list[Outcome]:
    """Take in a batch in one transaction; its outcomes, in order, hold once this returns.

    Args:
        database: where to.
        batch: pages read or set aside, and what is no page.
        again: put new readings in the place of those that the library has.

    Raises:
        LibraryError: nothing of the batch was taken in.
    """
    batch = list(batch)
    with database.writing() as connection:
        return _Intake(connection, again).take(batch)


class _Intake:
    """One batch on its way into the library."""

    def __init__(self, connection: Connection, again: bool) -> None:
        self.connection = connection
        self.again = again
        self.at = now()

    def take(self, batch: Sequence[Taken]) -> list[Outcome]:
        pages = [item for item in batch if isinstance(item, Prepared)]
        had = known(self.connection, list({page.capture for page in pages}))
        self._captures(pages, had)
        won = self._won(pages, had)
        present = self._present(won, {capture for capture in won if capture in had})
        outcomes = iter(self._outcomes(pages, had, present))
        self._arrange(present)
        put(self.connection, addresses, visits.rows(pages, self.at), replace=True)
        told = [
            next(outcomes)
            if isinstance(item, Prepared)
            else Outcome("aside", item.name, reason=item.reason, kind=item.kind)
            for item in batch
        ]
        self._aside(batch, told)
        return told

    def _captures(self, pages: Sequence[Prepared], had: Mapping[str, Known]) -> None:
        """Captures with their bytes, and the best of the ways in which they came."""
        rows = {
            page.capture: {
                "id": page.capture,
                "address": page.address,
                "media_type": page.media_type,
                "fetched": page.fetched,
                "published": page.published,
                "size": page.size,
                "added": self.at,
                "read": self.at,
            }
            for page in sorted(pages, key=lambda page: (page.content is None, page.rank), reverse=True)
            if self._is_row(page, had.get(page.capture))
        }
        put(self.connection, captures, list(rows.values()), replace=True)
        bytes_of = {page.capture: page.content for page in pages if page.content is not None}
        rows_of = [{"capture": capture, "packed": content} for capture, content in bytes_of.items()]
        put(self.connection, contents, rows_of)

    def _is_row(self, page: Prepared, before: Known | None) -> bool:
        if before is None:
            return True
        if page.content is None:
            return not before.has_content and page.rank < before.rank
        return self.again or not before.has_content or page.rank < before.rank

    def _won(self, pages: Sequence[Prepared], had: Mapping[str, Known]) -> dict[str, Prepared]:
        """The readings that are kept: of each capture the best, where the library has none as good."""
        won: dict[str, Prepared] = {}
        for page in pages:
            before = won[page.capture].rank if page.capture in won else None
            if before is None and page.capture in had and not self.again:
                before = had[page.capture].rank
            if page.version is not None and (before is None or page.rank < before):
                won[page.capture] = page
        return won

    def _present(self, won: Mapping[str, Prepared], replaced: Iterable[str]) -> dict[str, list[_Present]]:
        """All versions of the articles that the batch touches, the new ones among them, without those replaced."""
        old = list(_among(self.connection, select(*_KEPT), versions.c.capture, list(replaced)))
        self._unindex([row.number for row in old if row.first])
        self._delete([row.number for row in old])
        present: dict[str, list[_Present]] = {row.article: [] for row in old}
        found = {page.version.article: page.version for page in won.values() if page.version}
        put(self.connection, articles, [{"id": i, "key": v.key, "added": self.at} for i, v in found.items()])
        for article in found:
            present.setdefault(article, [])
        for row in _among(self.connection, select(*_KEPT), versions.c.article, list(present)):
            present[row.article].append(_Present.of_row(row))
        self._move_corrections({row.article: won[row.capture] for row in old if not present[row.article]}, present)
        for page in self._numbered(list(won.values())):
            assert page.version is not None
            present[page.version.article].append(_Present.of_page(page, page.version))
        return present

    def _move_corrections(self, pages: Mapping[str, Prepared], present: Mapping[str, Sequence[_Present]]) -> None:
        """Keep what was corrected in articles whose every version is read anew as one of another article."""
        moved = {article: page.version.article for article, page in pages.items() if page.version}
        moved = {old: new for old, new in moved.items() if old != new}
        for row in list(_among(self.connection, select(corrections), corrections.c.article, list(moved))):
            its = [version.number for version in present[moved[row.article]] if version.first]
            with reindexing(self.connection, its):
                same = corrections.c.id == row.id
                self.connection.execute(update(corrections).where(same).values(article=moved[row.article]))

    def _numbered(self, pages: Sequence[Prepared]) -> list[Prepared]:
        """The pages with a number each that no other version has; where it is taken, the next free one."""
        numbers = [page.version.number for page in pages if page.version]
        taken = {row.number for row in _among(self.connection, select(versions.c.number), versions.c.number, numbers)}
        numbered = []
        for page in sorted(pages, key=lambda page: page.capture):
            assert page.version is not None
            number = page.version.number
            while number in taken:
                number += 1
                if self.connection.scalar(select(versions.c.number).where(versions.c.number == number)) is not None:
                    taken.add(number)
            taken.add(number)
            is_own = number == page.version.number
            numbered.append(page if is_own else replace(page, version=replace(page.version, number=number)))
        return numbered

    def _outcomes(
        self, pages: Sequence[Prepared], had: Mapping[str, Known], present: Mapping[str, Sequence[_Present]]
    ) -> Iterator[Outcome]:
        texts = {article: {row.text_hash for row in its if row.page is None} for article, its in present.items()}
        told = {capture: before.outcome("") for capture, before in had.items() if before.article is not None}
        for page in pages:
            before, version = told.get(page.capture), page.version
            if version is None:
                problem = page.problem or SetAside(page.name, "cannot be read")
                if before is None or self.again:
                    yield Outcome("aside", page.name, reason=problem.reason, kind=problem.kind)
                else:
                    yield replace(before, name=page.name)
                continue
            siblings = texts.setdefault(version.article, set())
            is_known = before is not None or version.text_hash in siblings
            status: Status = "known" if is_known else "updated" if siblings else "added"
            siblings.add(version.text_hash)
            outcome = Outcome(status, page.name, version.article, version.title)
            told[page.capture] = replace(outcome, status="known")
            yield outcome

    def _arrange(self, present: Mapping[str, Sequence[_Present]]) -> None:
        """Which version of each text is the first, and which text is shown; an article that has none left goes."""
        for its in present.values():
            of_text: dict[str, list[_Present]] = defaultdict(list)
            for row in its:
                of_text[row.text_hash].append(row)
            last = max((row.rank for row in its), default=None)
            for same in of_text.values():
                first = min(same, key=lambda row: row.rank)
                for row in same:
                    row.first = row is first
                    row.shown = row.first and any(other.rank == last for other in same)
        for chunk in chunks([article for article, its in present.items() if not its]):
            self.connection.execute(delete(articles).where(articles.c.id.in_(chunk)))
        every = [row for its in present.values() for row in its]
        old = [row for row in every if row.page is None and row.is_changed]
        self._unindex([row.number for row in old if row.was[0] and not row.first])
        if old:
            self.connection.execute(
                update(versions)
                .where(versions.c.number == bindparam("of"))
                .values(first=bindparam("is_first"), shown=bindparam("is_shown")),
                [{"of": row.number, "is_first": row.first, "is_shown": row.shown} for row in old],
            )
        new = [row for row in every if row.page is not None]
        self._insert(new)
        self._index(
            [(row.number, row.page.version) for row in new if row.first and row.page and row.page.version]
            + self._versions([row.number for row in old if row.first and not row.was[0]])
        )

    def _insert(self, new: Sequence[_Present]) -> None:
        rows: list[dict[str, Any]] = []
        all_records: list[dict[str, Any]] = []
        for row in new:
            assert row.page is not None
            version = row.page.version
            assert version is not None
            rows.append(
                {
                    "number": row.number,
                    "capture": row.capture,
                    "article": version.article,
                    "text_hash": version.text_hash,
                    "stated": version.stated,
                    "fetched": row.page.fetched or "",
                    "first": row.first,
                    "shown": row.shown,
                    "title": version.title,
                    "language": version.language,
                    "published": version.published,
                    "outlet": version.outlet,
                    "url": version.url,
                    "agencies": "\n".join(version.agencies),
                    "copies": row.capture,
                    "reader": version.reader,
                    "signature": version.sketch.signature,
                    "runs": version.sketch.size,
                }
            )
            all_records.append({"number": row.number, "packed": version.packed})
        if rows:
            self.connection.execute(insert(versions), rows)
            self.connection.execute(insert(records), all_records)

    def _delete(self, numbers: Sequence[int]) -> None:
        """Remove versions that are out of the indexes; their captures stay."""
        for table in (records, versions):
            for chunk in chunks(numbers):
                self.connection.execute(delete(table).where(table.c.number.in_(chunk)))

    def _index(self, its: Sequence[tuple[int, Version]]) -> None:
        """Put versions into all by which they are found, corrected."""
        over = Overlay.of(self.connection, [number for number, _ in its], indexed=True)
        changed = ((number, one, over.changed(number, one.packed)) for number, one in its)
        its = [(number, version(record) if record else one) for number, one, record in changed]
        index(self.connection, its)
        copies.join(self.connection, its)

    def _unindex(self, numbers: Sequence[int]) -> None:
        """Take versions out of all by which they are found."""
        its = self._versions(numbers)
        if len(its) < len(numbers):
            # What was indexed of them cannot be told: the indexes are made anew without them.
            reindex(self.connection, but=numbers)
            its = []
        word_index.drop(self.connection, [(number, version.document) for number, version in its])
        bands = [
            {"its_band": band, "its_number": number} for number, version in its for band in set(version.sketch.bands)
        ]
        if bands:
            same = (sketches.c.band == bindparam("its_band")) & (sketches.c.number == bindparam("its_number"))
            self.connection.execute(delete(sketches).where(same), bands)
        for chunk in chunks(numbers):
            self.connection.execute(delete(events).where(events.c.number.in_(chunk)))
        if numbers:
            left = copies.part(self.connection, numbers)
            copies.join(self.connection, self._versions(left))

    def _versions(self, numbers: Sequence[int]) -> list[tuple[int, Version]]:
        """Versions as they are indexed, from their records."""
        return indexed(self.connection, numbers)

    def _aside(self, batch: Sequence[Taken], told: Sequence[Outcome]) -> None:
        """Keep what was set aside, and forget what was read after all."""
        rows, gone = {}, []
        for item, outcome in zip(batch, told, strict=True):
            capture = item.capture if isinstance(item, Prepared) else None
            if outcome.status == "aside":
                rows[item.name] = {"name": item.name, "kind": outcome.kind, "reason": outcome.reason}
                rows[item.name] |= {"capture": capture, "at": self.at}
            elif isinstance(item, Prepared) and item.version is not None:
                gone.append({"its_name": item.name, "its_id": item.capture})
        if gone and self.connection.execute(select(set_aside.c.name).limit(1)).first() is not None:
            same = or_(set_aside.c.name == bindparam("its_name"), set_aside.c.capture == bindparam("its_id"))
            self.connection.execute(delete(set_aside).where(same), gone)
        put(self.connection, set_aside, list(rows.values()), replace=True)


def index(connection: Connection, its: Sequence[tuple[int, Version]], *, has_sketches: bool = False) -> None:
    """Put versions into the indexes of words, events and, where these do not have them, sketches, by their numbers."""
    all_events = [(number, place, *event) for number, version in its for place, event in enumerate(version.events)]
    all_sketches = sorted((band, number) for number, version in its for band in set(version.sketch.bands))
    _insert_many(connection, events, sorted(all_events, key=lambda row: row[:2]))
    if not has_sketches:
        _insert_many(connection, sketches, all_sketches)
    # FTS5 writes out what it holds whenever a number is lower than the one before.
    word_index.put(connection, sorted(((n, version.document) for n, version in its), key=lambda one: one[0]))


def indexed(connection: Connection, numbers: Sequence[int]) -> list[tuple[int, Version]]:
    """Versions as they are indexed: from their records, corrected; without those whose record is damaged."""
    over = Overlay.of(connection, numbers, indexed=True)
    found = []
    for row in _among(connection, select(records), records.c.number, numbers):
        record = over.record(row.number, row.packed)
        if record is not None:
            found.append((row.number, version(record)))
    return found


@contextmanager
def reindexing(connection: Connection, numbers: Sequence[int]) -> Iterator[None]:
    """Index versions anew whose records are corrected otherwise when the block ends; their texts are the same.

    Args:
        connection: one that writes.
        numbers: of versions that are indexed.
    """
    its = indexed(connection, numbers)
    word_index.drop(connection, [(number, version.document) for number, version in its])
    readable = [number for number, _ in its]
    for chunk in chunks(readable):
        connection.execute(delete(events).where(events.c.number.in_(chunk)))
    yield
    index(connection, indexed(connection, readable), has_sketches=True)


def reindex(connection: Connection, *, but: Sequence[int] = ()) -> int:
    """Make all indexes anew from the records, corrected; gives how many versions are in them.

    Args:
        connection: one that writes.
        but: versions that are left out; so are those whose record is damaged.
    """
    word_index.clear(connection)
    connection.execute(delete(events))
    connection.execute(delete(sketches))
    chosen = select(records).join(versions).where(versions.c.first).order_by(records.c.number).limit(CHUNK)
    last, count, out = -1, 0, set(but)
    # A step of `migrations/` calls this in a library that has no such table yet.
    has_corrections = inspect(connection).has_table(corrections.name)
    while rows := connection.execute(chosen.where(records.c.number > last)).all():
        last = rows[-1].number
        numbers = [row.number for row in rows]
        over = Overlay.of(connection, numbers, indexed=True) if has_corrections else Overlay.none()
        its = [(row.number, over.record(row.number, row.packed)) for row in rows if row.number not in out]
        readable = [(number, version(record)) for number, record in its if record is not None]
        index(connection, readable)
        count += len(readable)
    return count


def _insert_many(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows with all columns in their order: a hundred thousand small rows past SQLAlchemy's look at each."""
    if rows:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        marks = ", ".join(["?" if connection.dialect.name == "sqlite" else "%s"] * len(table.columns))
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(rows))


def put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *, replace: bool = False) -> None:
    """Insert rows; where the primary key is taken, keep what is there, or replace it (but for when it was added)."""
    if not rows:
        return
    statement = (sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert)(table)
    primary = [column.name for column in table.primary_key]
    if replace:
        other = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in {*primary, "added"}}
        statement = statement.on_conflict_do_update(index_elements=primary, set_=other)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=primary)
    connection.execute(statement, rows)


_KEPT = tuple(
    versions.c[name] for name in ("article", "text_hash", "number", "capture", "stated", "fetched", "first", "shown")
)


@dataclass
class _Present:
    """A version in the library, or on its way there.

    Attributes:
        rank: sorts the versions of an article by time.
        page: None where it is in the library already.
        was: `first` and `shown` as the library has them.
    """

    number: int
    capture: str
    text_hash: str
    rank: tuple[str, str, str]
    first: bool
    shown: bool
    page: Prepared | None
    was: tuple[bool, bool]

    @classmethod
    def of_row(cls, row: Row[Any]) -> _Present:
        ranked = (row.stated, row.fetched, row.capture)
        was = (row.first, row.shown)
        return cls(row.number, row.capture, row.text_hash, ranked, *was, None, was)

    @classmethod
    def of_page(cls, page: Prepared, its: Version) -> _Present:
        ranked = (its.stated, page.fetched or "", page.capture)
        return cls(its.number, page.capture, its.text_hash, ranked, False, False, page, (False, False))

    @property
    def is_changed(self) -> bool:
        return (self.first, self.shown) != self.was


def chunks(values: Sequence[_Value]) -> Iterable[Sequence[_Value]]:
    """Pieces of a list that one statement can name."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _among(
    connection: Connection, columns: Any, column: ColumnElement[Any], values: Sequence[Any]
) -> Iterable[Row[Any]]:
    """The rows whose column has one of the values."""
    for chunk in chunks(values):
        yield from connection.execute(columns.where(column.in_(chunk))).all()
