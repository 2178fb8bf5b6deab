"""When and where an event takes place: the time and the place that hang on its words."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from sourcier.reading.draft import Draft
from sourcier.reading.gazetteer import countries, fold
from sourcier.reading.status import Reading, supports
from sourcier.reading.triggers import PHYSICAL, Trigger
from sourcier.record import Time


class Circumstances:
    """Times and places of a draft's events.

    Args:
        aside: indices of tokens whose times and places belong to something else (conditions).
    """

    def __init__(self, draft: Draft, aside: frozenset[int]) -> None:
        self.draft = draft
        self.grammar = draft.grammar
        self._aside = aside
        self._stamps = frozenset(b.start for b in draft.article.blocks if b.role == "subheading")
        self._cues = frozenset(row["lemma"] for row in draft.language.tsv("cues"))
        self._locative = frozenset(draft.language.toml("places")["locative"])
        self._since = frozenset(draft.language.toml("status")["since"])
        self._targets = frozenset(draft.language.toml("status")["targets"])
        self._moves = frozenset(map(fold, draft.language.toml("status")["carried_on"]))

    def time(self, trigger: Trigger, reading: Reading) -> Time | None:
        """The time of the event: one that hangs on its words; never a verb of saying's, never what it began "since"."""
        words = self.words(trigger, reading)
        found = self._time(trigger, reading, words)
        before = self._clause_before(reading)
        if found is None and before is not None:
            found = self._time(trigger, reading, frozenset({before.i}))
        return found

    def _time(self, trigger: Trigger, reading: Reading, words: frozenset[int]) -> Time | None:
        sentence = trigger.head.sent
        best: tuple[int, Time] | None = None
        loose = []
        for time in self.draft.times:
            if time.type in {"DURATION", "SET"} or not sentence.start_char <= time.start < sentence.end_char:
                continue
            span = self.draft.doc.char_span(time.start, time.end, alignment_mode="expand")
            if span is None or any(token.i in self._aside for token in span):
                continue
            if time.start in self._stamps:
                continue
            before = self.draft.doc[span.start - 1].lower_ if span.start > sentence.start else ""
            if before in self._since and reading.status != "ongoing":
                continue
            owner = self._time_owner(span.root, words)
            if span.start - 1 in words:  # "le sommet attendu vendredi se tiendra", whatever the parser hangs it on
                owner = self.draft.doc[span.start - 1]
            if owner is not None and owner.i in words:
                distance = abs(span.root.i - trigger.head.i) + (0 if owner.i == trigger.head.i else 5)
                if best is None or distance < best[0]:
                    best = (distance, time)
            elif not any(
                step.pos_ in {"VERB", "AUX"} and step.i not in words for step in self.grammar.path_to_root(span.root)
            ):
                loose.append(time)
        if best is not None:
            return best[1]
        carried = reading.relation in {"verb", "support", "heading"}
        return loose[0] if len(loose) == 1 and carried and self._only_verb(trigger, words) else None

    def hangs_on(self, time: Time, noun: Token) -> bool:
        """Whether a time modifies the noun itself ("la réunion de mardi", "Friday's meeting")."""
        span = self.draft.doc.char_span(time.start, time.end, alignment_mode="expand")
        return span is not None and any(token == noun for token in list(self.grammar.path_to_root(span.root))[:4])

    def place(self, trigger: Trigger, reading: Reading) -> str | None:
        """Id of the place of the event: one that a preposition of place hangs on its words."""
        words = self.words(trigger, reading)
        found = self._place(trigger, words)
        before = self._clause_before(reading)
        if found is None and before is not None:
            found = self._place(trigger, frozenset({before.i}))
        return found or self._struck(trigger, reading) or self._where_its_people_are(trigger, reading)

    def _place(self, trigger: Trigger, words: frozenset[int]) -> str | None:
        sentence = trigger.head.sent
        best: tuple[int, str] | None = None
        for place in self.draft.places:
            for mention in place.mentions:
                if not sentence.start_char <= mention.start < sentence.end_char:
                    continue
                anchor = self._token_at(mention.start)
                if anchor is None or anchor.i in self._aside or self.draft.time_in(mention.start, mention.end):
                    continue  # "heure de Bruxelles" is no place
                owner = self._place_owner(anchor, words, fold(place.name) in countries(self.draft.language))
                if owner is not None:
                    distance = abs(anchor.i - trigger.head.i) + (0 if owner.i == trigger.head.i else 3)
                    if best is None or distance < best[0]:
                        best = (distance, place.id)
        return best[1] if best else None

    def _clause_before(self, reading: Reading) -> Token | None:
        """The verb whose day and place a second clause shares: "a basculé lundi, tuant trois élèves"."""
        verb = reading.verb
        if verb is None or reading.relation not in {"verb", "support"} or reading.status != "happened":
            return None
        participle = self.grammar.is_a(verb, "adverbial_clause") and self.grammar.group(verb).mood == "participle"
        if not participle and not self.grammar.is_a(verb, "coordinated"):
            return None
        above = next((t for t in self.grammar.path_to_root(verb.head) if t.pos_ == "VERB"), None)
        return above if above is not None and self.grammar.group(above).tense == "past" and above.i < verb.i else None

    def _where_its_people_are(self, trigger: Trigger, reading: Reading) -> str | None:
        """The place where its subject or object is: "dockers in Cork voted", "a enseveli vingt maisons à Trabzon"."""
        if trigger.frame.pos != "verb" or reading.relation != "verb":
            return None
        for noun in [*self.grammar.objects(trigger.head), *self.grammar.own_subjects(trigger.head)]:
            for preposition, place in self.grammar.obliques(noun):
                found = self.draft.place_in(place.idx, place.idx + len(place))
                if found is not None and preposition and self.grammar.base(preposition) in self._locative:
                    return found.id
        return None

    def _struck(self, trigger: Trigger, reading: Reading) -> str | None:
        """The place that violence is done to ("bombarder Valmont", "le cyclone a balayé La Réunion")."""
        frame, head = trigger.frame, trigger.head
        if reading.relation == "subject" and reading.verb is not None and self._strikes(trigger, reading.verb):
            head = reading.verb
        elif frame.type != "attack":
            return None
        struck = [*self.grammar.objects(head), *(n for p, n in self.grammar.obliques(head) if p in self._targets)]
        if frame.pos == "verb" and (self.grammar.group(head).passive or self.grammar.is_a(head, "relative_clause")):
            struck += [*self.grammar.own_subjects(head), head.head]
        return next(
            (
                place.id
                for token in struck
                if (place := self.draft.place_in(token.idx, token.idx + len(token))) is not None
            ),
            None,
        )

    def words(self, trigger: Trigger, reading: Reading) -> frozenset[int]:
        """Indices of the words that an event's circumstances may hang on.

        Its trigger, its verb, and the verbs that go with it ("doit débuter vendredi et aura lieu à Oslo").
        """
        words = {token.i for token in trigger.tokens}
        verb, governor = reading.verb, reading.governor
        if governor is not None and (governor.head.i in words or governor.pos_ == "NOUN"):
            words.add(governor.i)  # "sommet prévu vendredi", "préavis de grève pour le 12 juin"
        if verb is not None and reading.relation == "subject" and self._strikes(trigger, verb):
            return frozenset(words | {verb.i})
        if verb is None or reading.relation in {"loose", "object", "subject", "sequence"}:
            return frozenset(words)
        if reading.relation == "governed" and not self._is_about(verb, trigger.head):
            return frozenset(words)  # "a proposé jeudi une médiation": the proposal's day
        words.update(token.i for token in self._together(verb, trigger.head))
        return frozenset(words)

    def _strikes(self, trigger: Trigger, verb: Token) -> bool:
        """Whether the verb tells what the event itself did: "un séisme a frappé lundi le nord du Chili"."""
        return trigger.frame.type in PHYSICAL and not self.grammar.group(verb).passive

    def _is_about(self, verb: Token, noun: Token) -> bool:
        """Whether a status verb has the event for its subject: "la manifestation est prévue mardi à Lyon"."""
        return self.grammar.group(verb).passive and any(s == noun for s in self.grammar.own_subjects(verb))

    def _together(self, verb: Token, noun: Token) -> Iterator[Token]:
        yield verb
        for complement in self.grammar.complements(verb):
            if fold(verb.lemma_) in self._moves:
                yield complement
        head = verb.head
        if head != verb and self.grammar.is_a(verb, "clause") and fold(head.lemma_) in self._moves:
            yield head
            verb = head
        for other in self.grammar.children(verb, "coordinated"):
            if (
                other.pos_ in {"VERB", "AUX"}
                and not self.grammar.own_subjects(other)
                and supports(self.draft, other, noun)
            ):
                yield other

    def _time_owner(self, token: Token, words: frozenset[int]) -> Token | None:
        """What a time hangs on, through other times and prepositions only."""
        for step in self.grammar.path_to_root(token):
            if step == token:
                continue
            if step.i in words or step.pos_ in {"VERB", "AUX"}:
                return step
            if step.pos_ == "NOUN" and self.draft.time_in(step.idx, step.idx + len(step)) is None:
                return step
        return None

    def _place_owner(self, anchor: Token, words: frozenset[int], country: bool) -> Token | None:
        """The event word that a place hangs on, where the way there is one of places ("le perron de l'hôtel")."""
        lower = anchor
        for step in self.grammar.path_to_root(anchor):
            if step == anchor or step.pos_ == "ADP":
                continue
            if step.i not in words and self.draft.time_in(step.idx, step.idx + len(step)):
                continue  # "vendredi à Oslo"
            if step.i in words:
                preposition = self.grammar.preposition(lower)
                local = self.grammar.base(preposition) in self._locative if preposition else self._bare(lower, step)
                return step if local else None
            if step.pos_ in {"VERB", "AUX"}:
                return None
            if country and lower == anchor and not self.grammar.preposition(anchor) and self._bare(anchor, step):
                return None  # "at a US base": whose base it is, not where
            person = self.draft.actor_at(step.idx, step.idx + len(step))
            if not self.grammar.is_a(step, "apposition", "name") and person is None:
                lower = step  # "le dirigeant | sur le perron": people are where the event is
        return None

    def _bare(self, noun: Token, owner: Token) -> bool:
        """A place without a preposition: "the Anchorage summit"."""
        return self.grammar.is_a(noun, "name", "modifier") and noun.head == owner and noun.i < owner.i

    def _only_verb(self, trigger: Trigger, words: frozenset[int]) -> bool:
        """Whether no other verb of the sentence could own a time that hangs loose."""
        verbs = [t for t in trigger.head.sent if t.pos_ == "VERB" and t.lemma_ not in self._cues and t.i not in words]
        return not verbs

    def _token_at(self, position: int) -> Token | None:
        span = self.draft.doc.char_span(position, position + 1, alignment_mode="expand")
        return span[0] if span is not None and len(span) else None
