"""Finding articles: the query put to the database, the answers ranked, copies told together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select, text

from sourcier.library.connect import Database
from sourcier.library.facets import Facets, facets
from sourcier.library.hits import Hit, hits
from sourcier.library.match import Match, match, wanted
from sourcier.library.overlays import Overlay, same_people
from sourcier.library.query import parse
from sourcier.library.query_people import under_all_names
from sourcier.library.query_tree import Named, Node, Words
from sourcier.library.schema import records, versions
from sourcier.library.store import chunks

BOUND = 1_000
"""Matches that are ranked: the newest. A common word has more than anybody reads, and ranking all of them is slow."""

TITLE_WEIGHT = 4.0
"""What a word in the title counts, against one in the text."""

SHORT = 3
"""Letters that a beginning needs to be ranked by; of fewer, thousands of words are one, and none says more."""

HALF_LIFE = timedelta(days=30)
"""The recency of an article, half of its score, halves in this time."""


@dataclass(frozen=True)
class Copy:
    """Another article that runs the same text."""

    article: str
    outlet: str | None
    url: str | None
    published: str | None


@dataclass(frozen=True)
class Found:
    """An article that a query found.

    Attributes:
        number: of the version that was found.
        article: id of the article.
        capture: id of the version's capture.
        agencies: the wire agencies that it is credited to, here or in one of its copies.
        copies: other articles that run the same text.
        hits: the sentences that say why.
    """

    number: int
    article: str
    capture: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    language: str
    agencies: tuple[str, ...]
    copies: tuple[Copy, ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Results:
    """What a query found.

    Attributes:
        query: as it was understood.
        count: articles found, copies of one text counted once.
        bounded: whether there are more: only the newest `BOUND` were looked at.
        articles: those that were asked for, best first.
        facets: what all that were looked at can be narrowed down by, copies each by itself; None where not asked for.
    """

    query: str
    count: int
    bounded: bool
    articles: tuple[Found, ...]
    facets: Facets | None = None


@dataclass(frozen=True)
class _Candidate:
    number: int
    copies: str
    score: float


def search(
    database: Database,
    query: str,
    *,
    today: date,
    limit: int = 10,
    offset: int = 0,
    newest: bool = False,
    old: bool = False,
    faceted: bool = False,
    after: int | None = None,
) -> Results:
    """Find articles, best first: by their words (BM25; PostgreSQL: ts_rank), half of it fading with age.

    Args:
        database: the library's.
        query: as docs/search.md says.
        today: what relative dates in the query count from.
        limit: articles that are given.
        offset: articles before them that are not.
        newest: newest first. So it is, too, where the query has no words that an article could hold more or less of.
        old: find versions that are no longer shown as well.
        faceted: give the facets.
        after: the number of an article that was found: go on behind it, wherever it stands by now; `offset` counts
            only where it is no longer found.

    Raises:
        QueryError: a mistake in the query, with its place.
    """
    understood = parse(query, today=today).root
    with database.reading() as connection:
        root = under_all_names(understood, same_people(connection))
        asked = match(root, is_sqlite=database.is_sqlite)
        ranked = not newest and asked.words is not None and any(map(_is_ranked, wanted(root)))
        candidates = _candidates(connection, asked, bound=BOUND + 1, ranked=ranked, old=old)
        bounded = len(candidates) > BOUND
        candidates = candidates[:BOUND]
        if ranked:
            candidates = _faded(candidates)
        groups: dict[str, int] = {}
        for candidate in candidates:
            groups.setdefault(candidate.copies, candidate.number)
        order = list(groups.values())
        offset = order.index(after) + 1 if after in order else offset
        chosen = order[offset : offset + limit]
        found = facets(connection, [candidate.number for candidate in candidates]) if faceted else None
        return Results(str(understood), len(groups), bounded, tuple(_told(connection, chosen, root)), found)


def find(database: Database, query: str, *, today: date, old: bool = False) -> list[int]:
    """The numbers of all versions that a query finds, by publication; copies each by itself.

    Raises:
        QueryError: a mistake in the query, with its place.
    """
    root = parse(query, today=today).root
    with database.reading() as connection:
        asked = match(under_all_names(root, same_people(connection)), is_sqlite=database.is_sqlite)
        return [c.number for c in _candidates(connection, asked, bound=None, ranked=False, old=old)][::-1]


def found_among(database: Database, query: str, articles: Sequence[str], today: date) -> list[Found]:
    """Those of some articles that a query finds, by their shown versions, oldest first.

    Raises:
        QueryError: a mistake in the query, with its place.
    """
    root = parse(query, today=today).root
    found: list[int] = []
    with database.reading() as connection:
        root = under_all_names(root, same_people(connection))
        for chunk in chunks(articles):
            asked = match(root, is_sqlite=database.is_sqlite)
            names: list[str] = []
            for article in chunk:
                names.append(f":a{len(names)}")
                asked.values[names[-1][1:]] = article
            asked.conditions.append(f"v.article IN ({', '.join(names)})")
            found.extend(c.number for c in _candidates(connection, asked, bound=None, ranked=False, old=False))
        return _told(connection, sorted(found), root)


def _is_ranked(leaf: Node) -> bool:
    """Whether an article can hold more or less of what a leaf of the query wants."""
    if not (isinstance(leaf, Words) or (isinstance(leaf, Named) and leaf.operator == "title")):
        return False
    return not leaf.prefix or len("".join(leaf.words)) >= SHORT


def _candidates(
    connection: Connection, asked: Match, *, bound: int | None, ranked: bool, old: bool
) -> list[_Candidate]:
    """The newest versions that match, newest first."""
    conditions = [*(f"({condition})" for condition in asked.conditions), "v.first" if old else "v.shown"]
    values = {**asked.values, "lowest": asked.lowest, "highest": asked.highest}
    end = "" if bound is None else " LIMIT :bound"
    values |= {} if bound is None else {"bound": bound}
    if asked.words is None:
        where = " AND ".join(["v.number BETWEEN :lowest AND :highest", *conditions])
        statement = f"SELECT v.number, v.copies, 0 FROM versions v WHERE {where} ORDER BY v.number DESC{end}"
    elif connection.dialect.name == "sqlite":
        score = f"-bm25(words, {TITLE_WEIGHT}, 1.0)" if ranked else "0"
        where = " AND ".join(["words MATCH :words", "words.rowid BETWEEN :lowest AND :highest", *conditions])
        statement = (
            f"SELECT v.number, v.copies, {score} FROM words CROSS JOIN versions v ON v.number = words.rowid"
            f" WHERE {where} ORDER BY words.rowid DESC{end}"
        )
    else:
        where = " AND ".join(["w.document @@ q", "v.number BETWEEN :lowest AND :highest", *conditions])
        score = f"ts_rank('{{0.1, 0.1, {1 / TITLE_WEIGHT}, 1.0}}', document, q)" if ranked else "0"
        statement = (
            f"SELECT number, copies, {score} FROM (SELECT v.number, v.copies, w.document, q"
            f" FROM CAST(:words AS tsquery) q, words w JOIN versions v ON v.number = w.number"
            f" WHERE {where} ORDER BY v.number DESC{end}) AS newest ORDER BY number DESC"
        )
    if asked.words is not None:
        values["words"] = asked.words
    return [_Candidate(*row) for row in connection.execute(text(statement), values)]


def _faded(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Candidates by score, half of which fades with the time since the newest of them."""
    if not candidates:
        return []
    minutes = 1 << 36  # see `numbers.py`
    life = HALF_LIFE / timedelta(minutes=1)
    last = candidates[0].number

    def faded(candidate: _Candidate) -> float:
        age = (last - candidate.number) / minutes
        return candidate.score * (0.5 + 0.5 * float(0.5 ** (age / life)))

    return sorted(candidates, key=lambda candidate: (-faded(candidate), -candidate.number))


def _told(connection: Connection, numbers: Sequence[int], root: Node) -> list[Found]:
    """What is shown of versions, in the order of their numbers given."""
    rows: dict[int, Any] = {}
    told: dict[int, bytes] = {}
    others: dict[str, list[Any]] = {}
    for chunk in chunks(numbers):
        rows.update((r.number, r) for r in connection.execute(select(versions).where(versions.c.number.in_(chunk))))
        over = Overlay.of(connection, chunk)
        packed = connection.execute(select(records).where(records.c.number.in_(chunk)))
        told.update((r.number, over.content(r.number, r.packed)) for r in packed)
    for labels in chunks(sorted({row.copies for row in rows.values()})):
        # Whatever else is asked here, SQLite would rather walk through all that are shown than use the index of copies.
        same = connection.execute(select(versions).where(versions.c.copies.in_(labels)))
        for row in sorted((row for row in same if row.shown), key=lambda row: int(row.number)):
            others.setdefault(row.copies, []).append(row)
    return [_one(rows[n], told[n], others.get(rows[n].copies, []), root) for n in numbers]


def _one(row: Any, record: bytes, group: Sequence[Any], root: Node) -> Found:
    copies = [Copy(o.article, o.outlet, o.url, o.published) for o in group if o.article != row.article]
    agencies = [agency for o in (row, *group) for agency in o.agencies.split("\n") if agency]
    return Found(
        number=row.number,
        article=row.article,
        capture=row.capture,
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        published=row.published,
        language=row.language,
        agencies=tuple(dict.fromkeys(agencies)),
        copies=tuple(copies),
        hits=hits(record, root),
    )
