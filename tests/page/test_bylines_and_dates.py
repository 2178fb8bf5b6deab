"""Who signs, and when."""

from __future__ import annotations

import pytest

from sourcier.page.bylines import read_byline
from sourcier.page.dates import address_date, believed, iso_date, visible_dates


@pytest.mark.parametrize(
    ("line", "people", "agencies", "outlets"),
    [
        ("Par Jeanne Martin avec AFP", ["Jeanne Martin"], ["AFP"], []),
        ("Par Jeanne Martin et Paul Roy, envoyés spéciaux", ["Jeanne Martin", "Paul Roy"], [], []),
        ("By Ann Marrow in Leeds and Tom Oduya, Reuters", ["Ann Marrow", "Tom Oduya"], ["Reuters"], []),
        ("By ANN MARROW", ["Ann Marrow"], [], []),
        ("By Ann C. Marrow, MD", ["Ann C. Marrow"], [], []),
        ("Par RTV Infos avec Belga", [], ["Belga"], ["RTV Infos"]),
        ("Auteure : Ana Le Roy", ["Ana Le Roy"], [], []),
        ("Jo Lind THE LUMEN GAZETTE", ["Jo Lind"], [], []),
        ("Jo André LIND", ["Jo André LIND"], [], []),
        ("No Comments", [], [], []),
        ("Senior Director", [], [], []),
    ],
)
def test_people_agencies_and_outlets_are_told_apart(line, people, agencies, outlets):
    found = read_byline(line)
    assert (list(found.people), list(found.agencies)) == (people, agencies)
    assert not outlets or list(found.named("outlet")) == outlets


def test_a_role_is_kept_beside_the_name_and_is_no_person():
    found = read_byline("By Ann Marrow, senior reporter, and Tom Oduya")
    assert [(s.name, s.role) for s in found.signatures] == [("Ann Marrow", "senior reporter"), ("Tom Oduya", None)]


def test_the_outlet_by_its_initials_is_no_person_but_a_site_may_bear_its_authors_name():
    assert read_byline("Lumen Gazette", "LG.example").people == ()
    assert read_byline("Jeanne Martin", "Jeanne Martin").people == ("Jeanne Martin",)


def test_names_in_scripts_without_capitals_are_believed_where_metadata_says_that_they_are_people():
    assert read_byline("大渡 美咲", declared=True).people == ("大渡 美咲",)
    assert read_byline("大渡 美咲").people == ()


@pytest.mark.parametrize(
    ("line", "code", "expected"),
    [
        ("Publié le 3 mars 2031 à 18h05", "fr", ("2031-03-03T18:05", None)),
        ("Publié le 1er mai 2031, mis à jour le 2 mai 2031", "fr", ("2031-05-01", "2031-05-02")),
        ("Updated March 3, 2031 at 6:05 p.m.", "en", (None, "2031-03-03T18:05")),
        ("3 March 2031 10:15 GMT", "en", ("2031-03-03T10:15+00:00", None)),
        ("Le prix était de 3,50 euros", "fr", (None, None)),
    ],
)
def test_dates_in_visible_text(line, code, expected):
    assert visible_dates([line], code) == expected


def test_dates_in_metadata_and_addresses():
    assert iso_date("2031-03-03T18:05:00+0100") == "2031-03-03T18:05:00+01:00"
    assert iso_date("not a date") is None
    assert address_date("https://outlet.example/2031/03/03/story") == "2031-03-03"
    assert address_date("https://outlet.example/story-123") is None


def test_what_cannot_be_is_not_believed():
    assert believed("2999-01-01", None, None) == (None, None)
    assert believed("2020-05-02", "2020-05-01", None) == ("2020-05-02", None)
