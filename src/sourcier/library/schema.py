"""The tables of a library, the same in SQLite and PostgreSQL.

A **capture** is what arrived. An **article** is known by its address; what was read from a capture is a **version** of
it, with its record. Of versions with the same text the `first` alone is found: it has its place in the word index
(`words`, made by the migration, since each database has its own kind) and rows by which its events and copies are
found. One of these is shown, and has its place in a **story**.

Dates and times are ISO 8601 text in UTC, so that they sort as they read. Blobs are Zstandard frames.
"""

from __future__ import annotations

import re

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Words(TypeDecorator[str]):
    """Text from outside: what no database can keep, half a surrogate pair and U+0000, becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: object) -> str | None:
        """The text as it is kept."""
        if value is None:
            return None
        return _UNKEPT.sub("\ufffd", value)


Number = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits; what SQLite calls INTEGER has them, and is the key of the table itself where it is the primary key."""

_UNKEPT = re.compile("[\0\ud800-\udfff]")

captures = Table(
    "captures",
    metadata,
    Column("id", Text, primary_key=True),  # SHA-256 of the bytes
    Column("address", Words),
    Column("media_type", Words),
    Column("fetched", Text),
    Column("published", Words),  # as the feed or list says that led here
    Column("size", Integer, nullable=False),  # bytes before compression; 0 where only the record is known
    Column("added", Text, nullable=False),
    Column("read", Text, nullable=False),  # when it was last read
)

contents = Table(
    "contents",
    metadata,
    Column("capture", Text, ForeignKey("captures.id"), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),  # 16 hexadecimal digits of the SHA-256 of `key`
    Column("key", Words, nullable=False),  # the address in its normal form, or "text:" and the hash of the text
    Column("added", Text, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),  # sorts by publication, see `numbers.py`
    Column("capture", Text, ForeignKey("captures.id"), nullable=False, unique=True),
    Column("article", Text, ForeignKey("articles.id"), nullable=False, index=True),
    Column("text_hash", Text, nullable=False),
    Column("stated", Text, nullable=False),  # last changed or published, as the page states it; empty where it does not
    Column("fetched", Text, nullable=False),
    Column("first", Boolean, nullable=False),  # of the article's versions with this text
    Column("shown", Boolean, nullable=False),
    Column("title", Words),
    Column("language", Words, nullable=False),
    Column("published", Words),
    Column("outlet", Words),
    Column("url", Words),
    Column("agencies", Words, nullable=False),  # joined by a line feed
    Column("copies", Text, nullable=False, index=True),  # the capture that stands for all copies of one text
    Column("reader", Words, nullable=False),  # version and models that read it
    Column("signature", LargeBinary, nullable=False),  # see `sketches.Sketch`
    Column("runs", Integer, nullable=False),
)
Index("versions_shown", versions.c.shown, versions.c.number)

records = Table(
    "records",
    metadata,
    Column("number", Number, ForeignKey("versions.number"), primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),
)

sketches = Table(
    "sketches",
    metadata,
    Column("band", Number, primary_key=True, autoincrement=False),
    Column("number", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),  # index into the record's events
    Column("type", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("begin", Text),  # first and last day, ISO 8601
    Column("finish", Text),
    sqlite_with_rowid=False,
)
Index("events_begin", events.c.begin, events.c.number)

addresses = Table(
    "addresses",
    metadata,
    Column("address", Words, primary_key=True),
    Column("capture", Text),  # the last one that it gave; null where it gave none
    Column("etag", Words),
    Column("last_modified", Words),
    Column("fetched", Text, nullable=False),
    Column("due", Text, index=True),  # when to look again; null: not any more
    Column("looks", Integer, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("address", Words, primary_key=True),
    Column("added", Text, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("fetched", Text),
    Column("due", Text),
    Column("failures", Integer, nullable=False),  # in a row
    Column("problem", Words),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("name", Words, primary_key=True),  # path, member of an archive, line of a file, address
    Column("kind", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("capture", Text, index=True),  # where its bytes were kept
    Column("at", Text, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    Column("name", Words, primary_key=True),
    Column("query", Words, nullable=False),
    Column("created", Text, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("search", Words, primary_key=True),
    Column("article", Text, primary_key=True),
    Column("fired", Text, nullable=False),
    Column("told", Boolean, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),  # 16 hexadecimal digits
    Column("title", Words, nullable=False),  # the most central headline
    Column("section", Words),
    Column("first", Text),  # first and last day of publication
    Column("last", Text, index=True),
    Column("articles", Integer, nullable=False),
    Column("languages", Words, nullable=False),  # the most frequent first, joined by a line feed; so are outlets
    Column("outlets", Words, nullable=False),
    Column("centre", LargeBinary, nullable=False),  # the sum of its articles' traits; empty for a story of one
    Column("divided", Integer, nullable=False),  # how many articles it had when it was last looked at for two stories
    Column("by_hand", Boolean, nullable=False),  # merged or split by a person: never by the program again
)

story_articles = Table(
    "story_articles",
    metadata,
    Column("article", Text, primary_key=True),
    Column("number", Number, nullable=False, unique=True),  # of the version that was read for it
    Column("story", Text, ForeignKey("stories.id"), nullable=False, index=True),
    Column("place", Number, nullable=False),  # the order in which articles were placed
    Column("section", Words),
    Column("likeness", Float, nullable=False),
    Column("reasons", Words, nullable=False),  # JSON
    Column("traits", LargeBinary, nullable=False),  # what it is grouped by
)

story_terms = Table(
    "story_terms",
    metadata,
    Column("term", Number, primary_key=True, autoincrement=False),  # CRC-32 of one of its weightiest terms
    Column("number", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

story_names = Table(
    "story_names",
    metadata,
    Column("id", Text, primary_key=True),  # of a story that was merged into another
    Column("story", Text, ForeignKey("stories.id"), nullable=False, index=True),
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("story", Text, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("mark", Text, nullable=False),  # what it was made of: it is made anew where that has changed
    Column("packed", LargeBinary, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Text, primary_key=True),  # 16 hexadecimal digits
    Column("place", Number, nullable=False, unique=True),  # the order in which they were made
    Column("made", Text, nullable=False),
    Column("by", Words, nullable=False),
    Column("action", Text, nullable=False),  # see `record.corrections.Action`
    Column("article", Text, index=True),  # null where it concerns people or stories
    Column("target", Words, nullable=False),  # JSON: the fact by its words and where they stand, or who, or which story
    Column("value", Words),  # JSON: what is right; null where the fact is wrong as a whole
    Column("before", Words),  # JSON: what was told until then
    Column("note", Words),
    Column("undone", Text),
    Column("undone_by", Words),
)

users = Table(
    "users",
    metadata,
    Column("name", Words, primary_key=True),
    Column("password", Text, nullable=False),  # argon2
    Column("role", Text, nullable=False),  # reader, editor, admin
    Column("added", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of what the cookie holds
    Column("user", Words, ForeignKey("users.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("added", Text, nullable=False),
    Column("expires", Text, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, primary_key=True),  # 8 hexadecimal digits, to name it by
    Column("digest", Text, nullable=False, unique=True),  # SHA-256 of the token
    Column("user", Words, ForeignKey("users.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("label", Words, nullable=False),
    Column("added", Text, nullable=False),
    Column("used", Text),  # day of its last use
)

about = Table(
    "library",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
