"""Tense, mood and infinitive by a verb's ending, where an ending tells them and the tagger may have missed it.

A conditional tagged as an imperfect would turn what may come into what happened, so what the spelling tells is believed
before the tagger. The endings are the language's data (`[[endings]]` in `languages/*/language.toml`).
"""

from __future__ import annotations

from typing import Any

from sourcier.languages import Language


def features(word: str, lemma: str, pos: str, morph: str, language: Language) -> str:
    """The features of a word, with those that its ending tells.

    Args:
        word: as it stands in the text.
        lemma: its infinitive, if it is a verb.
        pos: universal part of speech.
        morph: features as the tagger gave them ("Mood=Ind|Tense=Imp").
        language: whose endings to use.

    >>> from sourcier.languages import language
    >>> features("partirait", "partir", "VERB", "Mood=Ind|Tense=Imp|VerbForm=Fin", language("fr"))
    'Mood=Cnd|Tense=Pres|VerbForm=Fin'
    >>> features("espérait", "espérer", "VERB", "Mood=Ind|Tense=Imp|VerbForm=Fin", language("fr"))
    'Mood=Ind|Tense=Imp|VerbForm=Fin'
    """
    if pos not in {"VERB", "AUX"} or "VerbForm=Fin" not in morph:
        return morph
    for rule in language.toml("language").get("endings", ()):
        told = _told(word.lower(), lemma.lower(), rule)
        if told:
            return "|".join(f"{name}={value}" for name, value in sorted({**_features(morph), **told}.items()))
    return morph


def infinitive(word: str, lemma: str, pos: str, language: Language) -> str:
    """The lemma of a verb, by its ending where the lemmatizer gave the word back as it stood.

    >>> from sourcier.languages import language
    >>> infinitive("réclame", "réclame", "VERB", language("fr"))
    'réclamer'
    """
    endings: dict[str, str] = language.toml("language").get("infinitives", {})
    if pos != "VERB" or lemma.lower() != word.lower():
        return lemma
    for ending, replacement in endings.items():
        if lemma.endswith(ending):
            return lemma.lower().removesuffix(ending) + replacement
    return lemma


def _told(word: str, lemma: str, rule: dict[str, Any]) -> dict[str, str]:
    for ending in rule["endings"]:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            if stem == lemma[:-2]:
                return _features(str(rule["on_infinitive_stem"]))
            if stem.endswith(str(rule["stem_ends"])):
                return _features(str(rule["features"]))
    return {}


def _features(morph: str) -> dict[str, str]:
    return dict(feature.split("=", 1) for feature in morph.split("|") if feature)
