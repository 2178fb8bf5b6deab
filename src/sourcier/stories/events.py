"""A story's events: what all mentions of each say together, what changed, and where it stands."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from sourcier.record import Time
from sourcier.stories.merging import merged
from sourcier.stories.model import (
    Change,
    ChangeKind,
    EventActor,
    EventMention,
    EventPlace,
    Source,
    Status,
    StoryEvent,
    Value,
)
from sourcier.stories.targets import MOVABLE
from sourcier.stories.timing import days_between, has_hour
from sourcier.stories.told import Told, place_id


def story_events(told: Sequence[Told], places: Mapping[str, int]) -> list[tuple[StoryEvent, list[Told]]]:
    """The merged events of a story with their mentions, by their own dates; undated ones last.

    Args:
        told: all mentions, by date of report.
        places: article id -> the order in which it was placed in the library, by which events are named for good.
    """
    taken: set[str] = set()
    events = [(_event(its, places, taken), its) for its in merged(told)]
    return sorted(events, key=lambda pair: (pair[0].begin is None, (pair[0].begin or "")[:10], pair[1][0].article))


def _event(told: list[Told], places: Mapping[str, int], taken: set[str]) -> StoryEvent:
    history = _history(told)
    time = _current_time(told)
    kind = Counter(m.type for m in told).most_common(1)[0][0]
    status = _status(told, history)
    # What happened is told best by who tells it as happened, not by who announced it.
    clearest = max([m for m in told if m.status == status] or told, key=_clearness)
    site = _place(told)
    return StoryEvent(
        id=_identifier(told, places, taken),
        type=kind,
        plover=next((m.event.plover for m in told if m.type == kind and m.event.type == kind), None),
        words=" ".join(clearest.event.text.split()),
        status=status,
        begin=time.begin if time else None,
        finish=time.finish if time else None,
        zone=time.zone if time else None,
        place=site,
        actors=_actors(told),
        values=values_of(told),
        history=tuple(history),
        mentions=tuple(_mention(m) for m in told),
    )


def _clearness(told: Told) -> tuple[bool, int, int, int]:
    """A mention that says when, where and who, in few words; of two alike the later."""
    facts = (told.time is not None) + (told.place is not None) + min(2, len(told.actors))
    length = len(told.event.text)
    return told.is_real, facts, -abs(length - 80) // 20, told.article


def _identifier(told: Sequence[Told], places: Mapping[str, int], taken: set[str]) -> str:
    """An id that comes of the first placed mention: later articles do not change it."""
    first = min(told, key=lambda m: (places.get(m.source.article, 0), m.event.start))
    n = 0
    while True:
        # The words and not the record's id: a better reader counts its events anew.
        name = f"event {n} {first.source.article} {first.type} {first.event.trigger.text.lower()}"
        identifier = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        if identifier not in taken:
            taken.add(identifier)
            return identifier
        n += 1


def _mention(told: Told) -> EventMention:
    event = told.event
    return EventMention(
        event=event.id,
        words=" ".join(event.text.split()),
        status=told.status,
        polarity=event.polarity,
        begin=told.time.begin if told.time else None,
        finish=told.time.finish if told.time else None,
        place=told.place.name if told.place else None,
        holder=told.holder,
        condition=event.condition.text if event.condition else None,
        probability=event.probability,
        source=told.source,
    )


def _is_current(told: Told) -> bool:
    """Whether a mention says when the event is, and not only when it was to be."""
    before = told.changes.before
    moved_from = told.time is not None and before is not None and told.time.id == before.id
    dated = told.time is not None and bool(told.time.begin)
    return dated and not moved_from and not told.changes.cancelled and not _is_past_plan(told)


def _is_past_plan(told: Told) -> bool:
    """Whether a mention tells of a plan for a day that was over when it was reported: "had been due to open Monday"."""
    gap = days_between(told.days[1] if told.days else None, told.source.published)
    return told.status == "scheduled" and gap is not None and gap > 0


def _current_time(told: Sequence[Told]) -> Time | None:
    """When the event is by the last reports: of those of the last day that say it, the most exact."""
    dated = [m for m in told if _is_current(m)] or [m for m in told if m.time is not None and m.time.begin]
    if not dated:
        return None
    happened = [m for m in dated if m.status in {"happened", "ongoing"}]
    its = happened or dated
    last = its[-1]
    day = last.day or (last.days or ("",))[0]
    same = [m for m in its if m.days and m.days[0] <= day <= m.days[1]]
    times = [m.time for m in (same or [last]) if m.time is not None]
    return max(times, key=_exactness)


def _exactness(time: Time) -> tuple[bool, bool, int]:
    span = -(days_between(time.begin, time.finish) or 0)
    return has_hour(time), time.zone is not None or "+" in (time.begin or "")[10:], span


def _place(told: Iterable[Told]) -> EventPlace | None:
    """The place that most articles give, of two the smaller."""
    named = [m for m in told if m.place is not None]
    if not named:
        return None
    counts = Counter(place_id(m.place) for m in named if m.place is not None)
    best = max(named, key=lambda m: (counts[place_id(m.place)], len(m.within)) if m.place else (0, 0)).place
    assert best is not None
    return EventPlace(best.name, best.latitude, best.longitude, best.country, best.geonames_id)


def _actors(told: Iterable[Told]) -> tuple[EventActor, ...]:
    """Who takes part, by how many mentions say so, each once, in the role that most give."""
    seen: dict[str, list[EventActor]] = defaultdict(list)
    for m in told:
        for actor in m.actors:
            seen[actor.key or actor.name.lower()].append(actor)
    ranked = sorted(seen.values(), key=len, reverse=True)
    return tuple(
        EventActor(
            max((a.name for a in its), key=len),
            its[0].key,
            its[0].kind,
            Counter(a.role for a in its).most_common(1)[0][0],
        )
        for its in ranked
    )


def values_of(told: Sequence[Told]) -> dict[str, tuple[Value, ...]]:
    """For each field what the mentions say, the newest report first."""
    found = {
        "time": _values(told, lambda m: (m.time.begin, m.time.text) if m.time and m.time.begin else None),
        "place": _values(told, lambda m: (place_id(m.place), m.place.name) if m.place else None),
        "number": _values(told, lambda m: (str(m.number), str(m.number)) if m.number else None),
        "status": _values(told, lambda m: (m.status, m.status)),
    }
    return {field: values for field, values in found.items() if values}


def _values(told: Sequence[Told], read: Callable[[Told], tuple[str, str] | None]) -> tuple[Value, ...]:
    """What mentions say of one field, given as a form that compares and words; the newest report first."""
    sources: dict[str, dict[Source, None]] = defaultdict(dict)
    words: dict[str, str] = {}
    holders: dict[str, dict[str, None]] = defaultdict(dict)
    for m in reversed(told):
        if (its := read(m)) is None:
            continue
        value, text = its
        sources[value][m.source] = None
        words.setdefault(value, text)
        if m.holder:
            holders[value][m.holder] = None
    return tuple(Value(its, words[its], tuple(found), tuple(holders[its])) for its, found in sources.items())


def _history(told: Sequence[Told]) -> list[Change]:
    """Announced, moved, cancelled, held, denied: each step once, at its first report."""
    steps: list[Change] = []
    planned: str | None = None

    def step(kind: ChangeKind, m: Told, begin: str | None, before: str | None = None) -> None:
        steps.append(Change(kind, m.source.published, begin, before, m.holder, m.source))

    def has(kind: ChangeKind) -> bool:
        return any(s.kind == kind for s in steps)

    for number, m in enumerate(told):
        if not m.is_real:
            continue
        begin = m.time.begin if m.time else None
        if m.type not in MOVABLE:
            if m.status == "denied" and not any(s.holder == m.holder for s in steps):
                step("denied", m, begin)
            continue
        before = m.changes.before
        if before is not None and before.begin and planned is None:
            planned = before.begin
            step("announced", m, planned)
        if m.changes.cancelled and not m.moves:
            if not has("cancelled") and not has("held"):
                step("cancelled", m, planned or begin)  # "on Wednesday it was cancelled" is not when it was to be
        elif m.status in {"happened", "ongoing"}:
            if (begin or steps) and not has("held") and _is_over(m, planned) and not _is_before(m, planned):
                step("held", m, begin or planned)
        elif m.status == "denied":
            if (
                not m.moves
                and not m.changes.corrected
                and not any(s.kind == "denied" and s.holder == m.holder for s in steps)
            ):
                step("denied", m, begin)
        elif planned is None:
            known = next((n for n, s in enumerate(steps) if s.kind == "announced"), None)
            if known is None or (begin and steps[known].source.article != m.source.article):
                step("announced", m, begin)
            elif begin:  # the headline announced it, the article says when
                steps[known] = replace(steps[known], begin=begin, source=m.source)
            planned = begin
        elif begin and begin[:10] != planned[:10] and not has("held") and _is_moved(m, told[number + 1 :], planned):
            step("moved", m, begin, planned)
            planned = begin
    return steps


def _is_moved(told: Told, later: Sequence[Told], planned: str) -> bool:
    """Whether another date is a new one: the article says that it was moved, or later articles know this one alone."""
    if told.day is None or not _is_current(told):
        return False
    others = [m.day for m in later if m.article != told.article and m.day]
    return told.moves or (told.day in others and planned[:10] not in others)


def _is_before(told: Told, planned: str | None) -> bool:
    """Whether a mention is of a day before the one that is planned: it tells of what was announced, or of another."""
    gap = days_between(told.days[1] if told.days else None, planned)
    return gap is not None and gap > 1


def _is_over(told: Told, planned: str | None) -> bool:
    """Whether the event, or the day planned for it, lies before the report."""
    day = told.days[0] if told.days else planned
    gap = days_between(day, told.source.published)
    return gap is None or gap >= 0


def _status(told: Sequence[Told], history: Sequence[Change]) -> Status:
    """Where the event stands by the last reports that tell of it as real; else as they tell it."""
    real = [m for m in told if m.is_real]
    if not real:
        return told[-1].status
    if history and history[-1].kind == "cancelled":
        return "cancelled"
    done = [m for m in real if m.status in {"happened", "ongoing"} and _is_over(m, None)]
    if done and (not history or not any(s.kind == "announced" for s in history) or history[-1].kind == "held"):
        return done[-1].status
    if any(s.kind == "held" for s in history):
        return "happened"
    own = [m for m in real if not (m.status == "denied" and (m.holder or m.moves))]
    return (own or real)[-1].status
