"""What a word must stand with to name an event: the `needs` of `languages/*/triggers.tsv`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sourcier.languages import Language
from sourcier.reading.draft import Draft
from sourcier.reading.unnamed import human_nouns, noun_forms, plain
from sourcier.record import Actor

PEOPLE = "people"
"""The class of nouns for human beings, which several lexicons make up together."""


@dataclass(frozen=True)
class Need:
    """One condition on what stands beside a trigger.

    Attributes:
        kind: the condition, or a preposition.
        words: lemmas of which one must stand there; empty for any.
        classes: the classes that the words come from.
    """

    kind: str
    words: frozenset[str]
    classes: frozenset[str]


def needs_of(row: Mapping[str, str], language: Language) -> tuple[Need, ...]:
    """The conditions of a line of triggers.tsv: "object:@force,convoy time".

    Raises:
        KeyError: a class that `noun_classes.toml` does not have.
    """
    needs = []
    for part in row["needs"].split():
        kind, _, words = part.partition(":")
        given = [word for word in words.split(",") if word]
        classes = frozenset(word[1:] for word in given if word.startswith("@"))
        wanted = {plain(word) for word in given if not word.startswith("@")}
        for name in classes:
            wanted |= human_nouns(language) if name == PEOPLE else _nouns(language, name)
        if kind == "person" and row["agent"] == "subject" and row["patient"] == "object":
            kind = "person_object"
        needs.append(Need(kind, frozenset(wanted), classes))
    return tuple(needs)


@cache
def _nouns(language: Language, name: str) -> frozenset[str]:
    return frozenset(plain(noun) for noun in language.toml("noun_classes")[name])


def unmet(needs: Iterable[Need], draft: Draft, token: Token) -> bool:
    """Whether one of the conditions does not hold for a trigger's first word."""
    return not all(_KINDS.get(need.kind, _preposition)(_Asked(draft, token, need)) for need in needs)


@dataclass(frozen=True)
class _Asked:
    """A trigger's first word and one condition on it."""

    draft: Draft
    token: Token
    need: Need

    def actor(self, token: Token) -> Actor | None:
        """The actor that a word names, by itself or as the office before a name ("le président X")."""
        named = self.draft.actor_at(token.idx, token.idx + len(token))
        if named is not None:
            return named
        names = self.draft.grammar.children(token, "name", "apposition")
        return next((a for n in names if (a := self.draft.actor_at(n.idx, n.idx + len(n))) is not None), None)

    def human(self, token: Token) -> bool:
        """Whether a word names people: an actor that is no organisation, or a noun for people."""
        actor = self.actor(token)
        if actor is not None:
            return actor.kind != "organisation"
        if token.pos_ == "PRON":
            return token.lower_ in self.draft.language.toml("people")["personal"]
        return bool(noun_forms(token) & human_nouns(self.draft.language))

    def wanted(self, tokens: Iterable[Token]) -> bool:
        """Whether one of the words is among those asked for; a quantity stands for what it counts."""
        grammar = self.draft.grammar
        return any(self._is_wanted(part) for token in tokens for part in grammar.counted(token))

    def _is_wanted(self, token: Token) -> bool:
        if noun_forms(token) & self.need.words:
            return True
        if PEOPLE in self.need.classes:
            return self.human(token)
        actor = self.actor(token) if "company" in self.need.classes else None
        return actor is not None and actor.kind == "organisation"

    @property
    def units(self) -> frozenset[str]:
        """Words for percentages and currencies."""
        return frozenset(self.draft.language.toml("conditions")["odds"]["percent"]) | _nouns(
            self.draft.language, "money"
        )

    @property
    def prices(self) -> frozenset[str]:
        """Nouns for what figures tell of: prices, rates, sales."""
        return _nouns(self.draft.language, "price")

    @property
    def affected(self) -> list[Token]:
        """What the verb acts on: its objects, or the subjects of its passive."""
        grammar = self.draft.grammar
        group = grammar.group(self.token)
        passive = group.passive or (group.mood == "participle" and group.tense == "past")
        return grammar.objects(self.token) or (grammar.subjects(self.token) if passive else [])


def _object(asked: _Asked) -> bool:
    found = asked.affected
    if not found:
        return asked.draft.grammar.is_a(asked.token, "relative_clause") and not asked.need.words
    return not asked.need.words or asked.wanted(found)


def _named_object(asked: _Asked) -> bool:
    found = asked.affected
    if not found:
        return asked.draft.grammar.is_a(asked.token, "relative_clause")
    return any(token.pos_ in {"NOUN", "PROPN", "NUM"} for token in found)


def _not_object(asked: _Asked) -> bool:
    return not asked.wanted(asked.affected)


def _person_object(asked: _Asked) -> bool:
    """A human being is what a transitive verb acts on; a passive one's subject, or agent beside a pronoun, will do."""
    grammar, token = asked.draft.grammar, asked.token
    if not grammar.group(token).passive:
        return any(asked.human(t) for o in grammar.objects(token) for t in grammar.counted(o))
    return _person(asked)


def _person(asked: _Asked) -> bool:
    grammar, token = asked.draft.grammar, asked.token
    involved = [*grammar.objects(token), *grammar.subjects(token)]
    if grammar.group(token).passive and any(t.pos_ == "PRON" for t in grammar.own_subjects(token)):
        involved += grammar.agents(token)  # "il a été reçu par la chancelière"
    return any(asked.human(part) for t in involved for part in grammar.counted(t))


def _actor(asked: _Asked) -> bool:
    grammar, token = asked.draft.grammar, asked.token
    involved = [*grammar.subjects(token), *grammar.objects(token), *grammar.agents(token)]
    return any(asked.actor(t) for t in involved)


def _person_of(asked: _Asked) -> bool:
    grammar = asked.draft.grammar
    return any(asked.human(part) for _, noun in grammar.obliques(asked.token) for part in grammar.counted(noun))


def _passive(asked: _Asked) -> bool:
    grammar = asked.draft.grammar
    return grammar.group(asked.token).passive or grammar.is_a(asked.token, "relative_clause")


def _reflexive(asked: _Asked) -> bool:
    return any(
        child.morph.get("Reflex", []) == ["Yes"] or child.lower_ in {"se", "s'", "s’"} for child in asked.token.children
    )


def _finite(asked: _Asked) -> bool:
    return asked.draft.grammar.group(asked.token).mood not in {"participle", "none"}


def _plain(asked: _Asked) -> bool:
    grammar, token = asked.draft.grammar, asked.token
    called = grammar.children(token, "attribute") or [c for c in grammar.complements(token) if c.pos_ == "ADJ"]
    return not called  # not "called him a liar", "juge possible une rupture"


def _subject_of(asked: _Asked) -> bool:
    grammar, token = asked.draft.grammar, asked.token
    return grammar.is_a(token, "subject") and bool(noun_forms(token.head) & asked.need.words)


def _verb(asked: _Asked) -> bool:
    grammar, token = asked.draft.grammar, asked.token
    acted_on = grammar.is_a(token, "object") or (grammar.is_a(token, "subject") and grammar.group(token.head).passive)
    return acted_on and bool(noun_forms(token.head) & asked.need.words)


def _subject(asked: _Asked) -> bool:
    return asked.wanted(asked.draft.grammar.subjects(asked.token))


def _clause(asked: _Asked) -> bool:
    return bool(asked.draft.grammar.complements(asked.token))


_BENEFIT = ("à", "au", "for", "to")


def _bare(asked: _Asked) -> bool:
    """No complement says what for: "un appel", not "un appel à la grève"."""
    grammar, token = asked.draft.grammar, asked.token
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    if following.pos_ == "ADP" and grammar.base(following.lower_) in _BENEFIT:
        return False
    if any(preposition.split()[-1:] in [[word] for word in _BENEFIT] for preposition, _ in grammar.obliques(token)):
        return False
    return not grammar.complements(token)


def _time(asked: _Asked) -> bool:
    sentence = asked.token.sent
    return bool(asked.draft.time_in(sentence.start_char, sentence.end_char))


def _economic(asked: _Asked) -> bool:
    """What moves is a figure: a price, an index or a rate beside a number, or anything by a percentage or an amount."""
    grammar, token = asked.draft.grammar, asked.token
    subjects = grammar.subjects(token)
    if any(asked.actor(t) for t in subjects):
        return False  # rates rise, ministers do not
    if any(t.text in {"%", "€", "$", "£"} or t.lower_ in asked.units for t in token.sent):
        return True
    measured = [token] if token.pos_ == "NOUN" else [part for t in subjects for part in grammar.counted(t)]
    return any(t.like_num for t in token.sent) and any(noun_forms(t) & asked.prices for t in measured)


def _military(asked: _Asked) -> bool:
    grammar, token = asked.draft.grammar, asked.token
    described = any(child.pos_ == "ADJ" for child in token.children)
    return described or any(asked.actor(noun) for _, noun in grammar.obliques(token))


def _sport(asked: _Asked) -> bool:
    """A noun of a match stands with a date; both sides of a verb are actors."""
    grammar, token = asked.draft.grammar, asked.token
    if token.pos_ not in {"VERB", "AUX"}:
        return _time(asked)
    sides: Sequence[list[Token]] = (grammar.subjects(token), grammar.objects(token))
    return all(any(asked.actor(t) for t in side) for side in sides)


def _preposition(asked: _Asked) -> bool:
    obliques = asked.draft.grammar.obliques(asked.token)
    beside = [noun for preposition, noun in obliques if preposition.split()[-1:] == [asked.need.kind]]
    return asked.wanted(beside) if asked.need.words else bool(beside)


_KINDS: dict[str, Callable[[_Asked], bool]] = {
    "object": _object,
    "named_object": _named_object,
    "not_object": _not_object,
    "person": _person,
    "person_object": _person_object,
    "person_of": _person_of,
    "actor": _actor,
    "passive": _passive,
    "se": _reflexive,
    "finite": _finite,
    "plain": _plain,
    "subject": _subject,
    "subject_of": _subject_of,
    "verb": _verb,
    "clause": _clause,
    "bare": _bare,
    "time": _time,
    "economic": _economic,
    "military": _military,
    "sport": _sport,
}
"""Kind of need -> its check; what is none of these is a preposition."""
