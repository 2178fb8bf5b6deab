"""The event mentions of a story's articles, with all that tells whether two of them are one event."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from sourcier.languages import codes, language
from sourcier.library.folding import tokens
from sourcier.record import Event, Place, Record, Status, Time
from sourcier.stories.changes import Changes, changes_in
from sourcier.stories.counts import count_in, counted_in, counts_in
from sourcier.stories.event_words import event_type_in
from sourcier.stories.model import EventActor, Source, StoryArticle
from sourcier.stories.word_weights import stem, word_weight

# fmt: off
MOVABLE = frozenset({
    "meeting", "negotiation", "visit", "call", "press_conference", "strike", "protest", "trial", "verdict", "election",
    "vote", "launch", "reopening", "closure", "exercise", "ceasefire", "exchange", "inspection", "withdrawal",
    "deployment", "appointment", "decision", "other",
})
# fmt: on
"""Types of events that are announced for a day, and may be moved or cancelled."""

_BACK = 3
"""Sentences before one that puts something off, in which it may be named."""


@dataclass(frozen=True, slots=True)
class Told:
    """One mention of an event.

    Attributes:
        article: index of the article among the story's, by publication.
        event: as the record has it.
        type: its type; of the sentence that an event is put off or called off, the type of that event.
        status: where the mention says that it stands.
        time: when it is, as the record has it; None where the page does not say.
        days: its first and last day, ISO 8601; None where they are not known.
        place: where it is, as the record has it.
        within: identifiers of the place and of all that it lies in, see `place_id`.
        actors: who takes part.
        who: keys of those that can be told from one article to another.
        near: keys of all whom its sentence speaks of.
        number: how many people, arrests, jobs: what the mention counts.
        words: weighted stems of its sentence; those of the trigger count double.
        changes: how the sentence changes what was announced.
        moves: whether its article tells that an event of this type was moved.
        source: its sentence.
    """

    article: int
    event: Event
    type: str
    status: Status
    time: Time | None
    days: tuple[str, str] | None
    place: Place | None
    within: frozenset[str]
    actors: tuple[EventActor, ...]
    who: frozenset[str]
    near: frozenset[str]
    holder: str | None
    number: int | None
    words: dict[str, float]
    changes: Changes
    moves: bool
    source: Source

    @property
    def day(self) -> str | None:
        """The day of an event that is known to the day."""
        return self.days[0] if self.days and self.days[0] == self.days[1] else None

    @property
    def is_real(self) -> bool:
        """Whether the mention tells of what was, is, or is planned; not of what might be, or is asked for."""
        return self.status in {"happened", "ongoing", "scheduled", "denied"}


def mentions(articles: Sequence[tuple[StoryArticle, Record]]) -> Iterator[Told]:
    """The event mentions of a story, by publication, then as the pages have them."""
    for number, (article, record) in enumerate(articles):
        yield from with_targets(list(_of_article(number, article, record)))


def _of_article(number: int, article: StoryArticle, record: Record) -> Iterator[Told]:
    actors = {actor.id: actor for actor in record.actors}
    times = {time.id: time for time in record.times}
    places = {place.id: place for place in record.places}
    text, code = record.article.text, record.article.language
    starts = [sentence.start for sentence in record.sentences]
    of_sentence: dict[int, list[Time]] = defaultdict(list)
    for time in record.times:
        of_sentence[_at(starts, time.start)].append(time)
    near: dict[int, set[str]] = defaultdict(set)
    for actor in record.actors:
        if actor.key:
            for mention in actor.mentions:
                near[_at(starts, mention.start)].add(actor.key)
    for event in record.events:
        sentence = record.sentences[event.sentence]
        words = text[sentence.start : sentence.end]
        beside = of_sentence[event.sentence]
        changes = changes_in(words, sentence.start, beside, code)
        when = _time(event, times.get(event.time or ""), beside, changes)
        place = places.get(event.place or "")
        took_part = tuple(
            EventActor(actor.name, actor.key, actor.kind, part.role)
            for part in event.participants
            if (actor := actors[part.actor])
        )
        yield Told(
            article=number,
            event=event,
            type=event.type,
            status=event.status,
            time=when,
            days=_days(when),
            place=place,
            within=frozenset(_within(place, places)),
            actors=took_part,
            who=frozenset(actor.key for actor in took_part if actor.key),
            near=frozenset(near[event.sentence]),
            holder=actors[event.holder].name if event.holder else _named(event.holder_text, code),
            number=count_in(_without(text, event.start, event.end, beside), code),
            words=_words(words, event.trigger.text, code),
            changes=changes,
            moves=False,
            source=source(article, record, sentence.start, sentence.end),
        )


def _named(words: str | None, code: str) -> str | None:
    """On whose word a mention stands, where it is nobody the page knows; None for a pronoun alone."""
    return words if words and words.lower() not in _pronouns(code) else None


@cache
def _pronouns(code: str) -> frozenset[str]:
    return frozenset(language(code).toml("quotes")["pronouns"]) if code in codes() else frozenset()


def _at(starts: Sequence[int], position: int) -> int:
    """The index of the sentence that a position lies in."""
    return max(bisect_right(starts, position) - 1, 0)


def _time(event: Event, time: Time | None, beside: Sequence[Time], changes: Changes) -> Time | None:
    """When an event is: the date that it was moved to, its own, or the one date among its words."""
    to, before = changes.to, changes.before
    if to is not None and (event.start <= to.start < event.end or time is None or (before and time.id == before.id)):
        return to
    if time is not None and time.begin:
        return time
    dates = [
        its for its in beside if its.begin and its.type in {"DATE", "TIME"} and event.start <= its.start < event.end
    ]
    return dates[0] if len(dates) == 1 else time


def _without(text: str, start: int, end: int, times: Sequence[Time]) -> str:
    """A stretch of text with its time expressions left out: their numbers count nothing."""
    kept, at = [], start
    for time in times:
        if start <= time.start < end:
            kept.append(text[at : max(at, time.start)])
            at = max(at, time.end)
    return " | ".join([*kept, text[at:end]])


def with_targets(told: Sequence[Told]) -> list[Told]:
    """The mentions of an article; one that puts an event off, or calls it off, becomes a mention of that event.

    The event is named beside it, or by a word of its own ("la réouverture est reportée"), or a few sentences before;
    a headline that does not name it means the first that the article goes on to.
    """
    found = [its for number, mention in enumerate(told) if (its := _with_target(told, number, mention)) is not None]
    moved = {mention.type for mention in found if mention.changes.moved}
    return [replace(mention, moves=True) if mention.type in moved else mention for mention in found]


def _with_target(told: Sequence[Told], number: int, mention: Told) -> Told | None:
    """The mention, or one of the event that it puts or calls off; None where that one stands beside it."""
    change = mention.changes
    if mention.type != "cancellation":
        called_off = any(m.type == "cancellation" and m.event.sentence == mention.event.sentence for m in told)
        is_noun = event_type_in(mention.event.trigger.text, mention.source.language) is not None
        if (
            called_off
            and is_noun
            and mention.type in MOVABLE
            and mention.status in {"happened", "ongoing", "scheduled"}
        ):
            # "La réunion, prévue le 10, est reportée": what the verb says is said of the event.
            return replace(mention, status="denied" if change.cancelled and not change.moved else "scheduled")
        return mention
    said = change.moved or change.cancelled
    sentence = mention.event.sentence
    if any(m.event.sentence == sentence and m.type in MOVABLE for m in told):
        return None  # that mention has the same sentence, and so the same change
    named = event_type_in(mention.event.text, mention.source.language)
    before = [m for m in told[:number] if m.type in MOVABLE and sentence - m.event.sentence <= _BACK]
    after = [m for m in told[number + 1 :] if m.type in MOVABLE and number == 0]
    known = next((m for m in [*reversed(before), *after] if named in {m.type, None} and said), None)
    kind = named if named in MOVABLE else known.type if known else None
    if kind is None:
        return mention
    return replace(
        mention,
        type=kind,
        status="scheduled" if change.moved and not change.cancelled else "denied",
        place=mention.place or (known.place if known else None),
        within=mention.within or (known.within if known else frozenset()),
        actors=mention.actors or (known.actors if known else ()),
        who=mention.who | (known.who if known else frozenset()),
        changes=change if said else replace(change, cancelled=True),
    )


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence that takes back what was told before.

    Attributes:
        numbers: all that it names.
    """

    numbers: frozenset[int]
    source: Source


@dataclass(frozen=True, slots=True)
class Count:
    """What an article counts, at its first mention.

    Attributes:
        article: index of the article among the story's, by publication.
        kind: what is counted, as `stories.toml` names it.
    """

    article: int
    kind: str
    number: int
    source: Source


def counts(articles: Sequence[tuple[StoryArticle, Record]]) -> list[Count]:
    """For each article the first number of everything that it counts, by publication."""
    found: dict[tuple[int, str], Count] = {}
    for place, (article, record) in enumerate(articles):
        for sentence in record.sentences:
            times = [time for time in record.times if sentence.start <= time.start < sentence.end]
            words = _without(record.article.text, sentence.start, sentence.end, times)
            for kind, number in counted_in(words, record.article.language):
                its = source(article, record, sentence.start, sentence.end)
                found.setdefault((place, kind), Count(place, kind, number, its))
    return list(found.values())


def corrections(articles: Sequence[tuple[StoryArticle, Record]]) -> list[Correction]:
    """The sentences of a story's articles that take something back, by publication."""
    found = []
    for article, record in articles:
        for sentence in record.sentences:
            words = record.article.text[sentence.start : sentence.end]
            if changes_in(words, sentence.start, (), record.article.language).corrected:
                numbers = frozenset(counts_in(words, record.article.language))
                found.append(Correction(numbers, source(article, record, sentence.start, sentence.end)))
    return found


def source(article: StoryArticle, record: Record, start: int, end: int) -> Source:
    """A stretch of an article as a source."""
    words = " ".join(record.article.text[start:end].split())
    return Source(article.id, article.outlet, article.url, article.language, article.published, start, end, words)


def place_id(place: Place) -> str:
    """What stands for a place in every language: its GeoNames identifier, else its folded name."""
    return str(place.geonames_id) if place.geonames_id is not None else " ".join(tokens(place.name))


def _within(place: Place | None, places: dict[str, Place]) -> Iterator[str]:
    """Identifiers of a place and of those around it."""
    seen = set()
    while place is not None and place.id not in seen:
        seen.add(place.id)
        yield place_id(place)
        if place.country and place.inside is None:
            yield place.country
        place = places.get(place.inside or "")


def _days(time: Time | None) -> tuple[str, str] | None:
    days = sorted(stamp[:10] for stamp in (time.begin, time.finish) if stamp) if time else []
    return (days[0], days[-1]) if days else None


def _words(sentence: str, trigger: str, language: str) -> dict[str, float]:
    weights = dict(_weights(sentence, language))
    for word, weight in _weights(trigger, language):
        weights[word] = 2 * weight
    return weights


@lru_cache(1 << 12)
def _weights(text: str, language: str) -> tuple[tuple[str, float], ...]:
    found = {}
    for word in tokens(text):
        weight = word_weight(word, language)
        if weight > 1 and len(word) > 1:
            found[stem(word, language)] = weight
    return tuple(found.items())
