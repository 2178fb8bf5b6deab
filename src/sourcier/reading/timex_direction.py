"""Which way a weekday or a date without a year points from publication: backwards or ahead.

The evidence is weighed as log odds: the verb that governs the expression (less where a noun stands between them), the
cue words before it (`[cues]` of `times.toml`), a clause that tells what happened then. Between two candidates the
nearer one has the better odds, so that weak evidence does not send "Wednesday's ruling" five days ahead.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import log1p

from spacy.tokens import Span, Token

from sourcier.reading.draft import Draft
from sourcier.reading.grammar import VerbGroup
from sourcier.reading.timex_rules import Atom, Rules

DECIDED = 1.5
"""From this leaning on the grammar tells the direction (odds of more than 10 to 1 between both sides)."""
_VERB = 4.0
_THROUGH_NOUN = 0.4
_NEWS = -0.35
"""News tells more of what was than of what will be."""
_ALONE = 1.0
"""An expression that stands alone, as in an agenda, announces."""
_FIGURES = -2.5
"""The figures of a quarter are those of one that is over: "third-quarter sales"."""
_WINDOW = 4
SAME_YEAR = 1.7
"""A date without a year is mostly one of the year of publication; others tend to tell theirs."""


def nearest(candidates: Iterable[date], published: date, leaning: float, same_year: float = 0.0) -> date:
    """The likeliest of several days, by the leaning of the words and by how near to publication each lies.

    `leaning` is in log odds, as is `same_year`, which speaks for the days in the year of publication.
    """

    def odds(day: date) -> float:
        days = (day - published).days
        side = (days > 0) - (days < 0)
        return side * leaning - log1p(abs(days)) + (same_year if day.year == published.year else 0.0)

    return max(candidates, key=odds)


class Direction:
    """Weighs whether the expressions of a draft lie before publication or after it."""

    def __init__(self, draft: Draft, rules: Rules) -> None:
        self.draft = draft
        self.grammar = draft.grammar
        self.cues = rules.cues
        self.reports = rules.reporting
        self.announced = rules.announced
        self.able = rules.able
        language = draft.language
        status = language.toml("status")["verbs"]
        self._conditions = frozenset(language.toml("conditions")["markers"])
        self._obligations = frozenset(language.toml("times")["obligations"])
        self._plans = frozenset(status["scheduled"])
        self._done = frozenset(status["transparent"]) | frozenset(status["denied"])
        self._groups: dict[int, VerbGroup] = {}

    def leaning(self, group: list[Atom]) -> float:
        """Log odds that an expression lies ahead of publication; below zero: behind it."""
        token = self._head(group)
        if token is None:
            return _NEWS
        if not self._has_company(group, token.sent):
            return _ALONE
        clause = self._clause_of(token)
        if clause is not None:
            return _NEWS + _VERB * self._evidence(clause)
        attribute = self.grammar.is_a(token, "modifier") and token.head.i > token.i
        if group[0].kind == "month" and attribute:
            return _NEWS  # "is due to release its January report"
        if group[0].kind == "quarter" and (attribute or token.head.pos_ == "NOUN"):
            return _FIGURES
        return _NEWS + self._cue(group, token) + self._verb(token)

    @staticmethod
    def _has_company(group: list[Atom], sentence: Span) -> bool:
        """Whether the sentence holds a word beside the expression and what introduces it."""
        start, end = group[0].start, group[-1].end
        return any(t.is_alpha and len(t) > 3 and not start <= t.idx < end for t in sentence)

    def _head(self, group: list[Atom]) -> Token | None:
        """The token that stands for the expression in the parse: the root of its day, or of what there is."""
        atom = min(group, key=lambda atom: (atom.kind in {"zone", "clock"}, atom.start))
        span = self.draft.doc.char_span(atom.start, atom.end, alignment_mode="expand")
        return span.root if span is not None else None

    def _clause_of(self, token: Token) -> Token | None:
        """The verb of "Thursday, when 133 people were arrested"."""
        return next(iter(self.grammar.children(token, "relative_clause")), None)

    def _cue(self, group: list[Atom], token: Token) -> float:
        """The nearest cue word of the few before the expression; a part of the expression itself is no cue."""
        for at in range(token.i - 1, max(token.sent.start, token.i - _WINDOW) - 1, -1):
            word = token.doc[at]
            if word.is_punct and word.text in ".;:":
                return 0.0
            weight = self.cues.get(word.lower_)
            if weight is not None:
                return weight
        return 0.0

    def _verb(self, token: Token) -> float:
        weight, infinitive = _VERB, False
        if self.grammar.is_a(token, "modifier", "oblique") and token.head.i > token.i:
            weight *= _THROUGH_NOUN  # "Wednesday's ruling"
        if self._follows_object(token):
            weight *= _THROUGH_NOUN
        for node in self.grammar.path_to_root(token):
            if node.pos_ not in {"VERB", "AUX"} and not self.grammar.children(node, "auxiliary"):
                if node != token and node.pos_ in {"NOUN", "ADJ"} and node.lower_ in self.cues:
                    return self.cues[node.lower_]
                if node.pos_ == "NOUN" and node != token and weight == _VERB:
                    weight *= _THROUGH_NOUN
                continue
            group = self._group(node)
            if group.mood == "infinitive" and not group.modals:
                if group.perfect:
                    return -weight
                infinitive = True
                continue
            if infinitive:
                if self._missed(node):
                    return -weight
                done = node.lemma_ in self._done and group.tense == "past"
                ahead = 0.1 if group.tense == "past" else 0.5  # "staged celebrations to mark the entry on Friday"
                return weight * (-0.6 if done else 0.8 if node.lemma_ in self._plans else ahead)
            if group.mood == "participle" and group.tense != "past" and node.lower_ not in self.cues:
                continue  # "was found floating"
            evidence = self._evidence(node, self._introduced(token))
            if weight < _VERB and group.tense == "present":
                evidence = abs(evidence)  # "annonce une réunion lundi"
            return weight * evidence
        if infinitive:
            return weight * 0.3
        verb = self._verb_before(token)
        return weight * _THROUGH_NOUN * self._evidence(verb) if verb is not None else -_NEWS

    def _verb_before(self, token: Token) -> Token | None:
        """The last finite verb before an expression that hangs from none; the first one behind it where none is."""
        sentence = token.sent
        verbs = [t for t in sentence if t.pos_ in {"VERB", "AUX"} and self._group(t).tense != "none"]
        return next((t for t in reversed(verbs) if t.i < token.i), next(iter(verbs), None))

    def _evidence(self, verb: Token, introduced: bool = True) -> float:
        """From -1 (past) to 1 (ahead), by the tense and mood of a verb group and by what its verb means.

        What is planned needs a preposition to lie ahead: "a été fixé à jeudi", but "a été fixé jeudi".
        """
        group = self._group(verb)
        if any(c.lower_ in self._conditions and self.grammar.is_a(c, "marker") for c in verb.children):
            return 0.9  # "if Friday went well"
        forms = {verb.lower_, *(c.lower_ for c in verb.children if c.pos_ in {"AUX", "PART", "ADJ"})}
        planned = any(self.cues.get(form, 0.0) > 1 for form in forms)
        if self._missed(verb):
            return -1.0
        if verb.lower_ in self.announced and group.mood == "participle" and not self.grammar.own_subjects(verb):
            return 0.3
        if group.tense == "future":
            return 1.0
        if group.modals:
            if set(group.modals) <= self.able:
                return 0.4
            return -0.5 if group.negated and group.tense == "past" else 0.9
        if group.mood == "conditional":
            return -1.0 if group.perfect else 0.6
        if group.tense == "past":
            active = group.perfect and not group.passive
            ahead = planned and not active and (introduced or group.mood == "participle")
            return 0.8 if ahead else -1.0
        if group.tense == "present":
            return -0.6 if verb.lemma_ in self.reports else 0.6
        return 0.5 if planned else -0.8 if group.mood == "participle" and verb.tag_ == "VBN" else 0.0

    def _group(self, verb: Token) -> VerbGroup:
        """The verb group of a token, worked out once."""
        if verb.i not in self._groups:
            self._groups[verb.i] = self.grammar.group(verb)
        return self._groups[verb.i]

    def _missed(self, verb: Token) -> bool:
        """Whether a verb tells of what was not done: "should have been emptied on Friday"."""
        group = self._group(verb)
        return group.perfect and (verb.lemma_ in self._obligations or bool(set(group.modals) & self._obligations))

    @staticmethod
    def _introduced(token: Token) -> bool:
        """Whether a preposition stands before an expression, articles and hours between them."""
        return any(t.pos_ == "ADP" for t in token.doc[max(token.sent.start, token.i - 3) : token.i])

    def _follows_object(self, token: Token) -> bool:
        """Whether a time stands right behind a verb's object: "annonce une réunion publique lundi"."""
        at = token.i - 1
        while at > token.sent.start and token.doc[at].pos_ == "ADJ":
            at -= 1
        return at >= token.sent.start and self.grammar.is_a(token.doc[at], "object")
