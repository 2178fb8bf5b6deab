"""Organisations and groups: by the model's names, by what stands beside a name, and by nouns for people together."""

from __future__ import annotations

from spacy.tokens import Token

from sourcier.reading.actor_register import Known, Register, Step
from sourcier.reading.actor_words import group_kinds
from sourcier.reading.gazetteer import countries, find, fold
from sourcier.reading.name_words import BODY, Names
from sourcier.reading.offices import seats
from sourcier.record import ActorKind


class Bodies(Step):
    """Finds organisations and groups."""

    def __init__(self, register: Register) -> None:
        super().__init__(register)
        self.names = Names(register)

    def read_names(self) -> None:
        """Find the organisations that have a name."""
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
            if (
                end <= start
                or len(text.strip(".")) < 2
                or not text[0].isupper()
                or any(i in self.taken for i in range(start, end))
            ):
                continue
            if fold(text) in self.never or fold(text) in countries(self.language) or fold(text) in seats(self.language):
                continue
            if self.doc[start].is_sent_start and end - start == 1 and self.doc[start].pos_ not in {"PROPN", "X"}:
                continue
            if "\n" in text or len(text.split()) > 9 or self._is_site(start, end):
                continue
            self.register.mention(self._body(text), start, end, "name")

    def _employers(self) -> None:
        """Companies that the model does not know, by what stands beside their name at least once."""
        names: set[tuple[str, ...]] = set()
        at = 0
        while at < len(self.doc):
            end = self.names.run(at) if self.names.name_word(self.doc[at]) else at
            if end > at and self._is_employer(at, end):
                names.add(self.names.words(at, end))
            at = max(end, at + 1)
        for token in self.doc:
            for name in names:
                end = self.names.run(token.i) if token.text == name[0] and token.i not in self.taken else token.i
                if self.names.words(token.i, end) == name:
                    self.register.mention(self._body(" ".join(name)), token.i, end, "name")

    def _is_employer(self, start: int, end: int) -> bool:
        if self.doc[start].text in self.titles or self.names.given(self.doc[start]) or self.names.is_place(start, end):
            return False
        return self.names.employs(start, end) or self._is_called_a_body(end)

    def _is_called_a_body(self, end: int) -> bool:
        """Whether a name is explained as a body: "Hydrelia, the utility that runs the dam"."""
        if end + 2 >= len(self.doc) or self.doc[end].text != "," or self.doc[end + 1].pos_ != "DET":
            return False
        noun = self.doc[end + 2]
        return noun.pos_ == "NOUN" and group_kinds(self.language).get(fold(noun.lemma_)) == "organisation"

    def _is_site(self, start: int, end: int) -> bool:
        """Whether a name that the model takes for a body is a place's ("Namur")."""
        text = self.doc[start:end].text
        spelled = text.title() if text.isupper() and len(text) > 5 else text
        return not (text.isupper() and len(text) <= 5) and bool(find(spelled, self.language))

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
        self._nouns()
        self._short_names()

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
            kind: ActorKind = "organisation" if row == "organisation" else "group"
            if row == "group" and not plural:
                continue
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

    def _refers_back(self, noun: Token) -> bool:
        """Whether a noun may mean a group told of before: not "une délégation", nor "l'armée de l'air"."""
        new = any("Ind" in child.morph.get("Definite", []) for child in noun.children)
        return not new and not self.grammar.obliques(noun) and not self.grammar.children(noun, "modifier")

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
