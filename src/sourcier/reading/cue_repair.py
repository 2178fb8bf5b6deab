"""Verbs of saying that a tagger took for something else: "« … », tranche le ministre", "Moscou dément que …".

Only where the order of words leaves no doubt: right behind a quotation and before its subject, between a subject and
the marker of a content clause in a sentence that has no other verb before it, or between a subject and an object in a
sentence that has no other verb at all ("La direction dément les rumeurs").
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

from sourcier.languages import Language

_REACH = 7
"""Words between a verb of saying and what it governs: its subject behind it, or the marker of its clause."""


_PRESENT = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"


class Tree(Protocol):
    """A parse that is being put together, one entry a word; `head[i] == i` marks a root."""

    words: list[str]
    head: list[int]
    dep: list[str]
    pos: list[str]
    tag: list[str]
    lemma: list[str]
    morph: list[str]


@cache
def _forms(language: Language) -> tuple[dict[str, str], dict[str, str]]:
    """Present third-person forms -> infinitives of the cues: all; and those that stand alone, with verbs of demand."""
    settings = language.toml("quotes")
    irregular: dict[str, str] = settings.get("present_forms", {})
    endings: dict[str, list[str]] = settings.get("present_endings", {})
    every: dict[str, str] = {}
    alone: dict[str, str] = {}
    for row in language.tsv("cues"):
        lemma = row["lemma"].rpartition(" ")[2].rpartition("'")[2]
        forms = [form for form, infinitive in irregular.items() if infinitive == lemma]
        for ending, own in endings.items():
            if lemma.endswith(ending):
                forms += [lemma.removesuffix(ending) + end for end in own]
        if "quote" in row["complement"].split("|"):
            every.update(dict.fromkeys(forms, lemma))
        if row["strength"] == "alone":
            alone.update(dict.fromkeys(forms, lemma))
    for lemma in language.toml("status")["verbs"]["demanded"]:
        for ending, own in endings.items():
            if lemma.endswith(ending):
                alone.update({lemma.removesuffix(ending) + end: lemma for end in own})
    return every, alone


def restore_cues(tree: Tree, language: Language) -> None:
    """Tag such words as finite verbs and hang their subjects on them."""
    every, alone = _forms(language)
    closing = {pair["close"] for pair in language.toml("language")["marks"]}
    markers = frozenset(language.toml("quotes")["markers"])
    titles = language.toml("people")["titles"]
    for at, word in enumerate(tree.words):
        form = word.lower()
        if tree.pos[at] in {"VERB", "AUX"} or at == 0 or not (form in every or form in alone):
            continue
        if form in every and _behind_quotation(tree, at, closing) and _before_subject(tree, at, titles):
            _make_verb(tree, at, every[form])
            _hang_behind(tree, at)
        elif form in alone and _governs_clause(tree, at, markers):
            _make_verb(tree, at, alone[form])
            _hang_before(tree, at)
        elif form in alone and _is_sole_verb(tree, at):
            if any(up == at and tree.dep[n].startswith("nsubj") for n, up in enumerate(tree.head)):
                tree.pos[at], tree.lemma[at], tree.morph[at] = "VERB", alone[form], _PRESENT
                continue
            top = _top(tree, at)
            _make_verb(tree, at, alone[form])
            if tree.pos[top] in {"NOUN", "PROPN"}:
                tree.dep[top] = "obj"
            for other, up in enumerate(tree.head):
                if other > at and up < at and tree.dep[other] == "nmod":
                    tree.head[other], tree.dep[other] = at, "obj"
                elif other > at and up < at and tree.dep[other] in {"acl", "advcl"}:
                    tree.head[other], tree.dep[other] = at, "xcomp"  # "Unia somme le groupe de retirer son plan"
            _hang_before(tree, at)


def _top(tree: Tree, at: int) -> int:
    while tree.head[at] != at:
        at = tree.head[at]
    return at


def _is_sole_verb(tree: Tree, at: int) -> bool:
    """Whether a word stands between a noun and an article or infinitive in a sentence without a finite verb."""
    named = tree.words[at - 1] == "," and at > 1 and tree.pos[at - 2] == "PROPN"  # "le maire, Luc Roy, presse"
    if not (tree.pos[at - 1] in {"NOUN", "PROPN"} or named) or at + 1 >= len(tree.words):
        return False
    if tree.pos[at + 1] != "DET" and "VerbForm=Inf" not in tree.morph[at + 1]:
        return False
    for step in (-1, 1):
        n = at + step
        while 0 <= n < len(tree.words) and "\n" not in tree.words[n] and tree.words[n] not in {".", "!", "?", ";", ":"}:
            if "VerbForm=Fin" in tree.morph[n]:
                return False
            n += step
    return True


def _behind_quotation(tree: Tree, at: int, closing: set[str]) -> bool:
    before = at - 2 if tree.words[at - 1] == "," else at - 1
    return before >= 0 and tree.words[before] in closing


def _before_subject(tree: Tree, at: int, titles: dict[str, str]) -> bool:
    if at + 1 >= len(tree.words):
        return False
    following = tree.words[at + 1]
    return following.startswith("-") or following in titles or tree.pos[at + 1] in {"DET", "PROPN"}


def _governs_clause(tree: Tree, at: int, markers: frozenset[str]) -> bool:
    if tree.pos[at - 1] not in {"NOUN", "PROPN", "ADJ", "PRON"} and tree.words[at - 1] != ",":
        return False
    first = at - 1
    if tree.words[at - 1] == ",":  # "X, qui défend les usagers, note que": the clause between commas is another's
        commas = [n for n in range(at - 2, max(-1, at - 2 * _REACH), -1) if tree.words[n] == ","]
        relative = commas[0] + 1 if commas else at
        if relative < at and tree.pos[relative] == "PRON":
            first = commas[0] - 1
    for n in range(first, -1, -1):
        if "\n" in tree.words[n] or tree.words[n] in {".", "!", "?", ";", ":"}:
            break
        if "VerbForm=Fin" in tree.morph[n]:
            return False
    for n in range(at + 1, min(at + _REACH, len(tree.words))):
        if tree.words[n].lower() in markers:
            return True
        if tree.pos[n] in {"VERB", "AUX"} or tree.words[n] in {".", ":", ";", "«", "“", '"'}:
            return False
    return False


def _make_verb(tree: Tree, at: int, infinitive: str) -> None:
    tree.pos[at], tree.lemma[at] = "VERB", infinitive
    tree.morph[at] = _PRESENT
    top = _top(tree, at)
    tree.head[at], tree.dep[at] = at, "ROOT"
    if top != at:
        tree.head[top], tree.dep[top] = at, "ccomp"


def _hang_before(tree: Tree, at: int) -> None:
    """Make what stands right before a verb its subject."""
    subject = at - 1
    while tree.head[subject] < at and tree.head[subject] != subject:
        subject = tree.head[subject]
    tree.head[subject], tree.dep[subject] = at, "nsubj"


def _hang_behind(tree: Tree, at: int) -> None:
    """Make the first noun, name or pronoun behind a verb its subject, and what was said its complement."""
    end = min(at + _REACH, len(tree.words))
    nominal = next((n for n in range(at + 1, end) if tree.pos[n] in {"NOUN", "PROPN", "PRON"}), None)
    if nominal is None:
        return
    if tree.words[nominal].startswith("-"):  # of "-t", "-elle" the last is the pronoun
        while nominal + 1 < end and tree.words[nominal + 1].startswith("-"):
            nominal += 1
    while tree.head[nominal] > at and tree.head[nominal] != nominal:
        nominal = tree.head[nominal]
    tree.head[nominal], tree.dep[nominal] = at, "nsubj"
    for other, up in enumerate(tree.head):
        if other < at and up == nominal:
            tree.head[other] = at
            if tree.pos[other] != "PUNCT":
                tree.dep[other] = "ccomp"


__all__ = ["Tree", "restore_cues"]
