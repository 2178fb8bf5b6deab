"""What went wrong, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sourcier.languages import language

LONGEST = 1_000
"""Code points of a message that is told in another language; what is longer repeats what somebody sent."""


@dataclass(frozen=True)
class Message:
    """A message, and the language that it is in."""

    text: str
    language: str


def in_words_of(code: str, message: str) -> Message:
    """A message of ours in a language, by its table `messages.tsv`; in English where that has no row for it.

    >>> in_words_of("fr", "zz: no article has this id; sourcier search shows them")
    Message(text='zz : aucun article n’a cet identifiant', language='fr')
    >>> in_words_of("fr", "something else").language
    'en'
    """
    for pattern, own in _rows(code) if len(message) <= LONGEST else ():
        found = pattern.fullmatch(message)
        if found:
            told = {name: in_words_of(code, words).text for name, words in found.groupdict().items()}
            return Message(own.format_map(told), code)
    return Message(message, "en")


@cache
def _rows(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each row as a pattern, and what it becomes."""
    return tuple(
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(row["message"]))), row["own"])
        for row in language(code).tsv("messages")
    )
