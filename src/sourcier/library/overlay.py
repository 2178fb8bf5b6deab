"""Corrections put over a record: the record as it was read, and what people said of it since.

A fact is found by its words and those around them, see `record.corrections`; where they stand no more, or no fact rests
on them, its correction does nothing. Whatever names a fact that is gone names it no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from sourcier.library.facts import Json, Told, facts
from sourcier.library.same_people import People
from sourcier.limits import CORRECTION_CONTEXT
from sourcier.reading.gazetteer import fold
from sourcier.reading.timex_calendar import span
from sourcier.record.corrections import Correction, Named, Target

_LONG = 80
"""Code points of words that are no others', wherever they stand."""


def overlaid(told: Json, corrections: Iterable[Correction], people: People | None = None) -> Json:
    """A record with the corrections that apply to it, and with a line for each of them in `corrections`.

    Args:
        told: the record as a JSON object, which stays as it is.
        corrections: those of its article, in the order in which they were made.
        people: who is one person.
    """
    told = deepcopy(told)
    told.setdefault("corrections", [])
    if people:
        people.apply(told)
    for correction in corrections:
        found = find(told, correction)
        if found is not None:
            start, end = found.start, found.end
            fact = _CHANGES[correction.action](told, found, correction)
            told["corrections"].append(
                {
                    **correction.model_dump(include={"id", "made", "by", "action", "value", "before", "note"}),
                    "kind": found.kind,
                    "fact": fact,
                    "start": start,
                    "end": end,
                    "text": told["article"]["text"][start:end],
                }
            )
    return told


def target(told: Json, fact: Told) -> Target:
    """What a fact of a record is found by again."""
    text = told["article"]["text"]
    return Target(
        kind=fact.kind,
        text=text[fact.start : fact.end],
        start=fact.start,
        end=fact.end,
        prefix=text[max(0, fact.start - CORRECTION_CONTEXT) : fact.start],
        suffix=text[fact.end : fact.end + CORRECTION_CONTEXT],
        detail=fact.detail,
    )


def before(told: Json, fact: Told, action: str) -> str | None:
    """What a record tells where a correction sets something else; None where it tells nothing."""
    its = fact.its
    if action == "speaker":
        actor = _by_id(told["actors"], its["speaker"])
        return str(actor["name"]) if actor else its["speaker_text"]
    if action == "status":
        return str(its["status"])
    if action == "date":
        time = its if fact.kind == "time" else _by_id(told["times"], its["time"])
        return (time["value"] or time["begin"] or time["text"]) if time else None
    if action == "place":
        place = its if fact.kind == "place" else _by_id(told["places"], its["place"])
        return str(place["name"]) if place else None
    return None


def find(told: Json, correction: Correction) -> Told | None:
    """The fact that a correction is about; None where the record has it no more.

    What is wrong must be told as it was told then: once a better reader tells it otherwise, it is another fact.
    """
    wanted = correction.target
    where = _where(told["article"]["text"], wanted)
    if where is None:
        return None
    best, found = (False, 0), None
    for fact in facts(told, wanted.kind):
        shared = min(fact.end, where[1]) - max(fact.start, where[0])
        same = fact.detail == wanted.detail
        if 2 * shared < max(fact.end - fact.start, where[1] - where[0]) or (correction.action == "wrong" and not same):
            continue
        if (same, shared) > best:
            best, found = (same, shared), fact
    return found


def _where(text: str, wanted: Target) -> tuple[int, int] | None:
    """Where the words of a target stand now: of several places that with most of the words around it."""
    prefix, suffix = wanted.prefix or "", wanted.suffix or ""
    start, end = wanted.start or 0, wanted.end or 0
    if text[start:end] == wanted.text and _shared(text, start, end, prefix, suffix) == len(prefix) + len(suffix):
        return start, end
    words = r"\s+".join(map(re.escape, wanted.text.split()))
    places = [(match.start(), match.end()) for match in re.finditer(words, text)] if words else []
    ranked = [(_shared(text, *its, prefix, suffix), -abs(its[0] - start), its) for its in places]
    if not ranked:
        return None
    shared, _, best = max(ranked)
    is_alone = len(places) == 1 and len(wanted.text) >= _LONG
    return best if is_alone or 2 * shared >= len(prefix) + len(suffix) else None


def _shared(text: str, start: int, end: int, prefix: str, suffix: str) -> int:
    """How many characters around some words are those of before, from the words on."""
    count = 0
    while count < len(prefix) and count < start and text[start - 1 - count] == prefix[-1 - count]:
        count += 1
    after = 0
    while after < len(suffix) and end + after < len(text) and text[end + after] == suffix[after]:
        after += 1
    return count + after


def _wrong(told: Json, fact: Told, _: Correction) -> None:
    match fact.kind:
        case "quote":
            told["quotes"] = _without(told["quotes"], fact.its)
            for quote in told["quotes"]:
                if quote["continues"] == fact.id:
                    quote["continues"] = fact.its["continues"]
        case "event":
            told["events"] = _without(told["events"], fact.its)
            _forget_outcome(told, fact.id)
        case "time":
            told["times"] = _without(told["times"], fact.its)
            _forget_time(told, fact.id)
        case "place":
            _forget_place(told, fact.its)
        case "mention":
            assert fact.owner is not None
            fact.owner["mentions"] = _without(fact.owner["mentions"], fact.its)
            if not fact.owner["mentions"]:
                _forget_place(told, fact.owner)
        case "office":
            assert fact.owner is not None
            fact.owner["offices"] = _without(fact.owner["offices"], fact.its)
        case "scenario":
            told["outlook"] = _without(told["outlook"], fact.its)


def _without(its: list[Json], gone: Json) -> list[Json]:
    return [one for one in its if one is not gone]


def _forget_outcome(told: Json, event: str) -> None:
    """Take an event out of the outlook, and what was told of it alone."""
    kept = []
    for scenario in told["outlook"]:
        had = event in scenario["outcomes"]
        scenario["outcomes"] = [its for its in scenario["outcomes"] if its != event]
        if not had or scenario["outcomes"] or scenario["outcome"] is not None:
            kept.append(scenario)
    told["outlook"] = kept


def _forget_time(told: Json, time: str) -> None:
    for event in told["events"]:
        if event["time"] == time:
            event["time"] = None
        if event["comparison"] is not None and event["comparison"]["time"] == time:
            event["comparison"]["time"] = None
    for quote in told["quotes"]:
        if quote["said"] == time:
            quote["said"] = None


def _forget_place(told: Json, gone: Json) -> None:
    told["places"] = _without(told["places"], gone)
    for place in told["places"]:
        if place["inside"] == gone["id"]:
            place["inside"] = gone["inside"]
    for event in told["events"]:
        if event["place"] == gone["id"]:
            event["place"] = None


def _speaker(told: Json, fact: Told, correction: Correction) -> str:
    named = correction.named
    assert named is not None
    actor = speaker_of(told, named)
    if actor is None:
        actor = {"id": _next(told["actors"], "a"), "name": named.name, "kind": named.kind or "person", "key": named.key}
        actor |= {"offices": [], "aliases": [], "member_of": [], "mentions": []}
        told["actors"].append(actor)
    fact.its["speaker"] = actor["id"]
    return fact.id


def speaker_of(told: Json, named: Named) -> Json | None:
    """The actor of a record whom a correction names: by key, else by one of the names."""
    by_key = (a for a in told["actors"] if named.key and a["key"] == named.key and a["kind"] == named.kind)
    wanted = fold(named.name)
    by_name = (a for a in told["actors"] if wanted in map(fold, (a["name"], *a["aliases"])))
    return next(by_key, None) or next(by_name, None)


def _date(told: Json, fact: Told, correction: Correction) -> str:
    right = time_of(correction.value or "")
    if fact.kind == "time":
        fact.its.update(right)
        return fact.id
    old = _by_id(told["times"], fact.its["time"])
    words = old or fact.its["trigger"]
    new = {"id": _next(told["times"], "t"), **{name: words[name] for name in ("start", "end", "text")}, **right}
    at = next((n for n, its in enumerate(told["times"]) if its["start"] > new["start"]), len(told["times"]))
    told["times"].insert(at, new)
    fact.its["time"] = new["id"]
    return fact.id


def time_of(value: str) -> Json:
    """What a record says of an ISO 8601 date, time, month or year, or of two with a slash between them."""
    first, _, last = value.partition("/")
    begin, finish = _ends(first)[0], _ends(last or first)[1]
    return {
        "type": "TIME" if "T" in value else "DATE",
        "value": re.sub(r"(T\d\d:\d\d)[^/]*", r"\1", value),
        "modifier": None,
        "begin": begin,
        "finish": finish,
        "zone": None,
        "relative": None,
    }


def _ends(value: str) -> tuple[str, str]:
    """First and last moment of a day, month, year or moment."""
    return span(value) or (value, value)


def _status(_: Json, fact: Told, correction: Correction) -> str:
    fact.its["status"] = correction.value
    return fact.id


_POINT = ("latitude", "longitude", "country", "geonames_id")


def _place(told: Json, fact: Told, correction: Correction) -> str:
    named = correction.named
    assert named is not None
    its = named.model_dump()
    point = {"name": named.name, **{name: its[name] for name in _POINT}, "inside": None}
    if fact.kind == "place":
        fact.its.update(point)
        return fact.id
    place = place_of(told, named)
    if place is None:
        place = {"id": _next(told["places"], "p"), **point, "mentions": []}
        told["places"].append(place)
    fact.its["place"] = place["id"]
    return fact.id


def place_of(told: Json, named: Named) -> Json | None:
    """The place of a record that a correction names."""
    is_known = named.geonames_id is not None
    same = (p for p in told["places"] if is_known and p["geonames_id"] == named.geonames_id)
    wanted = fold(named.name)
    alike = (p for p in told["places"] if fold(p["name"]) == wanted and p["geonames_id"] == named.geonames_id)
    return next(same, None) or next(alike, None)


def _by_id(its: list[Json], identifier: str | None) -> Json | None:
    return next((one for one in its if one["id"] == identifier), None)


def _next(its: list[Json], letter: str) -> str:
    """An id that none has."""
    return f"{letter}{max((int(one['id'][1:]) for one in its), default=0) + 1}"


_CHANGES: dict[str, Callable[[Json, Told, Correction], Any]] = {
    "wrong": _wrong,
    "speaker": _speaker,
    "date": _date,
    "status": _status,
    "place": _place,
}
