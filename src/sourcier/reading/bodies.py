"""Organisations and groups: by the model's names, by what stands beside a name, and by nouns for people together."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Span, Token

from sourcier.languages import Language
from sourcier.reading.actor_register import Known, Register, Step
from sourcier.reading.actor_words import body_classes, group_kinds
from sourcier.reading.gazetteer import countries, fold, names_a_place
from sourcier.reading.name_words import BODY, Names
from sourcier.reading.offices import seats
from sourcier.record import ActorKind


@cache
def _spellings(language: Language) -> dict[str, frozenset[str]]:
    """A spelling of a well-known body -> all its spellings, folded.

    Outlets and platforms are channels, and seats of power are places where nobody acts; other steps see to them.
    """
    found: dict[str, frozenset[str]] = {}
    others = {fold(row["term"]) for row in language.tsv("channels") if row["kind"] in {"outlet", "platform"}}
    others |= {fold(row["name"]) for row in language.tsv("metonyms")}
    for row in language.tsv("known_bodies"):
        names = [row["name"], *(alias for alias in row["aliases"].split("|") if alias)]
        for name in names if not others & set(map(fold, names)) else ():
            found[name.replace("’", "'")] = frozenset(map(fold, names))
    return found


@cache
def _known_bodies(language: Language) -> dict[str, tuple[str, ...]]:
    """First word, as a tokenizer cuts it -> spellings of well-known bodies, longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted(_spellings(language), key=len, reverse=True):
        first = re.match(r"[^\W_]+(?:['.-](?=\w)[^\W_]*)*\.?", name)
        for word in {name.split()[0], first.group() if first else "", re.split(r"(?<=')|-", name.split()[0])[0]} - {""}:
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


class Bodies(Step):
    """Finds organisations and groups."""

    def __init__(self, register: Register) -> None:
        super().__init__(register)
        self.names = Names(register)

    def read_names(self) -> None:
        """Find the organisations that have a name."""
        self._well_known()
        self._employers()
        for entity in self.doc.ents:
            if entity.label_ not in BODY:
                continue
            start, end = entity.start, entity.end
            joint = next((t.i for t in entity if t.text in {",", "/"}), None)
            if joint is not None:
                end = joint  # "AP Photo/Ana Roy", "Jura, Ana Roy": two names in one
            while start < end and (self.doc[start].pos_ in {"DET", "ADP", "PUNCT"} or self.doc[start].text.islower()):
                start += 1
            while end > start and (
                self.doc[end - 1].is_punct
                or self.doc[end - 1].text in {"'s", "’s"}
                or self.doc[end - 1].pos_ in {"ADP", "DET"}
            ):
                end -= 1
            if start < end and group_kinds(self.language).get(fold(self.doc[start].text)) == "organisation":
                end = self._complement(end)  # "Fédération libre | du rail"
            text = self.doc[start:end].text
            # Within an office only what calls itself a body is one: not "ministre des | Affaires étrangères".
            body = any(fold(token.text) in body_classes(self.language) for token in self.doc[start + 1 : end])
            if (
                end <= start
                or len(text.strip(".")) < 2
                or not text[0].isupper()
                or any(i in self.taken for i in range(start, end) if not body or self._is_named(self.doc[i]))
            ):
                continue
            if fold(text) in self.never or fold(text) in countries(self.language) or fold(text) in seats(self.language):
                continue
            common = self.doc[start].pos_ not in {"PROPN", "X"} or fold(text) in body_classes(self.language)
            if self.doc[start].is_sent_start and end - start == 1 and common:
                continue
            if "\n" in text or len(text.split()) > 9 or self._is_site(start, end):
                continue
            self.register.mention(self._body(text), start, end, "name")

    def _well_known(self) -> None:
        """Bodies that every newspaper reader knows by name: "la Croix-Rouge", "the IAEA"."""
        text = self.draft.article.text.replace("’", "'")
        known = _known_bodies(self.language)
        for token in self.doc:
            if not token.text[0].isupper() or token.i in self.taken:
                continue
            for name in known.get(token.text.replace("’", "'"), ()):
                end = token.idx + len(name)
                span = self.doc.char_span(token.idx, end) if text[token.idx : end] == name else None
                if span is None or not self._stands_alone(span, name):
                    continue
                body = self._body(self.draft.article.text[token.idx : end])
                body.forms |= _spellings(self.language)[name]
                if len(name) > len(" ".join(body.name)):
                    body.name = tuple(name.split())  # the fullest form that the page has
                self.register.mention(body, span.start, span.end, "name")
                break

    def _stands_alone(self, span: Span, name: str) -> bool:
        """Whether words are a name by themselves, and no part of a longer one or of a line in capitals."""
        if name.isupper() and span.sent.text.isupper():
            return False
        if any(token.i in self.taken for token in span):
            return False
        above = span[-1].head
        if (
            self.grammar.is_a(span[-1], "name")
            and above.i == span.end
            and fold(above.lemma_) in group_kinds(self.language)
        ):
            return False  # "Nato leaders" are a group
        places = (span.start - 1, span.end) if len(span) == 1 else (span.end,)  # "Air Force | One"
        beside = [self.doc[i] for i in places if 0 <= i < len(self.doc)]
        return not any(t.pos_ in {"PROPN", "NUM"} and t.text.istitle() and not t.is_sent_start for t in beside)

    def _employers(self) -> None:
        """Companies that the model does not know, by what stands beside their name at least once."""
        names: dict[tuple[str, ...], set[str]] = {}
        at = 0
        while at < len(self.doc):
            end = self.names.run(at) if self.names.name_word(self.doc[at]) else at
            told = self._explained(at, end) if end > at else None
            if told:
                names.setdefault(self.names.words(at, end), set()).add(told)
            at = max(end, at + 1)
        for token in self.doc:
            for name, classes in names.items():
                end = self.names.run(token.i) if token.text == name[0] and not self._is_named(token) else token.i
                if self.names.words(token.i, end) == name:
                    body = self._body(" ".join(name))
                    body.classes |= classes
                    self.register.mention(body, token.i, end, "name")

    def _is_named(self, token: Token) -> bool:
        """Whether a word is in an actor's name; within an office ("la patronne de Railmosane") it is not."""
        known = self.taken.get(token.i)
        return known is not None and any(s <= token.i < e and form == "name" for s, e, form in known.mentions)

    def _explained(self, start: int, end: int) -> str | None:
        """The class of the body that a name is, by the words beside it; None where they tell none."""
        if self.doc[start].text in self.titles or self.names.given(self.doc[start]) or self.names.is_place(start, end):
            return None
        return self.names.employer(start, end) or self._explained_behind(end)

    def _explained_behind(self, end: int) -> str | None:
        """ "Hydrelia, the utility that runs the dam", "Hydrelia, qui exploite l'ouvrage"."""
        if end + 2 >= len(self.doc) or self.doc[end].text != ",":
            return None
        noun = self.doc[end + 1].head
        if self.doc[end + 1].pos_ == "DET" and noun.pos_ == "NOUN" and end + 1 < noun.i < end + 5:
            return body_classes(self.language).get(fold(noun.lemma_))
        relative = self.doc[end + 1].lower_ in self.language.toml("quotes")["relative_words"]
        verb = next((token for token in self.doc[end + 2 : end + 5] if token.pos_ == "VERB"), noun)
        return "company" if relative and verb.lemma_ in self.lexicon["names"]["company_verbs"] else None

    def _is_site(self, start: int, end: int) -> bool:
        """Whether a name that the model takes for a body is a place's ("Namur")."""
        text = self.doc[start:end].text
        spelled = text.title() if text.isupper() and len(text) > 5 else text
        return not (text.isupper() and len(text) <= 5) and names_a_place(spelled, self.language)

    def _body(self, text: str) -> Known:
        folded = fold(text)
        for known in self.known:
            if known.kind == "organisation" and (folded == fold(" ".join(known.name)) or folded in known.forms):
                return known
            if known.kind == "organisation" and known.named and text in _acronym(" ".join(known.name)):
                return known
        body = Known("organisation", tuple(text.split()), "", folded)
        body.forms.add(folded)
        self.known.append(body)
        return body

    def read_nouns(self) -> None:
        """Find the organisations and groups that nouns tell of ("le syndicat", "des témoins")."""
        self._classify()
        self._nouns()
        self._short_names()

    def _classify(self) -> None:
        """What nouns may call the bodies that have a name: those in the name and beside it."""
        classes = body_classes(self.language)
        for known in self.known:
            if known.kind == "organisation" and known.named:
                known.classes |= {classes[fold(word)] for word in known.name if fold(word) in classes}
                beside = (self.names.employer(start, end) for start, end, _ in known.mentions)
                known.classes.update(filter(None, beside))

    def _nouns(self) -> None:
        table = group_kinds(self.language)
        for token in self.doc:
            row = table.get(fold(token.lemma_)) or table.get(fold(token.text).removesuffix("s"))
            if (
                row is None
                or token.i in self.taken
                or token.pos_ not in {"NOUN", "PROPN"}
                or not self.register.in_role(token)
            ):
                continue
            plural = token.morph.get("Number", []) == ["Plur"]
            kind: ActorKind = "organisation" if row == "organisation" and not plural else "group"
            if row == "group" and not plural:
                continue
            if row == "organisation" and plural and self.grammar.is_a(token, "object") and self._is_new(token):
                continue  # "toucher des commissions" is about no body
            start, end = self._noun_phrase(token)
            body = self.taken.get(end) if kind == "organisation" and end < token.sent.end else None
            if body is not None and body.kind == "organisation" and body.named:
                self.register.take(start, end, body)  # "l'opérateur belge | Railmosane"
                continue
            end = self._complement(end)
            text = self.doc[start:end].text
            folded = fold(text)
            if (
                kind == "organisation"
                and len(text.split()) > 1
                and all(w[0].isupper() for w in (text, text.split()[-1]))
            ):
                self.register.mention(self._body(text), start, end, "name")  # "the Free Rail Federation"
                continue
            acts = self.grammar.is_a(token, "subject")  # "asked by X, the ministry said"
            named = self._apposed(start) if kind == "organisation" and not acts else None
            if named is None and kind == "organisation" and end == start + 1:
                named = self._called(token)
            if named is not None:
                self.register.mention(named, start, end, "office")
                continue
            same = [k for k in self.known if k.kind == kind and not k.named]
            group = next((k for k in same if fold(" ".join(k.name)) == folded), None)
            if group is None and end == start + 1 and not plural and self._refers_back(token):
                # "La délégation" after "la délégation russe".
                group = next((k for k in reversed(same) if folded in map(fold, k.name)), None)
            if group is None:
                group = Known(kind, tuple(text.split()), "", None, named=False)
                self.known.append(group)
            self.register.mention(group, start, end, "office" if kind == "organisation" else "name")

    def _short_names(self) -> None:
        """Join a short name in parentheses with the body named right before it: "la Fédération du rail (FDR)"."""
        ends = {end: k for k in self.known if k.kind == "organisation" for _, end, _ in k.mentions}
        for short in [k for k in self.known if k.kind == "organisation" and len(k.name) == 1]:
            for start, end, _ in short.mentions:
                body = ends.get(start - 1) if start and self.doc[start - 1].text == "(" else None
                if body is None or body is short or self.doc[end].text != ")" or not short.name[0].isupper():
                    continue
                body.mentions += short.mentions
                body.named = True
                self.known.remove(short)
                self.taken.update({i: body for i, known in self.taken.items() if known is short})
                break

    def _apposed(self, start: int) -> Known | None:
        """The body that a noun explains behind its name: "Railmosane, the rail operator"."""
        name = start - 2 if start and self.doc[start - 1].pos_ == "DET" else start - 1
        body = self.taken.get(name - 1) if name > 0 and self.doc[name].text == "," else None
        return body if body is not None and body.kind == "organisation" and body.named else None

    def _called(self, noun: Token) -> Known | None:
        """The only body with a name that a noun may call: "the operator" after "Railmosane, the rail operator"."""
        if not self._refers_back(noun):
            return None
        called = body_classes(self.language).get(fold(noun.lemma_))
        bodies = [k for k in self.known if k.kind == "organisation" and k.named and called in k.classes]
        if len(bodies) != 1 or (bodies[0].last_before(noun.i) < 0 and not self.register.in_heading(noun.i)):
            return None
        return bodies[0]

    def _is_new(self, noun: Token) -> bool:
        """Whether a determiner tells that a noun speaks of nobody told of before."""
        return any("Ind" in c.morph.get("Definite", []) or c.lower_ in self.register.anybody for c in noun.children)

    def _refers_back(self, noun: Token) -> bool:
        """Whether a noun may mean a group told of before: not "une délégation", nor "l'armée de l'air"."""
        return (
            not self._is_new(noun) and not self.grammar.obliques(noun) and not self.grammar.children(noun, "modifier")
        )

    def _noun_phrase(self, token: Token) -> tuple[int, int]:
        """The noun with its adjectives and a name in apposition ("le syndicat Rail Uni"), without its article."""
        start, end = token.i, token.i + 1
        while (
            start > token.sent.start
            and start - 1 not in self.taken
            and self.grammar.is_a(self.doc[start - 1], "modifier")
            and self.doc[start - 1].pos_ in {"ADJ", "NOUN", "PROPN"}
        ):
            start -= 1
        while (
            end < token.sent.end
            and end not in self.taken
            and (
                (self.doc[end].pos_ == "ADJ" and self.doc[end].head.i in range(start, end))
                or (self.doc[end].pos_ in {"PROPN", "X"} and self.doc[end].text[0].isupper())
            )
        ):
            end += 1
        return start, end

    def _complement(self, end: int) -> int:
        """Past "de …", "of …" behind a word for a body: "parquet de Lons-le-Saunier", "armée de l'air ukrainienne"."""
        if end >= len(self.doc) or self.doc[end].lower_ not in self.lexicon["names"]["of"]:
            return end
        at = end + 1
        while at < len(self.doc) and self.doc[at].pos_ == "DET":
            at += 1
        first = at
        joined = {"NOUN", "PROPN", "ADJ", "X"}
        while at < len(self.doc) and at not in self.taken and (self.doc[at].pos_ in joined or self._hyphen(at)):
            at += 2 if self._hyphen(at) else 1
        nominal = any(t.pos_ in {"NOUN", "PROPN"} for t in self.doc[first:at])
        return at if nominal else end

    def _hyphen(self, at: int) -> bool:
        """Whether a hyphen inside a name stands here, which some tokenizers cut out."""
        return self.doc[at].text == "-" and not self.doc[at].whitespace_ and not self.doc[at - 1].whitespace_


def _acronym(name: str) -> frozenset[str]:
    """What a name may be shortened to: initials of its capitalised words, or of all its words of some length."""
    words = name.replace("-", " ").replace("’", " ").split()
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return frozenset({capitals, "".join(word[0] for word in words if len(word) > 3).upper()})
