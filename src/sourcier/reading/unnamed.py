"""Those whom the page gives no name and whom an event needs: "trois hommes", "les avocats", "two patrol boats"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from sourcier.languages import Language
from sourcier.reading.body_keys import body_key
from sourcier.reading.draft import Draft
from sourcier.reading.gazetteer import countries, fold
from sourcier.record import Actor, ActorKind, Event, Mention, Participant

_MARK = "?"
"""Begins the ids of unnamed people until it is known which of them an event needs."""


def is_provisional(identifier: str) -> bool:
    """Whether an id is that of unnamed people whom the draft does not count among its actors yet."""
    return identifier.startswith(_MARK)


def plain(word: str) -> str:
    """A word as nouns are compared: accents kept, since they tell "divorcé" from "divorce"."""
    return word.lower().replace("’", "'")


def noun_forms(token: Token) -> frozenset[str]:
    """The lemma and the word, the latter without the plural's "s" too: lemmatizers miss rare nouns."""
    word = plain(token.text)
    return frozenset({plain(token.lemma_), word, word.removesuffix("s")})


@cache
def human_nouns(language: Language) -> frozenset[str]:
    """Nouns for people in the singular, collectives included: offices, callings, sources, groups.

    A first letter may lack its accent, as it does at the head of a sentence ("Eboueurs").
    """
    nouns = {row["form"] for row in language.tsv("offices")}
    nouns |= {row["noun"] for row in language.tsv("sources") if row["kind"] in {"anonymous", "role"}}
    nouns |= {row["lemma"] for row in language.tsv("groups") if row["kind"] != "organisation"}
    nouns |= set(language.toml("quotes")["callings"]) | {row["noun"] for row in language.tsv("people_nouns")}
    single = {plain(noun) for noun in nouns if " " not in noun}
    return frozenset(single | {fold(noun[0]) + noun[1:] for noun in single})


@cache
def _demonyms(language: Language) -> frozenset[str]:
    return frozenset(fold(row["form"]) for row in language.tsv("demonyms"))


@cache
def acting_nouns(language: Language) -> frozenset[str]:
    """Nouns for those who act or are acted on in events: people, their units, and vessels, which stand for a crew."""
    classes = language.toml("noun_classes")
    return human_nouns(language) | {plain(noun) for name in ("force", "vessel") for noun in classes[name]}


@cache
def collective_nouns(language: Language) -> frozenset[str]:
    """Nouns that mean several people by their singular."""
    rows = [row["noun"] for row in language.tsv("people_nouns") if row["kind"] == "collective"]
    return frozenset(map(plain, rows + [row["lemma"] for row in language.tsv("groups") if row["kind"] == "collective"]))


class Unnamed:
    """Actors made of the nouns for people in one draft, where an event asks for them."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._nouns = acting_nouns(draft.language)
        self._demonyms = _demonyms(draft.language)
        quotes, people = draft.language.toml("quotes"), draft.language.toml("people")
        self._definites, self._two = frozenset(quotes["definites"]), frozenset(people["both"])
        # What named people of the page are: "les présidents" beside two of them are no others.
        named = [a for a in draft.actors if a.kind == "person" and any(m.form == "name" for m in a.mentions)]
        self._particles = frozenset(people["names"]["particles"])
        self._held = frozenset(plain(word) for a in named for o in a.offices for word in o.title.split()[:1])
        self.actors: dict[str, Actor] = {}

    def at(self, token: Token) -> list[str]:
        """Provisional id of the people whom a noun means; none for other nouns."""
        opening = token.i == token.sent.start and bool(noun_forms(token) & self._nouns)
        if token.pos_ == "PROPN" and not opening:  # "Divers were still combing the river"
            return self._unknown(token)
        counted = token.pos_ == "ADJ" and token.head.like_num  # "27 civils", whatever its tag
        if not (token.pos_ == "NOUN" or counted or opening) or not self._means_people(token):
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
            kind: ActorKind = "group" if plural or self.is_collective(token) else "person"
            self.actors[key] = Actor(id=_MARK + key, name=name, kind=kind, mentions=(*mentions, mention))
        return [_MARK + key]

    def _unknown(self, token: Token) -> list[str]:
        """Provisional id of a name that no other reader knows, and that an event needs: "fined Deltabank"."""
        doc, first, last = token.doc, token.i, token.i + 1
        while first > token.sent.start and (self._names_on(doc[first - 1]) or doc[first - 1].text in self._particles):
            first -= 1
        while doc[first].text in self._particles:
            first += 1  # "de Roubaix"
        while last < token.sent.end and self._names_on(doc[last]):
            last += 1
        start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
        known = self.draft.actor_at(start, end) or self.draft.place_in(start, end) or self.draft.time_in(start, end)
        if known is not None or not token.text[0].isupper() or first == token.sent.start:
            return []
        name = self.draft.article.text[start:end]
        same = [a.id for a in self.draft.actors if name in a.name.split() or name in {a.name, *a.aliases}]
        if same:
            return same[:1]  # "Trump", where the page has Donald Trump
        mention = Mention(start=start, end=end, text=name, form="name")
        key = fold(name)
        mentions = self.actors[key].mentions if key in self.actors else ()
        if mention not in mentions:
            country = countries(self.draft.language).get(key)
            kind: ActorKind = "country" if country else "organisation"
            known_by = country or body_key(name, (), self.draft.language)
            self.actors[key] = Actor(id=_MARK + key, name=name, kind=kind, key=known_by, mentions=(*mentions, mention))
        return [_MARK + key]

    def _names_on(self, token: Token) -> bool:
        joined = token.text.endswith("-") or not token.whitespace_  # "Croix-|Rouge"
        return token.text[0].isupper() and (token.pos_ == "PROPN" or (joined and token.pos_ in {"NOUN", "ADJ", "X"}))

    def is_collective(self, token: Token) -> bool:
        """Whether a noun means several people by its singular: "une équipe", "a trawler"."""
        forms, language = noun_forms(token), self.draft.language
        return bool(forms & collective_nouns(language)) or not forms & human_nouns(language)

    def actor(self, identifier: str) -> Actor:
        """The unnamed people with a provisional id."""
        return self.actors[identifier.removeprefix(_MARK)]

    def _means_people(self, token: Token) -> bool:
        own = noun_forms(token)
        if not own & self._nouns or own & self._held:
            return False
        determiners = {child.lower_.replace("’", "'") for child in token.children if child.pos_ in {"DET", "NUM"}}
        return not (determiners & self._definites and determiners & self._two)  # "les deux hommes": named before

    def _words(self, noun: Token) -> list[Token]:
        """A noun with what tells which people: "Greek sailors", "rebel fighters"; no article, no number."""
        own = {noun.i}
        for child in noun.children:
            kind = (child.dep_ == "compound" and child.pos_ in {"NOUN", "PROPN"}) or fold(child.text) in self._demonyms
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
