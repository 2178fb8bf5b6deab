"""Tense, mood and infinitive by a verb's ending, where an ending tells them and the tagger may have missed it.

A conditional tagged as an imperfect would turn what may come into what happened, so what the spelling tells is believed
before the tagger. The endings are the language's data (`[[endings]]` in `languages/*/language.toml`).
"""

from __future__ import annotations

from functools import cache
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
    >>> features("évacués", "évacuer", "VERB", "VerbForm=Inf", language("fr"))
    'Tense=Past|VerbForm=Part'
    """
    if pos in {"VERB", "AUX"} and "VerbForm=Inf" in morph:
        ends = tuple(language.toml("language").get("infinitive_endings", ()))
        return morph if not ends or word.lower().endswith(ends) else "Tense=Past|VerbForm=Part"
    if pos not in {"VERB", "AUX"} or "VerbForm=Fin" not in morph:
        return morph
    for rule in language.toml("language").get("endings", ()):
        told = _told(word.lower(), lemma.lower(), rule)
        if told:
            return "|".join(f"{name}={value}" for name, value in sorted({**_features(morph), **told}.items()))
    return morph


def infinitive(word: str, lemma: str, pos: str, language: Language) -> str:
    """The lemma of a verb: by its ending where the lemmatizer gave the word back as it stood, by the lexicons' verbs.

    A verb of the lexicons is believed before a lemma that they don't have ("fined" is no form of "fin").

    >>> from sourcier.languages import language
    >>> infinitive("réclame", "réclame", "VERB", language("fr"))
    'réclamer'
    >>> infinitive("fined", "fin", "VERB", language("en"))
    'fine'
    """
    if pos != "VERB":
        return lemma
    known = _forms(language, "verb_forms").get(word.lower())
    if known is not None and lemma.lower() not in _known_verbs(language):
        return known
    endings: dict[str, str] = language.toml("language").get("infinitives", {})
    if lemma.lower() != word.lower():
        return lemma
    for ending, replacement in endings.items():
        if lemma.endswith(ending):
            return lemma.lower().removesuffix(ending) + replacement
    return lemma


def participle_of(word: str, language: Language) -> str | None:
    """The infinitive of which a word is the past participle, if it is a verb of the lexicons; else None.

    >>> from sourcier.languages import language
    >>> participle_of("fermées", language("fr")), participle_of("rapide", language("fr"))
    ('fermer', None)
    """
    folded = word.lower()
    irregular: dict[str, str] = language.toml("language").get("irregular_participles", {})
    bare = folded.removesuffix("s").removesuffix("e")
    return _forms(language, "participles").get(folded) or irregular.get(folded) or irregular.get(bare)


@cache
def _known_verbs(language: Language) -> frozenset[str]:
    """The verbs of the lexicons: what names events, reports words, and gives a status."""
    lemmas = [lemma for row in language.tsv("triggers") if row["pos"] == "verb" for lemma in row["lemma"].split("|")]
    lemmas += [row["lemma"] for row in language.tsv("cues") if row["complement"]]
    lemmas += [verb for verbs in language.toml("status")["verbs"].values() for verb in verbs]
    return frozenset(lemma for lemma in lemmas if lemma.isalpha())


@cache
def _forms(language: Language, table: str) -> dict[str, str]:
    """Forms of the lexicons' verbs -> infinitives, by the endings of a table of `language.toml`."""
    endings: dict[str, list[str]] = language.toml("language").get(table, {})
    found: dict[str, str] = {}
    for verb in sorted(_known_verbs(language)):
        ending = next((e for e in sorted(endings, key=len, reverse=True) if verb.endswith(e)), None)
        for form in endings.get(ending, ()) if ending is not None else ():
            found.setdefault(verb.removesuffix(ending or "") + form, verb)
    return found


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
