"""The words that a query may be written with: operators, event types, statuses, countries, languages."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

from babel import Locale

from sourcier.languages import codes, language, parse_tsv, shared_tsv
from sourcier.library.folding import tokens
from sourcier.record import Status

Kind = Literal["operator", "event", "status", "day", "country", "language"]

NAMES = ("person", "said-by", "org", "place", "outlet", "section", "title", "by", "agency")
"""Operators whose value is words of a name or a line."""

OPERATORS = (*NAMES, "country", "event", "status", "lang", "published", "happens")
"""All operators, by the names that a query is written back with."""

_DAYS = ("today", "yesterday", "tomorrow")
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # codes of CLDR for what is no country


def meaning(kind: Kind, word: str) -> str | None:
    """What a word of a query stands for, in any case and with or without accents; None where it is not known.

    >>> meaning("event", "réunion"), meaning("country", "Suisse"), meaning("operator", "dit-par")
    ('meeting', 'CH', 'said-by')
    """
    return _known(kind).get(_key(word))


def nearest(kind: Kind, word: str) -> tuple[str, ...]:
    """Up to three known words that look most like this one, best first."""
    close = get_close_matches(_key(word)[:60], _known(kind), n=6, cutoff=0.6)
    names = {_key(name): name for name in _written(kind)}
    return tuple(dict.fromkeys(names[key] for key in close))[:3]


def _key(word: str) -> str:
    return " ".join(tokens(word))


@cache
def _known(kind: Kind) -> Mapping[str, str]:
    return MappingProxyType({_key(name): meant for name, meant in _written(kind).items()})


@cache
def _written(kind: Kind) -> Mapping[str, str]:
    """The known words as one would write them, and what they mean; the later of two with one key counts."""
    match kind:
        case "operator":
            own = dict(zip(OPERATORS, OPERATORS, strict=True))
        case "event":
            own = {row["type"]: row["type"] for row in shared_tsv("event_types")}
        case "status":
            own = {status: status for status in get_args(Status)}
        case "day":
            own = {day: day for day in _DAYS}
        case "country":
            return _countries()
        case "language":
            return _languages()
    return {**{row["word"]: row["meaning"] for row in _table() if row["kind"] == kind}, **own}


@cache
def _table() -> tuple[dict[str, str], ...]:
    name = "query_words.tsv"
    return parse_tsv(files(__package__).joinpath(name).read_text(encoding="utf-8"), name)


def _countries() -> Mapping[str, str]:
    """Names of countries in every installed language, and their codes, which come before all names."""
    names: dict[str, str] = {}
    for code in codes():
        for country, name in Locale.parse(code).territories.items():
            if len(country) == 2 and country.isalpha() and country not in _NO_COUNTRIES:
                names[name] = country
                names[country] = country
        rows = language(code).tsv("country_names")
        names |= {row["name"]: row["country"] for row in rows if row["country"] not in _NO_COUNTRIES}
    return {**names, **{country: country for country in sorted(set(names.values()))}}


def _languages() -> Mapping[str, str]:
    """The installed languages by their names in each other, and their codes."""
    names = {Locale.parse(code).languages[other]: other for code in codes() for other in codes()}
    return {**names, **{code: code for code in codes()}}
