"""The register of a draft's actors: whom the steps of the reading have found so far, and by which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from sourcier.reading.actor_words import role_prepositions
from sourcier.reading.body_keys import body_key
from sourcier.reading.draft import Draft
from sourcier.reading.gazetteer import fold
from sourcier.reading.name_keys import name_key
from sourcier.reading.offices import OfficePhrase
from sourcier.record import Actor, ActorKind, Form, Mention, Office

HEADINGS = frozenset({"title", "lead", "subheading"})
REACH = 3
"""Sentences back in which a bare office or a pronoun still finds its person."""


@dataclass
class Known:
    """An actor under construction; token offsets."""

    kind: ActorKind
    name: tuple[str, ...]
    gender: str = ""
    key: str | None = None
    named: bool = True
    vague: bool = False
    offices: list[OfficePhrase] = field(default_factory=list)
    mentions: list[tuple[int, int, Form]] = field(default_factory=list)
    members: list[Known] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    """Of a body: what nouns may call it, see `actor_words.body_classes`."""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name[-1] if self.name else ""

    def last_before(self, token: int) -> int:
        """First token of the last mention before a token; -1 where there is none."""
        return max((start for start, _, _ in self.mentions if start < token), default=-1)


class Register:
    """The actors of one draft while they are being found.

    Attributes:
        known: the actors, in the order in which they were found.
        taken: index of a token -> the actor whom it belongs to.
        sentence: index of a token -> index of its sentence.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.doc = draft.doc
        self.grammar = draft.grammar
        self.language = draft.language
        self.anybody = frozenset(draft.language.toml("people")["apposition"]["anybody"])
        self.known: list[Known] = []
        self.taken: dict[int, Known] = {}
        self.sentence = [0] * len(self.doc)
        for number, sentence in enumerate(draft.sentences):
            for token in sentence:
                self.sentence[token.i] = number

    def mention(self, known: Known, start: int, end: int, form: Form) -> None:
        """Note that tokens start..end mean an actor."""
        known.mentions.append((start, end, form))
        self.take(start, end, known)

    def take(self, start: int, end: int, known: Known) -> None:
        """Keep tokens start..end for an actor, where none has them."""
        for i in range(start, end):
            self.taken.setdefault(i, known)

    def records(self) -> Iterator[Actor]:
        """The actors that the text mentions, in order of first mention."""
        told = sorted((k for k in self.known if k.mentions), key=lambda k: min(k.mentions)[0])
        ids = {id(known): f"a{number}" for number, known in enumerate(told, 1)}
        groups = {id(member): ids[id(k)] for k in told for member in k.members}
        text = self.draft.article.text
        for known in told:
            mentions = []
            for start, end, form in sorted(set(known.mentions)):
                first, last = self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1])
                if text[first] == "-":  # "a-t-il ajouté"
                    first = text.rindex("-", first, last) + 1
                mentions.append(Mention(start=first, end=last, text=text[first:last], form=form))
            name = " ".join(known.name)
            aliases = sorted({m.text for m in mentions if m.form == "name" and m.text != name})
            key = known.key
            if known.kind == "person" and known.named and len(known.name) > 1:
                key = name_key(name)
            elif known.kind in {"organisation", "group"}:
                key = body_key(name, aliases, self.language) or key
            yield Actor(
                id=ids[id(known)],
                name=name,
                kind=known.kind,
                offices=tuple(self._offices(known)),
                aliases=tuple(aliases),
                key=key,
                member_of=tuple(filter(None, [groups.get(id(known))])),
                mentions=tuple(mentions),
            )

    def _offices(self, known: Known) -> Iterator[Office]:
        text = self.draft.article.text
        seen: list[str] = []
        for office in sorted(known.offices, key=lambda o: (-(o.end - o.start), o.start)):
            start, end = self.doc[office.start].idx, self.doc[office.end - 1].idx + len(self.doc[office.end - 1])
            title = office.title or text[start:end]
            if any(fold(title) in other for other in seen):
                continue
            seen.append(fold(title))
            yield Office(title=title, start=start, end=end)

    def in_role(self, token: Token) -> bool:
        """Whether a noun acts, speaks or is acted on: not a mere complement of another noun."""
        head = token
        while self.grammar.is_a(head, "coordinated") and head.head != head:
            head = head.head
        if self.grammar.is_a(head, "subject", "object", "agent", "indirect_object", "apposition", "parenthesis"):
            return True
        if head.dep_ == "ROOT":
            return False
        cases = {c.lower_ for c in self.grammar.children(head, "case")} | (
            {head.head.lower_} if self.grammar.is_a(head, "preposition_object") else set()
        )
        return bool(cases & role_prepositions(self.language))

    def in_heading(self, token: int) -> bool:
        """Whether a token stands in a headline, lead or subheading, which speak of people whom the text names later."""
        at = self.doc[token].idx
        return any(b.start <= at < b.end and b.role in HEADINGS for b in self.draft.article.blocks)

    def indefinite(self, office: OfficePhrase) -> bool:
        """Whether an office is anybody's: "un ministre", "any president"."""
        return any(
            "Ind" in t.morph.get("Definite", [])
            for t in self.doc[max(0, office.start - 1) : office.head.i + 1]
            if t.pos_ == "DET"
        ) or any(t.lower_ in self.anybody for t in self.doc[max(0, office.start - 1) : office.head.i])


class Step:
    """One step of the reading of actors; it shares the register with those before and after it."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.draft, self.doc, self.grammar = register.draft, register.doc, register.grammar
        self.language = register.language
        self.lexicon = register.language.toml("people")
        self.titles: dict[str, str] = self.lexicon["titles"]
        self.never = frozenset(self.lexicon["names"]["never"])
        self.known, self.taken, self.sentence = register.known, register.taken, register.sentence
