"""Words that tell of actors, from the languages' tables, each read once."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from sourcier.languages import Language, shared_tsv
from sourcier.reading.gazetteer import fold


@cache
def genders() -> dict[str, str]:
    """Folded given name -> m or f; empty where both bear it."""
    table: dict[str, str] = {}
    for row in shared_tsv("given_names"):
        for name in row["names"].split("|"):
            folded = fold(name)
            table[folded] = "" if table.get(folded, row["gender"]) != row["gender"] else row["gender"]
    return table


@cache
def epithets() -> dict[str, frozenset[str]]:
    """Class of an office -> classes of those whom its word may mean once they are named."""
    return {row["class"]: frozenset(row["holders"].split("|")) for row in shared_tsv("epithets")}


@cache
def office_words(language: Language) -> frozenset[str]:
    """First words of all offices, folded."""
    return frozenset(fold(row["form"].split()[0]) for row in language.tsv("offices"))


@cache
def office_forms(language: Language) -> frozenset[str]:
    """All offices, folded."""
    return frozenset(fold(row["form"]) for row in language.tsv("offices"))


@cache
def company_offices(language: Language) -> frozenset[str]:
    """First words of the offices that one holds at a company or an institution, folded."""
    kinds = {"boss", "director", "spokesperson"}
    return frozenset(fold(row["form"].split()[0]) for row in language.tsv("offices") if row["class"] in kinds)


@cache
def group_kinds(language: Language) -> dict[str, str]:
    """Folded noun -> what it calls people who are no single person: `organisation`, `group` or `people`."""
    return {fold(row["lemma"]): row["kind"] for row in language.tsv("groups")}


@cache
def body_classes(language: Language) -> dict[str, str]:
    """Folded noun for a body -> its class; bodies of one class may be called by each other's nouns."""
    rows = (row for row in language.tsv("groups") if row["kind"] == "organisation")
    return {fold(row["lemma"]): row["class"] or fold(row["lemma"]) for row in rows}


@cache
def cue_lemmas(language: Language) -> frozenset[str]:
    """Lemmas of all words that introduce speech."""
    return frozenset(row["lemma"] for row in language.tsv("cues"))


@cache
def role_prepositions(language: Language) -> frozenset[str]:
    """Prepositions before someone who acts, speaks or is acted on."""
    syntax = language.toml("syntax")["words"]
    return frozenset([*syntax["agent_prepositions"], *syntax["role_prepositions"]])


def speaks(verb: Token, language: Language) -> bool:
    """Whether a verb is one of saying."""
    return verb.lemma_ in cue_lemmas(language)
