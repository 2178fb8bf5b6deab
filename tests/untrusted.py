"""Articles of which every text is hostile, for the tests of pages: no browser, no parser."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import insert, update

from sourcier.library import feeds, searches
from sourcier.library.corrections import Corrections
from sourcier.library.library import Library
from sourcier.library.schema import feeds as feed_rows
from sourcier.library.schema import searches as search_rows
from sourcier.library.schema import set_aside
from sourcier.reading.name_keys import name_key
from sourcier.record import (
    Actor,
    Article,
    Block,
    Event,
    Fact,
    Mention,
    Place,
    Quote,
    ReaderInfo,
    Record,
    Sentence,
    Time,
)
from sourcier.record.article import Furniture, Signature, Teaser
from sourcier.record.facts import Clause, Comparison, Office, Participant, Scenario
from sourcier.stories.stories import Stories

_WRITTEN = re.compile(r"\\(u[0-9a-fA-F]{4}|[ntrf\\])")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "\\": "\\"}

DAY = "2027-03-12"
STORIES = (
    (
        "The ferry",
        "Quarry Sound",
        "Orsolya Brandt",
        "Divers raised her anchor chain and moored the hull beside a lightship.",
    ),
    (
        "The glass orchestra",
        "Upper Tanning",
        "Leopold Ankel",
        "Cellists tuned crystal bowls in the abbey before a rehearsal.",
    ),
    (
        "The beetle plague",
        "Hollin Vale",
        "Petra Osei",
        "Foresters fell infested spruces and sawmills stack the bark for burning.",
    ),
    (
        "The chess marathon",
        "Great Wendle",
        "Amadou Fiske",
        "Grandmasters played blindfold against pupils until the school bell rang.",
    ),
    (
        "The salt duty",
        "Port Lammas",
        "Ines Quarmby",
        "Customs clerks weighed sacks at the mill, and bakers asked for a rebate.",
    ),
)
"""What each story is about, its place and its person, and a sentence that no other story has."""


def payloads() -> list[str]:
    """Texts that try to become markup or script."""
    lines = Path(__file__).with_name("untrusted_payloads.txt").read_text(encoding="utf-8").splitlines()

    def sign(found: re.Match[str]) -> str:
        its = found[1]
        return _SIGNS[its] if len(its) == 1 else chr(int(its[1:], 16))

    return [_WRITTEN.sub(sign, line) for line in lines if not line.startswith("# ")]


def harmless(number: int) -> str:
    """A text that tries nothing, another one for each number below 1001."""
    kinds = ("amber", "brass", "copper", "indigo", "maroon", "opal", "russet")
    things = [
        "anvil",
        "bobbin",
        "cradle",
        "dulcimer",
        "easel",
        "flagon",
        "gimlet",
        "harrow",
        "inkwell",
        "jigsaw",
        "kettle",
    ]
    rooms = [
        "attic",
        "barn",
        "cellar",
        "dairy",
        "forge",
        "granary",
        "hayloft",
        "kiln",
        "larder",
        "mill",
        "nursery",
        "orchard",
        "pantry",
    ]
    return f"{kinds[number % 7]} {things[number % 11]} {rooms[number % 13]}"


class _Text:
    """The text of an article, block by block."""

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Block] = []
        self.sentences: list[Sentence] = []

    def add(self, role: str, words: str) -> Sentence:
        """A block of one sentence."""
        start = len(self.text) + 2 if self.text else 0
        self.text = f"{self.text}\n\n{words}" if self.text else words
        self.blocks.append(Block(role=role, start=start, end=len(self.text)))
        self.sentences.append(Sentence(start=start, end=len(self.text)))
        return self.sentences[-1]

    def fact(self, block: int, words: str) -> dict[str, object]:
        """Where words stand in a block."""
        start = self.text.index(words, self.blocks[block].start)
        return {"start": start, "end": start + len(words), "text": words}


def article_of(text: str, number: int, *, story: int) -> Record:
    """An article that has a text in every field that a page gives, and facts of every kind.

    Args:
        text: hostile or harmless.
        number: another one for each article.
        story: index into `STORIES`.
    """
    subject, town, name, sentence = STORIES[story]
    its = _Text()
    its.add("title", f"{subject} of {town} waits {text}")
    its.add("lead", f"{name} of {town} said: {text} today.")
    its.add("paragraph", f"If that holds, {text} now, {subject.lower()} opens on Friday, {name} told {text}.")
    its.add("paragraph", sentence)
    for role in ("subheading", "list_item", "blockquote", "caption", "paragraph"):
        its.add(role, f"{text} in {town}, {subject.lower()}.")
    clause = its.fact(2, f"If that holds, {text} now")
    outcome = its.fact(2, "opens on Friday")
    friday = its.fact(2, "Friday")
    heading = its.fact(0, f"waits {text}")
    said = its.fact(1, text)
    people = (
        Actor(
            id="a1",
            name=name,
            kind="person",
            key=name_key(name),
            offices=(Office(title=text, start=0, end=5),),
            aliases=(text,),
            mentions=(Mention(**its.fact(1, name), form="name"), Mention(**its.fact(2, name), form="name")),
        ),
        Actor(id="a2", name=text, kind="person", key=name_key(text), mentions=(Mention(**said, form="name"),)),
        Actor(id="a3", name=text, kind="organisation", key=name_key(text), mentions=(Mention(**said, form="name"),)),
        Actor(id="a4", name=f"{text}.", kind="group", mentions=(Mention(**said, form="office"),)),
    )
    places = (
        Place(
            id="p1", name=town, latitude=51.5, longitude=-3.1, country="GB", geonames_id=77 + story, mentions=(Fact(**its.fact(1, town)),)
        ),
        Place(id="p2", name=text, latitude=48.5, longitude=2.1, country="FR", geonames_id=1000 + number, mentions=(Fact(**said),)),
    )  # fmt: skip
    times = (
        Time(**friday, id="t1", type="DATE", value=DAY, begin=DAY, finish=DAY),
        Time(**said, id="t2", type="DURATION", value=text),
    )
    quotes = (
        Quote(
            **said,
            id="q1",
            kind="direct",
            speaker="a2",
            speaker_text=text,
            cue=text,
            addressee="a3",
            channel=text,
            said="t2",
        ),
        Quote(**clause, id="q2", kind="indirect", speaker="a1", speaker_text=name, cue="told", channel=text, said="t1"),
        Quote(**heading, id="q3", kind="mixed", speaker=None, speaker_text=text, cue=text),
    )
    events = (
        Event(
            **heading,
            id="e1",
            type="launch",
            sentence=0,
            trigger=Fact(**its.fact(0, "waits")),
            participants=(Participant(actor="a1", role="agent"), Participant(actor="a2", role="absent")),
            place="p2",
            time="t1",
            status="scheduled",
            holder="a2",
            holder_text=text,
            format=Clause(**said),
            comparison=Comparison(**said),
        ),
        Event(
            **outcome,
            id="e2",
            type="visit",
            sentence=2,
            trigger=Fact(**its.fact(2, "opens")),
            participants=(Participant(actor="a3", role="host"),),
            place="p1",
            time="t1",
            status="conditional",
            polarity="negative",
            holder="a1",
            condition=Clause(**clause),
            probability=0.25,
        ),
        Event(
            **said,
            id="e3",
            type="meeting",
            sentence=1,
            trigger=Fact(**said),
            participants=(Participant(actor="a1", role="agent"),),
            place="p1",
            time="t1",
            status=("happened", "denied", "ongoing")[number % 3],
        ),
    )
    scenario = Scenario(
        condition=Clause(**clause), outcomes=("e2",), outcome=Clause(**outcome), probability=0.25, holder="a2"
    )
    outlook = (scenario, Scenario(outcome=Clause(**heading), holder="a1"))
    return Record(
        reader=ReaderInfo(version="1", language="en", models=("none-1",)),
        article=Article(
            id=hashlib.sha256(f"{number} {its.text}".encode()).hexdigest(),
            url=f"{text}/{number}" if number % 2 else f"https://pier.example/{number}/{text}",
            canonical_url=f"https://pier.example/{number}",
            site_name=text,
            language="en" if number % 3 else "fr",
            section=(text, text),
            kicker=text,
            title=its.text[: its.blocks[0].end],
            lead=text,
            authors=(text,),
            agencies=(text,),
            signatures=(Signature(name=text, kind="person", role=text), Signature(name=text, kind="agency")),
            published=f"2027-03-{2 + number % 8:02}T0{number % 10}:00:00+00:00",
            modified=f"2027-03-{3 + number % 8:02}T0{number % 10}:00:00+00:00",
            text=its.text,
            blocks=tuple(its.blocks),
            furniture=tuple(Furniture(kind=kind, text=text) for kind in ("advertising", "most_read", "comments")),
            teasers=(Teaser(title=text, text=text, url=text), Teaser(title=text, url=f"https://pier.example/{text}")),
        ),
        sentences=tuple(its.sentences),
        actors=people,
        places=places,
        times=times,
        quotes=quotes,
        events=events,
        outlook=outlook,
    )


def fill(library: Library, texts: Iterable[str]) -> list[str]:
    """An article for each text, in five stories, and the text in all else that a library keeps; the articles' ids.

    Args:
        library: empty.
        texts: hostile or harmless.
    """
    its = list(texts)
    records = [article_of(text, number, story=number % len(STORIES)) for number, text in enumerate(its)]
    articles = [outcome.article for outcome in library.add_records(records)]
    list(library.add_records([article_of(its[1], 0, story=0)]))  # of the first article another version
    Stories(library).update()
    corrections = Corrections(library)
    for number, (article, text) in enumerate(zip(articles, its, strict=True)):
        action, fact, value = [("wrong", "q2", None), ("speaker", "q3", text), ("place", "e3", text)][number % 3]
        corrections.add(action, by=text[:60], article=article, fact=fact, value=value, note=text)
    for made in corrections.all(limit=20):
        corrections.undo(made.id, by=made.by)
    with library.database.writing() as connection:
        rows = [
            {"name": f"{text} {number}", "kind": "failed", "reason": text, "at": "2027-03-09T08:00:00Z"}
            for number, text in enumerate(its)
        ]
        connection.execute(insert(set_aside), rows)
        kept = [
            {"name": f"{text} {number}"[:100], "query": text, "created": "2027-03-09"}
            for number, text in enumerate(its)
        ]
        connection.execute(insert(search_rows), kept)
    feeds.follow(library.database, {*its} | {f"https://pier.example/{text}" for text in its})
    with library.database.writing() as connection:
        connection.execute(
            update(feed_rows).values(failures=3, problem=feed_rows.c.address, fetched="2027-03-09T08:00:00Z")
        )
    assert len(searches.all_saved(library.database)) == len(its)
    return articles
