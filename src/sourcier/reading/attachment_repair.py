"""Objects and verbs that parsers lose in the word order of news.

French news puts the day between verb and object ("a limogé dimanche son entraîneur"), and the parser hangs the object
on the day. English news puts a name behind a verb and a function ("Sunderland sacked manager Luca Bertolani"), and the
parser reads a participle that describes the name.
"""

from __future__ import annotations

from sourcier.languages import Language
from sourcier.reading.cue_repair import Tree

_NOMINAL = frozenset({"NOUN", "PROPN"})


def restore_objects(tree: Tree, language: Language) -> None:
    """Hang on the verb what the parser hung on a day between them."""
    days = frozenset(language.toml("language").get("days", ()))
    for day, word in enumerate(tree.words):
        if word.lower() not in days or tree.pos[day] not in _NOMINAL:
            continue
        verb = tree.head[day]
        if tree.pos[verb] != "VERB" or verb > day or _has(tree, day, "case"):
            continue
        passive = any(up == verb and tree.dep[n] == "aux:pass" for n, up in enumerate(tree.head))
        for noun in range(day + 1, len(tree.words)):
            if tree.head[noun] != day or tree.pos[noun] not in _NOMINAL or not _has(tree, noun, "det"):
                continue
            tree.head[noun] = verb
            bare = not _has(tree, noun, "case") and not passive and not _has(tree, verb, "obj")
            tree.dep[noun] = "obj" if bare else "obl:mod"
        tree.dep[day] = "obl:mod"


def restore_past_tense(tree: Tree, language: Language) -> None:
    """Make a participle before a name the verb of a sentence that has no other."""
    participle = language.toml("language").get("past_participle_tag", "")
    if not participle:
        return
    for at, tag in enumerate(tree.tag):
        if tree.pos[at] != "VERB" or tag not in participle or tree.dep[at] != "amod":
            continue
        top = at
        while tree.head[top] != top:
            top = tree.head[top]
        inside = [n for n in range(len(tree.words)) if _root(tree, n) == top]
        if tree.pos[top] not in _NOMINAL or top < at or any("VerbForm=Fin" in tree.morph[n] for n in inside if n != at):
            continue
        before = [n for n in inside if n < at]
        subject = next((n for n in before if tree.pos[n] in _NOMINAL and not _below_preposition(tree, n)), None)
        if subject is None:
            continue
        while subject + 1 < at and tree.pos[subject + 1] in _NOMINAL:
            subject += 1  # "Ohio State | fired"
        tree.head[at], tree.dep[at] = at, "ROOT"
        tree.morph[at] = "Tense=Past|VerbForm=Fin"
        for n in inside:
            if n != at and tree.head[n] in {top, at} and (n < at or (n > top and tree.pos[n] == "ADP")):
                tree.head[n] = subject if n < subject else at
        tree.head[subject], tree.dep[subject] = at, "nsubj"
        tree.head[top], tree.dep[top] = at, "dobj"


def _root(tree: Tree, at: int) -> int:
    while tree.head[at] != at:
        at = tree.head[at]
    return at


def _has(tree: Tree, up: int, dep: str) -> bool:
    return any(head == up and tree.dep[n] == dep for n, head in enumerate(tree.head))


def _below_preposition(tree: Tree, noun: int) -> bool:
    return tree.dep[noun] in {"pobj", "pcomp"} or tree.pos[tree.head[noun]] == "ADP"


__all__ = ["restore_objects", "restore_past_tense"]
