"""The word index: FTS5 in SQLite, a `tsvector` in PostgreSQL, fed with the same folded words.

Neither folds, stems or splits for itself: both are given words as `words.words_of` makes them, so that a search finds
the same in both.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from sourcier.library.words import Document

_POSITIONS = 16_383
"""PostgreSQL keeps no position beyond: further words are found, but not as part of a phrase."""


def put(connection: Connection, documents: Sequence[tuple[int, Document]]) -> None:
    """Index the words of versions by their numbers."""
    if not documents:
        return
    if _is_sqlite(connection):
        connection.exec_driver_sql(
            "INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)", [(n, d.title, d.body) for n, d in documents]
        )
        return
    connection.execute(
        text("INSERT INTO words(number, document) VALUES (:number, CAST(:document AS tsvector))"),
        [{"number": number, "document": vector(words)} for number, words in documents],
    )


def drop(connection: Connection, documents: Sequence[tuple[int, Document]]) -> None:
    """Take versions out of the index, by their numbers and the very words that they were indexed with."""
    if not documents:
        return
    if _is_sqlite(connection):  # FTS5 keeps no text here: it is told the words that it forgets
        connection.exec_driver_sql(
            "INSERT INTO words(words, rowid, title, body) VALUES ('delete', ?, ?, ?)",
            [(n, d.title, d.body) for n, d in documents],
        )
        return
    connection.execute(text("DELETE FROM words WHERE number = :number"), [{"number": n} for n, _ in documents])


def having(connection: Connection, word: str) -> list[int]:
    """The numbers of the versions that are indexed with a word of a fact, see `words`."""
    if _is_sqlite(connection):
        quoted = '"' + word.replace('"', '""') + '"'
        found = connection.execute(text("SELECT rowid FROM words WHERE words MATCH :word"), {"word": quoted})
    else:
        quoted = "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
        statement = text("SELECT number FROM words WHERE document @@ CAST(:word AS tsquery)")
        found = connection.execute(statement, {"word": quoted})
    return list(found.scalars())


def clear(connection: Connection) -> None:
    """Forget everything."""
    connection.execute(
        text("INSERT INTO words(words) VALUES ('delete-all')" if _is_sqlite(connection) else "DELETE FROM words")
    )


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def vector(words: Document) -> str:
    """A document as PostgreSQL writes a `tsvector`: each word with its positions, those of the title marked A.

    >>> vector(Document("ana roy", "~all roy"))
    "'ana':1A 'roy':2A,4 '~all':3"
    """
    positions: dict[str, list[str]] = {}
    place = 0
    for part, weight in ((words.title, "A"), (words.body, "")):
        for word in part.split():
            place += 1
            positions.setdefault(word, []).append(f"{min(place, _POSITIONS)}{weight}")
    return " ".join(f"'{word}':{','.join(places[:255])}" for word, places in sorted(positions.items()))
