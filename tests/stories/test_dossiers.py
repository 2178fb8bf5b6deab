"""Dossiers: kept until a story changes, the same after a round trip; who is in them, and what was said first."""

from __future__ import annotations

import msgspec
import pytest
from newsroom import article, avalanche, lace
from sqlalchemy import select

from sourcier.errors import LibraryError
from sourcier.library.schema import dossiers
from sourcier.stories import stories as module
from sourcier.stories.model import Dossier

DAY = "2027-03-03T08:00:00+01:00"


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """The stories whose dossiers were made, not taken from what is kept."""
    told = []
    make = module.dossier

    def count(story, *arguments):
        told.append(story.id)
        return make(story, *arguments)

    monkeypatch.setattr(module, "dossier", count)
    return told


@pytest.fixture(scope="module")
def rich(read_article, dossier_of) -> Dossier:
    """A dossier with something of each kind."""
    return dossier_of(
        read_article(
            "La présidente Ana Roy a annoncé qu'elle rencontrera le Premier ministre Karl Berg à Vienne le 20 mars 2027. "
            "« Nous parlerons de la frontière et des douanes de nos deux pays », a déclaré Ana Roy. "
            "Si les négociations échouent, les douaniers feront grève à Vienne le 2 avril 2027, a dit Ana Roy.",
            "fr", published=DAY, title="La présidente et le Premier ministre", outlet="Le Courrier",
        ),
        read_article(
            "Prime Minister Karl Berg denied that he will meet President Ana Roy in Vienna on 20 March 2027. "
            "Eight people were killed in the explosion in Lyon on 2 March 2027.",
            "en", published="2027-03-04", title="No talks", outlet="The Ledger",
        ),
        read_article(
            "Eleven people were killed in the explosion in Lyon on 2 March 2027.",
            "en", published="2027-03-04", title="In Lyon", outlet="The Post",
        ),
        read_article("Ana Roy est maire de Lyon depuis 2020.", "fr", title="Une maire"),
    )  # fmt: skip


def test_a_dossier_is_the_same_after_a_round_trip(rich):
    for kind in (rich.events, rich.differences, rich.claims, rich.quotes, rich.outlook, rich.people, rich.places):
        assert kind
    text = msgspec.json.encode(rich)
    assert msgspec.json.decode(text, type=Dossier) == rich
    assert msgspec.json.encode(msgspec.json.decode(text, type=Dossier)) == text


def test_all_ids_in_a_dossier_lead_somewhere(rich):
    events, quotes = {event.id for event in rich.events}, {quote.id for quote in rich.quotes}
    articles = {article.id for article in rich.articles}
    assert {its for person in rich.people for its in person.events} <= events
    assert {its for person in rich.people for its in person.quotes} <= quotes
    assert {its for place in rich.places for its in place.events} <= events
    assert {its for prospect in rich.outlook for its in prospect.events} <= events
    assert {its.event for its in rich.claims} | {its.event for its in rich.differences if its.event} <= events
    assert {quote.source.article for quote in rich.quotes} <= articles


def test_timeline_and_agenda_have_no_event_in_common(rich):
    assert not {e.id for e in rich.timeline()} & {e.id for e in rich.agenda()}
    assert {e.id for e in (*rich.timeline(), *rich.agenda())} <= {e.id for e in rich.events}
    for listed in (rich.timeline(), rich.agenda()):
        days = [(event.begin or "9")[:10] for event in listed]
        assert days == sorted(days)


def test_the_first_report_is_the_first_sentence_of_the_oldest_article(rich):
    assert rich.first_report.outlet == "Le Courrier"
    assert rich.first_report.published == DAY
    assert rich.first_report.sentence.startswith("La présidente Ana Roy a annoncé")


def test_without_dates_there_is_no_first_report(dossier_of):
    undated = [article("Un titre", "Un texte.", language="fr", published=None)]
    assert dossier_of(*undated).first_report is None
    assert dossier_of().first_report is None


def test_an_article_of_a_headline_alone_is_its_own_first_report(dossier_of):
    assert dossier_of(article("Le pont rouvre", language="fr")).first_report.sentence == "Le pont rouvre"


def test_a_person_has_one_entry_in_both_languages(read_article, dossier_of):
    dossier = dossier_of(
        read_article("La ministre de l'Énergie, Hélène Castaing, a visité Lyon mardi.", "fr", published="2027-03-03"),
        read_article("La ministre de l'Énergie, Hélène Castaing, a visité Nantes mardi.", "fr", published="2027-03-10"),
        read_article("Prime Minister Helene Castaing visited Lille on Tuesday.", "en", published="2027-03-17"),
    )
    (person,) = dossier.people
    assert person.name == "Hélène Castaing"
    assert person.key
    assert person.articles == 3
    spans = {office.title: (office.first, office.last) for office in person.offices}
    assert spans == {
        "ministre de l'Énergie": ("2027-03-03", "2027-03-10"),
        "Prime Minister": ("2027-03-17", "2027-03-17"),
    }
    assert [office.title for office in person.offices] == ["ministre de l'Énergie", "Prime Minister"]
    assert len(person.events) == 3


def test_offices_without_a_name_are_no_people(read_article, dossier_of):
    dossier = dossier_of(
        read_article("The mayor said that the bridge will reopen on Monday.", "en", published="2027-03-03")
    )
    assert dossier.people == ()


def test_a_dossier_is_kept(stories, add, made):
    names = add(stories.library, *avalanche())
    stories.update()
    first = stories.dossier(names[0])
    assert stories.dossier(first.story.id) == first
    assert stories.dossier(names[1]) == first
    assert made == [first.story.id]


def test_a_dossier_is_made_anew_when_an_article_joins(stories, add, made):
    names = add(stories.library, *avalanche(3))
    add(stories.library, *lace(3))
    stories.update()
    first, other = stories.dossier(names[0]), stories.dossier(stories.all()[1].id)
    add(stories.library, avalanche()[3])
    stories.update()
    second = stories.dossier(names[0])
    assert (len(first.articles), len(second.articles)) == (3, 4)
    assert (first.story.articles, second.story.articles) == (3, 4)
    assert len({first.story.id, other.story.id}) == 2
    assert made.count(first.story.id) == 2
    for story in stories.all():
        stories.dossier(story.id)
    assert made.count(first.story.id) == 2


def test_a_dossier_that_cannot_be_kept_is_shown(own_stories, add, monkeypatch):
    names = add(own_stories.library, *avalanche())
    own_stories.update()

    def refuse():
        raise LibraryError("the disk is full")

    monkeypatch.setattr(own_stories.database, "writing", refuse)
    assert len(own_stories.dossier(names[0]).articles) == 4
    monkeypatch.undo()
    with own_stories.database.reading() as connection:
        assert connection.execute(select(dossiers)).all() == []


def test_the_id_of_a_merged_story_leads_to_the_dossier(stories, add):
    names = add(stories.library, *avalanche())
    others = add(stories.library, *lace())
    stories.update()
    old = stories.dossier(others[0])
    merged = stories.merge(stories.story(names[0]).id, [old.story.id])
    assert len(stories.dossier(old.story.id).articles) == 8
    assert stories.dossier(old.story.id).story == merged
    assert [record.article.title for record in stories.records(old.story.id)] == [
        its.title for its in stories.articles(merged.id)
    ]
