"""The facts of a record that can be corrected, each with its id, the words it is known by and where they stand.

Records are JSON objects here, so that what is found can be changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sourcier.errors import InputError, NotFound
from sourcier.record.corrections import FactKind

Json = dict[str, Any]

_ID = re.compile(r"([a-z])(\d+)(?:\.(\d+))?")
_KINDS: dict[tuple[str, bool], FactKind] = {
    ("q", False): "quote",
    ("e", False): "event",
    ("p", False): "place",
    ("p", True): "mention",
    ("t", False): "time",
    ("a", True): "office",
    ("o", False): "scenario",
}


@dataclass(frozen=True)
class Told:
    """A fact as a record tells it.

    Attributes:
        id: in this record; of a mention or an office that of its owner, a point, and its number; of a scenario "o" and
            its number.
        its: the fact itself.
        owner: the place of a mention, the actor of an office.
        start: with `end`, the words it is known by: those of an event's trigger, of one mention of a place.
        detail: see `Target.detail`.
    """

    kind: FactKind
    id: str
    its: Json
    start: int
    end: int
    detail: str | None = None
    owner: Json | None = None


def facts(told: Json, kind: FactKind) -> Iterator[Told]:
    """The facts of one kind; a place once for each of its mentions."""
    match kind:
        case "quote":
            for its in told["quotes"]:
                yield Told(kind, its["id"], its, its["start"], its["end"])
        case "event":
            for its in told["events"]:
                yield Told(kind, its["id"], its, its["trigger"]["start"], its["trigger"]["end"], its["type"])
        case "time":
            for its in told["times"]:
                yield Told(kind, its["id"], its, its["start"], its["end"], its["value"] or its["begin"])
        case "place" | "mention":
            yield from _places(told, kind)
        case "office":
            for actor in told["actors"]:
                for n, its in enumerate(actor["offices"], 1):
                    detail = f"{actor['name']}: {its['title']}"
                    yield Told(kind, f"{actor['id']}.{n}", its, its["start"], its["end"], detail, actor)
        case "scenario":
            yield from _scenarios(told)


def _places(told: Json, kind: FactKind) -> Iterator[Told]:
    for place in told["places"]:
        detail = " ".join(str(part) for part in (place["name"], place["geonames_id"]) if part is not None)
        for n, mention in enumerate(place["mentions"], 1):
            one = (mention, f"{place['id']}.{n}") if kind == "mention" else (place, place["id"])
            yield Told(kind, one[1], one[0], mention["start"], mention["end"], detail, place)


def _scenarios(told: Json) -> Iterator[Told]:
    triggers = {event["id"]: event["trigger"] for event in told["events"]}
    for n, its in enumerate(told["outlook"], 1):
        known = its["outcome"] or next((triggers[e] for e in its["outcomes"] if e in triggers), None)
        known = known or its["condition"]
        if known is not None:
            condition = its["condition"]["text"] if its["condition"] else None
            yield Told("scenario", f"o{n}", its, known["start"], known["end"], condition)


def fact_of(told: Json, identifier: str) -> Told:
    """A fact by its id, see `Told.id`; a place by its first mention.

    Raises:
        InputError: the record has no such fact, or none that can be corrected.
    """
    wanted = identifier.strip().lower()
    match = _ID.fullmatch(wanted)
    kind = _KINDS.get((match[1], match[3] is not None)) if match else None
    if kind is None:
        raise InputError(
            f"{identifier}: is no fact that can be corrected; give the id of a quote (q2), event (e3), time (t4), "
            "place (p2), mention of a place (p2.1), office (a1.2) or scenario (o1)"
        )
    found = next((its for its in facts(told, kind) if its.id == wanted), None)
    if found is None:
        raise NotFound(
            f"{identifier}: the article has no {kind} of this id; sourcier show ID --format json has its facts"
        )
    return found
