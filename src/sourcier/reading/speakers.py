"""Speakers: the words that name who speaks, and the actor they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from spacy.tokens import Token

from sourcier.languages import Language
from sourcier.reading.channels import Channel
from sourcier.reading.draft import Draft
from sourcier.reading.frames import Cell

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "X", "NUM"})
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "X"})
_LONGEST = 24
_NEAR = 300
"""Characters in which "the latter" still finds whom it means."""


@dataclass(frozen=True)
class Speaker:
    """The words that name a speaker, and whom they mean where that can be told.

    Attributes:
        speaks: whether the words are known to be those of someone who speaks: an actor, or a noun for a source that
            the page does not name ("une source proche du dossier", "un communiqué").
        source: whether the words are such a noun.
        person: whether the words mean a person.
    """

    start: int
    end: int
    text: str
    actor: str | None
    speaks: bool
    source: bool = False
    person: bool = False


@cache
def words(language: Language, name: str) -> frozenset[str]:
    """A word list of `quotes.toml`."""
    settings: dict[str, Any] = language.toml("quotes")
    return frozenset(settings[name])


class Speakers:
    """Finds noun phrases that name a speaker in the frames of one draft."""

    def __init__(self, draft: Draft, channels: Sequence[Channel]) -> None:
        self.draft = draft
        self.language = draft.language
        self.pronouns = words(draft.language, "pronouns")
        self.relatives = words(draft.language, "relative_words")
        self.never = words(draft.language, "never_speakers")
        self.joiners = words(draft.language, "name_joiners")
        self.articles = words(draft.language, "definites") | words(draft.language, "indefinites")
        self.of = words(draft.language, "of_prepositions")
        groups = draft.language.tsv("groups")
        self.bodies = frozenset(row["lemma"] for row in groups if row["kind"] == "organisation")
        nouns = {row["noun"] for row in draft.language.tsv("sources")}
        self._sources = nouns | {noun + "s" for noun in nouns} | {noun.removesuffix("s") for noun in nouns}
        self._and = frozenset(draft.language.toml("people")["names"]["and"])
        self._groups = frozenset(row["lemma"] for row in groups)
        self._outlets = {c.start: c.end for c in channels}
        self.barred = {p for c in channels for p in range(c.start, c.end)}
        for time in draft.times:
            if time.type != "DURATION":
                self.barred.update(range(time.start, time.end))
        self._mentions = [
            (mention.start, mention.end, mention.form, actor) for actor in draft.actors for mention in actor.mentions
        ]

        self._people = {actor.id for actor in draft.actors if actor.kind == "person"}
        self._names = [(start, end) for start, end, form, _ in self._mentions if form != "pronoun"]
        self._names += [(office.start, office.end) for actor in draft.actors for office in actor.offices]

    def phrase(self, cells: Sequence[Cell], at: int) -> int:
        """Index one past the noun phrase that begins at `cells[at]`; `at` where none begins there."""
        if at >= len(cells):
            return at
        first = cells[at]
        if first.passage or first.start in self.barred or first.word in self.never:
            return at
        joins = first.token.pos_ in {"ADP", "SCONJ", "CCONJ"} or first.token.tag_ in {"WRB", "VBG"}
        if joins and not any(start == first.start for start, _ in self._names):
            return at
        two = f"{first.word} {cells[at + 1].word}" if at + 1 < len(cells) else ""
        if two in self.pronouns:
            return at + 2  # "ce dernier"
        if first.word in self.pronouns and first.token.pos_ not in {"DET", "ADJ"}:
            following = cells[at + 1] if at + 1 < len(cells) else None
            if not (following and following.word in self.of and first.word[0] not in "-"):
                return at + 1
        partitive = self._partitive(cells, at)  # "un de ses proches"
        opens = _inside(first.token) or (first.word in self.articles and self._calls_a_source(cells, at + 1))
        if not opens and not partitive and not (first.token.text[0].isupper() and first.token.is_alpha):
            return at
        stop = self._run(cells, at)
        nominal = any(c.token.pos_ in _NOMINAL or _named(c.token) for c in cells[at:stop])
        if not nominal and not self._calls_a_source(cells, stop - 1):
            return at
        return self._with_name(cells, stop)

    def _calls_a_source(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether the word behind an article is a noun for a source, whatever its tag: "l'accusé"."""
        follows = 0 < at < len(cells) and cells[at - 1].word in self.articles
        return follows and not cells[at].passage and cells[at].word in self._sources

    def _run(self, cells: Sequence[Cell], at: int) -> int:
        stop = at
        while stop < len(cells) and stop - at < _LONGEST:
            cell = cells[stop]
            if cell.passage or cell.start in self.barred:
                break
            token = cell.token
            if any(start < cell.start < end for start, end in self._names):
                stop += 1  # within an actor's own words nothing ends
                continue
            joins = cell.word in self.joiners and stop + 1 < len(cells) and self._goes_on(cells[stop + 1])
            joins = joins or (cell.word in self.joiners and token.pos_ in {"ADJ", "VERB"})
            joins = joins or self._partitive(cells, stop)
            inside = _inside(token) or (stop == at + 1 and self._calls_a_source(cells, stop)) or stop == at
            if not joins and not inside and not token.text[0].isupper():
                break
            stop += 1
        while stop > at and self._dangles(cells[stop - 1]):
            stop -= 1
        while stop > at + 1 and cells[stop - 1].token.pos_ == "DET":
            stop -= 1
        return stop

    def _dangles(self, cell: Cell) -> bool:
        """Whether a word joins a name to words that are not there; a noun ("le premier adjoint") joins nothing."""
        joins = cell.word in self.joiners and cell.word not in {"'s", "’s"}
        return joins and cell.token.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB"}  # "l'administrateur délégué"

    def _goes_on(self, cell: Cell) -> bool:
        if cell.passage or cell.start in self.barred:
            return False
        words_ = self.joiners | self.pronouns
        return _inside(cell.token) or cell.word in words_ or cell.token.text[0].isupper()

    def _partitive(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a pronoun stands for one of those whom the next words name: "un de ses proches", "l'une d'elles"."""
        following = cells[at + 1].word if at + 1 < len(cells) else ""
        return not cells[at].passage and cells[at].token.pos_ == "PRON" and following in self.of

    def _with_name(self, cells: Sequence[Cell], stop: int) -> int:
        """Take in a name set off by a comma: "le conseiller du ministre, Paul Ardant"."""
        if stop + 1 < len(cells) and cells[stop].word == ",":
            apposed = self._run(cells, stop + 1) if cells[stop + 1].token.pos_ != "ADP" else stop + 1
            plain = stop == 0 or not self.names_a_person(cells[max(0, stop - 3)].start, cells[stop - 1].end)
            closed = apposed == len(cells) or cells[apposed].word in {",", ".", ";", ":", "", *self.relatives}
            named = apposed > stop + 1 and self.names_a_person(cells[stop + 1].start, cells[apposed - 1].end)
            if plain and named and closed:
                return apposed
            name = stop + 1
            while name < len(cells) and not cells[name].passage and cells[name].token.text[0].isupper():
                if cells[name].start in self.barred:
                    break
                name += 1
            if name > stop + 1 and (name == len(cells) or cells[name].word in {",", ".", ";", ":", ""}):
                already = cells[stop - 1].token.text[0].isupper() and cells[stop - 1].token.pos_ == "PROPN"
                if not already or self.names_a_person(cells[stop + 1].start, cells[name - 1].end):
                    return name
        return stop

    def names_a_person(self, start: int, end: int) -> bool:
        """Whether a person's name stands between two offsets."""
        return any(
            actor.kind == "person" and s < end and e > start and form == "name" for s, e, form, actor in self._mentions
        )

    def speaker(self, cells: Sequence[Cell], at: int, stop: int) -> Speaker | None:
        """The speaker that `cells[at:stop]` name."""
        while stop > at and cells[stop - 1].word in {",", ";"}:
            stop -= 1
        if stop <= at:
            return None
        start, end = cells[at].start, cells[stop - 1].end
        text = self.draft.article.text[start:end]
        if text.startswith("-"):
            text = text.lstrip("-")
            start = end - len(text)
        if text.lower() in self.never or not any(character.isalpha() for character in text):
            return None
        actor = self._actor(cells, at, stop)
        if actor is None and " " in text and text.lower() in self.pronouns:
            actor = self._last_person(start)
        noun = next((c for c in cells[at:stop] if c.token.pos_ in {"NOUN", "PROPN"}), None)
        source = noun is not None and (noun.word in self._sources or noun.token.lemma_ in self._groups)
        return Speaker(start, end, text, actor, actor is not None or source, source, actor in self._people)

    def outlet(self, cells: Sequence[Cell], at: int) -> int:
        """Index one past the outlet whose name begins at `cells[at]`; `at` where none does."""
        end = self._outlets.get(cells[at].start) or (at + 1 < len(cells) and self._outlets.get(cells[at + 1].start))
        stop = at
        while end and stop < len(cells) and cells[stop].start < end:
            stop += 1
        return stop

    def _last_person(self, before: int) -> str | None:
        """The person named last before an offset, in the sentences right before it: "ce dernier"."""
        near = [
            m for m in self._mentions if before - _NEAR < m[0] < before and m[2] == "name" and m[3].kind == "person"
        ]
        return max(near, key=lambda m: m[0])[3].id if near else None

    def last_named(self, start: int, end: int) -> Speaker | None:
        """The last person or body named between two offsets."""
        named = [m for m in self._mentions if start <= m[0] < end and m[2] == "name" and m[3].kind != "country"]
        if not named:
            return None
        first, last, _, actor = max(named, key=lambda m: m[0])
        text = self.draft.article.text[first:last]
        return Speaker(first, last, text, actor.id, True, False, actor.id in self._people)

    def pronoun(self, cell: Cell) -> Speaker | None:
        """The speaker that an inverted pronoun names, "on" among them: "souligne-t-on"."""
        text = cell.token.text.lstrip("-").rpartition("-")[2]
        start = cell.end - len(text)
        actor = next((a.id for s, e, _, a in self._mentions if s < cell.end and e > start), None)
        return Speaker(start, cell.end, text, actor, True)

    def _actor(self, cells: Sequence[Cell], at: int, stop: int) -> str | None:
        start, end = cells[at].start, cells[stop - 1].end
        before = {c.start: cells[at + n - 1].word if n else "" for n, c in enumerate(cells[at:stop])}
        previous = {c.end: cells[at + n + 1].word for n, c in enumerate(cells[at : stop - 1])}
        best: tuple[tuple[bool, bool, int], str] | None = None
        for mention_start, mention_end, form, actor in self._mentions:
            if mention_start >= end or mention_end <= start or mention_end - mention_start > (end - start) + 8:
                continue
            word = before.get(mention_start, "")
            leads = mention_start <= start or self._bare(cells, at, mention_start)
            leads = leads or (actor.kind == "organisation" and self._calls_a_body(cells, at, mention_start))
            if not leads and (word in self.of or actor.kind != "person" or self._governed(cells, at, mention_start)):
                continue
            if previous.get(mention_end, "") in {"'s", "’s", "'"} and not mention_end >= end:
                continue
            rank = (actor.kind == "person", form == "name", -mention_start)
            if best is None or rank > best[0]:
                best = (rank, actor.id)
        return best[1] if best and not self._several(start, end) else None

    def _several(self, start: int, end: int) -> bool:
        """Whether words name two people side by side: "Ana Roy et Luc Marin ont dit" is no one's word alone."""
        names = sorted({(s, e) for s, e, form, actor in self._mentions if form == "name" and actor.id in self._people})
        inside = [(s, e) for s, e in names if start <= s and e <= end]
        text = self.draft.article.text
        return any(text[one[1] : two[0]].strip(" ,").lower() in self._and for one, two in pairwise(inside))

    def _bare(self, cells: Sequence[Cell], at: int, position: int) -> bool:
        """Whether only determiners, numbers and adjectives stand before a mention."""
        return all(c.token.pos_ in {"DET", "ADJ", "NUM"} for c in cells[at:] if c.start < position)

    def _calls_a_body(self, cells: Sequence[Cell], at: int, position: int) -> bool:
        """Whether only a word for a body stands before its name: "the operator Railmosane", "l'agence Belga"."""
        before = [c for c in cells[at:] if c.start < position]
        nouns = [c for c in before if c.token.pos_ not in {"DET", "ADJ"}]
        return len(nouns) == 1 and nouns[0] == before[-1] and nouns[0].token.lemma_.lower() in self.bodies

    def _governed(self, cells: Sequence[Cell], at: int, position: int) -> bool:
        """Whether a determiner and preposition stand before a mention ("l'avocat de la ministre")."""
        before = [c for c in cells[at:] if c.start < position]
        return len(before) > 1 and before[-1].token.pos_ == "DET" and before[-2].word in self.of


def _named(token: Token) -> bool:
    """Whether a word looks like a name: with a capital, and no word that only opens a sentence."""
    opens = token.is_sent_start and token.pos_ in {"CCONJ", "SCONJ", "ADP", "ADV", "DET", "AUX", "INTJ"}
    return token.text[0].isupper() and not opens


def _inside(token: Token) -> bool:
    """Whether a word may stand within a noun phrase; possessives ("his spokesman") may, whatever their tag."""
    return token.pos_ in _INSIDE or token.morph.get("Poss", []) == ["Yes"]
