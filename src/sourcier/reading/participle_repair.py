"""Past participles that a tagger took for adjectives: "l'usine reste fermée", "n'a pas démissionné", "soit fermée"."""

from __future__ import annotations

from sourcier.languages import Language
from sourcier.reading.cue_repair import Tree
from sourcier.reading.morphology import participle_of

_APART = 4
"""Words between an auxiliary and its participle: "n'a finalement toujours pas démissionné"."""


def restore_participles(tree: Tree, language: Language) -> None:
    """Tag such words as participles, with their auxiliaries below them.

    Only below a verb of lasting ("rester", "remain"), with a passive subject, or right behind a perfect's auxiliary.
    """
    lasting = frozenset(language.toml("status")["lasting"])
    perfect = frozenset(language.toml("language").get("perfect_auxiliaries", ()))
    for at, word in enumerate(tree.words):
        if tree.pos[at] != "ADJ" or tree.dep[at] not in {
            "xcomp",
            "acomp",
            "ROOT",
            "ccomp",
            "acl:relcl",
            "conj",
            "advcl",
        }:
            continue
        verb = participle_of(word, language)
        if verb is None:
            continue
        above = tree.head[at]
        passive = any(up == at and tree.dep[n] == "nsubj:pass" for n, up in enumerate(tree.head))
        if tree.lemma[above] in perfect and tree.pos[above] == "VERB" and above < at <= above + _APART:
            _make_participle(tree, at, verb)
            _lower_auxiliary(tree, above, at)
        elif passive or tree.lemma[above] in lasting:
            _make_participle(tree, at, verb)
            for n, up in enumerate(tree.head):
                if up == at and tree.dep[n] == "cop":
                    tree.dep[n] = "aux:pass"


def _make_participle(tree: Tree, at: int, infinitive: str) -> None:
    tree.pos[at], tree.lemma[at] = "VERB", infinitive
    tree.morph[at] = "Tense=Past|VerbForm=Part"


def _lower_auxiliary(tree: Tree, auxiliary: int, participle: int) -> None:
    """Put the participle in its auxiliary's place, and the auxiliary with all else below it."""
    tree.head[participle] = participle if tree.head[auxiliary] == auxiliary else tree.head[auxiliary]
    tree.dep[participle] = tree.dep[auxiliary]
    tree.pos[auxiliary], tree.dep[auxiliary] = "AUX", "aux:tense"
    for n, up in enumerate(tree.head):
        if up == auxiliary and n != participle:
            tree.head[n] = participle
    tree.head[auxiliary] = participle


__all__ = ["restore_participles"]
