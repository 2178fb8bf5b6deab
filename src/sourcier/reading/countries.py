"""Countries and seats of power that act: "Moscou dément", "the White House said"."""

from __future__ import annotations

from spacy.tokens import Token

from sourcier.reading.actor_register import Known, Step
from sourcier.reading.actor_words import cue_lemmas, role_prepositions
from sourcier.reading.gazetteer import countries, fold
from sourcier.reading.offices import seats


class Countries(Step):
    """Finds countries, also by their capitals, and seats that stand for whoever sits there."""

    def read(self) -> None:
        """Find all names of countries and seats that act."""
        names, places = countries(self.language), seats(self.language)
        at = 0
        while at < len(self.doc):
            token = self.doc[at]
            size = next(
                (
                    n
                    for n in (4, 3, 2, 1)
                    if at + n <= len(self.doc)
                    and token.text[0].isupper()
                    and not any(i in self.taken for i in range(at, at + n))
                    and (fold(self.doc[at : at + n].text) in names or fold(self.doc[at : at + n].text) in places)
                ),
                0,
            )
            if not size:
                at += 1
                continue
            span = self.doc[at : at + size]
            text = fold(span.text)
            seat = places.get(text)
            capital = seat is not None and seat["kind"] == "country"
            if self._acts(span.root, capital):
                if seat is not None and not capital:
                    self.register.mention(self._seat(seat), at, at + size, "name")
                else:
                    code = seat["country"] if seat is not None else names[text]
                    self.register.mention(self._country(code, span.text, capital), at, at + size, "name")
            at += size

    def _acts(self, token: Token, capital: bool) -> bool:
        head = token
        while self.grammar.is_a(head, "coordinated", "name") and head.head != head:
            head = head.head
        if self.grammar.is_a(head, "subject", "agent"):
            return True
        verb = head.head
        postposed = (
            self.grammar.is_a(head, "object")
            and verb.pos_ in {"VERB", "AUX"}
            and not self.grammar.own_subjects(verb)
            and head.i > verb.i
        )
        if capital:
            return postposed and verb.lemma_ in cue_lemmas(self.language)
        if self.grammar.is_a(head, "object", "indirect_object"):
            return True
        cases = {c.lower_ for c in self.grammar.children(head, "case")} | (
            {verb.lower_} if self.grammar.is_a(head, "preposition_object") else set()
        )
        return bool(cases & role_prepositions(self.language))

    def _seat(self, row: dict[str, str]) -> Known:
        folded = fold(row["actor"])
        for known in self.known:
            if known.kind == "organisation" and known.key == folded:
                return known
        body = Known("organisation", tuple(row["actor"].split()), "", folded)
        self.known.append(body)
        return body

    def _country(self, code: str, text: str, capital: bool) -> Known:
        for known in self.known:
            if known.kind == "country" and known.key == code:
                if not capital and known.forms == {"capital"}:
                    known.name = tuple(text.split())
                    known.forms.clear()
                return known
        country = Known("country", tuple(text.split()), "", code)
        if capital:
            country.forms.add("capital")
        self.known.append(country)
        return country
