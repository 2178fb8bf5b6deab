"""What articles are grouped by, and how alike they are."""

from __future__ import annotations

import math
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import PEOPLE, PLACES, article, avalanche, lace, violin

from sourcier.errors import LibraryError
from sourcier.stories.likeness import Centre, cosine, likeness, shared, stories_likeness, words_needed
from sourcier.stories.model import Reason
from sourcier.stories.packing import centre_of, packed_centre, packed_traits, traits_of
from sourcier.stories.shelf import reasons_of, reasons_text
from sourcier.stories.traits import Traits, is_common, kind_of, names_of, shown, traits, unit, weighted_words
from sourcier.stories.word_weights import stem, word_weight

UNTIMED = settings(deadline=None)
TERMS = st.text(string.ascii_lowercase + "éà/# ", min_size=1, max_size=8)
VECTORS = st.dictionaries(TERMS, st.floats(0.001, 50), max_size=12)
DAYS = st.none() | st.floats(0, 80_000, allow_nan=False)
TRAITS = st.builds(Traits, st.sampled_from(["fr", "en", "xx"]), DAYS, VECTORS.map(unit), VECTORS.map(unit))


def length(vector) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values()))


@pytest.mark.parametrize("record", [*avalanche(), *violin()], ids=lambda record: record.article.title)
def test_vectors_are_of_length_one(record):
    its = traits(record)
    assert length(its.words) == pytest.approx(1)
    assert length(its.facts) == pytest.approx(1)
    assert all(weight > 0 for weight in (*its.words.values(), *its.facts.values()))
    assert its.language == record.article.language


@UNTIMED
@given(VECTORS)
def test_unit(vector):
    assert length(unit(vector)) == pytest.approx(1 if vector else 0)
    assert unit(vector).keys() == vector.keys()


def test_what_an_article_is_grouped_by():
    day = "2027-03-07"
    record = article(
        "Avalanche à Vallorcine",
        "Une avalanche a emporté 14 chalets dimanche à Vallorcine.",
        "Le maire, Bastien Quéméner, remercie les 120 secouristes venus en 2027.",
        language="fr",
        people=PEOPLE,
        places=tuple(PLACES),
        events=[("disaster", day, "Une avalanche a emporté 14 chalets")],
    )
    its = traits(record)
    assert its.day == pytest.approx(20_879)  # 2 March 2027
    assert stem("avalanches", "fr") in its.words
    assert "la" not in its.words
    assert {"p/103", "c/FR", "e/disaster", f"e/disaster {day}", "#/14", "#/120"} <= its.facts.keys()
    assert any(term.startswith("a/") for term in its.facts)
    assert "#/2027" not in its.facts
    for term in its.facts:
        assert kind_of(term) in {"people", "places", "events", "names", "numbers"}
        assert shown(term, {}) in term
    named = {shown(term, names_of(record)) for term in its.facts if kind_of(term) in {"people", "places"}}
    assert {"Bastien Quéméner", "Vallorcine"} <= named
    assert is_common("c/FR") and is_common("e/disaster")
    assert not is_common("p/103") and not is_common(f"e/disaster {day}")


def test_the_words_of_the_opening_count():
    far = article("Un titre", *["Le pont de bois est fermé."] * 80, "Un perroquet chante.", language="fr")
    assert stem("perroquet", "fr") not in traits(far).words
    assert stem("pont", "fr") in traits(far).words


@pytest.mark.parametrize("published", [None, "", "hier", "0001-01-01", "9999-12-31T23:59:59-23:59", "2027-13-45"])
def test_any_date_or_none(published):
    its = traits(article("Un titre", "Un texte.", language="fr", published=published))
    assert its.day is None or isinstance(its.day, float)


@pytest.mark.parametrize("language", ["fr", "en", "xx", "zh", ""])
@pytest.mark.parametrize("text", ["", "…", "le la les", "12", "\u202e\ud800\0", "𝕏 🂡 日本語"])
def test_articles_without_words_and_unknown_languages(language, text):
    its = traits(article(text, text, language=language))
    for vector in (its.words, its.facts):
        assert not vector or length(vector) == pytest.approx(1)
    assert likeness(its, Centre()) == 0
    assert traits_of(packed_traits(its)).words.keys() <= its.words.keys()


def test_words_weigh_by_how_seldom_they_are():
    assert word_weight("the", "en") == 0
    assert 0 < word_weight("bridge", "en") < word_weight("parapet", "en") <= word_weight("zzyzzx", "en") == 4
    assert word_weight("zzyzzx", "xx") == 4
    assert word_weight("1847", "en") == word_weight("12", "fr")
    assert stem("mots", "xx") == "mots"
    words = weighted_words("Bridges, a bridge, the bridge and parapets", "en")
    assert len(words) == 2


@UNTIMED
@given(VECTORS, VECTORS)
def test_cosines(one, other):
    assert cosine(one, other) == pytest.approx(cosine(other, one))
    assert -1e-9 <= cosine(one, other) <= 1 + 1e-9
    assert cosine(one, one) == pytest.approx(1 if one else 0)
    assert cosine(one, {}) == 0
    assert cosine({term: 3 * weight for term, weight in one.items()}, other) == pytest.approx(cosine(one, other))


@UNTIMED
@given(VECTORS, VECTORS, st.integers(0, 5))
def test_shared_terms_are_in_both(one, other, most):
    found = shared(one, other, most)
    assert len(found) <= most
    assert set(found) <= one.keys() & other.keys()
    weights = [one[term] * other[term] for term in found]
    assert weights == sorted(weights, reverse=True)


@UNTIMED
@given(st.lists(TRAITS, max_size=5), st.permutations(range(5)))
def test_a_centre_is_the_same_in_whatever_order(articles, order):
    turned = [articles[n] for n in order if n < len(articles)]
    one, other = Centre.of(articles), Centre.of(turned)
    assert one.facts == pytest.approx(other.facts)
    assert one.words.keys() == other.words.keys()
    assert (one.first, one.last) == (other.first, other.last)
    days = [article.day for article in articles if article.day is not None]
    assert (one.first, one.last) == ((min(days), max(days)) if days else (None, None))


@UNTIMED
@given(TRAITS, st.lists(TRAITS, min_size=1, max_size=3), st.floats(0, 400), st.floats(0, 400))
def test_silence_makes_less_alike(article, others, some, more):
    """The same article so many days behind the last of a story."""
    centre = Centre.of(Traits(other.language, 1_000.0, other.words, other.facts) for other in others)

    def after(days: float) -> float:
        return likeness(Traits(article.language, 1_000.0 + days, article.words, article.facts), centre)

    sooner, later = sorted((some, more))
    assert 0 <= after(later) <= after(sooner) + 1e-9 <= after(0) + 2e-9
    assert after(-some) == pytest.approx(after(some))


def test_an_article_belongs_to_its_own_story_and_not_to_another():
    snow, cloth, music = ([traits(record) for record in told] for told in (avalanche(), lace(), violin()))
    for story, others in ((snow, (cloth, music)), (cloth, (snow, music)), (music, (snow, cloth))):
        first, *rest = story
        assert likeness(first, Centre.of(rest)) >= 1
        for other in others:
            assert likeness(first, Centre.of(other)) < 1
            assert stories_likeness(Centre.of(story), Centre.of(other)) < 1
    assert stories_likeness(Centre.of(snow[:2]), Centre.of(snow[2:])) >= 1


def test_a_long_article_needs_more_likeness():
    needed = [
        words_needed(Traits("en", None, dict.fromkeys(map(str, range(n)), 1.0), {})) for n in (0, 1, 30, 100, 200)
    ]
    assert needed == sorted(needed)
    assert all(0 < its < 0.5 for its in needed)


def to_a_thousandth(vector):
    return {term: weight for term, weight in vector.items() if round(weight * 1000)}


@UNTIMED
@given(TRAITS)
def test_traits_are_kept_to_a_thousandth(its):
    kept = traits_of(packed_traits(its))
    assert (kept.language, kept.day) == (its.language, its.day)
    for one, other in ((kept.words, its.words), (kept.facts, its.facts)):
        assert one == pytest.approx(to_a_thousandth(other), abs=0.000_51)
        assert one.keys() == to_a_thousandth(other).keys()
    assert packed_traits(kept) == packed_traits(its)


@UNTIMED
@given(st.lists(TRAITS, max_size=4))
def test_centres_are_kept_to_a_thousandth(articles):
    centre = Centre.of(articles)
    kept = centre_of(packed_centre(centre))
    assert (kept.first, kept.last) == (centre.first, centre.last)
    assert kept.facts == pytest.approx(to_a_thousandth(centre.facts), abs=0.000_51)
    assert kept.words.keys() == centre.words.keys()


@pytest.mark.parametrize("content", [b"", b"damaged", packed_traits(traits(avalanche()[0]))[:-9]])
def test_what_is_damaged_is_an_error(content):
    with pytest.raises(LibraryError):
        traits_of(content)
    with pytest.raises(LibraryError):
        centre_of(content)


@UNTIMED
@given(st.lists(st.builds(Reason, st.sampled_from(["words", "people"]), st.lists(st.text(max_size=9)).map(tuple))))
def test_reasons_are_kept(reasons):
    assert reasons_of(reasons_text(reasons)) == tuple(reasons)
