"""People whom the page gives no name and whom an event needs: "trois hommes", "les avocats", "two prisoners"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from sourcier.languages import Language
from sourcier.reading.draft import Draft
from sourcier.reading.gazetteer import fold
from sourcier.record import Actor, ActorKind, Event, Mention, Participant

_MARK = "?"
"""Begins the ids of unnamed people until it is known which of them an event needs."""


def is_provisional(identifier: str) -> bool:
    """Whether an id is that of unnamed people whom the draft does not count among its actors yet."""
    return identifier.startswith(_MARK)


@cache
def human_nouns(language: Language) -> frozenset[str]:
    """Folded nouns for people, in the singular and the plural: offices, callings, sources, groups."""
    nouns = {row["form"] for row in language.tsv("offices")}
    nouns |= {row["noun"] for row in language.tsv("sources") if row["kind"] in {"anonymous", "role"}}
    nouns |= {row["lemma"] for row in language.tsv("groups") if row["kind"] != "organisation"}
    nouns |= set(language.toml("quotes")["callings"]) | set(language.toml("people")["people_nouns"])
    singular = {fold(noun) for noun in nouns if " " not in noun}
    return frozenset(singular | {noun + "s" for noun in singular})


class Unnamed:
    """Actors made of the nouns for people in one draft, where an event asks for them."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._nouns = human_nouns(draft.language)
        self._demonyms = frozenset(fold(row["form"]) for row in draft.language.tsv("demonyms"))
        quotes, people = draft.language.toml("quotes"), draft.language.toml("people")
        self._definites, self._two = frozenset(quotes["definites"]), frozenset(people["both"])
        # What named people of the page are: "les présidents" beside two of them are no others.
        named = [a for a in draft.actors if a.kind == "person" and any(m.form == "name" for m in a.mentions)]
        self._held = frozenset(fold(word) for a in named for o in a.offices for word in o.title.split()[:1])
        self.actors: dict[str, Actor] = {}

    def at(self, token: Token) -> list[str]:
        """Provisional id of the people whom a noun means; none for other nouns."""
        if token.pos_ != "NOUN" or not self._means_people(token):
            return []
        words = self._words(token)
        name = " ".join(t.text for t in words)
        key = fold(name)
        text = self.draft.article.text
        start, end = words[0].idx, words[-1].idx + len(words[-1])
        plural = "Plur" in token.morph.get("Number", [])
        mention = Mention(start=start, end=end, text=text[start:end], form="name" if plural else "office")
        mentions = self.actors[key].mentions if key in self.actors else ()
        if mention not in mentions:
            kind: ActorKind = "group" if plural else "person"
            self.actors[key] = Actor(id=_MARK + key, name=name, kind=kind, mentions=(*mentions, mention))
        return [_MARK + key]

    def _means_people(self, token: Token) -> bool:
        own = {fold(token.lemma_), fold(token.text)}
        if not own & self._nouns or own & self._held:
            return False
        determiners = {child.lower_.replace("’", "'") for child in token.children if child.pos_ in {"DET", "NUM"}}
        return not (determiners & self._definites and determiners & self._two)  # "les deux hommes": named before

    def _words(self, noun: Token) -> list[Token]:
        """A noun with what tells which people: "Greek sailors", "rebel fighters"; no article, no number."""
        own = {noun.i}
        for child in noun.children:
            kind = child.dep_ == "compound" or fold(child.text) in self._demonyms
            if abs(child.i - noun.i) <= 2 and kind and child.is_alpha:
                own.add(child.i)
        first, last = noun.i, noun.i
        while first - 1 in own:
            first -= 1
        while last + 1 in own:
            last += 1
        return list(noun.doc[first : last + 1])


def with_unnamed(
    draft: Draft, events: Sequence[Event], unnamed: Unnamed
) -> tuple[tuple[Actor, ...], tuple[Event, ...]]:
    """The draft's actors and events, with the unnamed people who take part in one numbered behind the others."""
    actors = list(draft.actors)
    ids: dict[str, str] = {}
    numbered = []
    for event in events:
        parts = []
        for participant in event.participants:
            if is_provisional(participant.actor) and participant.actor not in ids:
                ids[participant.actor] = f"a{len(actors) + 1}"
                found = unnamed.actors[participant.actor.removeprefix(_MARK)]
                actors.append(found.model_copy(update={"id": ids[participant.actor]}))
            parts.append(Participant(actor=ids.get(participant.actor, participant.actor), role=participant.role))
        numbered.append(event.model_copy(update={"participants": tuple(parts)}))
    return tuple(actors), tuple(numbered)
