"""Who speaks: the noun phrase before or behind a verb of saying, or the one that it goes on from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from sourcier.reading.content import DASHES, PUNCTUATION, REACH, is_finite
from sourcier.reading.frames import Cell
from sourcier.reading.speakers import Speaker
from sourcier.reading.speech_words import SpeechWords


class Subjects(SpeechWords):
    """Finds the speaker of a verb of saying in a frame."""

    def _subject(
        self, cells: Sequence[Cell], at: int, begin: int, previous: Speaker | None
    ) -> tuple[Speaker | None, bool]:
        """The speaker before the verb, and whether the verb goes on from a speaker told before."""
        verb = cells[at].token
        if begin == at and self._goes_on(cells, at):
            return self._told_before(cells, at, previous), True
        if begin and cells[begin - 1].word in self.subject_relatives:  # "X, who says"
            antecedent = self._antecedent(cells, begin - 1)
            if antecedent is not None:
                return antecedent, False
        speaker = self._named_before(cells, at, begin)
        if speaker is not None:
            return speaker, False
        coordinated = self.grammar.is_a(verb, "coordinated")
        if coordinated and verb.head.i in self._subject_of:
            return self._subject_of[verb.head.i], False
        if verb.morph.get("VerbForm", []) == ["Inf"] and begin and cells[begin - 1].word in self.group_words:
            governor = next((t for t in self.grammar.path_to_root(verb) if self.grammar.own_subjects(t)), None)
            speaker = self._spoken_by(cells, self.grammar.own_subjects(governor)) if governor is not None else None
            if speaker is not None:
                return speaker, False
        if self._is_relative(cells, begin) or coordinated:
            speaker = self._spoken_by(cells, self.grammar.subjects(verb))
            if speaker is not None and (speaker.actor is not None or previous is None):
                return speaker, False
            return (previous or self._first_speaker(cells, begin)), True
        goes_on = begin > 1 and cells[begin - 1].word in self.content.conjunctions and not self.before
        if goes_on and previous is not None and not self.grammar.own_subjects(verb):
            return previous, True  # "juge le bilan tendu, mais fait valoir que"
        if begin and cells[begin - 1].word == "," and is_finite(verb) and not self.grammar.own_subjects(verb):
            return (previous or self._first_speaker(cells, begin)), True  # "They slam the plan, find that …"
        return None, False

    def _named_before(self, cells: Sequence[Cell], at: int, begin: int) -> Speaker | None:
        """The noun phrase right before a verb, or the one that the parse calls its subject."""
        start = self._phrase_before(cells, begin)
        verbs = [c.token for c in cells[at : at + 2] if not c.passage and c.token.pos_ in {"VERB", "AUX", "NOUN"}]
        parsed = next((s for s in map(self.grammar.own_subjects, verbs) if s), [])
        parsed = [s for s in parsed if s.tag_ != "VBG"]  # "Reacting, the mayor said"
        if parsed and parsed[0].i < cells[at].token.i:
            position = next((n for n, c in enumerate(cells) if c.token.i == parsed[0].i and not c.passage), None)
            # What stands right before the verb is its subject, whatever the parse says.
            adjacent = start is not None and cells[begin - 1].word != "," and self._opens_clause(cells, start)
            if position is not None and not adjacent and (start is None or not start <= position < begin):
                start = self._around(cells, position)
        if start is None:
            return None
        start = self._with_apposition(cells, start)
        return self._speaker_at(cells, start, begin if start < begin else len(cells))

    def _speaker_at(self, cells: Sequence[Cell], start: int, end: int) -> Speaker | None:
        """The speaker of the noun phrase that begins at a cell and ends before another."""
        return self.speakers.speaker(cells, start, min(max(self.speakers.phrase(cells, start), start + 1), end))

    def _opens_clause(self, cells: Sequence[Cell], start: int) -> bool:
        """Whether a phrase begins a clause: not "les riverains" in "l'association qui défend les riverains a dit"."""
        return start == 0 or cells[start].word in self.pronouns or cells[start - 1].word in PUNCTUATION

    def _spoken_by(self, cells: Sequence[Cell], heads: Sequence[Token]) -> Speaker | None:
        """The speaker whose noun phrase holds the first of some subjects of the parse."""
        position = next((n for n, c in enumerate(cells) if heads and c.token.i == heads[0].i and not c.passage), None)
        if position is None:
            return None
        first = self._around(cells, position)
        return self._speaker_at(cells, first, len(cells))

    def _told_before(self, cells: Sequence[Cell], at: int, previous: Speaker | None) -> Speaker | None:
        """From whom a participle goes on ("…, adding that"): who spoke before, or the subject of what it hangs on."""
        governor = self._spoken_by(cells, self.grammar.subjects(cells[at].token))
        if governor is not None and (governor.person or governor.source):
            return governor
        return previous or self._first_speaker(cells, at) or governor

    def _first_speaker(self, cells: Sequence[Cell], end: int) -> Speaker | None:
        """The speaker that a sentence begins with."""
        stop = self.speakers.phrase(cells, 0) if cells else 0
        speaker = self.speakers.speaker(cells, 0, stop) if 0 < stop <= end else None
        return speaker if speaker is not None and speaker.speaks else None

    def _antecedent(self, cells: Sequence[Cell], relative: int) -> Speaker | None:
        """Whom "who" goes back to: the name before its apposition, where one stands between."""
        end = relative - 1 if relative and cells[relative - 1].word in {",", *DASHES} else relative
        start = self._phrase_before(cells, end, governed=True) if end > 0 else None
        if start is None:
            return None
        start = self._with_apposition(cells, start)
        named = self._speaker_at(cells, start, end)
        if named is None or named.actor is None:
            return named
        pronoun = cells[relative]
        return replace(named, start=pronoun.start, end=pronoun.end, text=pronoun.token.text)

    def _with_apposition(self, cells: Sequence[Cell], start: int) -> int:
        """Where the name begins that the phrase from a cell only explains: "Ana Roy, présidente du comité"."""
        if start < 2 or cells[start - 1].word != "," or cells[start].token.pos_ not in {"NOUN", "ADJ"}:
            return start
        if self.speakers.names_a_person(cells[start].start, cells[start].end):
            return start
        for first in range(max(0, start - 8), start - 1):
            named = self.speakers.phrase(cells, first) == start - 1
            person = self.speakers.names_a_person(cells[first].start, cells[start - 2].end)
            if named and (person or (first == 0 and start == 2 and self._capitals(cells[:1]))):
                return first
        return start

    def _goes_on(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a verb goes on from a speaker told before: a participle, or "avant d'ajouter que"."""
        verb, before = cells[at].token, at - 1
        while before >= 0 and cells[before].word in self.group_words:
            before -= 1
        infinitive = verb.morph.get("VerbForm", []) == ["Inf"]
        if infinitive and before >= 0 and cells[before].word in self.purposes:
            return True
        if infinitive and 0 <= before < at - 1 and before < 2 and cells[0].word in self.content.conjunctions:
            return True  # "Et d'ajouter : …"
        return verb.tag_ == "VBG" or (
            verb.morph.get("VerbForm", []) in (["Part"], ["Ger"]) and verb.morph.get("Tense", []) != ["Past"]
        )

    def _around(self, cells: Sequence[Cell], position: int) -> int:
        """First cell of the noun phrase that holds a cell."""
        for start in range(max(0, position - 10), position + 1):
            if not cells[start].passage and self.speakers.phrase(cells, start) > position:
                return start
        return position

    def _phrase_before(self, cells: Sequence[Cell], end: int, governed: bool = False) -> int | None:
        """First cell of the noun phrase that ends right before a verb group."""
        clause = self._relative_clause_before(cells, end)
        if clause is not None:
            return self._phrase_before(cells, clause)
        best, comma = None, False
        for start in range(end - 1, max(-1, end - 16), -1):
            if cells[start].passage or cells[start].word in {";", ":"}:
                break
            if cells[start].word in self.relatives:
                continue
            stop = self.speakers.phrase(cells, start)
            if not governed and start and cells[start - 1].token.pos_ == "ADP" and not cells[start - 1].passage:
                best = None if best is not None and start < best < stop else best
                continue  # "À Bruxelles, la ministre a dit": a place, not who speaks
            named = stop > start and self.speakers.names_a_person(cells[start].start, cells[stop - 1].end)
            if comma and not named:
                if cells[start].word == ",":
                    break
                continue
            if (
                stop == end
                or (start < stop == end - 1 and cells[end - 1].word == "," and self._parenthetic(cells, start))
                or (start < stop < end and self._opens_clause(cells, start) and self._phrases_end(cells, stop) == end)
                or (start < stop < end and self._only_aside(cells, self._past_phrases(cells, stop, end), end))
            ):
                best = start
            elif best is not None and cells[start].word == ",":
                if comma or cells[end - 1].word != ",":
                    break
                comma = True  # "Ana Roy, the mayor of Valmont, told": a name may stand before its apposition
        return best

    def _modified(self, cells: Sequence[Cell], end: int) -> int | None:
        """First cell of one who speaks, whom a participle parts from the verb: "two diplomats briefed on it said"."""
        comma = next(
            (n for n in range(end - 1, max(-1, end - REACH), -1) if cells[n].word == "," or cells[n].passage), -1
        )
        stop = self.speakers.phrase(cells, comma + 1)
        if comma < 0 or not comma + 1 < stop < end or cells[stop].token.tag_ != "VBN":
            return None
        if any(c.token.pos_ in {"VERB", "AUX"} for c in cells[stop + 1 : end] if not c.passage):
            return None
        speaker = self.speakers.speaker(cells, comma + 1, stop)
        return comma + 1 if speaker is not None and speaker.speaks else None

    def _parenthetic(self, cells: Sequence[Cell], start: int) -> bool:
        """Whether a comma may close an aside at whose end a phrase stands, or its own: "X, the mayor, said"."""
        return start == 0 or any(c.word == "," for c in cells[:start]) or cells[start - 1].passage is not None

    def _relative_clause_before(self, cells: Sequence[Cell], end: int) -> int | None:
        """The comma that opens a relative clause set off right before a verb: "X, qui exploite l'ouvrage, nie"."""
        if end < 4 or cells[end - 1].word != ",":
            return None
        comma = next((n for n in range(end - 2, max(0, end - 2 - REACH), -1) if cells[n].word == ","), None)
        if comma is None:
            return None
        opener = comma + 1 + (cells[comma + 1].token.pos_ == "ADP" and not cells[comma + 1].passage)
        return comma if cells[opener].word in self.relatives else None

    def _only_aside(self, cells: Sequence[Cell], start: int, end: int) -> bool:
        """Whether an aside set off by commas is all that stands between: "Alex Pavic, 34, a dit"."""
        return (
            cells[start].word == ","
            and cells[end - 1].word == ","
            and end - start < 14
            and not any(c.passage for c in cells[start:end])
        )

    def _postposed(self, cells: Sequence[Cell], at: int, marked: bool = False) -> tuple[Speaker | None, int]:
        """The speaker behind the verb, past times, channels and addressees: "a déclaré mardi à l'AFP le ministre"."""
        start = at
        while start < len(cells) and start < at + REACH:
            cell = cells[start]
            following = cells[start + 1] if marked and cell.word == "," and start + 1 < len(cells) else None
            aside = following is not None and (following.token.pos_ == "ADP" or following.start in self.speakers.barred)
            if cell.passage or (cell.word in {",", ":", "."} and start == at and not aside):
                return None, at
            outlet = self.speakers.outlet(cells, start)
            governed = cells[start].token.pos_ == "ADP" or cells[start - 1].token.pos_ == "ADP"
            if outlet > start and not governed and not self.before:
                return self.speakers.speaker(cells, start, outlet), outlet  # "…, écrit vendredi Le Soir"
            if cell.start in self.speakers.barred or (cell.token.pos_ == "ADV" and cell.token.text.islower()):
                start += 1
                continue
            adverbial = self.content.adverbial(cells, start)
            if adverbial:
                start += adverbial
                continue
            if cell.word in {",", "("}:
                start += 1
                continue
            if start == at and cell.word in self.content.indefinites and cell.token.pos_ == "ADP":
                stop = self.speakers.phrase(cells, start + 1)  # "ont calculé des géomètres": an article, not "of"
                if stop > start + 1:
                    return self.speakers.speaker(cells, start, stop), stop
            if cell.token.pos_ == "ADP":
                start = self._past_phrase(cells, start)
                continue
            stop = self.speakers.phrase(cells, start)
            if stop <= start:
                return None, at
            return self.speakers.speaker(cells, start, stop), stop
        return None, at

    def _phrases_end(self, cells: Sequence[Cell], at: int) -> int:
        """One past the prepositional phrases behind a noun phrase: "un diplomate | en poste à Alger"."""
        while at < len(cells) and not cells[at].passage and cells[at].token.pos_ == "ADP":
            at = self._past_phrase(cells, at)
        return at

    def _past_phrases(self, cells: Sequence[Cell], at: int, end: int) -> int:
        """Past prepositional phrases up to a comma: "un diplomate | en poste dans la région | , interrogé"."""
        n = self._phrases_end(cells, at)
        return n if n < end and cells[n].word == "," else at

    def _past_phrase(self, cells: Sequence[Cell], at: int) -> int:
        """Past a prepositional phrase: "en marge d'une visite | le ministre"; a determiner opens the next one."""
        n = at
        while n < len(cells) and not cells[n].passage:
            token = cells[n].token
            opens = token.pos_ in {"DET", "PRON"} and not (n and cells[n - 1].token.pos_ in {"ADP", "DET"})
            if opens or not (token.pos_ in {"ADP", "DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON", "X"} or n == at):
                break
            n += 1
        gerund = n == at + 1 and n < len(cells) and cells[n].token.morph.get("Tense", []) == ["Pres"]
        return n + 1 if gerund else max(n, at + 1)

    def _learned_from(self, cells: Sequence[Cell], at: int) -> Speaker | None:
        """From whom "on" has learned something: "a-t-on appris lundi auprès de la préfecture"."""
        for n in range(at, min(len(cells) - 1, at + 6)):
            phrase = next((p for p in self.origins if self._spells(cells, n, p)), None)
            if phrase is not None:
                first = n + len(phrase)
                stop = self.speakers.phrase(cells, first)
                speaker = self.speakers.speaker(cells, first, stop) if stop > first else None
                if speaker is not None and speaker.speaks:
                    return speaker
        return None
