"""Triggers: the words of a text that name events, by the lexicon of the language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sourcier.languages import Language
from sourcier.reading.draft import Draft
from sourcier.record import Actor

NATURAL = frozenset({"disaster", "accident", "weather", "death", "indicator"})
"""Types that no one does: as the subject of a verb they are the event, not the verb's doer."""

PHYSICAL = NATURAL | {"attack", "protest", "strike", "cyberattack", "invasion", "arrest", "rescue", "evacuation"}
"""Types whose bare name tells that they took place ("l'attaque a détruit un pont")."""

CHANGES = frozenset({"cancellation", "closure", "reopening"})
"""Types whose verbs change another event: that one is their object, not told beside them."""

SPOKEN = frozenset({"statement", "accusation", "demand", "threat", "call"})
"""Types that are done by saying something."""


@dataclass(frozen=True)
class Frame:
    """One line of `languages/*/triggers.tsv`.

    Attributes:
        words: folded lemmas of the trigger, in order.
        pos: verb or noun.
        type: an event type.
        agent: which argument does it: subject, participants, or a preposition.
        patient: which argument it is done to: object or a preposition.
        needs: what must be there, as the lexicon's heading says; empty for nothing.
    """

    words: tuple[str, ...]
    pos: str
    type: str
    agent: str
    patient: str
    needs: str


@dataclass(frozen=True)
class Trigger:
    """A word of the text that names an event; `tokens` in order, `head` the one the grammar hangs on."""

    tokens: tuple[Token, ...]
    frame: Frame

    @property
    def head(self) -> Token:
        """The word that the others hang on: the verb, or the noun ("conference" of "news conference")."""
        inside = {token.i for token in self.tokens}
        return next((token for token in self.tokens if token.head.i not in inside), self.tokens[0])


def _plain(word: str) -> str:
    """A word as lemmas are compared: accents kept, since they tell "marché" from "marche"."""
    return word.lower().replace("’", "'")


@cache
def _frames(language: Language) -> dict[str, tuple[Frame, ...]]:
    table: dict[str, list[Frame]] = {}
    for row in language.tsv("triggers"):
        for lemma in row["lemma"].split("|"):
            words = tuple(_plain(lemma).replace("'", "' ").split())
            frame = Frame(words, row["pos"], row["type"], row["agent"], row["patient"], row["needs"])
            table.setdefault(words[0], []).append(frame)
    return {first: tuple(sorted(frames, key=_rank)) for first, frames in table.items()}


def _rank(frame: Frame) -> tuple[int, int]:
    """Longer wordings first, then those that ask for more: "ban X from" before "ban"."""
    asks = sum(2 if ":" in need or need == "person" else 1 for need in frame.needs.split())
    return -len(frame.words), -asks


def find_triggers(draft: Draft) -> Iterator[Trigger]:
    """The triggers of a draft, in text order; longer wordings win over shorter ones they hold."""
    frames = _frames(draft.language)
    used: set[int] = set()
    for token in draft.doc:
        if token.i in used or token.pos_ not in {"NOUN", "VERB", "PROPN", "ADJ", "AUX"}:
            continue
        for frame in frames.get(_plain(token.lemma_), ()) or frames.get(_plain(token.text), ()):
            tokens = _matched(token, frame)
            if tokens and _pos_fits(token, frame) and _needs_met(draft, token, frame):
                used.update(t.i for t in tokens)
                yield Trigger(tokens, frame)
                break


def _matched(token: Token, frame: Frame) -> tuple[Token, ...]:
    """The tokens that spell a frame's words from a token on; one other word may stand within a verb's wording."""
    tokens = [token]
    at, doc = token.i + 1, token.doc
    for word in frame.words[1:]:
        for skip in (0, 1, 2) if frame.pos == "verb" else (0,):
            if at + skip < len(doc) and word in {_plain(doc[at + skip].lemma_), _plain(doc[at + skip].text)}:
                tokens.append(doc[at + skip])
                at += skip + 1
                break
        else:
            return ()
    return tuple(tokens)


def _pos_fits(token: Token, frame: Frame) -> bool:
    if frame.pos == "verb":  # "un reporter", "des évacués" are nouns, whatever their tag
        return token.pos_ in {"VERB", "AUX"} and not _has_article(token)
    if token.pos_ == "PROPN":
        # "the Dayton Agreement" is a name; "Summit" alone in a headline is not.
        return token.ent_type_ == "" or token.is_sent_start is True
    return token.pos_ == "NOUN"


def _has_article(token: Token) -> bool:
    before = token.doc[token.i - 1] if token.i else token
    if before.pos_ == "ADP":
        return before.morph.get("Definite", []) == ["Def"]
    return before.pos_ == "DET" and before.head == token


def _needs_met(draft: Draft, token: Token, frame: Frame) -> bool:
    grammar = draft.grammar
    for need in frame.needs.split():
        kind, _, words = need.partition(":")
        wanted = frozenset(words.split(",")) if words else frozenset()
        if kind == "object":
            objects = grammar.objects(token) or (grammar.own_subjects(token) if grammar.group(token).passive else [])
            if not objects and not grammar.is_a(token, "relative_clause"):
                return False
            if wanted and not any(o.lemma_.lower() in wanted for o in objects):
                return False
        elif kind == "named_object":
            objects = grammar.objects(token) or (grammar.own_subjects(token) if grammar.group(token).passive else [])
            pronouns = objects and not any(o.pos_ in {"NOUN", "PROPN", "NUM"} for o in objects)
            if pronouns or not (objects or grammar.is_a(token, "relative_clause")):
                return False
        elif kind == "person":
            objects = grammar.objects(token)
            transitive = frame.patient == "object" and frame.agent == "subject" and not grammar.group(token).passive
            involved = objects if transitive else [*objects, *grammar.subjects(token)]
            if grammar.group(token).passive and any(t.pos_ == "PRON" for t in grammar.own_subjects(token)):
                involved += grammar.agents(token)  # "il a été reçu par la chancelière"
            if not any(_is_human(draft, t) for t in involved):
                return False
        elif kind == "actor":
            involved = [*grammar.subjects(token), *grammar.objects(token), *grammar.agents(token)]
            if not any(_actor(draft, t) for t in involved):
                return False
        elif kind == "person_of":
            if not any(_is_human(draft, noun) for _, noun in grammar.obliques(token)):
                return False
        elif kind == "passive":
            if not grammar.group(token).passive and not grammar.is_a(token, "relative_clause"):
                return False
        elif kind == "se":
            if not any(
                child.morph.get("Reflex", []) == ["Yes"] or child.lower_ in {"se", "s'", "s’"}
                for child in token.children
            ):
                return False
        elif kind == "finite":
            if grammar.group(token).mood in {"participle", "none"}:
                return False
        elif kind == "not_object":
            if any(o.lemma_.lower() in wanted for o in grammar.objects(token)):
                return False
        elif kind == "plain":
            if grammar.children(token, "attribute"):
                return False  # "called him a liar"
        elif kind == "subject_of":
            if not (grammar.is_a(token, "subject") and token.head.lemma_.lower() in wanted):
                return False
        elif kind == "subject":
            if not any(s.lemma_.lower() in wanted for s in grammar.subjects(token)):
                return False
        elif kind == "verb":
            if not grammar.is_a(token, "object") or token.head.lemma_ not in wanted:
                return False
        elif kind == "clause":
            if not grammar.complements(token):
                return False
        elif kind == "bare":
            following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
            if following.pos_ == "ADP" and grammar.base(following.lower_) in {"à", "for", "to"}:
                return False
            if any(
                preposition.split()[-1:] in (["à"], ["for"], ["to"], ["au"])
                for preposition, _ in grammar.obliques(token)
            ) or grammar.complements(token):
                return False
        elif kind == "time":
            if not draft.time_in(token.sent.start_char, token.sent.end_char):
                return False
        elif kind == "economic":
            if not _has_figure(token) or any(_actor(draft, t) for t in grammar.subjects(token)):
                return False
        elif kind == "military":
            if not any(child.pos_ == "ADJ" for child in token.children) and not any(
                _actor(draft, n) for _, n in grammar.obliques(token)
            ):
                return False
        elif kind == "sport":
            if frame.pos == "noun":
                if not draft.time_in(token.sent.start_char, token.sent.end_char):
                    return False
            elif not all(
                any(_actor(draft, t) for t in found) for found in (grammar.subjects(token), grammar.objects(token))
            ):
                return False
        elif not any(
            preposition.split()[-1:] == [kind] and (not wanted or noun.lemma_.lower() in wanted)
            for preposition, noun in grammar.obliques(token)
        ):
            return False
    return True


def _is_human(draft: Draft, token: Token) -> bool:
    """Whether a word names people: an actor that is no organisation, or a noun for office holders or groups."""
    actor = _actor(draft, token)
    if actor is not None:
        return actor.kind != "organisation"
    return token.lemma_.lower() in _human_nouns(draft.language)


@cache
def _human_nouns(language: Language) -> frozenset[str]:
    offices = {row["form"] for row in language.tsv("offices")}
    return frozenset(offices | {row["lemma"] for row in language.tsv("groups") if row["kind"] != "organisation"})


def _actor(draft: Draft, token: Token) -> Actor | None:
    """The actor that a word names, by itself or as the office before a name ("le président russe Vladimir Poutine")."""
    named = draft.actor_at(token.idx, token.idx + len(token))
    if named is not None:
        return named
    names = draft.grammar.children(token, "name", "apposition")
    return next((a for n in names if (a := draft.actor_at(n.idx, n.idx + len(n))) is not None), None)


def _has_figure(token: Token) -> bool:
    """Whether the sentence gives a percentage or an amount, as news of indicators does."""
    return any(t.like_num or t.text in {"%", "€", "$", "£"} for t in token.sent)
