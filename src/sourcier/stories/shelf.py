"""Stories as the library keeps them: found by what is near, changed in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from zlib import crc32

from sqlalchemy import Connection, delete, func, insert, select, update

from sourcier.library.numbers import first_number_after
from sourcier.library.schema import stories, story_articles, story_names, story_terms, versions
from sourcier.library.store import chunks
from sourcier.stories.headline import central_headline
from sourcier.stories.likeness import Centre
from sourcier.stories.model import Reason
from sourcier.stories.packing import centre_of, packed_centre, packed_traits, traits_of
from sourcier.stories.traits import Traits, is_common

WINDOW = 30
"""Days before and after an article in which its story is looked for."""

WORDS, FACTS = 14, 12
"""An article's weightiest terms, by which others find it."""

MOST_FOUND = 100
"""Articles before, and behind, that one term finds: those nearest in time."""

MOST_STORIES = 12
"""Stories that an article is compared with."""


@dataclass(slots=True)
class Kept:
    """A story while it is worked on.

    Attributes:
        size: how many articles it has.
        divided: how many it had when it was last looked at for two stories.
    """

    id: str
    centre: Centre
    size: int
    divided: int
    by_hand: bool


class Shelf:
    """The stories of a library within one writing transaction; `flush` writes what was changed.

    Args:
        connection: one that writes.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.kept_apart: dict[frozenset[str], int] = {}  # two stories that were not joined, and their articles then
        self._known: dict[str, Kept] = {}
        self._changed: dict[str, None] = {}
        last = connection.scalar(select(func.max(story_articles.c.place)))
        self._place = 0 if last is None else last + 1

    def story(self, identifier: str) -> Kept:
        """A story by its id."""
        if identifier not in self._known:
            self._read([identifier])
        return self._known[identifier]

    def near(self, article: Traits, number: int) -> list[Kept]:
        """The stories that share most of an article's weightiest terms, within `WINDOW` days of it."""
        weights = {crc32(term.encode()): weight for term, weight in key_terms(article)}
        low, high = first_number_after(article.day, -WINDOW), first_number_after(article.day, WINDOW)
        undated = first_number_after(0, 0)
        # From the article on to earlier ones, and on to later ones: of many the nearest count.
        spans = [(low, number, "DESC"), (number, high, "ASC")]
        spans += [(0, undated, "DESC")] if low >= undated else []
        one = (  # numbers alone: SQLAlchemy takes its time to bind and compile
            "SELECT * FROM (SELECT term, number FROM story_terms WHERE term = {} AND number >= {} AND number < {}"
            " ORDER BY number {} LIMIT {}) AS of_{}"
        )
        wanted = [
            one.format(term, *span, MOST_FOUND, f"{term}_{n}") for term in weights for n, span in enumerate(spans)
        ]
        if not wanted:
            return []
        found: dict[int, float] = defaultdict(float)
        for term, other in self.connection.exec_driver_sql(" UNION ALL ".join(wanted)).all():  # not row by row
            found[other] += weights[term]
        best = sorted(found, key=lambda other: (-found[other], other))[: 4 * MOST_STORIES]
        of_number = select(story_articles.c.number, story_articles.c.story).where(story_articles.c.number.in_(best))
        story_of = {row.number: row.story for row in self.connection.execute(of_number)} if best else {}
        identifiers = list(dict.fromkeys(story_of[other] for other in best if other in story_of))[:MOST_STORIES]
        self._read([identifier for identifier in identifiers if identifier not in self._known])
        return [self._known[identifier] for identifier in identifiers]

    def _read(self, identifiers: Sequence[str]) -> None:
        if not identifiers:
            return
        rows = self.connection.execute(select(stories).where(stories.c.id.in_(identifiers))).all()
        alone = [row.id for row in rows if not row.centre]
        of_one: dict[str, Centre] = {}
        if alone:
            columns = select(story_articles.c.story, story_articles.c.traits).where(story_articles.c.story.in_(alone))
            of_one = {row.story: Centre.of([traits_of(row.traits)]) for row in self.connection.execute(columns)}
        for row in rows:
            centre = centre_of(row.centre) if row.centre else of_one.get(row.id, Centre())
            self._known[row.id] = Kept(row.id, centre, row.articles, row.divided, row.by_hand)

    def open(self, article: str) -> Kept:
        """A new story, whose id comes of the article that opens it."""
        n = 0
        while True:
            identifier = hashlib.sha256(f"story {n} {article}".encode()).hexdigest()[:16]
            names = (select(stories.c.id).where(stories.c.id == identifier)).union_all(
                select(story_names.c.id).where(story_names.c.id == identifier)
            )
            if self.connection.execute(names).first() is None:
                break
            n += 1
        return self._opened(identifier)

    def reopen(self, identifier: str) -> Kept:
        """A story without articles under an id that leads to another story until now."""
        self.connection.execute(delete(story_names).where(story_names.c.id == identifier))
        return self._opened(identifier)

    def _opened(self, identifier: str) -> Kept:
        self._known[identifier] = kept = Kept(identifier, Centre(), 0, 0, False)
        row = {"id": identifier, "title": "", "articles": 0, "languages": "", "outlets": "", "divided": 0}
        self.connection.execute(insert(stories).values(**row, centre=b"", by_hand=False))
        return kept

    def put(
        self,
        story: Kept,
        article: str,
        number: int,
        traits: Traits,
        section: str | None,
        likeness: float,
        reasons: Sequence[Reason],
    ) -> None:
        """Put an article that is in no story into one."""
        self.connection.execute(
            insert(story_articles).values(
                article=article,
                number=number,
                story=story.id,
                place=self._place,
                section=section,
                likeness=likeness,
                reasons=reasons_text(reasons),
                traits=packed_traits(traits),
            )
        )
        self._place += 1
        self._index(number, traits)
        story.centre.add(traits)
        story.size += 1
        self._changed[story.id] = None

    def renew(self, article: str, number: int, traits: Traits, section: str | None) -> None:
        """Read a new version of an article that stays in its story."""
        its = story_articles.c.article == article
        row = self.connection.execute(select(story_articles.c.number, story_articles.c.story).where(its)).one()
        self.connection.execute(delete(story_terms).where(story_terms.c.number == row.number))
        self.connection.execute(
            update(story_articles).where(its).values(number=number, section=section, traits=packed_traits(traits))
        )
        self._index(number, traits)
        self._count(self.story(row.story))

    def members(self, story: Kept) -> dict[str, Traits]:
        """The articles of a story in the order in which they were placed."""
        columns = select(story_articles.c.article, story_articles.c.traits).where(story_articles.c.story == story.id)
        rows = self.connection.execute(columns.order_by(story_articles.c.place))
        return {row.article: traits_of(row.traits) for row in rows}

    def move(self, articles: Iterable[str], story: Kept, reasons: Sequence[Reason] | None = None) -> None:
        """Put articles of other stories into one; stories that lose their last article are gone."""
        values: dict[str, object] = {"story": story.id}
        if reasons is not None:
            values["reasons"] = reasons_text(reasons)
        touched = {story.id}
        for some in chunks(list(articles)):
            its = story_articles.c.article.in_(some)
            touched |= set(self.connection.scalars(select(story_articles.c.story).where(its).distinct()))
            self.connection.execute(update(story_articles).where(its).values(**values))
        for identifier in touched:
            self._count(self.story(identifier))
        for identifier in touched - {story.id}:
            if not self.story(identifier).size:
                self._remove(identifier, story)

    def join(self, one: Kept, other: Kept) -> Kept:
        """Make two stories one: the older takes the other's articles, and its name."""
        first = {
            row.story: row.first
            for row in self.connection.execute(
                select(story_articles.c.story, func.min(story_articles.c.place).label("first"))
                .where(story_articles.c.story.in_([one.id, other.id]))
                .group_by(story_articles.c.story)
            )
        }
        older, younger = sorted((one, other), key=lambda story: (first.get(story.id, self._place), story.id))
        its = story_articles.c.story == younger.id
        self.connection.execute(update(story_articles).where(its).values(story=older.id))
        older.divided = max(older.divided, younger.divided)
        self._count(older)
        self._remove(younger.id, older)
        return older

    def take_out(self, articles: Sequence[str]) -> None:
        """Take articles out of their stories: gone from the library, or to be read anew."""
        for some in chunks(articles):
            its = story_articles.c.article.in_(some)
            rows = self.connection.execute(select(story_articles.c.number, story_articles.c.story).where(its)).all()
            self.connection.execute(delete(story_terms).where(story_terms.c.number.in_([row.number for row in rows])))
            self.connection.execute(delete(story_articles).where(its))
            for identifier in {row.story for row in rows}:
                story = self.story(identifier)
                self._count(story)
                if not story.size:
                    self._remove(identifier, None)

    def flush(self) -> None:
        """Write the stories that were changed, with their titles and spans."""
        for identifier in self._changed:
            story = self._known[identifier]
            self.connection.execute(update(stories).where(stories.c.id == identifier).values(**self._line(story)))
        self._changed.clear()

    def _index(self, number: int, traits: Traits) -> None:
        """Let an article be found by its weightiest terms."""
        terms = sorted({crc32(term.encode()) for term, _ in key_terms(traits)})
        if terms:
            values = ", ".join(f"({term}, {number})" for term in terms)
            self.connection.exec_driver_sql(f"INSERT INTO story_terms (term, number) VALUES {values}")

    def _count(self, story: Kept) -> None:
        """Sum a story's articles up anew."""
        articles = self.members(story)
        story.centre, story.size = Centre.of(articles.values()), len(articles)
        self._changed[story.id] = None

    def _remove(self, identifier: str, into: Kept | None) -> None:
        """Forget a story that has no articles left; its id leads to another from now on, where there is one."""
        led_here = story_names.c.story == identifier
        if into is None:
            self.connection.execute(delete(story_names).where(led_here))
        else:
            self.connection.execute(update(story_names).where(led_here).values(story=into.id))
        self.connection.execute(delete(stories).where(stories.c.id == identifier))
        if into is not None:
            self.connection.execute(insert(story_names).values(id=identifier, story=into.id))
        self._known.pop(identifier, None)
        self._changed.pop(identifier, None)

    def _line(self, story: Kept) -> dict[str, object]:
        """A story's row."""
        columns = (versions.c.title, versions.c.language, versions.c.outlet, versions.c.published)
        chosen = select(*columns, story_articles.c.section).join(
            story_articles, story_articles.c.number == versions.c.number
        )
        rows = self.connection.execute(chosen.where(story_articles.c.story == story.id).order_by(versions.c.number))
        its = rows.all()
        days = sorted(row.published[:10] for row in its if row.published)
        sections = Counter(row.section for row in its if row.section)
        return {
            "title": central_headline([(row.title or "", row.language) for row in its], story.centre),
            "section": sections.most_common(1)[0][0] if sections else None,
            "first": days[0] if days else None,
            "last": days[-1] if days else None,
            "articles": len(its),
            "languages": _by_frequency(row.language for row in its),
            "outlets": _by_frequency(row.outlet for row in its if row.outlet),
            "centre": packed_centre(story.centre) if len(its) > 1 else b"",
            "divided": story.divided,
            "by_hand": story.by_hand,
        }


def key_terms(article: Traits) -> list[tuple[str, float]]:
    """The terms by which others find an article, with their weights; those of words carry their language."""
    words = sorted(article.words, key=article.words.__getitem__, reverse=True)[:WORDS]
    telling = (term for term in article.facts if not is_common(term))
    facts = sorted(telling, key=article.facts.__getitem__, reverse=True)[:FACTS]
    return [(f"{article.language}:{term}", article.words[term]) for term in words] + [
        (term, article.facts[term]) for term in facts
    ]


def reasons_text(reasons: Sequence[Reason]) -> str:
    """Reasons as the library keeps them."""
    return json.dumps([asdict(reason) for reason in reasons], ensure_ascii=False)


def reasons_of(text: str) -> tuple[Reason, ...]:
    """What `reasons_text` was given."""
    return tuple(Reason(reason["kind"], tuple(reason["shared"])) for reason in json.loads(text))


def _by_frequency(names: Iterable[str]) -> str:
    """Names, the most frequent first, a line each."""
    return "\n".join(name for name, _ in Counter(names).most_common())
