"""Dossiers in memory: the same as long as nothing changed, the oldest gone first."""

from __future__ import annotations

from dataclasses import replace

from newsroom import violin

from sourcier.stories.model import Dossier, Story
from sourcier.stories.recent import Recent

EMPTY = Story("", "A story", None, None, None, 1, (), ())


def named(name: str) -> Dossier:
    return Dossier(replace(EMPTY, id=name))


def test_a_dossier_is_kept_until_what_it_was_made_of_is_another():
    recent = Recent()
    told = named("one")
    recent.put("mark", told)
    assert recent.get("one", "mark") is told
    assert recent.get("one", "other mark") is None
    assert recent.get("two", "mark") is None
    newer = named("one")
    recent.put("other mark", newer)
    assert recent.get("one", "mark") is None
    assert recent.get("one", "other mark") is newer


def test_what_nobody_asked_for_the_longest_goes_first():
    recent = Recent(most=2)
    recent.put("mark", named("one"))
    recent.put("mark", named("two"))
    assert recent.get("one", "mark")
    recent.put("mark", named("three"))
    assert recent.get("two", "mark") is None
    assert recent.get("one", "mark")
    assert recent.get("three", "mark")


def test_a_dossier_that_is_too_large_is_not_kept():
    recent = Recent(most=0)
    recent.put("mark", named("one"))
    assert recent.get("one", "mark") is None


def test_a_story_that_grew_has_another_dossier(stories, add):
    articles = violin()
    add(stories.library, articles[0])
    stories.update()
    story = stories.all()[0].id
    first = stories.dossier(story)
    assert stories.dossier(story) is first
    add(stories.library, articles[1])
    stories.update()
    assert len(stories.dossier(story).articles) == 2
