"""Placing articles, one by one: each joins a story or opens one, and nothing else is computed again.

Only the story that took the article is looked at then: whether a story near it is the same, told in another language or
begun twice, and, whenever it has grown by a quarter, whether it has become two. What a person merged, split or moved
stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sourcier.stories import division
from sourcier.stories.likeness import Centre, likeness, shared, stories_likeness
from sourcier.stories.model import Reason
from sourcier.stories.shelf import Kept, Shelf
from sourcier.stories.traits import Traits, kind_of, shown

GROWN = 1.25
"""How much larger a story is when it is looked at again for two stories."""

LARGEST = 400
"""Articles of a story beyond which it is not divided any more: what grew so large is one to its readers."""

_RIVALS = 6
"""Stories near an article that the one which took it may be one with."""

_SHOWN = 6
"""Words or names that a reason shows."""


def place(
    shelf: Shelf, article: str, number: int, traits: Traits, section: str | None, names: Mapping[str, str]
) -> None:
    """Put an article that is in no story into one.

    Args:
        shelf: of the library.
        article: its id.
        number: of its shown version.
        traits: what it is grouped by.
        section: the outermost section that it stands in.
        names: those of its people, bodies and places, see `traits.names_of`.
    """
    ranked = sorted(
        ((likeness(traits, story.centre), story.size, story.id) for story in shelf.near(traits, number)), reverse=True
    )
    if ranked and ranked[0][0] >= 1:
        story = shelf.story(ranked[0][2])
        alike = ranked[0][0] / (1 + ranked[0][0])
        shelf.put(story, article, number, traits, section, round(alike, 3), reasons(traits, story.centre, names))
        rivals = [shelf.story(identifier) for _, _, identifier in ranked[1 : 1 + _RIVALS]]
    else:
        story = shelf.open(article)
        shelf.put(story, article, number, traits, section, 1.0, [Reason("opened")])
        rivals = [shelf.story(identifier) for _, _, identifier in ranked[:_RIVALS]]
    _divide(shelf, _joined(shelf, story, rivals))


def reasons(article: Traits, story: Centre, names: Mapping[str, str]) -> list[Reason]:
    """Why an article is in a story: what they share of each kind, the weightiest first."""
    found: dict[str, list[str]] = {}
    for term in shared(article.facts, story.facts, 4 * _SHOWN):
        found.setdefault(kind_of(term), []).append(shown(term, names))
    words = shared(article.words, story.words.get(article.language, {}), _SHOWN)
    return [Reason(kind, tuple(its[:_SHOWN])) for kind, its in (*found.items(), *([("words", words)] if words else []))]


def _joined(shelf: Shelf, story: Kept, rivals: Sequence[Kept]) -> Kept:
    """The story, with the rival that is most alike where the two are one."""
    if story.by_hand:
        return story
    alike = [(stories_likeness(story.centre, rival.centre), rival.id) for rival in rivals if not rival.by_hand]
    best = max(alike, default=(0.0, ""))
    if best[0] < 1:
        return story
    rival = shelf.story(best[1])
    size = story.size + rival.size
    if size < GROWN * shelf.kept_apart.get(frozenset((story.id, rival.id)), 0):
        return story
    both = [*shelf.members(story).values(), *shelf.members(rival).values()]
    halves = division.halves(both) if size <= LARGEST else None
    if halves is None or not halves.are_two:
        return shelf.join(story, rival)
    shelf.kept_apart[frozenset((story.id, rival.id))] = size
    return story


def _divide(shelf: Shelf, story: Kept) -> None:
    """Make two stories of one that has become two."""
    if story.by_hand or not 2 * division.LEAST <= story.size <= LARGEST or story.size < GROWN * story.divided:
        return
    story.divided = story.size
    articles = shelf.members(story)
    halves = division.halves(list(articles.values()))
    if halves is None or not halves.are_two:
        return
    names = list(articles)
    one, other = ([names[n] for n in half] for half in (halves.one, halves.other))
    younger = other if 0 in halves.one else one  # the half of the article that opened the story keeps it
    new = shelf.open(younger[0])
    shelf.move(younger, new)
    new.divided, story.divided = new.size, story.size
