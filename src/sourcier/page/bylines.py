"""Bylines: people, agencies and outlets told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel import Locale

from sourcier.languages import codes, language, shared_tsv
from sourcier.page.spacing import spaced

_PARTS = re.compile(r"\s*(?:[,;|•·/]|\s[–—-]\s)\s*")
_COLUMNS = re.compile(r"\s*[|•·\n]\s*")
_MAIL = re.compile(r"\S+@\S+|https?://\S+|@\w+|\([^)]*\)|\d{1,2}[h:]\d{2}|\d+")


@dataclass(frozen=True)
class Byline:
    """Who signs: people, wire agencies, and outlets or desks."""

    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@cache
def _agencies() -> dict[str, str]:
    table = {}
    for row in shared_tsv("agencies"):
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            table[_folded(name)] = row["name"]
    return table


@cache
def _agency_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Agencies by the full names that a byline may run into a person's ("Jo LIND Associated Press")."""
    return tuple(
        (row["name"], re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, full)) + r")(?!\w)"))
        for row in shared_tsv("agencies")
        if (full := [n for n in (row["name"], *row["aliases"].split("|")) if len(n) > 5 and " " in n])
    )


def _folded(name: str) -> str:
    return re.sub(r"[^\w]+", " ", name.lower().replace("’", "'")).strip()


def agency(name: str) -> str | None:
    """The wire agency that a credit names, as the record writes it; None where it names none.

    >>> agency("l’AFP"), agency("Agence Belga"), agency("Jeanne Martin")
    ('AFP', 'Belga', None)
    """
    words = _folded(name)
    return _agencies().get(words) or _agencies().get(re.sub(r"^(?:l|the|with|avec|agence) ", "", words))


@cache
def _lexicon(code: str) -> dict[str, frozenset[str]]:
    page = language(code).toml("page")
    return {
        key: frozenset(page[key])
        for key in ("byline", "byline_and", "byline_with", "byline_stop", "not_people", "roles")
    }


@cache
def _splitter() -> re.Pattern[str]:
    words = {word for code in codes() for key in ("byline_and", "byline_with") for word in _lexicon(code)[key]}
    words |= {row["word"] for row in shared_tsv("byline_words") if row["kind"] == "and"}
    return re.compile(
        r"(?:^|\s+)(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")\s+", re.IGNORECASE
    )


@cache
def _opening() -> re.Pattern[str]:
    words = {word for code in codes() for word in _lexicon(code)["byline"]}
    words |= {row["word"] for row in shared_tsv("byline_words") if row["kind"] == "by"}
    return re.compile(
        r"^\W*(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")\s*:?\s+(?=\S)", re.IGNORECASE
    )


def opens_byline(line: str) -> bool:
    """Whether a line starts as a byline does ("Par …", "By …")."""
    return bool(_opening().match(line))


def signature(line: str) -> str | None:
    """The part of a line that is a byline: "Jeudi 5 mars | Par Ana Roy"; None where no part starts as one does."""
    return next((part for part in _COLUMNS.split(line) if opens_byline(part)), None)


def read_byline(text: str | Iterable[str], site_name: str | None = None) -> Byline:
    """People, agencies and outlets of a byline such as "Par Jeanne Martin et Paul Roy avec AFP".

    Args:
        text: the line, or names that metadata lists one by one.
        site_name: the outlet's own name, which is no person.
    """
    parts = [text] if isinstance(text, str) else list(text)
    people: list[str] = []
    agencies: list[str] = []
    outlets: list[str] = []
    for raw in parts:
        for aside in re.findall(r"\(([^)]*)\)", raw):  # "Jo Roy (avec AFP)"
            agencies.extend(name for part in _splitter().split(aside) if (name := agency(part.strip(" ,"))))
        line = _MAIL.sub(" ", spaced(raw))
        line = _opening().sub("", line)
        agencies.extend(name for name, pattern in _agency_patterns() if pattern.search(line))
        for chunk in _PARTS.split(line):
            for name in _splitter().split(chunk):
                _sort(name.strip(" .:–—-"), people, agencies, outlets, site_name)
    return Byline(tuple(dict.fromkeys(people)), tuple(dict.fromkeys(agencies)), tuple(dict.fromkeys(outlets)))


def _sort(name: str, people: list[str], agencies: list[str], outlets: list[str], site_name: str | None) -> None:
    if not name:
        return
    wire = agency(name)
    if wire:
        agencies.append(wire)
        return
    name = _opening().sub("", name)
    words = name.split()
    for number, word in enumerate(words):
        if number and word.lower().strip(".") in _stops():
            words = words[:number]
            break
    name = " ".join(words)
    if not name:
        return
    if _is_person(words) and _folded(name) != _folded(site_name or ""):
        people.append(_cased(name))
    elif words[0][0].isupper() and len(words) <= 5:
        outlets.append(name)


@cache
def _stops() -> frozenset[str]:
    """Words that end a name in a byline: what the page says of it, and names of months."""
    words = {word for code in codes() for word in _lexicon(code)["byline_stop"]}
    months = (
        name for code in codes() for width in ("wide", "abbreviated") for name in _months(code, width) if len(name) > 2
    )
    return frozenset(words | {name.lower().strip(".") for name in months} - _given_names())


def _months(code: str, width: str) -> Iterable[str]:
    return map(str, Locale(code).months["format"][width].values())


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name.lower() for row in shared_tsv("given_names") for name in row["names"].split("|"))


@cache
def _particles() -> frozenset[str]:
    """Lower-case words inside names, of all languages."""
    return frozenset(word for code in codes() for word in language(code).toml("people")["names"]["particles"])


def _is_person(words: list[str]) -> bool:
    if not 2 <= len(words) <= 5:
        return False
    barred = {word for code in codes() for word in _lexicon(code)["not_people"] | _lexicon(code)["roles"]}
    if any(_folded(word) in barred for word in words) or " ".join(words).lower() in barred:
        return False
    if not all(word[0].isupper() or word.lower() in _particles() or word[:2].lower() in {"d'", "d’"} for word in words):
        return False
    return all(re.fullmatch(r"[^\W\d_]+(?:[-.'’][^\W\d_]*)*\.?", word) for word in words)


def _cased(name: str) -> str:
    if name.isupper():
        return " ".join(
            part if part.lower() in _particles() and len(part) > 2 else part.title() for part in name.split()
        )
    return name
