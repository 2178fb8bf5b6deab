"""A library: captures and records kept for good, and found again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, func, select

from sourcier.errors import InputError, LibraryError, NotFound
from sourcier.library import store
from sourcier.library.beginnings import beginning, begins
from sourcier.library.connect import Database
from sourcier.library.migrate import migrate
from sourcier.library.overlays import Overlay
from sourcier.library.packing import unpacked
from sourcier.library.prepared import prepared_record
from sourcier.library.schema import captures, contents, records, set_aside, versions
from sourcier.library.store import BATCH, Outcome
from sourcier.record import Record
from sourcier.settings import Settings, from_environment
from sourcier.sources.capture import Capture
from sourcier.sources.items import SetAside

if TYPE_CHECKING:
    from sourcier.library.intake import Tally
    from sourcier.library.search import Results


@dataclass(frozen=True)
class VersionRow:
    """One version of an article.

    Attributes:
        number: its number in the library.
        capture: id of its capture, which is its record's `article.id`.
        article: id of its article.
        shown: whether it is the one that searches and exports show.
        stated: when the page says that it was last changed, or published, in UTC; empty where it does not say.
        fetched: when it was fetched, in UTC; empty where that is not known.
    """

    number: int
    capture: str
    article: str
    shown: bool
    stated: str
    fetched: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None


class Library:
    """A library in a file (SQLite) or on a server (PostgreSQL).

    Args:
        address: a path, or `postgresql://user:password@host/name`; None: what the settings say.
        create: make it where there is none.
        settings: what the environment says where None.

    Raises:
        InputError: no such library, or an address of another kind.
        LibraryError: it cannot be opened, or a newer Sourcier made it.
    """

    def __init__(self, address: str | None = None, *, create: bool = True, settings: Settings | None = None) -> None:
        self.settings = settings or from_environment()
        self.database = Database(address or self.settings.library, create=create)
        try:
            migrate(self.database)
        except BaseException:
            self.database.close()
            raise

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close it; a closed library opens again by itself when it is used."""
        self.database.close()

    @property
    def name(self) -> str:
        """Its path, or its address without the password."""
        return self.database.name

    def add(
        self,
        *names: str,
        workers: int = 0,
        fast: bool = False,
        published: str | None = None,
        report: Callable[[Outcome], None] | None = None,
    ) -> Tally:
        """Take in what stands behind names: files, folders, archives, feeds, lists, addresses.

        Args:
            names: as `sourcier add` takes them.
            workers: processes that read pages; 0: this one.
            fast: as for `sourcier.Reader`.
            published: publication date of the pages that do not say theirs, ISO 8601.
            report: called with each outcome once it is kept.

        Raises:
            InputError: a name that leads nowhere; nothing was taken in.
            LibraryError: the library cannot be written; all that was reported is kept.
        """
        from sourcier.library.intake import Intake  # noqa: PLC0415 - loads what finds pages
        from sourcier.library.workers import Reading  # noqa: PLC0415

        reading = Reading(self.settings, fast=fast)
        return Intake(self.database, reading, workers=workers, published=published, report=report).add(names)

    def add_records(self, read: Iterable[Record]) -> Iterator[Outcome]:
        """Take in records that were read already, a batch at a time; what is yielded is kept."""
        batch = []
        for record in read:
            batch.append(prepared_record(record, record.article.url or record.article.id))
            if len(batch) == BATCH:
                yield from store.add(self.database, batch)
                batch = []
        yield from store.add(self.database, batch)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        newest: bool = False,
        old: bool = False,
        faceted: bool = False,
        after: int | None = None,
        today: date | None = None,
    ) -> Results:
        """Find articles by a query; see `search.search`.

        Args:
            query: as docs/search.md says.
            limit: articles that are given.
            offset: articles before them that are not.
            newest: newest first, not best first.
            old: find versions that are no longer shown as well.
            faceted: give what the articles can be narrowed down by.
            after: the number of an article that was found: go on behind it, wherever it stands by now.
            today: what "today" and "7d" in the query count from; None: the clock's day.

        Raises:
            QueryError: a mistake in the query, with its place.
        """
        from sourcier.library.search import search  # noqa: PLC0415

        today = today or date.today()
        return search(
            self.database,
            query,
            limit=limit,
            offset=offset,
            newest=newest,
            old=old,
            faceted=faceted,
            after=after,
            today=today,
        )

    def find(self, query: str, *, old: bool = False, today: date | None = None) -> list[int]:
        """The numbers of all versions that a query finds, by publication, for `records`.

        Raises:
            QueryError: a mistake in the query, with its place.
        """
        from sourcier.library.search import find  # noqa: PLC0415

        return find(self.database, query, old=old, today=today or date.today())

    def record(self, identifier: str) -> Record:
        """The record of an article, as its shown version has it, or of a capture; a beginning of the id will do.

        Raises:
            InputError: no article or capture has this id, or several have this beginning.
        """
        return next(self.records([self._number(identifier)]))[1]

    def record_json(self, identifier: str) -> bytes:
        """The same as JSON, without its being looked at.

        Raises:
            InputError: as for `record`.
            LibraryError: the record is damaged.
        """
        number = self._number(identifier)
        with self.database.reading() as connection:
            packed = connection.scalar(select(records.c.packed).where(records.c.number == number))
            try:
                return Overlay.of(connection, [number]).content(number, packed or b"")
            except ValueError:
                raise LibraryError(f"{self.name}: a record is damaged; sourcier check says which") from None

    def _number(self, identifier: str) -> int:
        """The number of the version that an id means, see `record`."""
        rows = self._rows(identifier)
        wanted = identifier.strip().lower()
        chosen = [row for row in rows if row.capture.startswith(wanted)] or [row for row in rows if row.shown]
        return int(chosen[0].number)

    def records(self, numbers: Sequence[int]) -> Iterator[tuple[int, Record]]:
        """The records of versions by their numbers, in that order, corrected.

        Raises:
            LibraryError: a record is damaged.
        """
        with self.database.reading() as connection:
            for chunk in store.chunks(numbers):
                rows = connection.execute(select(records).where(records.c.number.in_(chunk)))
                packed = {row.number: row.packed for row in rows}
                over = Overlay.of(connection, chunk)
                for number in chunk:
                    if number in packed:
                        try:
                            yield number, Record.model_validate_json(over.content(number, packed[number]))
                        except ValueError:
                            raise LibraryError(f"{self.name}: a record is damaged; sourcier check says which") from None

    def versions(self, identifier: str) -> list[VersionRow]:
        """All versions of an article, oldest first.

        Args:
            identifier: id of the article or of one of its captures, or the beginning of one, at least 6 digits.

        Raises:
            InputError: as for `record`.
        """
        return [version_row(row) for row in self._rows(identifier) if row.first]

    def _rows(self, identifier: str) -> Sequence[Row[Any]]:
        """All rows of an article, see `versions`."""
        wanted = beginning(identifier, 6, "sourcier search")
        by_article, by_capture = (
            select(versions.c.article).where(begins(column, wanted)).distinct().limit(2)
            for column in (versions.c.article, versions.c.capture)
        )
        with self.database.reading() as connection:
            found = {*connection.scalars(by_article)} or {*connection.scalars(by_capture)}
            if not found:
                raise NotFound(f"{identifier}: no article has this id; sourcier search shows them")
            if len(found) > 1:
                raise InputError(f"{identifier}: several articles begin so; give more digits")
            order = (versions.c.stated, versions.c.fetched, versions.c.capture)
            chosen = select(versions).where(versions.c.article == found.pop()).order_by(*order)
            return connection.execute(chosen).all()

    def shown(self, *, old: bool = False) -> list[int]:
        """The numbers of all versions that are shown, by publication; `old`: of all versions, of each text one."""
        chosen = select(versions.c.number).where(versions.c.first if old else versions.c.shown)
        with self.database.reading() as connection:
            return list(connection.scalars(chosen.order_by(versions.c.number)))

    def capture(self, identifier: str) -> Capture:
        """A capture as it arrived.

        Raises:
            InputError: no capture has this id, or only its record is kept.
        """
        with self.database.reading() as connection:
            row = connection.execute(
                select(captures, contents.c.packed).join(contents).where(captures.c.id == identifier)
            ).one_or_none()
        if row is None:
            raise NotFound(f"{identifier}: no capture with this id is kept; sourcier versions shows them")
        return capture_of(row)

    def set_aside(self, *, limit: int | None = None, after: str | None = None) -> list[SetAside]:
        """What could not be taken in, by name.

        Args:
            limit: how much of it at most.
            after: only what comes behind this name.
        """
        chosen = select(set_aside).order_by(set_aside.c.name).limit(limit)
        if after is not None:
            chosen = chosen.where(set_aside.c.name > after)
        with self.database.reading() as connection:
            rows = connection.execute(chosen)
            return [SetAside(row.name, row.reason, row.kind) for row in rows]

    def __len__(self) -> int:
        with self.database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(versions).where(versions.c.shown)) or 0


def version_row(row: Row[Any]) -> VersionRow:
    """A row of `schema.versions`."""
    return VersionRow(
        row.number,
        row.capture,
        row.article,
        row.shown,
        row.stated,
        row.fetched,
        row.title,
        row.outlet,
        row.url,
        row.published,
    )


def capture_of(row: Row[Any]) -> Capture:
    """A row of `schema.captures` with its packed content."""
    from datetime import datetime  # noqa: PLC0415

    fetched = datetime.fromisoformat(row.fetched) if row.fetched else None
    return Capture(unpacked(row.packed), row.address, row.media_type, fetched, row.published)
