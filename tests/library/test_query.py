"""The query language: what a query means, how it is written back, and where a mistake is pointed at."""

from __future__ import annotations

import pickle
import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sourcier import limits
from sourcier.errors import QueryError
from sourcier.languages import shared_tsv
from sourcier.library.folding import tokens
from sourcier.library.query import (
    And,
    Country,
    EventIs,
    InLanguage,
    Named,
    Not,
    Or,
    Published,
    Query,
    Words,
    parse,
)
from sourcier.library.query_tree import all_of, any_of, negated, period
from sourcier.library.query_words import NAMES, OPERATORS, _table, meaning
from sourcier.record import Status

TODAY = date(2026, 3, 11)
DOC = Path(__file__).parents[2] / "docs" / "search.md"


def root(query):
    return parse(query, today=TODAY).root


def w(*words, prefix=False):
    return Words(words, prefix)


def mistake(query):
    with pytest.raises(QueryError) as caught:
        parse(query, today=TODAY)
    error = caught.value
    return str(error), query[error.position : error.position + error.length]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("ferry", w("ferry")),
        ("FERRY Évacué", And((w("ferry"), w("evacue")))),
        ("ferry AND ice", And((w("ferry"), w("ice")))),
        ("bac ET glace", And((w("bac"), w("glace")))),
        ("ferry OR boat ice", Or((w("ferry"), And((w("boat"), w("ice")))))),
        ("bac OU bateau", Or((w("bac"), w("bateau")))),
        ("bac ou bateau or boat", And((w("bac"), w("ou"), w("bateau"), w("or"), w("boat")))),
        ("(ferry OR boat) ice", And((Or((w("ferry"), w("boat"))), w("ice")))),
        ("ferry (ice (thin))", And((w("ferry"), w("ice"), w("thin")))),
        ("a OR (b OR c)", Or((w("a"), w("b"), w("c")))),
        ('"thin ice"', w("thin", "ice")),
        ("« la glace » “thin ice” „dünnes Eis“", And((w("la", "glace"), w("thin", "ice"), w("dunnes", "eis")))),
        ('"OR"', w("or")),
        ("porte-parole l’accord", And((w("porte", "parole"), w("l", "accord")))),
        ("12:30", w("12", "30")),
        ("glac*", w("glac", prefix=True)),
        ("porte-par*", w("porte", "par", prefix=True)),
        ("-ice", Not(w("ice"))),
        ("ferry -ice", And((w("ferry"), Not(w("ice"))))),
        ("ferry NOT ice", And((w("ferry"), Not(w("ice"))))),
        ('-"thin ice"', Not(w("thin", "ice"))),
        ("-(ferry OR ice)", Not(Or((w("ferry"), w("ice"))))),
        ("--ice", w("ice")),
        ("ice-cold -place:Nord", And((w("ice", "cold"), Not(Named("place", ("nord",)))))),
        ("Valmont : le pont rouvre !", And((w("valmont"), w("le"), w("pont"), w("rouvre")))),
        ("Valmont: bridge reopens", And((w("valmont"), w("bridge"), w("reopens")))),
        ('person:"Élodie D’Arc"', Named("person", ("elodie", "d", "arc"))),
        ("PERSONNE:Roy", Named("person", ("roy",))),
        ("dit-par:roy said-by:ana*", And((Named("said-by", ("roy",)), Named("said-by", ("ana",), True)))),
        ("outlet:valmont-gazette.example", Named("outlet", ("valmont", "gazette", "example"))),
        ("média:gazette media:gazette", And((Named("outlet", ("gazette",)),) * 2)),
        ("rubrique:eau auteur:roy agence:AFP titre:glace", And(tuple(Named(n, (v,)) for n, v in [("section", "eau"), ("by", "roy"), ("agency", "afp"), ("title", "glace")]))),
        ("country:ch pays:Suisse country:Switzerland", And((Country("CH"),) * 3)),
        ('pays:"Côte d’Ivoire" pays:royaume-uni', And((Country("CI"), Country("GB")))),
        ("lang:FR langue:anglais", And((InLanguage("fr"), InLanguage("en")))),
        ("event:meeting", EventIs("meeting")),
        ("événement:réunion", EventIs("meeting")),
        ("evenement:greve", EventIs("strike")),
        ('event:"press conference"', EventIs("press_conference")),
        ("statut:prévu", EventIs(status="scheduled")),
        ("published:2025", Published(date(2025, 1, 1), date(2025, 12, 31))),
        ("publié:2024-02", Published(date(2024, 2, 1), date(2024, 2, 29))),
        ("published:2025-08-15", Published(date(2025, 8, 15), date(2025, 8, 15))),
        ("published:2025-8-5..2025-09", Published(date(2025, 8, 5), date(2025, 9, 30))),
        ("published:..2025", Published(None, date(2025, 12, 31))),
        ("published:2025..", Published(date(2025, 1, 1), None)),
        ("published:today", Published(TODAY, TODAY)),
        ("publie:hier", Published(date(2026, 3, 10), date(2026, 3, 10))),
        ("published:yesterday..aujourd’hui", Published(date(2026, 3, 10), TODAY)),
        ("published:7d", Published(date(2026, 3, 5), TODAY)),
        ("a-lieu:7j", EventIs(begin=TODAY, end=date(2026, 3, 17))),
        ("happens:demain", EventIs(begin=date(2026, 3, 12), end=date(2026, 3, 12))),
    ],
)  # fmt: skip
def test_what_a_query_means(query, meant):
    assert root(query) == meant


DAYS = {"begin": date(2026, 1, 1), "end": date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("event:vote status:denied happens:2026", EventIs("vote", "denied", **DAYS)),
        ("status:denied event:vote", EventIs("vote", "denied")),
        ("status:denied happens:2026", EventIs(None, "denied", **DAYS)),
        ("event:vote ferry status:denied", And((EventIs("vote", "denied"), w("ferry")))),
        ("status:denied ferry event:vote", And((EventIs("vote", "denied"), w("ferry")))),
        ("event:vote AND status:denied", EventIs("vote", "denied")),
        ("event:vote event:strike status:denied", And((EventIs("vote"), EventIs("strike", "denied")))),
        ("happens:2026 event:vote event:strike status:denied", And((EventIs("vote", **DAYS), EventIs("strike", "denied")))),
        ("event:vote (status:denied)", And((EventIs("vote"), EventIs(status="denied")))),
        ("(status:denied) (status:ongoing)", And((EventIs(status="denied"), EventIs(status="ongoing")))),
        ("event:vote -status:denied", And((EventIs("vote"), Not(EventIs(status="denied"))))),
        ("-(event:vote status:denied)", Not(EventIs("vote", "denied"))),
        ("event:vote OR status:denied", Or((EventIs("vote"), EventIs(status="denied")))),
        ("event:vote (event:strike status:denied)", And((EventIs("vote"), EventIs("strike", "denied")))),
    ],
)  # fmt: skip
def test_terms_that_speak_of_one_event(query, meant):
    assert root(query) == meant
    assert root(str(meant)) == meant


@pytest.mark.parametrize(
    ("query", "says", "at"),
    [
        ('ferry "thin ice', "not closed", '"'),
        ("bac « glace", "write » behind", "«"),
        ("ferry (thin (ice)", "parenthesis is not closed", "("),
        ("(ferry", "parenthesis is not closed", "("),
        ("ferry) ice", "closes none", ")"),
        (") ice", "closes none", ")"),
        ("ferry ( ) ice", "nothing in these parentheses", "( )"),
        ("(!)", "nothing in these parentheses", "(!)"),
        ("ferry OR", "nothing behind", "OR"),
        ("OU bac", "nothing before", "OU"),
        ("ferry OR OR ice", "nothing behind", "OR"),
        ("(ferry OR) ice", "nothing behind", "OR"),
        ("AND ice", "nothing before", "AND"),
        ("ice AND", "nothing behind", "AND"),
        ("ice NOT", "nothing behind", "NOT"),
        ("ice -", "stands before nothing", "-"),
        ("ice - ferry", "stands before nothing", "-"),
        ("ice -!!!", "before no word", "-"),
        ("persn:roy", "did you mean person", "persn:"),
        ("evenment:vote", "événement", "evenment:"),
        ("mayor:roy", "no operator is called mayor:", "mayor:"),
        ("https://gazette.example/a", "address", "https://gazette.example/a"),
        ("person: roy", "no value", "person:"),
        ("event:(vote OR strike)", "takes one value", "event:("),
        ("event:meting", "did you mean meeting", "meting"),
        ("event:réunions", "réunion", "réunions"),
        ("event:meet*", "whole word", "meet*"),
        ("status:plannd", "docs/search.md", "plannd"),
        ("status:denyed", "denied", "denyed"),
        ("country:Swizerland", "Switzerland", "Swizerland"),
        ("country:zz", "no country", "zz"),
        ("lang:tlh", "fr or en", "tlh"),
        ("published:2025-13", "no such day", "2025-13"),
        ("published:2025-02-30", "no such day", "2025-02-30"),
        ("published:2025..2025-02-30", "no such day", "2025-02-30"),
        ("published:soon", "a date is wanted", "soon"),
        ('published:" soon"', "a date is wanted", "soon"),
        ("published:0000", "no such day", "0000"),
        ("published:..", "one side", ".."),
        ("published:2026..2025", "write 2025..2026", "2026..2025"),
        ("published:0d", "one day at least", "0d"),
        ("published:99999d..", "a date is wanted", "99999d"),
        ("g*", "two letters", "g*"),
        ("ferry *", "two letters", "*"),
        ("person:-*", "two letters", "-*"),
        ("gl*ce", "end of a word", "*"),
        ("person:!!!", "no letter or digit", "!!!"),
        ('"..."', "no letter or digit", '"..."'),
        ("event:vote status:denied status:ongoing", "one status", "status:ongoing"),
        ("happens:2025 happens:2026", "one time", "happens:2026"),
    ],
)  # fmt: skip
def test_a_mistake_is_pointed_at(query, says, at):
    message, place = mistake(query)
    assert says in message
    assert place == at
    assert "\n" not in message


@pytest.mark.parametrize("query", ["", "  ", "!!! …", "\n"])
def test_an_empty_query(query):
    assert "empty" in mistake(query)[0]


def test_limits():
    assert "at most 2000" in mistake("a" * (limits.QUERY_CHARACTERS + 1))[0]
    assert "terms" in mistake("a " * (limits.QUERY_TERMS + 1))[0]
    assert "inside one another" in mistake("(" * 51 + "a" + ")" * 51)[0]
    assert "inside one another" in mistake("-" * 1_500 + "a")[0]
    assert "written out" in mistake(" OR ".join(["a-lieu:7j"] * 99))[0]
    assert root("a " * limits.QUERY_TERMS)
    assert root("(" * limits.QUERY_DEPTH + "a" + ")" * limits.QUERY_DEPTH) == w("a")


def test_the_caret_stands_under_the_mistake():
    with pytest.raises(QueryError) as caught:
        parse("glace\t東京 e\u0301te\u0301 evnt:vote", today=TODAY)
    line, carets = caught.value.pointed().splitlines()
    assert line == "glace 東京 e\u0301te\u0301 evnt:vote"
    assert carets == " " * len("glace xxxx ete ") + "^^^^^"


def test_a_long_query_is_shown_around_the_mistake():
    for before, behind in ((80, 80), (0, 80), (80, 0)):
        with pytest.raises(QueryError) as caught:
            parse("glace " * before + "person: " + "pont " * behind, today=TODAY)
        line, carets = caught.value.pointed(width=60).splitlines()
        assert len(line) <= 62
        assert line[carets.index("^") : len(carets)] == "person:"


def test_carets_behind_the_end_and_across_processes():
    error = QueryError("the query ends too early; write a word", "ice", 3)
    assert error.pointed() == "ice\n   ^"
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.query, again.position, again.length) == (str(error), "ice", 3, 1)
    assert again.exit_code == 2


def test_every_type_and_status_has_a_french_word_and_stands_for_itself():
    rows = _table()
    types = {row["type"] for row in shared_tsv("event_types")}
    assert {row["meaning"] for row in rows if row["kind"] == "event"} == types
    assert {row["meaning"] for row in rows if row["kind"] == "status"} == set(get_args(Status))
    for kind, known in (("event", types), ("status", set(get_args(Status))), ("operator", set(OPERATORS))):
        assert all(meaning(kind, word) == word for word in known)
    keys = [(row["kind"], tuple(tokens(row["word"]))) for row in rows]
    assert len(keys) == len(set(keys))


def test_every_operator_and_word_is_documented():
    text = DOC.read_text(encoding="utf-8")
    for operator in OPERATORS:
        assert f"| `{operator}:`" in text, operator
    for row in _table():
        assert f"`{row['word']}:`" in text if row["kind"] == "operator" else f"`{row['word']}`" in text, row
    for row in shared_tsv("event_types"):
        assert f"`{row['type']}`" in text
    for status in get_args(Status):
        assert f"`{status}`" in text


def test_the_documented_queries_are_understood():
    text = DOC.read_text(encoding="utf-8")
    queries = re.findall(r"^\| .*\| `([^`]+)` \|$", text, re.MULTILINE)
    queries += [line for block in re.findall(r"```query\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert len(queries) > 20
    for query in queries:
        assert root(query) == root(str(parse(query, today=TODAY))), query


WORD = st.text(min_size=1, max_size=8).flatmap(lambda text: st.sampled_from(tokens(text) or ["or"]))
SEVERAL = st.lists(WORD, min_size=1, max_size=3).map(tuple)
PREFIXED = SEVERAL.filter(lambda words: len(words[-1]) >= 2)
DAY = st.none() | st.dates()
SPAN = st.tuples(DAY, DAY).map(lambda days: tuple(sorted(days)) if None not in days else days)
EVENTS = st.builds(
    lambda kind, status, span: EventIs(kind, status, *span),
    st.none() | st.sampled_from([row["type"] for row in shared_tsv("event_types")]),
    st.none() | st.sampled_from(get_args(Status)),
    SPAN,
).filter(lambda event: event != EventIs())
LEAVES = st.one_of(
    st.builds(Words, SEVERAL),
    st.builds(Words, PREFIXED, st.just(True)),
    st.builds(Named, st.sampled_from(NAMES), SEVERAL),
    st.builds(Named, st.sampled_from(NAMES), PREFIXED, st.just(True)),
    st.builds(Country, st.sampled_from(["FR", "CH", "US", "XK"])),
    st.builds(InLanguage, st.sampled_from(["fr", "en"])),
    SPAN.filter(any).map(lambda span: Published(*span)),
    EVENTS,
    EVENTS,
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(negated), st.lists(inner, min_size=1).map(all_of), st.lists(inner, min_size=1).map(any_of)
    ),
    max_leaves=12,
)


@settings(deadline=None)  # the first country loads the names of CLDR
@given(TREES)
def test_what_is_written_back_means_the_same(tree):
    query = Query(tree, "as given")
    assert parse(str(query), today=TODAY) == query


@given(SPAN.filter(any), st.dates())
def test_a_period_reads_as_it_is_written(span, today):
    assert parse(f"published:{period(*span)}", today=today).root == Published(*span)


SCRAPS = ["OR", "OU", "AND", "NOT", "-", "(", ")", '"', "«", "»", "“", "”", "*", ":", "..", " ", " ", "a", "12", "!",
          "event:", "vote", "status:", "denied", "happens:", "published:", "2025", "7d", "person:", "country:", "fr",
          "http://", "\n", "\ud800", "東", "e\u0301"]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(SCRAPS), max_size=25).map("".join)), st.dates())
@example("published:7d", date.min)
@example("published:tomorrow", date.max)
@example("happens:9999", date.max)
@example("happens:99999d", date(9999, 1, 1))
@example('published:"tomorrow\n..yesterday"', TODAY)
def test_no_text_makes_another_error(text, today):
    try:
        query = parse(text, today=today)
    except QueryError as error:
        assert str(error).isprintable()
        assert 0 <= error.position <= len(text)
        assert error.length >= 1
        line, carets = error.pointed().split("\n")
        assert line.isprintable() or not line
        assert carets.endswith("^")
    else:
        assert parse(str(query), today=today) == query
        assert query.text == text
