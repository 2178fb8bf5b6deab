"""The words around the facts: dates, changes, plurals; and a word for all that a fact may be, in each language."""

from __future__ import annotations

from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from sourcier.exports.dossiers.moments import moment, utc
from sourcier.exports.dossiers.texts import host, one_line, web_address
from sourcier.exports.dossiers.wording import Wording
from sourcier.languages import codes, language, shared_tsv
from sourcier.record import QuoteKind
from sourcier.stories.model import Field, Prospect, Status, StoryArticle, Verdict

HALIFAX = ZoneInfo("America/Halifax")


@pytest.mark.parametrize(
    ("begin", "finish", "zone", "english", "french"),
    [
        (None, None, None, "no date", "sans date"),
        ("2027", "2027", None, "2027", "2027"),
        ("2027-01-01", "2027-12-31", None, "2027", "2027"),
        ("2027-03", None, None, "March 2027", "mars 2027"),
        ("2027-03-01", "2027-03-31", None, "March 2027", "mars 2027"),
        ("2027-03-09", "2027-03-09", None, "Tue 9 Mar 2027", "mar. 9 mars 2027"),
        ("2027-03-09", "2027-03-11", None, "9–11 Mar 2027", "9–11 mars 2027"),
        ("2027-03-09T10:00", None, None, "Tue 9 Mar 2027, 10:00", "mar. 9 mars 2027, 10:00"),
        ("2027-03-09T10:00Z", None, None, "Tue 9 Mar 2027, 10:00 (UTC)", "mar. 9 mars 2027, 10:00 (UTC)"),
        ("2027-03-09T10:00-05:00", None, None, "Tue 9 Mar 2027, 10:00 (UTC−05:00)", "mar. 9 mars 2027, 10:00 (UTC−05:00)"),
        ("2027-03-09T10:00+00:00", None, "Europe/London", "Tue 9 Mar 2027, 10:00 (London)", "mar. 9 mars 2027, 10:00 (Londres)"),
        ("2027-03-09T10:00", "2027-03-09T12:00", None, "Tue 9 Mar 2027, 10:00–12:00", "mar. 9 mars 2027, 10:00–12:00"),
        ("next week", None, None, "next week", "next week"),
        ("2027-02-30", None, None, "2027-02-30", "2027-02-30"),
    ],
)  # fmt: skip
def test_days_and_moments(begin, finish, zone, english, french):
    assert Wording("en").span(begin, finish, zone).replace("\xa0", " ") == english
    assert Wording("fr").span(begin, finish, zone).replace("\xa0", " ").replace("\u2009", "") == french


def test_the_reader_has_moments_on_their_own_clock():
    words = Wording("en", HALIFAX)
    assert words.moment("2027-03-09T02:00+01:00", "Europe/Zurich") == "Mon 8 Mar 2027, 21:00\xa0(Halifax)"
    assert words.day("2027-03-09T02:00+01:00") == "Mon 8 Mar 2027"
    assert words.moment("2027-03-09T02:00") == "Tue 9 Mar 2027, 02:00"
    assert words.moment("2027-03-09") == "Tue 9 Mar 2027"


def test_a_change_tells_from_what_to_what_and_who_said_so(dossier):
    announced, moved = dossier.events[3].history
    words = Wording("en")
    assert words.step(announced, "Europe/Zurich") == "announced for Tue 9 Mar 2027, 10:00\xa0(Zurich)"
    assert words.change(moved, "Europe/Zurich").replace("\xa0", " ") == (
        "moved from Tue 9 Mar 2027, 10:00 (Zurich) to Thu 11 Mar 2027, 14:00 (Zurich), according to Inès Carvallo"
        " — Le Courrier des Alpes, Fri 5 Mar 2027"
    )


def test_counts_agree():
    assert [Wording("en").count("articles", n) for n in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]
    assert [Wording("fr").count("articles", n) for n in (0, 1, 2)] == ["0 article", "1 article", "2 articles"]


def test_odds_as_each_language_writes_them():
    assert (Wording("en").odds(0.3), Wording("fr").odds(0.3).replace("\u202f", " ").replace("\xa0", " ")) == (
        "30%",
        "30 %",
    )
    assert Wording("en").odds(None) == ""


def test_delays():
    words = Wording("en")
    assert words.delay("2027-03-03T07:42+01:00", "2027-03-03T06:45Z") == "3 minutes later"
    assert words.delay("2027-03-03T07:42+01:00", "2027-03-03T06:42Z") == "at the same time"
    assert words.delay("2027-03-03", None) == ""


def test_outlet_falls_back_to_the_host():
    article = StoryArticle("a", 1, None, None, "https://www.herald.example/x", "en", None)
    assert Wording("en").outlet(article) == "herald.example"
    assert Wording("en").title(article) == "(no headline)"


def test_every_language_has_the_same_words():
    english = language("en").toml("dossiers")
    for code in codes():
        labels = language(code).toml("dossiers")
        assert labels.keys() == english.keys()
        for table in english.keys() - {"locale"}:
            assert labels[table].keys() == english[table].keys(), f"{code}: {table}"


def test_all_that_a_fact_may_be_has_a_word():
    labels = language("en").toml("dossiers")
    assert list(labels["types"]) == [row["type"] for row in shared_tsv("event_types")]
    statuses = {name for part in get_args(Status) for name in get_args(part) or (part,)}
    assert set(labels["statuses"]) == statuses
    assert set(labels["verdicts"]) == set(get_args(Verdict))
    assert set(labels["fields"]) == set(get_args(Field))
    assert set(labels["kinds"]) == set(get_args(QuoteKind))


def test_a_word_that_no_table_has_stands_for_itself(dossier):
    words = Wording("en")
    assert words.label("press_{x}", "types") == "press {x}"
    prospect = Prospect(None, "x", None, None, (), dossier.first_report)
    assert words.verdict(prospect) == "open"


@pytest.mark.parametrize(
    ("stated", "grain", "last"),
    [("2027", "year", "2027-12-31"), ("2027-02", "month", "2027-02-28"), ("2027-02-03", "day", "2027-02-03")],
)
def test_moments_end_where_they_end(stated, grain, last):
    found = moment(stated)
    assert (found.grain, found.last_day.isoformat()) == (grain, last)


@pytest.mark.parametrize("stated", [None, "", "soon", "2027-13", "2027-03-09T25:00", "20270309", "٢٠٢٧"])
def test_what_is_no_date_is_none(stated):
    assert moment(stated) is None


def test_the_ends_of_the_calendar_do_not_overflow():
    assert utc("0001-01-01T00:00+12:00").year == 1
    assert utc("9999-12-31T23:59-12:00").year == 9999
    assert Wording("en", HALIFAX).moment("0001-01-01T00:00+12:00")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://gazette.example/a?b=1&c=2#d", "https://gazette.example/a?b=1&c=2#d"),
        ("https://gazette.example/é (1)\"'<>|`", "https://gazette.example/%C3%A9%20(1)%22%27%3C%3E%7C%60"),
        ("HTTPS://gazette.example/", "HTTPS://gazette.example/"),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        (" \x01javascript:alert(1)", None),
        ("data:text/html,<script>1</script>", None),
        ("//gazette.example/", None),
        ("https://", None),
        ("https://[", None),
        ("https://gazette.example b@evil.example/", None),
        ("file:///etc/passwd", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_become_links(url, address):
    assert web_address(url) == address
    assert host("https://www.gazette.example:8080/") == "gazette.example"


def test_one_line_drops_what_is_no_text():
    assert one_line("a\x1b[31m\u202eb\ud800\r\n\tc\x85") == "a[31mb c"
    assert one_line(None) == ""
