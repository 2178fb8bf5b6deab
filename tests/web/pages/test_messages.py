"""What went wrong, in the reader's language."""

from __future__ import annotations

import re
from datetime import date

import pytest

from sourcier.errors import QueryError
from sourcier.languages import codes, language
from sourcier.library.query import parse
from sourcier.limits import QUERY_CHARACTERS, QUERY_DEPTH, QUERY_TERMS
from sourcier.web.messages import LONGEST, in_words_of

MISTAKES = [
    "()", "(a", "a)", "a OR", "OR a", "a AND", "- a", "a -", '"a', "«a", "a*b", "a*", "...", "-()", "person:", "person:(a)",
    "http://news.example/a", "persn:roy", "wibble:roy", "status:maybe", "status:denid", "event:xyzzy", "event:meetng",
    "country:Atlantis", "country:Suise", "lang:zz", "lang:f*", "published:soon", "published:2026-02-31", "published:..",
    "published:2026-03..2026-01", "published:0d", "happens:soon", "published:99999999d", 'person:"..."',
    "status:denied status:happened", "happens:today happens:tomorrow", "(" * (QUERY_DEPTH + 1), "a " * (QUERY_TERMS + 1),
    "a" * (QUERY_CHARACTERS + 1),
]  # fmt: skip
"""Queries with a mistake each."""


def mistake(query: str) -> str:
    with pytest.raises(QueryError) as caught:
        parse(query, today=date(2026, 3, 8))
    return str(caught.value)


@pytest.mark.parametrize("query", MISTAKES, ids=lambda query: query[:20])
def test_every_mistake_in_a_query_is_told_in_french(query):
    message = mistake(query)
    told = in_words_of("fr", message)
    assert told.language == "fr", message
    assert not re.search(r"\b(the|write|did you|is|for|word|lists)\b", told.text), told.text


def test_in_english_no_message_speaks_of_the_command_line():
    assert in_words_of("en", mistake("event:xyzzy")).text == "no event type is called xyzzy; the help lists them"


def test_what_has_no_words_stays_in_english():
    assert in_words_of("fr", "the disk is full") == in_words_of("en", "the disk is full")
    assert in_words_of("fr", "the disk is full").language == "en"


def test_what_somebody_sent_is_never_read_as_a_place_to_fill_in():
    told = in_words_of("fr", "{advice} {0}: no article has this id; sourcier search shows them")
    assert told.text.startswith("{advice} {0} : ")
    nested = ": is not followed; ".join("a" * 400)
    assert in_words_of("fr", nested).language == "en"
    assert len(nested) > LONGEST


@pytest.mark.parametrize("code", codes())
def test_each_row_fills_in_only_what_it_has(code):
    for row in language(code).tsv("messages"):
        names = re.findall(r"\{(\w+)\}", row["message"])
        assert len(names) == len(set(names)), row
        assert set(re.findall(r"\{(\w+)\}", row["own"])) <= set(names), row


def test_a_page_says_in_which_language_it_tells(lasting_client, parsed):
    french = {"accept-language": "fr"}
    page = parsed(lasting_client.get("/person/Zoltan%20Nowhere", headers=french))
    lead = page.xpath("//p[@class='lead']")[0]
    assert lead.get("lang") is None
    assert "aucun article ne nomme" in lead.text
    page = parsed(lasting_client.get("/search?q=status:maybe", headers=french))
    assert "aucun statut ne s’appelle maybe" in page.xpath("string(//p[@class='mistake'])")
