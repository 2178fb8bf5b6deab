"""People by name: the statistical model's names, mended by titles, given names and offices beside them."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from sourcier.reading.actor_register import Known, Register, Step
from sourcier.reading.actor_words import genders, office_forms, office_words
from sourcier.reading.gazetteer import countries, fold, nationalities
from sourcier.reading.name_words import BODY, PERSON, Names
from sourcier.reading.offices import seats


class People(Step):
    """Finds the names of people: full names first, then surnames that can only mean one of them."""

    def __init__(self, register: Register) -> None:
        super().__init__(register)
        self.names = Names(register)

    def _person_spans(self) -> list[tuple[int, int]]:
        found: dict[int, int] = {}
        for entity in self.doc.ents:
            if entity.label_ in PERSON:
                for start, end in self._pieces(entity.start, entity.end):
                    found[start] = max(end, found.get(start, 0))
        for token in self.doc:
            if token.text in self.titles and token.i + 1 < len(self.doc):
                for start in self._after_title(token.i):
                    end = self.names.run(start)
                    if end > start:
                        found[start] = max(end, found.get(start, 0))
            elif self.names.given(token) and token.i + 1 < len(self.doc):
                end = self.names.run(token.i)
                if end == token.i + 1 and self._apposed_alone(token):
                    found.setdefault(token.i, end)
                if end > token.i + 1 and (token.ent_type_ not in BODY or self._two_names(token.i, end)):
                    found.setdefault(token.i, end)
        spans: list[tuple[int, int]] = []
        for start, end in sorted(found.items()):
            if spans and start < spans[-1][1]:
                continue
            spans.append((self._past_office(start, end), end))
        return spans

    def _past_office(self, start: int, end: int) -> int:
        """Where the name begins behind an office: "Accountant | Ana Roy", "Philippine Foreign Secretary | Ana Roy"."""
        first, forms = fold(self.doc[start].text), office_forms(self.language)
        if end - start > 2 and first in forms and first not in genders():
            return start + 1
        if first not in nationalities(self.language):
            return start
        for at in range(start + 1, end - 1):
            for stop in range(min(end - 1, at + 4), at, -1):
                if fold(self.doc[at:stop].text) in forms and end - stop > 1:
                    return stop
        return start

    def _two_names(self, start: int, end: int) -> bool:
        """Whether a name that the model takes for a body's is a given name and a surname, and nothing else."""
        entity = next((e for e in self.doc.ents if e.start <= start < e.end), None)
        opens = entity is not None and (entity.start >= start or self.doc[start - 1].text in {",", "/"})
        return len(self.names.words(start, end)) == 2 and entity is not None and opens and entity.end <= end

    def _apposed_alone(self, token: Token) -> bool:
        """Whether a given name stands alone between commas behind a word for a person: "her daughter, Carys,"."""
        i = token.i
        if i < 2 or i + 1 >= len(self.doc) or self.doc[i - 1].text != "," or not self.doc[i + 1].is_punct:
            return False
        forms = office_words(self.language)
        near = self.doc[max(token.sent.start, i - 6) : i - 1]
        return self.names.given(token) and any(t.text.islower() and fold(t.text) in forms for t in near)

    def _after_title(self, at: int) -> Iterator[int]:
        """First tokens of the names after a title: "MM. Poutine et Trump" has two."""
        plural = self.doc[at].text in self.lexicon["names"]["plural_titles"]
        start = at + 1
        yield start
        while plural:
            end = self.names.run(start)
            if (
                end == start
                or end + 1 >= len(self.doc)
                or self.doc[end].lower_ not in {",", "&", *self.lexicon["names"]["and"]}
            ):
                return
            start = end + 1
            yield start

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A model's span without titles, offices in lower case and what is no name."""
        while (start < end and not self.names.name_word(self.doc[start])) or (
            start < end and (self.doc[start].text in self.titles or self._is_office_word(start))
        ):
            start += 1
        stop = self.names.run(start) if start < end else start
        if stop < end and stop > start and self.doc[stop].lower_ in {",", "-", "/", *self.lexicon["names"]["and"]}:
            yield from self._pieces(stop + 1, end)
        stop = max(stop, start)
        if stop > start:
            yield start, stop

    def _is_office_word(self, at: int) -> bool:
        if at + 1 >= len(self.doc) or not self.names.name_word(self.doc[at + 1]):
            return False
        forms = office_words(self.language)
        return fold(self.doc[at].text) in forms and fold(self.doc[at].text) not in genders()

    def read(self) -> list[tuple[int, int, Known]]:
        """First token, end and person of every name, in text order."""
        spans = self._person_spans()
        found: list[tuple[int, int, Known]] = []
        single: list[tuple[int, int]] = []
        companies = self._companies(spans)
        for start, end in spans:
            words = self.names.words(start, end)
            if words in companies:
                continue
            if len(words) < 2:
                single.append((start, end))
                continue
            if self.names.is_place(start, end) or not self._plausible(words, start, end):
                continue
            found.append((start, end, self._person(words, start)))
        surnames = {known.surname: known for _, _, known in found}
        folded = {fold(name): name for name in surnames}
        covered = {i for start, end, _ in found for i in range(start, end)}
        for token in self.doc:
            if token.i in covered or not token.text[:1].isupper() or self._hyphened(token):
                continue
            if fold(token.text) in folded and token.text.lower() not in self.never:
                if self._names_another(token, covered):
                    words = (self.doc[token.i - 1].text, token.text)
                    found.append((token.i - 1, token.i + 1, self._person(words, token.i - 1)))
                    covered.update((token.i - 1, token.i))
                    continue
                person = self._by_surname(token, fold(token.text), found)
                if person is not None:
                    found.append((token.i, token.i + 1, person))
                    covered.add(token.i)
        for start, end in single:
            if any(i in covered for i in range(start, end)):
                continue
            word = self.doc[start].text
            titled = self._titled(start)
            if start > 0 and self.doc[start - 1].pos_ == "DET" and not titled:
                continue  # "the Bill"
            if not titled and (
                self.names.is_place(start, end)
                or len(word) < 3
                or self._sentence_opener(start)
                or (self.doc[start].ent_type_ not in PERSON and not self._apposed_alone(self.doc[start]))
            ):
                continue
            if fold(word) in countries(self.language) or fold(word) in seats(self.language):
                continue
            person = next((k for k in self.known if k.kind == "person" and k.name == (word,)), None)
            if person is None:
                office_before = start > 0 and fold(self.doc[start - 1].text) in office_words(self.language)
                office_before = office_before or self._apposed_alone(self.doc[start])
                same = [t for t in self.doc if t.text == word]
                sure = len(same) > 1 and all(t.ent_type_ in PERSON for t in same)
                if not (titled or office_before or sure):
                    continue
                person = Known("person", (word,), self._title_gender(start), None)
                self.known.append(person)
            found.append((start, end, person))
        for start, end, person in sorted(found, key=lambda item: item[0]):
            self.register.mention(person, start, end, "name")
            gender = self._title_gender(start)
            person.gender = person.gender or gender
        return sorted(found, key=lambda item: item[0])

    def _names_another(self, surname: Token, covered: set[int]) -> bool:
        """Whether another given name stands before a known surname: "Dolina MacAskill" beside "Murdo MacAskill"."""
        before = self.doc[surname.i - 1] if surname.i else surname
        if before.i == surname.i or before.i in covered or not before.is_alpha or not before.text[0].isupper():
            return False
        if before.text in self.titles or before.is_sent_start or fold(before.text) in office_words(self.language):
            return False
        one = any(e.start <= before.i and e.end > surname.i and e.end - e.start == 2 for e in self.doc.ents)
        return before.pos_ == "PROPN" and (self.names.given(before) or one)

    def _hyphened(self, token: Token) -> bool:
        """Whether a word is one part of a name with a hyphen: "Colin" in "Colin-Weiss"."""
        after = self.doc[token.i + 1 : token.i + 2].text == "-" and not token.whitespace_
        return after or (token.i > 1 and self.doc[token.i - 1].text == "-" and not self.doc[token.i - 2].whitespace_)

    def _companies(self, spans: list[tuple[int, int]]) -> frozenset[tuple[str, ...]]:
        """Names that somewhere stand beside a word for a body or its boss, and so are no people's.

        "l'opérateur belge Railmosane", "la direction de Railmosane", "Railmosane's chief executive", "chez Railmosane".
        """
        return frozenset(self.names.words(start, end) for start, end in spans if self.names.employer(start, end))

    def _plausible(self, words: tuple[str, ...], start: int, end: int) -> bool:
        if len(words) > 6 or any(character.isdigit() for word in words for character in word):
            return False
        if words[0].lower() in self.language.toml("places")["site_words"]:
            return False  # "Base Elmendorf-Richardson"
        if self._titled(start):
            return True
        labels = {token.ent_type_ for token in self.doc[start:end]}
        given = fold(words[0]) in genders() or fold(words[0].split("-")[0]) in genders()
        return bool(labels & PERSON) or given

    def _sentence_opener(self, at: int) -> bool:
        return self.doc[at].is_sent_start is True and self.doc[at].pos_ not in {"PROPN"}

    def _person(self, words: tuple[str, ...], start: int) -> Known:
        folded = [fold(word) for word in words]
        for known in self.known:
            if known.kind != "person":
                continue
            own = [fold(word) for word in known.name]
            initial = (
                own
                and folded
                and own[0][0] == folded[0][0]
                and (len(folded[0].rstrip(".")) == 1 or len(own[0].rstrip(".")) == 1)
            )
            if own == folded or (
                own[-1] == folded[-1] and (initial or own[0] == folded[0] or own == folded[-len(own) :])
            ):
                if len(words) > len(known.name):
                    known.name = words
                return known
        person = Known(
            "person",
            words,
            genders().get(folded[0], "") or genders().get(folded[0].split("-")[0], "") or self._title_gender(start),
        )
        self.known.append(person)
        return person

    def _titled(self, start: int) -> bool:
        """Whether a title stands before a token."""
        return start > 0 and self.doc[start - 1].text in self.titles

    def _title_gender(self, start: int) -> str:
        return self.titles.get(self.doc[start - 1].text, "") if start else ""

    def _by_surname(self, token: Token, surname: str, found: list[tuple[int, int, Known]]) -> Known | None:
        """The person a surname means: the one whose name ends so, the nearest before where there are two."""
        people = list({id(k): k for _, _, k in found if fold(k.surname) == surname}.values())
        gender = self._title_gender(token.i)
        people = [p for p in people if not gender or not p.gender or p.gender == gender] or people
        if len(people) == 1:
            return people[0]
        before = [(start, k) for start, _, k in found if start < token.i and any(k is p for p in people)]
        return max(before, key=lambda item: item[0])[1] if before else None
