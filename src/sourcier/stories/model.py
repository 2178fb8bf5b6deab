"""What a story is made of: frozen, plain, written as JSON by the names of its fields.

Dates and date-times are ISO 8601 text; days and moments of events stand as the pages state them, with the offset where
one is known. Every fact leads to `Source`s: the sentences that it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sourcier.record import ParticipantRole, Polarity, QuoteKind
from sourcier.record import Status as MentionStatus

Status = Literal[MentionStatus, "cancelled"]
"""A mention's status, or cancelled: announced once, and then called off."""

ChangeKind = Literal["announced", "moved", "cancelled", "held", "denied"]
Field = Literal["time", "place", "number", "status", "speaker", "wording"]
Verdict = Literal["came true", "did not come true", "open"]


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of an article, by code-point offsets into its text.

    Attributes:
        article: id of the article in the library.
        published: when the article was published, as it states it.
    """

    article: str
    outlet: str | None
    url: str | None
    language: str
    published: str | None
    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an article is in its story.

    Attributes:
        kind: "words", "names", "people", "places", "events", "numbers": what it shares with the story; "opened": it
            opened the story; "hand": a person put it there.
        shared: the words, names, places or event types, the weightiest first.
    """

    kind: str
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article in a story.

    Attributes:
        id: its id in the library.
        number: number of the version that is shown.
        likeness: how alike it is to the rest of the story, 0..1, when it was placed.
        copy_of: id of the earliest article of the story that runs the same text; None for that article itself.
    """

    id: str
    number: int
    title: str | None
    outlet: str | None
    url: str | None
    language: str
    published: str | None
    agencies: tuple[str, ...] = ()
    likeness: float = 1.0
    reasons: tuple[Reason, ...] = ()
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A story in a line.

    Attributes:
        id: 16 hexadecimal digits, the same for good.
        title: its most central headline.
        section: the section that most of its articles stand in.
        first: day of its first article; None where no article has a date.
        last: day of its last article.
        articles: how many there are.
        languages: those of the articles, the most frequent first.
        outlets: who reported, the most articles first.
        recent: articles of the last two days before the moment that was asked for.
        reads: how often its articles were read, where counts were given.
    """

    id: str
    title: str
    section: str | None
    first: str | None
    last: str | None
    articles: int
    languages: tuple[str, ...]
    outlets: tuple[str, ...]
    recent: int = 0
    reads: int | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """What some sources say of one thing, newest source first.

    Attributes:
        value: in a form that compares: an ISO 8601 moment, a number, a place's identifier, a status.
        text: as a person reads it.
        holders: on whose word, where it is not the pages' own.
    """

    value: str
    text: str
    sources: tuple[Source, ...]
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the history of an event.

    Attributes:
        reported: when the report was published.
        begin: the moment or day that the event had from then on; None where the report gives none.
        before: the one that it had until then.
        holder: on whose word.
    """

    kind: ChangeKind
    reported: str | None
    begin: str | None
    before: str | None
    holder: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place where an article tells an event.

    Attributes:
        event: the event's id in the article's record ("e3").
        words: those that state it.
        holder: on whose word; None for the page's own.
    """

    event: str
    words: str
    status: MentionStatus
    polarity: Polarity
    begin: str | None
    finish: str | None
    place: str | None
    holder: str | None
    condition: str | None
    probability: float | None
    source: Source


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event is; see `sourcier.record.Place`."""

    name: str
    latitude: float | None
    longitude: float | None
    country: str | None
    geonames_id: int | None


@dataclass(frozen=True, slots=True)
class EventActor:
    """Who takes part in an event; `key` as in `sourcier.record.Actor`."""

    name: str
    key: str | None
    kind: str
    role: ParticipantRole


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """An event with all its mentions, merged over articles and languages.

    Attributes:
        id: 16 hexadecimal digits; the same however many mentions are added later.
        words: how its clearest mention states it.
        status: where it stands by the last reports.
        begin: the moment or day it has by the last reports, ISO 8601, with offset where one is known.
        finish: its end, inclusive at its own granularity.
        zone: IANA name.
        values: for each field on which sources say something ("time", "place", "number", "status"), what they say.
        history: announced, moved, cancelled, held, denied: by date of report.
        mentions: by date of report, then as the pages have them.
    """

    id: str
    type: str
    plover: str | None
    words: str
    status: Status
    begin: str | None
    finish: str | None
    zone: str | None
    place: EventPlace | None
    actors: tuple[EventActor, ...]
    values: dict[str, tuple[Value, ...]]
    history: tuple[Change, ...]
    mentions: tuple[EventMention, ...]

    @property
    def sequence(self) -> int:
        """How often the event was changed since it was announced: iCalendar's SEQUENCE."""
        return sum(change.kind in {"moved", "cancelled"} for change in self.history)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which sources disagree.

    Attributes:
        event: id of the event; None for a quotation.
        what: the event or quotation in words.
        values: two or more, the one with the newest source first.
        correction: the sentence in which a source takes back an earlier value; None where none does.
        corrected: the value that was taken back.
    """

    field: Field
    event: str | None
    what: str
    values: tuple[Value, ...]
    correction: Source | None = None
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """An event that one side denies: a claim beside another, not a disagreement about fact.

    Attributes:
        asserted: who says it is, or will be, so; each with sources.
        denied: who says it is not.
    """

    event: str
    what: str
    asserted: tuple[Value, ...]
    denied: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation in a story.

    Attributes:
        id: the article's id and the quote's ("3f9c…-q2").
        speaker: the fullest name; None where no page tells it.
        key: of the speaker.
        said: when, ISO 8601; None where the page does not say.
    """

    id: str
    speaker: str | None
    key: str | None
    office: str | None
    text: str
    kind: QuoteKind
    cue: str | None
    channel: str | None
    addressee: str | None
    said: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Prospect:
    """What may come, as one article tells it.

    Attributes:
        condition: in the page's words; None for the unconditional.
        outcome: in the page's words.
        holder: on whose word.
        events: ids of the merged events that it would bring.
        verdict: whether a later report says that it came so.
        told_by: that report.
    """

    condition: str | None
    outcome: str
    probability: float | None
    holder: str | None
    events: tuple[str, ...]
    source: Source
    verdict: Verdict = "open"
    told_by: Source | None = None


@dataclass(frozen=True, slots=True)
class OfficeSpan:
    """An office that articles give a person, from the first to the last day on which they do."""

    title: str
    first: str | None
    last: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a story.

    Attributes:
        id: the key, or the folded name where there is none.
        articles: how many name them.
        offices: oldest first.
        quotes: ids of their quotations, by date.
        events: ids of the events that they take part in.
    """

    id: str
    name: str
    key: str | None
    articles: int
    offices: tuple[OfficeSpan, ...] = ()
    quotes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryPlace:
    """A place in a story."""

    name: str
    latitude: float | None
    longitude: float | None
    country: str | None
    geonames_id: int | None
    articles: int
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """A story with all that its articles say together.

    Attributes:
        articles: by date of publication, undated ones last.
        first_report: the article that was published first, and what it said first.
        events: by their own date, undated ones last.
        people: those named in most articles first.
    """

    story: Story
    articles: tuple[StoryArticle, ...] = ()
    first_report: Source | None = None
    events: tuple[StoryEvent, ...] = ()
    differences: tuple[Difference, ...] = ()
    claims: tuple[Claim, ...] = ()
    quotes: tuple[Said, ...] = ()
    outlook: tuple[Prospect, ...] = ()
    people: tuple[Person, ...] = ()
    places: tuple[StoryPlace, ...] = ()
    made: str = field(default="")  # when it was put together, UTC

    def timeline(self) -> tuple[StoryEvent, ...]:
        """What happened or is going on, by the event's own date; what has no date stands at the end."""
        return tuple(event for event in self.events if event.status in {"happened", "ongoing"})

    def agenda(self) -> tuple[StoryEvent, ...]:
        """What was announced and has not been held by the last reports: planned, moved or cancelled."""
        return tuple(event for event in self.events if event.status in {"scheduled", "cancelled"})
