"""Which event a sentence puts off or calls off.

Articles tell it of the event ("la réouverture est reportée au 22"), of a word that stands for it ("elle est annulée"),
or of nothing ("Second delay"). What is read as an event of its own, a cancellation, is a mention of that event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sourcier.stories.event_words import event_type_in
from sourcier.stories.told import Told

# fmt: off
MOVABLE = frozenset({
    "meeting", "negotiation", "visit", "call", "press_conference", "strike", "protest", "trial", "verdict", "election",
    "vote", "launch", "reopening", "closure", "exercise", "ceasefire", "exchange", "inspection", "withdrawal",
    "deployment", "appointment", "decision", "other",
})
# fmt: on
"""Types of events that are announced for a day, and may be moved or cancelled."""

_BACK = 3
"""Sentences before one that puts something off, in which it may be named."""


def with_targets(told: Sequence[Told]) -> list[Told]:
    """The mentions of an article; one that puts an event off, or calls it off, becomes a mention of that event.

    The event is named beside it, or by a word of its own ("la réouverture est reportée"), or a few sentences before;
    a headline that does not name it means the first that the article goes on to.
    """
    found = [its for number, mention in enumerate(told) if (its := _with_target(told, number, mention)) is not None]
    moved = {mention.type for mention in found if mention.changes.moved}
    return [replace(mention, moves=True) if mention.type in moved else mention for mention in found]


def _with_target(told: Sequence[Told], number: int, mention: Told) -> Told | None:
    """The mention, or one of the event that it puts or calls off; None where that one stands beside it."""
    change = mention.changes
    if mention.type != "cancellation":
        if (
            mention.type in MOVABLE
            and mention.status in {"happened", "ongoing", "scheduled"}
            and any(m.type == "cancellation" and m.event.sentence == mention.event.sentence for m in told)
            and event_type_in(mention.event.trigger.text, mention.source.language) is not None  # a noun
        ):
            # "La réunion, prévue le 10, est reportée": what the verb says is said of the event.
            return replace(mention, status="denied" if change.cancelled and not change.moved else "scheduled")
        return mention
    said = change.moved or change.cancelled
    sentence = mention.event.sentence
    if any(m.event.sentence == sentence and m.type in MOVABLE for m in told):
        return None  # that mention has the same sentence, and so the same change
    named = event_type_in(mention.event.text, mention.source.language)
    before = [m for m in told[:number] if m.type in MOVABLE and sentence - m.event.sentence <= _BACK]
    after = [m for m in told[number + 1 :] if m.type in MOVABLE and number == 0]
    known = next((m for m in [*reversed(before), *after] if named in {m.type, None} and said), None)
    kind = named if named in MOVABLE else known.type if known else None
    if kind is None:
        return mention
    return replace(
        mention,
        type=kind,
        status="scheduled" if change.moved and not change.cancelled else "denied",
        place=mention.place or (known.place if known else None),
        within=mention.within or (known.within if known else frozenset()),
        actors=mention.actors or (known.actors if known else ()),
        who=mention.who | (known.who if known else frozenset()),
        changes=change if said else replace(change, cancelled=True),
    )
