"""On whose word an event stands: the speaker of its quote, or the subject of the verb that reports or demands it."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from sourcier.languages import Language
from sourcier.reading.draft import Draft
from sourcier.reading.participants import Cast
from sourcier.reading.status import Reading, apart
from sourcier.reading.triggers import Trigger
from sourcier.record import Quote

TELLING = frozenset({"say", "announce", "confirm", "report", "warn", "promise", "claim", "ask", "advise"})
"""Classes of cues by which a plan is on their subject's word; who only plans or agrees is told of by the page."""


class Holders:
    """Finds the holders of a draft's events.

    Attributes:
        cues: verbs of saying and of taking a stand -> class of the cue.
    """

    def __init__(self, draft: Draft, cast: Cast) -> None:
        self.draft = draft
        self.grammar = draft.grammar
        self.cast = cast
        words = draft.language.toml("status")
        self.cues = _cue_classes(draft.language) | dict.fromkeys(words["stances"], "stance")
        self._plans = frozenset(words["verbs"]["scheduled"])
        self._asking = frozenset(words["asking"])
        self._odds = frozenset(draft.language.toml("conditions")["odds"]["nouns"])

    def of(self, trigger: Trigger, reading: Reading) -> tuple[str | None, str | None]:
        """Actor id and words of who holds the event; None and None on the page's own word."""
        head = trigger.head
        quote = self.quote(head)
        if quote is not None:
            return quote.speaker, quote.speaker_text
        verb = self._teller(trigger, reading)
        if verb is None:
            return None, None
        for subject in self._subjects(verb, head):
            actors = self.cast.named(subject)
            first, last = self.grammar.phrase(subject, "relative_clause", "apposition")
            if verb != head and first <= head.idx < last:
                continue  # "l'accord suscite …": the event is no one's word
            if actors or subject.pos_ in {"NOUN", "PROPN", "PRON"}:
                return actors[0] if actors else None, self.draft.article.text[first:last]
        return None, None

    def quote(self, token: Token) -> Quote | None:
        """The shortest quote that holds a word."""
        found = [quote for quote in self.draft.quotes if quote.start <= token.idx < quote.end]
        return min(found, key=lambda quote: quote.end - quote.start, default=None)

    def _subjects(self, verb: Token, event: Token) -> list[Token]:
        if self.grammar.group(verb).passive:
            return self.grammar.agents(verb)
        behind = [o for o in self.grammar.objects(verb) if o.i > verb.i and o != event]
        return self.grammar.subjects(verb) or behind

    def _teller(self, trigger: Trigger, reading: Reading) -> Token | None:
        """The verb on whose subject's word the event stands: one of saying, of taking a stand, or the demand itself."""
        head, governor = trigger.head, reading.governor
        if reading.status == "demanded" and governor is None and " ".join(trigger.frame.words) in self._asking:
            return head  # "le groupe exige 2 millions d'euros"
        if governor is not None and governor.lemma_ in self._odds and self.grammar.is_a(governor, "object"):
            return governor.head  # "forecasters see a 70 percent chance of gusts"
        start = previous = reading.verb if reading.verb is not None else head
        for token in self.grammar.path_to_root(start):
            told_of = token != start and self.grammar.is_a(previous, "relative_clause")
            if apart(head, token) or (told_of and self.grammar.group(previous).mood != "infinitive"):
                return None  # "une banderole portée par X, qui a quitté …" tells on nobody's word
            if token == start:
                tells = reading.relation != "support" and (governor == token or token != head)
            else:
                tells = governor == token or self.grammar.is_a(previous, "clause", "object", "oblique")
            if tells and token.lemma_ in self.cues and token.pos_ in {"VERB", "AUX"}:
                plans = token.lemma_ in self._plans and self.cues.get(token.lemma_) not in TELLING
                return token if not plans or reading.status == "denied" else None
            previous = token
        return None


@cache
def _cue_classes(language: Language) -> dict[str, str]:
    return {row["lemma"]: row["class"] for row in language.tsv("cues")}
