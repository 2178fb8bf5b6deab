"""Whom words without a name mean where an event needs someone: "il", "ils", "its shares", "leur départ".

Narrower readers decide for themselves (`pronouns` gives a pronoun to a person only where that is sure); here the
antecedent is the one that centering theory ranks first (Grosz, Joshi & Weinstein 1995): subjects before other words,
this sentence before the one before it, never a fellow argument of the same verb.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from spacy.tokens import Token

from sourcier.languages import shared_tsv
from sourcier.reading.draft import Draft
from sourcier.record import Actor

NAMED = frozenset({"NOUN", "PROPN"})
BACK = 2
"""Sentences back in which an antecedent is looked for."""


class Referents:
    """Antecedents of the pronouns and possessives of one draft.

    Args:
        draft: the draft, its actors found.
        names: gives the ids of the actors, named or not, that a noun means.
        actor: gives the actor with an id.
    """

    def __init__(self, draft: Draft, names: Callable[[Token], list[str]], actor: Callable[[str], Actor]) -> None:
        self.draft = draft
        self.grammar = draft.grammar
        self._names, self._actor = names, actor
        people = draft.language.toml("people")
        self._impersonal = frozenset(people["pronouns"]["impersonal"])
        words = people["referents"]
        self._plural = frozenset(words["plural"])
        self._people = frozenset(words["people"])
        self._bodies = frozenset(words["bodies"])
        self._singular = frozenset(words["singular"])
        self._speaker = frozenset(words["speaker"])
        self._relative = frozenset(words["relative"])
        self._things = bool(people["pronouns"]["gendered_things"])
        self._gendered = {word: gender for gender in ("m", "f") for word in words[gender]}

    def of(self, token: Token) -> list[str]:
        """Ids of whom a pronoun or possessive means; none where nobody fits."""
        word = token.lower_.lstrip("-")
        if word in self._speaker:
            quote = next((q for q in self.draft.quotes if q.start <= token.idx < q.end), None)
            return [quote.speaker] if quote is not None and quote.speaker else []
        if word not in self._plural | self._people | self._bodies | self._singular:
            return []
        if self._is_impersonal(token):
            return []
        number = self.draft.sentence_at(token.idx)
        for back in range(min(BACK, number) + 1):
            for candidate in self._ranked(token, number - back):
                found = self._names(candidate)
                if found and all(self._agrees(word, candidate, actor) for actor in found):
                    return found
        return []

    def _is_impersonal(self, token: Token) -> bool:
        """Whether a pronoun means nothing: "il n'y aura pas", "il faut", "it rained"."""
        if self.grammar.is_a(token, "expletive_subject"):
            return True
        verb = token.head
        return verb.lemma_ in self._impersonal or any(child.lower_ == "y" for child in verb.children)

    def owner(self, noun: Token) -> list[str]:
        """Ids of those to whom a noun belongs: "ses ventes", "Hanbit's board", "les ventes de Mirando"."""
        for child in noun.children:
            if child.lower_ in self._relative:
                return self._names(self._antecedent(child))
            if child.dep_ == "poss" or child.morph.get("Poss", []) == ["Yes"]:
                return self._names(child) if child.pos_ in NAMED else self._possessor(child, noun)
        return []

    def _possessor(self, word: Token, noun: Token) -> list[str]:
        """Whom "son" or "its" means: the subject of its clause, whoever that is, else one told of before."""
        verb = next((t for t in self.grammar.path_to_root(noun) if t.pos_ in {"VERB", "AUX"}), None)
        subjects = [s for s in self.grammar.subjects(verb) if s != noun] if verb is not None else []
        nominal = [s for s in subjects if s.pos_ in NAMED and s.i < word.i]
        if nominal and verb is not None and not self.grammar.group(verb).passive:
            return [actor for s in nominal for actor in self._names(s) if self._agrees(word.lower_, s, actor)]
        return self.of(word)

    def _antecedent(self, pronoun: Token) -> Token:
        """The noun that a relative pronoun stands for."""
        for step in self.grammar.path_to_root(pronoun):
            if self.grammar.is_a(step, "relative_clause"):
                return step.head
        before = pronoun.doc[pronoun.sent.start : pronoun.i]
        return next((t for t in reversed(before) if t.pos_ in NAMED), pronoun)

    def _ranked(self, token: Token, sentence: int) -> Iterator[Token]:
        """Nouns of a sentence that a pronoun may go back to, the likeliest first."""
        verb = next((t for t in self.grammar.path_to_root(token) if t.pos_ in {"VERB", "AUX"}), None)
        possessive = token.pos_ == "DET" or token.dep_ == "poss"
        before = [
            t for t in self.draft.sentences[sentence] if t.i < token.i and (t.pos_ in NAMED or self._is_counted(t))
        ]
        here = self.draft.sentences[sentence].start_char <= token.idx < self.draft.sentences[sentence].end_char
        fellows = (
            {t.i for t in [*self.grammar.subjects(verb), *self.grammar.objects(verb)]} if verb is not None else set()
        )
        subjects = [t for t in before if self.grammar.is_a(t, "subject")]
        if here:
            subjects.reverse()  # the nearest clause's own
        others = [t for t in reversed(before) if not self.grammar.is_a(t, "subject")]
        for candidate in [*subjects, *others]:
            if not possessive and any(t.i in fellows for t in self._beside(candidate)):
                continue
            if self._holds(candidate, token):
                continue
            yield candidate

    def _beside(self, noun: Token) -> Iterator[Token]:
        """A noun and those that it is only another name of."""
        yield noun
        while self.grammar.is_a(noun, "apposition", "name", "coordinated") and noun.head != noun:
            noun = noun.head
            yield noun

    def _is_counted(self, token: Token) -> bool:
        return token.pos_ == "NUM" and self.grammar.is_a(token, "subject")

    def _holds(self, candidate: Token, token: Token) -> bool:
        """Whether the pronoun stands within the candidate's own phrase: "la France et son président"."""
        return any(t == candidate for t in self.grammar.path_to_root(token)) and not any(
            t.pos_ in {"VERB", "AUX"} for t in self._between(token, candidate)
        )

    def _between(self, token: Token, above: Token) -> Iterator[Token]:
        for step in self.grammar.path_to_root(token):
            if step == above:
                return
            yield step

    def _agrees(self, word: str, candidate: Token, actor: str) -> bool:
        meant = self._actor(actor)
        kind = meant.kind
        if (
            kind == "person"
            and word in self._gendered
            and _gender(meant, self._gendered)
            not in {
                "",
                self._gendered[word],
            }
        ):
            return False  # "her" is not Tom Oduya
        told = candidate.morph.get("Gender", [""])[0][:1].lower() if candidate.pos_ == "NOUN" else ""
        if self._things and word in self._gendered and told not in {"", self._gendered[word]}:
            return False  # "il" is not "la police"
        plural = candidate.morph.get("Number", []) == ["Plur"]
        if word in self._plural:
            return plural or kind == "group" or bool(self.grammar.children(candidate, "coordinated"))
        if plural and kind != "country":
            return False
        if word in self._people:
            return kind == "person"
        return kind != "person" if word in self._bodies else True


def _gender(actor: Actor, pronouns: dict[str, str]) -> str:
    """The gender of a person, by the pronouns that mean them elsewhere, else by the given name; empty if unknown."""
    told = [pronouns[m.text.lower()] for m in actor.mentions if m.form == "pronoun" and m.text.lower() in pronouns]
    return told[0] if told else _given_names().get(actor.name.split()[0], "")


@cache
def _given_names() -> dict[str, str]:
    """Given name -> gender; none for those that men and women have."""
    found: dict[str, str] = {}
    for row in shared_tsv("given_names"):
        for name in row["names"].split("|"):
            found[name] = "" if found.get(name, row["gender"]) != row["gender"] else row["gender"]
    return found
