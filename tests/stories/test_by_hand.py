"""What a person merges, splits or moves stays so."""

from __future__ import annotations

import pytest
from newsroom import avalanche, lace, parrots, violin
from sqlalchemy import select

from sourcier.errors import InputError
from sourcier.library.schema import stories as story_rows
from sourcier.stories.model import Reason

HAND = (Reason("hand"),)


@pytest.fixture
def two(stories, add):
    """Two stories with the ids of their articles."""
    snow = add(stories.library, *avalanche(3))
    cloth = add(stories.library, *lace(3))
    stories.update()
    return stories.story(snow[0]), snow, stories.story(cloth[0]), cloth


def members(stories, identifier) -> set[str]:
    return {article.id for article in stories.articles(identifier)}


def touched(stories) -> set[str]:
    with stories.database.reading() as connection:
        return set(connection.scalars(select(story_rows.c.id).where(story_rows.c.by_hand)))


def test_merged_stories_are_one_under_both_ids(stories, two):
    snow, _, cloth, _ = two
    merged = stories.merge(cloth.id, [snow.id])
    assert merged.articles == 6
    assert [story.id for story in stories.all()] == [merged.id]
    for name in (snow.id, cloth.id, snow.id[:6]):
        assert stories.story(name) == merged
        assert len(stories.dossier(name).articles) == 6
    assert merged.title
    assert (merged.first, merged.last) == ("2027-03-02", "2027-03-04")


def test_an_id_leads_on_over_several_merges(stories, add, two):
    snow, _, cloth, _ = two
    third = stories.story(add_placed(stories, add, violin(2))[0])
    stories.merge(cloth.id, [third.id])
    merged = stories.merge(snow.id, [cloth.id])
    assert {stories.story(its.id).id for its in (snow, cloth, third)} == {merged.id}
    assert stories.story(merged.id).articles == 8


def add_placed(stories, add, records) -> list[str]:
    names = add(stories.library, *records)
    stories.update()
    return names


def test_several_are_merged_at_once(stories, add, two):
    snow, _, cloth, _ = two
    third = stories.story(add_placed(stories, add, violin(2))[0])
    assert stories.merge(snow.id, [cloth.id, third.id]).articles == 8


def test_what_was_merged_stays_merged(stories, add):
    """Two arrests that the program tells apart, for a person one story."""
    one = add(stories.library, *violin(4))
    other = add(stories.library, *parrots(4))
    stories.update()
    merged = stories.story(one[0])
    if stories.story(other[0]).id != merged.id:
        merged = stories.merge(merged.id, [stories.story(other[0]).id])
    else:
        merged = stories.move(other, merged.id)
    for record in [*violin()[4:], *parrots()[4:]]:
        add(stories.library, record)
        stories.update()
    now = stories.story(merged.id)
    assert now.id == merged.id
    assert {*one, *other} <= members(stories, merged.id)
    assert now.articles == 12
    assert touched(stories) == {merged.id}


def test_what_was_split_stays_split(stories, add):
    names = add(stories.library, *avalanche(4))
    stories.update()
    old = stories.story(names[0])
    new = stories.split(old.id, [names[1], names[2][:8]])
    assert members(stories, new.id) == set(names[1:3])
    assert members(stories, old.id) == {names[0], names[3]}
    assert all(article.reasons == HAND for article in stories.articles(new.id))
    assert touched(stories) == {old.id, new.id}
    later = add(stories.library, *avalanche(6)[4:])
    stories.update()
    assert stories.update() == 0
    assert members(stories, new.id) >= set(names[1:3])
    assert members(stories, old.id) >= {names[0], names[3]}
    assert {stories.story(name).id for name in later} <= {old.id, new.id}
    assert len(stories.all()) == 2


def test_what_was_moved_stays_moved(stories, add, two):
    snow, snows, cloth, cloths = two
    now = stories.move([snows[0], snows[1][:8]], cloth.id)
    assert now.id == cloth.id
    assert members(stories, cloth.id) == {*cloths, *snows[:2]}
    assert members(stories, snow.id) == {snows[2]}
    add(stories.library, *avalanche(6)[3:])
    stories.update()
    assert set(snows[:2]) <= members(stories, cloth.id)
    assert {snow.id, cloth.id} <= touched(stories)
    assert sum(story.articles for story in stories.all()) == 9


def test_the_id_of_a_story_that_gave_all_its_articles_leads_to_the_new_one(stories, two):
    snow, snows, cloth, cloths = two
    stories.move(snows, cloth.id)
    assert [story.articles for story in stories.all()] == [6]
    assert stories.story(snow.id).id == cloth.id
    assert members(stories, snow.id) == {*snows, *cloths}


def test_moving_an_article_where_it_is_changes_nothing_else(stories, two):
    snow, snows, *_ = two
    assert stories.move(snows, snow.id).articles == 3
    assert len(stories.all()) == 2


def test_a_new_version_of_a_moved_article_stays_where_it_was_put(stories, add, two):
    _, snows, cloth, _ = two
    stories.move(snows[:1], cloth.id)
    record = stories.library.record(snows[0])
    newer = record.model_copy(
        update={
            "article": record.article.model_copy(
                update={"id": "f" * 64, "modified": "2027-03-20", "text": record.article.text + "\n\nFin."}
            )
        }
    )
    assert add(stories.library, newer) == snows[:1]
    assert stories.update() == 1
    assert stories.story(snows[0]).id == cloth.id
    assert stories.story(cloth.id).articles == 4


def test_the_dossier_is_made_anew(stories, two):
    snow, snows, cloth, _ = two
    assert len(stories.dossier(cloth.id).articles) == 3
    stories.move(snows[:1], cloth.id)
    assert len(stories.dossier(cloth.id).articles) == 4
    assert len(stories.dossier(snow.id).articles) == 2


def refused(stories, act, words) -> None:
    """An error of one line, that changes nothing."""
    before = sorted((story.id, *sorted(members(stories, story.id))) for story in stories.all())
    with pytest.raises(InputError, match=words) as caught:
        act()
    assert "\n" not in str(caught.value)
    assert sorted((story.id, *sorted(members(stories, story.id))) for story in stories.all()) == before
    assert touched(stories) == set()


def test_what_cannot_be_done_is_told_and_not_done(stories, two):
    snow, snows, cloth, cloths = two
    refused(stories, lambda: stories.merge(snow.id, [snow.id]), "itself")
    refused(stories, lambda: stories.merge(snow.id, [cloth.id, snows[0]]), "itself")
    refused(stories, lambda: stories.merge(snow.id, ["0123456789abcdef"]), "no story has this id")
    refused(stories, lambda: stories.merge("0123456789abcdef", [snow.id]), "no story has this id")
    refused(stories, lambda: stories.split(snow.id, snows), "no article would be left")
    refused(stories, lambda: stories.split(snow.id, [cloths[0]]), "not the id of one article of the story")
    refused(stories, lambda: stories.split(snow.id, [snows[0][:3]]), "not the id of one article of the story")
    refused(stories, lambda: stories.split(snow.id, [""]), "not the id of one article of the story")
    refused(stories, lambda: stories.move(["0123456789abcdef"], snow.id), "no article has this id")
    refused(stories, lambda: stories.move(["abc"], snow.id), "is no id")
    refused(stories, lambda: stories.move([snows[0], "0123456789abcdef"], cloth.id), "no article has this id")
    refused(stories, lambda: stories.move([snows[0]], "0123456789abcdef"), "no story has this id")
