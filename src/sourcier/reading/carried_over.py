"""Who stands trial, in the sentences that do not say it again.

"Le procès de X s'est ouvert lundi. L'accusé nie. Le jugement sera rendu le 28 mars": all of them are about X.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcier.record import Participant

JUDICIAL = frozenset({"trial", "verdict", "arrest"})
"""Types that are done to one and the same person, one after the other."""

REACH = 4
"""Sentences back in which the one who stands trial is still meant."""


@dataclass(frozen=True)
class Told:
    """What is known of one mention: its type, its sentence, and who takes part."""

    type: str
    sentence: int
    participants: Sequence[Participant]


def on_trial(sentence: int, before: Sequence[Told]) -> list[Participant]:
    """Those to whom the last judicial event before a sentence was done; none where that is too long ago."""
    for other in reversed(before):
        if sentence - other.sentence > REACH:
            return []
        patients = [p for p in other.participants if p.role == "patient"] if other.type in JUDICIAL else []
        if patients:
            return patients
    return []


def with_those_on_trial(mention: Told, before: Sequence[Told], accused: frozenset[str]) -> list[Participant]:
    """The participants of a mention, with whom "l'accusé" means and whom a judicial event is about.

    Args:
        mention: the mention.
        before: the mentions before it, in text order.
        accused: ids of the actors that are only called accused.
    """
    tried = on_trial(mention.sentence, before)
    if not tried:
        return list(mention.participants)
    found: list[Participant] = []
    for part in mention.participants:
        found += [Participant(actor=p.actor, role=part.role) for p in tried] if part.actor in accused else [part]
    if mention.type in JUDICIAL and not any(p.role == "patient" for p in found):
        named = {p.actor for p in found}
        found += [p for p in tried if p.actor not in named]
    return list(dict.fromkeys(found))
