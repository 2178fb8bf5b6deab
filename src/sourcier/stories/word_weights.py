"""How much a word says about what an article is about: much where the language uses it seldom.

The background is general use, not the library: an article weighs the same whatever else is kept, and the first article
of a library as much as the last. Frequencies are those of the `wordfreq` package (R. Speer, wordfreq 3.1, 2023) on the
Zipf scale of W. van Heuven and others (2014): 3 is once in a million words, 6 once in a thousand.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

import Stemmer
from wordfreq import available_languages, get_frequency_dict

from sourcier.library.folding import fold

COMMON, RARE = 6.5, 2.5
"""Zipf frequencies from which a word says nothing, and below which it says no more."""

NUMBER, YEAR = 3.0, 6.0
"""Zipf frequencies that numbers, and years, are taken to have."""


def word_weight(word: str, language: str) -> float:
    """The weight of a folded word: 0 for "the", 4 for what hardly anybody writes.

    >>> word_weight("pont", "fr") < word_weight("acquittement", "fr")
    True
    """
    if word.isdigit():
        return COMMON - (YEAR if len(word) == 4 and word[:2] in {"19", "20"} else NUMBER)
    return max(0.0, COMMON - max(_zipf(language).get(word, 0.0), RARE))


@lru_cache(1 << 16)
def stem_and_weight(word: str, language: str) -> tuple[str, float]:
    """A folded word's stem and weight; single letters weigh nothing."""
    return stem(word, language), word_weight(word, language) if len(word) > 1 else 0.0


def stem(word: str, language: str) -> str:
    """What the forms of a word have in common (M. Porter's Snowball); the word itself in a language without a stemmer.

    >>> stem("bridges", "en") == stem("bridge", "en")
    True
    """
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer is not None else word


@cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    try:
        return Stemmer.Stemmer(language)
    except KeyError:
        return None


@cache
def _zipf(language: str) -> dict[str, float]:
    """Folded word -> Zipf frequency, of its most frequent spelling; empty for a language without frequencies."""
    if language not in available_languages("small"):
        return {}
    frequencies: dict[str, float] = {}
    for word, frequency in get_frequency_dict(language, "small").items():
        folded = fold(word)
        frequencies[folded] = max(frequencies.get(folded, 0.0), math.log10(frequency) + 9)
    return frequencies
