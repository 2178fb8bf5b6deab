"""People whom somebody said to be one person: one key in all records, and in one record one actor.

Articles stay indexed under the names that they give: some people are named in ten thousand. A query that looks for one
of the names looks for the others, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sourcier.record.corrections import Correction

Json = dict[str, Any]


class People:
    """Who is one person, by corrections.

    Args:
        corrections: those that make two people one, in the order in which they were made.
    """

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        self._into: dict[str, str] = {}
        self._said: list[Correction] = []
        for correction in corrections:
            key = correction.named.key if correction.named else None
            other = correction.target.detail
            if key and other:
                self._said.append(correction)
                self._into.setdefault(key, key)
                self._into.setdefault(other, other)
                if self.root(key) != self.root(other):
                    self._into[self.root(other)] = self.root(key)
        self._marks = [b'"key":' + msgspec.json.encode(key) for key in self._into]

    def __bool__(self) -> bool:
        return bool(self._said)

    def ids(self) -> list[str]:
        """Ids of the corrections."""
        return [its.id for its in self._said]

    def root(self, key: str) -> str:
        """The key that stands for a person; that of one whom no correction names is its own."""
        while self._into.get(key, key) != key:
            key = self._into[key]
        return key

    def names(self) -> list[tuple[str, ...]]:
        """The names of each of them, those that the corrections were made with."""
        of_root: dict[str, dict[str, None]] = defaultdict(dict)
        for its in self._said:
            of_root[self.root(its.target.detail or "")] |= dict.fromkeys((its.target.text, its.value or ""))
        return [tuple(name for name in names if name) for names in of_root.values()]

    def are_in(self, content: bytes) -> bool:
        """Whether a record, as the library keeps it, may name one of them."""
        return any(mark in content for mark in self._marks)

    def apply(self, told: Json) -> None:
        """Make one of the actors of a record who are one, under their key and all their names."""
        of_root: dict[str, list[Json]] = defaultdict(list)
        for actor in told["actors"]:
            if actor["kind"] == "person" and actor["key"] in self._into:
                of_root[self.root(actor["key"])].append(actor)
        instead: dict[str, str] = {}
        for root, actors in of_root.items():
            said = [its for its in self._said if self.root(its.target.detail or "") == root]
            instead |= {actor["id"]: actors[0]["id"] for actor in actors[1:]}
            _join(actors, root, [name for its in said for name in (its.target.text, its.value or "") if name])
            told["corrections"] += [_line(its, actors[0]["id"]) for its in said]
        if instead:
            told["actors"] = [actor for actor in told["actors"] if actor["id"] not in instead]
            _lead(told, instead)


def _join(actors: Sequence[Json], root: str, names: Sequence[str]) -> None:
    """Make the first of several actors all of them."""
    first = actors[0]
    name = next((actor["name"] for actor in actors if actor["key"] == root), first["name"])
    known = {*names, *(its for actor in actors for its in (actor["name"], *actor["aliases"]))}
    for part in ("offices", "mentions", "member_of"):
        its = [one for actor in actors for one in actor[part]]
        first[part] = [one for n, one in enumerate(its) if one not in its[:n]]
    first["mentions"].sort(key=lambda mention: (mention["start"], mention["end"]))
    first |= {"name": name, "key": root, "aliases": sorted(known - {name})}


def _lead(told: Json, instead: dict[str, str]) -> None:
    """Let whatever names an actor that is gone name the one that took its place."""

    def led(identifier: str | None) -> str | None:
        return instead.get(identifier or "", identifier)

    for actor in told["actors"]:
        groups = dict.fromkeys(led(group) for group in actor["member_of"])
        actor["member_of"] = [group for group in groups if group != actor["id"]]
    for quote in told["quotes"]:
        quote |= {"speaker": led(quote["speaker"]), "addressee": led(quote["addressee"])}
    for event in told["events"]:
        event["holder"] = led(event["holder"])
        parts = dict.fromkeys((led(part["actor"]), part["role"]) for part in event["participants"])
        event["participants"] = [{"actor": actor, "role": role} for actor, role in parts]
    for scenario in told["outlook"]:
        scenario["holder"] = led(scenario["holder"])


def _line(its: Correction, actor: str) -> Json:
    """What a record says of it, see `record.Corrected`."""
    return {
        **its.model_dump(include={"id", "made", "by", "action", "value", "before", "note"}),
        "kind": "person",
        "fact": actor,
        "text": its.target.text,
    }
