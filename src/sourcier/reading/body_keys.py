"""One key for one organisation across languages: "BCE", "Banque centrale européenne", "European Central Bank".

What no rule can know is in `body_names.tsv`. Bodies that each country has ("ministère russe de la Défense", "Russian
defence ministry") are in `national_bodies.tsv` without their country, which is read off the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from sourcier.languages import Language, shared_tsv
from sourcier.reading.gazetteer import fold, states

_REMEMBERED = 1 << 14
"""Names whose key is remembered: the news is about the same bodies over and over."""
_SHORT = 5
"""Letters up to which a word in a name of its own is compared as it is written: "Fed" is not "fed"."""
_COUNTRY_WORDS = 5
"""Words of the longest name of a country: "republique democratique du congo"."""
_LINKS = frozenset(["of", "the", "for", "and", "de", "du", "des", "la", "le", "les", "et", "a", "au", "aux", "en"])
"""Words between the parts of a name, which tell nothing apart."""


def body_key(name: str, aliases: Iterable[str], language: Language) -> str | None:
    """The key of a body by its name or its aliases; None for a body whose name is the same in all languages.

    An acronym counts for nothing beside a fuller name that no table knows: several bodies share most of them.
    """
    for other in [name, *sorted(aliases, key=len, reverse=True)]:
        if other == name or not _is_acronym(other):
            key = _key(other, language)
            if key is not None:
                return key
    return None


@lru_cache(_REMEMBERED)
def _key(name: str, language: Language) -> str | None:
    name = re.sub(r"\.(?!\w{2})", "", name.replace("’", "'"))  # "U.N.", "U.S. Senate"
    if _is_acronym(name):
        full = _acronyms(language).get(name)
        if full is not None:  # what it means in this language, and nothing else
            return next(filter(None, (_names().get(_plain(other)) for other in full)), None)
        if name in _names():
            return _names()[name]
    return _names().get(_plain(name)) or _national_key(_plain(name), language)


def _national_key(name: str, language: Language) -> str | None:
    """The key of a body that its country tells apart: "armee russe", "russia's army"."""
    words = name.split()
    for size in range(min(_COUNTRY_WORDS, len(words) - 1), 0, -1):
        for at in range(len(words) - size + 1):
            code = _countries(language).get(" ".join(words[at : at + size]))
            kind = _national_bodies().get(_parts([*words[:at], *words[at + size :]])) if code else None
            if code and kind:
                return f"{kind} {code.lower()}"
    return None


def _is_acronym(name: str) -> bool:
    """Whether a name counts as it is written: an acronym, or one short word."""
    return " " not in name and (len(name) <= _SHORT or any(letter.isupper() for letter in re.sub(r"\W", "", name)[1:]))


def _plain(name: str) -> str:
    """A name without case, accents, hyphens, elisions and possessives."""
    bare = re.sub(r"'s\b|(?<=s)'(?!\w)|\b[dl]'", " ", fold(name))
    return re.sub(r"[\s.,'-]+", " ", bare).strip()


def _parts(words: Iterable[str]) -> tuple[str, ...]:
    """What tells a name without its country from others, in whatever order languages have it."""
    return tuple(sorted(word for word in words if word not in _LINKS))


@cache
def _names() -> dict[str, str]:
    """Names of bodies as `_key` looks them up -> key."""
    return {
        name.replace("’", "'") if _is_acronym(name) else _plain(name): row["key"]
        for row in shared_tsv("body_names")
        for name in row["names"].split("|")
    }


@cache
def _acronyms(language: Language) -> dict[str, tuple[str, ...]]:
    """Acronyms of the bodies that the language knows -> the fuller names of the body."""
    found: dict[str, tuple[str, ...]] = {}
    for row in language.tsv("known_bodies"):
        names = [row["name"], *(alias for alias in row["aliases"].split("|") if alias)]
        full = tuple(name for name in names if not _is_acronym(name))
        for name in names if full else ():
            if _is_acronym(name):
                found.setdefault(name, full)
    return found


@cache
def _national_bodies() -> dict[tuple[str, ...], str]:
    rows = shared_tsv("national_bodies")
    return {_parts(_plain(name).split()): row["key"] for row in rows for name in row["names"].split("|")}


@cache
def _countries(language: Language) -> dict[str, str]:
    """Names and demonyms of whole countries as they stand in a name -> ISO 3166-1 alpha-2."""
    return dict(_plain_names(language))


def _plain_names(language: Language) -> Iterator[tuple[str, str]]:
    for name, code in states(language).items():
        yield _plain(name.replace(".", "")), code
