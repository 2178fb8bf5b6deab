"""Whether a story is two, and what it is called."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import avalanche, lace, parrots, violin

from sourcier.stories.division import LEAST, halves
from sourcier.stories.headline import central_headline
from sourcier.stories.likeness import Centre
from sourcier.stories.traits import Traits, traits

VIOLIN, PARROTS = ([traits(record) for record in told] for told in (violin(), parrots()))
SNOW, CLOTH = ([traits(record) for record in told] for told in (avalanche(6), lace(6)))


@pytest.mark.parametrize(("one", "other"), [(VIOLIN, PARROTS), (SNOW, CLOTH)], ids=["alike words", "other words"])
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_two_groups_are_two_halves(one, other, data):
    order = data.draw(st.permutations(range(len(one) + len(other))))
    every = [*one, *other]
    found = halves([every[n] for n in order])
    assert found is not None
    assert found.are_two
    told = {frozenset(order[n] for n in half) for half in (found.one, found.other)}
    assert told == {frozenset(range(len(one))), frozenset(range(len(one), len(every)))}
    assert 0 <= found.ratio < 1


@pytest.mark.parametrize(
    "group", [VIOLIN + VIOLIN, SNOW + SNOW, CLOTH + CLOTH, SNOW * 4], ids=["arrest", "snow", "lace", "often"]
)
def test_one_group_is_one(group):
    found = halves(group)
    assert found is None or not found.are_two


def test_few_articles_are_never_two():
    assert halves([]) is None
    for one, other in ((SNOW[:LEAST], CLOTH[: LEAST - 1]), (SNOW, CLOTH[:1])):
        found = halves([*one, *other])
        assert found is None or not found.are_two


def test_copies_of_a_text_make_no_story_of_their_own():
    found = halves([*SNOW[:2] * 6, *CLOTH])
    assert found is None or not found.are_two


@pytest.mark.parametrize("vector", [{}, {"a": 1.0}])
def test_articles_that_say_nothing_or_the_same(vector):
    found = halves([Traits("fr", None, dict(vector), dict(vector))] * 12)
    assert found is None or not found.are_two


WEIGHTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 1), max_size=5)


@given(st.lists(st.builds(Traits, st.sampled_from(["fr", "en"]), st.none(), WEIGHTS, WEIGHTS), max_size=24))
@settings(deadline=None)
def test_halves_hold_each_article_once(articles):
    found = halves(articles)
    if found is not None:
        assert sorted((*found.one, *found.other)) == list(range(len(articles)))
        assert found.one and found.other
        assert found.ratio >= 0
        assert halves(articles) == found


def headlines(records) -> list[tuple[str, str]]:
    return [(record.article.title, record.article.language) for record in records]


def test_the_headline_is_of_the_language_of_most():
    records = [*avalanche(2), *violin(3)]
    centre = Centre.of(traits(record) for record in records)
    assert central_headline(headlines(records), centre) in {title for title, _ in headlines(violin(3))}
    records = [*avalanche(3), *violin(2)]
    centre = Centre.of(traits(record) for record in records)
    assert central_headline(headlines(records), centre) in {title for title, _ in headlines(avalanche(3))}


def test_the_headline_says_what_the_articles_say():
    titles = [("Notre sélection du jour", "fr"), ("Avalanche à Vallorcine", "fr"), ("À lire aussi", "fr")]
    assert central_headline(titles, Centre.of(SNOW)) == "Avalanche à Vallorcine"


def test_of_two_headlines_that_say_as_much_the_older_is_taken():
    titles = [("Le tunnel", "fr"), ("Le musée", "fr")]
    assert central_headline(titles, Centre()) == "Le tunnel"


@pytest.mark.parametrize(
    ("titles", "expected"),
    [([], ""), ([("", "fr")], ""), ([("", "fr"), ("", "fr"), ("One", "en")], "One"), ([("…", "xx")], "…")],
)
def test_headlines_of_articles_without_one(titles, expected):
    assert central_headline(titles, Centre()) == expected
