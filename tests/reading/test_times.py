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
