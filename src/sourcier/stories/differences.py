"""Where the sources of a story disagree, and where one denies what another says.

What changed is no disagreement: a date that was moved, a toll that rose from one day to the next. What one side denies
is a claim beside another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from sourcier.library.folding import tokens
from sourcier.record import Time
from sourcier.stories.changes import Changes
from sourcier.stories.counts import tells_of_death
from sourcier.stories.figures import Correction, Count
from sourcier.stories.merging import VAGUE, EventSite
from sourcier.stories.model import Claim, Difference, Field, Said, Source, StoryEvent, Value
from sourcier.stories.timing import days_between, has_hour, hours_between, published_before, same_time
from sourcier.stories.told import Told, place_id

_COUNTED = frozenset({"arrest", "rescue", "evacuation", "protest", "exchange", "closure", "deployment", "strike"})
"""Event types whose numbers are of people, or of what the event is about; of the dead see `_toll`."""

_DEADLY = frozenset({"death", "disaster", "accident", "attack", "weather", "invasion"})
"""Event types that tolls are told with."""

_WIDE = _DEADLY | {"protest", "strike", "indicator", "sanction", "statement", "other", "evacuation", "rescue"}
"""Event types that are in several places at once."""

_APART_DAYS, _APART_HOURS = 3, 3
"""Days, and hours of one day, by which sources differ at most on when one event is; beyond, they tell of two."""

SAME_TIME_DAYS = 1
"""Days within which two reports should know the same number."""

_ROUND = 100
"""Number from which on news rounds."""

_SAYS_LITTLE = 0.5
"""Vagueness of an event type from which on a denial is seldom of the event that another asserts."""

NEAR = 4 / 3
"""How many times as high as the lower one a number of the same thing is at most."""

ALIKE, LEAST_WORDS, RUN = 0.6, 5, 3
"""Share of words that two wordings of one quotation have in common; words of a quotation that is compared; words in a
row by which two are found."""


def differences(
    events: Sequence[tuple[StoryEvent, list[Told]]],
    quotes: Sequence[Said],
    counts: Sequence[Count],
    corrections: Sequence[Correction],
) -> tuple[Difference, ...]:
    """The fields on which sources disagree, those with the newest report first.

    Args:
        events: with their mentions, by date of report.
        quotes: of all articles.
        counts: what each article counts.
        corrections: sentences that take something back, by publication.
    """
    found: list[Difference] = []
    for event, told in events:
        own = [m for m in told if m.is_real]
        for difference in (_times(event, own), _places(event, own), _numbers(event, own), _statuses(event, own)):
            if difference is not None:
                found.append(difference)
    toll = _toll(events)
    found += [toll] if toll is not None else []
    found += [*_counted(counts, found), *_quotes(quotes)]
    found = [_corrected(difference, corrections) for difference in found]
    return tuple(sorted(found, key=lambda its: its.values[0].sources[0].published or "", reverse=True))


def claims(events: Iterable[tuple[StoryEvent, list[Told]]]) -> tuple[Claim, ...]:
    """The events that somebody denies while others assert them.

    The page's own word counts beside a denial that another article tells: the one that tells the denial has more to say
    of it in its other sentences than that it is so.
    """
    found = []
    for event, told in events:
        denied = [m for m in told if m.status == "denied" and m.holder and not m.changes.cancelled]
        deniers, deniers_articles = {m.holder for m in denied}, {m.article for m in denied}
        said = [m for m in told if m.status in {"scheduled", "happened", "ongoing"} and m.holder not in deniers]
        asserted = [m for m in said if m.holder or m.article not in deniers_articles]
        if denied and asserted and VAGUE.get(event.type, 0.0) < _SAYS_LITTLE:
            found.append(Claim(event.id, event.words, _by_holder(asserted), _by_holder(denied)))
    return tuple(found)


def _by_holder(told: Sequence[Told]) -> tuple[Value, ...]:
    """One value for each on whose word it stands, the newest report first; the pages' own word has no name."""
    sources: dict[str, dict[Source, None]] = defaultdict(dict)
    for m in reversed(told):
        sources[m.holder or ""][m.source] = None
    return tuple(
        Value(told[0].type, holder, tuple(its), (holder,) if holder else ()) for holder, its in sources.items()
    )


def _times(event: StoryEvent, told: Sequence[Told]) -> Difference | None:
    """Hours, or days, that cannot both be right; what was moved is left out."""
    moved = {change.before[:10] for change in event.history if change.kind == "moved" and change.before}
    dated = [
        m
        for m in told
        if m.time is not None
        and m.time.begin
        and m.day
        and m.day not in moved
        and m.status != "denied"
        and not (m.changes.before is not None and m.changes.before.id == m.time.id)
    ]
    exact = [m for m in dated if m.time is not None and has_hour(m.time)]
    for its, is_near in ((exact, _is_near_by_clock), (dated, _is_near_by_day)):
        groups = [group for group in _grouped(its) if is_near(group, event)]
        if len(groups) > 1:
            values = [_value(group, _clock(group[-1].time), group[-1].time.text) for group in groups if group[-1].time]
            return _difference("time", event, values, told)
    return None


def _is_near_by_clock(told: Sequence[Told], event: StoryEvent) -> bool:
    """Whether the hour of mentions is about that of their event: hours apart are of two phases of it."""
    hours = hours_between(event.begin, told[0].time.begin if told[0].time else None)
    return hours is not None and hours <= _APART_HOURS


def _is_near_by_day(told: Sequence[Told], event: StoryEvent) -> bool:
    """Whether the day of mentions is about that of their event, and they tell it to the day alone."""
    gap = days_between(event.begin, told[0].day)
    return gap is not None and abs(gap) <= _APART_DAYS and not any(m.time and has_hour(m.time) for m in told)


def _clock(time: Time | None) -> str:
    return time.begin or "" if time is not None else ""


def _grouped(told: Sequence[Told]) -> list[list[Told]]:
    """Mentions whose times may be one; an article that gives two hours tells of two phases, and is left out."""
    groups: list[list[Told]] = []
    for m in told:
        same = [group for group in groups if group[0].time and m.time and same_time(group[0].time, m.time)]
        if same:
            same[0].append(m)
        else:
            groups.append([m])
    of_article: dict[int, set[int]] = defaultdict(set)
    for n, group in enumerate(groups):
        for m in group:
            of_article[m.article].add(n)
    torn = {article for article, its in of_article.items() if len(its) > 1}
    kept = [[m for m in group if m.article not in torn] for group in groups]
    return [group for group in kept if group]


def _places(event: StoryEvent, told: Sequence[Told]) -> Difference | None:
    """Places of which neither lies in the other, or beside it; an article that gives both tells of a way between."""
    if event.type in _WIDE:
        return None
    groups: list[list[Told]] = []
    for m in told:
        if m.place is None or m.place.latitude is None:
            continue
        same = [group for group in groups if _site(group[0]).agreement(_site(m)) >= 0]
        if same:
            same[0].append(m)
        else:
            groups.append([m])
    of_articles = [{m.article for m in group} for group in groups]
    if len(groups) < 2 or any(a & b for n, a in enumerate(of_articles) for b in of_articles[:n]):
        return None
    values = [_value(group, place_id(group[0].place), group[0].place.name) for group in groups if group[0].place]
    return _difference("place", event, values, told)


def _site(told: Told) -> EventSite:
    assert told.place is not None
    return EventSite.of(told.place, told.within)


def _numbers(event: StoryEvent, told: Sequence[Told]) -> Difference | None:
    """Numbers told within a day of one another, or one that a later report lowers."""
    if event.type not in _COUNTED:
        return None
    first: dict[int, Told] = {}
    for m in told:
        if m.number and m.type == event.type and m.status in {"happened", "ongoing"} and m.event.polarity == "positive":
            first.setdefault(m.article, m)
    values = _at_odds(list(first.values()))
    return _difference("number", event, values, told) if values else None


def _toll(events: Sequence[tuple[StoryEvent, list[Told]]]) -> Difference | None:
    """The number of dead, of which each article tells the highest that it believes."""
    highest: dict[int, Told] = {}
    deadly = [(event, m) for event, told in events if event.type in _DEADLY for m in told if _is_toll(m)]
    for _, m in deadly:
        known = highest.get(m.article)
        if known is None or (m.number or 0) > (known.number or 0):
            highest[m.article] = m
    values = _at_odds([highest[article] for article in sorted(highest)])
    if not values:
        return None
    newest = highest[max(highest)]
    event = next(event for event, m in deadly if m is newest)
    every = sorted((m for _, told in events for m in told), key=lambda m: (m.article, m.event.start))
    return _difference("number", replace(event, words=" ".join(newest.event.text.split())), values, every)


def _is_toll(told: Told) -> bool:
    real = told.status in {"happened", "ongoing"} and told.event.polarity == "positive"
    return real and bool(told.number) and tells_of_death(told.event.text, told.source.language)


def _at_odds(its: Sequence[Told]) -> list[Value]:
    """The numbers of mentions that disagree, one mention an article; none where all may be right."""
    at_odds = [m for m in its if any(_disagree(m, other) or _disagree(other, m) for other in its if other is not m)]
    groups: dict[int, list[Told]] = defaultdict(list)
    for m in at_odds:
        groups[m.number or 0].append(m)
    return [_value(group, str(n), str(n)) for n, group in groups.items()] if len(groups) > 1 else []


def _disagree(earlier: Told, later: Told) -> bool:
    gap = days_between(earlier.source.published, later.source.published)
    if earlier.number is None or later.number is None or earlier.number == later.number or gap is None:
        return False
    if published_before(earlier.source.published, later.source.published) and later.number < earlier.number:
        return True
    return abs(gap) <= SAME_TIME_DAYS and earlier.source.outlet != later.source.outlet


def _statuses(event: StoryEvent, told: Sequence[Told]) -> Difference | None:
    """One page says of itself that it happened, another that it did not, and nobody called it off or put it off."""
    own = [m for m in told if m.holder is None and m.changes == Changes() and m.day]
    happened = [m for m in own if m.status == "happened"]
    denied = [m for m in own if m.status == "denied" and any(m.day == other.day for other in happened)]
    if not happened or not denied or {m.article for m in happened} & {m.article for m in denied}:
        return None
    values = [_value(happened, "happened", "happened"), _value(denied, "denied", "denied")]
    return _difference("status", event, values, told)


def _value(told: Sequence[Told], value: str, text: str) -> Value:
    newest = sorted(told, key=lambda m: m.source.published or "", reverse=True)
    holders = dict.fromkeys(m.holder for m in newest if m.holder)
    return Value(value, text, tuple(dict.fromkeys(m.source for m in newest)), tuple(holders))


def _difference(field: Field, event: StoryEvent, values: Sequence[Value], told: Sequence[Told]) -> Difference | None:
    """A difference with the value of the newest report first, and the report that takes an earlier one back."""
    ordered = sorted(values, key=lambda its: its.sources[0].published or "", reverse=True)
    if len({source.article for value in ordered for source in value.sources}) < 2:
        return None
    correcting, corrected = _correction(field, ordered, told)
    return Difference(field, event.id, event.words, tuple(ordered), correcting, corrected)


def _correction(field: Field, values: Sequence[Value], told: Sequence[Told]) -> tuple[Source | None, str | None]:
    """The last report that takes a value back, and that value: one that it denies, or that others had told before."""
    for m in reversed(told):
        if not m.changes.corrected:
            continue
        if field == "number" and m.status == "denied" and any(value.value == str(m.number) for value in values):
            return m.source, str(m.number)
        article = m.source.article
        own = [
            value
            for value in values
            if any(source == m.source or (field == "number" and source.article == article) for source in value.sources)
        ]
        others = [value for value in values if not any(source.article == article for source in value.sources)]
        if own and others:
            return m.source, others[0].value
    return None, None


def _counted(counts: Sequence[Count], known: Sequence[Difference]) -> Iterator[Difference]:
    """Numbers of one thing (jobs, tickets, injured) that are near each other and not the same.

    Numbers far apart count two things of one kind: the jobs of a factory, and of its owner.
    """
    told = {
        (value.value, source.article)
        for its in known
        if its.field == "number"
        for value in its.values
        for source in value.sources
    }
    of_kind: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        of_kind[count.kind].append(count)
    for kind, its in of_kind.items():
        at_odds = [
            a for a in its if any(_count_differently(a, b) or _count_differently(b, a) for b in its if b is not a)
        ]
        numbers: dict[int, list[Count]] = defaultdict(list)
        for count in sorted(at_odds, key=lambda its: its.source.published or "", reverse=True):
            numbers[count.number].append(count)
        unit = f"{kind} " if kind.isupper() else ""  # a currency
        values = [Value(str(n), f"{unit}{n:,}", tuple(its.source for its in some)) for n, some in numbers.items()]
        if len(values) > 1 and not any((v.value, s.article) in told for v in values for s in v.sources):
            yield Difference("number", None, at_odds[-1].source.sentence, tuple(values))


def _count_differently(earlier: Count, later: Count) -> bool:
    """Whether two counts are of one thing and cannot both be right: what rises from one day to the next may be.

    A sum of money that one article gives otherwise than another is a difference whenever they say so.
    """
    low, high = sorted((earlier.number, later.number))
    if low == high or high > NEAR * low or _rounds(low, high) or earlier.source.outlet == later.source.outlet:
        return False
    gap = days_between(earlier.source.published, later.source.published)
    if gap is None:
        return False
    return abs(gap) <= SAME_TIME_DAYS or (gap > 0 and (later.number < earlier.number or earlier.kind.isupper()))


def _rounds(one: int, other: int) -> bool:
    """Whether one number is the other in round figures: 6 million for 5.9."""
    rounder, exact = sorted((one, other), key=lambda number: len(str(number).rstrip("0")))
    digits = len(str(rounder).rstrip("0"))
    return rounder >= _ROUND and round(exact, digits - len(str(exact))) == rounder


def _corrected(difference: Difference, corrections: Sequence[Correction]) -> Difference:
    """A difference in numbers with the sentence that takes one of them back, though it tells no event itself."""
    if difference.field != "number" or difference.correction is not None:
        return difference
    for correction in reversed(corrections):
        article = correction.source.article
        outlet = correction.source.outlet
        before = [v for v in difference.values if any(s.outlet == outlet and s.article != article for s in v.sources)]
        taken_back = next((v.value for v in before if outlet and int(v.value) in correction.numbers), None)
        if taken_back is not None:  # the outlet corrects what it said itself
            return replace(difference, correction=correction.source, corrected=taken_back)
        own = [v.value for v in difference.values if any(s.article == article for s in v.sources)]
        others = [v.value for v in difference.values if v.value not in own]
        named = [value for value in others if int(value) in correction.numbers]
        if own and others and (named or {int(value) for value in own} & correction.numbers):
            return replace(difference, correction=correction.source, corrected=(named or others)[0])
    return difference


def _quotes(quotes: Sequence[Said]) -> list[Difference]:
    """Quotations that two articles give to two people, or in two wordings."""
    found = []
    for one, other in _pairs([quote for quote in quotes if quote.kind == "direct"]):
        words, others = tokens(one.text), tokens(other.text)
        if one.speaker and other.speaker and not _same_speaker(one, other) and _alike(words, others) > 0.85:
            field: Field = "speaker"
            values = [(quote.speaker or "", quote) for quote in (one, other)]
        elif _same_speaker(one, other) and _alike(words, others) >= ALIKE and not _within(words, others):
            field = "wording"
            values = [(quote.text, quote) for quote in (one, other)]
        else:
            continue
        told = [Value(value, value, (quote.source,)) for value, quote in values]
        ordered = tuple(sorted(told, key=lambda its: its.sources[0].published or "", reverse=True))
        found.append(Difference(field, None, one.text, ordered))
    return found


def _pairs(quotes: Sequence[Said]) -> Iterable[tuple[Said, Said]]:
    """Quotations of two articles in one language that share words in a row."""
    of_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, quote in enumerate(quotes):
        words = tokens(quote.text)
        if len(words) >= LEAST_WORDS:
            for run in {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}:
                of_run[(quote.source.language, *run)].append(n)
    pairs = {(a, b) for its in of_run.values() if len(its) < 50 for i, a in enumerate(its) for b in its[i + 1 :]}
    return ((quotes[a], quotes[b]) for a, b in sorted(pairs) if quotes[a].source.article != quotes[b].source.article)


def _same_speaker(one: Said, other: Said) -> bool:
    if one.key and other.key:
        return one.key == other.key
    names = [set(tokens(quote.speaker or "")) for quote in (one, other)]
    return bool(names[0] & names[1])


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _within(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the shorter of two quotations is a part of the other: cut, and not worded otherwise."""
    short, long = sorted((list(one), list(other)), key=len)
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))
