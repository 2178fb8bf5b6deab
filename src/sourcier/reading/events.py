"""What happened, what is planned, what is denied: event mentions with status, time, place, participants and holder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from spacy.tokens import Token

from sourcier.languages import Language, shared_tsv
from sourcier.reading.conditions import Condition, find_conditions, find_odds
from sourcier.reading.draft import Draft
from sourcier.reading.gazetteer import fold
from sourcier.reading.status import Reading, read_status
from sourcier.reading.triggers import NATURAL, Trigger, find_triggers
from sourcier.record import Clause, Event, Fact, Participant, ParticipantRole, Quote, Status, Time


@dataclass
class _Mention:
    trigger: Trigger
    reading: Reading
    sentence: int
    participants: list[Participant] = field(default_factory=list)
    condition: Condition | None = None
    probability: float | None = None
    time: Time | None = None
    place: str | None = None
    holder: str | None = None
    holder_text: str | None = None


@cache
def plover_codes() -> dict[str, str | None]:
    """Event type -> PLOVER code; None where PLOVER has none. Source: the PLOVER manual."""
    return {row["type"]: row["plover"] or None for row in shared_tsv("event_types")}


def read_events(draft: Draft) -> None:
    """Fill `draft.events`, in text order; at most one mention of an event type with the same people a sentence."""
    draft.events = tuple(_EventReader(draft).read())


class _EventReader:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.grammar = draft.grammar
        self.status = draft.language.toml("status")
        self.cues = _cue_classes(draft.language)
        self.conditions = find_conditions(draft)
        self.protases = frozenset(i for c in self.conditions for i in c.tokens)
        self.back = frozenset(self.status["back_references"])
        self.actors_at: dict[int, list[str]] = {}
        by_offset = {t.idx: t.i for t in draft.doc}
        for actor in draft.actors:
            for mention in actor.mentions:
                at = by_offset.get(mention.start)
                while at is not None and at < len(draft.doc) and draft.doc[at].idx < mention.end:
                    self.actors_at.setdefault(at, []).append(actor.id)
                    at += 1

    def read(self) -> Iterator[Event]:
        """All event mentions as records."""
        mentions = [m for t in find_triggers(self.draft) if (m := self._mention(t)) is not None]
        for number, mention in enumerate(self._distinct(mentions), 1):
            yield self._record(mention, f"e{number}")

    def _mention(self, trigger: Trigger) -> _Mention | None:
        head = trigger.head
        if head.i in self.protases:
            return None  # what a condition supposes is not said to happen
        reading = read_status(self.draft, head)
        mention = _Mention(trigger, reading, self.draft.sentence_at(head.idx))
        if trigger.frame.pos == "verb" and self._natural_subject(head):
            return None
        mention.participants = list(self._participants(trigger, reading))
        mention.time = self._time(trigger, reading)
        mention.place = self._place(trigger, reading)
        if not self._worth(mention):
            return None
        mention.condition = self._condition(trigger, reading)
        self._attribute(mention)
        mention.reading = self._with_time(mention)
        sentence = self.draft.sentences[mention.sentence]
        if mention.reading.status in {"forecast", "conditional", "scheduled", "denied"}:
            odds = find_odds(self.draft.article.text, sentence.start_char, sentence.end_char, self.draft.language)
            mention.probability = odds[0].probability if odds else None
            if odds and mention.reading.status == "scheduled":
                mention.reading = replace(mention.reading, status="forecast")
        return mention

    # Which mentions say something.

    def _natural_subject(self, verb: Token) -> bool:
        """A storm that strikes is the storm's event."""
        types = _noun_types(self.draft.language)
        return any(types.get(fold(s.lemma_)) in NATURAL for s in self.grammar.own_subjects(verb))

    def _worth(self, mention: _Mention) -> bool:
        trigger, reading = mention.trigger, mention.reading
        head = trigger.head
        if trigger.frame.pos == "verb":
            return not self._is_support(head)
        determined = {c.lower_ for c in head.children if c.pos_ in {"DET", "PRON"}}
        if reading.governor is not None and reading.told:
            return True
        refers_back = bool(determined & self.back)
        attached = mention.time is not None and self._hangs_on(mention.time, head)
        if not reading.told:
            return attached or (
                bool(mention.participants)
                and not refers_back
                and trigger.frame.agent == "participants"
                and self._between(head)
            )
        verb = reading.verb
        carried = verb is not None and (
            self._is_support(verb) or self.grammar.is_a(head, "subject", "object", "attribute", "agent")
        )
        if verb is None:
            return True
        if verb is not None and self._is_support(verb) and carried:
            return not (refers_back and verb.lemma_ in {"être", "be", "avoir", "have"})
        return attached or (carried and not refers_back)

    def _between(self, noun: Token) -> bool:
        return any(preposition in {"entre", "between"} for preposition, _ in self.grammar.obliques(noun))

    def _is_support(self, verb: Token) -> bool:
        return fold(verb.lemma_) in _support(self.draft.language)

    def _hangs_on(self, time: Time, token: Token) -> bool:
        anchor = self._token_at(time.start)
        return anchor is not None and any(t == token for t in list(self.grammar.path_to_root(anchor))[:4])

    def _token_at(self, position: int) -> Token | None:
        span = self.draft.doc.char_span(position, position + 1, alignment_mode="expand")
        return span[0] if span is not None and len(span) else None

    # Time and place.

    def _time(self, trigger: Trigger, reading: Reading) -> Time | None:
        """The time of the event: one that hangs on the trigger or its verb, never on a verb of saying."""
        sentence = trigger.head.sent
        chain = {t.i for t in trigger.tokens} | ({reading.verb.i} if reading.verb is not None else set())
        best: tuple[int, Time] | None = None
        others = []
        for time in self.draft.times:
            if not (sentence.start_char <= time.start < sentence.end_char) or time.type in {"DURATION", "SET"}:
                continue
            span = self.draft.doc.char_span(time.start, time.end, alignment_mode="expand")
            if span is None or any(t.i in self.protases for t in span):
                continue
            owner = self._owner(span.root, chain)
            if owner is not None and owner.i in chain:
                distance = abs(span.root.i - trigger.head.i) + (0 if owner.i == trigger.head.i else 5)
                if best is None or distance < best[0]:
                    best = (distance, time)
            elif owner is None or owner.lemma_ not in self.cues:
                others.append(time)
        if best is not None:
            return best[1]
        return others[0] if len(others) == 1 and self._alone(trigger) else None

    def _owner(self, token: Token, chain: set[int]) -> Token | None:
        """The trigger, event word or verb that a time or place hangs on."""
        for step in self.grammar.path_to_root(token):
            if step == token:
                continue
            if step.i in chain or step.pos_ in {"VERB", "AUX"}:
                return step
        return None

    def _alone(self, trigger: Trigger) -> bool:
        """Whether no other verb of the sentence could own a time that hangs loose."""
        verbs = [t for t in trigger.head.sent if t.pos_ == "VERB" and t.lemma_ not in self.cues]
        return len(verbs) <= 1

    def _place(self, trigger: Trigger, reading: Reading) -> str | None:
        sentence = trigger.head.sent
        chain = {t.i for t in trigger.tokens} | ({reading.verb.i} if reading.verb is not None else set())
        best: tuple[int, str] | None = None
        for place in self.draft.places:
            for mention in place.mentions:
                if not sentence.start_char <= mention.start < sentence.end_char:
                    continue
                anchor = self._token_at(mention.start)
                if anchor is None or anchor.i in self.protases:
                    continue
                owner = self._owner(anchor, chain)
                if owner is not None and owner.i in chain:
                    distance = abs(anchor.i - trigger.head.i) + (0 if owner.i == trigger.head.i else 3)
                    if best is None or distance < best[0]:
                        best = (distance, place.id)
        return best[1] if best else None

    def _with_time(self, mention: _Mention) -> Reading:
        """Condition and date decide what the verb alone leaves open."""
        reading = mention.reading
        # Whatever the parser makes of its tense, what hangs on an "if" is not told as a fact unless its verb is past.
        if mention.condition is not None and (
            reading.forward or reading.status in {"scheduled", "forecast", "denied"} or not self._past(reading)
        ):
            polarity = "negative" if reading.status == "denied" else reading.polarity
            return replace(reading, status="conditional", polarity=polarity)
        time = mention.time
        if reading.status == "happened" and time is not None and self._future(time) and not self._past(reading):
            return replace(reading, status="scheduled", forward=True)
        return reading

    def _past(self, reading: Reading) -> bool:
        return (
            reading.verb is not None
            and self.grammar.group(reading.verb).tense == "past"
            and reading.verb.pos_ != "NOUN"
        )

    def _future(self, time: Time) -> bool:
        published = self.draft.article.published
        if time.relative is not None and time.relative.startswith("P") and time.relative not in {"P0D", "PT0S"}:
            return True
        return bool(published and time.begin and time.begin[:10] > published[:10])

    # Who takes part.

    def _participants(self, trigger: Trigger, reading: Reading) -> Iterator[Participant]:
        frame, head = trigger.frame, trigger.head
        seen: set[str] = set()

        def give(tokens: list[Token], role: ParticipantRole) -> Iterator[Participant]:
            for token in tokens:
                for actor in self._actors(token):
                    if actor not in seen:
                        seen.add(actor)
                        yield Participant(actor=actor, role=role)

        excluding = tuple(self.status["excluding"])
        absent = [n for p, n in self.grammar.obliques(head) if p in excluding]
        if reading.verb is not None and reading.verb != head:
            absent += [n for p, n in self.grammar.obliques(reading.verb) if p in excluding]
        yield from give(absent, "absent")
        both = frame.agent == "participants"
        if frame.pos == "verb":
            group = self.grammar.group(head)
            subjects, objects = self.grammar.subjects(head), self.grammar.objects(head)
            if not subjects and objects and not group.passive and objects[0].i > head.i and head.lemma_ in self.cues:
                subjects, objects = objects, []  # a subject behind its verb
            doer: ParticipantRole = "participant" if both else "agent"
            if group.passive or self._past_participle(head):
                denied = reading.status == "denied"
                done: ParticipantRole = (
                    "absent" if denied and frame.type == "invitation" else "patient" if not both else "participant"
                )
                yield from give(subjects, done)
                yield from give(self.grammar.agents(head), doer)
            else:
                yield from give(subjects, doer)
                yield from give(objects, "participant" if both else "patient")
            obliques = self.grammar.obliques(head)
        else:
            obliques = self.grammar.obliques(head)
            verb = reading.verb
            if verb is not None and self.grammar.is_a(head, "object", "attribute") and reading.governor != verb:
                yield from give(self.grammar.subjects(verb), "participant" if both else "agent")
            elif verb is not None and self._is_support(verb):
                obliques = [*obliques, *self.grammar.obliques(verb)]
                if not self.grammar.is_a(head, "subject"):
                    yield from give(self.grammar.subjects(verb), "participant" if both else "agent")
            elif verb is not None and reading.governor == verb:
                yield from give([s for s in self.grammar.subjects(verb) if s != head], "agent")
            yield from give(
                [
                    c
                    for c in head.children
                    if self.grammar.is_a(c, "name", "modifier", "oblique") and c.pos_ in {"PROPN", "NOUN"}
                ],
                "participant" if both else "agent",
            )
        for preposition, noun in obliques:
            word = preposition.split()[-1] if preposition else ""
            if word in {"avec", "with", "entre", "between", "et"}:
                yield from give([noun], "participant")
            elif frame.patient and word == frame.patient:
                yield from give([noun], "patient")
            elif frame.pos == "noun" and word in {"de", "du", "des", "d'", "d’", "of", "by", "par"}:
                role: ParticipantRole = (
                    "participant" if both else "patient" if frame.patient in {"de", "of"} else "agent"
                )
                yield from give([noun], role)

    def _past_participle(self, verb: Token) -> bool:
        return (
            self.grammar.is_a(verb, "relative_clause")
            and verb.morph.get("VerbForm", []) == ["Part"]
            and verb.morph.get("Tense", []) == ["Past"]
        )

    def _actors(self, token: Token) -> list[str]:
        found = self.actors_at.get(token.i)
        if found:
            return found
        # A title before the name ("M. Zelensky"), or an article within an office.
        for child in token.children:
            if self.grammar.is_a(child, "name", "apposition") and child.i in self.actors_at:
                return self.actors_at[child.i]
        if token.i + 1 < len(self.draft.doc) and token.pos_ != "VERB" and len(token) < 5 and token.text[0].isupper():
            return self.actors_at.get(token.i + 1, [])
        return []

    # Conditions and holders.

    def _condition(self, trigger: Trigger, reading: Reading) -> Condition | None:
        chain = {t.i for t in trigger.tokens}
        verb = reading.verb
        if verb is not None:
            chain.add(verb.i)
        if reading.governor is not None:
            chain.add(reading.governor.i)
        here = trigger.head.sent
        for condition in self.conditions:
            if not here.start_char <= condition.start < here.end_char:
                continue
            if condition.main.i in chain:
                return condition
            # The condition may hang on the verb of saying above the clause: "X a prévenu que si A, B".
            above = {t.i for t in self.grammar.path_to_root(verb if verb is not None else trigger.head)}
            if condition.main.i in above and condition.main.lemma_ in self.cues:
                return condition
            if condition.main.i in above and self.grammar.is_a(
                verb if verb is not None else trigger.head, "coordinated", "clause"
            ):
                return condition
        return None

    def _attribute(self, mention: _Mention) -> None:
        """On whose word the event stands: a quote's speaker, else the subject of the governing verb of saying."""
        head = mention.trigger.head
        quote = self._quote(head)
        if quote is not None:
            mention.holder, mention.holder_text = quote.speaker, quote.speaker_text
            return
        start = mention.reading.verb if mention.reading.verb is not None else head
        previous = start
        for token in self.grammar.path_to_root(start):
            own_word = token == start and (
                mention.reading.governor == token or (token.lemma_ in self.cues and token != head)
            )
            governs = token != start and self.grammar.is_a(previous, "clause", "object", "oblique")
            if (own_word or governs) and token.lemma_ in self.cues and token.pos_ in {"VERB", "AUX"}:
                subjects = self.grammar.subjects(token)
                if not subjects:
                    subjects = [o for o in self.grammar.objects(token) if o.i > token.i and o != head]
                for subject in subjects:
                    actors = self._actors(subject)
                    first, last = self.grammar.phrase(subject, "relative_clause", "apposition")
                    if actors or subject.pos_ in {"NOUN", "PROPN"}:
                        mention.holder = actors[0] if actors else None
                        mention.holder_text = self.draft.article.text[first:last]
                        return
                return
            previous = token

    def _quote(self, token: Token) -> Quote | None:
        best: Quote | None = None
        for quote in self.draft.quotes:
            if quote.start <= token.idx < quote.end and (
                best is None or quote.end - quote.start < best.end - best.start
            ):
                best = quote
        return best

    # Records.

    def _distinct(self, mentions: list[_Mention]) -> Iterator[_Mention]:
        """One mention of one event a sentence: the one that says most."""
        kept: list[_Mention] = []
        for mention in mentions:
            twin = next((k for k in kept if k.sentence == mention.sentence and self._same(k, mention)), None)
            if twin is None:
                kept.append(mention)
            elif _fullness(mention) > _fullness(twin):
                kept[kept.index(twin)] = mention
        yield from sorted(kept, key=lambda m: m.trigger.head.i)

    def _same(self, one: _Mention, other: _Mention) -> bool:
        if one.trigger.frame.type != other.trigger.frame.type:
            return False
        people = {p.actor for p in one.participants} & {p.actor for p in other.participants}
        apart = abs(one.trigger.head.i - other.trigger.head.i)
        return bool(people) or not one.participants or not other.participants or apart <= 4

    def _record(self, mention: _Mention, identifier: str) -> Event:
        text = self.draft.article.text
        tokens = mention.trigger.tokens
        first, last = tokens[0].idx, max(t.idx + len(t) for t in tokens)
        start, end = self._words(mention, first, last)
        condition = mention.condition
        kind = mention.trigger.frame.type
        return Event(
            id=identifier,
            type=kind,
            plover=plover_codes().get(kind),
            start=start,
            end=end,
            text=text[start:end],
            sentence=mention.sentence,
            trigger=Fact(start=first, end=last, text=text[first:last]),
            participants=tuple(mention.participants),
            place=mention.place,
            time=mention.time.id if mention.time else None,
            status=mention.reading.status,
            polarity=mention.reading.polarity,
            holder=mention.holder,
            holder_text=mention.holder_text,
            condition=Clause(start=condition.start, end=condition.end, text=text[condition.start : condition.end])
            if condition
            else None,
            probability=mention.probability,
        )

    def _words(self, mention: _Mention, first: int, last: int) -> tuple[int, int]:
        """The words that state the event: its clause, without the condition and the verb of saying."""
        head = mention.reading.verb if mention.reading.verb is not None else mention.trigger.head
        if head.lemma_ in self.cues and head is not mention.trigger.head:
            head = mention.trigger.head
        start, end = self.grammar.phrase(head, "adverbial_clause", "parenthesis", "coordinated")
        sentence = mention.trigger.head.sent
        start, end = max(start, sentence.start_char), min(end, sentence.end_char)
        if mention.condition is not None:
            if start <= mention.condition.start < end and mention.condition.start > first:
                end = mention.condition.start
            elif start < mention.condition.end <= first:
                start = mention.condition.end
        words = self.draft.article.text[start:end]
        start, end = start + len(words) - len(words.lstrip(" ,;")), start + len(words.rstrip(" ,;"))
        return min(start, first), max(end, last)


def _fullness(mention: _Mention) -> tuple[int, int]:
    """How much a mention says beside its type: people, then time, place, condition."""
    rest = (mention.time, mention.place, mention.condition, mention.reading.governor)
    return len(mention.participants), sum(part is not None for part in rest)


@cache
def _cue_classes(language: Language) -> dict[str, str]:
    return {row["lemma"]: row["class"] for row in language.tsv("cues")}


@cache
def _support(language: Language) -> frozenset[str]:
    return frozenset(fold(phrase.split()[0]) for phrase in language.toml("status")["support"])


@cache
def _noun_types(language: Language) -> dict[str, str]:
    return {
        fold(lemma): row["type"]
        for row in language.tsv("triggers")
        if row["pos"] == "noun"
        for lemma in row["lemma"].split("|")
    }


__all__ = ["Status", "plover_codes", "read_events"]
