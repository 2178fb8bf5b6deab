"""The gazetteer: names of places, countries and peoples, in the language of the article.

Cities, regions, waters and sites come from `gazetteer.sqlite` (built by `scripts/build_gazetteer.py`, opened
read-only); the names of countries from CLDR through Babel and each language's `country_names.tsv`.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log10
from pathlib import Path
from types import MappingProxyType

from babel import Locale

from sourcier.languages import Language

_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "‑": "-", "–": "-", "œ": "oe", "æ": "ae", "ł": "l", "ø": "o"}
)


MAIN, OF_LANGUAGE, OTHER = 0, 1, 2
"""How a name belongs to a place: its own, the one in the article's language, or any other that it is known by."""


@dataclass(frozen=True)
class Entry:
    """A place of the gazetteer.

    Attributes:
        name: the name in the gazetteer, not the one asked for.
        latitude: degrees north, WGS 84; None where the source gives none. Countries, divisions
            and waters carry a point near their middle.
        longitude: degrees east.
        country: ISO 3166-1 alpha-2, empty for waters that no one owns.
        geonames_id: identifier in GeoNames.
        kind: city, capital, region (first-order division or informal), county (second-order division), country, water
            or site.
        population: inhabitants, 0 where unknown; of divisions, those of their towns.
        timezone: IANA name, empty where unknown.
        inside: name of the first-order division that holds it, empty where unknown.
        county: name of the second-order division (département, province, county), empty where unknown.
        rank: how the name asked for belongs to it: `MAIN`, `OF_LANGUAGE` or `OTHER`.
    """

    name: str
    latitude: float | None
    longitude: float | None
    country: str
    geonames_id: int | None
    kind: str
    population: int
    timezone: str
    inside: str
    county: str = ""
    rank: int = MAIN

    @property
    def is_town(self) -> bool:
        """Whether people live there as in a town: a city or a capital."""
        return self.kind in {"city", "capital"}

    @property
    def is_own(self) -> bool:
        """Whether the name asked for is the place's own or the language's, no other that it is known by."""
        return self.rank < OTHER


def fold(text: str) -> str:
    """A name as the gazetteer compares it: lower case, no accents, plain apostrophes and single spaces.

    >>> fold("L’Île-d’Yeu")
    "l'ile-d'yeu"
    """
    plain = unicodedata.normalize("NFD", text.lower().translate(_APOSTROPHES))
    return _SPACES.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def key_of(name: str) -> str:
    """A place's name as the gazetteer looks it up: folded, blanks for hyphens, "saint" written out.

    >>> key_of("St.-Étienne"), key_of("Aix-la-Chapelle")
    ('saint etienne', 'aix la chapelle')
    """
    words = fold(name).replace("-", " ").split()
    return " ".join(_WRITTEN_OUT.get(word, word) for word in words)


@cache
def countries(language: Language) -> Mapping[str, str]:
    """Folded names of countries and territories -> ISO 3166-1 alpha-2 ("EU" for the Union)."""
    names = {fold(row["name"]): row["country"] for row in language.tsv("country_names")}
    return MappingProxyType({**_territories(language), **names})


@cache
def _territories(language: Language) -> Mapping[str, str]:
    """The names of CLDR alone, folded; the language's own table also has parts of countries ("Scotland")."""
    return MappingProxyType(
        {
            fold(name): code
            for code, name in Locale.parse(language.code).territories.items()
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
        }
    )


@cache
def nationalities(language: Language) -> Mapping[str, str]:
    """Folded demonyms, all inflected forms -> ISO 3166-1 alpha-2; empty for a people without a state."""
    return MappingProxyType({fold(row["form"]): row["country"] for row in language.tsv("demonyms")})


@cache
def states(language: Language) -> Mapping[str, str]:
    """Folded names and demonyms of whole countries, and of no part of one ("Scottish") -> ISO 3166-1 alpha-2."""
    names = [(fold(row["name"]), row["country"], row["part"]) for row in language.tsv("country_names")]
    names += [(fold(row["form"]), row["country"], row["part"]) for row in language.tsv("demonyms")]
    parts = {name for name, _, part in names if part}
    known = {**_territories(language), **{name: country for name, country, _ in names if country}}
    return MappingProxyType({name: country for name, country in known.items() if name not in parts})


_COLUMNS = "p.name, p.latitude, p.longitude, p.country, p.geonames, p.kind, p.population, z.name, d.name, c.name "
_JOINS = "join zones z on z.id = p.zone join divisions d on d.id = p.inside join divisions c on c.id = p.county "


@lru_cache(maxsize=20_000)
def find(name: str, language: Language) -> tuple[Entry, ...]:
    """The places that bear this name in the language, or the name they have at home; the most prominent first.

    Empty where the gazetteer knows none.
    """
    key = key_of(name)
    found = _database().execute(
        f"select {_COLUMNS}, min(n.rank) from names n join places p on p.id = n.place {_JOINS}"
        "where n.name = ? and n.language in ('', ?) group by p.id order by p.population desc, p.id",
        (key, language.code),
    )
    entries = [Entry(*row) for row in found]
    code = countries(language).get(fold(name))
    own = country(code) if code is not None else None
    if own is not None:
        # "Scotland" and "Gaza" stand for a country in the table of the language, but are places of their own here.
        apart = fold(name) not in _territories(language) and any(
            e.kind in {"region", "city"} and e.country == own.country and e.is_own for e in entries
        )
        entries = [e for e in entries if not (e.kind == "country" and e.country == own.country)]
        if not apart:
            entries.append(own)
    return tuple(sorted(entries, key=prominence, reverse=True))


def prominence(entry: Entry) -> float:
    """How well known a place is under the name asked for, in log units: base 10 of the inhabitants of such a town.

    Countries come first, then capitals, waters and towns; a division counts a quarter of its inhabitants, for the
    town of its name is meant more often. A name that is neither the place's own nor of the language counts for less.
    """
    people = entry.population or _UNKNOWN.get(entry.kind, 0)
    if entry.population and entry.kind in {"region", "county"}:
        people //= 4
    known = _WIDE.get(entry.kind) or log10(max(people, 100))
    return known + (entry.kind == "capital") - _FURTHER * (entry.rank == OTHER)


@lru_cache(maxsize=20_000)
def is_common_word(name: str, language: Language) -> bool:
    """Whether a name is met far more often as another word of the language: "Point", "Justice", "Hope"."""
    found = (
        _database()
        .execute("select 1 from common where name = ? and language = ?", (key_of(name), language.code))
        .fetchone()
    )
    return found is not None


def names_a_place(name: str, language: Language) -> bool:
    """Whether readers of the language take a name for a place's: no word that some far village happens to bear."""
    if is_common_word(name, language):
        return False
    return any(e.is_own or e.population >= _FAMILIAR for e in find(name, language))


@cache
def country(code: str) -> Entry | None:
    """The country with this ISO 3166-1 alpha-2 code; None where the gazetteer has none."""
    row = (
        _database()
        .execute(
            f"select {_COLUMNS} from places p {_JOINS}where p.kind = 'country' and p.country = ?",
            (code,),
        )
        .fetchone()
    )
    return Entry(*row) if row else None


def zone_of_country(code: str) -> str | None:
    """The IANA zone of the country's capital; None where unknown."""
    entry = country(code)
    return entry.timezone or None if entry else None


@cache
def _database() -> sqlite3.Connection:
    path = Path(str(files(__package__).joinpath("gazetteer.sqlite")))
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


_WRITTEN_OUT = {"st": "saint", "st.": "saint", "ste": "sainte", "ste.": "sainte", "mt": "mount", "mt.": "mount"}
_WIDE = {"country": 8.0, "water": 5.7}
_UNKNOWN = {"region": 300_000, "county": 30_000, "site": 100_000}
"""Inhabitants of a town as well known as an area or a site of which no inhabitants are known."""
_FURTHER = 3.0
_FAMILIAR = 200_000
"""Inhabitants from which on a town is known by its other names too."""
_NO_COUNTRIES = frozenset({"EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of CLDR that name no country: the euro area, outlying Oceania, pseudo-locales."""
