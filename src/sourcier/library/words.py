"""The words by which a record is found: those of its text, and those of its facts under the name of an operator.

A fact's words carry their operator between two tildes ("~person~ana ~person~roy"), so that one index answers words,
phrases and operators alike, and no beginning of a word ("pl*") finds them. A lone tilde stands between two names, so
that no phrase runs from one into the next.

Whoever changes which words a record gives, here or in `folding.py`, adds a step to `migrations/` that indexes anew what
libraries hold: SQLite forgets a version only where it is told the very words that it was indexed with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sourcier.library.addresses import host
from sourcier.library.days import day_words
from sourcier.library.folding import tokens
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


def marked(operator: str, word: str) -> str:
    """A word as the facts of a record have it.

    >>> marked("person", "ana")
    '~person~ana'
    """
    return f"~{operator}~{word}"


def document(record: Record) -> Document:
    """The words of a record, see the module."""
    return words_of(record)[0]


def text_words(record: Record) -> list[str]:
    """The folded words of the article's own text but its title: what copies of it have in common."""
    article = record.article
    return tokens("\n".join(article.text[b.start : b.end] for b in article.blocks if b.role in _OWN))


def words_of(record: Record) -> tuple[Document, list[str]]:
    """What `document` and `text_words` give, in less than the time of both: blocks in a row are split once."""
    article = record.article
    title = article.title or ""
    before, own, behind = article.text.removeprefix(title), "", ""
    blocks = [b for b in article.blocks if b.role in _OWN]
    if blocks and blocks[0].start >= len(article.text) - len(before):
        start, end = blocks[0].start, blocks[-1].end
        is_row = sum(b.start < end and b.end > start for b in article.blocks) == len(blocks)
        if is_row and all(not article.text[a.end : b.start].strip() for a, b in pairwise(blocks)):
            before = before[: len(before) - (len(article.text) - start)]
            own, behind = article.text[start:end], article.text[end:]
    own_words = tokens(own)
    body = [EVERY, *_facts(record), BETWEEN, *tokens(before), *own_words, *tokens(behind)]
    document = Document(" ".join(tokens(f"{article.kicker or ''} {title}")), " ".join(body))
    return document, own_words if own else text_words(record)


@lru_cache(1 << 16)
def name_words(operator: str, name: str) -> str:
    """A name's words under an operator, after the sign that keeps it apart from the name before."""
    return " ".join([BETWEEN, *(marked(operator, word) for word in tokens(name))])


@lru_cache(1 << 16)
def person_words(operator: str, name: str) -> tuple[str, ...]:
    """What finds a person in any spelling: one word for the key of the full name, one for that of the family name."""
    key = name_key(name)
    if not key:
        return ()
    family = key.split()[-1]
    whole = [marked(operator, f"={key.replace(' ', '=')}")] if " " in key else []
    return (*whole, *([marked(operator, f"/{family}")] if family != "=" else []))


def _facts(record: Record) -> list[str]:
    article = record.article
    facts = [marked("lang", article.language)]
    for status, kind in sorted({(event.status, event.type) for event in record.events}):
        facts += (marked("status", status), marked("event", kind), marked("event", f"{kind}={status}"))
    facts += sorted({word for days in event_days(record) if days is not None for word in day_words(*days)})
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
        days = sorted(stamp[:10] for stamp in ((time.begin, time.finish) if time else ()) if stamp)
        yield (days[0], days[-1]) if days else None


def outlet_names(record: Record) -> list[str]:
    """Who published the article: the site's name, and its host."""
    article = record.article
    names = [article.site_name, host(article.url or article.canonical_url or "")]
    return [name for name in names if name]
