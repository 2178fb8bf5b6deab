"""What happened, what is planned, what it depends on."""

from __future__ import annotations

import pytest

from sourcier.reading.conditions import find_odds


def events(draft):
    return {event.type: event for event in draft.events}


@pytest.mark.parametrize(
    ("text", "language", "kind", "status"),
    [
        ("Les cheminots ont manifesté mardi à Valmont.", "fr", "protest", "happened"),
        ("Les deux ministres se rencontreront vendredi à Oslo.", "fr", "meeting", "scheduled"),
        ("Le syndicat a exigé la démission du directeur.", "fr", "resignation", "demanded"),
        ("Le prévenu a nié avoir versé une rançon.", "fr", "payment", "denied"),
        ("Le juge n'a pas annulé le vote.", "fr", "cancellation", "denied"),
        ("Police arrested two men on Tuesday.", "en", "arrest", "happened"),
        ("The two ministers will meet in Oslo on Friday.", "en", "meeting", "scheduled"),
        ("The union demanded the resignation of the director.", "en", "resignation", "demanded"),
        ("The company denied having paid a ransom.", "en", "payment", "denied"),
        ("The strike could begin next week.", "en", "strike", "forecast"),
        ("Rescuers were searching for the missing child on Monday.", "en", "rescue", "ongoing"),
        ("Supporters have been boycotting the stand since October.", "en", "protest", "ongoing"),
        ("The government said it had no plans to close schools.", "en", "closure", "denied"),
        ("Les pourparlers sont en cours à la préfecture.", "fr", "negotiation", "ongoing"),
        ("Les pompiers recherchent toujours un homme.", "fr", "rescue", "ongoing"),
    ],
)
def test_status(draft_of, text, language, kind, status):
    draft = draft_of(text, language, published="2031-03-12", until="events")
    assert events(draft)[kind].status == status


@pytest.mark.parametrize(
    ("text", "language", "kind", "condition"),
    [
        ("Si le niveau monte encore, les habitants seront évacués.", "fr", "evacuation", "Si le niveau monte encore"),
        (
            "La grève sera levée si la direction rouvre le dialogue.",
            "fr",
            "cancellation",
            "si la direction rouvre le dialogue",
        ),
        ("If the level rises, residents will be evacuated.", "en", "evacuation", "If the level rises"),
        ("The strike will begin on Monday unless the talks succeed.", "en", "strike", "unless the talks succeed"),
    ],
)
def test_a_condition_is_never_a_fact(draft_of, text, language, kind, condition):
    draft = draft_of(text, language, published="2031-03-12", until="outlook")
    event = events(draft)[kind]
    assert event.status == "conditional"
    assert event.condition is not None
    assert event.condition.text == condition
    assert any(s.condition is not None and event.id in s.outcomes for s in draft.outlook)


def test_odds_and_the_one_who_states_them(draft_of):
    draft = draft_of("Le maire de Valmont, Luc Ferrand, a estimé à « 25 % » le risque d'échec.", "fr", until="outlook")
    names = {actor.id: actor.name for actor in draft.actors}
    event = events(draft)["failure"]
    assert (event.status, event.probability, names.get(event.holder)) == ("forecast", 0.25, "Luc Ferrand")


@pytest.mark.parametrize(
    ("text", "language", "probability"),
    [
        ("Il y a une chance sur quatre que le pont s'effondre.", "fr", 0.25),
        ("Le risque d'échec est de 30 %.", "fr", 0.3),
        ("There is a one in five chance of failure.", "en", 0.2),
        ("Le chômage atteint 8 %.", "fr", None),
    ],
)
def test_odds_are_only_what_the_page_states(draft_of, text, language, probability):
    draft = draft_of(text, language)
    found = find_odds(text, 0, len(text), draft.language)
    assert (found[0].probability if found else None) == probability


def test_who_is_absent_is_kept(draft_of):
    draft = draft_of("Le sommet se déroulera vendredi sans Paul Vasseur.", "fr", published="2031-03-12", until="events")
    assert [p.role for p in events(draft)["meeting"].participants] == ["absent"]


def test_what_is_ruled_out_is_in_the_outlook(draft_of):
    draft = draft_of("The minister ruled out a meeting with the drivers.", "en", until="outlook")
    (event,) = draft.events
    assert (event.type, event.status) == ("meeting", "denied")
    assert [scenario.outcomes for scenario in draft.outlook] == [(event.id,)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor asked if the minister would resign.", "en"),
        ("It is unclear whether the two presidents will meet.", "en"),
        ("On ignore si les deux présidents se rencontreront.", "fr"),
    ],
)
def test_what_is_only_asked_is_no_event(draft_of, text, language):
    assert draft_of(text, language, until="events").events == ()


def test_a_condition_behind_a_verb_of_saying_is_one(draft_of):
    draft = draft_of("Ann Marrow said if the bridge fell, she would resign.", "en", until="events")
    assert events(draft)["resignation"].status == "conditional"


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("Kiev bombardée dans la nuit.", "fr", "Kiev"),
        ("Russia fired 300 drones at Ukraine on Friday.", "en", "Ukraine"),
    ],
)
def test_violence_happens_where_it_strikes(draft_of, text, language, place):
    draft = draft_of(text, language, published="2031-03-12", until="events")
    assert {p.id: p.name for p in draft.places}[events(draft)["attack"].place] == place


def test_whose_base_it_is_does_not_say_where(draft_of):
    draft = draft_of("The two presidents met at a US base on Friday.", "en", published="2031-03-12", until="events")
    assert events(draft)["meeting"].place is None


@pytest.mark.parametrize(
    ("text", "language", "roles"),
    [
        ("Paul Vasseur a reçu Aino Salmi mardi à Oslo.", "fr", {"Paul Vasseur": "host", "Aino Salmi": "patient"}),
        (
            "Le sommet entre Paul Vasseur et Aino Salmi aura lieu vendredi.",
            "fr",
            {"Paul Vasseur": "participant", "Aino Salmi": "participant"},
        ),
        ("Police arrested Tom Oduya on Tuesday.", "en", {"Tom Oduya": "patient"}),
        (
            "Ann Marrow will meet Tom Oduya in Oslo.",
            "en",
            {"Ann Marrow": "participant", "Tom Oduya": "participant"},
        ),
    ],
)
def test_roles(draft_of, text, language, roles):
    draft = draft_of(text, language, published="2031-03-12", until="events")
    names = {actor.id: actor.name for actor in draft.actors}
    found = {names[p.actor]: p.role for event in draft.events for p in event.participants}
    assert roles.items() <= found.items()


@pytest.mark.parametrize(
    ("text", "language", "time"),
    [
        ("Lundi, le maire a annoncé une réunion vendredi à Oslo.", "fr", "vendredi"),
        ("The strike that began on Monday will end on Friday, the union said on Sunday.", "en", "Friday"),
    ],
)
def test_an_event_has_its_own_time_and_not_the_cues(draft_of, text, language, time):
    draft = draft_of(text, language, published="2031-03-12", until="events")
    times = {t.id: t.text for t in draft.times}
    assert time in {times.get(event.time) for event in draft.events if event.status == "scheduled"}


@pytest.mark.parametrize(
    ("text", "language", "people"),
    [
        ("Trois hommes ont été arrêtés mardi à Valmont.", "fr", [("hommes", "group", "patient")]),
        ("Two rebel fighters attacked the police station on Monday.", "en", [("rebel fighters", "group", "agent")]),
    ],
)
def test_people_without_a_name_take_part(draft_of, text, language, people):
    draft = draft_of(text, language, published="2031-03-12", until="events")
    actors = {actor.id: actor for actor in draft.actors}
    parts = [p for p in draft.events[0].participants if actors[p.actor].name == people[0][0]]
    assert [(actors[p.actor].name, actors[p.actor].kind, p.role) for p in parts] == people
    assert list(actors) == [f"a{number}" for number in range(1, len(actors) + 1)]


def test_the_two_men_are_those_named_before(draft_of):
    text = "Ana Roy a reçu Luc Marin à Valmont. Les deux hommes se sont rencontrés de nouveau mardi."
    draft = draft_of(text, "fr", published="2031-03-12", until="events")
    assert "hommes" not in {actor.name for actor in draft.actors}


def test_a_word_means_what_it_asks_for(draft_of):
    draft = draft_of("The regulator banned Ann Marrow from the market on Monday.", "en", until="events")
    assert [event.type for event in draft.events] == ["sanction"]


@pytest.mark.parametrize(
    ("text", "language", "kind", "people"),
    [
        ("The union urged the regulator to inspect the plant.", "en", "inspection", {"regulator"}),
        ("Le syndicat a demandé au directeur d'inspecter l'usine.", "fr", "inspection", {"directeur"}),
        ("Des dizaines de pêcheurs ont manifesté lundi.", "fr", "protest", {"pêcheurs"}),
        ("Le ministre Luc Ferrand a reçu les maires lundi. Il démissionnera vendredi.", "fr", "resignation", {"Luc Ferrand"}),
        ("Ann Marrow met reporters on Monday. Her resignation is expected on Friday.", "en", "resignation", {"Ann Marrow"}),
        ("The police fined Veltrona on Monday.", "en", "sanction", {"police", "Veltrona"}),
        ("Two patrol boats seized a trawler on Monday.", "en", "seizure", {"patrol boats", "trawler"}),
    ],
)  # fmt: skip
def test_who_takes_part_where_the_words_name_nobody(draft_of, text, language, kind, people):
    draft = draft_of(text, language, published="2031-03-12", until="events")
    names = {actor.id: actor.name for actor in draft.actors}
    assert {names[p.actor] for p in events(draft)[kind].participants} == people


@pytest.mark.parametrize(
    ("text", "language", "holder"),
    [
        ("Le groupe exige 2 millions d'euros.", "fr", "Le groupe"),
        ("Forecasters see a 70 percent chance of floods on Friday.", "en", "Forecasters"),
        ("The union refused to suspend the strike.", "en", "The union"),
    ],
)
def test_on_whose_word(draft_of, text, language, holder):
    draft = draft_of(text, language, published="2031-03-12", until="events")
    assert holder in {event.holder_text for event in draft.events}


def test_odds_of_something_else_stay_there(draft_of):
    text = "The ministers will meet in Oslo on Friday. Pollsters put the odds of a minority cabinet at 60 percent."
    draft = draft_of(text, "en", published="2031-03-12", until="events")
    assert (events(draft)["meeting"].status, events(draft)["meeting"].probability) == ("scheduled", None)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("The band fired up the crowd on Monday.", "en", "resignation"),
        ("The climber nearly died on Monday.", "en", "death"),
        ("Le pont a failli céder lundi.", "fr", "disaster"),
    ],
)
def test_what_did_not_take_place(draft_of, text, language, kind):
    draft = draft_of(text, language, published="2031-03-12", until="events")
    assert kind not in events(draft)


def test_her_resignation_is_no_mans(draft_of):
    text = "Thomas Oduya met Helen Marrow in Oslo on Monday. Her resignation is expected on Friday."
    draft = draft_of(text, "en", published="2031-03-12", until="events")
    names = {actor.id: actor.name for actor in draft.actors}
    assert [names[p.actor] for p in events(draft)["resignation"].participants] == ["Helen Marrow"]
