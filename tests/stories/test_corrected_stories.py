"""Corrections in stories: dossiers are made anew, stories that were made one are told apart again."""

from __future__ import annotations

import pytest
from newsroom import article, avalanche, lace, violin

from sourcier.errors import InputError
from sourcier.library.check import check
from sourcier.library.corrections import Corrections
from sourcier.reading.name_keys import name_key
from sourcier.record import Quote

AT = "2027-03-02"


@pytest.fixture
def its(stories) -> Corrections:
    return Corrections(stories.library)


@pytest.fixture
def three(stories, add):
    """Three stories with the ids of their articles."""
    told = [add(stories.library, *records) for records in (avalanche(3), lace(3), violin(2))]
    stories.update()
    return [(stories.story(names[0]), names) for names in told]


def members(stories, identifier) -> set[str]:
    return {its.id for its in stories.articles(identifier)}


def test_a_merge_is_kept_and_can_be_undone(stories, its, three):
    (snow, snows), (cloth, cloths), _ = three
    before = {its.id: stories.story(its.id) for its in (snow, cloth)}
    merged = stories.merge(cloth.id, [snow.id], by="ana")
    (made,) = its.all()
    gone = snow if merged.id == cloth.id else cloth
    assert (made.action, made.by, made.article, made.applies) == ("same story", "ana", None, None)
    assert (made.target.kind, made.target.text, made.target.detail) == ("story", gone.title, gone.id)
    assert (made.value, made.named.name) == (merged.id, next(s.title for s in (snow, cloth) if s is not gone))
    assert set(made.articles) == set(snows if gone is snow else cloths)
    assert len(stories.dossier(merged.id).articles) == 6
    undone = stories.undo(made.id[:8], by="bo")
    assert (undone.id, undone.undone_by) == (made.id, "bo")
    assert its.all() == []
    assert {name: stories.story(name) for name in before} == before
    assert members(stories, snow.id) == set(snows)
    assert members(stories, cloth.id) == set(cloths)
    assert len(stories.dossier(gone.id).articles) == 3
    assert stories.update() == 0
    assert list(check(stories.database)) == []


def test_stories_told_apart_again_stay_apart(stories, add, its, three):
    (snow, snows), (cloth, _), _ = three
    stories.merge(cloth.id, [snow.id], by="ana")
    stories.undo(its.all()[0].id, by="ana")
    later = add(stories.library, *avalanche(6)[3:])
    stories.update()
    assert {stories.story(name).id for name in later} == {snow.id}
    assert set(snows) <= members(stories, snow.id)


def test_what_was_moved_since_stays_where_it_is(stories, its, three):
    (snow, snows), (cloth, cloths), (other, others) = three
    merged = stories.merge(cloth.id, [snow.id], by="ana")
    gone, names = (snow, snows) if merged.id == cloth.id else (cloth, cloths)
    stories.move(names[:1], other.id)
    stories.undo(its.all()[0].id, by="ana")
    assert members(stories, gone.id) == set(names[1:])
    assert members(stories, other.id) == {*others, names[0]}


def test_several_merges_are_undone_in_any_order(stories, its, three):
    (snow, snows), (cloth, cloths), (other, others) = three
    merged = stories.merge(snow.id, [cloth.id, other.id], by="ana")
    assert [c.action for c in its.all()] == ["same story"] * 2
    assert merged.articles == 8
    assert {stories.story(name.id).id for name, _ in three} == {merged.id}
    second, first = its.all()
    stories.undo(first.id, by="ana")
    stories.undo(second.id, by="ana")
    assert [members(stories, name.id) for name, _ in three] == [set(snows), set(cloths), set(others)]
    assert stories.update() == 0


def test_an_id_leads_to_the_story_that_was_merged_into_another_and_back(stories, add, its, three):
    """The second of two merges is undone: the first one holds, under all its ids."""
    (snow, _), (cloth, _), (other, _) = three
    first = stories.merge(other.id, [cloth.id], by="ana")
    last = stories.merge(snow.id, [first.id], by="ana")
    assert {stories.story(name.id).id for name, _ in three} == {last.id}
    stories.undo(its.all()[0].id, by="ana")
    assert stories.story(cloth.id).id == stories.story(other.id).id != stories.story(snow.id).id
    stories.undo(its.all()[0].id, by="ana")
    assert {stories.story(name.id).id for name, _ in three} == {name.id for name, _ in three}


def test_a_story_that_would_lose_its_last_article_is_not_parted(stories, its, three):
    (snow, snows), (cloth, cloths), (other, _) = three
    merged = stories.merge(cloth.id, [snow.id], by="ana")
    stories.move(cloths if merged.id == cloth.id else snows, other.id)
    with pytest.raises(InputError, match="no article would be left"):
        stories.undo(its.all()[0].id, by="ana")
    assert its.all()[0].undone is None


def test_corrections_alone_do_not_part_stories(stories, its, three):
    (snow, _), (cloth, _), _ = three
    stories.merge(cloth.id, [snow.id], by="ana")
    with pytest.raises(InputError, match="made two stories one"):
        its.undo(its.all()[0].id, by="ana")


def test_a_merge_without_a_name_is_no_correction(stories, its, three):
    (snow, _), (cloth, _), _ = three
    stories.merge(cloth.id, [snow.id])
    assert its.all(undone=True) == []


def told() -> list:
    """Two articles of one meeting, and of one person under two names."""
    return [
        article(
            "Odile Marchetti and the zoo",
            "Odile Marchetti met the keepers of the zoo on Tuesday about the parrots of the rainforest.",
            "The parrots of the zoo sang for the keepers.",
            published=f"{AT}T08:00:00+00:00",
            outlet="Gazette",
            people=("Odile Marchetti",),
            events=(("meeting", AT, "met the keepers"),),
        ),
        article(
            "Odile Grandval and the zoo",
            "Odile Grandval met the keepers of the zoo on Tuesday about the parrots of the rainforest.",
            "The parrots of the zoo slept.",
            published=f"{AT}T09:00:00+00:00",
            outlet="Post",
            people=("Odile Grandval",),
        ),
    ]


def test_a_dossier_is_made_anew_after_a_correction(stories, add, its):
    names = add(stories.library, *told())
    stories.update()
    identifier = stories.merge(names[0], [names[1]]).id if stories.story(names[0]).articles == 1 else names[0]
    first = stories.dossier(identifier)
    assert [event.status for event in first.events] == ["happened"]
    made = its.add("status", by="ana", article=names[0], fact="e1", value="denied")
    second = stories.dossier(identifier)
    assert [event.status for event in second.events] != ["happened"]
    assert stories.dossier(identifier) == second
    stories.undo(made.id, by="ana")
    assert stories.dossier(identifier).events == first.events


def test_people_made_one_are_one_in_the_dossier(stories, add, its):
    names = add(stories.library, *told())
    stories.update()
    identifier = stories.merge(names[0], [names[1]]).id if stories.story(names[0]).articles == 1 else names[0]
    assert len(stories.dossier(identifier).people) == 2
    its.same_person(name_key("Odile Marchetti"), name_key("Odile Grandval"), by="ana")
    (person,) = stories.dossier(identifier).people
    assert (person.key, person.articles) == (name_key("Odile Marchetti"), 2)
    stories.undo(its.all()[0].id, by="ana")
    assert len(stories.dossier(identifier).people) == 2


def said_by(name: str, words: str):
    """An article of one person with one quotation."""
    record = article(f"{name} on bridges", f"{name} said: {words}", people=(name,), published=f"{AT}T08:00:00+00:00")
    start = record.article.text.index(words)
    quote = Quote(
        id="q1", start=start, end=start + len(words), text=words, kind="direct", speaker="a1", speaker_text=name
    )
    return record.model_copy(update={"quotes": (quote,)})


def test_quotations_are_found_by_whom_a_correction_names(stories, add, its):
    (name,) = add(stories.library, said_by("Karl Berg", "“the bridge opens”"))
    stories.update()
    its.add("speaker", by="ana", article=name, fact="q1", value="Edda Vollbrecht")
    (said,) = stories.quotes("Edda Vollbrecht")
    assert said.text == "“the bridge opens”"
    assert stories.quotes("Karl Berg") == []
    (edda,) = [person for person in stories.dossier(name).people if person.name == "Edda Vollbrecht"]
    assert edda.quotes == (said.id,)


def test_quotations_of_a_person_under_another_name(stories, add, its):
    add(stories.library, said_by("Ana Roy", "“one bridge”"), said_by("Marie Royer", "“two bridges”"))
    assert len(stories.quotes("Marie Royer")) == 1
    its.same_person("Ana Roy", "Marie Royer", by="ana")
    assert len(stories.quotes("Marie Royer")) == len(stories.quotes("Ana Roy")) == 2
