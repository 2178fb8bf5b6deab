"""People, organisations and places over all stories."""

from __future__ import annotations

import newsroom
import pytest

from sourcier.errors import InputError, NotFound
from sourcier.stories import profiles
from sourcier.stories.people import fullest
from sourcier.stories.profiles import Profiles

SAID = "« Le pont rouvrira », a déclaré Hélène Marchal, directrice du port, lundi à Vallorcine."


@pytest.fixture
def about(stories, add) -> Profiles:
    """Profiles of the newsroom's articles."""
    add(stories.library, *(record for _, record in newsroom.mixed()))
    stories.update()
    return Profiles(stories)


def test_a_person_is_found_in_any_spelling(about):
    profile = about.person("tobias WRENFIELD")
    assert profile.name == "Tobias Wrenfield"
    assert profile.total >= len(profile.articles) > 1
    assert profile.older is None
    assert profile.stories
    published = [article.published for article in profile.articles]
    assert published == sorted(published, reverse=True)
    assert all(companion.name != profile.name for companion in profile.companions)


def test_events_are_those_in_which_a_person_takes_part_and_lead_to_their_stories(own_stories, add, read_article):
    add(
        own_stories.library,
        read_article(SAID, "fr", published="2027-03-08", title="Le pont"),
        read_article(
            "La directrice du port, Hélène Marchal, a démissionné mardi 9 mars 2027.", "fr", published="2027-03-10",
            title="Démission au port", outlet="Courrier",
        ),
    )  # fmt: skip
    own_stories.update()
    profile = Profiles(own_stories).person("Helene Marchal")
    assert profile.name == "Hélène Marchal"
    assert [said.text for said in profile.quotes] == ["« Le pont rouvrira »"]
    assert any("directrice" in office.title for office in profile.offices)
    types = {event.type for _, event in profile.events}
    assert "resignation" in types
    for story, event in profile.events:
        assert event in own_stories.dossier(story.id).events


def test_a_place_has_its_coordinates_and_its_events(about):
    profile = about.place("Brindle Cove")
    assert profile.place is not None
    assert profile.place.geonames_id == newsroom.PLACES["Brindle Cove"][0]
    assert all(place.geonames_id != profile.place.geonames_id for place in profile.places)
    assert all(event.place and event.place.name == "Brindle Cove" for _, event in profile.events)


def test_an_organisation_has_what_it_said(own_stories, add, read_article):
    text = "La Fédération libre du rail a annoncé lundi que la grève sera suspendue. Le trafic reprendra mardi."
    add(own_stories.library, read_article(text, "fr", published="2027-03-08", title="Le rail"))
    own_stories.update()
    profile = Profiles(own_stories).organisation("fédération libre du rail")
    assert profile.name == "Fédération libre du rail"
    assert profile.quotes


def test_older_articles_are_asked_for_by_number(about, monkeypatch):
    whole = about.person("Tobias Wrenfield")
    monkeypatch.setattr(profiles, "MOST", 1)
    first = about.person("Tobias Wrenfield")
    assert [its.id for its in first.articles] == [its.id for its in whole.articles[:1]]
    assert (first.total, first.older) == (whole.total, first.articles[-1].number)
    second = about.person("Tobias Wrenfield", before=first.older)
    assert [its.id for its in second.articles] == [its.id for its in whole.articles[1:2]]


@pytest.mark.parametrize("kind", ["person", "organisation", "place"])
def test_who_is_named_nowhere_is_not_found(about, kind):
    with pytest.raises(NotFound, match="no article names this"):
        getattr(about, kind)("Zoltan Nowhere")
    with pytest.raises(InputError, match="no name"):
        getattr(about, kind)(" … ")


def test_a_name_keeps_its_accents():
    assert fullest({"Helene Roy": 5, "Hélène Roy": 1}) == "Hélène Roy"
    assert fullest({"H. Roy": 1, "Hélène Roy": 1}) == "Hélène Roy"
    assert fullest({"Hélène Roy": 1, "Roy": 4}) == "Roy"
