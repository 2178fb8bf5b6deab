"""Who signs, and when."""

from __future__ import annotations

import pytest

from sourcier.page.bylines import Byline, read_byline
from sourcier.page.dates import address_date, believed, iso_date, visible_dates


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Par Jeanne Martin avec AFP", Byline(("Jeanne Martin",), ("AFP",))),
        ("Par Jeanne Martin et Paul Roy, envoyés spéciaux", Byline(("Jeanne Martin", "Paul Roy"))),
        ("By Ann Marrow in Leeds and Tom Oduya, Reuters", Byline(("Ann Marrow", "Tom Oduya"), ("Reuters",))),
        ("By ANN MARROW", Byline(("Ann Marrow",))),
        ("Par RTV Infos avec Belga", Byline((), ("Belga",), ("RTV Infos",))),
    ],
)
def test_people_agencies_and_outlets_are_told_apart(line, expected):
    assert read_byline(line) == expected


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
