"""What an event counts: fourteen dead, 412 jobs, two arrests."""

from __future__ import annotations

import re
from functools import cache

from sourcier.languages import codes, language
from sourcier.library.folding import fold, tokens
from sourcier.stories.word_weights import stem

_DIGITS = re.compile(r"(?<![\w.,:/$€£-])(\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+|\d+)(?![\w:/%-]|[.,]\d)(?!\s?(?:%|€|\$|£))")
_GROUPING = re.compile(r"[ \u00a0\u202f.,]")
_NOUN_WITHIN = 4
"""Words behind a number among which the noun that it counts stands."""

_ANYBODY = "people"
"""What a number counts where it is not said of whom."""

_YEARS = range(1900, 2100)


def count_in(words: str, code: str) -> int | None:
    """The first number of people or things in an event's words; None where there is none, see `counts_in`.

    >>> count_in("14 personnes sont mortes", "fr"), count_in("Fourteen people are known to have died", "en")
    (14, 14)
    """
    return next(iter(counts_in(words, code)), None)


def counts_in(words: str, code: str) -> list[int]:
    """The numbers of people or things, in order; years, ages, sums and measures do not count.

    >>> counts_in("un homme de 43 ans, et 1 200 sinistrés en 2026", "fr")
    [1200]
    """
    return [number for _, _, number in _counts(words, code)]


def counted_in(words: str, code: str) -> list[tuple[str, int]]:
    """What is counted, and how many, in order: the classes are those of the language's lexicon.

    >>> counted_in("412 emplois supprimés, deux autres personnes blessées", "fr")
    [('jobs', 412), ('injured', 2)]
    """
    nouns = _counted_nouns(code)
    found = []
    for _, end, number in _counts(words, code):
        behind = (stem(word, code) for word in tokens(words[end:])[:_NOUN_WITHIN])
        kinds = [nouns[word] for word in behind if word in nouns]
        # "Two people were hurt" counts the hurt.
        kind = next((kind for kind in kinds if kind != _ANYBODY), kinds[0] if kinds else None)
        if kind is not None:
            found.append((kind, number))
    return found


def _counts(words: str, code: str) -> list[tuple[int, int, int]]:
    """The numbers that count people or things: where each stands, and what it is."""
    named, measures = _numbers(code), _measures(code)
    found = [(match, int(_GROUPING.sub("", match[1]))) for match in _DIGITS.finditer(words)]
    found = [(match, number) for match, number in found if number not in _YEARS]
    if (spelled := _spelled_out(code)) is not None:
        found += [(match, _spelled(match[0].lower(), named)) for match in spelled.finditer(words)]
    joined: list[tuple[int, int, int]] = []
    for start, end, number in sorted((match.start(), match.end(), number) for match, number in found if number):
        if joined and number in {100, 1000} and words[joined[-1][1] : start].isspace():
            begin, _, times = joined.pop()
            joined.append((begin, end, times * number))  # "six mille"
        else:
            joined.append((start, end, number))
    return [its for its in joined if its[2] > 1 and not (measures and measures.match(words, its[1]))]


def tells_of_death(words: str, code: str) -> bool:
    """Whether words tell that people died: what they count is a toll."""
    pattern = _deaths(code)
    return pattern is not None and pattern.search(words) is not None


@cache
def _deaths(code: str) -> re.Pattern[str] | None:
    return re.compile(language(code).toml("stories")["deaths"], re.IGNORECASE) if code in codes() else None


def _spelled(word: str, named: dict[str, int]) -> int:
    """The number that a word spells ("twenty-four"); 0 where it spells none."""
    if word in named:
        return named[word]
    parts = [named.get(part, 0) for part in word.split("-") if part not in {"et", "and"}]
    return sum(parts) if len(parts) > 1 and all(parts) else 0


@cache
def _spelled_out(code: str) -> re.Pattern[str] | None:
    """Words that begin with one for a number ("twenty-four"); none for a language that is not read."""
    names = "|".join(sorted(_numbers(code), key=len, reverse=True))
    return re.compile(rf"\b(?:{names})\b(?:-[^\W\d_]+)*", re.IGNORECASE) if names else None


@cache
def _counted_nouns(code: str) -> dict[str, str]:
    """Stem of a noun -> what it counts."""
    if code not in codes():
        return {}
    classes: dict[str, list[str]] = language(code).toml("stories")["counted"]
    return {
        stem(fold(noun + ending), code): kind
        for kind, nouns in classes.items()
        for noun in nouns
        for ending in ("", "s", "e", "es")
    }


@cache
def _measures(code: str) -> re.Pattern[str] | None:
    return re.compile(language(code).toml("stories")["measures"], re.IGNORECASE) if code in codes() else None


@cache
def _numbers(code: str) -> dict[str, int]:
    return language(code).toml("stories")["numbers"] if code in codes() else {}
