"""Whom a pronoun means."""

from __future__ import annotations

from spacy.tokens import Token

from sourcier.reading.actor_register import REACH, Known, Step
from sourcier.reading.actor_words import cue_lemmas, speaks
from sourcier.reading.marks import find_marked


class Pronouns(Step):
    """Finds the person that a pronoun goes back to; nobody where a thing may be meant."""

    def read(self) -> None:
        """Give each pronoun of the third person singular whom it means, where that is sure."""
        words = self.lexicon["pronouns"]
        masculine, feminine = frozenset(words["singular_m"]), frozenset(words["singular_f"])
        article = self.draft.article
        blocks = [(b.start, b.end) for b in article.blocks] or None
        passages = [(m.start, m.end) for m in find_marked(article.text, self.language, blocks) if m.depth == 0]
        self._speech = [next((s for s, e in passages if s <= token.idx < e), -1) for token in self.doc]
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
            person = self._antecedent(token, gender, speaks(verb, self.language))
            if person is not None:
                person.gender = person.gender or gender
                self.register.mention(person, token.i, token.i + 1, "pronoun")

    def _antecedent(self, token: Token, gender: str, speaks: bool) -> Known | None:
        """The person a pronoun means: the nearest subject of its gender; nobody where a thing may be meant."""
        here = self.sentence[token.i]
        people = []
        for known in self.known:
            if known.kind != "person" or known.vague or (known.gender and known.gender != gender):
                continue
            # Who speaks or acts outside marks is no one of whom the speech inside them tells.
            inside = -1 if self._is_incise(token) else self._speech[token.i]
            told = (m for m in known.mentions if m[0] < token.i and self._speech[m[0]] in {-1, inside})
            last = max(told, key=lambda m: m[0], default=None)
            if last is None or here - self.sentence[last[0]] > REACH:
                continue
            subject = self._is_subject(last[0], last[1])
            people.append((here - self.sentence[last[0]] - (1 if subject else 0), -last[0], known, subject))
        if not people:
            return None
        people.sort(key=lambda item: (item[0], item[1]))
        best = people[0]
        if not speaks and not self._subject_before_is(token, best[2]):
            return None
        if speaks and self.lexicon["pronouns"]["gendered_things"] and self._body_before(token, best[1]):
            return None
        rivals = [p for p in people[1:] if p[0] == best[0] and p[3] == best[3]]
        return best[2] if not rivals or best[1] < rivals[0][1] else None

    def _is_incise(self, token: Token) -> bool:
        """Whether a pronoun is the speaker within the marks of the speech: "« Rien, dit-il, ne presse. »"."""
        inverted = token.text[0] == "-" or (token.i > 0 and self.doc[token.i - 1].text == "-")
        return inverted and self._speech[token.i] >= 0 and speaks(token.head, self.language)

    def _body_before(self, token: Token, person: int) -> bool:
        """Whether the subject of the sentence before is a body, told of after the person: "elle" may be the union."""
        number = self.sentence[token.i] - 1
        if number < 0 or -person >= self.draft.sentences[number].start:
            return False
        subjects = self.grammar.own_subjects(self.draft.sentences[number].root)
        taken = [self.taken.get(subject.i) for subject in subjects]
        return any(known is not None and known.kind == "organisation" for known in taken)

    def _is_subject(self, start: int, end: int) -> bool:
        root = self.doc[start:end].root
        while self.grammar.is_a(root, "coordinated", "name", "apposition") and root.head != root:
            root = root.head
        if self.grammar.is_a(root, "subject"):
            return True
        return (
            self.grammar.is_a(root, "object")
            and not self.grammar.own_subjects(root.head)
            and root.head.lemma_ in cue_lemmas(self.language)
        )

    def _subject_before_is(self, token: Token, known: Known) -> bool:
        """Whether the last subject before a pronoun, in its sentence or the one before, is a mention of the person."""
        first = self.draft.sentences[max(0, self.sentence[token.i] - 1)].start
        before = self.draft.sentences[max(0, self.sentence[token.i] - 1)].root
        if self.grammar.is_a(token, "subject") and token.head == token.sent.root:
            # The subject of the sentence before is what the subject of this one goes on from.
            postposed = self.grammar.objects(before) if speaks(before, self.language) else []
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
