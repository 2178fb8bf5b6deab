"""When, in both languages, with and without a publication date."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "language", "value", "zone"),
    [
        ("Le pont a rouvert jeudi.", "fr", "2031-03-06", None),
        ("Le pont rouvrira vendredi vers 21h30, heure belge.", "fr", "2031-03-14T21:30", "Europe/Brussels"),
        ("Il est fermé depuis février 2022.", "fr", "2022-02", None),
        ("Le pont rouvrira le 12 avril.", "fr", "2031-04-12", None),
        ("Le pont a rouvert hier.", "fr", "2031-03-09", None),
        ("The bridge reopened on Thursday.", "en", "2031-03-06", None),
        ("The bridge will reopen on Friday.", "en", "2031-03-14", None),
        ("The bridge has been shut since February 2022.", "en", "2022-02", None),
        ("The minister arrived yesterday.", "en", "2031-03-09", None),
    ],
)
def test_values(draft_of, text, language, value, zone):
    draft = draft_of(text, language, published="2031-03-10", until="times")  # a Monday
    time = draft.times[-1]
    assert (time.value, time.zone) == (value, zone)
    assert draft.article.text[time.start : time.end] == time.text


def test_an_instant_is_one_expression_with_offset_and_distance(draft_of):
    (time,) = draft_of(
        "La réunion débutera vendredi vers 21h30, heure belge.", "fr", published="2031-03-10", until="times"
    ).times
    assert time.text == "vendredi vers 21h30, heure belge"
    assert time.begin == "2031-03-14T21:30+01:00"
    assert (time.modifier, time.relative) == ("APPROX", "P4D")


def test_without_a_date_a_day_stays_relative(draft_of):
    (today, friday) = draft_of("Le maire l'a annoncé ce jeudi. Le pont rouvrira vendredi.", "fr", until="times").times
    assert (today.relative, friday.relative) == ("P0D", "P1D")
    assert friday.begin is None


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("The tank should have been emptied on Friday.", "en", "2031-03-07"),
        ("If the level rises on Thursday, the road will close.", "en", "2031-03-13"),
        ("Le sommet, attendu vendredi, se tiendra à Oslo.", "fr", "2031-03-14"),
        ("Elle avait promis de rouvrir le pont vendredi.", "fr", "2031-03-14"),
    ],
)
def test_the_direction_of_a_weekday_comes_from_what_governs_it(draft_of, text, language, value):
    draft = draft_of(text, language, published="2031-03-10", until="times")
    assert draft.times[0].value == value


def test_a_clock_time_takes_the_day_in_force(draft_of):
    draft = draft_of(
        "Le pont a été fermé dimanche. À 18h30, la police a levé le barrage.",
        "fr",
        published="2031-03-10",
        until="times",
    )
    assert [time.value for time in draft.times] == ["2031-03-09", "2031-03-09T18:30"]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Le maçon de 34 ans a été soigné place du 8-Mai à Valmont.", "fr", []),
        ("Le bail de neuf ans a été signé.", "fr", [("neuf ans", "P9Y")]),
        ("Le musée ferme le dimanche.", "fr", [("le dimanche", "XXXX-WXX-7")]),
        ("Le pont a rouvert l’an dernier.", "fr", [("l’an dernier", "2030")]),
        ("Elle sera entendue à 9h devant le juge.", "fr", [("9h", "2031-03-10T09:00")]),
        ("Le match débutera vendredi (19h45).", "fr", [("vendredi (19h45)", "2031-03-14T19:45")]),
        ("Le barrage a été ouvert dans la soirée de jeudi.", "fr", [("soirée de jeudi", "2031-03-06TEV")]),
        ("La grève durera jusqu’à vendredi à minuit.", "fr", [("vendredi à minuit", "2031-03-14T24:00")]),
        ("Ruth Vane said third-quarter sales rose.", "en", [("third-quarter", "2030-Q3")]),
        ("The court is due to publish its January report.", "en", [("January", "2031-01")]),
        ("Traders still speak of Black Monday.", "en", []),
        ("The train left at 1845 GMT.", "en", [("1845 GMT", "2031-03-10T18:45")]),
        ("The club meets on Tuesdays.", "en", [("Tuesdays", "XXXX-WXX-2")]),
        ("They hope to reopen by spring.", "en", [("spring", "2031-SP")]),
        ("Le marché se tient tous les lundis.", "fr", [("tous les lundis", "XXXX-WXX-1")]),
    ],
)
def test_what_is_a_time_and_which(draft_of, text, language, found):
    draft = draft_of(text, language, published="2031-03-10", until="times")
    assert [(time.text, time.value) for time in draft.times] == found


def test_the_same_hour_in_another_zone_is_an_expression_of_its_own(draft_of):
    draft = draft_of(
        "The quake struck on Friday at 11 p.m. local time (0100 GMT).", "en", published="2031-03-10", until="times"
    )
    local, greenwich = draft.times
    assert (local.value, local.begin) == ("2031-03-07T23:00", "2031-03-07T23:00-02:00")
    assert (greenwich.value, greenwich.zone) == ("2031-03-08T01:00", "Etc/GMT")


def test_local_time_is_that_of_the_place_named_before(draft_of):
    draft = draft_of("They met in Tokyo. Talks end at 6 p.m. local time.", "en", published="2031-03-10", until="times")
    assert draft.times[-1].zone == "Asia/Tokyo"


def test_a_day_counted_from_a_repeated_day_is_left_open(draft_of):
    draft = draft_of("The shop is shut the day after Mondays.", "en", until="times")
    assert all(time.begin is None for time in draft.times)
