"""Triggers: the words of a text that name events, by the lexicon of the language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sourcier.languages import Language
from sourcier.reading.draft import Draft
from sourcier.reading.frame_needs import Need, needs_of, unmet
from sourcier.reading.unnamed import plain

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
        needs: what must be there, as the lexicon's heading says; all of it.
    """

    words: tuple[str, ...]
    pos: str
    type: str
    agent: str
    patient: str
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Trigger:
    """A word of the text that names an event; `tokens` in order, `head` the one the grammar hangs on."""

    tokens: tuple[Token, ...]
    frame: Frame

    @property
    def head(self) -> Token:
        """The word that the others hang on: the verb, or the noun ("conference" of "news conference")."""
        if self.frame.pos == "verb":
            return self.tokens[0]
        inside = {token.i for token in self.tokens}
        return next((t for t in self.tokens if t.head == t or t.head.i not in inside), self.tokens[0])


@cache
def _frames(language: Language) -> dict[str, tuple[Frame, ...]]:
    table: dict[str, list[Frame]] = {}
    for row in language.tsv("triggers"):
        for lemma in row["lemma"].split("|"):
            words = tuple(plain(lemma).replace("'", "' ").split())
            needs = needs_of(row, language)
            frame = Frame(words, row["pos"], row["type"], row["agent"], row["patient"], needs)
            table.setdefault(words[0], []).append(frame)
    return {first: tuple(sorted(frames, key=_rank)) for first, frames in table.items()}


def _rank(frame: Frame) -> tuple[int, int]:
    """Longer wordings first, then those that ask for more: "ban X from" before "ban"."""
    asks = sum(2 if need.words or need.kind.startswith("person") else 1 for need in frame.needs)
    return -len(frame.words), -asks


def find_triggers(draft: Draft) -> Iterator[Trigger]:
    """The triggers of a draft, in text order; longer wordings win over shorter ones they hold."""
    frames = _frames(draft.language)
    used: set[int] = set()
    for token in draft.doc:
        if token.i in used or token.pos_ not in {"NOUN", "VERB", "PROPN", "ADJ", "AUX"}:
            continue
        for frame in frames.get(plain(token.lemma_), ()) or frames.get(plain(token.text), ()):
            tokens = _matched(token, frame)
            if tokens and _pos_fits(draft, token, frame) and not unmet(frame.needs, draft, token):
                used.update(t.i for t in tokens)
                yield Trigger(tokens, frame)
                break


def _matched(token: Token, frame: Frame) -> tuple[Token, ...]:
    """The tokens that spell a frame's words from a token on; one other word may stand within a verb's wording."""
    tokens = [token]
    at, doc = token.i + 1, token.doc
    for word in frame.words[1:]:
        for skip in (0, 1, 2) if frame.pos == "verb" else (0,):
            if at + skip < len(doc) and word in {plain(doc[at + skip].lemma_), plain(doc[at + skip].text)}:
                tokens.append(doc[at + skip])
                at += skip + 1
                break
        else:
            return ()
    return tuple(tokens)


def _is_phrasal(draft: Draft, token: Token, frame: Frame) -> bool:
    """Whether a particle makes another verb of it: "fired up the crowd" fires nobody."""
    return any(particle.lower_ not in frame.words for particle in draft.grammar.children(token, "particle"))


def _pos_fits(draft: Draft, token: Token, frame: Frame) -> bool:
    if frame.pos == "verb":  # "un reporter", "des évacués" are nouns, whatever their tag
        return token.pos_ in {"VERB", "AUX"} and not _has_article(token) and not _is_phrasal(draft, token, frame)
    if token.pos_ == "PROPN":
        # "the Dayton Agreement" is a name; "Summit" alone in a headline is not.
        return token.ent_type_ == "" or token.is_sent_start is True
    return token.pos_ == "NOUN"


def _has_article(token: Token) -> bool:
    before = token.doc[token.i - 1] if token.i else token
    if before.pos_ == "ADP":
        return before.morph.get("Definite", []) == ["Def"]
    return before.pos_ == "DET" and before.head == token
