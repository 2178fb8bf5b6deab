"""The status of an event: happened, ongoing, scheduled, conditional, forecast, demanded or denied.

Computed along the path from the trigger to the root of its sentence: tense, mood, modals and negation of the verbs,
and what governs them ("a exigé que", "projet de", "risque de", "sans"). The nearest word that decides, decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from spacy.tokens import Token

from sourcier.languages import Language
from sourcier.reading.draft import Draft
from sourcier.reading.gazetteer import fold
from sourcier.reading.grammar import Grammar, VerbGroup
from sourcier.record import Polarity, Status

Relation = Literal["verb", "support", "governed", "sequence", "subject", "object", "agent", "loose", "heading"]


@dataclass(frozen=True)
class Reading:
    """What the words say of an event.

    Attributes:
        status: see `record.Status`.
        polarity: negative where what is forecast or demanded is that it does not happen.
        verb: the verb that carries the event: the trigger, its support verb, or the verb it depends on.
        governor: the word that decided, where it is not the verb itself.
        relation: how the trigger hangs on the verb: it is the `verb`; its `support` verb carries it ("tenir une
            réunion"); a status word governs it ("risque d'échec"); it stands in `sequence` with the verb ("avant une
            réunion"); it is `subject`, `object` or `agent` of another verb; it hangs `loose`; or there is no verb
            above it (`heading`).
        forward: whether it looks ahead (future, modal, plan).
    """

    status: Status
    polarity: Polarity
    verb: Token | None
    governor: Token | None
    relation: Relation
    forward: bool


@dataclass(frozen=True)
class _Lexicon:
    about_to: tuple[str, ...]
    adjectives: dict[str, Status]
    adverbs: dict[str, Status]
    asking: frozenset[str]
    awaited: frozenset[str]
    complementizers: tuple[str, ...]
    excluding: tuple[str, ...]
    forced: frozenset[str]
    future_in_past: frozenset[str]
    indirect: frozenset[str]
    insisting: frozenset[str]
    lasting: frozenset[str]
    modal: frozenset[str]
    nobody: frozenset[str]
    not_excluded: tuple[str, ...]
    not_one: tuple[str, ...]
    nouns: dict[str, Status]
    now: tuple[str, ...]
    of: frozenset[str]
    ongoing: frozenset[str]
    phases: frozenset[str]
    reports: frozenset[str]
    ruled_out: tuple[str, ...]
    sequence: frozenset[str]
    since: frozenset[str]
    still: frozenset[str]
    support: dict[str, dict[str, tuple[tuple[str, ...], ...]]]
    to_come: frozenset[str]
    transparent: frozenset[str]
    under_way: tuple[str, ...]
    unlikely: frozenset[str]
    unsure: frozenset[str]
    verbs: dict[str, Status]


@cache
def _lexicon(language: Language) -> _Lexicon:
    data = language.toml("status")

    def table(part: str, order: tuple[Status, ...]) -> dict[str, Status]:
        found: dict[str, Status] = {}
        for status in order:
            for word in data[part].get(status, ()):
                found.setdefault(fold(word), status)
        return found

    def phrases(kind: str) -> dict[str, tuple[tuple[str, ...], ...]]:
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for phrase in data["support"][kind]:
            first, *rest = phrase.split()
            found[fold(first)] = (*found.get(fold(first), ()), tuple(rest))
        return found

    order: tuple[Status, ...] = ("denied", "demanded", "scheduled", "forecast", "ongoing")
    return _Lexicon(
        about_to=tuple(data["about_to"]),
        adjectives=table("adjectives", order),
        adverbs=table("adverbs", order),
        asking=frozenset(map(fold, data["asking"])),
        awaited=frozenset(map(fold, data["awaited"])),
        complementizers=tuple(data["complementizers"]),
        excluding=tuple(data["excluding"]),
        forced=frozenset(data["forced"]),
        future_in_past=frozenset(data["future_in_past"]),
        indirect=frozenset(language.toml("syntax")["words"]["indirect"]),
        insisting=frozenset(map(fold, data["insisting"])),
        lasting=frozenset(map(fold, data["lasting"])),
        modal=frozenset(map(fold, data["carried_on"])),
        nobody=frozenset(data["nobody"]),
        not_excluded=tuple(data["not_excluded"]),
        not_one=tuple(data["not_one"]),
        nouns=table("nouns", order),
        now=tuple(data["now"]),
        of=frozenset(data["of_or_by"][:1]),
        ongoing=frozenset(map(fold, data["ongoing_verbs"])),
        phases=frozenset(map(fold, data["phases"])),
        reports=frozenset(map(fold, data["reports"])),
        ruled_out=tuple(data["ruled_out"]),
        sequence=frozenset(data["sequence"]),
        since=frozenset(data["since"]),
        still=frozenset(map(fold, data["still"])),
        support={kind: phrases(kind) for kind in ("subject", "object", "oblique")},
        to_come=frozenset(map(fold, data["with_infinitive"])),
        transparent=frozenset(map(fold, data["verbs"]["transparent"])),
        under_way=tuple(data["under_way"]),
        unlikely=frozenset(map(fold, data["adverbs"]["negative_forecast"])),
        unsure=frozenset(map(fold, data["unsure"])),
        verbs=table("verbs", order),
    )


def read_status(draft: Draft, trigger: Token, wording: str) -> Reading:
    """The status of the event that a trigger with this wording names, conditions apart (`reading.conditions`)."""
    reader = _StatusReader(draft)
    reading = reader.read(trigger)
    if fold(wording) in reader.words.asking and reading.status == "happened":
        return replace(reading, status="demanded")  # "a requis trois ans de prison", "begged for tents"
    return reading


def phase_above(draft: Draft, noun: Token) -> Token | None:
    """The noun that only tells a phase of the event that a noun names; None where there is none."""
    return _StatusReader(draft).phase(noun)


def supports(draft: Draft, verb: Token, noun: Token) -> bool:
    """Whether a verb only carries the event that its noun names ("tenir une réunion", "la réunion aura lieu")."""
    return _StatusReader(draft).supports(verb, noun)


def apart(one: Token, other: Token) -> bool:
    """Whether a colon or semicolon stands between two tokens: what is said on one side governs nothing on the other."""
    first, last = sorted((one.i, other.i))
    return any(token.text in {":", ";"} for token in one.doc[first:last])


class _StatusReader:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.grammar: Grammar = draft.grammar
        self.words = _lexicon(draft.language)

    def read(self, trigger: Token) -> Reading:
        """The status of the event that a token names."""
        if trigger.pos_ in {"VERB", "AUX"}:
            return self._verb(trigger)
        phase = self.phase(trigger)
        if phase is not None:
            return replace(
                self.read(phase), relation="governed", governor=phase
            )  # "réclame l'ouverture de pourparlers"
        own = self._own_words(trigger) or self._predicate(trigger)
        if own is not None:
            return self._came_about(trigger, own) or own
        if self._is_copular(trigger):
            told = self._verb(trigger, self.grammar.negative_determiner(trigger))
            lasts = told.status == "happened" and self.grammar.group(trigger).tense == "present"
            return replace(told, status="ongoing" if lasts else told.status, relation="support")  # "sont en grève"
        verb = self._carrier(trigger)
        if verb is None:
            clause = next((child for child in trigger.children if self.grammar.is_headline(child)), None)
            if clause is None:
                return self._nominal(trigger)
            return replace(self._verb(clause), relation="support" if self._carries("subject", clause) else "subject")
        denied = self.grammar.negative_determiner(trigger)
        relation = self._relation(verb, trigger)
        if relation == "loose":
            return Reading("happened", "positive", verb, None, "loose", False)
        raises = any(self.grammar.group(c).mood == "infinitive" for c in self.grammar.complements(verb))
        modal = fold(verb.lemma_) in self.words.modal and relation != "object" and raises
        status = None if modal else self.words.verbs.get(fold(verb.lemma_))
        if relation == "sequence" and (status is not None or self.grammar.group(verb).negated):
            return Reading("happened", "positive", verb, None, "loose", False)
        if relation == "subject" and self._among(verb, self.words.not_excluded):
            return Reading("forecast", "positive", verb, None, "governed", True)  # "une grève n'est pas à exclure"
        if relation in {"object", "oblique"} and status is not None:
            return replace(self._governed(verb, status, trigger, denied), relation="governed")
        if relation == "oblique":
            return Reading("happened", "positive", verb, None, "loose", False)
        phrasal = bool(self.grammar.children(verb, "particle"))
        if relation == "subject" and status is not None and self.grammar.group(verb).passive and not phrasal:
            dated = self.draft.time_in(trigger.sent.start_char, trigger.sent.end_char) is not None
            if fold(verb.lemma_) in self.words.awaited and dated:
                status = "scheduled"  # "le verdict est attendu le 3 mai"
            return replace(self._governed(verb, status, trigger, denied), relation="governed")
        told = self._verb(verb, denied)
        if told.status == "ongoing" and self._behind(verb, self.words.under_way):
            relation = "support"  # "the trial is under way"
        return replace(told, verb=verb, relation=relation)

    def _is_copular(self, noun: Token) -> bool:
        """Whether a noun stands behind "être" by a preposition that makes it a predicate: "sont en grève"."""
        preposition = self.grammar.base(self.grammar.preposition(noun))
        copulas = self.grammar.children(noun, "copula")
        phrases = [p for c in copulas for p in self.words.support["oblique"].get(fold(c.lemma_), ())]
        return any(words[-1:] == (preposition,) for words in phrases)

    def _carried_by_negated(self, noun: Token) -> bool:
        above = noun.head
        held = self.grammar.is_a(noun, "object") and above.pos_ in {"VERB", "AUX"}
        return held and self.grammar.group(above).negated

    def _is_likely(self, verb: Token) -> bool:
        return any(fold(child.text) in self.words.adverbs for child in verb.children if child.pos_ == "ADV")

    def phase(self, noun: Token) -> Token | None:
        """The noun above that only tells a phase of the event: "l'ouverture de négociations", "the start of talks"."""
        above = noun.head.head if noun.head.pos_ == "ADP" else noun.head
        inside = above.pos_ == "NOUN" and above != noun and fold(above.lemma_) in self.words.phases
        linked = self.grammar.base(self.grammar.preposition(noun)) in self.words.of
        return above if inside and linked else None

    def _came_about(self, noun: Token, own: Reading) -> Reading | None:
        """What a support verb tells of a planned event: "la conférence annoncée n'a pas eu lieu"."""
        verb = self._carrier(noun)
        planned = own.status == "scheduled" and own.governor is not None and own.governor.head == noun
        if verb is None or not planned or fold(verb.lemma_) in self.words.verbs or not self.supports(verb, noun):
            return None
        told = self._verb(verb)
        held = told.status == "happened" and self._carries("subject", verb)
        return replace(told, relation="support") if told.status == "denied" or held else None

    def supports(self, verb: Token, noun: Token) -> bool:
        return self._relation(verb, noun) == "support"

    def _relation(self, verb: Token, noun: Token) -> Relation | Literal["oblique"]:
        """How a noun hangs on the verb above it."""
        top = noun
        while top.head not in (verb, top) and (self.grammar.is_a(top, "coordinated") or top.head.pos_ == "ADP"):
            top = top.head
        raised = self.grammar.is_a(top, "subject") and self._raised(top.head) == verb
        direct = raised or top.head == verb
        passive = self.grammar.group(verb).passive
        preposition = self.grammar.preposition(noun)
        if self.grammar.is_a(top, "subject"):
            kind = "object" if passive else "subject"
            if self._carries(kind, verb) or (passive and self._carries("subject", verb)):
                return "support"
            return "subject"
        if self.grammar.is_a(top, "object", "attribute") or (direct and not preposition and top == noun):
            return "support" if self._carries("object", verb) else "object"
        if self.grammar.is_a(top, "agent"):
            return "agent"
        if not direct and self.grammar.is_a(noun, "modifier"):
            return "loose"
        if preposition in self.words.sequence:
            return "sequence"
        if preposition and self._carries("oblique", verb, preposition):
            return "support"
        return "oblique" if direct and self._takes(verb, preposition) else "loose"

    def _carries(self, kind: str, verb: Token, preposition: str = "") -> bool:
        """Whether the verb is a support verb for a noun in this relation; its further words stand below it."""
        below = {child.lower_ for child in verb.children}
        particles = {child.lower_ for child in self.grammar.children(verb, "particle")}
        for rest in self.words.support[kind].get(fold(verb.lemma_), ()):
            words = rest[:-1] if kind == "oblique" else rest
            if kind == "oblique" and (not rest or self.grammar.base(preposition) != rest[-1]):
                continue
            if all(word in below for word in words) and particles <= set(words):
                return True
        return False

    def _takes(self, verb: Token, preposition: str) -> bool:
        """Whether a prepositional noun completes a verb that gives a status ("appelle à la grève", "called for")."""
        return self.grammar.base(preposition) in self.draft.language.toml("status")["completing"]

    def _own_words(self, noun: Token) -> Reading | None:
        """What stands on the noun itself: "sommet prévu", "risque d'échec", "sans accord"."""
        for child in noun.children:
            status = self.words.adjectives.get(fold(child.text))
            called_off = status == "denied" and child.pos_ == "VERB"  # told by the verb's own event
            if (
                status is not None
                and not called_off
                and child.pos_ in {"ADJ", "VERB", "NOUN"}
                and not self.grammar.is_a(child, "subject", "object")
            ):
                if status == "denied" and fold(child.text) in self.words.unlikely:
                    return Reading("forecast", "negative", None, child, "governed", True)
                ahead = status in {"scheduled", "forecast"}
                return Reading(status, "positive", self._carrier(noun), child, "governed", ahead)
        head = noun.head
        if head.pos_ == "ADP":
            head = head.head
        if head != noun and head.pos_ == "NOUN" and not self.grammar.is_a(noun, "subject", "object", "coordinated"):
            status = self.words.nouns.get(fold(head.lemma_)) or self.words.nouns.get(fold(head.text))
            if status is not None:
                denied = self.grammar.negative_determiner(head)
                above = head.head
                if self.grammar.is_a(head, "object") and self.words.verbs.get(fold(above.lemma_)) == "denied":
                    denied = denied or not self.grammar.group(above).negated  # "a écarté tout risque de rupture"
                found: Status = "denied" if denied else status
                return Reading(found, "positive", self._carrier(head), head, "governed", True)
            if fold(head.lemma_) in self.words.reports or fold(head.text) in self.words.reports:
                above = head.head
                if self.grammar.is_a(head, "object") and self.words.verbs.get(fold(above.lemma_)) is not None:
                    told = self._governed(above, self.words.verbs[fold(above.lemma_)], noun, False)
                    return replace(told, relation="governed")  # "dément les rumeurs de fermeture"
        preposition = self.grammar.preposition(noun)
        if preposition and preposition in self.words.excluding:
            return Reading("denied", "positive", None, noun, "governed", False)
        return None

    def _predicate(self, noun: Token) -> Reading | None:
        """What an adjective says of the event: "un accord est possible", "a collapse is not impossible"."""
        if not self.grammar.is_a(noun, "subject"):
            return None
        verb = noun.head
        if verb.pos_ == "NOUN" and verb.i and verb.doc[verb.i - 1 : verb.i + 1].text.lower() in self.words.under_way:
            past = any(c.morph.get("Tense", []) in (["Imp"], ["Past"]) for c in verb.children if c.pos_ == "AUX")
            return Reading("happened" if past else "ongoing", "positive", verb, verb, "support", False)  # "en cours"
        copula = next((c for c in self.grammar.children(verb, "copula") if c.i < verb.i), None)
        if copula is not None and self._behind(copula, self.words.ruled_out):
            return Reading("denied", "positive", verb, verb, "governed", True)  # "une grève est hors de question"
        adjectives = [verb] if verb.pos_ == "ADJ" else self.grammar.children(verb, "attribute")
        for adjective in adjectives:
            status = self.words.adjectives.get(fold(adjective.text))
            if status is None:
                continue
            polarity: Polarity = "positive"
            negated = self.grammar.group(verb).negated
            if negated and status != "ongoing":
                status = "forecast" if status == "denied" else "denied"
            elif fold(adjective.text) in self.words.unlikely:
                status, polarity = "forecast", "negative"
            return Reading(status, polarity, verb, adjective, "governed", status != "ongoing")
        return None

    def _carrier(self, noun: Token) -> Token | None:
        """The verb whose subject, object or complement the noun is."""
        previous = noun
        for token in self.grammar.path_to_root(noun):
            if token != noun and apart(noun, token):
                return None
            if token != noun and token.pos_ in {"VERB", "AUX"}:
                return self._raised(token) if self.grammar.is_a(previous, "subject") else token
            previous = token if not self.grammar.is_a(token, "coordinated") else previous
        return None

    def _raised(self, verb: Token) -> Token:
        """The infinitive whose subject stands before its governor: "la rencontre doit débuter", "is set to begin"."""
        for complement in self.grammar.complements(verb):
            known = self._word_status(verb) or fold(verb.lemma_) in self.words.transparent | self.words.to_come
            if known and self.grammar.group(complement).mood in {"infinitive", "none"}:
                return self._raised(complement)
        return verb

    def _nominal(self, noun: Token) -> Reading:
        """A headline or caption without a verb."""
        denied = self.grammar.negative_determiner(noun)
        top = noun.head == noun or apart(noun, noun.head)
        return Reading("denied" if denied else "happened", "positive", None, None, "heading" if top else "loose", False)

    def _verb(self, verb: Token, denied_noun: bool = False) -> Reading:
        """The status of a verb by its own form, then by what governs it."""
        group = self.grammar.group(verb)
        bare = group.mood in {"infinitive", "participle", "none"} and not self.grammar.own_subjects(verb)
        if (
            bare
            and self.grammar.is_a(verb, "coordinated")
            and verb.head.pos_ in {"VERB", "AUX"}
            and verb.head.i < verb.i
        ):
            shared = replace(self._verb(verb.head, denied_noun), verb=verb)  # "would call and invite"
            return replace(shared, status="denied") if group.negated else shared  # "informed but not invited"
        negated = group.negated or denied_noun or self._nobody(verb)
        adverb = next((fold(c.text) for c in verb.children if fold(c.text) in self.words.adverbs), None)
        governor = self._governor(verb)
        if governor is not None:
            status = self._word_status(governor)
            if status is not None and not self._asserts(verb, group, governor, status):
                return self._governed(governor, status, verb, negated)
            if group.mood == "infinitive" and fold(governor.lemma_) in self.words.to_come:
                negated = negated or self.grammar.group(governor).negated
                return Reading("denied" if negated else "scheduled", "positive", verb, governor, "verb", True)
            if group.mood == "infinitive" and self._before(verb, self.words.under_way):
                return Reading("ongoing", "positive", verb, governor, "verb", False)  # "en train d'évacuer"
            if group.mood == "infinitive" and self._before(verb, self.words.about_to):
                negated = any(self.grammar.group(t).negated for t in (governor, governor.head))
                return Reading("denied" if negated else "scheduled", "positive", verb, governor, "verb", True)
        if adverb is not None:
            return Reading(
                "forecast",
                "negative" if negated or adverb in self.words.unlikely else "positive",
                verb,
                None,
                "verb",
                True,
            )
        if self.grammar.is_headline(verb):
            return Reading("denied" if negated else "scheduled", "positive", verb, None, "verb", True)  # "X to meet Y"
        if group.mood == "infinitive" and self.grammar.is_a(verb, "adverbial_clause") and not negated:
            return Reading("scheduled", "positive", verb, None, "verb", True)  # what is done in order to
        if negated or self._behind(verb, self.words.ruled_out):
            forward = group.tense == "future" or group.mood == "conditional"
            return Reading("denied", "positive", verb, None, "verb", forward)
        if self._goes_on(verb, group):
            return Reading("ongoing", "positive", verb, None, "verb", False)
        if group.tense == "future":
            return Reading("scheduled", "positive", verb, None, "verb", True)
        if self._backshifted(verb, group):
            return Reading("scheduled", "positive", verb, None, "verb", True)
        if group.modals:
            required = {"must", "should", "ought", "shall"} & set(group.modals)
            if group.perfect and "could" not in group.modals:
                return Reading("happened", "positive", verb, None, "verb", False)
            return Reading("demanded" if required else "forecast", "positive", verb, None, "verb", True)
        if group.mood == "conditional":
            if group.perfect:
                return Reading("happened", "positive", verb, None, "verb", False)  # hearsay: "aurait tué"
            return Reading("forecast", "positive", verb, None, "verb", True)
        if group.mood == "subjunctive":
            return Reading("forecast", "positive", verb, None, "verb", True)
        if group.mood == "imperative":
            return Reading("demanded", "positive", verb, None, "verb", True)
        if fold(verb.lemma_) in self.words.to_come and any(
            self.grammar.group(c).mood == "infinitive" for c in self.grammar.complements(verb)
        ):
            return Reading("scheduled", "positive", verb, None, "verb", True)  # "is to follow"
        lasts = group.tense == "present" or _imperfect(verb)
        if (fold(verb.lemma_) in self.words.ongoing and lasts) or _progressive(verb):
            return Reading("ongoing", "positive", verb, None, "verb", False)
        return Reading("happened", "positive", verb, None, "verb", False)

    def _asserts(self, verb: Token, group: VerbGroup, governor: Token, status: Status) -> bool:
        """Whether a finite clause states something by itself, whatever verb of saying governs it.

        "Il a annoncé que le sommet a eu lieu" tells of a summit that was held; what is denied, hoped or feared is not
        told as a fact, and what is thought of the future is a forecast.
        """
        insists = fold(governor.lemma_) in self.words.insisting
        told = group.mood == "indicative" and (group.tense in {"past", "future"} or insists)
        if not told or not self.grammar.is_a(verb, "clause") or governor.pos_ not in {"VERB", "AUX"}:
            return False
        if status == "denied" or fold(governor.lemma_) in self.words.unsure:
            return False
        if insists:
            return True  # "surgery is off the table, he insisted"
        return status != "forecast" or group.tense == "past"

    def _goes_on(self, verb: Token, group: VerbGroup) -> bool:
        """Whether words say that it still lasts: "toujours recherché", "are under way", "sont en cours"."""
        lasting = _imperfect(verb) or group.mood == "participle"
        if (group.tense in {"past", "future"} and not lasting) or group.modals or group.perfect:
            return False
        if self._behind(verb, self.words.under_way) or self._remains(verb) or self._among(verb, self.words.now):
            return True
        if group.tense == "present" and any(
            t.lower_ in self.words.since and (t.i > verb.i or t.i == verb.sent.start) for t in verb.subtree
        ):
            return True  # "font route depuis dimanche"
        return any(fold(child.text) in self.words.still for child in verb.children)

    def _remains(self, verb: Token) -> bool:
        """Whether a verb of lasting carries a participle: "remains suspended", "restent cloués au sol"."""
        carriers = [verb.head, *verb.children] if verb.head != verb else list(verb.children)
        return any(
            fold(t.lemma_) in self.words.lasting or fold(t.text) in self.words.lasting
            for t in carriers
            if t.i < verb.i and t.pos_ in {"VERB", "AUX"}
        )

    def _behind(self, verb: Token, phrases: tuple[str, ...]) -> bool:
        after = verb.doc[verb.i + 1 : verb.i + 5].text.lower()
        return any(after.startswith(phrase) for phrase in phrases)

    def _among(self, verb: Token, phrases: tuple[str, ...]) -> bool:
        """Whether one of these phrases stands around a verb."""
        around = verb.doc[max(verb.sent.start, verb.i - 3) : verb.i + 6].text.lower().replace("’", "'")
        return any(phrase in around for phrase in phrases)

    def _before(self, verb: Token, phrases: tuple[str, ...]) -> bool:
        before = verb.doc[verb.sent.start : verb.i].text.lower().replace("’", "'")
        return any(before.endswith(phrase) for phrase in phrases)

    def _nobody(self, verb: Token) -> bool:
        """Whether nobody does it, or nothing is done: "no pupil was hurt", "falsified no ledger"."""
        nouns = [*self.grammar.subjects(verb), *self.grammar.objects(verb)]
        return any(
            noun.lower_ in self.words.nobody
            or self.grammar.negative_determiner(noun)
            or self._opens_with(noun, self.words.not_one)
            for noun in nouns
        )

    def _opens_with(self, noun: Token, phrases: tuple[str, ...]) -> bool:
        """Whether the phrase of a noun opens with one of these: "not a single store", "pas un homme"."""
        first = noun.left_edge.i
        return noun.doc[first : first + 3].text.lower().startswith(phrases)

    def _backshifted(self, verb: Token, group: VerbGroup) -> bool:
        """Whether a conditional only reports a future: "said talks would start", "a annoncé qu'elle débuterait"."""
        if group.mood != "conditional" or group.perfect or len(group.modals) > 1 or group.negated:
            return False
        if group.modals and group.modals[0] not in self.words.future_in_past:
            return False
        above = verb.head
        governed = self.grammar.is_a(verb, "clause") and above != verb and self.grammar.group(above).tense == "past"
        reported = any(q.kind != "direct" and q.start <= verb.idx < q.end for q in self.draft.quotes)
        return governed or reported

    def _governor(self, verb: Token) -> Token | None:
        """The word whose complement the verb is."""
        head = verb.head
        if head == verb:
            return None
        if self.grammar.is_a(verb, "coordinated"):
            return (
                self._governor(head) if head.pos_ in {"VERB", "AUX"} and not self.grammar.own_subjects(verb) else None
            )
        if head.pos_ == "ADP":
            head = head.head
            if self.grammar.is_a(verb, "preposition_object") and head.pos_ == "NOUN":
                return head  # "no intention of quitting"
        if head.pos_ == "AUX":  # "it is unlikely that talks will resume"
            head = next((a for a in self.grammar.children(head, "attribute") if a.pos_ == "ADJ"), head)
        report = self._report(verb, head)
        if report is not None:
            return report
        infinitive = self.grammar.group(verb).mood == "infinitive"
        recipient = self.grammar.base(self.grammar.preposition(head)) in self.words.indirect
        asked = self.grammar.is_a(head, "object") or (self.grammar.is_a(head, "oblique") and recipient)
        below = asked and self.grammar.is_a(verb, "relative_clause", "oblique")
        if infinitive and below and head.head.pos_ in {"VERB", "AUX"} and self._word_status(head.head):
            return head.head  # "conjure les députés de rejeter la réforme", "could order production to be halted"
        if self.grammar.is_a(verb, "clause") or (
            infinitive and self.grammar.is_a(verb, "relative_clause") and head.pos_ == "NOUN"
        ):
            return head
        if self._opened_by(verb, self.words.complementizers):
            return head if head.pos_ in {"VERB", "AUX"} else head.head  # "s'attendent à ce que la banque vende"
        if infinitive and self.grammar.is_a(verb, "adverbial_clause", "oblique"):
            return head
        return None

    def _opened_by(self, verb: Token, phrases: tuple[str, ...]) -> bool:
        """Whether one of these phrases opens the clause of a verb."""
        if not phrases:
            return False
        first = next((t.i for t in verb.subtree if self.grammar.is_a(t, "marker") and t.head == verb), verb.i)
        before = verb.doc[max(verb.sent.start, first - 2) : first + 1].text.lower().replace("’", "'")
        return any(before.endswith(phrase) for phrase in phrases)

    def _report(self, verb: Token, noun: Token) -> Token | None:
        """The verb above a report of the event: "denied a report that …", "a démenti l'idée que …"."""
        if noun.pos_ != "NOUN" or fold(noun.lemma_) not in self.words.reports:
            return None
        if not self.grammar.is_a(verb, "relative_clause", "clause"):
            return None
        above = noun.head
        governs = self.grammar.is_a(noun, "object") and self.words.verbs.get(fold(above.lemma_)) is not None
        return above if governs else None

    def _word_status(self, word: Token) -> Status | None:
        lemma = fold(word.lemma_)
        if lemma in self.words.transparent:
            return None
        if word.pos_ == "NOUN":
            return self.words.nouns.get(lemma)
        if word.pos_ == "ADJ":
            return self.words.adjectives.get(fold(word.text)) or self.words.verbs.get(lemma)
        return self.words.verbs.get(lemma) or self.words.adjectives.get(fold(word.text))

    def _governed(self, governor: Token, status: Status, below: Token, negated: bool) -> Reading:
        """The status that a governor gives, with its own negation and that of what it governs."""
        copula = bool(self.grammar.children(governor, "copula"))
        group = self.grammar.group(governor) if governor.pos_ in {"VERB", "AUX", "ADJ"} or copula else None
        if group is not None and fold(governor.lemma_) in self.words.forced:
            if group.tense == "past" and group.perfect and not group.negated:
                return Reading("happened", "positive", below, None, "verb", False)  # "ont dû annuler"
            if group.mood == "conditional":
                status = "forecast"  # "devrait atteindre"
        refused = bool(group and group.negated)
        if governor.pos_ == "NOUN" and self.grammar.negative_determiner(governor):
            refused = True  # "had no plans to close schools"
        above = self._governor(governor) if governor.pos_ in {"VERB", "AUX"} else None
        if above is not None and self._word_status(above) == "denied":
            refused = not refused  # "a renoncé à exiger une trêve", "refused to rule out closing"
        if governor.pos_ == "NOUN" and self._carried_by_negated(governor):
            refused = not refused  # "n'a pas l'intention de démissionner"
        if status == "scheduled" and self._is_likely(governor):
            status = "forecast"  # "va probablement démissionner"
        if status == "demanded" and governor.pos_ in {"VERB", "AUX"} and not refused:
            asked = self._verb(governor)
            if asked.status == "forecast":
                return replace(asked, verb=below, governor=governor)  # "could order production to be halted"
        polarity: Polarity = "positive"
        if status == "denied":
            if refused:
                status = "forecast"
            elif negated:
                status = "scheduled"
        elif refused:
            status = "denied"
        elif negated:
            if status == "scheduled":
                status = "denied"
            else:
                polarity = "negative"
        if governor.pos_ == "ADJ" and fold(governor.text) in self.words.unlikely:
            status, polarity = "forecast", "negative"
        verb = below if below.pos_ in {"VERB", "AUX"} else governor
        return Reading(status, polarity, verb, governor, "verb", status in {"scheduled", "forecast", "demanded"})


def _imperfect(verb: Token) -> bool:
    return verb.morph.get("Tense", []) == ["Imp"]


def _progressive(verb: Token) -> bool:
    """English progressives: "are talking", "were digging", "have been boycotting", "is being held"."""
    helpers = {child.tag_: child for child in verb.children if child.pos_ == "AUX"}
    be = [child for child in verb.children if child.lemma_ == "be"]
    if verb.tag_ == "VBG":
        return any(child.tag_ in {"VBZ", "VBP", "VBD"} for child in be) or (
            any(child.tag_ == "VBN" for child in be) and any(tag in helpers for tag in ("VBZ", "VBP"))
        )
    return verb.tag_ == "VBN" and any(c.tag_ == "VBG" for c in be) and any(t in helpers for t in ("VBZ", "VBP", "VBD"))
