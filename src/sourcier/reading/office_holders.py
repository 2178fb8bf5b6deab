"""Offices and those who hold them: beside a name, for a name, and without any."""

from __future__ import annotations

from collections.abc import Iterator

from sourcier.reading.actor_register import REACH, Known, Step
from sourcier.reading.actor_words import epithets
from sourcier.reading.gazetteer import fold, nationalities
from sourcier.reading.offices import OfficePhrase, counterpart_title, same_office

COMPLEMENT = 9
"""Tokens of the longest complement of an office before the name behind it."""


class OfficeHolders(Step):
    """Joins offices to people, and finds whom an office, an epithet or a counterpart means."""

    def read(self, offices: list[OfficePhrase], people: list[tuple[int, int, Known]]) -> None:
        """Give each office its holder; `people` are the names of the text."""
        self._resolve(self._join_offices(offices, people))

    def _join_offices(self, offices: list[OfficePhrase], people: list[tuple[int, int, Known]]) -> list[OfficePhrase]:
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
            if person is None and not office.plural:
                person = starts.get(self._past_complement(after))
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
            self.register.take(office.start, office.end, person)
        return free

    def _past_complement(self, after: int) -> int:
        """First token of what a comma sets off behind an office's complement: "spokesman of the ruling party, Mr Roy".

        -1 where no complement without a verb leads to a comma.
        """
        if after >= len(self.doc) or self.doc[after].lower_ not in self.lexicon["names"]["of"]:
            return -1
        end = min(len(self.doc) - 2, after + COMPLEMENT)
        comma = next((i for i in range(after, end) if self.doc[i].text == ","), None)
        if comma is None or any("Fin" in t.morph.get("VerbForm", []) for t in self.doc[after:comma]):
            return -1
        return comma + 1 + (self.doc[comma + 1].text in self.titles)

    def _apposed(self, office: OfficePhrase, last: int) -> bool:
        """Whether the parse hangs an office on the name that ends at a token: "said Ana Roy, a nurse in Dnipro"."""
        name = office.head.head
        return self.grammar.is_a(office.head, "apposition") and name.i <= last and name.right_edge.i >= office.head.i

    def _counterpart(self, office: OfficePhrase, person: Known) -> None:
        """A counterpart holds the office named last before, for another country."""
        others = [o for k in self.known if k is not person for o in k.offices if o.end <= office.start]
        other = max(others, key=lambda o: o.start, default=None)
        if other is None or self.sentence[office.start] - self.sentence[other.start] > 1:
            return
        office.title = counterpart_title(office, other, self.doc, self.language)
        if office.title is not None:
            office.kind, office.words = other.kind, other.words

    def _closes_apposition(self, start: int, people: list[tuple[int, int, Known]]) -> bool:
        """Whether a name after a comma is set off by commas or ends its clause: "le conseiller, Iouri Ouchakov,"."""
        end = next(end for first, end, _ in people if first == start)
        return (
            end >= len(self.doc)
            or self.doc[end].is_punct
            or self.doc[end].is_space
            or self.doc[end].pos_ in {"VERB", "AUX", "SCONJ", "PRON"}
        )

    def _resolve(self, offices: list[OfficePhrase]) -> None:
        """Resolve offices that stand without a name; what no name answers to is an actor without one."""
        for office in offices:
            if any(i in self.taken for i in range(office.start, office.end)):
                continue
            if office.plural:
                self._plural_office(office)
                continue
            person = self._holder(office)
            if person is not None:
                self.register.mention(person, office.start, office.end, "office")
            elif self.register.in_role(office.head):
                self._unnamed(office)

    def _plural_office(self, office: OfficePhrase) -> None:
        """ "Les présidents russe et américain" are mentions of both."""
        people = []
        for code in office.countries:
            single = OfficePhrase(office.start, office.end, office.head, office.kind, "", False, (code,), office.words)
            person = self._holder(single)
            people.extend([person] if person is not None else [])
        if not people and len(office.countries) > 1 and self.register.in_role(office.head):
            people = list(self._nameless_holders(office))
        if len(people) == len(office.countries) > 1:
            for person in people:
                person.mentions.append((office.start, office.end, "office"))
            self.register.take(office.start, office.end, people[0])

    def _nameless_holders(self, office: OfficePhrase) -> Iterator[Known]:
        """ "Les présidents américain et russe" whom nobody names: one actor for each."""
        demonyms = nationalities(self.language)
        adjectives = {
            demonyms[fold(t.text)]: t for t in self.doc[office.start : office.end] if fold(t.text) in demonyms
        }
        for code in office.countries:
            if code in adjectives:
                noun, adjective = office.head.lemma_.lower(), adjectives[code].text
                words = (adjective, noun) if adjectives[code].i < office.head.i else (noun, adjective)
                person = Known("person", words, office.gender, None, named=False)
                own = OfficePhrase(office.start, office.end, office.head, office.kind, office.gender, False, (code,))
                own.title = " ".join(words)
                person.offices.append(own)
                self.known.append(person)
                yield person

    def _holder(self, office: OfficePhrase) -> Known | None:
        people = [k for k in self.known if k.kind == "person" and any(same_office(office, own) for own in k.offices)]
        if office.gender:
            people = [k for k in people if not k.gender or k.gender == office.gender]
        if not office.countries and not office.words and people:
            bare = [k for k in people if any(not own.countries and not own.words for own in k.offices)]
            people = bare or people
            near = [k for k in people if k.last_before(office.head.i) >= 0 and self._near(k, office.head.i)]
            ahead = [k for k in people if k.named] if self.register.in_heading(office.start) else []
            people = [max(near, key=lambda k: k.last_before(office.head.i))] if near else ahead
        if len(people) > 1:
            exact = [k for k in people if any(own.kind == office.kind for own in k.offices)]
            people = exact or people
        if len(people) > 1 and office.words:
            told = [k for k in people if any(office.words & own.words for own in k.offices)]
            people = told or people
        people = people or self._described(office)
        return people[0] if len(people) == 1 and not self.register.indefinite(office) else None

    def _described(self, office: OfficePhrase) -> list[Known]:
        """The one person told of just before whom a looser word may mean: "l'élu" after a mayor's name."""
        holders = epithets().get(office.kind, frozenset())
        told = [
            known
            for known in self.known
            if known.kind == "person"
            and known.named
            and not (office.gender and known.gender and office.gender != known.gender)
            and known.last_before(office.head.i) >= 0
        ]
        near = [k for k in told if self._distance(k, office.head.i) <= REACH]
        described = [k for k in near if any(own.kind in holders for own in k.offices)]
        if described or "none" not in holders:
            return described
        return [k for k in near if not k.offices and self._distance(k, office.head.i) <= 1]

    def _distance(self, known: Known, token: int) -> int:
        """Sentences between a token and the last mention of someone before it."""
        return self.sentence[token] - self.sentence[known.last_before(token)]

    def _near(self, known: Known, token: int) -> bool:
        return self._distance(known, token) <= 2 * REACH

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
                and not self.register.indefinite(office)
            ),
            None,
        )
        if person is None:
            person = Known("person", tuple(text.split()), office.gender, None, named=False)
            person.offices.append(office)
            person.vague = self.register.indefinite(office)
            self.known.append(person)
        self.register.mention(person, office.start, office.end, "office")

    def _phrase_text(self, start: int, end: int) -> str:
        return self.doc[start:end].text.strip()
