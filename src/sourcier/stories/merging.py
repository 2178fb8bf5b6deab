"""Which mentions are of one event, across articles and languages.

Mentions are taken in the order of their reports; each joins the event that it agrees with best, or begins one. Time,
place and participants speak for and against, the words of one language for. What is planned may move, so that two
dates of a plan weigh little against; two days on which something has happened are two events.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sourcier.record import Place
from sourcier.stories.timing import days_between
from sourcier.stories.told import Told

AGREED = 1.0
"""Agreement from which a mention is of an event."""

_LIKE = (
    ("meeting", "negotiation", "visit"),
    ("attack", "invasion"),
    ("trial", "verdict"),
    ("disaster", "weather", "accident"),
    ("reopening", "launch"),
    ("vote", "election"),
    ("agreement", "ceasefire"),
)
"""Event types that readers, and Sourcier, take for one another."""

VAGUE = {
    **dict.fromkeys(("statement", "demand", "accusation", "threat", "other"), 0.7),
    **dict.fromkeys(("decision", "failure", "launch", "closure", "indicator", "payment", "investment"), 0.3),
}
"""Event types that articles tell many of, and how little the type alone says."""

_SAME_DAY, _AFTER_MOVE = AGREED + 0.3, AGREED - 0.15
"""Agreement of one mention from which two events of one day are one, and an event is what another was moved to."""

_SAME_TYPE, _LIKE_TYPE = 0.5, 0.2

_FAMILIES = {kind: kinds[0] for kinds in _LIKE for kind in kinds}

MOST_COMPARED = 30
"""Events that a mention is compared with: those that share most with it."""

_MARKS = 6
"""Words by which a mention is found."""

MOVED_DAYS = 31
"""Days by which an announced event is moved at most."""

_OVERLAP = 0.7
"""What days say that lie among those of an event."""

_FOREIGN = 0.4
"""What a mention in another language is given in the place of its words."""

_MOVES = 0.4
"""What another date says for an event of which a report says that it was moved."""

_BESIDE = 60
"""Kilometres: two places are of one event where it may have reached both."""

_SUPPOSED = {"happened": (14, 0), "scheduled": (3, 45)}
"""Days before and after a report in which an event lies that the report gives no date."""


@dataclass(slots=True, eq=False)
class Cluster:
    """The mentions of one event while they are gathered."""

    mentions: list[Told] = field(default_factory=list)
    types: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    spans: dict[tuple[str, str], None] = field(default_factory=dict)
    who: Counter[str] = field(default_factory=Counter)
    near: set[str] = field(default_factory=set)
    places: list[EventSite] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    words: dict[str, dict[str, float]] = field(default_factory=dict)
    happened: bool = False
    moves: bool = False

    def add(self, told: Told) -> None:
        """Take a mention in."""
        self.mentions.append(told)
        self.types[told.type] += 1
        for day in _known_days(told):
            self.days[day] += 1
        if (days := supposed_days(told)) is not None:
            self.spans[days] = None
        self.who.update(told.who)
        self.near |= told.near
        if told.place is not None and (site := EventSite.of(told.place, told.within)) not in self.places:
            self.places.append(site)
        if told.number:
            self.numbers.add(told.number)
        own = self.words.setdefault(told.source.language, {})
        for word, weight in told.words.items():
            own[word] = max(own.get(word, 0.0), weight)
        self.moves |= told.moves
        self.happened |= told.status in {"happened", "ongoing"}


class _Family:
    """The events of one family of types, found by what their mentions speak of."""

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self._of: dict[tuple[str, object], dict[Cluster, None]] = {}

    def near(self, told: Told) -> list[Cluster]:
        """The events that share most with a mention; all of them where there are few."""
        if len(self.clusters) <= MOST_COMPARED:
            return self.clusters
        shared = Counter(cluster for mark in _marks(told) for cluster in self._of.get(mark, ()))
        return [cluster for cluster, _ in shared.most_common(MOST_COMPARED)]

    def add(self, told: Told, cluster: Cluster | None = None) -> Cluster:
        """Put a mention into an event, or into a new one."""
        if cluster is None:
            cluster = Cluster()
            self.clusters.append(cluster)
        cluster.add(told)
        for mark in _marks(told):
            self._of.setdefault(mark, {})[cluster] = None
        return cluster


def _marks(told: Told) -> list[tuple[str, object]]:
    """By what a mention is found: days, people, places, its number, its weightiest words."""
    weightiest = sorted(told.words, key=told.words.__getitem__, reverse=True)[:_MARKS]
    return [
        *(("day", day) for day in _known_days(told)),
        *(("who", key) for key in told.who | told.near),
        *(("place", place) for place in told.within),
        *([("number", told.number)] if told.number else []),
        *((told.source.language, word) for word in weightiest),
    ]


def merged(mentions: Iterable[Told]) -> list[list[Told]]:
    """The mentions, those of one event together; events by their first mention.

    Args:
        mentions: of a story, by date of report.
    """
    families: dict[tuple[str, bool], _Family] = defaultdict(_Family)
    order: dict[Cluster, None] = {}
    for told in mentions:
        kind = family(told.type)
        rivals = families[kind, told.is_real]
        # What might be is another event than what is, unless it is of the very day.
        others = families[kind, not told.is_real] if told.day else None
        near = [(cluster, rivals) for cluster in rivals.near(told)]
        near += [(cluster, others) for cluster in others.near(told) if told.day in cluster.days] if others else []
        scored = [(agreement(told, cluster), -n) for n, (cluster, _) in enumerate(near)]
        best = max(scored, default=(0.0, 0))
        if best[0] >= AGREED:
            cluster, its_family = near[-best[1]]
            its_family.add(told, cluster)
        else:
            order[rivals.add(told)] = None
    for its_family in families.values():
        for gone in _joined(its_family.clusters):
            del order[gone]
    return [cluster.mentions for cluster in order]


def family(kind: str) -> str:
    """What stands for an event type and those that are taken for it."""
    return _FAMILIES.get(kind, kind)


def _joined(rivals: list[Cluster]) -> list[Cluster]:
    """Join events of one day that came together late, and what was planned with what it was moved to.

    Gives the events that are part of another now.
    """
    gone: list[Cluster] = []
    for is_same in (_is_same_day, _is_moved_to):
        for cluster in rivals:
            if cluster in gone or not cluster.days:
                continue
            others = [its for its in rivals if its is not cluster and its not in gone and is_same(cluster, its)]
            if others:
                other = min(others, key=lambda its: min(its.days))
                for told in other.mentions:
                    cluster.add(told)
                cluster.mentions.sort(key=lambda told: (told.article, told.event.start))
                gone.append(other)
    return gone


def _is_same_day(one: Cluster, other: Cluster) -> bool:
    """Whether two events are of one day, and more speaks for their being one than against it."""
    common = one.days.keys() & other.days.keys()
    return bool(common) and any(
        agreement(told, one) >= _SAME_DAY for told in other.mentions if told.day is not None and told.day in common
    )


def _is_moved_to(planned: Cluster, other: Cluster) -> bool:
    """Whether an event is what another was moved to, as reports say and one of its mentions agrees."""
    return (
        not planned.happened
        and (planned.moves or other.moves)
        and bool(other.days)
        and min(other.days) > max(planned.days)
        and any(agreement(told, planned) >= _AFTER_MOVE for told in other.mentions)
    )


def agreement(told: Told, cluster: Cluster) -> float:
    """How much speaks for a mention being of an event."""
    kind = told.type
    score = _SAME_TYPE if kind in cluster.types else _LIKE_TYPE
    score -= VAGUE.get(kind, 0.0)
    facts = _of_place(told, cluster) + _of_people(told, cluster)
    if told.number and told.number in cluster.numbers:
        facts += 0.7
    time = _of_time(told, cluster)
    if told.source.language in cluster.words:
        return score + time + facts + _of_words(told, cluster)
    # Another language: words say nothing; facts must, unless nothing is known of the event that could.
    says_nothing = facts <= 0 and time < _OVERLAP and (cluster.who or cluster.days)
    return score + time + facts + (0.0 if says_nothing else _FOREIGN)


def supposed_days(told: Told) -> tuple[str, str] | None:
    """The days of a mention; of one that has none, those that its report leaves: the weeks before, or to come."""
    if told.days is not None:
        return told.days
    try:
        report = date.fromisoformat((told.source.published or "")[:10])
    except ValueError:
        return None
    before, behind = _SUPPOSED["scheduled" if told.status in {"scheduled", "denied"} else "happened"]
    return (report - timedelta(before)).isoformat(), (report + timedelta(behind)).isoformat()


def _known_days(told: Told) -> list[str]:
    """The day of an event, and the one that it was moved from."""
    before = told.changes.before
    moved_from = [before.begin[:10]] if before is not None and before.begin else []
    return list(dict.fromkeys([*([told.day] if told.day else []), *moved_from]))


def _of_time(told: Told, cluster: Cluster) -> float:
    days = supposed_days(told)
    if days is None or not cluster.spans:
        return 0.0
    known = _known_days(told)
    if known and cluster.days:
        if any(day in cluster.days for day in known):
            return 1.5
        gap = min(_gap(one, day) for one in known for day in cluster.days)
        if told.status in {"happened", "ongoing"} and cluster.happened:
            return -0.3 if gap == 1 else -2.0
        if gap > MOVED_DAYS:
            return -1.5
        return _MOVES if (told.moves or cluster.moves) and not cluster.happened else -0.2
    first, last = days
    if any(first <= end and begin <= last for begin, end in cluster.spans):
        return _OVERLAP if told.days else 0.3
    gap = min(min(_gap(first, end), _gap(last, begin)) for begin, end in cluster.spans)
    return -0.4 if gap <= 7 else -1.5


def _of_place(told: Told, cluster: Cluster) -> float:
    if told.place is None or not cluster.places:
        return 0.0
    site = EventSite.of(told.place, told.within)
    return max(site.agreement(other) for other in cluster.places)


@dataclass(frozen=True, slots=True)
class EventSite:
    """Where a mention puts its event.

    Attributes:
        within: identifiers of the place and of all that it lies in.
    """

    within: frozenset[str]
    latitude: float | None
    longitude: float | None
    country: str | None

    @classmethod
    def of(cls, place: Place, within: frozenset[str]) -> EventSite:
        """The site of a place."""
        return cls(within, place.latitude, place.longitude, place.country)

    def agreement(self, other: EventSite) -> float:
        """How much two sites speak for one event: where one lies in the other, or beside it; against it where not."""
        if self.within <= other.within or other.within <= self.within:
            return 0.8
        if self.country and other.country and self.country != other.country:
            return -2.0
        if None in (self.latitude, self.longitude, other.latitude, other.longitude):
            return 0.0
        return 0.2 if self._kilometres(other) < _BESIDE else -1.0

    def _kilometres(self, other: EventSite) -> float:
        """The distance as the crow flies, on a sphere."""
        one, two = math.radians(self.latitude or 0.0), math.radians(other.latitude or 0.0)
        turn = math.radians((other.longitude or 0.0) - (self.longitude or 0.0))
        across = math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(turn / 2) ** 2
        return 12_742 * math.asin(math.sqrt(min(1.0, across)))


def _of_people(told: Told, cluster: Cluster) -> float:
    common = told.who & cluster.who.keys()
    if common:
        return 0.8 + 0.4 * (len(common) > 1)
    beside = 0.4 if told.near & cluster.near else 0.0
    return beside - 0.8 if told.who and cluster.who else beside


def _of_words(told: Told, cluster: Cluster) -> float:
    other = cluster.words[told.source.language]
    common = sum(weight * min(weight, other[word]) for word, weight in told.words.items() if word in other)
    own = sum(weight * weight for weight in told.words.values())
    return 1.2 * math.sqrt(common / own) if own else 0.0


def _gap(one: str, other: str) -> int:
    """Days between two days; 0 where one is nonsense."""
    return abs(days_between(one, other) or 0)
