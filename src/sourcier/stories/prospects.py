"""What may come, as a story's articles tell it, and whether later reports say that it came so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sourcier.record import Record, Scenario
from sourcier.stories.merging import AGREED, VAGUE, Cluster, agreement
from sourcier.stories.model import Prospect, StoryArticle, StoryEvent, Verdict
from sourcier.stories.timing import days_between, published_before
from sourcier.stories.told import Told, source

_SURE, _IF = AGREED + 0.4, 0.3
"""Agreement from which a report is taken to speak of what was expected, and how much more where that hung on an "if":
a wrong verdict is worse than none."""


_NO_VERDICT = frozenset(
    ["cancellation", "disaster", "weather", "death", "accident", "attack", "protest", "sanction", "indicator"]
)
"""Types of events of which there are many at any time: that one happened does not say that what was feared came."""

_Real = Mapping[str, list[tuple[list[Told], Cluster]]]
"""Event type -> the events that are, were or are planned: their mentions, and all that these tell."""


def prospects(
    articles: Sequence[tuple[StoryArticle, Record]], events: Sequence[tuple[StoryEvent, list[Told]]]
) -> tuple[Prospect, ...]:
    """The scenarios of all articles, by publication."""
    of_mention = {(m.article, m.event.id): (event, m) for event, told in events for m in told}
    real: dict[str, list[tuple[list[Told], Cluster]]] = defaultdict(list)
    for event, told in events:
        if any(m.is_real for m in told):
            real[event.type].append((told, _cluster(told)))
    return tuple(
        _prospect(number, article, record, scenario, of_mention, real)
        for number, (article, record) in enumerate(articles)
        for scenario in record.outlook
    )


def _cluster(told: Sequence[Told]) -> Cluster:
    cluster = Cluster()
    for m in told:
        if m.is_real:
            cluster.add(m)
    return cluster


def _prospect(
    number: int,
    article: StoryArticle,
    record: Record,
    scenario: Scenario,
    of_mention: Mapping[tuple[int, str], tuple[StoryEvent, Told]],
    real: _Real,
) -> Prospect:
    names = {actor.id: actor.name for actor in record.actors}
    outcomes = [of_mention[number, its] for its in scenario.outcomes if (number, its) in of_mention]
    stated = scenario.outcome or scenario.condition
    start = stated.start if stated else 0
    end = max((part.end for part in (scenario.condition, scenario.outcome) if part), default=start)
    sentence = next((s for s in record.sentences if s.start <= start < s.end), None)
    verdict, told_by = _verdict(outcomes, real)
    return Prospect(
        condition=" ".join(scenario.condition.text.split()) if scenario.condition else None,
        outcome=" ".join(scenario.outcome.text.split()) if scenario.outcome else "",
        probability=scenario.probability,
        holder=names.get(scenario.holder or ""),
        events=tuple(dict.fromkeys(event.id for event, _ in outcomes)),
        source=source(
            article, record, sentence.start if sentence else start, max(end, sentence.end) if sentence else end
        ),
        verdict=verdict,
        told_by=told_by.source if told_by else None,
    )


def _verdict(outcomes: Sequence[tuple[StoryEvent, Told]], real: _Real) -> tuple[Verdict, Told | None]:
    """What the first later report of one of the outcomes says."""
    for _, expected in outcomes:
        if expected.type in VAGUE or expected.type in _NO_VERDICT:
            continue
        needed = _SURE + (_IF if expected.event.condition is not None else 0.0)
        alike = ((agreement(expected, cluster), told) for told, cluster in real.get(expected.type, ()))
        best = sorted(((score, told) for score, told in alike if score >= needed), key=lambda its: -its[0])
        report = next((its for _, told in best if (its := _answer(expected, told))), None)
        if report is None:
            continue
        came = report.status in {"happened", "ongoing"} and not report.changes.cancelled
        return ("came true" if came == (expected.event.polarity == "positive") else "did not come true"), report
    return "open", None


def _answer(expected: Told, told: Sequence[Told]) -> Told | None:
    """The first report of an event that says of something expected whether it came so."""
    return next((m for m in told if _answers(expected, m)), None)


def _identified(expected: Told, report: Told) -> int:
    """How many of these are the same in both: somebody who takes part, the day, the place, most of the words."""
    own = sum(expected.words.values())
    common = sum(weight for word, weight in expected.words.items() if word in report.words)
    return (
        bool(expected.who & report.who)
        + (expected.day is not None and expected.day == report.day)
        + bool(expected.within & report.within)
        + (bool(own) and common > own / 2)
    )


def _answers(expected: Told, report: Told) -> bool:
    """Whether a report says of something expected that it came about, or that it did not, and was not over before."""
    if not published_before(expected.source.published, report.source.published):
        return False
    # What is called off is named as what had been announced; that something happened needs more to be that very thing.
    if _identified(expected, report) < (1 if report.changes.cancelled else 2):
        return False
    if report.status in {"happened", "ongoing"} and report.event.polarity == "positive":
        if expected.days and report.days:
            return expected.days[0] <= report.days[1] and report.days[0] <= expected.days[1]
        due = report.days[1] if report.days else expected.days[0] if expected.days else None
        gap = days_between(expected.source.published if report.days else due, due or report.source.published)
        told = days_between(due, report.source.published) if due else 0
        return (gap is None or gap >= 0) and (told is None or told >= 0)
    return report.status == "denied" and (
        report.changes.cancelled or (report.holder is None and not report.moves and not report.changes.corrected)
    )
