"""What people correct in records, and how a fact is found again after it was read anew.

A correction names its fact as the W3C's Web Annotation Data Model does: by its words with some of those around them
(TextQuoteSelector: `text`, `prefix`, `suffix`) and by where they stood (TextPositionSelector: `start`, `end`). Ids are
counted anew by each reading, and offsets shift with it; words stay.
"""

from __future__ import annotations

from typing import Literal

from sourcier.record.base import Model
from sourcier.record.facts import ActorKind

Action = Literal["wrong", "speaker", "date", "status", "place", "same person", "same story"]
FactKind = Literal["quote", "event", "place", "mention", "time", "office", "scenario", "person", "story"]


class Target(Model):
    """What a correction is about: a fact of an article, a person, a story.

    Attributes:
        kind: "mention" is one mention of a place; "scenario" one of the outlook.
        text: the fact's words, those of an event's trigger; the name of a person; the title of a story.
        start: where they stood in `article.text` when the correction was made, in code points; None for people and
            stories, as are the three that follow.
        end: end of these words, exclusive.
        prefix: the characters before them.
        suffix: the characters behind them.
        detail: what else tells it from others of the same words: an event's type, a time's value, a place's name and
            identifier, whose office it is, a scenario's condition, a person's key, a story's id.
    """

    kind: FactKind
    text: str
    start: int | None = None
    end: int | None = None
    prefix: str | None = None
    suffix: str | None = None
    detail: str | None = None


class Named(Model):
    """A speaker or a place as a correction sets it.

    Attributes:
        kind: of a speaker.
        key: of a speaker, see `Actor.key`; of the person that another one is.
        latitude: of a place, as the four that follow, see `Place`.
    """

    name: str
    kind: ActorKind | None = None
    key: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    geonames_id: int | None = None


class Correction(Model):
    """One correction as a library keeps it.

    Attributes:
        id: 16 hexadecimal digits.
        place: the order in which corrections were made.
        made: when, in UTC.
        by: who made it.
        article: id of the article; None where it concerns people or stories.
        value: what is right: a name, an ISO 8601 date, a status; the id of the story that another became part of; None
            where the fact is wrong as a whole.
        named: the speaker, place or person that `value` names.
        articles: those that came with a story that became part of another.
        before: what was told until then; None where nothing was.
        undone: when it was undone, in UTC.
        applies: whether its fact is found in the article as it is shown; None where that was not looked at.
    """

    id: str
    place: int
    made: str
    by: str
    action: Action
    article: str | None = None
    target: Target
    value: str | None = None
    named: Named | None = None
    articles: tuple[str, ...] = ()
    before: str | None = None
    note: str | None = None
    undone: str | None = None
    undone_by: str | None = None
    applies: bool | None = None


class Corrected(Model):
    """What a person changed in a record.

    Attributes:
        id: of the correction in its library.
        made: when, in UTC.
        by: who made it.
        kind: of the fact, see `Target.kind`.
        fact: id of the fact in this record; None where it was wrong, and is gone.
        start: with `end`, where its words stand in `article.text`; None for people.
        text: its words, or the person's name.
        value: what is right; None where the fact was wrong as a whole.
        before: what was told until then.
    """

    id: str
    made: str
    by: str
    action: Action
    kind: FactKind
    fact: str | None = None
    start: int | None = None
    end: int | None = None
    text: str
    value: str | None = None
    before: str | None = None
    note: str | None = None
