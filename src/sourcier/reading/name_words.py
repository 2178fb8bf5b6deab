"""Which runs of words look like a name, and whose: a person's, a company's or a place's."""

from __future__ import annotations

from spacy.tokens import Token

from sourcier.reading.actor_register import Register, Step
from sourcier.reading.actor_words import body_classes, company_offices, genders
from sourcier.reading.gazetteer import countries, fold, names_a_place
from sourcier.reading.offices import seats

PERSON = frozenset({"PER", "PERSON"})
BODY = frozenset({"ORG"})
"""Labels of people and of organisations in the pipelines."""


class Names(Step):
    """Tells names by their words and by what stands around them."""

    def __init__(self, register: Register) -> None:
        super().__init__(register)
        self.particles = frozenset(self.lexicon["names"]["particles"])

    def given(self, token: Token) -> bool:
        """Whether a word is a given name."""
        return token.text[:1].isupper() and len(token) > 2 and fold(token.text) in genders()

    def run(self, start: int) -> int:
        """One past the last token of the capitalised run that starts at a token."""
        end = start
        sentence_end = self.doc[start].sent.end if start < len(self.doc) else start
        while end < sentence_end:
            token = self.doc[end]
            if (
                self.name_word(token)
                or (
                    end > start
                    and token.lower_ in self.particles
                    and end + 1 < sentence_end
                    and self.name_word(self.doc[end + 1])
                )
                or (
                    token.text in {"-", "'", "’"}
                    and end > start
                    and not self.doc[end - 1].whitespace_
                    and end + 1 < sentence_end
                    and self.name_word(self.doc[end + 1])
                )
            ):
                end += 1
            else:
                break
        return end

    def name_word(self, token: Token) -> bool:
        """Whether a word may stand in a name."""
        text = token.text
        return (
            text[0].isupper()
            and (text[1:2].isalpha() or text[1:2] in {".", "’", "'", ""})
            and text.lower() not in self.never
            and token.pos_ not in {"VERB", "AUX", "PRON", "DET", "ADP"}
        ) or (text[0].isupper() and token.ent_type_ in PERSON and text.lower() not in self.never)

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """Words of a name; hyphens and apostrophes inside a word join it."""
        return tuple(self.doc[start:end].text.split())

    def is_place(self, start: int, end: int) -> bool:
        """Whether a run is the name of a place, and no person's."""
        text = self.doc[start:end].text
        if fold(text) in countries(self.language) or fold(text) in seats(self.language):
            return True
        if fold(self.doc[start].text) in genders() and end - start > 1:
            return False
        return names_a_place(text, self.language) and not (start > 0 and self.doc[start - 1].text in self.titles)

    def employer(self, start: int, end: int) -> str | None:
        """The class of the body that words beside a run tell: "la direction de Railmosane", "l'opérateur Railmosane".

        None where no word for a body or its boss stands there.
        """
        bodies, offices = body_classes(self.language), company_offices(self.language)
        before = start - 1
        if before > 0 and self.doc[before].lower_ in self.lexicon["names"]["at_a_company"]:
            return "company"
        if end > start + 1 and self.given(self.doc[start]):
            return None  # "le chef de la diplomatie Sergueï Lavrov"
        owned = before > 0 and self.doc[before].lower_ in self.lexicon["names"]["of"]
        before -= owned
        while before > 0 and self.doc[before].pos_ == "ADJ":
            before -= 1
        noun = self.doc[max(before, 0)]
        if noun.pos_ == "NOUN" and noun.text.islower() and fold(noun.lemma_) in bodies:
            # "Défense" with a capital is what a minister is in charge of; "la direction de X" tells that X has one.
            return "company" if owned else bodies[fold(noun.lemma_)]
        possessive = end + 1 < len(self.doc) and self.doc[end].text in {"'s", "’s"}
        boss = (owned and fold(noun.text) in offices) or (possessive and fold(self.doc[end + 1].text) in offices)
        return "company" if boss else None
