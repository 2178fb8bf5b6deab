"""Records to export, and what a format makes of them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from sourcier.exports import exporter
from sourcier.record import (
    Actor,
    Article,
    Block,
    Clause,
    Event,
    Fact,
    Mention,
    Office,
    Participant,
    Piece,
    Place,
    Quote,
    ReaderInfo,
    Record,
    Sentence,
    Signature,
    Time,
)

ROOT = Path(__file__).parents[2]
STANDARDS = Path(__file__).parent / "standards"


@pytest.fixture(scope="session")
def written() -> Callable[..., bytes]:
    """`written("events.csv", records, sentences=…)`: what a format writes to a file."""

    def write(form: str, records: Iterable[Record], *, sentences: bool = False) -> bytes:
        buffer = io.BytesIO()
        out = io.TextIOWrapper(buffer, encoding="utf-8", newline="\n", write_through=True)
        exporter(form)(records, out, sentences=sentences)
        return buffer.getvalue()

    return write


@pytest.fixture(scope="session")
def standard() -> Callable[[str], Any]:
    """`standard("geojson.json")`: a file of `standards/`."""
    return lambda name: json.loads((STANDARDS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def samples() -> list[Record]:
    """The records beside the sample pages."""
    paths = sorted(ROOT.glob("samples/??/*.record.json"))
    return [Record.model_validate_json(path.read_text(encoding="utf-8")) for path in paths]


def _fact(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


@pytest.fixture(scope="session")
def record_of() -> Callable[..., Record]:
    """`record_of(words="…", name="…")`: a record by hand with a fact of each kind.

    `words` stand in all its texts; further arguments are fields of its event.
    """

    def make(words: str = "", name: str = "Ana Roy", article: str = "a" * 64, **events: Any) -> Record:
        said = f"“We are watching the ice{words}”"
        told = f"the ferry will stop on Friday{words}"
        unless = f"If the ice breaks{words}"
        text = f"Thin ice{words}\n\n{said}, {name} told Ole Berg. {unless}, {told} in Oslo."
        first = text.index(said)
        second = text.index(unless)
        quote = Quote(
            id="q1", **_fact(text, said), kind="direct", speaker="a1", speaker_text=name, cue="told", addressee="a2",
            said="t1", pieces=(Piece(start=first, end=first + 3), Piece(start=first + 4, end=first + 6)),
        )  # fmt: skip
        parts = (Participant(actor="a1", role="agent"), Participant(actor="a2", role="patient"))
        event = Event(
            id="e1", **_fact(text, told), type="cancellation", plover="REJECT", sentence=2,
            trigger=Fact(**_fact(text, "stop")), place="p1", time="t1", holder="a1", holder_text=name, status="conditional",
            condition=Clause(**_fact(text, unless)), probability=0.25, participants=parts,
        ).model_copy(update=events)  # fmt: skip
        return Record(
            reader=ReaderInfo(version="0", language="en", models=()),
            article=Article(
                id=article, url=f"https://gazette.example/{article[:4]}", site_name=f"Gazette{words}", language="en",
                section=("World", f"Seas{words}"), title=f"Thin ice{words}", published="2026-03-11T08:00:00+01:00",
                authors=(name,), signatures=(Signature(name=name, kind="person", role="in Oslo"),), text=text,
                blocks=(Block(role="title", start=0, end=first - 2), Block(role="paragraph", start=first, end=len(text))),
            ),
            sentences=(
                Sentence(start=0, end=first - 2), Sentence(start=first, end=second - 1),
                Sentence(start=second, end=len(text)),
            ),
            actors=(
                Actor(
                    id="a1", name=name, kind="person", key="ana roy", mentions=(Mention(**_fact(text, name), form="name"),),
                    offices=(Office(title="mayor", start=0, end=1),),
                ),
                Actor(id="a2", name="Ole Berg", kind="person", key="ole berg"),
                Actor(id="a3", name="residents", kind="group"),
            ),
            places=(
                Place(
                    id="p1", name="Oslo", latitude=59.91273, longitude=10.74609, country="NO", geonames_id=3143244,
                    mentions=(Fact(**_fact(text, "Oslo")),),
                ),
            ),
            times=(
                Time(
                    id="t1", **_fact(text, "Friday"), type="DATE", value="2026-03-13", begin="2026-03-13",
                    finish="2026-03-13", relative="P2D",
                ),
            ),
            quotes=(quote,),
            events=(event,),
        )  # fmt: skip

    return make
