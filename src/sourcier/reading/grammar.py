"""The relations of a parse in the same words for every language.

French pipelines write Universal Dependencies, English ones ClearNLP labels; `languages/*/syntax.toml` says which
label means what, and the readers ask only here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from sourcier.languages import Language

Tense = Literal["past", "present", "future", "none"]
Mood = Literal["indicative", "conditional", "subjunctive", "imperative", "infinitive", "participle", "none"]


@dataclass(frozen=True)
class VerbGroup:
    """A verb with its auxiliaries.

    Attributes:
        tense: of the finite verb; "past" for compound pasts too.
        mood: "conditional" for French conditional forms and English "would".
        perfect: compound tense (has gone, est allé, aurait signé).
        passive: passive voice.
        negated: a negator stands beside the verb or an auxiliary.
        modals: lower-case modal auxiliaries, in order ("could", "must").
        first: the first token of the group (an auxiliary or the verb itself).
    """

    tense: Tense
    mood: Mood
    perfect: bool
    passive: bool
    negated: bool
    modals: tuple[str, ...]
    first: Token


class Grammar:
    """Asks a parse for subjects, objects, clauses and verb groups."""

    def __init__(self, language: Language) -> None:
        syntax = language.toml("syntax")
        self._relations = {name: frozenset(labels) for name, labels in syntax["relations"].items()}
        words = syntax["words"]
        self._words = {name: frozenset(forms) for name, forms in words.items()}
        self._contractions: dict[str, str] = syntax["contractions"]

    def is_a(self, token: Token, *relations: str) -> bool:
        """Whether the token hangs from its head by one of these relations (keys of `[relations]`)."""
        return any(token.dep_ in self._relations[relation] for relation in relations)

    def children(self, token: Token, *relations: str) -> list[Token]:
        """The token's dependents by one of these relations, in text order."""
        return [child for child in token.children if self.is_a(child, *relations)]

    def coordinated(self, token: Token) -> list[Token]:
        """The token and all that is coordinated below it ("A, B et C" asked at A), in text order."""
        found = [token]
        for child in self.children(token, "coordinated"):
            found.extend(self.coordinated(child))
        for name in self.children(token, "apposition"):
            if name.pos_ == "PROPN" and not name.doc[name.i - 1].is_punct:  # "le président X et son homologue Y"
                found.extend(other for other in self.coordinated(name) if other != name)
        return sorted(found, key=lambda t: t.i)

    def own_subjects(self, verb: Token) -> list[Token]:
        """Subjects that hang from the verb itself, each with those coordinated with it.

        A relative pronoun stands for what its clause modifies ("X, qui a été reçu").
        """
        return self._dependents(verb, "subject")

    def _dependents(self, verb: Token, relation: str) -> list[Token]:
        found: list[Token] = []
        for child in self.children(verb, relation):
            if _feature(child, "PronType") == "Rel" or child.tag_ in {"WP", "WDT"}:
                clause = next((t for t in self.path_to_root(child) if self.is_a(t, "relative_clause")), None)
                if clause is not None:
                    found.append(clause.head)
                    continue
                before = next((t for t in reversed(child.doc[child.sent.start : child.i]) if not t.is_punct), None)
                if before is not None and before.pos_ in {"NOUN", "PROPN"}:
                    found.append(before)  # "s'indigne la syndicaliste, qui …", read with the clause elsewhere
                    continue
            found.extend(self.coordinated(child))
        return found

    def subjects(self, verb: Token) -> list[Token]:
        """Subjects of a verb, taken from the verb it is coordinated with, controlled by, or modifies if need be."""
        seen: set[int] = set()
        while verb.i not in seen:
            seen.add(verb.i)
            own = self.own_subjects(verb)
            if own:
                return own
            if self._shares_subject(verb):
                verb = verb.head
            elif self.is_a(verb, "relative_clause") or self._opens_headline(verb):
                return self.coordinated(verb.head)
            else:
                return []
        return []

    def doers(self, verb: Token) -> list[Token]:
        """Who does what a verb tells: its subjects, or the object that the verb above asks, forces or lets do it.

        "Urged the regulator to ban him", "a demandé aux syndicats de suspendre la grève": object control.
        """
        infinitive = self.group(verb).mood == "infinitive" and not self.own_subjects(verb)
        if infinitive and self.is_a(verb, "relative_clause", "oblique") and verb.head in self._asked(verb.head.head):
            return [verb.head]  # the infinitive hangs on whom it is asked of
        if infinitive and self.is_a(verb, "clause"):
            above = verb.head
            if above.pos_ in {"VERB", "AUX"} and above.lemma_ not in self._words["subject_control"]:
                asked = [noun for noun in self._asked(above) if noun.i < verb.i]
                if asked and not self.group(above).passive:
                    return asked
        return self.subjects(verb)

    def _asked(self, verb: Token) -> list[Token]:
        asked = self.objects(verb) or self.recipients(verb)
        if not asked and verb.lemma_ in self._words["asking_by_preposition"]:
            return self._prepositional(verb, "asked")
        return asked

    def is_headline(self, verb: Token) -> bool:
        """Whether an infinitive is the verb of a headline: "Strike to halt trains", "X wins; ballot to follow"."""
        if verb.pos_ not in {"VERB", "AUX"} or self.group(verb).mood != "infinitive":
            return False
        if self.own_subjects(verb):
            return verb.head == verb or self.is_a(verb, "coordinated")
        return self._opens_headline(verb)

    def _opens_headline(self, verb: Token) -> bool:
        """Whether a clause hangs on the noun that a headline opens with, where nothing else could be its verb."""
        noun = verb.head
        below = self.is_a(verb, "clause", "relative_clause", "adverbial_clause")
        return below and noun.pos_ in {"NOUN", "PROPN"} and noun.head == noun and noun.i < verb.i

    def _shares_subject(self, verb: Token) -> bool:
        """Whether a verb without a subject of its own has its head's."""
        if self.is_a(verb, "coordinated"):
            return verb.head.pos_ in {"VERB", "AUX"}
        if self.is_a(verb, "clause"):
            return verb.head.pos_ in {"VERB", "AUX", "ADJ"} and not self._finite(verb)
        if self.is_a(verb, "attribute"):
            return verb.head.pos_ in {"VERB", "AUX"}  # "the presidents are due to meet"
        return self.is_a(verb, "adverbial_clause") and not self._finite(verb)

    def objects(self, verb: Token) -> list[Token]:
        """Direct objects of a verb, each with those coordinated with it; never a passive verb's agent."""
        return self._dependents(verb, "object")

    def recipients(self, verb: Token) -> list[Token]:
        """Whom a verb gives or says something to: "infligé à Google une amende", "gave the union a deadline"."""
        direct = [t for child in self.children(verb, "indirect_object") for t in self.coordinated(child)]
        found = [noun for noun in direct if noun.pos_ != "ADP"]
        return found + self._prepositional(verb, "indirect")

    def _prepositional(self, verb: Token, words: str) -> list[Token]:
        return [noun for word, noun in self.obliques(verb) if self.base(word) in self._words[words]]

    def agents(self, verb: Token) -> list[Token]:
        """The doers of a passive verb ("signé par A et B")."""
        found: list[Token] = []
        for preposition, noun in self.obliques(verb):
            if preposition in self._words["agent_prepositions"] and (
                self.is_a(noun, "agent") or self.group(verb).passive or verb.pos_ == "NOUN"
            ):
                found.append(noun)
        if not found and verb.pos_ == "VERB" and self.group(verb).passive:
            found.extend(self._stray_agents(verb))
        return found

    def _stray_agents(self, verb: Token) -> Iterator[Token]:
        """Agents that the parser hung below another noun of the clause ("reçu à Londres par le ministre")."""
        for token in verb.subtree:
            if token.i > verb.i and token.lower_ in self._words["agent_prepositions"]:
                noun = next(iter(self.children(token, "preposition_object")), token.head)
                between = verb.doc[verb.i + 1 : token.i]
                if noun.i > token.i and not any(t.pos_ == "VERB" for t in between):
                    yield from self.coordinated(noun)
                return

    def obliques(self, token: Token) -> list[tuple[str, Token]]:
        """(preposition in lower case, noun) for each prepositional dependent, coordinated nouns included."""
        found: list[tuple[str, Token]] = []
        for child in token.children:
            if self.is_a(child, "preposition_head"):
                for noun in self.children(child, "preposition_object"):
                    found.extend((child.lower_, other) for other in self.coordinated(noun))
            elif self.is_a(child, "oblique"):
                cases = self.children(child, "case")
                word = " ".join(case.lower_ for case in cases)
                for other in self.coordinated(child):
                    own = " ".join(case.lower_ for case in self.children(other, "case"))
                    found.append((own or word, other))
        return sorted(found, key=lambda pair: pair[1].i)

    def base(self, preposition: str) -> str:
        """The last word of a preposition without contraction or elision: "au" is "à", "près du" is "de"."""
        last = preposition.replace("’", "'").rpartition(" ")[2]
        return self._contractions.get(last, last)

    def preposition(self, noun: Token) -> str:
        """The preposition before a noun, in lower case; empty where there is none."""
        if noun.head.pos_ in {"ADP", "SCONJ"} and self.is_a(noun, "preposition_object"):
            return noun.head.lower_
        return " ".join(case.lower_ for case in self.children(noun, "case") if case.pos_ != "PART")

    def complements(self, verb: Token) -> list[Token]:
        """Heads of the clauses that complete the verb ("said that …", "doit débuter")."""
        return self.children(verb, "clause")

    def group(self, verb: Token) -> VerbGroup:
        """Tense, mood, voice and negation of a verb with its auxiliaries and copula."""
        auxiliaries = sorted(self.children(verb, "auxiliary", "copula"), key=lambda t: t.i)
        members = sorted([*auxiliaries, verb], key=lambda t: t.i)
        finite = next((t for t in members if self._finite(t)), None)
        modals = tuple(t.lower_ for t in auxiliaries if t.lower_ in self._words["modal_auxiliaries"])
        future = any(t.lower_ in self._words["future_auxiliaries"] for t in auxiliaries)
        conditional = any(t.lower_ in self._words["conditional_auxiliaries"] for t in auxiliaries)
        passive = any(self.is_a(t, "passive_auxiliary") for t in auxiliaries) or any(
            self.is_a(t, "passive_subject") for t in verb.children
        )
        perfect = any(
            t.lemma_ in {"avoir", "être", "have"} and not self.is_a(t, "passive_auxiliary", "copula")
            for t in auxiliaries
        )
        if passive and verb.lemma_ in self._words["perfect_with_be"]:
            passive, perfect = False, True
        negated = self._negated(members)
        tense: Tense = "none"
        mood: Mood = "none"
        if future:
            tense, mood = "future", "indicative"
        elif conditional:
            tense, mood = "present", "conditional"
        elif finite is not None:
            tense = _TENSES.get(_feature(finite, "Tense"), "present")
            mood = _MOODS.get(_feature(finite, "Mood"), "indicative")
            if tense == "present" and perfect:
                tense = "past"
        else:
            forms = {_feature(member, "VerbForm") for member in (*auxiliaries, verb)}
            form = "Inf" if "Inf" in forms else _feature(verb, "VerbForm")  # "to be held"
            mood = "infinitive" if form == "Inf" else "participle" if form in {"Part", "Ger"} else "none"
            if mood == "participle" and _feature(verb, "Tense") == "Past":
                tense = "past"
        return VerbGroup(tense, mood, perfect, passive, negated, modals, members[0])

    def _negated(self, members: list[Token]) -> bool:
        """Whether a verb group is denied.

        A weak negator ("ne") denies only beside "aucun", "personne", … or a verb that does without "pas": alone it is
        a matter of style ("craindre qu'il ne vienne"), and "ne … que" restricts.
        """
        children = [child for member in members for child in member.children]
        if any(child.lower_ in self._words["negators"] for child in (*children, *members)):
            return True
        first = members[0]
        if first.i and first.doc[first.i - 1].lower_ in self._words["negators"]:
            return True  # "informed but not invited", whatever the parser hangs it on
        if not any(child.lower_ in self._words["weak_negators"] for child in children):
            return False
        if any(member.lemma_ in self._words["bare_negated"] for member in members):
            return True
        words = {t.lower_ for child in children for t in (child, *child.children)}
        return bool(words & self._words["weak_completions"])

    def negative_determiner(self, noun: Token) -> bool:
        """Whether the noun is denied by its determiner ("aucun accord", "no deal")."""
        return any(
            child.lower_ in self._words["negative_determiners"]
            for child in self.children(noun, "determiner", "modifier", "adverb")
        )

    def counted(self, token: Token) -> list[Token]:
        """What a quantity is made of ("des milliers de manifestants", "two of the hostages"), or the word itself."""
        words = {token.lower_, token.lemma_.lower()}
        if token.like_num or words & self._words["quantities"]:
            obliques = self.obliques(token)
            inside = [noun for preposition, noun in obliques if self.base(preposition) in self._words["partitive"]]
            inside = inside or [t for t in self.children(token, "parenthesis", "modifier") if t.i == token.i + 1]
            if inside:
                return inside
        return [token]

    def path_to_root(self, token: Token) -> Iterator[Token]:
        """The token, its head, its head's head, … up to the root of the sentence."""
        yield token
        while token.head.i != token.i:  # the parse makes token objects anew: identity never ends
            token = token.head
            yield token

    def phrase(self, token: Token, *without: str) -> tuple[int, int]:
        """Offsets of the token's subtree as one run, dependents by the relations in `without` left out.

        Punctuation at both ends is left out.
        """
        members = self._subtree(token, frozenset(without))
        members = [t for t in members if not t.is_space]
        while members and members[-1].is_punct and members[-1] is not token:
            members.pop()
        while members and members[0].is_punct and members[0] is not token:
            members.pop(0)
        if not members:
            return token.idx, token.idx + len(token)
        return members[0].idx, members[-1].idx + len(members[-1])

    def _subtree(self, token: Token, without: frozenset[str]) -> list[Token]:
        members, waiting = [], [token]
        while waiting:
            current = waiting.pop()
            members.append(current)
            waiting.extend(
                child for child in current.children if not (current == token and without and self.is_a(child, *without))
            )
        return sorted(members, key=lambda t: t.i)

    def _finite(self, token: Token) -> bool:
        if _feature(token, "VerbForm") == "Fin":
            return True
        return any(_feature(aux, "VerbForm") == "Fin" for aux in self.children(token, "auxiliary", "copula"))


_TENSES: dict[str, Tense] = {"Past": "past", "Imp": "past", "Pres": "present", "Fut": "future", "Pqp": "past"}
_MOODS: dict[str, Mood] = {"Ind": "indicative", "Cnd": "conditional", "Sub": "subjunctive", "Imp": "imperative"}


def _feature(token: Token, name: str) -> str:
    values = token.morph.get(name, [])
    return values[0] if values else ""
