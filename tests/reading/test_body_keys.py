"""One key for one body across languages, and another for each body of a similar name."""

from __future__ import annotations

from collections import defaultdict

import pytest

from sourcier.languages import language, shared_tsv
from sourcier.reading.body_keys import body_key

FRENCH, ENGLISH = language("fr"), language("en")

PAIRS = [
    ("BCE", "ECB"),
    ("Banque centrale européenne", "European Central Bank"),
    ("UE", "EU"),
    ("Union européenne", "European Union"),
    ("ONU", "UN"),
    ("Nations unies", "U.N."),
    ("Otan", "NATO"),
    ("Organisation du traité de l’Atlantique Nord", "Nato"),
    ("FMI", "International Monetary Fund"),
    ("OMS", "WHO"),
    ("Organisation mondiale de la santé", "World Health Organisation"),
    ("Commission européenne", "European Commission"),
    ("Banque d’Angleterre", "Bank of England"),
    ("Cour pénale internationale", "ICC"),
    ("CPI", "International Criminal Court"),
    ("AIEA", "IAEA"),
    ("Croix-Rouge", "Red Cross"),
    ("Agence européenne des médicaments", "EMA"),
    ("Maison-Blanche", "White House"),
    ("Pentagone", "Pentagon"),
    ("Tsahal", "IDF"),
    ("armée israélienne", "Israeli army"),
    ("armée israélienne", "Israeli military"),
    ("Hezbollah", "Hizbollah"),
    ("talibans", "Taliban"),
    ("gardiens de la révolution", "Revolutionary Guards"),
    ("Gardiens de la révolution", "IRGC"),
    ("Assemblée nationale", "National Assembly"),
    ("Sénat américain", "U.S. Senate"),
    ("Chambre des communes", "House of Commons"),
    ("Cour suprême des États-Unis", "US Supreme Court"),
    ("Banque mondiale", "World Bank"),
    ("Opep", "OPEC"),
    ("OCDE", "OECD"),
    ("OMC", "WTO"),
    ("HCR", "UNHCR"),
    ("PAM", "WFP"),
    ("Union africaine", "African Union"),
    ("Cédéao", "Ecowas"),
    ("Ligue arabe", "Arab League"),
    ("Fed", "Federal Reserve"),
    ("département d’État", "State Department"),
    ("Douma", "State Duma"),
    ("Médecins sans frontières", "Doctors Without Borders"),
    ("Rassemblement national", "National Rally"),
    ("CIO", "IOC"),
    ("ministère russe de la Défense", "Russian defence ministry"),
    ("ministère de la Défense russe", "Russia’s Ministry of Defense"),
    ("ministère français des Affaires étrangères", "French foreign ministry"),
    ("armée de l’air ukrainienne", "Ukraine’s air force"),
    ("Cour suprême israélienne", "Supreme Court of Israel"),
    ("gouvernement de la Côte d’Ivoire", "Ivorian government"),
    ("armée sud-coréenne", "South Korean military"),
    ("Fédération française de football", "French Football Federation"),
]


@pytest.mark.parametrize(("french", "english"), PAIRS)
def test_one_body_has_one_key_in_both_languages(french, english):
    key = body_key(french, (), FRENCH)
    assert key is not None
    assert key == body_key(english, (), ENGLISH)


@pytest.mark.parametrize(
    "names",
    [
        ("Banque d'Angleterre", "Banque de France", "Banque centrale européenne"),
        ("Sénat", "Sénat américain", "Sénat français"),
        ("Conseil de l'Europe", "Conseil européen", "Conseil de l'UE"),
        (
            "Cour européenne des droits de l'homme",
            "Cour de justice de l'Union européenne",
            "Cour pénale internationale",
        ),
        ("Croix-Rouge", "Croissant-Rouge", "Comité international de la Croix-Rouge", "Croix-Rouge française"),
        ("armée israélienne", "armée de l'air israélienne", "gouvernement israélien"),
        ("armée nord-coréenne", "armée sud-coréenne"),
        ("talibans", "Talibans pakistanais"),
        ("Parti socialiste", "Parti socialiste espagnol"),
        ("ministère russe de la Défense", "ministère russe de l'Intérieur", "ministère français de la Défense"),
    ],
)
def test_near_names_are_different_bodies(names):
    keys = [body_key(name, (), FRENCH) or name for name in names]
    assert len(set(keys)) == len(names)


def test_english_near_names_are_different_bodies():
    names = [
        "Senate",
        "US Senate",
        "Bank of England",
        "Bank of Ireland",
        "Central Bank of Ireland",
        "US Army",
        "US military",
    ]
    assert len({body_key(name, (), ENGLISH) or name for name in names}) == len(names)


@pytest.mark.parametrize("name", ["who", "Who", "un", "Un", "UN", "fed", "armée", "police", "ministère de la Défense"])
def test_words_and_bodies_of_no_country_have_no_key_of_a_body(name):
    assert body_key(name, (), FRENCH) is None


def test_an_acronym_means_what_it_means_in_its_language():
    assert body_key("RSF", (), FRENCH) == body_key("Reporters Without Borders", (), ENGLISH)
    assert body_key("RSF", (), ENGLISH) == body_key("Forces de soutien rapide", (), FRENCH)


def test_an_alias_tells_the_body_but_no_acronym_beside_a_name_that_nobody_knows():
    assert body_key("Banque de Francfort", ("Banque centrale européenne",), FRENCH) == body_key("ECB", (), ENGLISH)
    assert body_key("Banque coopérative d'Estrelle", ("BCE",), FRENCH) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("gouvernement gallois", "fr"),
        ("armée catalane", "fr"),
        ("Scottish government", "en"),
        ("Californian Supreme Court", "en"),
        ("Georgia Supreme Court", "en"),
        ("New Mexico Supreme Court", "en"),
    ],
)
def test_a_part_of_a_country_is_not_the_country(name, code):
    assert body_key(name, (), language(code)) is None


@pytest.mark.parametrize("table", ["body_names", "national_bodies"])
def test_no_name_is_two_bodies(table):
    keys: dict[str, set[str]] = defaultdict(set)
    for row in shared_tsv(table):
        for name in row["names"].split("|"):
            assert name == name.strip() != ""
            keys[name].add(row["key"])
    assert [name for name, found in keys.items() if len(found) > 1] == []
    rows = [row["key"] for row in shared_tsv(table)]
    assert len(rows) == len(set(rows))


def bodies(draft):
    return {actor.name: actor.key for actor in draft.actors if actor.kind == "organisation"}


def test_records_have_the_keys(draft_of):
    french = bodies(
        draft_of(
            "La Commission européenne a saisi l'Agence internationale de l'énergie atomique (AIEA). L'armée israélienne "
            "a nié. La Maison Blanche a salué la décision, et la Banque d'Angleterre l'a critiquée.",
            "fr",
            until="entities",
        )
    )
    english = bodies(
        draft_of(
            "The European Commission has turned to the IAEA. The Israeli army denied this. The White House hailed the "
            "move, and the Bank of England criticised it.",
            "en",
            until="entities",
        )
    )
    assert set(french.values()) == set(english.values())
    assert len(set(french.values())) == 5
    assert None not in french.values()
