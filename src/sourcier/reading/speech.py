"""Speech in one sentence: which words are attributed, by which cue, to whom.

Works on the frame, where each passage between marks is one cell: first by the order of words around marks, which the
press keeps strictly, then by the parse where there are no marks. A cue that is negated, or that has no speaker and no
marks, attributes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from sourcier.reading.cues import Cue, cues
from sourcier.reading.draft import Draft
from sourcier.reading.frames import Cell, Frame
from sourcier.reading.speakers import Speaker, Speakers, words

_PUNCTUATION = frozenset({",", ";", "-", "–", "—", ".", "!", "?", "…", "...", "(", ")"})
_REACH = 14
"""Cells between a cue and the marks or marker of what it introduces; longer stretches are other clauses."""


@dataclass
class Said:
    """One attribution before it becomes a record.

    Attributes:
        first: first cell of the content.
        last: last cell of the content.
        cells: the frame's cells.
        speaker: who, where the frame says; None where it goes on from the speaker before.
        cue_start: first code point of the cue; with `cue_end` the cue's words.
        verb: the cue's verb; None for nominal cues.
        more: further pieces, where the cue interrupts the speech.
    """

    first: int
    last: int
    cells: Sequence[Cell]
    speaker: Speaker | None
    cue_start: int | None = None
    cue_end: int | None = None
    verb: Token | None = None
    more: list[tuple[int, int]] = field(default_factory=list)
    continues: bool = False

    @property
    def start(self) -> int:
        """First code point of the content."""
        return self.cells[self.first].start

    @property
    def end(self) -> int:
        """One past the last code point of the content, further pieces included."""
        last = max([self.last, *(stop for _, stop in self.more)])
        return self.cells[last].end

    def passages(self) -> int:
        """Marked passages in the content."""
        return sum(c.passage is not None for c in self.cells[self.first : self.last + 1])


class SpeechReader:
    """Finds the attributions of frames of one draft."""

    def __init__(self, draft: Draft, speakers: Speakers) -> None:
        self.draft = draft
        self.grammar = draft.grammar
        self.speakers = speakers
        self.cues = cues(draft.language)
        settings = draft.language.toml("quotes")
        self.markers = words(draft.language, "markers")
        self.question_markers = words(draft.language, "question_markers")
        self.auxiliaries = words(draft.language, "auxiliaries")
        self.clitics = words(draft.language, "clitics")
        self.pronouns = words(draft.language, "pronouns")
        self.addressees = words(draft.language, "addressee_prepositions")
        self.addressed = words(draft.language, "addressed_cues")
        self.group_words = words(draft.language, "group_words")
        self.ambiguous = words(draft.language, "ambiguous_nominal")
        self.relatives = words(draft.language, "relative_words")
        self.infinitive_markers = words(draft.language, "infinitive_markers")
        self.purposes = words(draft.language, "purpose_infinitive")
        self.participle_openers = words(draft.language, "participle_openers")
        self.conjunctions = words(draft.language, "conjunctions")
        self.passed_over = self.addressees | words(draft.language, "channel_prepositions")
        self.adverbials = tuple(tuple(p.replace("’", "'").replace("'", "' ").split()) for p in settings["adverbials"])
        self.before = bool(settings["speaker_before_verb"])
        self.after = bool(settings["speaker_after_verb"])
        self.bare = bool(settings["bare_clause"])
        self._subject_of: dict[int, Speaker] = {}  # by verbs of saying that introduce nothing themselves

    def read(self, frame: Frame) -> list[Said]:
        """The attributions of a frame, in text order, none inside another."""
        cells = frame.cells
        found: list[Said] = []
        nominal = list(self._nominal(cells))
        verbal = list(self._verbal(cells, nominal[0].speaker if nominal else None))
        behind = [said for said in verbal if said.cue_start is not None and said.cue_start >= said.end]
        # A cue behind what is said takes in all before it, other verbs of saying included.
        for said in (*nominal, *behind, *(s for s in verbal if s not in behind)):
            if not any(self._overlap(said, other) for other in found):
                found.append(said)
        found.extend(s for s in self._alone(frame, found) if not any(self._overlap(s, o) for o in found))
        return sorted(found, key=lambda s: s.start)

    def _overlap(self, one: Said, other: Said) -> bool:
        return one.first <= other.last and other.first <= one.last

    # "Selon X", "according to X".

    def _nominal(self, cells: Sequence[Cell]) -> Iterator[Said]:
        for at, cell in enumerate(cells):
            if cell.passage:
                continue
            phrase = next((p for p in self.cues.nominal if self._spells(cells, at, p)), None)
            if phrase is None:
                continue
            start = at + len(phrase)
            stop = self.speakers.phrase(cells, start)
            speaker = self.speakers.speaker(cells, start, stop)
            if speaker is None or not self._may_speak(cells, at, stop, speaker, phrase):
                continue
            last = self._last(cells)
            relative = self._skip_apposition(cells, stop)
            if at <= 1 or cells[at - 1].word in {";", ":"}:
                first = relative + 1 if relative < len(cells) and cells[relative].word == "," else relative
                content = (first, self._until_participle(cells, first, last))
            else:
                content = (self._clause_start(cells, at), at - 1)
                while content[1] > content[0] and cells[content[1]].word in _PUNCTUATION:
                    content = (content[0], content[1] - 1)
            if content[1] - content[0] < 1 and not (content[1] == content[0] and cells[content[0]].passage):
                continue
            yield Said(*content, cells, speaker, cell.start, cells[at + len(phrase) - 1].end)

    def _may_speak(self, cells: Sequence[Cell], at: int, stop: int, speaker: Speaker, phrase: tuple[str, ...]) -> bool:
        """ "Pour", "for" and other short prepositions introduce a view only as "Pour X, …", and X must be an actor."""
        if "".join(phrase) not in self.ambiguous:
            return True
        set_off = stop < len(cells) and cells[stop].word == ","
        return set_off and speaker.speaks and (at == 0 or cells[at - 1].word == ",")

    def _spells(self, cells: Sequence[Cell], at: int, phrase: tuple[str, ...]) -> bool:
        here = [c.word.replace("’", "'") for c in cells[at : at + len(phrase)]]
        return here == list(phrase)

    def _skip_apposition(self, cells: Sequence[Cell], at: int) -> int:
        """Past ", présent à cette réunion," behind a name: to its closing comma."""
        if at < len(cells) and cells[at].word == ",":
            closing = next((n for n in range(at + 1, min(len(cells), at + 12)) if cells[n].word == ","), None)
            if closing is not None:
                between = [c.token for c in cells[at + 1 : closing] if not c.passage]
                if between and not any(t.pos_ in {"VERB", "AUX"} and self._is_finite(t) for t in between):
                    return closing
        return at

    def _is_finite(self, token: Token) -> bool:
        return token.morph.get("VerbForm", []) == ["Fin"]

    # Verbs of saying.

    def _verbal(self, cells: Sequence[Cell], previous: Speaker | None) -> Iterator[Said]:
        tail = -1
        for at, cell in enumerate(cells):
            if at <= tail or cell.passage or cell.token.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
                continue
            if cell.token.pos_ in {"ADJ", "NOUN"} and not self._after_auxiliary(cells, at):
                continue
            cue = self.cues.of(cell.token, [c.token for c in cells[at + 1 : at + 4]])
            if cue is None:
                continue
            group = self.grammar.group(cell.token)
            if group.negated or self.grammar.children(cell.token, "passive_auxiliary") or self._is_modified(cell.token):
                continue
            tail = at + self._further_words(cells, at, cue)
            said = self._by_verb(cells, at, tail, cue, previous)
            if said is not None:
                previous = said.speaker or previous
                yield said
            else:  # "nie toute négligence et rappelle que …": the next verb may go on from this one's subject
                subject, _ = self._subject(cells, at, self._group_start(cells, at)[0], previous)
                if subject is not None:
                    self._subject_of[cell.token.i] = subject

    def _is_modified(self, verb: Token) -> bool:
        """A passive or reduced participle ("le texte annoncé") attributes nothing to its noun."""
        return (
            self.grammar.is_a(verb, "relative_clause")
            and verb.morph.get("Tense", []) == ["Past"]
            and verb.morph.get("VerbForm", []) == ["Part"]
        ) or self.grammar.is_a(verb, "modifier")

    def _after_auxiliary(self, cells: Sequence[Cell], at: int) -> bool:
        return at > 0 and any(c.word in self.auxiliaries for c in cells[max(0, at - 3) : at])

    def _further_words(self, cells: Sequence[Cell], at: int, cue: Cue) -> int:
        """Cells that a cue of several words takes behind its verb ("fait savoir")."""
        words_ = cue.lemma.replace("’", "'").split()
        rest = words_[next((n for n, w in enumerate(words_) if w not in {"se", "s'"}), 0) + 1 :]
        return len(rest) if rest and [c.word for c in cells[at + 1 : at + 1 + len(rest)]] == rest else 0

    def _by_verb(self, cells: Sequence[Cell], at: int, tail: int, cue: Cue, previous: Speaker | None) -> Said | None:
        begin, clitic = self._group_start(cells, at)
        goes_on = begin == at and self._goes_on(cells, at)
        after = None if goes_on else self._after_verb(cells, at, tail, begin, clitic, cue)
        if after is not None:
            return after
        speaker, elided = self._subject(cells, at, begin, previous)
        content = self._content(cells, tail, cue)
        if content is None or (speaker is None and not elided):
            return None
        first, last = content
        said = Said(first, last, cells, speaker, cells[begin].start, cells[tail].end, cells[at].token)
        said.continues = speaker is None
        return said if self._is_speech(said) else None

    def _is_speech(self, said: Said) -> bool:
        """Whether marked words are said: a phrase without a verb may be a title, unless an actor utters it."""
        if not said.passages() or said.speaker is None or said.speaker.actor is not None:
            return True
        return any(token.pos_ in {"VERB", "AUX"} for token in self.draft.doc if said.start <= token.idx < said.end)

    def _group_start(self, cells: Sequence[Cell], at: int) -> tuple[int, int | None]:
        """First cell of the verb with its auxiliaries, clitics and adverbs, and its inverted pronoun if it has one."""
        begin, clitic = at, None
        for step in range(at - 1, max(-1, at - 9), -1):
            cell = cells[step]
            if cell.passage:
                break
            if cell.word in self.auxiliaries:
                begin = step
            elif cell.word in self.group_words:
                continue
            elif cell.word in self.clitics or cell.token.pos_ == "ADV":
                if cell.word in self.pronouns and cell.word.startswith("-"):
                    clitic = step
                continue
            elif not self._adverbial(cells, step, at):
                break
        while (
            begin > 0
            and cells[begin - 1].word in self.clitics
            and not self.grammar.is_a(cells[begin - 1].token, "subject", "expletive_subject")
        ):
            begin -= 1
        for step in range(at + 1, min(len(cells), at + 3)):
            if cells[step].word in self.pronouns and cells[step].word.startswith("-"):
                clitic = step
        return begin, clitic

    def _adverbial(self, cells: Sequence[Cell], step: int, at: int) -> bool:
        return any(
            self._spells(cells, start, p)
            for p in self.adverbials
            for start in range(max(0, step - len(p) + 1), step + 1)
            if start + len(p) <= at
        )

    def _after_verb(
        self, cells: Sequence[Cell], at: int, tail: int, begin: int, clitic: int | None, cue: Cue
    ) -> Said | None:
        """ "« … », a dit X", "“…,” said X", "“…,” X said": the speech stands before its cue."""
        if begin == 0:
            return None
        subject_before: Speaker | None = None
        border = begin - 1
        if self.before and clitic is None:
            start = self._phrase_before(cells, begin)
            if start is not None and start > 0 and (cells[start - 1].word == "," or cells[start - 1].passage):
                subject_before = self.speakers.speaker(cells, start, begin)
                border = start - 1
        ends = cells[border].passage is not None or cells[border].word in {",", "—", "–", "-"}
        if not ends:
            return None
        speaker, next_at = subject_before, tail + 1
        if subject_before is not None:
            # "…, X said that": the words before are another clause unless nothing follows the verb.
            following = cells[tail + 1].word if tail + 1 < len(cells) else "."
            closed = (
                following in _PUNCTUATION
                or following == ""
                or cells[tail + 1].token.pos_ in {"ADP", "ADV", "PROPN", "NUM"}
                or (tail + 1 < len(cells) and cells[tail + 1].start in self.speakers._barred)
            )
            addressed = cells[at].token.lemma_ in self.addressed and following not in self.markers
            if not (closed or addressed) or (following == ":" or (following == "" and cells[border].passage is None)):
                return None
        elif clitic is not None:
            speaker = self.speakers.speaker(cells, clitic, clitic + 1)
            next_at = max(tail, clitic) + 1
        else:
            if cells[border].passage is None and any(
                s.i < cells[at].token.i for s in self.grammar.own_subjects(cells[at].token)
            ):
                return None  # "Kiev, qui n'est pas invitée, redoute un marché": no inversion
            speaker, next_at = self._postposed(cells, tail + 1)
            if speaker is None or (
                not speaker.speaks and cells[border].passage is None and not self._marked(cells, border)
            ):
                return None
        last = border - 1 if cells[border].passage is None else border
        first = self._clause_start(cells, last + 1)
        if last < first:
            return None
        content = cells[first : last + 1]
        if not any(c.passage for c in content) and (
            not cue.alone or len(content) < 4 or not any(c.token.pos_ in {"VERB", "AUX"} for c in content)
        ):
            return None
        said = Said(
            first, last, cells, speaker, cells[begin].start, cells[max(tail, clitic or tail)].end, cells[at].token
        )
        resumed = self._resumed(cells, next_at) if content[-1].passage else self._main_clause(cells, first, next_at)
        if resumed is not None:
            said.more.append(resumed)
        return said

    def _marked(self, cells: Sequence[Cell], border: int) -> bool:
        """Whether the words before a cue hold marks; an unmarked clause needs a speaker who is known to be one."""
        return any(c.passage for c in cells[:border])

    def _postposed(self, cells: Sequence[Cell], at: int) -> tuple[Speaker | None, int]:
        """The speaker behind the verb, past times, channels and addressees: "a déclaré mardi à l'AFP le ministre"."""
        start = at
        while start < len(cells) and start < at + _REACH:
            cell = cells[start]
            if cell.passage or (cell.word in {",", ":", "."} and start == at):
                return None, at
            if cell.start in self.speakers._barred or cell.token.pos_ == "ADV":
                start += 1
                continue
            adverbial = next((p for p in self.adverbials if self._spells(cells, start, p)), None)
            if adverbial is not None:
                start += len(adverbial)
                continue
            if cell.word in {",", "("}:
                start += 1
                continue
            if cell.token.pos_ == "ADP" and cell.word in self.passed_over:
                stop = self.speakers.phrase(cells, start + 1)
                barred = start + 1 < len(cells) and cells[start + 1].start in self.speakers._barred
                start = stop if stop > start + 1 else start + 2 if barred else start + 1
                continue
            stop = self.speakers.phrase(cells, start)
            if stop <= start:
                return None, at
            return self.speakers.speaker(cells, start, stop), stop
        return None, at

    def _phrase_before(self, cells: Sequence[Cell], end: int) -> int | None:
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
            if start and cells[start - 1].token.pos_ == "ADP" and not cells[start - 1].passage:
                continue  # "À Bruxelles, la ministre a dit": a place, not who speaks
            stop = self.speakers.phrase(cells, start)
            named = stop > start and self.speakers.names_a_person(cells[start].start, cells[stop - 1].end)
            if comma and not named:
                if cells[start].word == ",":
                    break
                continue
            if (
                stop == end
                or (stop == end - 1 and cells[end - 1].word == ",")
                or (start < stop < end and self._only_aside(cells, stop, end))
            ):
                best = start
            elif best is not None and cells[start].word == ",":
                if comma or cells[end - 1].word != ",":
                    break
                comma = True  # "Ana Roy, the mayor of Valmont, told": a name may stand before its apposition
        return best

    def _relative_clause_before(self, cells: Sequence[Cell], end: int) -> int | None:
        """The comma that opens a relative clause set off right before a verb: "X, qui exploite l'ouvrage, nie"."""
        if end < 4 or cells[end - 1].word != ",":
            return None
        comma = next((n for n in range(end - 2, max(0, end - 2 - _REACH), -1) if cells[n].word == ","), None)
        return comma if comma is not None and cells[comma + 1].word in self.relatives else None

    def _only_aside(self, cells: Sequence[Cell], start: int, end: int) -> bool:
        """Whether an aside set off by commas is all that stands between: "Alex Pavic, 34, a dit"."""
        return (
            cells[start].word == ","
            and cells[end - 1].word == ","
            and end - start < 14
            and not any(c.passage for c in cells[start:end])
        )

    def _subject(
        self, cells: Sequence[Cell], at: int, begin: int, previous: Speaker | None
    ) -> tuple[Speaker | None, bool]:
        """The speaker before the verb, and whether the verb goes on from a speaker told before."""
        verb = cells[at].token
        goes_on = begin == at and self._goes_on(cells, at)
        start = None if goes_on else self._phrase_before(cells, begin)
        parsed = self.grammar.own_subjects(verb)
        if parsed:
            head = parsed[0]
            position = next((n for n, c in enumerate(cells) if c.token.i == head.i and not c.passage), None)
            if position is not None and (start is None or not start <= position < begin):
                start = self._around(cells, position)
        if start is not None:
            stop = max(self.speakers.phrase(cells, start), start + 1)
            speaker = self.speakers.speaker(cells, start, min(stop, begin) if start < begin else stop)
            if speaker is not None and not self._is_relative(cells, start):
                return speaker, False
        if self.grammar.is_a(verb, "coordinated") and verb.head.i in self._subject_of:
            return self._subject_of[verb.head.i], False
        if self._is_relative(cells, begin) or goes_on or self.grammar.is_a(verb, "coordinated"):
            governors = self.grammar.subjects(verb)
            for head in governors[:1]:
                position = next((n for n, c in enumerate(cells) if c.token.i == head.i and not c.passage), None)
                if position is not None:
                    first = self._around(cells, position)
                    speaker = self.speakers.speaker(cells, first, max(self.speakers.phrase(cells, first), first + 1))
                    if speaker is not None and (speaker.actor is not None or previous is None):
                        return speaker, False
            return previous, True
        return None, False

    def _goes_on(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a verb goes on from a speaker told before: a participle, or "avant d'ajouter que"."""
        verb, before = cells[at].token, at - 1
        while before >= 0 and cells[before].word in self.group_words:
            before -= 1
        if verb.morph.get("VerbForm", []) == ["Inf"] and before >= 0 and cells[before].word in self.purposes:
            return True
        return verb.tag_ == "VBG" or (
            verb.morph.get("VerbForm", []) in (["Part"], ["Ger"]) and verb.morph.get("Tense", []) != ["Past"]
        )

    def _is_relative(self, cells: Sequence[Cell], at: int) -> bool:
        return at > 0 and cells[at - 1].word in self.relatives

    def _around(self, cells: Sequence[Cell], position: int) -> int:
        """First cell of the noun phrase that holds a cell."""
        for start in range(max(0, position - 10), position + 1):
            if not cells[start].passage and self.speakers.phrase(cells, start) > position:
                return start
        return position

    # What is said.

    def _content(self, cells: Sequence[Cell], at: int, cue: Cue) -> tuple[int, int] | None:
        """First and last cell of what stands behind the cue; None where nothing is attributed."""
        last = self._last(cells)
        colon = next((n for n in range(at + 1, min(last, at + _REACH) + 1) if cells[n].word == ":"), None)
        if colon is not None and colon + 1 <= last and cells[colon + 1].passage:
            attributed = any(self._opens_cue(cells, n) for n in range(colon + 2, last + 1))
            before = self._before_colon(cells, at, colon, cue)
            if before is not None and attributed:
                return before
            return before[0] if before else colon + 1, self._passages_end(cells, colon + 1, last)
        marker = self._marker(cells, at, last)
        if marker is not None and (cue.alone or any(c.passage for c in cells[marker : last + 1])):
            first = marker + 1
            return (first, self._clause_end(cells, at, first, last)) if first <= last else None
        direct = next((n for n in range(at + 1, min(last, at + 3) + 1) if cells[n].passage), None)
        if direct is not None and all(
            cells[n].word in {"", ":", ",", *self.addressees} or n == direct for n in range(at + 1, direct + 1)
        ):
            end = self._clause_end(cells, at, direct, last)
            return at + 1 if direct > at + 1 and cells[at + 1].word in self.addressees else direct, end
        infinitive = self._infinitive(cells, at, last)
        if (
            infinitive is not None
            and "infinitive" in cue.complements
            and (cue.alone or any(c.passage for c in cells[infinitive : last + 1]))
        ):
            return infinitive, self._clause_end(cells, at, infinitive, last)
        if self.bare and cue.alone and "clause" in cue.complements:
            clause = self._bare_clause(cells, at)
            if clause is not None:
                return clause
        inside = next((n for n in range(at + 1, min(last, at + _REACH) + 1) if cells[n].passage), None)
        if inside is not None and "noun" in cue.complements:
            between = cells[at + 1 : inside]
            if not any(c.token.pos_ in {"VERB", "AUX"} and self._is_finite(c.token) for c in between if not c.passage):
                return self._skip_aside(cells, at + 1), self._clause_end(cells, at, inside, last)
        return None

    def _opens_cue(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a verb of saying stands here, right behind marked words: "« … », a fait savoir X"."""
        near = cells[max(0, at - 4) : at]
        verb = not cells[at].passage and cells[at].token.pos_ == "VERB"
        following = [c.token for c in cells[at + 1 : at + 4]]
        return verb and any(c.passage for c in near) and self.cues.of(cells[at].token, following) is not None

    def _before_colon(self, cells: Sequence[Cell], at: int, colon: int, cue: Cue) -> tuple[int, int] | None:
        """The clause between a verb of saying and a colon: "nie avoir menti : « … »"."""
        if not cue.alone:
            return None
        marker = self._marker(cells, at, colon - 1)
        infinitive = self._infinitive(cells, at, colon - 1) if "infinitive" in cue.complements else None
        first = marker + 1 if marker is not None else infinitive
        return (first, colon - 1) if first is not None and first < colon - 1 else None

    def _skip_aside(self, cells: Sequence[Cell], at: int) -> int:
        while (
            at < len(cells)
            and not cells[at].passage
            and (cells[at].token.pos_ == "ADV" or cells[at].start in self.speakers._barred or cells[at].word == ",")
        ):
            at += 1
        return at

    def _marker(self, cells: Sequence[Cell], at: int, last: int) -> int | None:
        """The complementiser of the cue's clause."""
        for n in range(at + 1, min(last, at + _REACH) + 1):
            cell = cells[n]
            if (
                cell.passage
                or cell.word in {";", "."}
                or (cell.token.pos_ == "VERB" and self._is_finite(cell.token) and n > at + 1)
            ):
                return None
            opens = cell.token.pos_ not in {"DET", "PRON"} or self.grammar.is_a(cell.token, "marker") or n == at + 1
            if cell.word in self.markers and opens:
                return n
        return None

    def _infinitive(self, cells: Sequence[Cell], at: int, last: int) -> int | None:
        for n in range(at + 1, min(last, at + 6) + 1):
            cell = cells[n]
            if cell.passage:
                inner = cell.token
                return n if inner.morph.get("VerbForm", []) == ["Inf"] else None
            if cell.token.pos_ in {"VERB", "AUX"}:
                is_infinitive = cell.token.morph.get("VerbForm", []) == ["Inf"]
                to = n > at + 1 and cells[n - 1].word in self.infinitive_markers
                if not is_infinitive or (self.bare and not to):
                    return None
                return n - 1 if to and self.bare else n
        return None

    def _bare_clause(self, cells: Sequence[Cell], at: int) -> tuple[int, int] | None:
        """ "said talks would start": the clause that the parse hangs on the verb."""
        verb = cells[at].token
        for clause in self.grammar.complements(verb):
            if clause.i < verb.i or not (
                self._is_finite(clause)
                or any(self._is_finite(c) for c in clause.children)
                or self.grammar.group(clause).modals
            ):
                continue
            inside = [n for n, c in enumerate(cells) if n > at and any(t.i == c.token.i for t in clause.subtree)]
            if inside:
                return inside[0], self._clause_end(cells, at, inside[0], self._last(cells))
        return None

    def _clause_end(self, cells: Sequence[Cell], at: int, first: int, last: int) -> int:
        """Last cell of a content clause: to the sentence's end, or to where the cue's own clause goes on."""
        stop = last
        for n in range(first, last + 1):
            cell = cells[n]
            if cell.passage or n == first:
                continue
            goes_on = cell.token.pos_ == "VERB" and self.cues.of(cell.token) is not None
            if (
                goes_on
                and (
                    cell.token.tag_ == "VBG"
                    or (
                        cell.token.morph.get("Tense", []) == ["Pres"]
                        and cell.token.morph.get("VerbForm", []) == ["Part"]
                    )
                )
                and cells[n - 1].word in {",", *self.participle_openers}
            ):
                stop = n - 1
                break
            coordinated = cell.word in self.conjunctions and n + 1 <= last and not cells[n + 1].passage
            if coordinated and any(
                cells[m].token.pos_ == "VERB"
                and cells[m].token.head.i == cells[at].token.i
                and self.grammar.is_a(cells[m].token, "coordinated")
                for m in range(n + 1, min(last, n + 6) + 1)
            ):
                stop = n - 1
                break
        while stop > first and cells[stop].word in _PUNCTUATION | self.participle_openers:
            stop -= 1
        return stop

    def _until_participle(self, cells: Sequence[Cell], first: int, last: int) -> int:
        return self._clause_end(cells, max(0, first - 1), first, last)

    def _passages_end(self, cells: Sequence[Cell], first: int, last: int) -> int:
        return max(n for n in range(first, last + 1) if cells[n].passage)

    def _last(self, cells: Sequence[Cell]) -> int:
        last = len(cells) - 1
        while last > 0 and cells[last].word in _PUNCTUATION:
            last -= 1
        return last

    def _clause_start(self, cells: Sequence[Cell], end: int) -> int:
        """Where the clause before a cue begins: the sentence's start, or behind the last cue's own words."""
        start = 0
        for n in range(end - 1, -1, -1):
            if cells[n].word in {";", ":"}:
                start = n + 1
                break
        while start < end - 1 and cells[start].word in {",", "—", "–", *self.conjunctions}:
            start += 1
        return start

    def _resumed(self, cells: Sequence[Cell], at: int) -> tuple[int, int] | None:
        """The second piece of an interrupted speech: "« A », a dit X, « B »"."""
        n = at
        while n < len(cells) and n < at + _REACH and not cells[n].passage:
            if cells[n].token.pos_ == "VERB" and self._is_finite(cells[n].token):
                return None
            n += 1
        if (
            n < len(cells)
            and cells[n].passage
            and cells[n - 1].word in {",", ":", "—", "–", ";"}
            and all(c.word in _PUNCTUATION for c in cells[n + 1 :])
        ):
            return n, n
        return None

    def _main_clause(self, cells: Sequence[Cell], first: int, at: int) -> tuple[int, int] | None:
        """What follows the cue where only a condition stands before it: "If A, she said, B"."""
        opener = cells[first].token
        subordinates = self.grammar.is_a(opener, "marker") or self.grammar.is_a(opener.head, "adverbial_clause")
        if opener.pos_ not in {"SCONJ", "ADP"} and not subordinates:
            return None
        comma = next((n for n in range(at, min(len(cells), at + _REACH)) if cells[n].word == ","), None)
        last = self._last(cells)
        if comma is None or comma >= last:
            return None
        clause = cells[comma + 1 : last + 1]
        return (comma + 1, last) if any(not c.passage and c.token.pos_ in {"VERB", "AUX"} for c in clause) else None

    # Without a cue.

    def _alone(self, frame: Frame, found: list[Said]) -> Iterator[Said]:
        """Headlines of the form "X : « … »", and speech that stands free and goes on from the speaker before."""
        cells = frame.cells
        passages = [n for n, c in enumerate(cells) if c.passage]
        if not passages:
            return
        if frame.role in {"title", "subheading"}:
            colon = next((n for n, c in enumerate(cells) if c.word == ":"), None)
            if colon is not None and colon + 1 < len(cells) and cells[colon + 1].passage and 0 < colon < 12:
                stop = self.speakers.phrase(cells, 0)
                speaker = self.speakers.speaker(cells, 0, colon) if stop == colon else None
                if speaker is not None and speaker.actor is not None:
                    yield Said(colon + 1, self._passages_end(cells, colon + 1, len(cells) - 1), cells, speaker)
                    return
            if colon is not None and cells[colon - 1].passage and colon + 1 < len(cells):
                stop = self.speakers.phrase(cells, colon + 1)
                speaker = self.speakers.speaker(cells, colon + 1, stop) if stop >= self._last(cells) + 1 else None
                if speaker is not None and speaker.actor is not None:
                    yield Said(0, colon - 1, cells, speaker)
            return
        signed = self._signed(cells, passages[-1])
        if signed is not None and passages == [0]:
            yield Said(0, 0, cells, signed)
            return
        others = [c for c in cells if not c.passage and c.word not in _PUNCTUATION]
        for n in passages:
            passage = cells[n].passage
            if (
                passage is not None
                and not others
                and len(self.draft.article.text[passage.inner_start : passage.inner_end].split()) >= 4
            ):
                yield Said(n, n, cells, None, continues=True)

    def _signed(self, cells: Sequence[Cell], passage: int) -> Speaker | None:
        """A person named right behind a speech, as below a pull quote: "« … » Ana Roy, présidente"."""
        start = passage + 1
        while start < len(cells) and cells[start].word in {"—", "–", "-", ","}:
            start += 1
        stop = self.speakers.phrase(cells, start)
        if stop <= start or (stop < len(cells) and cells[stop].word not in _PUNCTUATION):
            return None
        if any(not c.passage and c.token.pos_ in {"VERB", "AUX"} for c in cells[start:]):
            return None
        speaker = self.speakers.speaker(cells, start, stop)
        return speaker if speaker is not None and speaker.actor is not None else None
