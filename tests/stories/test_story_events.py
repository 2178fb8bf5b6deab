"""What many articles say of one event: announced, moved, called off, held, denied, in one language and in two."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from sourcier.exports.dossiers.ics import calendar

ANNOUNCED, MOVED, HELD, CANCELLED = "2027-03-01T08:00:00+01:00", "2027-03-05T08:00:00+01:00", "2027-03-18T08:00:00+01:00", "2027-03-09T08:00:00+01:00"  # fmt: skip

MEETING = {
    "en": (
        "The foreign ministers of France and Germany will meet in Geneva on 10 March 2027.",
        "The meeting of the foreign ministers of France and Germany in Geneva has been postponed from 10 March to 17 March 2027.",
        "The foreign ministers of France and Germany met in Geneva on 17 March 2027.",
    ),
    "fr": (
        "Les ministres des Affaires étrangères de la France et de l'Allemagne se réuniront à Genève le 10 mars 2027.",
        "La réunion des ministres des Affaires étrangères de la France et de l'Allemagne à Genève, prévue le 10 mars, est reportée au 17 mars 2027.",
        "Les ministres des Affaires étrangères de la France et de l'Allemagne se sont réunis à Genève le 17 mars 2027.",
    ),
}
STRIKE = {
    "en": (
        "A strike of train drivers is planned for 12 March 2027 in Lyon.",
        "The strike of train drivers planned for 12 March 2027 in Lyon has been called off.",
    ),
    "fr": (
        "Une grève des conducteurs de train est prévue le 12 mars 2027 à Lyon.",
        "La grève des conducteurs de train prévue le 12 mars 2027 à Lyon est annulée.",
    ),
}
CLAIM = {
    "en": (
        "President Ana Roy announced that she will meet Prime Minister Karl Berg in Vienna on 20 March 2027.",
        "Prime Minister Karl Berg denied that he will meet President Ana Roy in Vienna on 20 March 2027.",
    ),
    "fr": (
        "La présidente Ana Roy a annoncé qu'elle rencontrera le Premier ministre Karl Berg à Vienne le 20 mars 2027.",
        "Le Premier ministre Karl Berg a démenti qu'il rencontrera la présidente Ana Roy à Vienne le 20 mars 2027.",
    ),
}
TRIAL = (
    "The trial of Paul Vasseur will begin in Rouen on 10 March 2027.",
    "The trial of Paul Vasseur in Rouen has been postponed from 10 March to 17 March 2027.",
    "The trial of Paul Vasseur in Rouen has been postponed from 17 March to 24 March 2027.",
    "The trial of Paul Vasseur in Rouen, planned for 24 March 2027, has been cancelled.",
)
WORDS = {"en": "Diplomacy", "fr": "Diplomatie"}


@pytest.fixture(scope="session")
def told(read_article):
    """`told(MEETING, ("fr", "en"), dates)`: the articles that tell it, each in one language."""

    def make(sentences, languages, dates):
        return [
            read_article(sentences[language][n], language, published=date, title=WORDS[language], outlet=f"Outlet {n}")
            for n, (language, date) in enumerate(zip(languages, dates, strict=True))
        ]

    return make


def only(dossier, kind):
    """The one event of a type."""
    (event,) = (event for event in dossier.events if event.type == kind)
    return event


def kinds(event) -> list[str]:
    return [change.kind for change in event.history]


def entry(dossier, event):
    (found,) = Calendar.from_ical(calendar([(dossier.story, event)], "x")).walk("VEVENT")
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_reader_reads_what_these_tests_rest_on(told, language):
    announced, moved, held = told(MEETING, [language] * 3, (ANNOUNCED, MOVED, HELD))
    assert [(event.type, event.status) for event in announced.events] == [("meeting", "scheduled")]
    assert [(event.type, event.status) for event in held.events] == [("meeting", "happened")]
    assert "cancellation" in {event.type for event in moved.events}
    assert {time.begin for time in moved.times} >= {"2027-03-10", "2027-03-17"}
    planned, off = told(STRIKE, [language] * 2, (ANNOUNCED, CANCELLED))
    assert [(event.type, event.status) for event in planned.events] == [("strike", "scheduled")]
    assert "cancellation" in {event.type for event in off.events}
    claim, denial = told(CLAIM, [language] * 2, (ANNOUNCED, MOVED))
    assert ("meeting", "scheduled") in {(event.type, event.status) for event in claim.events}
    assert ("meeting", "denied") in {(event.type, event.status) for event in denial.events}


LANGUAGES = [("en", "en", "en"), ("fr", "fr", "fr"), ("fr", "en", "fr"), ("en", "fr", "en")]


@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
def test_announced_moved_held(told, dossier_of, languages):
    articles = told(MEETING, languages, (ANNOUNCED, MOVED, HELD))
    first, second, third = (only(dossier_of(*articles[:n]), "meeting") for n in (1, 2, 3))
    assert [(e.status, e.begin, e.sequence) for e in (first, second, third)] == [
        ("scheduled", "2027-03-10", 0),
        ("scheduled", "2027-03-17", 1),
        ("happened", "2027-03-17", 1),
    ]
    assert [kinds(e) for e in (first, second, third)] == [
        ["announced"],
        ["announced", "moved"],
        ["announced", "moved", "held"],
    ]
    moved = third.history[1]
    assert (moved.before, moved.begin, moved.reported) == ("2027-03-10", "2027-03-17", MOVED)
    assert [change.source.sentence for change in third.history] == [
        MEETING[language][n] for n, language in enumerate(languages)
    ]


@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
def test_an_event_keeps_its_id_and_its_uid(told, dossier_of, languages):
    articles = told(MEETING, languages, (ANNOUNCED, MOVED, HELD))
    dossiers = [dossier_of(*articles[:n]) for n in (1, 2, 3)]
    events = [only(dossier, "meeting") for dossier in dossiers]
    assert len({event.id for event in events}) == 1
    entries = [entry(dossier, event) for dossier, event in zip(dossiers, events, strict=True)]
    assert len({str(its["UID"]) for its in entries}) == 1
    assert [int(its["SEQUENCE"]) for its in entries] == [0, 1, 1]


def test_an_event_keeps_its_id_when_an_older_report_comes_later(told, dossier_of):
    announced, moved, held = told(MEETING, ("en", "fr", "en"), (ANNOUNCED, MOVED, HELD))
    alone = only(dossier_of(moved), "meeting")
    both = only(dossier_of(announced, moved, order={0: 7, 1: 3}), "meeting")
    three = only(dossier_of(announced, moved, held, order={0: 7, 1: 3, 2: 9}), "meeting")
    assert alone.id == both.id == three.id
    assert kinds(three) == ["announced", "moved", "held"]


def test_each_move_and_the_end_count(read_article, dossier_of):
    dates = (ANNOUNCED, MOVED, "2027-03-12T08:00:00+01:00", "2027-03-20T08:00:00+01:00")
    articles = [
        read_article(text, "en", published=date, title="In court") for text, date in zip(TRIAL, dates, strict=True)
    ]
    event = only(dossier_of(*articles), "trial")
    assert kinds(event) == ["announced", "moved", "moved", "cancelled"]
    assert [change.begin for change in event.history[:3]] == ["2027-03-10", "2027-03-17", "2027-03-24"]
    assert (event.status, event.sequence) == ("cancelled", 3)
    assert [only(dossier_of(*articles[:n]), "trial").sequence for n in (1, 2, 3, 4)] == [0, 1, 2, 3]


@pytest.mark.parametrize("languages", list(itertools.product(("en", "fr"), repeat=2)), ids="-".join)
def test_announced_and_cancelled(told, dossier_of, languages):
    articles = told(STRIKE, languages, (ANNOUNCED, CANCELLED))
    before, dossier = dossier_of(articles[0]), dossier_of(*articles)
    event = only(dossier, "strike")
    assert (kinds(event), event.status, event.begin) == (["announced", "cancelled"], "cancelled", "2027-03-12")
    assert event in dossier.agenda()
    assert event not in dossier.timeline()
    assert event.id == only(before, "strike").id
    old, new = entry(before, only(before, "strike")), entry(dossier, event)
    assert (str(old["STATUS"]), str(new["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert (int(old["SEQUENCE"]), int(new["SEQUENCE"]), old["UID"]) == (0, 1, new["UID"])
    assert dossier.claims == ()


@pytest.mark.parametrize("languages", list(itertools.product(("en", "fr"), repeat=2)), ids="-".join)
def test_a_denial_stands_beside_the_claim(told, dossier_of, languages):
    dossier = dossier_of(*told(CLAIM, languages, (ANNOUNCED, MOVED)))
    event = only(dossier, "meeting")
    (claim,) = dossier.claims
    assert claim.event == event.id
    assert "Ana Roy" in {holder for value in claim.asserted for holder in value.holders}
    assert [value.holders for value in claim.denied] == [("Karl Berg",)]
    assert event.status != "cancelled"
    assert "denied" in kinds(event)
    assert event.sequence == 0
    assert dossier.differences == ()


def test_two_visits_are_two_events(read_article, dossier_of):
    dossier = dossier_of(
        read_article("Prime Minister Karl Berg visited Lyon on 2 March 2027.", "en", published="2027-03-03", title="Berg"),
        read_article("Le Premier ministre Karl Berg a visité Lyon le 16 mars 2027.", "fr", published="2027-03-17", title="Berg"),
    )  # fmt: skip
    assert [event.begin for event in dossier.events if event.type == "visit"] == ["2027-03-02", "2027-03-16"]
    assert len({event.id for event in dossier.events}) == len(dossier.events)


def test_one_visit_in_two_languages_is_one_event(read_article, dossier_of):
    dossier = dossier_of(
        read_article("Prime Minister Karl Berg visited Lyon on 2 March 2027.", "en", published="2027-03-03", title="Berg"),
        read_article("Le Premier ministre Karl Berg a visité Lyon le 2 mars 2027.", "fr", published="2027-03-03", title="Berg"),
    )  # fmt: skip
    event = only(dossier, "visit")
    assert {mention.source.language for mention in event.mentions} == {"fr", "en"}
    assert [actor.key for actor in event.actors].count("karl berg") == 1
    assert event in dossier.timeline()


def test_moved_in_a_clause_of_its_own(read_article, dossier_of):
    texts = (
        "La réunion des ministres aura lieu à Genève le 10 mars 2027.",
        "La réunion des ministres à Genève, prévue le 10 mars, est reportée au 17 mars 2027.",
    )
    articles = [
        read_article(text, "fr", published=date, title=WORDS["fr"])
        for text, date in zip(texts, (ANNOUNCED, MOVED), strict=True)
    ]
    event = only(dossier_of(*articles), "meeting")
    assert (kinds(event), event.begin) == (["announced", "moved"], "2027-03-17")


def test_an_event_is_announced_once(read_article, dossier_of):
    article = read_article(MEETING["en"][0], "en", published=ANNOUNCED, title="Ministers to meet in Geneva")
    assert kinds(only(dossier_of(article), "meeting")) == ["announced"]


def test_every_event_rests_on_sentences(told, dossier_of):
    for sentences, dates in (
        (MEETING, (ANNOUNCED, MOVED, HELD)),
        (STRIKE, (ANNOUNCED, CANCELLED)),
        (CLAIM, (ANNOUNCED, MOVED)),
    ):
        articles = told(sentences, ["fr", "en", "fr"][: len(dates)], dates)
        dossier = dossier_of(*articles)
        texts = {record.article.id[:16]: record.article.text for record in articles}
        for event in dossier.events:
            assert event.mentions
            for source in (*(m.source for m in event.mentions), *(c.source for c in event.history)):
                assert " ".join(texts[source.article][source.start : source.end].split()) == source.sentence
            assert [m.source.published for m in event.mentions] == sorted(m.source.published for m in event.mentions)
            assert set(event.values) <= {"time", "place", "number", "status"}
            assert all(value.sources for values in event.values.values() for value in values)


@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_each_mention_is_of_one_event(told, dossier_of, data):
    """Whatever articles come together, and without dates as well."""
    every = [
        *told(MEETING, ("en", "fr", "en"), (ANNOUNCED, MOVED, HELD)),
        *told(STRIKE, ("fr", "en"), (ANNOUNCED, CANCELLED)),
        *told(CLAIM, ("en", "fr"), (None, None)),
    ]
    chosen = data.draw(st.lists(st.sampled_from(every), unique_by=lambda record: record.article.id))
    dossier = dossier_of(*chosen)
    mentioned = [(m.source.article, m.event) for event in dossier.events for m in event.mentions]
    assert len(mentioned) == len(set(mentioned))
    assert set(mentioned) <= {(record.article.id[:16], event.id) for record in chosen for event in record.events}
    assert len({event.id for event in dossier.events}) == len(dossier.events)
    assert dossier_of(*chosen) == dossier
