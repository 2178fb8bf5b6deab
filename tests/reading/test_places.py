"""Where: what stands on the map, and which of several places of one name is meant."""

from __future__ import annotations

import pytest


def places(draft):
    return {place.name: place for place in draft.places}


def test_what_stands_beside_a_name_decides(draft_of):
    there = places(draft_of("The fire began in Paris, Texas, on Monday.", "en", until="places"))
    here = places(draft_of("The fire began in Paris on Monday.", "en", until="places"))
    assert there["Paris"].country == "US"
    assert here["Paris"].country == "FR"
    assert there["Paris"].inside == there["Texas"].id


def test_a_name_that_acts_is_no_place(draft_of):
    assert "Moscou" not in places(draft_of("Moscou dément toute attaque.", "fr", until="places"))
    assert "Moscou" in places(draft_of("Une attaque a eu lieu à Moscou.", "fr", until="places"))


def test_two_spellings_of_one_place_are_one(draft_of):
    draft = draft_of("They met in Kiev on Monday. Trams stood still in Kyiv on Tuesday.", "en", until="places")
    assert len(draft.places) == 1
    assert [m.text for m in draft.places[0].mentions] == ["Kiev", "Kyiv"]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Le feu a pris à Lons-le-Saunier.", "fr", "Lons-le-Saunier"),
        ("Ils se sont vus en Alaska.", "fr", "Alaska"),
        ("They met in the United States.", "en", "United States"),
    ],
)
def test_names_of_several_words_are_whole(draft_of, text, language, name):
    assert name in places(draft_of(text, language, until="places"))


def test_a_zone_is_told_by_a_place_but_no_place(draft_of):
    draft = draft_of("Le train part vendredi à 21h30, heure de Bruxelles.", "fr", published="2026-03-11", until="all")
    assert all(event.place is None for event in draft.events)


@pytest.mark.parametrize(
    ("text", "language", "name", "country"),
    [
        ("A man from London, Ontario, was arrested in Windsor on Monday.", "en", "London", "CA"),
        ("Un immeuble s’est effondré à Tripoli, au nord du Liban.", "fr", "Tripoli", "LB"),
        ("Les pompiers de la Drôme ont été appelés à Valence.", "fr", "Valence", "FR"),
        ("BEIRUT, Lebanon (AP) — A bus fell into a ravine on Monday.", "en", "Beirut", "LB"),
        ("La tempête a traversé la mer du Nord.", "fr", "mer du Nord", None),
    ],
)
def test_the_article_tells_which_place_is_meant(draft_of, text, language, name, country):
    assert places(draft_of(text, language, until="places"))[name].country == country


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Selon un représentant de Pékin, rien n’a changé.", "fr"),
        ("Warsaw and Prague have agreed on a budget.", "en"),
        ("The Geneva Conventions apply.", "en"),
        ("Le chef du Kremlin a souri.", "fr"),
        ("First of all, hope remains.", "en"),
        ("Il a écrit au Parisien et à Midi Libre.", "fr"),
    ],
)
def test_what_acts_or_is_another_word_is_no_place(draft_of, text, language):
    assert places(draft_of(text, language, until="places")) == {}
