"""Whom a description of a speaker means: "said the 52-year-old", "a répondu le lutteur"."""

from __future__ import annotations

from spacy.tokens import Span, Token

from sourcier.reading.actor_words import genders
from sourcier.reading.draft import Draft
from sourcier.reading.frames import Frame
from sourcier.reading.gazetteer import fold
from sourcier.reading.speakers import Speaker, words
from sourcier.record import Actor


class Descriptions:
    """Finds the person told of just before whom a definite noun phrase goes back to; nobody where two may be meant.

    Only nouns for people do: offices, callings, roles in a story, nationalities, ages.
    """

    def __init__(self, draft: Draft, everything: list[Frame]) -> None:
        self.draft = draft
        self._definite = words(draft.language, "definites")
        self._indefinite = words(draft.language, "indefinites")
        sources, offices = draft.language.tsv("sources"), draft.language.tsv("offices")
        self._roles = frozenset(row["noun"] for row in sources if row["kind"] == "role")
        self._nouns = self._roles | words(draft.language, "callings")
        self._nouns |= {row["form"] for row in offices if " " not in row["form"]}
        self._nouns |= {row["form"] for row in draft.language.tsv("demonyms")}
        self._others = frozenset(row["noun"] for row in sources if row["kind"] != "role")
        self._others |= {row["lemma"] for row in draft.language.tsv("groups")}
        spoken = [(c.start, c.end) for frame in everything for c in frame.cells if c.passage]
        self._telling = [f for f in everything if f.role != "title" and any(c.word.isalpha() for c in f.cells)]
        self._people = [
            (mention.start, actor)
            for actor in draft.actors
            if _is_somebody(actor)
            for mention in actor.mentions
            if not any(start <= mention.start < end for start, end in spoken)
        ]

    def person(self, speaker: Speaker, frame: Frame) -> str | None:
        """Id of the person whom the words mean, told of in this sentence or the one before."""
        span = self.draft.doc.char_span(speaker.start, speaker.end, alignment_mode="expand")
        if span is None or not self._describes(span):
            return None
        gender = _gender(span.root)
        since = self._since(frame)
        near = [(at, a) for at, a in self._people if since <= at < speaker.start and _agrees(a, gender)]
        if not near:
            return None
        last = max(near, key=lambda pair: pair[0])
        told = self.draft.sentence_at(last[0])
        same = [(at, a) for at, a in near if self.draft.sentence_at(at) == told]
        if len({a.id for _, a in same}) > 1:  # whom the sentence is about, where it tells of two
            same = [(at, a) for at, a in same if self._is_subject(at, told)]
            last = same[0] if same else last
        rivals = {a.id for _, a in same}
        other = last[1].offices and span.root.lower_ in self._roles  # who has a role of his own is called by that
        return last[1].id if len(rivals) == 1 and not other else None

    def _is_subject(self, position: int, sentence: int) -> bool:
        """Whether the main clause of a sentence has the words at a position for its subject."""
        root = self.draft.sentences[sentence].root
        return any(s.left_edge.idx <= position < s.idx + len(s) for s in self.draft.grammar.own_subjects(root))

    def _since(self, frame: Frame) -> int:
        """Where the sentence before begins, speech that stands free left out; the headline is none."""
        before = [f for f in self._telling if f.cells[0].start < frame.cells[0].start]
        return (before[-1] if before else frame).cells[0].start

    def _describes(self, span: Span) -> bool:
        """Whether words are a definite noun phrase in the singular that may mean a person told of before."""
        noun, article = span.root, span[0].lower_.replace("’", "'")
        if article not in self._definite or len(span) < 2 or "Plur" in noun.morph.get("Number", []):
            return False
        if noun.lower_ not in self._nouns or {noun.lower_, noun.lemma_.lower()} & self._others:
            return False
        if any(t.text == "," or (t.pos_ in {"VERB", "AUX"} and t != noun) for t in span):
            return False
        return not any(self._introduces(t) for t in noun.doc[: span.start] if t.lemma_ == noun.lemma_)

    def _introduces(self, noun: Token) -> bool:
        """Whether a noun brings up someone whom the page leaves unnamed: "a passenger said"."""
        apposed = self.draft.grammar.is_a(noun, "apposition") or noun.head.pos_ == "PROPN"
        return not apposed and any(child.lower_ in self._indefinite for child in noun.children)


def _is_somebody(actor: Actor) -> bool:
    """Whether an actor is a person beyond doubt: by the given name, by an office, or called by more than one word."""
    if actor.kind != "person" or not any(m.form == "name" for m in actor.mentions):
        return False
    return fold(actor.name.split()[0]) in genders() or bool(actor.offices) or len({m.text for m in actor.mentions}) > 1


def _gender(noun: Token) -> str:
    genders_ = noun.morph.get("Gender", [])
    return {"Masc": "m", "Fem": "f"}.get(genders_[0], "") if genders_ else ""


def _agrees(actor: Actor, gender: str) -> bool:
    own = genders().get(fold(actor.name.split()[0]), "")
    return not gender or not own or own == gender
