"""Numbers in the words of events, what sentences change, and moments that are compared."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcier.languages import codes
from sourcier.record import Time
from sourcier.stories.changes import Changes, changes_in
from sourcier.stories.counts import count_in, tells_of_death
from sourcier.stories.event_words import event_type_in
from sourcier.stories.timing import days_between, has_hour, moment, published_before, same_time
from sourcier.stories.word_weights import stem


@pytest.mark.parametrize(
    ("words", "language", "count"),
    [
        ("quatorze personnes sont mortes", "fr", 14),
        ("au moins 1 200 habitants évacués", "fr", 1200),
        ("vingt-quatre arrestations", "fr", 24),
        ("la crue de 2026", "fr", None),
        ("une hausse de 3 %", "fr", None),
        ("le procès s'est ouvert", "fr", None),
        ("fourteen people died", "en", 14),
        ("1,200 people were evacuated", "en", 1200),
        ("twenty-four arrests", "en", 24),
        ("the flood of 2026", "en", None),
        ("prices rose by 3%", "en", None),
        ("a fine of £500", "en", None),
        ("14 morts", "xx", 14),
        ("", "fr", None),
    ],
)
def test_counts(words, language, count):
    assert count_in(words, language) == count


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from([*codes(), "xx"]))
def test_any_text_is_read(text, language):
    assert count_in(text, language) is None or count_in(text, language) >= 0
    assert tells_of_death(text, language) in {True, False}
    assert isinstance(changes_in(text, 0, [], language), Changes)
    event_type_in(text, language)
    stem(text, language)


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("huit personnes ont été tuées", "fr", True),
        ("le bilan est de huit morts", "fr", True),
        ("huit blessés", "fr", False),
        ("eight people were killed", "en", True),
        ("the death toll", "en", True),
        ("eight people were hurt", "en", False),
        ("eight dead", "xx", False),
    ],
)
def test_words_of_death(words, language, expected):
    assert tells_of_death(words, language) is expected


def time(text: str, sentence: str, day: str, **more) -> Time:
    at = sentence.index(text)
    return Time(id="t1", start=at, end=at + len(text), text=text, type="DATE", value=day, begin=day, finish=day, **more)


@pytest.mark.parametrize(
    ("sentence", "language", "kind"),
    [
        ("La réunion est reportée au 17 mars.", "fr", "moved"),
        ("Le procès a été repoussé au 17 mars.", "fr", "moved"),
        ("La grève est annulée.", "fr", "cancelled"),
        ("Le concert n'aura pas lieu.", "fr", "cancelled"),
        ("Contrairement à ce que nous avions écrit, onze personnes sont mortes.", "fr", "corrected"),
        ("The meeting was postponed to 17 March.", "en", "moved"),
        ("The trial has been put off until 17 March.", "en", "moved"),
        ("The strike has been called off.", "en", "cancelled"),
        ("The concert will not take place.", "en", "cancelled"),
        ("An earlier version of this article gave another toll.", "en", "corrected"),
    ],
)
def test_changes(sentence, language, kind):
    found = changes_in(sentence, 0, [], language)
    assert [name for name in ("moved", "cancelled", "corrected") if getattr(found, name)] == [kind]
    assert changes_in(sentence.replace("'", "’"), 0, [], language) == found
    assert changes_in(sentence, 0, [], "xx") == Changes()


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("La réunion, prévue le 10 mars, est reportée au 17 mars.", "fr"),
        ("The meeting was postponed from 10 March to 17 March.", "en"),
    ],
)
def test_which_date_an_event_had_and_which_it_has(sentence, language):
    months = {"fr": "mars", "en": "March"}
    before = time(f"10 {months[language]}", sentence, "2027-03-10")
    to = time(f"17 {months[language]}", sentence, "2027-03-17")
    found = changes_in(sentence, 0, [before, to], language)
    assert (found.before, found.to) == (before, to)


@pytest.mark.parametrize(
    "sentence", ["La réunion aura lieu le 17 mars.", "Le ministre lit le rapport de la commission."]
)
def test_a_sentence_that_changes_nothing(sentence):
    assert changes_in(sentence, 0, [], "fr") == Changes()


def at(begin: str | None, finish: str | None = None, zone: str | None = None) -> Time:
    return Time(
        id="t1", start=0, end=1, text="x", type="DATE", value=begin, begin=begin, finish=finish or begin, zone=zone
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (at("2027-03-10"), at("2027-03-10"), True),
        (at("2027-03-10"), at("2027-03-11"), False),
        (at("2027-03-10"), at("2027-03-08", "2027-03-14"), True),
        (at("2027-03-10"), at("2027-03-10T14:00"), True),
        (at("2027-03-10T14:00"), at("2027-03-10T15:00"), False),
        (at("2027-03-10T14:00+00:00"), at("2027-03-10T15:00+01:00"), True),
        (at("2027-03-10T14:00", zone="Europe/London"), at("2027-03-10T15:00", zone="Europe/Paris"), True),
        (at("2027-03-10T14:00", zone="Europe/London"), at("2027-03-10T14:00", zone="Europe/Paris"), False),
        (at("2027-03-10T14:00"), at("2027-03-10T14:00+01:00"), True),
        (at(None), at("2027-03-10"), True),
    ],
)
def test_same_time(one, other, same):
    assert same_time(one, other) is same
    assert same_time(other, one) is same


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30) | st.none(), st.text(max_size=20) | st.none())
def test_stamps_that_are_none(one, other, zone):
    assert moment(one, zone) is None or moment(one, zone).tzinfo is not None
    assert days_between(one, other) is None or isinstance(days_between(one, other), int)
    assert published_before(one, other) in {True, False}
    has_hour(at(one))


def test_days_and_order():
    assert days_between("2027-03-01", "2027-03-10T08:00") == 9
    assert days_between("2027-03-10", "2027-03-01") == -9
    assert days_between(None, "2027-03-01") is None
    assert published_before("2027-03-01T08:00+01:00", "2027-03-01T07:30+00:00")
    assert not published_before("2027-03-01", "2027-03-01T07:30+00:00")
    assert published_before("2027-03-01", "2027-03-02T07:30+00:00")
    assert not published_before(None, "2027-03-02")
