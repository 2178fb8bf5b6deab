"""The gazetteer: which places bear a name, and which of them comes first."""

from __future__ import annotations

from importlib.resources import files

import pytest

from sourcier.languages import Language
from sourcier.reading.gazetteer import MAIN, OF_LANGUAGE, OTHER, country, find, key_of, zone_of_country


@pytest.fixture(scope="module")
def languages():
    return {code: Language(code, files(f"sourcier.languages.{code}")) for code in ("fr", "en")}


@pytest.mark.parametrize(
    ("language", "name", "kind", "code", "inside"),
    [
        ("fr", "Lons-le-Saunier", "city", "FR", "Burgundy-Franche-Comté"),
        ("fr", "Aix-la-Chapelle", "city", "DE", "North Rhine-Westphalia"),
        ("fr", "Haute-Savoie", "county", "FR", "Auvergne-Rhône-Alpes"),
        ("fr", "Jura", "county", "FR", "Burgundy-Franche-Comté"),
        ("fr", "Rhénanie-du-Nord-Westphalie", "region", "DE", ""),
        ("fr", "Nord-Kivu", "region", "CD", ""),
        ("fr", "Zaporijjia", "city", "UA", "Zaporizhzhia"),
        ("fr", "mer Noire", "water", "", ""),
        ("fr", "Molenbeek", "city", "BE", "Brussels"),
        ("en", "Harris County", "county", "US", "Texas"),
        ("en", "Uvalde", "city", "US", "Texas"),
        ("en", "New York", "city", "US", "New York"),
        ("en", "Bavaria", "region", "DE", ""),
        ("en", "Scotland", "region", "GB", ""),
        ("en", "Mexico", "country", "MX", ""),
        ("en", "Strait of Hormuz", "water", "", ""),
        ("en", "West Bank", "region", "PS", ""),
    ],
)
def test_the_place_meant_most_often_comes_first(languages, language, name, kind, code, inside):
    first = find(name, languages[language])[0]
    assert (first.kind, first.country, first.inside) == (kind, code, inside)


def test_a_town_carries_both_divisions_and_its_zone(languages):
    village = find("Crépol", languages["fr"])[0]
    assert (village.county, village.inside, village.timezone) == ("Drôme", "Auvergne-Rhône-Alpes", "Europe/Paris")


def test_ranks_tell_how_a_name_belongs(languages):
    own = find("Anchorage", languages["en"])[0]
    french = find("Anvers", languages["fr"])[0]
    former = next(e for e in find("Salisbury", languages["en"]) if e.country == "ZW")
    assert (own.rank, french.rank, former.rank) == (MAIN, OF_LANGUAGE, OTHER)


def test_a_town_goes_before_the_division_around_it(languages):
    assert [e.kind for e in find("Kharkiv", languages["en"])[:2]] == ["city", "region"]


@pytest.mark.parametrize("name", ["Saint-Étienne", "St-Étienne", "St. Etienne", "SAINT ETIENNE"])
def test_saints_hyphens_and_accents_do_not_matter(languages, name):
    assert find(name, languages["fr"])[0].name == "Saint-Étienne"


def test_ligatures_do_not_matter():
    assert key_of("Sacré-Cœur") == key_of("Sacre-Coeur")


def test_an_unknown_name_has_no_place(languages):
    assert find("Zzyzxburg", languages["en"]) == ()


def test_countries_carry_a_point_and_the_zone_of_their_capital():
    france = country("FR")
    assert france is not None
    assert france.latitude == pytest.approx(46.6, abs=1)
    assert zone_of_country("FR") == "Europe/Paris"
    assert country("QQ") is None


def test_the_file_stays_small():
    assert files("sourcier.reading").joinpath("gazetteer.sqlite").stat().st_size < 25_000_000  # type: ignore[attr-defined]
