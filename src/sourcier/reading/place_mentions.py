"""Which names of an article stand for places: found by the gazetteer, judged by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from sourcier.reading import gazetteer
from sourcier.reading.actor_words import cue_lemmas, genders, role_prepositions
from sourcier.reading.draft import Draft
from sourcier.reading.offices import seats
from sourcier.reading.place_words import place_words

PLACES = frozenset({"LOC", "GPE", "FAC"})
"""Labels of places in the pipelines."""
_ARABIC = re.compile(r"(?:[ae][dlnrstz]|[ae]sh)-[A-Z]")
"""An Arabic article and the noun that it is joined to: "el-Mandeb"."""
_DASHES = (" — ", " – ", " - ", "- ")
_LONGEST = 7
_APPOSITION = 9
_DATELINE = 39
_SIZABLE = 20_000
_LARGE = 100_000
"""Inhabitants from which on a town's name that nothing else explains is taken for the town."""
_WIDE = frozenset({"country", "region", "county", "water"})


@dataclass
class Mention:
    """A name that stands for a place.

    Attributes:
        start: code points of the article, end exclusive.
        name: as written, without its article.
        known: what the gazetteer has under this name.
        kinds: the kinds that a word beside it tells ("the Kharkiv region", "le département du Lot"); empty for any.
        wide: whether a preposition tells of an area ("en Gironde", True) or of a town ("à Bruges", False); else None.
        beside: names that follow between commas or in brackets ("Paris, Texas").
    """

    start: int
    end: int
    name: str
    known: tuple[gazetteer.Entry, ...]
    kinds: frozenset[str] = frozenset()
    wide: bool | None = None
    beside: list[str] = field(default_factory=list)


class Mentions:
    """Finds the mentions of places in one draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.doc = draft.doc
        self.language = draft.language
        self.words = place_words(draft.language)
        self.actors = [
            (m.start, m.end, actor.kind)
            for actor in draft.actors
            for m in actor.mentions
            if m.form == "name" and actor.kind != "group" and not self.words.and_.intersection(m.text.split())
        ]

    def read(self) -> Iterator[Mention]:
        """The mentions of places, in text order; they do not overlap."""
        at, last = 0, None
        while at < len(self.doc):
            span = self._name_at(at)
            if span is None:
                at += 1
                continue
            if self._is_place(span, last):
                last = self._mention(span)
                yield last
                at = span.end
            else:
                at = max(span.end, at + 1) if self._label(span) in PLACES else at + 1

    # Finding names.

    def _name_at(self, at: int) -> Span | None:
        """The longest name from a token on that the gazetteer knows, or that the pipeline calls a place."""
        token = self.doc[at]
        lower = token.text[:1].islower()
        if not token.is_alpha and not token.text[:1].isupper():
            return None
        if lower and set(self.words.generics.get(token.lower_, ["city"])) & {"city", "county"}:
            return None  # "la bande de Gaza" is a name, "la région de Kherson" tells what Kherson is
        before = self.doc[at - 1] if at else None
        if before is not None and before.text in {"-", "'", "’"} and before.text != "’" and not before.whitespace_:
            return None  # inside a word
        end, ends = at, []
        while end < len(self.doc) and end - at < _LONGEST:
            word = self.doc[end]
            if word.text[:1].isupper() or word.text[:1].isdigit():
                ends.append(end + 1)
            elif end > at and word.lower_ not in self.words.joints:
                if lower:
                    ends.append(end + 1)  # "mer de Chine orientale"
                break
            end += 1
        entity = next((e for e in self.doc.ents if e.start == at and e.label_ in PLACES), None)
        for stop in reversed(ends):
            if stop < len(self.doc) and _ARABIC.match(self.draft.article.text, self.doc[stop].idx):
                return self.doc[at : ends[-1]]  # "Bab el-Tebbaneh", of which only "Bab" is known
            if stop < len(self.doc) and not self.doc[stop - 1].whitespace_ and self.doc[stop].text[0] in "-‑":
                continue  # "Saint-Aubin" of "Saint-Aubin-sur-Sarve"
            name = self.doc[at:stop]
            if not any(word.text[:1].isupper() for word in name) or not (known := self._known(name)):
                continue
            longer = entity is not None and entity.end > stop and self.doc[stop].text[:1].isupper()
            if longer and max(e.population for e in known) < _LARGE:
                break  # "Midi Libre" is not the Yemeni town of Midi
            return name
        if entity is not None and token.lower_ in self.words.articles and self._known(entity[1:]):
            return None  # "La Marne", by its own name
        if entity is not None and token.text[:1].isupper() and "\n" not in entity.text:
            return self._whole(entity)
        return None

    def _whole(self, span: Span) -> Span:
        """A name with all that hyphens join to it: "Lons-le-Saunier" may be five tokens."""
        doc, end = self.doc, span.end
        while end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_ and not doc[end].whitespace_:
            end += 2
        return doc[span.start : end]

    def _known(self, span: Span) -> tuple[gazetteer.Entry, ...]:
        """What the gazetteer has under a name, its article put back ("au Caire", "du Mans")."""
        before = self.doc[span.start - 1].lower_ if span.start else ""
        article = self.words.written_with.get(before)
        plain = gazetteer.find(span.text, self.language)
        if article and not any(e.kind in {"country", "region"} and e.is_own for e in plain):
            return gazetteer.find(f"{article} {span.text}", self.language) or plain
        return plain

    # Judging them.

    def _is_place(self, span: Span, last: Mention | None) -> bool:
        if self._is_another_word(span):
            return False
        if self._dateline(span):
            return True
        if (span.text.isupper() and len(span.text) < 5) or self._gives_its_name(span):
            return False
        label, known, located = self._label(span), self._known(span), self._located(span)
        seat = seats(self.language).get(gazetteer.fold(span.text))
        if seat is not None and seat["kind"] != "country":
            return located  # "au Kremlin", not "le chef du Kremlin"
        if self._is_chance(span, label, known, located) or self._is_actor(span, label, known, located):
            return False
        own = any(e.is_own for e in known)
        if located:
            return own or label in PLACES or any(e.population >= _SIZABLE for e in known)
        if not known or self._acts(span, known):
            return False
        return (
            label in PLACES
            or self._listed(span, last)
            or bool(self._kinds(span))
            or (own and self._is_told_by_itself(span, label, known))
        )

    def _is_another_word(self, span: Span) -> bool:
        """Whether the words are an outlet, a nationality, a person behind a title, or what is never a place."""
        folded, before = gazetteer.fold(span.text), self._before(span)
        country = self._has_article(before) and folded in gazetteer.countries(self.language)
        if len(folded) < 2 or (len(folded) < 4 and not span.text.isupper() and country):
            return True  # "d'Eau" is no Emirate
        melted = self.words.written_with.get(before.lower_, before.lower_).lower() if before is not None else ""
        if folded in self.words.never or folded in self.words.outlets or f"{melted} {folded}" in self.words.outlets:
            return True  # "Le Point", "au Parisien"
        if folded in gazetteer.nationalities(self.language) and not country:  # "l'Argentine" is no Argentine woman
            return True
        return before is not None and before.lower_ in self.words.titles

    def _has_article(self, before: Token | None) -> bool:
        return before is not None and before.lower_ in self.words.leading

    def _is_chance(self, span: Span, label: str, known: tuple[gazetteer.Entry, ...], located: bool) -> bool:
        """Whether a place bears the name only by chance: a common word, a given name, a part of a longer name."""
        before, alone = self._before(span), len(span) == 1
        if alone and span[0].pos_ == "NOUN" and span[0].is_sent_start:
            return True
        strict = label in PLACES and before is not None and before.lower_ in self.words.strict
        if gazetteer.is_common_word(span.text, self.language) and not (
            strict or self._kinds(span) or self._beside(span)
        ):
            return True
        if label not in PLACES and (
            self._goes_on(before, span[0])
            or self._goes_on(span[-1], self._after(span))
            or self._in_title_case(span)
            or (not located and alone and gazetteer.fold(span.text) in genders())
        ):
            return True
        definite = before is not None and before.lower_ in self.words.articles
        towns = bool(known) and all(e.is_town for e in known)
        return definite and towns and alone and not located  # "le Dax" is no town

    def _is_actor(self, span: Span, label: str, known: tuple[gazetteer.Entry, ...], located: bool) -> bool:
        """Whether the words are the name of somebody who was found already."""
        own = any(e.is_own for e in known)
        kinds = {
            kind
            for start, end, kind in self.actors
            if start < span.end_char
            and end > span.start_char
            and not (own and span.start_char <= start and end <= span.end_char and (located or end < span.end_char))
        }
        return bool(kinds) and not (located and own and (kinds == {"country"} or label in PLACES))

    def _is_told_by_itself(self, span: Span, label: str, known: tuple[gazetteer.Entry, ...]) -> bool:
        """Whether a name that the gazetteer knows by its own right needs nothing else to be a place."""
        before = self._before(span)
        if before is not None and before.lower_ in self.words.between and not self._power(span, known):
            return True
        if len(known) == 1 and known[0].kind in _WIDE - {"country"} and len(span.text) > 4:
            return True
        by_name = [e for e in known if e.is_own]
        if self._has_article(before) and any(e.kind in _WIDE for e in by_name):
            return True
        if label or span[0].is_sent_start:
            return False
        return " " in span.text or any(
            e.population >= _LARGE or (e.kind in _WIDE | {"site"} and len(span.text) > 3) for e in by_name
        )

    @staticmethod
    def _in_title_case(span: Span) -> bool:
        """Whether the sentence writes most words with a capital, so that one tells nothing."""
        words = [t for t in span.sent if t.is_alpha and len(t) > 3]
        return len(words) > 3 and sum(t.text[0].isupper() for t in words) > 0.6 * len(words)

    def _gives_its_name(self, span: Span) -> bool:
        """Whether something is named after the place: "l'accord de Paris", "the Geneva Conventions"."""
        before, after = self._before(span), self._after(span)
        if after is not None and after.lower_ in self.words.named_after and after.text[:1].isupper():
            return True
        if before is not None and before.lower_ in self.words.named_after:
            return True
        if before is None or before.lower_ not in self.words.of or not before.i:
            return False
        return self.doc[before.i - 1].lower_ in self.words.named_after

    def _before(self, span: Span) -> Token | None:
        return self.doc[span.start - 1] if span.start else None

    def _after(self, span: Span) -> Token | None:
        return self.doc[span.end] if span.end < len(self.doc) else None

    def _label(self, span: Span) -> str:
        """What the pipeline calls the entity that holds the name; empty where it is none or only a part of one."""
        labels = {token.ent_type_ for token in span}
        return labels.pop() if len(labels) == 1 else ""

    def _goes_on(self, first: Token | None, second: Token | None) -> bool:
        """Whether two neighbours are parts of one longer name: "Jack London", "London Bridge"."""
        if first is None or second is None:
            return False
        if first.is_punct or second.is_punct or first.is_space or second.is_space or second.text.isupper():
            return False
        if first.lower_ in self.words.generics or second.lower_ in self.words.generics:
            return False
        named = first.text[:1].isupper() and second.text[:1].isupper()
        return (
            named
            and (first.pos_ == "PROPN" or bool(first.ent_type_))
            and not (first.is_sent_start and first.lower_ in self.words.prepositions | self.words.articles)
        )

    def _located(self, span: Span) -> bool:
        """Whether a preposition of place stands before the name, words like "the city of" between them."""
        through_noun = self.draft.grammar.is_a(span.root, "object") and span.root.head.lemma_ in self.words.reached
        for i in range(span.start - 1, max(-1, span.start - 6), -1):
            word = self.doc[i].lower_
            if word in self.words.prepositions:
                return True
            if word in self.words.site_words or word in self.words.generics:
                through_noun = True
            elif word in self.words.with_ and i and self.doc[i - 1].lower_ in self.words.site_words:
                return True  # "la frontière avec le Burkina Faso"
            elif word not in self.words.articles and word not in self.words.of:
                return through_noun
        return through_noun

    def _dateline(self, span: Span) -> bool:
        """Whether the name opens a block and a dash or an agency follows: "ANCHORAGE, Alaska (AP) — "."""
        text = self.draft.article.text
        line = text.rfind("\n", 0, span.start_char) + 1
        towns_before = text[line : span.start_char].strip(" ,")
        if line < span.start_char and (span.start_char - line > _DATELINE or not towns_before.isupper()):
            return False
        rest = text[span.end_char : span.end_char + 60].split("\n")[0]
        dash = next((dash for dash in _DASHES if dash in rest), None)
        return dash is not None and all(
            word[:1] in "(," or word[:1].isupper() or word[:1].isdigit() for word in rest.partition(dash)[0].split()
        )

    def _listed(self, span: Span, last: Mention | None) -> bool:
        """Whether the name goes on a list of places: "in Palmer and Wasilla"; "Paris, Texas"."""
        if last is None:
            return False
        gap = self.draft.article.text[last.end : span.start_char]
        return len(gap) < 12 and all(
            word in self.words.lists | self.words.articles | self.words.of for word in gap.lower().split()
        )

    def _acts(self, span: Span, known: tuple[gazetteer.Entry, ...]) -> bool:
        """Whether the name stands for those who act there: "Moscou dévoile", "a asked Washington for"."""
        grammar, head = self.draft.grammar, span.root
        while grammar.is_a(head, "coordinated", "name") and head.head != head:
            head = head.head
        power, verb = self._power(span, known), head.head
        if (
            power
            and span[0].is_sent_start
            and span.end + 1 < len(self.doc)
            and self.doc[span.end].lower_ in self.words.and_
        ):
            other = self._name_at(span.end + 1)
            if other is not None and self._acts(other, self._known(other)):
                return True
        if grammar.is_a(head, "agent"):
            return True
        if grammar.is_a(head, "subject"):
            if verb.pos_ not in {"VERB", "AUX"} or verb.lemma_ in self.words.being:
                return False
            group = grammar.group(verb)
            if group.passive and grammar.children(verb, "passive_auxiliary"):
                return False
            if not power and not any(e.kind == "city" for e in known):
                return False  # a river does nothing of its own will
            return power or bool(grammar.children(verb, "object")) or verb.lemma_ in cue_lemmas(self.language)
        if not power:
            return False
        if span.end < len(self.doc) and self.doc[span.end].text in {"'s", "’s"} and grammar.is_a(head, "oblique"):
            return True  # "Germany's chancellor"
        if (
            self.doc[head.i - 1].lower_ in self.words.of
            and head.i > 1
            and self.doc[head.i - 2].lemma_.lower() in self.words.whose
        ):
            return True  # "un représentant de Pékin"
        if grammar.is_a(head, "object", "indirect_object"):
            return verb.lemma_ in cue_lemmas(self.language)
        cases = {c.lower_ for c in grammar.children(head, "case")}
        if grammar.is_a(head, "preposition_object"):
            cases.add(verb.lower_)
        return bool(cases & (role_prepositions(self.language) - self.words.prepositions - self.words.lists))

    def _power(self, span: Span, known: tuple[gazetteer.Entry, ...]) -> bool:
        """Whether a government may be meant by the name."""
        return any(e.kind in {"country", "capital"} for e in known) or gazetteer.fold(span.text) in seats(self.language)

    # What stands around them.

    def _mention(self, span: Span) -> Mention:
        name, known = span.text, self._known(span)
        start = span.start_char
        first, end, after = span[0], span.end_char, self._after(span)
        if after is not None and after.lower_ in self.words.behind and after.text[0].isupper():  # "the Gulf Islands"
            known = tuple(e for e in known if e.kind in self.words.generics[after.lower_])
            name, end = self.doc[span.start : span.end + 1].text, after.idx + len(after)
        if len(span) > 1 and first.lower_ in self.words.articles and not known:
            name, start = name[len(first.text_with_ws) :], span[1].idx
            known = gazetteer.find(name, self.language)
        return Mention(start, end, name, known, self._kinds(span), self._wide(span), self._beside(span))

    def _kinds(self, span: Span) -> frozenset[str]:
        if span[0].lower_ in self.words.generics and span[0].text.islower():
            return frozenset(self.words.generics[span[0].lower_])
        after = self._after(span)
        if after is not None and after.lower_ in self.words.behind:
            return frozenset(self.words.generics[after.lower_])
        for i in range(span.start - 1, max(-1, span.start - 4), -1):
            word = self.doc[i].lower_
            between = {self.doc[j].lower_ for j in range(i + 1, span.start)}
            if word in self.words.generics and (self.doc[i].text.islower() or between):
                articles = between & (self.words.articles | self.words.melted)
                if articles and self.words.generics[word] == ["city"]:
                    break  # "une ville du Queensland"
                return frozenset(self.words.generics[word])
            if word not in self.words.articles and word not in self.words.of:
                break
        return frozenset()

    def _wide(self, span: Span) -> bool | None:
        before = [self.doc[i].lower_ for i in range(max(0, span.start - 2), span.start)]
        if before and (before[-1] in self.words.wide or " ".join(before) in self.words.wide):
            return before[-1] not in self.words.written_with or not gazetteer.find(
                f"{self.words.written_with[before[-1]]} {span.text}", self.language
            )
        return False if before and before[-1] in self.words.narrow else None

    def _beside(self, span: Span) -> list[str]:
        """What stands after the name between commas or brackets: "Anchorage, Alaska"; "Tripoli, au nord du Liban,"."""
        found: list[str] = []
        if span.end < len(self.doc) and self.doc[span.end].text in {",", "("}:
            at = span.end + 1
            while at < min(len(self.doc), span.end + _APPOSITION) and not self.doc[at].is_punct:
                name = self._name_at(at)
                if name is not None and not any(e.is_town for e in self._known(name)[:1]):
                    found.append(name.text)
                at = name.end if name is not None else at + 1
        return found
