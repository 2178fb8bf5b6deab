"""Who is spoken of: people with their offices, organisations, countries and groups, and every mention of them.

People come from the statistical model's names, mended by rules, and from what the article itself says of them: a full
name, an office beside it, then surnames, offices, epithets and pronouns that can only mean that person. What stays
ambiguous is left out: an office that the article never joins to a name is an actor without a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from sourcier.languages import Language, shared_tsv
from sourcier.reading.draft import Draft
from sourcier.reading.gazetteer import countries, find, fold, nationalities
from sourcier.reading.name_keys import name_key
from sourcier.reading.offices import LEADERS, OfficePhrase, counterpart_title, find_offices, same_office, seats
from sourcier.record import Actor, ActorKind, Form, Mention, Office

_PERSON = frozenset({"PER", "PERSON"})
_BODY = frozenset({"ORG"})
_PLACE = frozenset({"LOC", "GPE", "FAC"})
_REACH = 3
"""Sentences back in which a bare office or a pronoun still finds its person."""


@dataclass
class _Known:
    """An actor under construction; token offsets."""

    kind: ActorKind
    name: tuple[str, ...]
    gender: str = ""
    key: str | None = None
    named: bool = True
    vague: bool = False
    offices: list[OfficePhrase] = field(default_factory=list)
    mentions: list[tuple[int, int, Form]] = field(default_factory=list)
    members: list[_Known] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)

    @property
    def surname(self) -> str:
        return self.name[-1] if self.name else ""

    def last_before(self, token: int) -> int:
        """First token of the last mention before a token; -1 where there is none."""
        return max((start for start, _, _ in self.mentions if start < token), default=-1)


@cache
def _genders() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in shared_tsv("given_names"):
        for name in row["names"].split("|"):
            folded = fold(name)
            table[folded] = "" if table.get(folded, row["gender"]) != row["gender"] else row["gender"]
    return table


@cache
def _epithets() -> dict[str, frozenset[str]]:
    """Class of an office -> classes of those whom its word may mean once they are named."""
    return {row["class"]: frozenset(row["holders"].split("|")) for row in shared_tsv("epithets")}


HEADINGS = frozenset({"title", "lead", "subheading"})


def read_entities(draft: Draft) -> None:
    """Fill `draft.actors`; ids in order of first mention."""
    draft.actors = _Entities(draft).read()


class _Entities:
    """The actors of one draft, found in the order of certainty."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.doc = draft.doc
        self.language = draft.language
        self.grammar = draft.grammar
        self.lexicon = draft.language.toml("people")
        self.titles: dict[str, str] = self.lexicon["titles"]
        self.never = frozenset(self.lexicon["names"]["never"])
        self.particles = frozenset(self.lexicon["names"]["particles"])
        self.known: list[_Known] = []
        self.taken: dict[int, _Known] = {}
        self.sentence = [0] * len(self.doc)
        for number, sentence in enumerate(self.draft.sentences):
            for token in sentence:
                self.sentence[token.i] = number

    def read(self) -> tuple[Actor, ...]:
        """All actors, as records."""
        spans = self._person_spans()
        people = self._people(spans)
        names = {start: end for start, end, _ in people}
        offices = find_offices(self.doc, self.language, self.grammar, names)
        free = self._join_offices(offices, people)
        self._office_mentions(free)
        self._bodies()
        self._countries_and_seats()
        self._groups()
        self._short_names()
        self._pronouns()
        self._delegations()
        return tuple(self._records())

    # People by name.

    def _person_spans(self) -> list[tuple[int, int]]:
        found: dict[int, int] = {}
        for entity in self.doc.ents:
            if entity.label_ in _PERSON:
                for start, end in self._pieces(entity.start, entity.end):
                    found[start] = max(end, found.get(start, 0))
        for token in self.doc:
            if token.text in self.titles and token.i + 1 < len(self.doc):
                for start in self._after_title(token.i):
                    end = self._run(start)
                    if end > start:
                        found[start] = max(end, found.get(start, 0))
            elif self._given(token) and token.i + 1 < len(self.doc):
                end = self._run(token.i)
                if end > token.i + 1 and (token.ent_type_ not in _BODY or self._two_names(token.i, end)):
                    found.setdefault(token.i, end)
        spans: list[tuple[int, int]] = []
        for start, end in sorted(found.items()):
            if spans and start < spans[-1][1]:
                continue
            spans.append((start, end))
        return spans

    def _two_names(self, start: int, end: int) -> bool:
        """Whether a name that the model takes for a body's is a given name and a surname, and nothing else."""
        entity = next((e for e in self.doc.ents if e.start <= start < e.end), None)
        opens = entity is not None and (entity.start >= start or self.doc[start - 1].text in {",", "/"})
        return end == start + 2 and entity is not None and opens and entity.end <= end

    def _given(self, token: Token) -> bool:
        return token.text[:1].isupper() and len(token) > 2 and fold(token.text) in _genders()

    def _after_title(self, at: int) -> Iterator[int]:
        """First tokens of the names after a title: "MM. Poutine et Trump" has two."""
        plural = (
            self.titles.get(self.doc[at].text) is not None
            and self.doc[at].text[:2] in {"MM", "Mm", "Me"}
            and len(self.doc[at].text) > 2
        )
        start = at + 1
        yield start
        while plural:
            end = self._run(start)
            if end == start or end + 1 >= len(self.doc) or self.doc[end].lower_ not in {"et", "and", ",", "&"}:
                return
            start = end + 1
            yield start

    def _run(self, start: int) -> int:
        """One past the last token of the capitalised run that starts at a token."""
        end = start
        sentence_end = self.doc[start].sent.end if start < len(self.doc) else start
        while end < sentence_end:
            token = self.doc[end]
            if (
                self._name_word(token)
                or (
                    end > start
                    and token.lower_ in self.particles
                    and end + 1 < sentence_end
                    and self._name_word(self.doc[end + 1])
                )
                or (
                    token.text in {"-", "'", "’"}
                    and end > start
                    and not self.doc[end - 1].whitespace_
                    and end + 1 < sentence_end
                    and self._name_word(self.doc[end + 1])
                )
            ):
                end += 1
            else:
                break
        return end

    def _name_word(self, token: Token) -> bool:
        text = token.text
        return (
            text[0].isupper()
            and (text[1:2].isalpha() or text[1:2] in {".", "’", "'", ""})
            and text.lower() not in self.never
            and token.pos_ not in {"VERB", "AUX", "PRON", "DET", "ADP"}
        ) or (text[0].isupper() and token.ent_type_ in _PERSON and text.lower() not in self.never)

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A model's span without titles, offices in lower case and what is no name."""
        while (start < end and not self._name_word(self.doc[start])) or (
            start < end and (self.doc[start].text in self.titles or self._is_office_word(start))
        ):
            start += 1
        stop = self._run(start) if start < end else start
        if stop < end and stop > start and self.doc[stop].lower_ in {"et", "and", ",", "-", "/"}:
            yield from self._pieces(stop + 1, end)
        stop = max(stop, start)
        if stop > start:
            yield start, stop

    def _is_office_word(self, at: int) -> bool:
        if at + 1 >= len(self.doc) or not self._name_word(self.doc[at + 1]):
            return False
        forms = _office_words(self.language)
        return fold(self.doc[at].text) in forms and fold(self.doc[at].text) not in _genders()

    def _people(self, spans: list[tuple[int, int]]) -> list[tuple[int, int, _Known]]:
        """Full names first, then surnames that can only mean one of them."""
        found: list[tuple[int, int, _Known]] = []
        single: list[tuple[int, int]] = []
        companies = self._companies(spans)
        for start, end in spans:
            words = self._words(start, end)
            if words in companies:
                continue
            if len(words) < 2:
                single.append((start, end))
                continue
            if self._is_place(start, end) or not self._plausible(words, start, end):
                continue
            found.append((start, end, self._person(words, start)))
        surnames = {known.surname: known for _, _, known in found}
        folded = {fold(name): name for name in surnames}
        covered = {i for start, end, _ in found for i in range(start, end)}
        for token in self.doc:
            if token.i in covered or not token.text[:1].isupper():
                continue
            if fold(token.text) in folded and token.text.lower() not in self.never:
                person = self._by_surname(token, fold(token.text), found)
                if person is not None:
                    found.append((token.i, token.i + 1, person))
                    covered.add(token.i)
        for start, end in single:
            if any(i in covered for i in range(start, end)):
                continue
            word = self.doc[start].text
            titled = start > 0 and self.doc[start - 1].text in self.titles
            if not titled and (
                self._is_place(start, end)
                or len(word) < 3
                or self._sentence_opener(start)
                or self.doc[start].ent_type_ not in _PERSON
            ):
                continue
            if fold(word) in countries(self.language) or fold(word) in seats(self.language):
                continue
            person = next((k for k in self.known if k.kind == "person" and k.name == (word,)), None)
            if person is None:
                office_before = start > 0 and fold(self.doc[start - 1].text) in _office_words(self.language)
                same = [t for t in self.doc if t.text == word]
                sure = len(same) > 1 and all(t.ent_type_ in _PERSON for t in same)
                if not (titled or office_before or sure):
                    continue
                person = _Known("person", (word,), self._title_gender(start), None)
                self.known.append(person)
            found.append((start, end, person))
        for start, end, person in sorted(found, key=lambda item: item[0]):
            self._mention(person, start, end, "name")
            gender = self._title_gender(start)
            person.gender = person.gender or gender
        return sorted(found, key=lambda item: item[0])

    def _companies(self, spans: list[tuple[int, int]]) -> frozenset[tuple[str, ...]]:
        """Names that somewhere stand beside a word for a body or its boss, and so are no people's.

        "l'opérateur belge Railmosane", "la direction de Railmosane", "Railmosane's chief executive", "chez Railmosane".
        """
        return frozenset(self._words(start, end) for start, end in spans if self._employs(start, end))

    def _employs(self, start: int, end: int) -> bool:
        bodies, offices = _groups(self.language), _company_offices(self.language)
        before = start - 1
        if before > 0 and self.doc[before].lower_ in self.lexicon["names"]["at_a_company"]:
            return True
        if end > start + 1 and self._given(self.doc[start]):
            return False  # "le chef de la diplomatie Sergueï Lavrov"
        owned = before > 0 and self.doc[before].lower_ in self.lexicon["names"]["of"]
        before -= owned
        while before > 0 and self.doc[before].pos_ == "ADJ":
            before -= 1
        noun = self.doc[max(before, 0)]
        if noun.pos_ == "NOUN" and noun.text.islower() and bodies.get(fold(noun.lemma_)) == "organisation":
            return True  # "Défense" with a capital is what a minister is in charge of
        if owned and fold(noun.text) in offices:
            return True
        possessive = end + 1 < len(self.doc) and self.doc[end].text in {"'s", "’s"}
        return possessive and fold(self.doc[end + 1].text) in offices

    def _words(self, start: int, end: int) -> tuple[str, ...]:
        """Words of a name; hyphens and apostrophes inside a word join it."""
        return tuple(self.doc[start:end].text.split())

    def _plausible(self, words: tuple[str, ...], start: int, end: int) -> bool:
        if len(words) > 6 or any(character.isdigit() for word in words for character in word):
            return False
        if words[0].lower() in self.language.toml("places")["site_words"]:
            return False  # "Base Elmendorf-Richardson"
        labels = {token.ent_type_ for token in self.doc[start:end]}
        given = fold(words[0]) in _genders() or fold(words[0].split("-")[0]) in _genders()
        return bool(labels & _PERSON) or given

    def _sentence_opener(self, at: int) -> bool:
        return self.doc[at].is_sent_start is True and self.doc[at].pos_ not in {"PROPN"}

    def _is_place(self, start: int, end: int) -> bool:
        text = self.doc[start:end].text
        if fold(text) in countries(self.language) or fold(text) in seats(self.language):
            return True
        if fold(self.doc[start].text) in _genders() and end - start > 1:
            return False
        return bool(find(text, self.language)) and not (start > 0 and self.doc[start - 1].text in self.titles)

    def _person(self, words: tuple[str, ...], start: int) -> _Known:
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
        person = _Known(
            "person",
            words,
            _genders().get(folded[0], "") or _genders().get(folded[0].split("-")[0], "") or self._title_gender(start),
        )
        self.known.append(person)
        return person

    def _title_gender(self, start: int) -> str:
        return self.titles.get(self.doc[start - 1].text, "") if start else ""

    def _by_surname(self, token: Token, surname: str, found: list[tuple[int, int, _Known]]) -> _Known | None:
        """The person a surname means: the one whose name ends so, the nearest before where there are two."""
        people = list({id(k): k for _, _, k in found if fold(k.surname) == surname}.values())
        gender = self._title_gender(token.i)
        people = [p for p in people if not gender or not p.gender or p.gender == gender] or people
        if len(people) == 1:
            return people[0]
        before = [(start, k) for start, _, k in found if start < token.i and any(k is p for p in people)]
        return max(before, key=lambda item: item[0])[1] if before else None

    # Offices.

    def _join_offices(self, offices: list[OfficePhrase], people: list[tuple[int, int, _Known]]) -> list[OfficePhrase]:
        """Give each person the offices that stand beside the name; returns those that stand alone."""
        starts = {start: person for start, _, person in people}
        ends = {end: person for _, end, person in people}
        articles = frozenset(self.lexicon["apposition"]["articles"])
        free = []
        for office in offices:
            person = None
            after = office.end
            if after in starts:
                person = starts[after]
            elif (
                after + 1 < len(self.doc) and self.doc[after].text == "," and after + 1 in starts and not office.plural
            ):
                follows = self._closes_apposition(after + 1, people)
                person = starts[after + 1] if follows else None
            elif after < len(self.doc) and self.doc[after].text in self.titles and after + 1 in starts:
                person = starts[after + 1]
            if person is None:
                before = office.start
                while before > 0 and self.doc[before - 1].lower_ in articles:
                    before -= 1
                set_off = after >= len(self.doc) or self.doc[after].is_punct or self.doc[after].is_space
                if (
                    before > 1
                    and self.doc[before - 1].text == ","
                    and before - 1 in ends
                    and not office.plural
                    and (set_off or self._apposed(office, before - 2))
                ):
                    person = ends[before - 1]
            if person is None or office.plural:
                free.append(office)
                continue
            if office.kind == "counterpart":
                self._counterpart(office, person)
            person.offices.append(office)
            person.gender = person.gender or office.gender
            self._take(office.start, office.end, person)
        return free

    def _apposed(self, office: OfficePhrase, last: int) -> bool:
        """Whether the parse hangs an office on the name that ends at a token: "said Ana Roy, a nurse in Dnipro"."""
        name = office.head.head
        return self.grammar.is_a(office.head, "apposition") and name.i <= last and name.right_edge.i >= office.head.i

    def _counterpart(self, office: OfficePhrase, person: _Known) -> None:
        """A counterpart holds the office named last before, for another country."""
        others = [o for k in self.known if k is not person for o in k.offices if o.end <= office.start]
        other = max(others, key=lambda o: o.start, default=None)
        if other is None or self.sentence[office.start] - self.sentence[other.start] > 1:
            return
        office.title = counterpart_title(office, other, self.doc, self.language)
        if office.title is not None:
            office.kind, office.words = other.kind, other.words

    def _closes_apposition(self, start: int, people: list[tuple[int, int, _Known]]) -> bool:
        """Whether a name after a comma is set off by commas or ends its clause: "le conseiller, Iouri Ouchakov,"."""
        end = next(end for first, end, _ in people if first == start)
        return (
            end >= len(self.doc)
            or self.doc[end].is_punct
            or self.doc[end].is_space
            or self.doc[end].pos_ in {"VERB", "AUX", "SCONJ", "PRON"}
        )

    def _office_mentions(self, offices: list[OfficePhrase]) -> None:
        """Resolve offices that stand without a name; what no name answers to is an actor without one."""
        for office in offices:
            if any(i in self.taken for i in range(office.start, office.end)):
                continue
            if office.plural:
                self._plural_office(office)
                continue
            person = self._holder(office)
            if person is not None:
                self._mention(person, office.start, office.end, "office")
            elif self._in_role(office.head):
                self._unnamed(office)

    def _plural_office(self, office: OfficePhrase) -> None:
        """ "Les présidents russe et américain" are mentions of both."""
        people = []
        for code in office.countries:
            single = OfficePhrase(office.start, office.end, office.head, office.kind, "", False, (code,), office.words)
            person = self._holder(single)
            people.extend([person] if person is not None else [])
        if not people and len(office.countries) > 1 and self._in_role(office.head):
            people = list(self._nameless_holders(office))
        if len(people) == len(office.countries) > 1:
            for person in people:
                person.mentions.append((office.start, office.end, "office"))
            self._take(office.start, office.end, people[0])

    def _nameless_holders(self, office: OfficePhrase) -> Iterator[_Known]:
        """ "Les présidents américain et russe" whom nobody names: one actor for each."""
        demonyms = nationalities(self.language)
        adjectives = {
            demonyms[fold(t.text)]: t for t in self.doc[office.start : office.end] if fold(t.text) in demonyms
        }
        for code in office.countries:
            if code in adjectives:
                noun, adjective = office.head.lemma_.lower(), adjectives[code].text
                words = (adjective, noun) if adjectives[code].i < office.head.i else (noun, adjective)
                person = _Known("person", words, office.gender, None, named=False)
                own = OfficePhrase(office.start, office.end, office.head, office.kind, office.gender, False, (code,))
                own.title = " ".join(words)
                person.offices.append(own)
                self.known.append(person)
                yield person

    def _holder(self, office: OfficePhrase) -> _Known | None:
        people = [k for k in self.known if k.kind == "person" and any(same_office(office, own) for own in k.offices)]
        if office.gender:
            people = [k for k in people if not k.gender or k.gender == office.gender]
        if not office.countries and not office.words and people:
            bare = [k for k in people if any(not own.countries and not own.words for own in k.offices)]
            people = bare or people
            near = [k for k in people if k.last_before(office.head.i) >= 0 and self._near(k, office.head.i)]
            ahead = [k for k in people if k.named] if self._in_heading(office.start) else []
            people = [max(near, key=lambda k: k.last_before(office.head.i))] if near else ahead
        if len(people) > 1:
            exact = [k for k in people if any(own.kind == office.kind for own in k.offices)]
            people = exact or people
        if len(people) > 1 and office.words:
            told = [k for k in people if any(office.words & own.words for own in k.offices)]
            people = told or people
        people = people or self._described(office)
        return people[0] if len(people) == 1 and not self._indefinite(office) else None

    def _in_heading(self, token: int) -> bool:
        """Whether a token stands in a headline, lead or subheading, which speak of people whom the text names later."""
        at = self.doc[token].idx
        return any(b.start <= at < b.end and b.role in HEADINGS for b in self.draft.article.blocks)

    def _described(self, office: OfficePhrase) -> list[_Known]:
        """The one person told of just before whom a looser word may mean: "l'élu" after a mayor's name."""
        holders = _epithets().get(office.kind, frozenset())
        return [
            known
            for known in self.known
            if known.kind == "person"
            and known.named
            and any(own.kind in holders for own in known.offices)
            and not (office.gender and known.gender and office.gender != known.gender)
            and known.last_before(office.head.i) >= 0
            and self.sentence[office.head.i] - self.sentence[known.last_before(office.head.i)] <= _REACH
        ]

    def _indefinite(self, office: OfficePhrase) -> bool:
        return any(
            "Ind" in t.morph.get("Definite", [])
            for t in self.doc[max(0, office.start - 1) : office.head.i + 1]
            if t.pos_ == "DET"
        ) or any(
            t.lower_
            in {"aucun", "aucune", "autre", "chaque", "no", "any", "another", "neither", "either", "each", "every"}
            for t in self.doc[max(0, office.start - 1) : office.head.i]
        )

    def _near(self, known: _Known, token: int) -> bool:
        return self.sentence[token] - self.sentence[known.last_before(token)] <= 2 * _REACH

    def _in_role(self, token: Token) -> bool:
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
        return bool(cases & _ROLE_PREPOSITIONS(self.language))

    def _unnamed(self, office: OfficePhrase) -> None:
        text = self._phrase_text(office.start, office.end)
        folded = (fold(text),)
        person = next(
            (
                k
                for k in self.known
                if not k.named
                and k.kind == "person"
                and (fold(" ".join(k.name)),) == folded
                and not self._indefinite(office)
            ),
            None,
        )
        if person is None:
            person = _Known("person", tuple(text.split()), office.gender, None, named=False)
            person.offices.append(office)
            person.vague = self._indefinite(office)
            self.known.append(person)
        self._mention(person, office.start, office.end, "office")

    def _phrase_text(self, start: int, end: int) -> str:
        return self.doc[start:end].text.strip()

    # Organisations, countries, groups.

    def _bodies(self) -> None:
        self._employers()
        for entity in self.doc.ents:
            if entity.label_ not in _BODY:
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
            if start < end and _groups(self.language).get(fold(self.doc[start].text)) == "organisation":
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
            self._mention(self._body(text), start, end, "name")

    def _employers(self) -> None:
        """Companies that the model does not know, by what stands beside their name at least once."""
        names: set[tuple[str, ...]] = set()
        at = 0
        while at < len(self.doc):
            end = self._run(at) if self._name_word(self.doc[at]) else at
            if end > at and self._is_employer(at, end):
                names.add(self._words(at, end))
            at = max(end, at + 1)
        for token in self.doc:
            for name in names:
                end = self._run(token.i) if token.text == name[0] and token.i not in self.taken else token.i
                if self._words(token.i, end) == name:
                    self._mention(self._body(" ".join(name)), token.i, end, "name")

    def _is_employer(self, start: int, end: int) -> bool:
        if self.doc[start].text in self.titles or self._given(self.doc[start]) or self._is_place(start, end):
            return False
        return self._employs(start, end) or self._is_called_a_body(end)

    def _is_called_a_body(self, end: int) -> bool:
        """Whether a name is explained as a body: "Hydrelia, the utility that runs the dam"."""
        if end + 2 >= len(self.doc) or self.doc[end].text != "," or self.doc[end + 1].pos_ != "DET":
            return False
        noun = self.doc[end + 2]
        return noun.pos_ == "NOUN" and _groups(self.language).get(fold(noun.lemma_)) == "organisation"

    def _is_site(self, start: int, end: int) -> bool:
        """Whether a name that the model takes for a body is a place's ("Namur")."""
        text = self.doc[start:end].text
        spelled = text.title() if text.isupper() and len(text) > 5 else text
        return not (text.isupper() and len(text) <= 5) and bool(find(spelled, self.language))

    def _body(self, text: str) -> _Known:
        folded = fold(text)
        for known in self.known:
            if known.kind == "organisation" and (folded == fold(" ".join(known.name)) or folded in known.forms):
                return known
            if known.kind == "organisation" and known.named and text in _acronym(" ".join(known.name)):
                return known
        body = _Known("organisation", tuple(text.split()), "", folded)
        body.forms.add(folded)
        self.known.append(body)
        return body

    def _countries_and_seats(self) -> None:
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
                    self._mention(self._seat(seat), at, at + size, "name")
                else:
                    code = seat["country"] if seat is not None else names[text]
                    self._mention(self._country(code, span.text, capital), at, at + size, "name")
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
            return postposed and verb.lemma_ in _cues(self.language)
        if self.grammar.is_a(head, "object", "indirect_object"):
            return True
        cases = {c.lower_ for c in self.grammar.children(head, "case")} | (
            {verb.lower_} if self.grammar.is_a(head, "preposition_object") else set()
        )
        return bool(cases & _ROLE_PREPOSITIONS(self.language))

    def _seat(self, row: dict[str, str]) -> _Known:
        folded = fold(row["actor"])
        for known in self.known:
            if known.kind == "organisation" and known.key == folded:
                return known
        body = _Known("organisation", tuple(row["actor"].split()), "", folded)
        self.known.append(body)
        return body

    def _country(self, code: str, text: str, capital: bool) -> _Known:
        for known in self.known:
            if known.kind == "country" and known.key == code:
                if not capital and known.forms == {"capital"}:
                    known.name = tuple(text.split())
                    known.forms.clear()
                return known
        country = _Known("country", tuple(text.split()), "", code)
        if capital:
            country.forms.add("capital")
        self.known.append(country)
        return country

    def _groups(self) -> None:
        table = _groups(self.language)
        for token in self.doc:
            row = table.get(fold(token.lemma_)) or table.get(fold(token.text).removesuffix("s"))
            if row is None or token.i in self.taken or token.pos_ not in {"NOUN", "PROPN"} or not self._in_role(token):
                continue
            plural = token.morph.get("Number", []) == ["Plur"]
            kind: ActorKind = "organisation" if row == "organisation" else "group"
            if row == "group" and not plural:
                continue
            start, end = self._noun_phrase(token)
            body = self.taken.get(end) if kind == "organisation" and end < token.sent.end else None
            if body is not None and body.kind == "organisation" and body.named:
                self._take(start, end, body)  # "l'opérateur belge | Railmosane"
                continue
            end = self._complement(end)
            text = self.doc[start:end].text
            folded = fold(text)
            if (
                kind == "organisation"
                and len(text.split()) > 1
                and all(w[0].isupper() for w in (text, text.split()[-1]))
            ):
                self._mention(self._body(text), start, end, "name")  # "the Free Rail Federation"
                continue
            same = [k for k in self.known if k.kind == kind and not k.named]
            group = next((k for k in same if fold(" ".join(k.name)) == folded), None)
            if group is None and end == start + 1 and not plural and self._refers_back(token):
                # "La délégation" after "la délégation russe".
                group = next((k for k in reversed(same) if folded in map(fold, k.name)), None)
            if group is None:
                group = _Known(kind, tuple(text.split()), "", None, named=False)
                self.known.append(group)
            self._mention(group, start, end, "office" if kind == "organisation" else "name")

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

    # Pronouns.

    def _pronouns(self) -> None:
        words = self.lexicon["pronouns"]
        masculine, feminine = frozenset(words["singular_m"]), frozenset(words["singular_f"])
        impersonal, heads = frozenset(words["impersonal"]), frozenset(words["impersonal_heads"])
        for token in self.doc:
            if token.pos_ != "PRON" or token.i in self.taken:
                continue
            word = token.lower_
            gender = (
                "m"
                if word in masculine or word.lstrip("-t") in masculine
                else "f"
                if word in feminine or word.lstrip("-t") in feminine
                else ""
            )
            if not gender or token.text in {"-t", "t"}:
                continue
            verb = next((t for t in self.grammar.path_to_root(token) if t.pos_ in {"VERB", "AUX", "ADJ"}), token.head)
            if (
                verb.lemma_ in impersonal
                or verb.lower_ in heads
                or verb.lemma_ in heads
                or any(c.lower_ == "y" for c in verb.children)
            ):
                continue
            person = self._antecedent(token, gender, _speaks(verb, self.language))
            if person is not None:
                person.gender = person.gender or gender
                self._mention(person, token.i, token.i + 1, "pronoun")

    def _antecedent(self, token: Token, gender: str, speaks: bool) -> _Known | None:
        """The person a pronoun means: the nearest subject of its gender; nobody where a thing may be meant."""
        here = self.sentence[token.i]
        people = []
        for known in self.known:
            if known.kind != "person" or known.vague or (known.gender and known.gender != gender):
                continue
            last = max((m for m in known.mentions if m[0] < token.i), key=lambda m: m[0], default=None)
            if last is None or here - self.sentence[last[0]] > _REACH:
                continue
            subject = self._is_subject(last[0], last[1])
            people.append((here - self.sentence[last[0]] - (1 if subject else 0), -last[0], known, subject))
        if not people:
            return None
        people.sort(key=lambda item: (item[0], item[1]))
        best = people[0]
        if not speaks and not self._subject_before_is(token, best[2]):
            return None
        rivals = [p for p in people[1:] if p[0] == best[0] and p[3] == best[3]]
        return best[2] if not rivals or best[1] < rivals[0][1] else None

    def _is_subject(self, start: int, end: int) -> bool:
        root = self.doc[start:end].root
        while self.grammar.is_a(root, "coordinated", "name", "apposition") and root.head != root:
            root = root.head
        if self.grammar.is_a(root, "subject"):
            return True
        return (
            self.grammar.is_a(root, "object")
            and not self.grammar.own_subjects(root.head)
            and root.head.lemma_ in _cues(self.language)
        )

    def _subject_before_is(self, token: Token, known: _Known) -> bool:
        """Whether the last subject before a pronoun, in its sentence or the one before, is a mention of the person."""
        first = self.draft.sentences[max(0, self.sentence[token.i] - 1)].start
        before = self.draft.sentences[max(0, self.sentence[token.i] - 1)].root
        if self.grammar.is_a(token, "subject") and token.head == token.sent.root:
            # The subject of the sentence before is what the subject of this one goes on from.
            postposed = self.grammar.objects(before) if _speaks(before, self.language) else []
            for other in self.grammar.own_subjects(before) or postposed:
                if self.taken.get(other.i) is known or any(s <= other.i < e for s, e, _ in known.mentions):
                    return True
        for other in reversed(self.doc[first : token.i]):
            if (
                self.grammar.is_a(other, "subject")
                and other.pos_ in {"NOUN", "PROPN", "PRON"}
                and other.i not in range(token.i, token.i + 1)
            ):
                return self.taken.get(other.i) is known or any(s <= other.i < e for s, e, _ in known.mentions)
        return False

    # Groups of named people.

    def _delegations(self) -> None:
        """ "La délégation sera composée de A, B et C" makes them members."""
        lexicon = self.lexicon["delegation"]
        nouns = frozenset(map(fold, lexicon["nouns"]))
        for token in self.doc:
            if token.lemma_ not in lexicon["verbs"]:
                continue
            subject = next((s for s in self.grammar.own_subjects(token) if fold(s.lemma_) in nouns), None)
            group = self.taken.get(subject.i) if subject is not None else None
            if group is None:
                continue
            for known in self.known:
                if known.kind == "person" and any(token.i < start < token.sent.end for start, _, _ in known.mentions):
                    group.members.append(known)

    # Records.

    def _mention(self, known: _Known, start: int, end: int, form: Form) -> None:
        known.mentions.append((start, end, form))
        self._take(start, end, known)

    def _take(self, start: int, end: int, known: _Known) -> None:
        for i in range(start, end):
            self.taken.setdefault(i, known)

    def _records(self) -> Iterator[Actor]:
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
            key = name_key(name) if known.kind == "person" and known.named and len(known.name) > 1 else known.key
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

    def _offices(self, known: _Known) -> Iterator[Office]:
        text = self.draft.article.text
        seen: list[str] = []
        for office in sorted(known.offices, key=lambda o: (-(o.end - o.start), o.start)):
            start, end = self.doc[office.start].idx, self.doc[office.end - 1].idx + len(self.doc[office.end - 1])
            title = office.title or text[start:end]
            if any(fold(title) in other for other in seen):
                continue
            seen.append(fold(title))
            yield Office(title=title, start=start, end=end)


def _acronym(name: str) -> frozenset[str]:
    """What a name may be shortened to: initials of its capitalised words, or of all its words of some length."""
    words = name.replace("-", " ").replace("’", " ").split()
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return frozenset({capitals, "".join(word[0] for word in words if len(word) > 3).upper()})


@cache
def _office_words(language: Language) -> frozenset[str]:
    return frozenset(fold(row["form"].split()[0]) for row in language.tsv("offices"))


@cache
def _company_offices(language: Language) -> frozenset[str]:
    """First words of the offices that one holds at a company or an institution."""
    kinds = {"boss", "director", "spokesperson"}
    return frozenset(fold(row["form"].split()[0]) for row in language.tsv("offices") if row["class"] in kinds)


@cache
def _groups(language: Language) -> dict[str, str]:
    return {fold(row["lemma"]): row["kind"] for row in language.tsv("groups")}


@cache
def _cues(language: Language) -> frozenset[str]:
    return frozenset(row["lemma"] for row in language.tsv("cues"))


@cache
def _ROLE_PREPOSITIONS(language: Language) -> frozenset[str]:  # noqa: N802 - a constant of the language
    syntax = language.toml("syntax")["words"]
    return frozenset([*syntax["agent_prepositions"], *syntax["role_prepositions"]])


def _speaks(verb: Token, language: Language) -> bool:
    return verb.lemma_ in _cues(language)


__all__ = ["LEADERS", "read_entities"]
