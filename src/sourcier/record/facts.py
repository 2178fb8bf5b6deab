"""The facts of a record: actors, places, times, quotes, events, outlook."""

from __future__ import annotations

from typing import Literal

from sourcier.record.base import Fact, Model

ActorKind = Literal["person", "organisation", "country", "group"]
Form = Literal["name", "office", "pronoun"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
QuoteKind = Literal["direct", "indirect", "mixed"]
ParticipantRole = Literal["agent", "patient", "participant", "host", "absent"]
Status = Literal["happened", "ongoing", "scheduled", "conditional", "forecast", "demanded", "denied"]
Polarity = Literal["positive", "negative"]


class Mention(Fact):
    """A place in the text where an actor is spoken of, by name, by office or epithet, or by pronoun."""

    form: Form


class Office(Model):
    """An office, function or title that the page gives an actor; offsets are those of its fullest wording."""

    title: str
    start: int
    end: int


class Actor(Model):
    """Someone who can speak or act.

    Attributes:
        id: "a1", "a2", … in order of first mention.
        name: the fullest form in the page; an office holder whom the page never names keeps the office's words.
        key: the same for every spelling and language of that name; None for unnamed actors.
        member_of: ids of the delegations, cabinets or bodies the page counts the actor among.
    """

    id: str
    name: str
    kind: ActorKind
    offices: tuple[Office, ...] = ()
    aliases: tuple[str, ...] = ()
    key: str | None = None
    member_of: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


class Place(Model):
    """A place on the map.

    Attributes:
        id: "p1", "p2", …
        latitude: degrees north, WGS 84; None where the gazetteer does not know the place.
        longitude: degrees east.
        country: ISO 3166-1 alpha-2.
        geonames_id: identifier in GeoNames (CC BY 4.0).
        inside: id of the smallest place of this record that contains it.
    """

    id: str
    name: str
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    geonames_id: int | None = None
    inside: str | None = None
    mentions: tuple[Fact, ...] = ()


class Time(Fact):
    """A time expression, as TIMEX3 (ISO-TimeML) has it.

    Attributes:
        id: "t1", "t2", …
        value: TIMEX3 value; None where the expression cannot be resolved ("XXXX-WXX-5" is a resolved shape).
        modifier: TIMEX3 mod (START, MID, END, APPROX, BEFORE, AFTER, LESS_THAN, MORE_THAN, …).
        begin: ISO 8601 start of the interval, with offset where a zone is known; None where unresolved or open.
        finish: ISO 8601 end of the interval, inclusive at the value's own granularity.
        zone: IANA name ("Europe/Brussels"); None where the page does not say.
        relative: offset from publication as a signed ISO 8601 duration ("P1D", "-P3Y", "P0D"), kept also where
            no publication date is known; None for absolute expressions.
    """

    id: str
    type: TimexType
    value: str | None = None
    modifier: str | None = None
    begin: str | None = None
    finish: str | None = None
    zone: str | None = None
    relative: str | None = None


class Piece(Model):
    """One run of a quote's own words, where the quote is interrupted by its cue."""

    start: int
    end: int


class Quote(Fact):
    """Words or content that the page attributes to someone.

    Attributes:
        id: "q1", "q2", …
        pieces: the quote's own runs of text where a cue interrupts it; empty where it is one run.
        continues: id of the quote that this one resumes right behind the sentence of its cue ("“A,” said X. “B.”").
        speaker: actor id; None where the page does not say who, or where it cannot be told.
        speaker_text: the words that name the speaker, kept also where `speaker` is None.
        cue: the words that introduce the quote ("a-t-il ajouté", "selon").
        addressee: actor id.
        channel: "Fox News", "dans un communiqué", as the page words it.
        said: time id: when it was said.
    """

    id: str
    pieces: tuple[Piece, ...] = ()
    continues: str | None = None
    kind: QuoteKind
    speaker: str | None = None
    speaker_text: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    cue: str | None = None
    addressee: str | None = None
    channel: str | None = None
    said: str | None = None


class Participant(Model):
    """An actor's part in an event."""

    actor: str
    role: ParticipantRole


class Clause(Fact):
    """Words of the page that say one thing more of a fact: a condition, an outcome, a format."""


class Comparison(Clause):
    """What an event is compared with: "une première depuis 2018".

    Attributes:
        time: time id: since when, or within what span.
    """

    time: str | None = None


class Event(Fact):
    """One mention of an event, with its status and on whose word it stands.

    Attributes:
        id: "e1", "e2", …
        type: a readable name from `languages/event_types.tsv`.
        plover: the PLOVER code of the type; None where PLOVER has none.
        start: with `end`, the words that state it.
        sentence: index into `Record.sentences`.
        trigger: the word or words that name the event.
        place: place id.
        time: time id.
        polarity: negative where what is forecast, conditional or demanded is that it does not happen.
        holder: actor id: on whose word it stands; None for the page's own.
        holder_text: the words that name the holder; kept also where `holder` is None.
        condition: what it hangs on.
        probability: 0..1, only where the page states it.
        format: how it was held, in the page's words: "en tête-à-tête", "by video link".
        comparison: what it is compared with: "the third in a month".
    """

    id: str
    type: str
    plover: str | None = None
    sentence: int
    trigger: Fact
    participants: tuple[Participant, ...] = ()
    place: str | None = None
    time: str | None = None
    status: Status
    polarity: Polarity = "positive"
    holder: str | None = None
    holder_text: str | None = None
    condition: Clause | None = None
    probability: float | None = None
    format: Clause | None = None
    comparison: Comparison | None = None


class Scenario(Model):
    """What may come, as the page tells it.

    Attributes:
        condition: None for the unconditional.
        outcomes: event ids, negative outcomes included.
        outcome: the words that state the outcome, kept also where no event of a known type was found in them.
        probability: 0..1, only where the page states it.
        holder: actor id: who says so.
    """

    condition: Clause | None = None
    outcomes: tuple[str, ...] = ()
    outcome: Clause | None = None
    probability: float | None = None
    holder: str | None = None
