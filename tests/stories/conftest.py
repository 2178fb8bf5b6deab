"""Stories of libraries that exist for a test only, and dossiers without a library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from zlib import crc32

import pytest

import sourcier
from sourcier.library.library import Library
from sourcier.record import Record
from sourcier.stories.dossier import dossier
from sourcier.stories.model import Dossier, Story, StoryArticle
from sourcier.stories.stories import Stories


@pytest.fixture
def stories(library) -> Stories:
    """The stories of an empty library, in SQLite and in PostgreSQL."""
    return Stories(library)


@pytest.fixture
def own_stories(sqlite_library) -> Stories:
    """The stories of an empty library in a file."""
    return Stories(sqlite_library)


@pytest.fixture(scope="session")
def add() -> Callable[..., list[str]]:
    """`add(library, *records)`: take records in; the ids of their articles."""

    def take_in(library: Library, *records: Record) -> list[str]:
        return [outcome.article for outcome in library.add_records(records)]

    return take_in


@pytest.fixture(scope="session")
def grouped() -> Callable[[Stories], set[frozenset[str]]]:
    """`grouped(stories)`: the titles of the articles, those of one story together."""

    def groups(stories: Stories) -> set[frozenset[str]]:
        return {frozenset(article.title or "" for article in stories.articles(story.id)) for story in stories.all()}

    return groups


@pytest.fixture(scope="session")
def read_article() -> Callable[..., Record]:
    """`read_article(text, language, published=…, title=…, outlet=…)`: a record that the reader read."""

    @cache
    def read(text: str, language: str, published: str | None, title: str, outlet: str) -> Record:
        name = f"https://{outlet.lower().replace(' ', '')}.example/{crc32(repr((text, published)).encode())}"
        record = sourcier.read_text(text, title=title, published=published, language=language, url=name)
        return record.model_copy(update={"article": record.article.model_copy(update={"site_name": outlet})})

    def make(
        text: str, language: str, *, published: str | None = None, title: str = "News", outlet: str = "Gazette"
    ) -> Record:
        return read(text, language, published, title, outlet)

    return make


@pytest.fixture(scope="session")
def dossier_of() -> Callable[..., Dossier]:
    """`dossier_of(*records, order=…)`: what articles say together, by publication; placed in that order by default; an article's id is the
    beginning of its record's."""

    def make(*records: Record, order: Mapping[int, int] | None = None) -> Dossier:
        read = [
            (
                StoryArticle(
                    id=record.article.id[:16],
                    number=n,
                    title=record.article.title,
                    outlet=record.article.site_name,
                    url=record.article.url,
                    language=record.article.language,
                    published=record.article.published,
                ),
                record,
            )
            for n, record in enumerate(records)
        ]
        story = Story("a" * 16, "A story", None, None, None, len(read), (), ())
        placed = {article.id: (order or {}).get(article.number, article.number) for article, _ in read}
        return dossier(story, read, placed, "2027-04-01T00:00:00Z")

    return make
