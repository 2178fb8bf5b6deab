"""Channels: on, in or at what something was said ("sur X", "told the BBC", "dans un communiqué")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sourcier.languages import Language

_NAME = r"(?:\s+(?:[A-ZÉÈÀÂÎÔ](?:[\w’'-]|\.(?=\w))*|\d+\b)){1,4}"


@dataclass(frozen=True)
class Channel:
    """Where something was said; offsets of the whole phrase, preposition included.

    Attributes:
        name: the phrase as the page words it, without the preposition where it names an outlet or platform.
    """

    start: int
    end: int
    name: str


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    settings = language.toml("quotes")
    names: list[str] = []
    nouns: list[str] = []
    for row in language.tsv("channels"):
        (names if row["kind"] in {"outlet", "platform"} else nouns).append(row["term"])
    prepositions = _either(settings["channel_prepositions"])
    determiners = _either(settings["channel_determiners"])
    medium = _either([row["term"] for row in language.tsv("channels") if row["kind"] == "medium"])
    medium = f"(?i:{medium})"
    name = rf"(?:{medium}\s+(?:[\w-]+\s+)?)?(?:{_either(names)})(?![\w-])"
    named_medium = rf"{medium}(?:\s+(?!{determiners}\b)[a-zéèàâêîôûç-]+)?{_NAME}"
    noun = rf"(?:[\w-]+\s+){{0,2}}?{_either(nouns)}(?![\w-])(?:\s+(?:de presse|télévisée?|commune?|vidéo))?"
    lead = rf"(?<!\w)(?P<preposition>(?i:{prepositions}))\s*(?<![a-zé](?=[a-z]))(?:(?i:{determiners})\s*)?"
    return (
        re.compile(rf"{lead}(?<!\w)(?P<name>{name}|{named_medium})"),
        re.compile(rf"{lead}(?<!\w)(?P<name>{noun})"),
    )


def _either(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


def find_channels(text: str, language: Language) -> list[Channel]:
    """All phrases of `text` that may be a channel, in order, without overlaps."""
    named, common = _patterns(language)
    told = frozenset(language.toml("quotes")["telling"])
    sources = tuple(f" {row['lemma']}" for row in language.tsv("cues") if row["strength"] == "nominal")
    found = [
        Channel(match.start(), match.end(), match["name"])
        for match in named.finditer(text)
        if not f" {text[max(0, match.start() - 32) : match.end('preposition')].lower()}".endswith(
            sources
        )  # "according to X" names who says it
    ]
    for match in common.finditer(text):
        if match["preposition"].lower() not in told and not any(
            c.start < match.end() and c.end > match.start() for c in found
        ):
            found.append(Channel(match.start(), match.end(), text[match.start() : match.end()]))
    return sorted(found, key=lambda c: c.start)
