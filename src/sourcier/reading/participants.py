"""Who takes part in an event, and in which role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from sourcier.reading.draft import Draft
from sourcier.reading.referents import Referents
from sourcier.reading.status import Reading
from sourcier.reading.triggers import Trigger
from sourcier.reading.unnamed import Unnamed, human_nouns, is_provisional, noun_forms, plain
from sourcier.record import Actor, Participant, ParticipantRole

GIVEN = frozenset(
    {"payment", "aid", "sanction", "invitation", "statement", "demand", "call", "exchange", "investment", "appointment"}
)
"""Types of events that pass from one side to the other."""


class Cast:
    """The actors that the words of a draft name."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.grammar = draft.grammar
        words = draft.language.toml("status")
        self._excluding = tuple(words["excluding"])
        self._together = frozenset(words["together"])
        self._hosting = frozenset(words["hosting"])
        self._emphatic = frozenset(draft.language.toml("people")["emphatic"])
        self._cues = frozenset([*(row["lemma"] for row in draft.language.tsv("cues")), *words["stances"]])
        self.unnamed = Unnamed(draft)
        self._referents = Referents(draft, self._named_by, self._actor)
        people = draft.language.toml("people")
        self._definites = frozenset(draft.language.toml("quotes")["definites"]) | frozenset(people["both"])
        self._two, self._sides = frozenset(people["both"]), frozenset(people["referents"]["sides"])
        self._offices = frozenset(row["form"] for row in draft.language.tsv("offices"))
        self._at: dict[int, list[str]] = {}
        by_offset = {token.idx: token.i for token in draft.doc}
        for actor in draft.actors:
            spans = [(m.start, m.end) for m in actor.mentions] + [(o.start, o.end) for o in actor.offices]
            for start, end in spans:
                at = by_offset.get(start)
                while at is not None and at < len(draft.doc) and draft.doc[at].idx < end:
                    if actor.id not in self._at.setdefault(at, []):
                        self._at[at].append(actor.id)
                    at += 1

    def at(self, token: Token) -> list[str]:
        """Ids of the actors that a word names, alone or as the head of a title and a name ("M. Zelensky")."""
        found = self._at.get(token.i)
        if found:
            return found
        if token.lower_ in self._emphatic:
            speaker = self._last_speaker(token)
            return [speaker] if speaker else []
        for child in token.children:
            bare = child.pos_ == "PROPN" and child.i > token.i and not self.grammar.preposition(child)
            if child.i in self._at and (bare or self.grammar.is_a(child, "name", "apposition")):
                return self._at[child.i]
        if token.i + 1 < len(self.draft.doc) and token.pos_ != "VERB" and len(token) < 5 and token.text[0].isupper():
            return self._at.get(token.i + 1, [])
        return []

    def accused(self) -> frozenset[str]:
        """Ids of those who have no name but that of one who stands trial ("l'accusé")."""
        nouns = frozenset(self.draft.language.toml("people")["referents"]["accused"])
        return frozenset(actor.id for name, actor in self.unnamed.actors.items() if name in nouns)

    def _last_speaker(self, token: Token) -> str | None:
        """Whom "lui-même" means in reported speech: the speaker of the words it stands in, or the last before them."""
        speakers = [q.speaker for q in self.draft.quotes if q.speaker and q.start <= token.idx]
        return speakers[-1] if speakers else None

    def thinker(self, sentence: Span) -> str | None:
        """Whose words a sentence tells without saying so: "une rencontre entre A, B et lui-même" (a logophor)."""
        for token in sentence:
            if token.lower_ in self._emphatic and token.i > sentence.start and token.nbor(-1).pos_ == "CCONJ":
                return self._last_speaker(token)
        return None

    def of(self, trigger: Trigger, reading: Reading) -> tuple[Participant, ...]:
        """Who takes part in an event, each once, the absent first."""
        found: dict[str, Participant] = {}
        named = set(self._at.get(trigger.head.i, ()))
        for actor, role in self._roles(trigger, reading):
            if actor in named:
                continue  # a name that holds the trigger ("the Peace Congress") is the event's own
            found.setdefault(actor, Participant(actor=actor, role=role))
        return tuple(found.values())

    def _roles(self, trigger: Trigger, reading: Reading) -> Iterator[tuple[str, ParticipantRole]]:
        head = trigger.head
        carriers = [head] if reading.verb is None or reading.verb == head else [head, reading.verb]
        for carrier in carriers:
            absent = [noun for preposition, noun in self.grammar.obliques(carrier) if preposition in self._excluding]
            yield from self._named(absent, "absent")
        for member in self._company(carriers):
            yield member, "participant"
        if trigger.frame.pos == "verb":
            yield from self._verb(trigger, reading)
        else:
            yield from self._noun(trigger, reading)

    def _named(self, tokens: Iterable[Token], role: ParticipantRole) -> Iterator[tuple[str, ParticipantRole]]:
        for token in tokens:
            for part in self.grammar.counted(token):
                for actor in self._named_by(part) or self._referents.of(part) or self._referents.owner(part):
                    yield actor, role

    def _recipients(self, verb: Token, kind: str) -> list[Token]:
        """Whom something is given to or imposed on: "infligé à Google une amende"; not where one is received."""
        return self.grammar.recipients(verb) if kind in GIVEN else []

    def named(self, token: Token) -> list[str]:
        """Ids of the actors that a word or the name beside it means: "l'agence de notation Fidelior"."""
        return self.at(token) or self._named_beside(token)

    def _named_by(self, token: Token) -> list[str]:
        """Ids of those whom a noun means: by name, by the name beside it, by the body it is of, or without a name."""
        named = self.at(token) or (self._named_beside(token) if token.pos_ == "NOUN" else [])
        if not named or not any(self._has_name(actor) for actor in named):
            named = self._several(token) or named
        if named and any(self._has_name(actor) for actor in named):
            return named
        found = named or self.unnamed.at(token)
        return (self._named_beside(token) or self._body(token) or found) if found else []

    def _several(self, noun: Token) -> list[str]:
        """Those named before whom a definite plural means: "the ministers", "les deux dirigeants", "both sides"."""
        words = {child.lower_.replace("’", "'") for child in noun.children if child.pos_ in {"DET", "NUM"}}
        if noun.pos_ != "NOUN" or noun.morph.get("Number", []) != ["Plur"] or not words & self._definites:
            return []
        if any(self.grammar.is_a(child, "relative_clause", "oblique", "preposition_head") for child in noun.children):
            return []  # "the ministers of the region" are others
        forms = noun_forms(noun)
        kinds = {"person"} if forms & human_nouns(self.draft.language) else set()
        if forms & self._sides:
            kinds |= {"country", "organisation"}
        before = [(min(m.start for m in a.mentions), a) for a in self.draft.actors if a.kind in kinds]
        known = [
            a for start, a in sorted(before, key=lambda pair: pair[0]) if start < noun.idx and self._has_name(a.id)
        ]
        holders = [a.id for a in known if any(forms & set(plain(o.title).split()) for o in a.offices)]
        if len(holders) > 1:
            return holders
        pair = len(known) == 2 and (words & self._two or holders)  # "the minister met his counterpart": both are
        return [a.id for a in known] if pair else []

    def _has_name(self, actor: str) -> bool:
        return any(word[0].isupper() for word in self.draft.actor(actor).name.split())

    def _named_beside(self, noun: Token) -> list[str]:
        """The name in apposition: "l'armateur nantais Gwendal Roux", "its chairman, Njall Egilsson", "X, a lender"."""
        if self.grammar.is_a(noun, "apposition") and noun.head.i < noun.i:
            return self.at(noun.head)
        for name in self.grammar.children(noun, "apposition", "name"):
            if name.i in self._at:
                return self._at[name.i]
        after = noun.doc[noun.i + 1 : min(noun.i + 3, noun.sent.end)]
        behind = next((t for t in after if t.pos_ != "ADJ"), noun)
        return self._at.get(behind.i, []) if behind.text[0].isupper() else []

    def _body(self, noun: Token) -> list[str]:
        """The organisation whose people act: "des combattants du Front de l'Ituri", "officials from the ministry"."""
        if not noun_forms(noun).isdisjoint(self._offices):
            return []  # "les ambassadeurs des Vingt-Sept"
        if noun.morph.get("Number", []) != ["Plur"] and not self.unnamed.is_collective(noun):
            return []
        for _, owner in self.grammar.obliques(noun):
            bodies = [a for a in self.at(owner) if self._actor(a).kind == "organisation"]
            if bodies:
                return bodies
        return []

    def _actor(self, actor: str) -> Actor:
        return self.unnamed.actor(actor) if is_provisional(actor) else self.draft.actor(actor)

    def _verb(self, trigger: Trigger, reading: Reading) -> Iterator[tuple[str, ParticipantRole]]:
        frame, head = trigger.frame, trigger.head
        group, both = self.grammar.group(head), frame.agent == "participants"
        subjects, objects = self.grammar.doers(head), self.grammar.objects(head)
        if not subjects and objects and not group.passive and objects[0].i > head.i and head.lemma_ in self._cues:
            subjects, objects = objects, []  # a subject behind its verb
        doer: ParticipantRole = "participant" if both else "agent"
        if frame.type == "verdict" and reading.status == "demanded":
            subjects = []  # the prosecutor who asks for a sentence does not pass it
        if frame.words[0] in self._hosting and frame.type in {"meeting", "visit"}:
            doer = "host"
        bare = group.mood == "participle" and group.tense == "past" and not objects  # "les soldats capturés en mars"
        if group.passive or bare:
            kept_out = reading.status == "denied" and frame.type == "invitation"
            yield from self._named(subjects, "absent" if kept_out else "participant" if both else "patient")
            yield from self._named(self.grammar.agents(head), doer)
        else:
            yield from self._named(subjects, doer)
            yield from self._named(objects, "participant" if both else "patient")
        yield from self._named(self._recipients(head, frame.type), "patient")
        if frame.patient and frame.patient != "object":
            yield from self._named(self._with_preposition(head, frame.patient), "patient")

    def _noun(self, trigger: Trigger, reading: Reading) -> Iterator[tuple[str, ParticipantRole]]:
        frame, head, verb = trigger.frame, trigger.head, reading.verb
        both = frame.agent == "participants"
        doer: ParticipantRole = "participant" if both else "agent"
        if (
            verb is not None
            and reading.relation in {"support", "governed", "object"}
            and not self.grammar.is_a(head, "subject")
        ):
            group = self.grammar.group(verb)
            governor = reading.governor
            by_noun = governor is not None and governor.pos_ == "NOUN"
            if governor is not None and reading.status == "scheduled" and self.grammar.is_a(governor, "object"):
                by_noun = False  # "a déposé un préavis de grève"
            # Who demands a truce or fears a failure is no part of it.
            outside = by_noun or (governor == verb and verb.lemma_ in self._cues) or reading.status == "demanded"
            if not outside:
                subjects = [s for s in self.grammar.doers(verb) if s != head]
                yield from self._named(self.grammar.agents(verb) if group.passive else subjects, doer)
                yield from self._named(self._recipients(verb, frame.type), "patient")
        elif verb is not None and reading.relation == "support":
            yield from self._named(self.grammar.agents(verb), doer)
        modifiers = [
            child
            for child in head.children
            if self.grammar.is_a(child, "name", "modifier", "oblique")
            and child.pos_ in {"PROPN", "NOUN"}
            and not self.grammar.preposition(child)
        ]
        for token in modifiers:  # a name; "submarine exercises" are nobody's
            for actor in self.named(token):
                yield actor, doer
        own: ParticipantRole = "patient" if frame.agent != "de" and frame.patient == "de" else doer
        for actor in self._referents.owner(head):
            yield actor, own
        if frame.patient:
            yield from self._named(self._with_preposition(head, frame.patient), "patient")
        for preposition in self.draft.language.toml("status")["of_or_by"]:
            yield from self._named(self._with_preposition(head, preposition), own)

    def _with_preposition(self, token: Token, preposition: str) -> list[Token]:
        return [noun for word, noun in self.grammar.obliques(token) if word and self.grammar.base(word) == preposition]

    def _company(self, carriers: list[Token]) -> Iterator[str]:
        """All that "with" or "between" joins, read in a row, since parsers often hang "A, B et C" on the wrong word."""
        inside = {token.i for carrier in carriers for token in carrier.subtree}
        below = {carrier.i for carrier in carriers}
        for token in carriers[0].sent:
            if token.i not in inside or token.lower_ not in self._together:
                continue
            noun = token.head if token.head.i > token.i else next(iter(token.children), token)
            over = token.head if noun.i != token.head.i else noun.head
            while self.grammar.is_a(over, "coordinated") and over.pos_ in {"NOUN", "PROPN"}:
                over = over.head
            if over.i in below or token.i - 1 in below:
                yield from self._row(token)

    def _row(self, preposition: Token) -> Iterator[str]:
        doc = preposition.doc
        for token in doc[preposition.i + 1 : preposition.sent.end]:
            if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.text in {".", ";", ":", "(", "»", "”", '"'}:
                return
            if token.pos_ == "ADP" and self.grammar.base(token.lower_) not in {"de", "of", *self._together}:
                return
            if token.lower_ in self._emphatic or token.i in self._at:
                yield from self.at(token)
