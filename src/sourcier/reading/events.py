"""What happened, what is planned, what is denied: event mentions with status, time, place, participants and holder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import groupby

from spacy.tokens import Span, Token

from sourcier.languages import shared_tsv
from sourcier.reading.carried_over import Told, with_those_on_trial
from sourcier.reading.circumstances import Circumstances
from sourcier.reading.conditions import Condition, find_conditions, find_odds
from sourcier.reading.draft import Draft
from sourcier.reading.holders import Holders
from sourcier.reading.notes import Notes
from sourcier.reading.participants import Cast
from sourcier.reading.status import Reading, phase_above, read_status, supports
from sourcier.reading.triggers import CHANGES, NATURAL, PHYSICAL, SPOKEN, Trigger, find_triggers
from sourcier.reading.unnamed import is_provisional, with_unnamed
from sourcier.record import Clause, Comparison, Event, Fact, Participant, Quote, Status, Time


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


HEADINGS = frozenset({"title", "subheading", "lead", "caption"})

GOVERNING = frozenset({"agreement", "decision", "threat", "accusation", "statement", "call", "invitation"})
"""Types of which the verb is an event beside what it governs: "agreed to hold talks"."""

LASTING = frozenset({"trial", "strike", "negotiation", "exercise", "rescue", "vote", "protest"})
"""Types that go on for days once they have begun."""


@cache
def plover_codes() -> dict[str, str | None]:
    """Event type -> PLOVER code; None where PLOVER has none. Source: the PLOVER manual."""
    return {row["type"]: row["plover"] or None for row in shared_tsv("event_types")}


def read_events(draft: Draft) -> None:
    """Fill `draft.events`, in text order; at most one mention of an event type with the same people a sentence.

    Unnamed people who take part in one are added to `draft.actors`.
    """
    reader = _EventReader(draft)
    draft.actors, draft.events = with_unnamed(draft, list(reader.read()), reader.cast.unnamed)


class _EventReader:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.grammar = draft.grammar
        self.words = draft.language.toml("status")
        self.governors = frozenset(verb for verbs in self.words["verbs"].values() for verb in verbs)
        self.wordings = draft.language.toml("conditions")
        self.conditions = find_conditions(draft)
        self.protases = frozenset(i for c in self.conditions for i in c.tokens)
        self.undone: frozenset[int] = frozenset()
        self.told: dict[int, str] = {}
        self.cast = Cast(draft)
        self.holders = Holders(draft, self.cast)
        self.cues = self.holders.cues
        self.circumstances = Circumstances(draft, self.protases)

    def read(self) -> Iterator[Event]:
        """All event mentions as records."""
        triggers = list(find_triggers(self.draft))
        self.undone = frozenset(t.head.i for t in triggers if t.frame.pos == "verb" and t.frame.type in CHANGES)
        nouns = [m for t in triggers if t.frame.pos == "noun" and (m := self._mention(t)) is not None]
        phases = {above.i for m in nouns if (above := phase_above(self.draft, m.trigger.head)) is not None}
        nouns = [m for m in nouns if m.trigger.head.i not in phases]  # "l'ouverture de négociations": the negotiation
        self.told = {m.trigger.head.i: m.trigger.frame.type for m in nouns}
        verbs = [m for t in triggers if t.frame.pos == "verb" and (m := self._mention(t)) is not None]
        mentions = sorted([*nouns, *self._without_bare_demands(nouns, verbs)], key=lambda m: m.trigger.head.i)
        self._give_odds(mentions)
        self._name_those_on_trial(mentions)
        kept = list(self._distinct(self._explained(mentions)))
        formats, comparisons = self._noted(kept)
        for number, mention in enumerate(kept, 1):
            at = mention.trigger.head.idx
            event = self._record(mention, f"e{number}")
            yield event.model_copy(update={"format": formats.get(at), "comparison": comparisons.get(at)})

    def _noted(self, mentions: list[_Mention]) -> tuple[dict[int, Clause], dict[int, Comparison]]:
        """Position of a trigger -> the format, and the comparison, that its sentence notes of the event."""
        notes = Notes(self.draft)
        formats: dict[int, Clause] = {}
        comparisons: dict[int, Comparison] = {}
        for _, group in groupby(mentions, key=lambda m: m.sentence):
            triggers = [(m.trigger.head.idx, m.trigger.frame.type) for m in group]
            formats |= notes.formats_of(triggers)
            comparisons |= notes.comparisons(triggers)
        return formats, comparisons

    def _mention(self, trigger: Trigger) -> _Mention | None:
        head = trigger.head
        if head.i in self.protases:
            return None  # what a condition supposes is not said to happen
        wording = " ".join(trigger.frame.words) if trigger.frame.type != "demand" else ""
        reading = read_status(self.draft, head, wording)
        mention = _Mention(trigger, reading, self.draft.sentence_at(head.idx))
        mention.participants = list(self.cast.of(trigger, reading))
        mention.time = self.circumstances.time(trigger, reading)
        mention.place = self.circumstances.place(trigger, reading)
        if not self._states(mention):
            return None
        mention.condition = self._condition(trigger, reading)
        mention.holder, mention.holder_text = self.holders.of(trigger, reading)
        if mention.holder_text is None and mention.reading.forward:
            mention.holder = mention.holder or self.cast.thinker(head.sent)
        mention.reading = self._with_time(mention)
        return mention

    def _without_bare_demands(self, nouns: list[_Mention], verbs: list[_Mention]) -> list[_Mention]:
        """The verbs, less those that only demand an event told of below them: "réclame une enquête"."""
        governors = {m.reading.governor.i for m in [*nouns, *verbs] if m.reading.governor is not None}
        return [m for m in verbs if m.trigger.frame.type != "demand" or m.trigger.head.i not in governors]

    # Which mentions say something.

    def _states(self, mention: _Mention) -> bool:
        """Whether the words state the event, or only refer to it."""
        trigger, reading = mention.trigger, mention.reading
        head = trigger.head
        if self._is_asked(head) or self._is_unreal(trigger, reading) or self._is_open(trigger, reading):
            return False
        if trigger.frame.pos == "verb":
            hearsay = (
                reading.governor is None and self.grammar.group(head).mood == "conditional" and not reading.forward
            )
            if hearsay and self.holders.quote(head) is None:
                return False  # "le barrage aurait cédé": on nobody's word
            bare = self._past_participle(head) and not self._is_set_in(mention)
            carrier = self._carries_another(trigger) or self._governs(trigger)
            return not (bare or carrier or self._is_cue(trigger) or self._is_vague(mention))
        determiners = {
            child.lower_.replace("’", "'") for child in head.children if child.pos_ in {"DET", "PRON", "NUM"}
        }
        refers_back = bool(determiners & set(self.words["back_references"]))
        generic = bool(determiners & set(self.words["generic"]))
        new = not refers_back and not generic and self._indefinite(head, determiners)
        dated = mention.time is not None and self.circumstances.hangs_on(mention.time, head)
        match reading.relation:
            case "governed" if reading.governor is not None and reading.governor.head == head and self._undone(head):
                return False
            case "support":
                lasts = reading.verb is not None and reading.verb.lemma_ in self.words["past_only"]
                return not generic and not (lasts and reading.forward)
            case "governed":
                by_noun = reading.governor is not None and reading.governor.pos_ == "NOUN"
                return not (refers_back and by_noun)
            case "heading":
                return bool(mention.participants or mention.place or mention.time)
            case "object" | "subject" if self._is_undone_by(reading):
                return False  # "la grève a été suspendue": the suspension is the event
            case "object" if reading.verb is not None and reading.verb.lemma_ in self.cues:
                return dated and not refers_back  # "a évoqué un accord"
            case "sequence" | "object":
                return new or (dated and not refers_back)
            case "subject":
                passive = reading.verb is not None and self.grammar.group(reading.verb).passive
                return new or dated or (trigger.frame.type in PHYSICAL and not refers_back and not passive)
            case "agent":
                return trigger.frame.type in PHYSICAL and not generic
            case _:
                return (dated and not refers_back) or (new and self._between(head))

    def _is_undone_by(self, reading: Reading) -> bool:
        """Whether a verb that cancels or closes does so to its noun; the subject of an active one does it to others."""
        verb = reading.verb
        if verb is None or verb.i not in self.undone:
            return False
        return reading.relation == "object" or self.grammar.group(verb).passive or not self.grammar.objects(verb)

    def _is_asked(self, token: Token) -> bool:
        """Whether a word stands in a question: what is asked is not told."""
        for above in self.grammar.path_to_root(token):
            if above.lemma_ in self.words["asked"] and self.grammar.group(above).mood == "participle":
                return True  # "interrogé sur d'éventuelles sanctions"
        quote = self.holders.quote(token)
        text = self.draft.article.text
        end = quote.end if quote is not None and quote.kind == "direct" else token.sent.end_char
        return text[:end].rstrip(" »”\"’'\n").endswith("?") and "." not in text[token.idx : end]

    def _past_participle(self, verb: Token) -> bool:
        """A participle that stands below its noun: "habitants évacués", "temps payé"."""
        below = self.grammar.is_a(verb, "relative_clause", "modifier")
        return below and self.grammar.group(verb).mood == "participle" and not self.grammar.own_subjects(verb)

    def _is_set_in(self, mention: _Mention) -> bool:
        """Whether a participle tells an event: someone did it, then or there; or it is the headline."""
        if mention.time is not None or mention.place is not None or self.grammar.agents(mention.trigger.head):
            return True
        position = mention.trigger.head.idx
        return any(b.start <= position < b.end and b.role in HEADINGS for b in self.draft.article.blocks)

    def _is_vague(self, mention: _Mention) -> bool:
        """Whether a welcome names nobody: groups are met with, people are met."""
        if mention.trigger.frame.type != "meeting" or mention.time is not None or mention.place is not None:
            return False
        if any(self.cast.at(subject) for subject in self.grammar.subjects(mention.trigger.head)):
            return False
        kinds = {self.draft.actor(p.actor).kind for p in mention.participants if not is_provisional(p.actor)}
        return bool(kinds) and kinds <= {"group"}

    def _is_open(self, trigger: Trigger, reading: Reading) -> bool:
        """Whether the event hangs on an infinitive that nothing makes a fact ("invite X à manifester")."""
        verb = reading.verb
        if verb is None or reading.relation not in {"verb", "support"} or reading.governor is not None:
            return False
        group = self.grammar.group(verb)
        if group.mood != "infinitive" or group.perfect or reading.status not in {"happened", "scheduled"}:
            return False
        if reading.status == "scheduled":  # a purpose: told of what people do, not of decisions and figures
            return self.grammar.is_a(verb, "adverbial_clause") and trigger.frame.type in NATURAL | {"decision", "other"}
        head = verb.head.head if verb.head.pos_ == "ADP" else verb.head
        return head == verb or head.lemma_ not in {*self.words["verbs"]["transparent"], *self.words["carried_on"]}

    def _undone(self, noun: Token) -> bool:
        """Whether the noun is what is cancelled, closed or reopened ("called off a strike planned for Monday")."""
        return self.grammar.is_a(noun, "object", "subject") and noun.head.i in self.undone

    def _is_unreal(self, trigger: Trigger, reading: Reading) -> bool:
        """Whether the clause tells nothing that took place ("until there's a deal"), or the verb is an adjective."""
        if trigger.frame.pos == "verb" and self.grammar.is_a(trigger.head, "modifier"):
            return True  # "closed doors"
        if any(child.lower_ in self.words["almost"] for child in trigger.head.children):
            return True  # "nearly drowned"
        if self.grammar.is_a(trigger.head, "clause") and trigger.head.head.lemma_ in self.words["almost"]:
            return True  # "a failli capoter"
        verb = reading.verb if reading.verb is not None else trigger.head
        markers = [t for t in self.grammar.children(verb, "marker", "case", "adverb") if t.i < verb.i]
        words = " ".join(t.lower_.replace("’", "'") for t in markers)
        asked = self.grammar.is_a(verb, "clause") and verb.head.lemma_ in self.wordings["questions"]
        if asked and any(marker.lower_.replace("’", "'") in self.wordings["markers"] for marker in markers):
            return True  # "asked if she would resign"
        first = markers[0] if markers else verb
        before = first.doc[max(0, first.i - 3) : first.i + 2].text.lower().replace("’", "'")
        return bool(markers) and any(
            f" {phrase} " in f" {words} " or (" " in phrase and phrase in before) for phrase in self.words["unreal"]
        )

    def _is_cue(self, trigger: Trigger) -> bool:
        """Whether a verb only reports words: "« … », a lancé X" launches nothing."""
        if trigger.frame.type in SPOKEN or trigger.head.lemma_ not in self.cues:
            return False
        if any(need.kind == "object" and need.words for need in trigger.frame.needs):
            return False  # "a promis 85 millions d'euros", "recalled its ambassador"
        verb, sentence = trigger.head, trigger.head.sent
        return any(
            quote.cue is not None
            and verb.text in quote.cue.split()
            and quote.start < sentence.end_char
            and quote.end > sentence.start_char
            and not quote.start <= verb.idx < quote.end
            for quote in self.draft.quotes
        )

    def _indefinite(self, noun: Token, determiners: set[str]) -> bool:
        """Whether a noun brings up something new: "un accord", "talks"."""
        if determiners & set(self.words["indefinite"]):
            return True
        if determiners:
            return False
        owned = any(child.dep_ == "poss" for child in noun.children)
        return not owned and bool(self.words["bare_is_new"])

    def _between(self, noun: Token) -> bool:
        together = set(self.words["together"])
        return any(self.grammar.base(preposition) in together for preposition, _ in self.grammar.obliques(noun))

    def _carries_another(self, trigger: Trigger) -> bool:
        """Whether the verb only carries an event that a noun names: a storm that strikes, talks that open."""
        verb = trigger.head
        nouns = [*self.grammar.own_subjects(verb), *self.grammar.objects(verb)]
        nouns += [noun for _, noun in self.grammar.obliques(verb)]
        if len(trigger.tokens) > 1:
            return False
        for noun in nouns:
            kind = self.told.get(noun.i)
            if kind in NATURAL and self.grammar.is_a(noun, "subject"):
                return True
            if kind is not None and supports(self.draft, verb, noun):
                return True
            if kind is not None and trigger.frame.type == "demand":
                return True  # "réclame une trêve": the truce is what is demanded
        return False

    def _governs(self, trigger: Trigger) -> bool:
        """Whether the verb only gives its status to what its infinitive or clause tells: "n'entend pas céder"."""
        lemma = trigger.head.lemma_
        if len(trigger.tokens) > 1 or trigger.frame.type in GOVERNING or lemma not in self.governors:
            return False
        return any(self.grammar.group(c).mood == "infinitive" for c in self.grammar.complements(trigger.head)) or (
            trigger.frame.type == "demand" and bool(self.grammar.complements(trigger.head))
        )

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
        if reading.status == "happened" and self._just_begun(mention):
            return replace(reading, status="ongoing")  # "le procès s'est ouvert lundi"
        natural = mention.trigger.frame.type in NATURAL
        if natural and reading.status == "demanded" and reading.governor is None:
            return replace(reading, status="forecast")  # "sales should pick up"
        told = reading.governor is not None and self._past(replace(reading, verb=reading.governor))
        if natural and reading.status == "scheduled" and told and (time is None or not self._future(time)):
            return replace(reading, status="happened", forward=False)  # "a confirmé quatre nouveaux cas"
        if (
            reading.status == "happened"
            and time is not None
            and time.relative in {"P0D", "PT0S"}
            and (time.type == "TIME" or not self._in_headline(reading.verb))
            and reading.verb is not None
            and self.grammar.group(reading.verb).tense == "present"
        ):
            return replace(reading, status="scheduled", forward=True)  # "organise une réunion ce jeudi"
        if (
            reading.status in {"happened", "ongoing"}
            and time is not None
            and self._future(time)
            and not self._past(reading)
        ):
            return replace(reading, status="scheduled", forward=True)
        return reading

    def _just_begun(self, mention: _Mention) -> bool:
        """Whether a trial, a strike or talks began on the day of publication or the day before, and last."""
        verb, time, published = mention.reading.verb, mention.time, self.draft.article.published
        if verb is None or mention.reading.relation != "support" or mention.trigger.frame.type not in LASTING:
            return False
        if verb.lemma_ not in self.words["beginning"] or time is None or not time.begin or not published:
            return False
        try:
            days = (date.fromisoformat(published[:10]) - date.fromisoformat(time.begin[:10])).days
        except ValueError:
            return False  # a month or a year
        return 0 <= days <= 1

    def _in_headline(self, token: Token | None) -> bool:
        """Whether a word stands in the headline, whose present tells what has happened."""
        blocks = self.draft.article.blocks
        return token is not None and any(b.role == "title" and b.start <= token.idx < b.end for b in blocks)

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

    # Conditions and holders.

    def _condition(self, trigger: Trigger, reading: Reading) -> Condition | None:
        chain = {t.i for t in trigger.tokens}
        verb = reading.verb
        if reading.relation == "loose":
            verb = None  # a condition of the verb is none of what only stands beside it
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

    # Odds, and what a heading leaves open.

    def _give_odds(self, mentions: list[_Mention]) -> None:
        """Give the odds that a sentence states to the uncertain event nearest to them."""
        for number, sentence in enumerate(self.draft.sentences):
            odds = find_odds(self.draft.article.text, sentence.start_char, sentence.end_char, self.draft.language)
            if not odds:
                continue
            here = [m for m in mentions if m.sentence == number and m.reading.status not in {"happened", "ongoing"}]
            if not here and not self._odds_of_another(sentence):
                here = self._just_before(mentions, number)  # "La probabilité est de 15 %."
            if not here:
                continue
            nearest = min(here, key=lambda m: abs(m.trigger.head.idx - odds[0].start))
            nearest.probability = odds[0].probability
            if nearest.reading.status == "scheduled":
                nearest.reading = replace(nearest.reading, status="forecast")

    def _name_those_on_trial(self, mentions: list[_Mention]) -> None:
        accused, told = self.cast.accused(), list[Told]()
        for mention in mentions:
            now = Told(mention.trigger.frame.type, mention.sentence, mention.participants)
            mention.participants = with_those_on_trial(now, told, accused)
            told.append(replace(now, participants=mention.participants))

    def _odds_of_another(self, sentence: Span) -> bool:
        """Whether the sentence says of what its odds are: "les chances d'une victoire sont de 40 %"."""
        nouns = self.wordings["odds"]["nouns"]
        odds = [token for token in sentence if token.lemma_.lower() in nouns or token.lower_ in nouns]
        told = [noun for token in odds for _, noun in self.grammar.obliques(token) if noun.pos_ in {"NOUN", "PROPN"}]
        back = {*self.words["back_references"], *self.words["generic"]}
        return any(
            noun.lemma_.lower() not in nouns and not any(child.lower_ in back for child in noun.children)
            for noun in told
        )

    def _just_before(self, mentions: list[_Mention], number: int) -> list[_Mention]:
        """The last uncertain event of the sentence before, or of the one before that."""
        recent = [
            m
            for m in mentions
            if number - 2 <= m.sentence < number and m.reading.status in {"forecast", "conditional", "scheduled"}
        ]
        return recent[-1:]

    def _explained(self, mentions: list[_Mention]) -> list[_Mention]:
        """A heading without a verb ("Rencontre entre A et B") has the status that the body gives the same event."""
        explained = []
        for mention in mentions:
            if mention.reading.relation == "heading" and mention.reading.status == "happened":
                body = next((o for o in mentions if o.reading.relation != "heading" and self._alike(mention, o)), None)
                if body is not None:
                    mention.reading = replace(mention.reading, status=body.reading.status)
                    mention.time = mention.time or body.time
            explained.append(mention)
        return explained

    def _alike(self, one: _Mention, other: _Mention) -> bool:
        people = {p.actor for p in one.participants} & {p.actor for p in other.participants}
        place = one.place is not None and one.place == other.place
        return one.trigger.frame.type == other.trigger.frame.type and (bool(people) or place)

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
        if one.trigger.frame.type != other.trigger.frame.type or one.reading.status != other.reading.status:
            return False
        people = {p.actor for p in one.participants} & {p.actor for p in other.participants}
        apart = abs(one.trigger.head.i - other.trigger.head.i)
        return bool(people) or not one.participants or not other.participants or apart <= 4

    def _record(self, mention: _Mention, identifier: str) -> Event:
        text = self.draft.article.text
        tokens = mention.trigger.tokens
        first, last = tokens[0].idx, max(t.idx + len(t) for t in tokens)
        start, end = self._trimmed(mention.trigger.head, *self._words(mention, first, last), first, last)
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

    def _trimmed(self, head: Token, start: int, end: int, first: int, last: int) -> tuple[int, int]:
        """The words of an event without what joins them to the rest: "qu'une inspection …", "sur un compromis …"."""
        span = self.draft.doc.char_span(start, end, alignment_mode="contract")
        tokens = list(span) if span is not None else []
        while (
            tokens
            and tokens[0].idx < first
            and (
                tokens[0].is_punct
                or tokens[0].pos_ in {"CCONJ", "SCONJ", "SPACE"}
                or self._marks(tokens[0])
                or (tokens[0].pos_ == "ADP" and head in (tokens[0].head, *tokens[0].children))
            )
        ):
            tokens.pop(0)
        while tokens and tokens[-1].idx >= last and tokens[-1].pos_ in {"CCONJ", "SCONJ", "SPACE"}:
            tokens.pop()
        return (tokens[0].idx, max(last, tokens[-1].idx + len(tokens[-1]))) if tokens else (start, end)

    def _marks(self, token: Token) -> bool:
        """Whether a word only marks a clause ("que", "de" before an infinitive); "to" belongs to its infinitive."""
        return self.grammar.is_a(token, "marker") and token.pos_ != "PART"

    def _words(self, mention: _Mention, first: int, last: int) -> tuple[int, int]:
        """The words that state the event: its clause, without the condition and the verb of saying."""
        relation, noun = mention.reading.relation, mention.trigger.head
        head = mention.reading.verb if mention.reading.verb is not None else noun
        governor = mention.reading.governor
        told_of = relation == "governed" and self.grammar.group(head).passive and self.grammar.is_a(noun, "subject")
        if governor is not None and governor.pos_ == "NOUN":
            head = governor  # "le risque d'échec"
        elif relation in {"sequence", "loose"} or (
            relation != "support" and head != noun and head.lemma_ in self.cues and not told_of
        ):
            head = noun
        start, end = self.grammar.phrase(head, "adverbial_clause", "parenthesis", "coordinated")
        if head == noun and self.grammar.is_a(head, "relative_clause") and not self.grammar.own_subjects(head):
            whole = head.head
            while self.grammar.is_a(whole, "oblique") and whole.head.pos_ == "NOUN":
                whole = whole.head  # "la grève du rail suspendue"
            start = min(start, self.grammar.phrase(whole, "relative_clause")[0])  # "1 200 habitants évacués"
        if governor == noun:  # "without an agreement"
            end = max(last, start)
        if relation == "support":
            start = min(start, self.grammar.phrase(noun, "relative_clause")[0])
        bounds = self.holders.quote(noun) or noun.sent
        low, high = (bounds.start, bounds.end) if isinstance(bounds, Quote) else (bounds.start_char, bounds.end_char)
        start, end = max(start, low), min(end, high)
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


__all__ = ["Status", "plover_codes", "read_events"]
