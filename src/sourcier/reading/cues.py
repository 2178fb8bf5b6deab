"""Cues: the words that introduce what someone says, from `languages/*/cues.tsv`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sourcier.languages import Language


@dataclass(frozen=True)
class Cue:
    """A word or expression that introduces speech.

    Attributes:
        lemma: dictionary form.
        kind: say, ask, claim, deny, promise, …
        complements: what it takes (quote, clause, infinitive, noun).
        alone: whether it introduces indirect speech without quotation marks.
    """

    lemma: str
    kind: str
    complements: frozenset[str]
    alone: bool


class Cues:
    """The cues of one language, found by token.

    Args:
        language: whose `cues.tsv` to use.
    """

    def __init__(self, language: Language) -> None:
        self._verbs: dict[str, Cue] = {}
        self._reflexive: dict[str, Cue] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        self._forms: dict[str, str] = language.toml("quotes").get("present_forms", {})
        self.clitics: dict[str, str] = {}  # lemma of a cue -> the clitic that must stand before it: "y voir"
        nominal: list[tuple[str, ...]] = []
        for row in language.tsv("cues"):
            if row["strength"] == "nominal":
                nominal.append(_words(row["lemma"]))
                continue
            if row["strength"] == "noun":
                continue
            cue = Cue(row["lemma"], row["class"], frozenset(row["complement"].split("|")), row["strength"] == "alone")
            words = [w for w in _words(row["lemma"]) if w not in _REFLEXIVES]
            if words[0] in _CLITICS and len(words) > 1:
                self.clitics[row["lemma"]] = words.pop(0)
            if len(words) == 1:
                reflexive = not _REFLEXIVES.isdisjoint(_words(row["lemma"]))
                (self._reflexive if reflexive else self._verbs).setdefault(words[0], cue)
            else:
                self._phrases.setdefault(words[0], []).append((tuple(words[1:]), cue))
        self.nominal: tuple[tuple[str, ...], ...] = tuple(sorted(nominal, key=len, reverse=True))

    def of(self, token: Token, following: Sequence[Token] = ()) -> Cue | None:
        """The cue a verb token is, alone or with the words that follow it; None for other words."""
        known = self._forms.get(token.lower_)
        lemmas = [known] if known else [token.lemma_.lower(), token.lower_, *_stems(token.lower_)]
        following = [t for t in following if t.text[0] != "-"][:_LONGEST]  # "laisse-t-elle entendre"
        for lemma in lemmas:
            for words, cue in self._phrases.get(lemma, ()):
                if tuple(t.lower_ for t in following[: len(words)]) == words:
                    return cue
            found = self._verbs.get(lemma)
            if lemma in self._reflexive and (found is None or _is_reflexive(token)):
                found = self._reflexive[lemma]
            if found is not None:
                return found
        return None


_LONGEST = 3
_REACH = 5
"""Words before a verb among which its reflexive pronoun stands."""
_CLITICS = frozenset({"y", "en"})
_REFLEXIVES = frozenset({"se", "s'", "s’"})
_ENDINGS = ("èrent", "aient", "ait", "ent", "ant", "ées", "és", "ée", "é", "er", "era", "e", "a")


def _is_reflexive(verb: Token) -> bool:
    """Whether a reflexive pronoun stands before a verb: "s'est défendu"."""
    return any(t.lower_ in _REFLEXIVES for t in verb.doc[max(0, verb.i - _REACH) : verb.i])


def _stems(form: str) -> list[str]:
    """Infinitives in -er that a form may belong to where the tagger gave no lemma."""
    return [form[: -len(ending)] + "er" for ending in _ENDINGS if form.endswith(ending) and len(form) > len(ending) + 2]


def _words(phrase: str) -> tuple[str, ...]:
    spaced = phrase.replace("'", "' ").replace("’", "' ")
    return tuple(spaced.split())


@cache
def cues(language: Language) -> Cues:
    """The cues of a language, read once."""
    return Cues(language)
