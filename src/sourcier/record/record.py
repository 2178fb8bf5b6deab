"""The record: all that was read from one page."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sourcier.record.article import Article
from sourcier.record.base import Model
from sourcier.record.corrections import Corrected
from sourcier.record.facts import Actor, Event, Place, Quote, Scenario, Time

SCHEMA: Literal["sourcier/1"] = "sourcier/1"


class ReaderInfo(Model):
    """What read the page, so that the same input can be read again to the same bytes."""

    version: str
    language: str
    models: tuple[str, ...]


class Sentence(Model):
    """A sentence of `article.text`, by code-point offsets; `Event.sentence` counts them from 0."""

    start: int
    end: int


class Record(Model):
    """What one page says: every fact dated, attributed, and tied to the characters it rests on.

    Attributes:
        corrections: which of its facts a person changed; empty for what a reader gives.
    """

    schema_: Literal["sourcier/1"] = Field(default=SCHEMA, alias="schema")
    reader: ReaderInfo
    article: Article
    sentences: tuple[Sentence, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    outlook: tuple[Scenario, ...] = ()
    corrections: tuple[Corrected, ...] = ()

    def json_text(self) -> str:
        """The record as JSON, indented, UTF-8 characters kept, one trailing newline."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"
