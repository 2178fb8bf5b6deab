"""How a dossier is laid out: its facts in the order and the groups in which a person reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sourcier.exports.dossiers.moments import moment, utc
from sourcier.stories.model import Difference, Dossier, Prospect, Said, Source, StoryArticle, StoryEvent

_UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Branch:
    """What hangs on one condition; None for the unconditional."""

    condition: str | None
    prospects: tuple[Prospect, ...]


@dataclass(frozen=True)
class Voice:
    """All that one speaker says; the fullest name, None where no page tells it."""

    speaker: str | None
    quotes: tuple[Said, ...]


def branches(outlook: Iterable[Prospect]) -> list[Branch]:
    """The outlook by condition, in order of the first mention; the unconditional last."""
    groups: dict[str | None, list[Prospect]] = {}
    for prospect in outlook:
        key = " ".join(prospect.condition.casefold().split()) if prospect.condition else None
        groups.setdefault(key, []).append(prospect)
    ordered = sorted(groups.items(), key=lambda item: item[0] is None)
    return [Branch(prospects[0].condition, tuple(prospects)) for _, prospects in ordered]


def told_once(events: Iterable[StoryEvent]) -> tuple[list[StoryEvent], list[StoryEvent]]:
    """The events of a timeline that have a date or are told by several articles, and those told once, without one."""
    main: list[StoryEvent] = []
    once: list[StoryEvent] = []
    for event in events:
        articles = {mention.source.article for mention in event.mentions}
        (main if event.begin or len(articles) > 1 else once).append(event)
    return main, once


def voices(quotes: Iterable[Said]) -> list[Voice]:
    """Quotes by speaker, each speaker's by date; who says most first, those without a name last."""
    groups: dict[str | None, list[Said]] = {}
    for said in quotes:
        groups.setdefault(said.key or said.speaker, []).append(said)
    ordered = sorted(groups.items(), key=lambda item: (item[0] is None, -len(item[1])))
    return [Voice(said[0].speaker, tuple(sorted(said, key=_said_on))) for _, said in ordered]


def _said_on(said: Said) -> tuple[bool, str]:
    date = said.said or said.source.published
    return date is None, date or ""


def sources(event: StoryEvent, *, newest_first: bool = False) -> list[Source]:
    """All sentences that tell an event, each once, by publication; undated ones before the oldest."""
    passages = [*(change.source for change in event.history), *(mention.source for mention in event.mentions)]
    return sorted(dict.fromkeys(passages), key=lambda source: utc(source.published) or _UNDATED, reverse=newest_first)


def first_reports(dossier: Dossier) -> list[StoryArticle]:
    """The first dated article of each outlet, the earliest first."""
    first: dict[str | None, StoryArticle] = {}
    for article in dossier.articles:
        if article.published:
            first.setdefault(article.outlet or article.url, article)
    return list(first.values())


def days(dossier: Dossier) -> list[tuple[str, int]]:
    """(day, articles) of each day on which articles came out, the first day first."""
    found = Counter(day.day.isoformat() for article in dossier.articles if (day := moment(article.published)))
    return sorted(found.items())


def told(dossier: Dossier, article: StoryArticle) -> list[tuple[StoryEvent, int]]:
    """What an article adds: (event, index into its history) of each step that it reports."""
    return [
        (event, index)
        for event in dossier.events
        for index, change in enumerate(event.history)
        if change.source.article == article.id
    ]


def disputed(dossier: Dossier, article: StoryArticle) -> list[Difference]:
    """The differences to which an article contributes a value, or the correction."""
    return [
        difference
        for difference in dossier.differences
        if any(source.article == article.id for value in difference.values for source in value.sources)
        or (difference.correction is not None and difference.correction.article == article.id)
    ]


def moved_from(event: StoryEvent) -> str | None:
    """The date that an event had before its last change of date; None where it never moved."""
    return next((change.before for change in reversed(event.history) if change.kind == "moved"), None)
