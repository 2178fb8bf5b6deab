"""The words by which a record is found: those of its text, and those of its facts under the name of an operator.

A fact's words carry their operator between two tildes ("~person~ana ~person~roy"), so that one index answers words,
phrases and operators alike, and no beginning of a word ("pl*") finds them. A lone tilde stands between two names, so
that no phrase runs from one into the next.

Whoever changes which words a record gives, here or in `folding.py`, adds a step to `migrations/` that indexes anew what
libraries hold: SQLite forgets a version only where it is told the very words that it was indexed with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sourcier.library.addresses import host
from sourcier.library.days import day_words, first_and_last
from sourcier.library.folding import marked, tokens
from sourcier.reading.name_keys import name_key
from sourcier.record import Record

EVERY = "~all"
"""A word that every document has: what a search of negations alone starts from."""

BETWEEN = "~"

_OWN = frozenset({"lead", "paragraph", "list_item", "blockquote"})
"""Roles of the blocks that copies of an article have in common."""


@dataclass(frozen=True)
class Document:
    """What the word index is given of a version: folded words in order, separated by spaces."""

    title: str
    body: str


def words_of(record: Record, days: Iterable[tuple[str, str] | None]) -> tuple[Document, list[str]]:
    """The words of a record, see the module, and those of `text_words`.

    Args:
        record: or what `structs.parse` gives for one.
        days: its `event_days`.
    """
    article = record.article
    title = article.title or ""
    words, own_words = _split(record)
    body = [EVERY, *_facts(record, days), BETWEEN, *words]
    return Document(" ".join(tokens(f"{article.kicker or ''} {title}")), " ".join(body)), own_words


def text_words(record: Record) -> list[str]:
    """The folded words of the article's own text but its title: what copies of it have in common."""
    return _split(record)[1]


def _split(record: Record) -> tuple[list[str], list[str]]:
    """The folded words of all the text behind the title, and those of its own blocks."""
    text, title = record.article.text, record.article.title or ""
    words: list[str] = []
    own_words: list[str] = []
    at = len(title) if text.startswith(title) else 0
    for start, end in _own_runs(record):
        its = tokens(text[start:end])
        own_words += its
        if start >= at:  # one that overlaps another is split with what lies between runs
            words += tokens(text[at:start])
            words += its
            at = end
    words += tokens(text[at:])
    return words, own_words


def _own_runs(record: Record) -> list[tuple[int, int]]:
    """Starts and ends of the blocks that are the article's own; those with nothing between them are one."""
    text = record.article.text
    runs: list[tuple[int, int]] = []
    for block in record.article.blocks:
        if block.role not in _OWN:
            continue
        if runs and text[runs[-1][1] : block.start].isspace():
            runs[-1] = (runs[-1][0], block.end)
        else:
            runs.append((block.start, block.end))
    return runs


@lru_cache(1 << 16)
def name_words(operator: str, name: str) -> str:
    """A name's words under an operator, after the sign that keeps it apart from the name before."""
    return " ".join([BETWEEN, *(marked(operator, word) for word in tokens(name))])


@lru_cache(1 << 16)
def person_words(operator: str, name: str) -> tuple[str, ...]:
    """What finds a person in any spelling: one word for the key of the full name, one for that of the family name."""
    return key_words(operator, name_key(name))


def key_words(operator: str, key: str) -> tuple[str, ...]:
    """As `person_words`, for the key of a name."""
    if not key:
        return ()
    family = key.rsplit(maxsplit=1)[-1]
    whole = [marked(operator, f"={key.replace(' ', '=')}")] if " " in key else []
    return (*whole, *([marked(operator, f"/{family}")] if family != "=" else []))


def _facts(record: Record, days: Iterable[tuple[str, str] | None]) -> list[str]:
    article = record.article
    facts = [marked("lang", article.language)]
    for status, kind in sorted({(event.status, event.type) for event in record.events}):
        facts += (marked("status", status), marked("event", kind), marked("event", f"{kind}={status}"))
    facts += sorted({word for its in days if its is not None for word in day_words(*its)})
    facts += (marked("country", code.lower()) for code in sorted({p.country for p in record.places if p.country}))
    places = [p.name for p in record.places] + [m.text for p in record.places for m in p.mentions]
    for operator, names in (
        ("outlet", outlet_names(record)),
        ("section", article.section),
        ("by", (*article.authors, *article.agencies)),
        ("agency", article.agencies),
        ("place", places),
    ):
        facts += (name_words(operator, name) for name in dict.fromkeys(names))
    speakers = {quote.speaker for quote in record.quotes}
    for actor in record.actors:
        kind_of = {"person": "person", "organisation": "org"}.get(actor.kind, "actor")
        for operator in (kind_of, "said") if actor.id in speakers else (kind_of,):
            facts += (name_words(operator, name) for name in dict.fromkeys((actor.name, *actor.aliases)))
            facts += person_words(operator, actor.name) if actor.kind == "person" else ()
    facts += (name_words("said", q.speaker_text) for q in record.quotes if q.speaker is None and q.speaker_text)
    return facts


def event_days(record: Record) -> Iterator[tuple[str, str] | None]:
    """First and last day of each event, ISO 8601; None where they are not known."""
    times = {time.id: time for time in record.times}
    for event in record.events:
        time = times.get(event.time or "")
        yield first_and_last(time.begin, time.finish) if time else None


def outlet_names(record: Record) -> list[str]:
    """Who published the article: the site's name, and its host."""
    article = record.article
    names = [article.site_name, host(article.url or article.canonical_url or "")]
    return [name for name in names if name]
