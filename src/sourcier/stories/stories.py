"""The stories of a library: told in lists, as dossiers, as an agenda, and changed by hand."""

from __future__ import annotations

import gc
import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select

from sourcier.errors import InputError, LibraryError, NotFound
from sourcier.library.beginnings import beginning, begins
from sourcier.library.correction_rows import refuse_undone, row_of, undone_by
from sourcier.library.corrections import Corrections
from sourcier.library.folding import holds, tokens
from sourcier.library.numbers import first_number
from sourcier.library.overlays import Overlay, correction_of, same_people
from sourcier.library.packing import RECORD_LEVEL, packed, unpacked
from sourcier.library.schema import captures, dossiers, events, records, stories, story_articles, story_names, versions
from sourcier.library.store import chunks
from sourcier.library.words import person_words
from sourcier.reading.name_keys import name_key
from sourcier.record import Record
from sourcier.record.corrections import Correction
from sourcier.stories.by_hand import joined, parted
from sourcier.stories.dossier import dossier
from sourcier.stories.merging import MOVED_DAYS
from sourcier.stories.model import Dossier, Reason, Said, Story, StoryArticle, StoryEvent
from sourcier.stories.people import quotes
from sourcier.stories.recent import Recent
from sourcier.stories.shelf import Shelf, reasons_of
from sourcier.stories.update import update
from sourcier.version import __version__

if TYPE_CHECKING:
    from sourcier.library.library import Library

RECENT = timedelta(days=2)
"""How long an article is recent on the front page."""

FRONT_DAYS = 4
"""Days within which a story of the front page has a new article."""


class Stories:
    """The stories of a library.

    Args:
        library: articles that came since the last time are placed by `update`.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.database = library.database
        self._recent = Recent()

    def update(self, look: Callable[[int, int], None] | None = None) -> int:
        """Place the articles that came, or changed, since the last time; gives how many.

        Raises:
            LibraryError: the library cannot be written; what was placed is kept.
        """
        return update(self.database, look)

    def arrivals(self) -> str:
        """What is another once pages came, were read again or left: a cheap look before `update`."""
        chosen = select(func.count(), func.max(captures.c.read), func.max(captures.c.added)).select_from(captures)
        with self.database.reading() as connection:
            count, read, added = connection.execute(chosen).one()
            kept = connection.scalar(select(func.count()).select_from(versions).where(versions.c.shown))
        return f"{count} {kept} {read} {added}"

    def all(
        self, *, least: int = 1, since: date | None = None, limit: int | None = None, after: Story | None = None
    ) -> list[Story]:
        """The stories, those with the newest articles first.

        Args:
            least: articles that a story has at least.
            since: day on which a story had an article, or after; stories without dates are left out then.
            limit: stories at most.
            after: only those behind this one; its id, last day and number of articles count.
        """
        chosen = select(*_LINE).where(stories.c.articles >= least)
        if since is not None:
            chosen = chosen.where(stories.c.last >= since.isoformat())
        if after is not None:
            chosen = chosen.where(_is_behind(after))
        chosen = chosen.order_by(stories.c.last.desc().nulls_last(), stories.c.articles.desc(), stories.c.id)
        with self.database.reading() as connection:
            return [_story(row) for row in connection.execute(chosen.limit(limit))]

    def front_page(
        self, now: datetime | None = None, *, limit: int = 20, reads: Mapping[str, int] | None = None
    ) -> list[Story]:
        """The stories most covered now: by outlets, by how fresh their articles are, and by how fast they come.

        Args:
            now: the moment, with a zone; None: the clock's.
            limit: stories at most.
            reads: address or id of an article -> how often it was read; where given, the most read come first.
        """
        now = now or datetime.now(UTC)
        recent, tomorrow = first_number((now - RECENT).date()), first_number((now + timedelta(1)).date())
        with self.database.reading() as connection:
            chosen = select(stories).where(stories.c.last >= (now - timedelta(FRONT_DAYS)).date().isoformat())
            chosen = chosen.where(stories.c.first <= now.date().isoformat())
            rows = {row.id: row for row in connection.execute(chosen)}
            counted = (
                select(story_articles.c.story, func.count().label("recent"))
                .where(story_articles.c.number >= recent, story_articles.c.number < tomorrow)
                .group_by(story_articles.c.story)
            )
            fresh = {row.story: int(row.recent) for row in connection.execute(counted)}
            read = _reads(connection, reads or {})
        found = [
            _story(row, recent=fresh.get(row.id, 0), reads=read.get(row.id, 0) if reads is not None else None)
            for row in rows.values()
        ]
        return sorted(found, key=lambda story: (-(story.reads or 0), -_weight(story, now), story.id))[:limit]

    def story(self, identifier: str) -> Story:
        """A story by its id, the beginning of it, the id of a story that was merged into it, or that of an article.

        Raises:
            InputError: there is none, or several begin so.
        """
        with self.database.reading() as connection:
            return _story(_row(connection, identifier))

    def articles(self, identifier: str) -> list[StoryArticle]:
        """The articles of a story, by publication, undated ones last.

        Raises:
            InputError: as for `story`.
        """
        with self.database.reading() as connection:
            return _articles(connection, _row(connection, identifier).id)

    def records(self, identifier: str) -> Iterator[Record]:
        """The records of a story's articles, by publication.

        Raises:
            InputError: as for `story`.
        """
        numbers = [article.number for article in self.articles(identifier)]
        return (record for _, record in self.library.records(numbers))

    def newest(self, limit: int, *, before: int | None = None) -> list[StoryArticle]:
        """The articles that were published last, the newest first, copies of a text each by itself.

        Args:
            limit: articles at most.
            before: the number of an article: only those before it.
        """
        chosen = select(versions.c.number).where(versions.c.shown)
        if before is not None:
            chosen = chosen.where(versions.c.number < before)
        with self.database.reading() as connection:
            numbers = list(connection.scalars(chosen.order_by(versions.c.number.desc()).limit(limit)))
            return _of_numbers(connection, numbers)

    def read(self, numbers: Sequence[int]) -> list[tuple[StoryArticle, Record]]:
        """Articles with their records, by the numbers of their versions, in that order; damaged ones are left out."""
        with self.database.reading() as connection:
            return _read(connection, _of_numbers(connection, numbers))

    def dossier(self, identifier: str) -> Dossier:
        """A story with all that its articles say together; kept until an article joins or leaves it.

        Raises:
            InputError: as for `story`.
        """
        with self.database.reading() as connection:
            row = _row(connection, identifier)
            articles = _articles(connection, row.id)
            mark = _mark(connection, articles)
            recent = self._recent.get(row.id, mark)
            if recent is not None:
                return recent
            kept = connection.execute(select(dossiers).where(dossiers.c.story == row.id)).one_or_none()
            if kept is not None and kept.mark == mark:
                with _collector_off():
                    told = msgspec.json.decode(unpacked(kept.packed), type=Dossier)
                self._recent.put(mark, told)
                return told
            read = _read(connection, articles)
            placed = select(story_articles.c.article, story_articles.c.place).where(story_articles.c.story == row.id)
            order = {its.article: its.place for its in connection.execute(placed)}
        made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        with _collector_off():
            told = dossier(_story(row), read, order, made)
        self._keep(told, mark)
        self._recent.put(mark, told)
        return told

    def _keep(self, told: Dossier, mark: str) -> None:
        content = packed(msgspec.json.encode(told), RECORD_LEVEL)
        try:
            with self.database.writing() as connection:
                connection.execute(delete(dossiers).where(dossiers.c.story == told.story.id))
                if connection.scalar(select(stories.c.id).where(stories.c.id == told.story.id)) is not None:
                    connection.execute(insert(dossiers).values(story=told.story.id, mark=mark, packed=content))
        except LibraryError:
            return  # a library that may not be written, or is busy, makes it anew the next time

    def agenda(self, first: date, last: date) -> list[tuple[Story, StoryEvent]]:
        """What is planned between two days, both included, and what of it was moved or cancelled; by its moment."""
        begin, end = first.isoformat(), last.isoformat()
        planned = events.c.status.in_(["scheduled", "denied"]) & (events.c.begin >= begin)
        # What was put off may stand under the day that it had, in the report that tells so.
        before = (first - timedelta(min(MOVED_DAYS, (first - date.min).days))).isoformat()
        moved = (events.c.type == "cancellation") & (events.c.begin >= before)
        chosen = (
            select(story_articles.c.story)
            .join(events, events.c.number == story_articles.c.number)
            .where(planned | moved, events.c.begin <= end)
            .distinct()
        )
        with self.database.reading() as connection:
            names = list(connection.scalars(chosen))
        found = []
        for name in names:
            told = self.dossier(name)
            found += [
                (told.story, event) for event in told.agenda() if event.begin and begin <= event.begin[:10] <= end
            ]
        return sorted(found, key=lambda its: (its[1].begin or "", its[0].id, its[1].id))

    def quotes(self, by: str, *, limit: int | None = None, upto: int | None = None) -> list[Said]:
        """What a person said in all articles, the newest first.

        Args:
            by: the name, as `said-by:` of a search takes it; any spelling of a full name will do.
            limit: quotations at most.
            upto: the number of an article: only what it and those before it quote.
        """
        wanted, keys = tokens(by), set(person_words("", by)[:1])
        if not wanted:
            raise InputError("no name; say whose quotations, for example --by 'Ana Roy'")
        numbers = self.library.find(f'said-by:"{" ".join(wanted)}"')[::-1]
        numbers = [number for number in numbers if upto is None or number <= upto]
        together = len(numbers) or 1 if limit is None else min(limit + 1, 100)
        found: list[Said] = []
        with self.database.reading() as connection:
            key = same_people(connection).root(name_key(by))
            for start in range(0, len(numbers), together):
                for article, record in _read(connection, _of_numbers(connection, numbers[start : start + together])):
                    told = quotes([(article, record)])
                    found += [its for its in told if (its.key and its.key == key) or _is_by(its, wanted, keys)]
                if limit is not None and len(found) >= limit:
                    break
        return found[:limit]

    def merge(self, identifier: str, others: Iterable[str], *, by: str | None = None) -> Story:
        """Make several stories one, for good; their ids lead to it.

        Args:
            identifier: id of one of the stories.
            others: ids of the others.
            by: who says that they are one; kept as a correction, which `undo` undoes. None: nobody's name is kept.

        Raises:
            InputError: as for `story`, or a story is to be merged with itself.
        """
        with self.database.writing() as connection:
            shelf = Shelf(connection)
            into = shelf.story(_row(connection, identifier).id)
            for other in others:
                its = shelf.story(_row(connection, other).id)
                if its.id == into.id:
                    raise InputError(f"{other}: is the story itself; give the id of another")
                into = joined(shelf, into, its, by=by) if by else shelf.join(into, its)
            into.by_hand = True
            shelf.flush()
            return _story(_row(connection, into.id))

    def undo(self, identifier: str, *, by: str) -> Correction:
        """Undo a correction of any kind; stories that it made one are told apart again, under the ids that they had.

        Args:
            identifier: id of the correction, or the beginning of it.
            by: who undoes it.

        Raises:
            InputError: there is none, or it was undone; no article would be left in one of the stories.
        """
        if Corrections(self.library).one(identifier).action != "same story":
            return Corrections(self.library).undo(identifier, by=by)
        with self.database.writing() as connection:
            correction = correction_of(row_of(connection, identifier))
            refuse_undone(correction)
            shelf = Shelf(connection)
            parted(shelf, correction)
            shelf.flush()
            return undone_by(connection, correction, by=by)

    def split(self, identifier: str, articles: Sequence[str]) -> Story:
        """Make a new story of some articles of one, for good; gives the new story.

        Raises:
            InputError: as for `story`; an article is not in the story, or none was chosen, or none would be left in it.
        """
        with self.database.writing() as connection:
            shelf = Shelf(connection)
            story = shelf.story(_row(connection, identifier).id)
            chosen = _chosen(_articles(connection, story.id), articles)
            if not chosen:
                raise InputError(f"{identifier}: no article was chosen; name those of the new story")
            if len(chosen) == story.size:
                raise InputError(f"{identifier}: no article would be left in the story; name some of them")
            new = shelf.open(chosen[0])
            shelf.move(chosen, new, [Reason("hand")])
            new.by_hand = story.by_hand = True
            shelf.flush()
            return _story(_row(connection, new.id))

    def move(self, articles: Sequence[str], identifier: str) -> Story:
        """Put articles of other stories into one, for good.

        Raises:
            InputError: as for `story`; no article has this id.
        """
        with self.database.writing() as connection:
            shelf = Shelf(connection)
            story = shelf.story(_row(connection, identifier).id)
            known = [self.library.versions(article)[0].article for article in articles]
            sources = select(story_articles.c.story).where(story_articles.c.article.in_(known)).distinct()
            left = [shelf.story(name) for name in connection.scalars(sources)]
            shelf.move(known, story, [Reason("hand")])
            for its in (story, *left):
                its.by_hand = True
            shelf.flush()
            return _story(_row(connection, story.id))


@contextmanager
def _collector_off() -> Iterator[None]:
    """Without the garbage collector, which would go through a hundred thousand new facts over and over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _row(connection: Connection, identifier: str) -> Row[Any]:
    """The row of a story, see `Stories.story`."""
    wanted = beginning(identifier, 4, "sourcier stories")
    found: set[str] = set()
    for names, its in (
        (stories.c.id, stories.c.id),
        (story_names.c.id, story_names.c.story),
        (story_articles.c.article, story_articles.c.story),
    ):
        found = set(connection.scalars(select(its).where(begins(names, wanted)).distinct().limit(2)))
        if found:
            break
    if not found:
        raise NotFound(f"{identifier}: no story has this id; sourcier stories shows them")
    if len(found) > 1:
        raise InputError(f"{identifier}: several stories begin so; give more digits")
    return connection.execute(select(stories).where(stories.c.id == found.pop())).one()


_LINE = tuple(
    stories.c[name] for name in ("id", "title", "section", "first", "last", "articles", "languages", "outlets")
)
"""What a story's line is made of; its centre, the largest column by far, is not."""


def _is_behind(story: Story) -> ColumnElement[bool]:
    """Whether a story comes after another one in the order of `Stories.all`."""
    last, articles = stories.c.last, stories.c.articles
    same = last == story.last if story.last is not None else last.is_(None)
    behind = same & ((articles < story.articles) | ((articles == story.articles) & (stories.c.id > story.id)))
    return behind if story.last is None else behind | (last < story.last) | last.is_(None)


def _story(row: Row[Any], *, recent: int = 0, reads: int | None = None) -> Story:
    return Story(
        id=row.id,
        title=row.title,
        section=row.section,
        first=row.first,
        last=row.last,
        articles=row.articles,
        languages=tuple(row.languages.splitlines()),
        outlets=tuple(row.outlets.splitlines()),
        recent=recent,
        reads=reads,
    )


def _articles(connection: Connection, story: str) -> list[StoryArticle]:
    return _rows_of(connection, story_articles.c.story == story)


def _of_numbers(connection: Connection, numbers: Sequence[int]) -> list[StoryArticle]:
    """Articles by the numbers of their versions, in that order, whether they were placed or not."""
    its = {article.number: article for article in _rows_of(connection, versions.c.number.in_(numbers))}
    return [its[number] for number in numbers if number in its]


def _rows_of(connection: Connection, condition: Any) -> list[StoryArticle]:
    columns = [versions.c[name] for name in ("article", "number", "title", "outlet", "url", "language", "published")]
    chosen = (
        select(*columns, versions.c.agencies, versions.c.copies, story_articles.c.likeness, story_articles.c.reasons)
        .outerjoin(story_articles, story_articles.c.number == versions.c.number)
        .where(condition)
        .order_by(versions.c.published.is_(None), versions.c.number)
    )
    first: dict[str, str] = {}
    found = []
    for row in connection.execute(chosen):
        original = first.setdefault(row.copies, row.article)
        found.append(
            StoryArticle(
                id=row.article,
                number=row.number,
                title=row.title,
                outlet=row.outlet,
                url=row.url,
                language=row.language,
                published=row.published,
                agencies=tuple(row.agencies.splitlines()),
                likeness=row.likeness if row.likeness is not None else 1.0,
                reasons=reasons_of(row.reasons) if row.reasons else (),
                copy_of=original if original != row.article else None,
            )
        )
    return found


def _read(connection: Connection, articles: Sequence[StoryArticle]) -> list[tuple[StoryArticle, Record]]:
    """Articles with their records; those whose record is damaged are left out: `sourcier check` names them."""
    found: dict[int, Record] = {}
    over = Overlay.of(connection, [article.number for article in articles])
    for some in chunks([article.number for article in articles]):
        for row in connection.execute(select(records).where(records.c.number.in_(some))):
            record = over.record(row.number, row.packed)
            if record is not None:
                found[row.number] = record
    return [(article, found[article.number]) for article in articles if article.number in found]


def _mark(connection: Connection, articles: Sequence[StoryArticle]) -> str:
    """What a dossier is made of: this version of Sourcier, the articles' versions, when each was read, corrections."""
    read: dict[int, str] = {}
    for some in chunks([article.number for article in articles]):
        chosen = select(versions.c.number, captures.c.read).join(captures, captures.c.id == versions.c.capture)
        read |= {row.number: row.read for row in connection.execute(chosen.where(versions.c.number.in_(some)))}
    told = [__version__, *(f"{article.number} {read.get(article.number, '')}" for article in articles)]
    told += Overlay.of(connection, [article.number for article in articles]).ids()
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def _reads(connection: Connection, reads: Mapping[str, int]) -> dict[str, int]:
    """Story -> how often its articles were read."""
    found: dict[str, int] = {}
    for some in chunks(list(reads)):
        chosen = (
            select(story_articles.c.story, versions.c.article, versions.c.url)
            .join(versions, versions.c.number == story_articles.c.number)
            .where(versions.c.url.in_(some) | versions.c.article.in_(some))
        )
        for row in connection.execute(chosen):
            count = reads.get(row.url or "") or reads.get(row.article) or 0
            found[row.story] = found.get(row.story, 0) + count
    return found


def _weight(story: Story, now: datetime) -> float:
    """How much a story is covered: by outlets and recent articles, less with each day since the last one."""
    try:
        silence = max(0, (now.date() - date.fromisoformat(story.last or "")).days)
    except ValueError:
        silence = FRONT_DAYS
    grown = story.recent / story.articles if story.articles else 0.0
    return (math.log1p(len(story.outlets)) + math.log1p(story.recent)) * (1 + grown / 2) * math.exp(-silence / 2)


def _chosen(articles: Sequence[StoryArticle], wanted: Sequence[str]) -> list[str]:
    """The articles of a story by the beginnings of their ids."""
    found = []
    for identifier in wanted:
        its = [article.id for article in articles if article.id.startswith(identifier.strip().lower())]
        if len(its) != 1 or len(identifier.strip()) < 4:
            raise InputError(f"{identifier}: is not the id of one article of the story; sourcier story shows them")
        found += its
    return list(dict.fromkeys(found))


def _is_by(said: Said, wanted: Sequence[str], keys: set[str]) -> bool:
    return holds(tokens(said.speaker or ""), wanted) or bool(keys & set(person_words("", said.speaker or "")[:1]))
