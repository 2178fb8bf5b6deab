"""Records to fill a library with in no time, and what reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import pytest

from sourcier.library.prepared import Prepared, prepared
from sourcier.library.watch import Watch
from sourcier.record import Actor, Article, Block, Event, Fact, Mention, Place, Quote, ReaderInfo, Record, Sentence
from sourcier.record.facts import Time
from sourcier.settings import Settings
from sourcier.sources.capture import Capture
from sourcier.sources.fetch import Fetcher
from sourcier.sources.items import SetAside

LOST = b"no page"
"""Bytes that begin so can't be read by the reading that `make_reading` gives."""


@pytest.fixture(scope="session")
def make_record() -> Callable[..., Record]:
    """`make_record(*paragraphs, title=…, url=…, quotes=…)`: a record without a page and without spaCy."""
    return _record


@pytest.fixture(scope="session")
def make_page() -> Callable[..., Prepared]:
    """`make_page(*paragraphs, address=…, content=…)`: a page with its record, ready for `store.add`."""
    return _page


@pytest.fixture(scope="session")
def make_capture() -> Callable[..., Capture]:
    """`make_capture("Titre\\n\\nTexte.", address=…)`: a page that the reading of `make_reading` reads."""
    return _capture


@pytest.fixture(scope="session")
def make_reading() -> Callable[..., Reading]:
    """`make_reading(version)`: a reading that takes no time: the first line is the title, the others the text."""
    return Reading


@pytest.fixture
def watch(monkeypatch, clock, network, make_reading) -> Callable[..., Watch]:
    """`watch(library, …)`: a watch that may reach this machine and waits by the clock."""
    made = partial(Fetcher, transport=network, clock=clock, sleep=clock.sleep)
    monkeypatch.setattr("sourcier.library.watch.Fetcher", made)
    monkeypatch.setattr("sourcier.sources.fetch.Fetcher", made)
    reading = make_reading()
    reading.settings = Settings(private_addresses=True)
    return lambda library, **given: Watch(library.database, reading, **given)


class Reading:
    """Stands for `sourcier.library.workers.Reading` where pages are read in the test's own process.

    A line "@url …", "@published …", "@modified …" or "@furniture …" at the top says what no reader has to find.

    Args:
        version: of the reader, as records name it.
        lost: what is at fault with a page that can't be read, by a word of it; "" for none.
    """

    def __init__(self, version: str = "1", lost: str = "") -> None:
        self.settings = Settings()
        self.version = version
        self.lost = lost
        self.read: list[str] = []

    def reader(self) -> Callable[[Capture], Prepared | SetAside]:
        def read(capture: Capture) -> Prepared:
            self.read.append(capture.id)
            if capture.content.startswith(LOST) or (self.lost and self.lost.encode() in capture.content):
                return prepared(capture, None, SetAside(capture.called, "has no article"))
            lines = capture.content.decode().split("\n")
            said = {}
            while lines and lines[0].startswith("@"):
                name, _, value = lines.pop(0)[1:].partition(" ")
                said[name] = value
            record = _record(
                *[line for line in lines[1:] if line],
                title=lines[0],
                url=capture.address,
                canonical_url=said.get("url"),
                published=said.get("published") or capture.published,
                modified=said.get("modified"),
                identifier=capture.id,
                reader=self.version,
            )
            return prepared(capture, record)

        return read


def _capture(
    content: str,
    *,
    address: str | None = None,
    fetched: str | None = None,
    published: str | None = None,
    name: str | None = None,
) -> Capture:
    return Capture(
        content.encode(),
        address,
        "text/plain",
        datetime.fromisoformat(fetched) if fetched else None,
        published,
        name,
    )


def _page(
    *paragraphs: str,
    address: str | None = None,
    content: str | None = None,
    fetched: str | None = None,
    given: str | None = None,
    name: str | None = None,
    **facts: object,
) -> Prepared:
    """`content`: its bytes, by default all that it says; `given`: its date as the feed says that led to it."""
    own = content if content is not None else repr((paragraphs, address, sorted(facts.items())))
    capture = _capture(own, address=address, fetched=fetched, published=given, name=name)
    facts.setdefault("published", given)
    return prepared(capture, _record(*paragraphs, url=address, identifier=capture.id, **facts))


def _record(
    *paragraphs: str,
    title: str | None = "Le pont de Vérigny rouvre lundi",
    lead: str | None = None,
    url: str | None = None,
    canonical_url: str | None = None,
    site_name: str | None = None,
    language: str = "fr",
    published: str | None = None,
    modified: str | None = None,
    agencies: Sequence[str] = (),
    quotes: Sequence[tuple[str, str | None]] = (),
    people: Sequence[str] = (),
    organisations: Sequence[str] = (),
    authors: Sequence[str] = (),
    section: Sequence[str] = (),
    places: Sequence[tuple[str, str | None]] = (),
    events: Sequence[tuple[str, str, str, str | None]] = (),
    identifier: str | None = None,
    reader: str = "1",
) -> Record:
    """A record whose facts stand in its text.

    `quotes` are words with the name of who says them, `places` names with their country, `events` triples of type,
    status and the words that tell it, with its day.
    """
    parts = [("title", title), ("lead", lead), *(("paragraph", p) for p in paragraphs)]
    whole, blocks, sentences = "", [], []
    for role, words in parts:
        if words:
            whole += "\n\n" if whole else ""
            start = len(whole)
            whole += words
            blocks.append(Block(role=role, start=start, end=len(whole)))
            for sentence in words.replace(". ", ".\n").split("\n"):
                sentences.append(Sentence(start=start, end=start + len(sentence)))
                start += len(sentence) + 1

    def fact(words: str) -> dict[str, object]:
        at = whole.index(words)
        return {"start": at, "end": at + len(words), "text": words}

    actors = [
        Actor(id=f"a{n}", name=name, kind=kind, mentions=(Mention(**fact(name), form="name"),))
        for n, (name, kind) in enumerate(
            [*((p, "person") for p in people), *((o, "organisation") for o in organisations)], 1
        )
    ]
    ids = {actor.name: actor.id for actor in actors}
    times = [
        Time(**fact(told), id=f"t{n}", type="DATE", begin=day, finish=day)
        for n, (*_, told, day) in enumerate(events, 1)
    ]
    return Record(
        reader=ReaderInfo(version=reader, language=language, models=("none-1",)),
        article=Article(
            id=identifier or _capture(repr((whole, url))).id,
            url=url,
            canonical_url=canonical_url,
            site_name=site_name,
            language=language,
            title=title,
            lead=lead,
            authors=tuple(authors),
            section=tuple(section),
            agencies=tuple(agencies),
            published=published,
            modified=modified,
            published_from="meta" if published else None,
            text=whole,
            blocks=tuple(blocks),
        ),
        sentences=tuple(sentences),
        actors=tuple(actors),
        places=tuple(
            Place(id=f"p{n}", name=name, country=country, mentions=(Fact(**fact(name)),))
            for n, (name, country) in enumerate(places, 1)
        ),
        times=tuple(times),
        quotes=tuple(
            Quote(**fact(words), id=f"q{n}", kind="direct", speaker=ids.get(name or ""), speaker_text=name)
            for n, (words, name) in enumerate(quotes, 1)
        ),
        events=tuple(
            Event(
                **fact(told), id=f"e{n}", type=kind, sentence=0, trigger=Fact(**fact(told)), status=status, time=f"t{n}"
            )
            for n, (kind, status, told, _) in enumerate(events, 1)
        ),
    )
