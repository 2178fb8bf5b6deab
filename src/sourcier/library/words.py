"""The words by which a record is found: those of its text, and those of its facts under the name of an operator.

A fact's words carry their operator before a tilde ("person~ana person~roy"), so that one index answers words, phrases
and operators alike. A lone tilde stands between two names, so that no phrase runs from one into the next.

Whoever changes which words a record gives, here or in `folding.py`, adds a step to `migrations/` that indexes anew what
libraries hold: SQLite forgets a version only where it is told the very words that it was indexed with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sourcier.library.addresses import host
from sourcier.library.folding import tokens
from sourcier.reading.name_keys import name_key
from sourcier.record import Actor, Record

EVERY = "all~"
"""A word that every document has: what a search of negations alone starts from."""

BETWEEN = "~"


@dataclass(frozen=True)
class Document:
    """What the word index is given of a version: folded words in order, separated by spaces."""

    title: str
    body: str


def document(record: Record) -> Document:
    """The words of a record, see the module."""
    article = record.article
    title = article.title or ""
    rest = article.text.removeprefix(title) if title else article.text
    return Document(
        " ".join(tokens(f"{article.kicker or ''} {title}")),
        " ".join([EVERY, *_facts(record), BETWEEN, *tokens(rest)]),
    )


def text_words(record: Record) -> list[str]:
    """The folded words of the article's own text but its title: what copies of it have in common."""
    article = record.article
    blocks = [b for b in article.blocks if b.role in {"lead", "paragraph", "list_item", "blockquote"}]
    return tokens("\n".join(article.text[b.start : b.end] for b in blocks))


def name_words(operator: str, name: str) -> list[str]:
    """A name's words under an operator."""
    return [f"{operator}~{word}" for word in tokens(name)]


def person_words(operator: str, name: str) -> list[str]:
    """What finds a person in any spelling: one word for the key of the full name, one for that of the family name."""
    key = name_key(name)
    if not key:
        return []
    family = key.split()[-1]
    whole = [f"{operator}~={key.replace(' ', '=')}"] if " " in key else []
    return [*whole, *([f"{operator}~/{family}"] if family != "=" else [])]


def _facts(record: Record) -> Iterator[str]:
    article = record.article
    yield f"lang~{article.language}"
    for status, kind in {(event.status, event.type) for event in record.events}:
        yield from (f"status~{status}", f"event~{kind}", f"event~{kind}={status}")
    for country in sorted({place.country for place in record.places if place.country}):
        yield f"country~{country.lower()}"
    names: dict[str, Iterable[str]] = {
        "outlet": outlet_names(record),
        "section": article.section,
        "by": (*article.authors, *article.agencies),
        "agency": article.agencies,
        "place": [p.name for p in record.places] + [m.text for p in record.places for m in p.mentions],
    }
    for operator, all_names in names.items():
        for name in dict.fromkeys(all_names):
            yield from (BETWEEN, *name_words(operator, name))
    speakers = {quote.speaker for quote in record.quotes}
    for actor in record.actors:
        operators = [{"person": "person", "organisation": "org"}.get(actor.kind, "actor")]
        operators += ["said"] if actor.id in speakers else []
        for operator in operators:
            yield from _actor(operator, actor)
    for quote in record.quotes:
        if quote.speaker is None and quote.speaker_text:
            yield from (BETWEEN, *name_words("said", quote.speaker_text))


def _actor(operator: str, actor: Actor) -> Iterator[str]:
    for name in dict.fromkeys((actor.name, *actor.aliases)):
        yield from (BETWEEN, *name_words(operator, name))
    if actor.kind == "person":
        yield from person_words(operator, actor.name)


def outlet_names(record: Record) -> list[str]:
    """Who published the article: the site's name, and its host."""
    article = record.article
    names = [article.site_name, host(article.url or article.canonical_url or "")]
    return [name for name in names if name]
