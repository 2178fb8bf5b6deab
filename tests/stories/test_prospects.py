"""What may come, and whether later reports say that it came so."""

from __future__ import annotations

import pytest

BEFORE, DAY_BEFORE, AFTER = "2027-03-08T08:00:00+01:00", "2027-03-11T18:00:00+01:00", "2027-03-12T18:00:00+01:00"
EXPECTED = {
    "en": "If the talks fail, the drivers will strike in Lyon on 12 March 2027, Ana Roy said.",
    "fr": "Si les négociations échouent, les conducteurs feront grève à Lyon le 12 mars 2027, a dit Ana Roy.",
}
CAME = {
    "en": "The drivers went on strike in Lyon on 12 March 2027.",
    "fr": "Les conducteurs ont fait grève à Lyon le 12 mars 2027.",
}
CALLED_OFF = {
    "en": "The strike of the drivers in Lyon planned for 12 March 2027 was called off.",
    "fr": "La grève des conducteurs prévue le 12 mars 2027 à Lyon est annulée.",
}
BOTH = [("en", "en"), ("fr", "fr"), ("en", "fr"), ("fr", "en")]


@pytest.fixture(scope="session")
def prospect_of(read_article, dossier_of):
    """`prospect_of((text, language, published), …)`: what the first of some articles expects."""

    def make(*told):
        articles = [
            read_article(text, language, published=published, title="Rail", outlet=f"Outlet {n}")
            for n, (text, language, published) in enumerate(told)
        ]
        dossier = dossier_of(*articles)
        return next(its for its in dossier.outlook if its.source.article == articles[0].article.id[:16]), dossier

    return make


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_not_told_is_open(prospect_of, read_article, language):
    record = read_article(EXPECTED[language], language, published=BEFORE, title="Rail")
    assert [event.status for event in record.events if event.type == "strike"] == ["conditional"]
    prospect, dossier = prospect_of((EXPECTED[language], language, BEFORE))
    assert (prospect.verdict, prospect.told_by) == ("open", None)
    assert prospect.holder == "Ana Roy"
    assert prospect.condition
    assert prospect.outcome in EXPECTED[language]
    assert prospect.source.sentence == EXPECTED[language]
    assert set(prospect.events) <= {event.id for event in dossier.events}
    assert prospect.events


@pytest.mark.parametrize(("one", "other"), BOTH)
def test_what_came_true(prospect_of, one, other):
    prospect, dossier = prospect_of((EXPECTED[one], one, BEFORE), (CAME[other], other, AFTER))
    assert prospect.verdict == "came true"
    assert prospect.told_by.sentence == CAME[other]
    assert {event.status for event in dossier.events if event.id in prospect.events} == {"happened"}


@pytest.mark.parametrize(("one", "other"), BOTH)
def test_what_did_not_come_true(prospect_of, one, other):
    prospect, _ = prospect_of((EXPECTED[one], one, BEFORE), (CALLED_OFF[other], other, DAY_BEFORE))
    assert prospect.verdict == "did not come true"
    assert prospect.told_by.sentence == CALLED_OFF[other]


def test_called_off_in_a_clause_of_its_own(prospect_of):
    text = "La grève des conducteurs à Lyon, prévue le 12 mars 2027, est annulée."
    prospect, _ = prospect_of((EXPECTED["fr"], "fr", BEFORE), (text, "fr", DAY_BEFORE))
    assert prospect.verdict == "did not come true"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ana Roy visited Lyon on 9 March 2027.", "en"),
        ("Les professeurs ont fait grève à Bordeaux le 9 mars 2027.", "fr"),
        ("The pilots went on strike in Hamburg on 25 March 2027.", "en"),
    ],
)
def test_other_events_tell_nothing(prospect_of, text, language):
    prospect, _ = prospect_of((EXPECTED["en"], "en", BEFORE), (text, language, "2027-03-26"))
    assert (prospect.verdict, prospect.told_by) == ("open", None)


def test_what_was_reported_before_is_no_answer(prospect_of):
    """A strike of the year before, in a report that is older than the expectation."""
    old = "The drivers went on strike in Lyon on 12 March 2026."
    prospect, _ = prospect_of((EXPECTED["en"], "en", BEFORE), (old, "en", "2026-03-13"))
    assert prospect.verdict == "open"
