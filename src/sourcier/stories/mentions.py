"""The event mentions of a story's articles, with all that tells whether two of them are one event."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from sourcier.languages import codes, language
from sourcier.library.days import first_and_last
from sourcier.library.folding import tokens
from sourcier.record import Event, Place, Record, Time
from sourcier.stories.changes import Changes, changes_in
from sourcier.stories.counts import count_in
from sourcier.stories.figures import without_times
from sourcier.stories.model import EventActor, StoryArticle
from sourcier.stories.targets import with_targets
from sourcier.stories.told import Told, place_id, source
from sourcier.stories.word_weights import stem_and_weight


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
        parts = [(actors[part.actor], part.role) for part in event.participants]
        took_part = tuple(EventActor(actor.name, actor.key, actor.kind, role) for actor, role in parts)
        yield Told(
            article=number,
            event=event,
            type=event.type,
            status=event.status,
            time=when,
            days=first_and_last(when.begin, when.finish) if when else None,
            place=place,
            within=frozenset(_within(place, places)),
            actors=took_part,
            who=frozenset(actor.key for actor in took_part if actor.key),
            near=frozenset(near[event.sentence]),
            holder=actors[event.holder].name if event.holder else _named(event.holder_text, code),
            number=count_in(without_times(text, event.start, event.end, beside), code),
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


def _within(place: Place | None, places: dict[str, Place]) -> Iterator[str]:
    """Identifiers of a place and of those around it."""
    seen = set()
    while place is not None and place.id not in seen:
        seen.add(place.id)
        yield place_id(place)
        if place.country and place.inside is None:
            yield place.country
        place = places.get(place.inside or "")


def _words(sentence: str, trigger: str, language: str) -> dict[str, float]:
    weights = dict(_weights(sentence, language))
    for word, weight in _weights(trigger, language):
        weights[word] = 2 * weight
    return weights


@lru_cache(1 << 12)
def _weights(text: str, language: str) -> tuple[tuple[str, float], ...]:
    found = {}
    for word in tokens(text):
        stemmed, weight = stem_and_weight(word, language)
        if weight > 1:
            found[stemmed] = weight
    return tuple(found.items())
