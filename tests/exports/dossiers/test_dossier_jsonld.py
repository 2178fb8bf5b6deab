"""JSON-LD of a story: only what schema.org has, used as it says, with where each event stands by the last reports."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from poison import NOISE, poisoned
from schema_org import assert_expands, assert_fits, walk
from valmont import DENIAL, DOSSIER, MEETING, MOVED, mention

from sourcier.exports.dossiers import dossier_exporter
from sourcier.stories.model import Change, Claim, EventActor, Value

EVENT = "urn:sourcier:event:00000000000000"
ACTOR = "urn:sourcier:story:9f3c2a71d04be856:actor:"
SLIDE, BRIEFING, TALKS, CRACK = 0, 2, 3, 6


@pytest.fixture
def vocabulary(standard):
    return standard("schemaorg-30.0.json")


def document(dossier):
    out = io.StringIO(newline="")
    dossier_exporter("jsonld")(dossier, out)
    out.getvalue().encode()
    return json.loads(out.getvalue())


def nodes(dossier):
    return {node["@id"]: node for node in document(dossier)["@graph"]}


def with_event(dossier, number, **changes):
    """The dossier with one event alone, changed, and what is claimed of it."""
    event = replace(dossier.events[number], **changes)
    return replace(dossier, events=(event,), differences=())


def event_node(dossier, number, **changes):
    return nodes(with_event(dossier, number, **changes))[f"{EVENT}e{number + 1}"]


def words(node):
    return [term["name"] for term in node["keywords"] if "name" in term]


def test_each_type_and_property_is_used_as_the_vocabulary_says(dossier, bare, vocabulary):
    for each in (dossier, bare):
        assert_fits(document(each), vocabulary)
        assert_expands(document(each), vocabulary)


@given(text=NOISE, dates=st.booleans())
@settings(max_examples=25, deadline=None)
def test_no_text_breaks_it(text, dates):
    graph = document(poisoned(DOSSIER, text, dates=dates))["@graph"]
    assert len({node["@id"] for node in graph if node["@type"] in {"Event", "NewsArticle", "Quotation"}}) == 17
    for node in walk(graph):
        assert not {c for c in node.get("@id", "") if c.isspace()}


def test_the_story_is_a_collection_of_its_articles(dossier):
    graph = nodes(dossier)
    story = graph["urn:sourcier:story:9f3c2a71d04be856"]
    assert story["@type"] == "Collection"
    assert story["sdDatePublished"] == "2027-03-09"
    articles = [graph[part["@id"]] for part in story["hasPart"]]
    assert [article["@id"] for article in articles] == [f"urn:sourcier:article:a{n}" for n in range(1, 7)]
    assert articles[3] == {
        "@type": "NewsArticle",
        "@id": "urn:sourcier:article:a4",
        "headline": "Barrage de Valmont : la réunion de Genève repoussée à jeudi",
        "url": "https://courrier.example/barrage?id=7&page=2",
        "datePublished": "2027-03-05",
        "inLanguage": "fr",
        "publisher": {"@type": "Organization", "name": "Le Courrier des Alpes"},
    }
    assert [graph[event["@id"]]["@type"] for event in story["about"]] == ["Event"] * 6


def test_names_are_unique(dossier):
    names = [node["@id"] for node in document(dossier)["@graph"]]
    assert len(names) == len(set(names))


def test_only_web_addresses_are_addresses(dossier):
    article = replace(dossier.articles[0], url="javascript:alert(1)")
    assert "url" not in nodes(replace(dossier, articles=(article,)))["urn:sourcier:article:a1"]


def test_a_moved_event(dossier):
    event = nodes(dossier)[f"{EVENT}e4"]
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["startDate"] == "2027-03-11T14:00+01:00"
    assert event["previousStartDate"] == ["2027-03-09T10:00+01:00"]
    assert "endDate" not in event
    assert event["location"] == {
        "@type": "Place",
        "name": "Geneva",
        "geo": {"@type": "GeoCoordinates", "latitude": 46.20222, "longitude": 6.14569},
        "address": {"@type": "PostalAddress", "addressCountry": "CH"},
        "sameAs": "https://sws.geonames.org/2660646/",
    }
    assert event["attendee"] == [{"@id": f"{ACTOR}ines%20carvallo"}]
    assert event["organizer"] == [{"@id": f"{ACTOR}switzerland"}]


def test_an_event_that_moved_twice_has_all_its_dates(dossier):
    again = Change("moved", "2027-03-10", "2027-03-18", "2027-03-11T14:00+01:00", None, MOVED)
    event = event_node(dossier, TALKS, begin="2027-03-18", history=(*dossier.events[TALKS].history, again))
    assert event["previousStartDate"] == ["2027-03-09T10:00+01:00", "2027-03-11T14:00+01:00"]


def test_an_event_put_off_to_no_date_has_none(dossier):
    off = Change("moved", "2027-03-05", None, "2027-03-09T10:00+01:00", None, MOVED)
    event = event_node(dossier, TALKS, begin="2027-03-09T10:00+01:00", finish="2027-03-10", history=(off,))
    assert event["eventStatus"] == "https://schema.org/EventPostponed"
    assert event["previousStartDate"] == ["2027-03-09T10:00+01:00"]
    assert not {"startDate", "endDate"} & set(event)


def test_a_cancelled_event_keeps_its_date(dossier):
    event = nodes(dossier)[f"{EVENT}e3"]
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["startDate"] == "2027-03-05T17:00"
    assert "previousStartDate" not in event
    undated = event_node(dossier, BRIEFING, begin=None, finish=None)
    assert undated["previousStartDate"] == ["2027-03-05T17:00"]


@pytest.mark.parametrize(
    ("announced", "status"),
    [
        ((), None),
        (("2027-03-09",), "https://schema.org/EventScheduled"),
        (("2027-03-02",), None),
        ((None,), None),
    ],
)
def test_what_happened_was_scheduled_if_it_was_announced_for_that_day(announced, status, dossier):
    history = tuple(Change("announced", None, day, None, None, MEETING) for day in announced)
    held = Change("held", None, "2027-03-09", None, None, MOVED)
    event = event_node(dossier, TALKS, status="happened", begin="2027-03-09T10:00+01:00", history=(*history, held))
    assert event.get("eventStatus") == status


def test_dates(dossier):
    event = nodes(dossier)[f"{EVENT}e5"]
    assert (event["startDate"], event["endDate"]) == ("2027-03-12T08:00-05:00", "2027-03-14T17:59-05:00")
    assert "startDate" not in event_node(dossier, SLIDE, begin="soon")


@pytest.mark.parametrize("status", ["conditional", "forecast", "demanded", "denied"])
def test_what_is_not_told_as_an_event_is_a_claim_alone(status, dossier):
    graph = nodes(replace(with_event(dossier, 5, status=status), claims=()))
    assert not [node for node in graph.values() if node["@type"] == "Event"]
    claim = graph[f"{EVENT}e6:claim"]
    assert claim["text"].startswith("Si la fissure s’élargit, ")
    assert claim["temporalCoverage"] == "2027-04-01/2027-04-30"
    assert status in words(claim)


def test_both_sides_of_a_denial_are_claims_about_one_thing(dossier):
    graph = nodes(dossier)
    said, denied = graph[f"{EVENT}e7:asserted:the%20union"], graph[f"{EVENT}e7:denied:Hydralpe"]
    assert said["about"] == denied["about"] == {"@id": f"{EVENT}e7:claim"}
    assert (words(said), words(denied)) == (["asserted"], ["denied"])
    assert denied["author"] == [{"@id": f"{ACTOR}hydralpe"}]
    assert "author" not in said
    assert said["creditText"] == "the union"
    assert said["appearance"][0]["isPartOf"] == {"@id": "urn:sourcier:article:a2"}
    assert not {"author", "creditText"} & set(graph[f"{EVENT}e7:claim"])


def test_a_denial_of_what_the_pages_tell_is_about_the_event(dossier):
    claim = Claim(
        "00000000000000e7", "a crack", (Value("x", "", (DENIAL,)),), (Value("x", "", (DENIAL,), ("Hydralpe",)),)
    )
    graph = nodes(replace(with_event(dossier, CRACK, status="happened"), claims=(claim,)))
    assert graph[f"{EVENT}e7"]["@type"] == "Event"
    assert (
        graph[f"{EVENT}e7:asserted"]["about"] == graph[f"{EVENT}e7:denied:Hydralpe"]["about"] == {"@id": f"{EVENT}e7"}
    )


def test_an_event_on_somebodys_word_has_a_claim_beside_it(dossier):
    told = mention("e4", "will meet in Geneva", "scheduled", MEETING, holder="Inès Carvallo")
    graph = nodes(with_event(dossier, TALKS, mentions=(told,)))
    claim = graph[f"{EVENT}e4:asserted:In%C3%A8s%20Carvallo"]
    assert claim["about"] == {"@id": f"{EVENT}e4"}
    assert claim["author"] == [{"@id": f"{ACTOR}ines%20carvallo"}]


def test_two_of_one_name_are_no_author(dossier):
    namesake = replace(dossier.people[0], id="x", key="ines carvallo 2")
    told = mention("e4", "will meet", "scheduled", MEETING, holder="Inès Carvallo")
    graph = nodes(replace(with_event(dossier, TALKS, mentions=(told,)), people=(*dossier.people, namesake)))
    claim = graph[f"{EVENT}e4:asserted:In%C3%A8s%20Carvallo"]
    assert "author" not in claim
    assert claim["creditText"] == "Inès Carvallo"


def test_whoever_has_no_key_or_stays_away(dossier):
    actors = (EventActor("residents", None, "group", "patient"), EventActor("Ole Berg", "ole berg", "person", "absent"))
    event = event_node(dossier, TALKS, actors=actors)
    assert event["about"] == [{"@type": "Organization", "name": "residents"}]
    assert not {"attendee", "organizer", "performer"} & set(event)


def test_each_value_of_a_difference_is_a_claim_about_the_event(dossier):
    claims = [
        node for node in nodes(dossier).values() if node["@type"] == "Claim" and words(node)[0] in {"number", "time"}
    ]
    assert [claim["name"] for claim in claims] == [
        "quatorze personnes",
        "15",
        "12 people",
        "jeudi 11 mars à 14 heures",
        "Tuesday at 10:00",
    ]
    assert [claim["about"]["@id"][-2:] for claim in claims] == ["e1", "e1", "e1", "e4", "e4"]
    assert [claim.get("temporalCoverage") for claim in claims][3:] == [
        "2027-03-11T14:00+01:00",
        "2027-03-09T10:00+01:00",
    ]
    (corrected,) = [claim for claim in claims if "correction" in claim]
    assert corrected["name"] == "15"
    assert corrected["correction"]["text"].startswith("Le bilan a été revu")


def test_quotations(dossier):
    graph = nodes(dossier)
    direct, mixed, unknown = (graph[f"urn:sourcier:quote:a{n}-q1"] for n in (3, 4, 6))
    assert direct["spokenByCharacter"] == direct["creator"] == {"@id": f"{ACTOR}hydralpe"}
    assert direct["isPartOf"] == {"@id": "urn:sourcier:article:a3"}
    assert direct["datePublished"] == "2027-03-04T09:05+00:00"
    assert "creator" not in mixed
    assert mixed["dateCreated"] == "2027-03-05T08:00+01:00"
    assert not {"spokenByCharacter", "creator", "creditText"} & set(unknown)


def test_each_fact_is_tied_to_its_sentence(dossier):
    passages = [node for node in walk(document(dossier)) if "#char=" in node.get("@id", "")]
    assert len(passages) > 15
    for passage in passages:
        start, end = map(int, passage["@id"].partition("#char=")[2].split(","))
        assert end - start == len(passage["text"])
        assert passage["@id"].startswith(passage["isPartOf"]["@id"] + "#")
