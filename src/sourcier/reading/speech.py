"""Speech in one sentence: which words are attributed, by which cue, to whom.

Works on the frame, where each passage between marks is one cell: first by the order of words around marks, which the
press keeps strictly, then by the parse where there are no marks. A cue that is negated, or that has no speaker and no
marks, attributes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from sourcier.reading.content import DASHES, PUNCTUATION, REACH, Contents, is_finite
from sourcier.reading.cues import Cue, cues
from sourcier.reading.draft import Draft
from sourcier.reading.frames import Cell, Frame
from sourcier.reading.speakers import Speaker, Speakers, words

UNSURE = frozenset({"ADJ", "NOUN", "PROPN", "X"})
"""What taggers take verbs of saying for; they count as verbs only where the order of words leaves no doubt."""


_PARTICIPLE = re.compile(r"(?:é|ée|és|ées|u|ue|us|ues|is|ise|ises|ie|ies|ite|ites|inte|intes)$")
"""Endings of French past participles; taggers see some in the present tense, too."""


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
        continues: whether it goes on from the speaker before.
        headline: whether it stands before a headline's colon, where who speaks may be left out.
        whole: whether a paragraph begins with it and holds no cue: speech even where nobody knows whose.
        resumes: the attribution whose speech it resumes right behind its cue: "“A,” said X. “B.”".
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
    headline: bool = False
    whole: bool = False
    resumes: Said | None = None

    @property
    def start(self) -> int:
        """First code point of the content."""
        return self.cells[self.first].start

    @property
    def end(self) -> int:
        """One past the last code point of the content, further pieces included."""
        last = max([self.last, *(stop for _, stop in self.more)])
        return self.cells[last].end

    def announced_by(self, other: Said) -> None:
        """Take speaker and cue from the sentence that announces it."""
        self.speaker, self.cue_start, self.cue_end, self.verb = (
            other.speaker,
            other.cue_start,
            other.cue_end,
            other.verb,
        )

    def ends_with_cue(self) -> bool:
        """Whether it stands in marks and its cue behind it ends the sentence: what follows may go on from it."""
        cue = self.cue_start is not None and self.cells[self.last].end <= self.cue_start
        return cue and not self.more and self.cells[self.last].passage is not None and not self.cells[-2].passage

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
        self.content = Contents(draft, speakers)
        settings = draft.language.toml("quotes")
        self.markers = words(draft.language, "markers")
        self.auxiliaries = words(draft.language, "auxiliaries")
        self.clitics = words(draft.language, "clitics")
        self.pronouns = words(draft.language, "pronouns")
        self.addressees = words(draft.language, "addressee_prepositions")
        self.addressed = words(draft.language, "addressed_cues")
        self.group_words = words(draft.language, "group_words")
        self.ambiguous = words(draft.language, "ambiguous_nominal")
        self.relatives = words(draft.language, "relative_words")
        self.subject_relatives = words(draft.language, "subject_relatives")
        self.of = words(draft.language, "of_prepositions")
        self.purposes = words(draft.language, "purpose_infinitive")
        self.passed_over = self.addressees | words(draft.language, "channel_prepositions")
        self.adverbials = tuple(tuple(p.replace("’", "'").replace("'", "' ").split()) for p in settings["adverbials"])
        self.antecedents = words(draft.language, "antecedent_relatives")
        self.impersonal = words(draft.language, "impersonal_pronouns")
        self.inverted = frozenset(w for w in self.pronouns | self.impersonal if w[0] == "-" or w[:2] == "t-")
        self.object_clitics = words(draft.language, "object_clitics")
        self.origins = [tuple(p.replace("'", "' ").split()) for p in settings["learned_from"]]
        syntax = draft.language.toml("syntax")["words"]
        self.negators = frozenset(syntax["negators"]) | frozenset(syntax["weak_negators"])
        self.titles = frozenset(draft.language.toml("people")["titles"])
        self.joints = words(draft.language, "infinitive_markers")
        self.semi_auxiliaries = words(draft.language, "semi_auxiliaries")
        self.as_words = words(draft.language, "as_words")
        self.quoting = words(draft.language, "quoting_words")
        self.quotings = words(draft.language, "quoting_verbs")
        self.before = bool(settings["speaker_before_verb"])
        self.after = bool(settings["speaker_after_verb"])
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
            relative = start - 1 if cells[start - 1].word in self.antecedents else start
            if (
                relative < len(cells)
                and cells[relative].word in self.antecedents
                and cells[at - 1].word == ","
                and at > 1
            ):
                first = self._phrase_before(cells, at - 1)
                speaker = self.speakers.speaker(cells, first, at - 1) if first is not None else None
                speaker = speaker or self.speakers.last_named(cells[0].start, cell.start)
                last = self.content.last(cells)
                if speaker is not None and relative < last:  # "X, for whom …"
                    yield Said(relative + 1, last, cells, speaker, cell.start, cells[relative].end)
                continue
            stop = self.speakers.phrase(cells, start)
            speaker = self.speakers.speaker(cells, start, stop)
            if speaker is None or not self._may_speak(cells, at, stop, speaker, phrase):
                continue
            last = self.content.last(cells)
            relative = self._skip_apposition(cells, stop)
            more: list[tuple[int, int]] = []
            relative_before = at > 1 and cells[at - 1].word == "," and cells[at - 2].word in self.relatives
            if at <= 1 or cells[at - 1].word in {";", ":"} or relative_before:
                first = relative + 1 if relative < len(cells) and cells[relative].word == "," else relative
                content = (first, self.content.until_participle(cells, first, last))
            else:
                content = (self.content.clause_start(cells, at), at - 1)
                while content[1] > content[0] and cells[content[1]].word in PUNCTUATION:
                    content = (content[0], content[1] - 1)
                if cells[at - 1].word == "," and relative + 1 < last and cells[relative].word == ",":
                    rest = cells[relative + 1]
                    if rest.word not in self.relatives | self.content.conjunctions and not self._cue_in(
                        cells, relative
                    ):
                        more = [(relative + 1, last)]  # "It took, by their account, nine days"
            if content[1] - content[0] < 1 and not (content[1] == content[0] and cells[content[0]].passage):
                continue
            yield Said(*content, cells, speaker, cell.start, cells[at + len(phrase) - 1].end, more=more)

    def _cue_in(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a verb of saying stands behind a cell."""
        rest = (c.token for c in cells[at:] if not c.passage)
        return any(token.pos_ == "VERB" and self.cues.of(token) is not None for token in rest)

    def _may_speak(self, cells: Sequence[Cell], at: int, stop: int, speaker: Speaker, phrase: tuple[str, ...]) -> bool:
        """ "Pour", "for" and other short prepositions introduce a view only as "Pour X, …", and X must be an actor."""
        if speaker.text.lower() in self.pronouns:
            return "".join(phrase) not in self.ambiguous
        if not speaker.speaks and speaker.text == speaker.text.lower():
            return False  # "selon les types d'établissements"
        if "".join(phrase) not in self.ambiguous:
            return True
        set_off = stop < len(cells) and cells[stop].word == ","
        opens = at == 0 or (at == 1 and cells[0].word in {*self.content.conjunctions, *PUNCTUATION})
        return set_off and speaker.speaks and opens

    def _spells(self, cells: Sequence[Cell], at: int, phrase: tuple[str, ...]) -> bool:
        here = [c.word.replace("’", "'") for c in cells[at : at + len(phrase)]]
        of = self.of | self.antecedents
        if len(phrase) > 1 and len(here) == len(phrase) and phrase[-1] in self.of and here[-1] in of:
            return here[:-1] == list(phrase[:-1])  # "de l'aveu de", "de l'aveu d'une", "de l'aveu du"
        return here == list(phrase)

    def _skip_apposition(self, cells: Sequence[Cell], at: int) -> int:
        """Past ", présent à cette réunion," behind a name: to its closing comma."""
        if at < len(cells) and cells[at].word == ",":
            closing = next((n for n in range(at + 1, min(len(cells), at + 18)) if cells[n].word == ","), None)
            if closing is not None:
                between = [c for c in cells[at + 1 : closing] if not c.passage]
                relative = any(c.word in self.relatives for c in between)
                finite = any(c.token.pos_ in {"VERB", "AUX"} and is_finite(c.token) for c in between)
                if between and (relative or not finite):
                    return closing
        return at

    # Verbs of saying.

    def _verbal(self, cells: Sequence[Cell], previous: Speaker | None) -> Iterator[Said]:
        tail = -1
        for at, cell in enumerate(cells):
            if at <= tail or cell.passage or cell.token.pos_ not in {"VERB", "AUX", *UNSURE}:
                continue
            cue = self.cues.of(cell.token, [c.token for c in cells[at + 1 : at + 6] if not c.passage])
            noun = cell.token.pos_ in UNSURE and not self._after_auxiliary(cells, at)
            phrase = cue is not None and self._further_words(cells, at, cue) and cells[at - 1].token.pos_ != "DET"
            placed = self._closes(cells, at) or self._behind_marks(cells, at) or self._before_subject(cells, at, cue)
            if noun and not phrase and not placed:
                continue
            if cue is None or self.cues.clitics.get(cue.lemma, "") not in {"", cells[at - 1].word if at else ""}:
                continue
            inverted = any(c.word in self.inverted for c in cells[max(0, at - 2) : at + 3])
            begin = self._group_start(cells, at)[0]
            compound = any(c.word in self.auxiliaries for c in cells[begin:at])
            inverted = inverted or (compound and not self.before)
            passive = self.grammar.children(cell.token, "passive_auxiliary")
            if self._negated(cells, at) or passive or (not inverted and self._is_modified(cell.token)):
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
        participle = verb.morph.get("VerbForm", []) == ["Part"] and _PARTICIPLE.search(verb.lower_) is not None
        if participle and not self.before and not self.grammar.is_a(verb, "coordinated"):
            return True
        return (
            self.grammar.is_a(verb, "relative_clause")
            and verb.morph.get("Tense", []) == ["Past"]
            and verb.morph.get("VerbForm", []) == ["Part"]
        ) or (self.grammar.is_a(verb, "modifier") and not is_finite(verb))

    def _behind_marks(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a word that the tagger took for a noun stands where French puts the verb: "« … », s'exclame X"."""
        before = at - 1
        while before >= 0 and not cells[before].passage and cells[before].word in self.clitics:
            before -= 1
        if before > 0 and cells[before].word == ",":
            before -= 1
        return self.after and before >= 0 and cells[before].passage is not None and at - before < 4

    def _negated(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a verb of saying is denied by a word outside marks."""
        near = cells[max(0, at - 6) : at + 5]
        return self.grammar.group(cells[at].token).negated and any(c.word in self.negators for c in near)

    def _before_subject(self, cells: Sequence[Cell], at: int, cue: Cue | None) -> bool:
        """Whether a word taken for a noun stands between a clause and a subject: "…, nuance toutefois le Dr Roy"."""
        following = next((c for c in cells[at + 1 : at + 4] if c.passage or c.token.pos_ != "ADV"), None)
        if at + 1 < len(cells) and cells[at + 1].word in self.inverted | {"-t"}:
            return True
        announces = at + 2 < len(cells) and cells[at + 1].word == ":" and cells[at + 2].passage is not None
        if announces and at and cells[at - 1].token.pos_ not in {"DET", "ADJ"} and not self.before:
            return True
        if not self.after or self.before or cue is None or not cue.alone or following is None or following.passage:
            return False
        opens = following.token.pos_ in {"DET", "PROPN"} or following.token.text in self.titles
        return opens and at > 3 and cells[at - 1].word == ","

    def _closes(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a word ends a sentence that marked words begin: "“Stay out,” the post read." """
        return self.before and at > 1 and cells[0].passage is not None and at == self.content.last(cells)

    def _after_auxiliary(self, cells: Sequence[Cell], at: int) -> bool:
        return at > 0 and any(c.word in self.auxiliaries for c in cells[max(0, at - 3) : at])

    def _further_words(self, cells: Sequence[Cell], at: int, cue: Cue) -> int:
        """Cells that a cue of several words takes behind its verb ("fait savoir")."""
        words_ = cue.lemma.replace("’", "'").split()
        rest = words_[next((n for n, w in enumerate(words_) if w not in {"se", "s'"}), 0) + 1 :]
        behind = [n for n in range(at + 1, min(len(cells), at + 6)) if cells[n].word[:1] != "-"][: len(rest)]
        return behind[-1] - at if rest and [cells[n].word for n in behind] == rest else 0

    def _by_verb(self, cells: Sequence[Cell], at: int, tail: int, cue: Cue, previous: Speaker | None) -> Said | None:
        begin, clitic = self._group_start(cells, at)
        if at > 1 and cells[at - 1].word in self.quoting:
            quoted = self._quoted(cells, at, cue)
            if quoted is not None:
                return quoted
        goes_on = begin == at and self._goes_on(cells, at)
        after = None if goes_on else self._after_verb(cells, at, tail, begin, clitic, cue)
        if after is not None:
            return after
        speaker, elided = self._subject(cells, at, begin, previous)
        if speaker is None and not elided and begin == 0:  # "Said Ana Roy: “…”"
            inverted, stop = self._postposed(cells, tail + 1)
            speaker = inverted if stop < len(cells) and cells[stop].word == ":" else None
        relative = begin > 0 and cells[begin - 1].word in self.subject_relatives
        content = self.content.behind(cells, tail, cue)
        if content is not None and relative:
            content = content[0], self.content.before_main_verb(cells, *content)
        if content is None or (speaker is None and not elided):
            return None
        first, last = content
        marked = any(c.passage for c in cells[first : last + 1]) or cells[first - 1].word in self.markers
        told = speaker is not None and speaker.source and first == tail + 1
        if cue.kind == "find" and not marked and not told:
            return None  # "found dead as waters rise"
        said = Said(first, last, cells, speaker, cells[begin].start, cells[tail].end, cells[at].token)
        said.continues = speaker is None
        return said if self._is_speech(said) and self._is_told(cells, said, cue) else None

    def _quoted(self, cells: Sequence[Cell], at: int, cue: Cue) -> Said | None:
        """ "X was quoted as saying …", "the agency quoted X as saying …": X speaks, not who quotes."""
        quotes = next((n for n in range(at - 2, max(-1, at - 14), -1) if cells[n].token.lemma_ in self.quotings), None)
        if quotes is None or cells[quotes].passage:
            return None
        if quotes == at - 2:  # passive
            begin, _ = self._group_start(cells, quotes)
            start = self._phrase_before(cells, begin)
            stop = begin
        else:
            begin, start, stop = quotes, quotes + 1, at - 1
        speaker = self.speakers.speaker(cells, start, stop) if start is not None else None
        if speaker is None or start is None:
            return None
        content = self.content.behind(cells, at, cue)
        if content is None and quotes == at - 2 and start > 0 and cells[start - 1].passage:
            content = start - 1, start - 1
        return Said(*content, cells, speaker, cells[begin].start, cells[at].end, cells[at].token) if content else None

    def _is_told(self, cells: Sequence[Cell], said: Said, cue: Cue) -> bool:
        """Whether a verb that things may have for a subject, too ("la hausse indique que …"), has one who speaks."""
        speaker = said.speaker
        doubtful = not {"object", "speaker"}.isdisjoint(cue.complements)
        if not doubtful or said.passages() or speaker is None or speaker.speaks:
            return True
        own = [c for c in cells if speaker.start <= c.start < speaker.end]
        proper = any(not c.passage and c.token.pos_ == "PROPN" for c in own)
        return proper or speaker.text.lower() in self.pronouns | self.subject_relatives

    def _is_speech(self, said: Said) -> bool:
        """Whether marked words are said: a phrase without a verb may be a title, unless an actor utters it."""
        speaker = said.speaker
        if not said.passages() or speaker is None or speaker.actor is not None or speaker.text.lower() in self.pronouns:
            return True
        if any(not c.passage and c.token.pos_ in {"VERB", "AUX"} for c in said.cells[said.first : said.last + 1]):
            return True
        marked = [(c.start, c.end) for c in said.cells[said.first : said.last + 1] if c.passage]
        inside = [t for t in self.draft.doc if t.text[0].isalpha() and any(s <= t.idx < e for s, e in marked)]
        if any(token.pos_ in {"VERB", "AUX"} for token in inside):
            return True
        named = speaker.text[0].isupper() or speaker.speaks
        return named and len(inside) > 2 and not all(t.text[0].isupper() for t in inside if len(t) > 3)

    def _group_start(self, cells: Sequence[Cell], at: int) -> tuple[int, int | None]:
        """First cell of the verb with its auxiliaries, clitics and adverbs, and its inverted pronoun if it has one."""
        begin, clitic = at, None
        for step in range(at - 1, max(-1, at - 9), -1):
            cell = cells[step]
            if cell.passage:
                break
            if cell.word == ",":  # "a, dans la soirée, déploré"
                opening = next((n for n in range(step - 1, max(0, step - 10), -1) if cells[n].word == ","), None)
                if opening is None or cells[opening - 1].word not in self.auxiliaries or step != at - 1:
                    break
                begin = opening - 1
                break
            if cell.word in self.auxiliaries:
                begin = step
            elif cell.word in self.group_words:
                continue
            elif cell.word in self.clitics or cell.token.pos_ == "ADV":
                if cell.word in self.inverted:
                    clitic = step
                continue
            elif not self._adverbial(cells, step, at):
                break
        while (
            begin > 0
            and cells[begin - 1].word in self.clitics
            and (
                not self.grammar.is_a(cells[begin - 1].token, "subject", "expletive_subject")
                or (cells[begin - 1].word in self.object_clitics and begin > 1 and cells[begin - 2].word == ",")
            )
        ):
            begin -= 1
        for step in range(at + 1, min(len(cells), at + 3)):
            if cells[step].word in self.inverted:
                clitic = step
        first = self.grammar.group(cells[at].token).first.i  # "a d'ores et déjà annoncé"
        auxiliary = next((n for n in range(max(0, at - 9), begin) if cells[n].token.i == first), None)
        if auxiliary is not None and not cells[auxiliary].passage:
            begin = auxiliary
        if (
            clitic is None and begin > 1 and cells[begin - 1].word in self.joints
        ):  # "s'est borné à dire", "went on to say"
            governor = begin - 2
            lemma = "" if cells[governor].passage else cells[governor].token.lemma_
            if lemma in self.semi_auxiliaries or (cells[governor].token.pos_ in {"ADV", "ADP", "PART"} and governor):
                governor -= lemma not in self.semi_auxiliaries
                if not cells[governor].passage and cells[governor].token.lemma_ in self.semi_auxiliaries:
                    return self._group_start(cells, governor)
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
        if border > 0 and cells[border].word in self.as_words:
            border -= 1  # ", comme l'a révélé X"
        ends = cells[border].passage is not None or cells[border].word in {",", *DASHES}
        if not ends:
            return None
        speaker, next_at = subject_before, tail + 1
        if subject_before is not None:
            # "…, X said that": the words before are another clause unless nothing follows the verb.
            following = cells[tail + 1].word if tail + 1 < len(cells) else "."
            closed = (
                following in PUNCTUATION
                or following == ""
                or cells[tail + 1].token.pos_ in {"ADP", "ADV", "PROPN", "NUM", "SCONJ"}
                or cells[tail + 1].token.tag_ == "VBG"
                or (tail + 1 < len(cells) and cells[tail + 1].start in self.speakers.barred)
            ) and following not in self.markers
            addressed = cells[at].token.lemma_ in self.addressed and following not in self.markers
            if not (closed or addressed) or (following == ":" or (following == "" and cells[border].passage is None)):
                return None
        elif clitic is not None:
            next_at = max(tail, clitic) + 1
            impersonal = cells[clitic].word in self.impersonal
            speaker = self._learned_from(cells, next_at) if impersonal else None
            speaker = speaker or self.speakers.pronoun(cells[clitic])
        else:
            marked = cells[border].passage is not None or (border > 0 and cells[border - 1].passage is not None)
            speaker, next_at = self._postposed(cells, tail + 1, marked)
            told_before = any(s.i < cells[at].token.i for s in self.grammar.own_subjects(cells[at].token))
            if not marked and told_before and not (speaker and speaker.speaks and cue.alone):
                return None  # "Kiev, qui n'est pas invitée, redoute un marché": no inversion
            compound = any(c.word in self.auxiliaries for c in cells[begin:at]) and not self.before
            known = speaker is not None and (speaker.speaks or compound)  # "…, ont calculé X" can only be speech
            if speaker is None or (not known and cells[border].passage is None and not self._marked(cells, border)):
                return None
        last = border - 1 if cells[border].passage is None else border
        first = self.content.clause_start(cells, last + 1)
        if last < first:
            return None
        comma = self.content.comma_behind(cells, next_at)
        parted = comma is not None
        if cells[border].passage is None and not parted and self.content.has_marker(cells, tail):
            return None  # "Larkspur, the maker of software, told staff that …"
        content = cells[first : last + 1]
        clause = self._is_clause(content) and not (content[-1].passage is None and content[-1].token.pos_ == "AUX")
        resumed = None
        if content[-1].passage:
            resumed = self.content.resumed(cells, next_at)
        elif not parted:
            pass
        elif cells[last].word in self.relatives:  # "the area, who, he alleged, was …"
            resumed = self.content.main_clause(cells, first, next_at)
            if resumed is not None:
                (first, last), resumed = resumed, None
        elif not clause or self.content.subordinates(cells, first) or self.content.goes_on(cells, comma or next_at):
            resumed = self.content.main_clause(cells, first, next_at)
        unmarked = not any(c.passage for c in cells[first : last + 1])
        short = subject_before is None and clitic is None and len(content) < 4  # "Not so, says X"
        alone = cue.alone or clitic is not None
        if unmarked and (not alone or (resumed is None and not short and (len(content) < 4 or not clause))):
            return None
        if unmarked and parted and self.content.subordinates(cells, first) and self.content.has_marker(cells, tail):
            return None  # "When they asked, he replied, laughing, that …"
        said = Said(
            first, last, cells, speaker, cells[begin].start, cells[max(tail, clitic or tail)].end, cells[at].token
        )
        if resumed is not None:
            said.more.append(resumed)
        return said

    def _is_clause(self, cells: Sequence[Cell]) -> bool:
        """Whether words hold a finite verb of their own: not "L'image, qui a fait le tour du monde"."""
        relative = False
        for number, cell in enumerate(cells):
            if cell.passage:
                continue
            token = cell.token
            if cell.word == "," and number and cells[number - 1].word not in self.relatives:
                relative = False  # ", dont douze enfants, ont été tués"
            relative = relative or (cell.word in self.relatives and token.pos_ == "PRON")
            if token.pos_ in {"VERB", "AUX"} and (is_finite(token) or token.tag_ == "MD"):
                if not relative:
                    return True
                relative = token.pos_ == "AUX"  # its participle follows
            elif token.pos_ == "VERB":
                relative = False
        return False

    def _marked(self, cells: Sequence[Cell], border: int) -> bool:
        """Whether the words before a cue hold marks; an unmarked clause needs a speaker who is known to be one."""
        return any(c.passage for c in cells[:border])

    def _postposed(self, cells: Sequence[Cell], at: int, marked: bool = False) -> tuple[Speaker | None, int]:
        """The speaker behind the verb, past times, channels and addressees: "a déclaré mardi à l'AFP le ministre"."""
        start = at
        while start < len(cells) and start < at + REACH:
            cell = cells[start]
            following = cells[start + 1] if marked and cell.word == "," and start + 1 < len(cells) else None
            aside = following is not None and (following.token.pos_ == "ADP" or following.start in self.speakers.barred)
            if cell.passage or (cell.word in {",", ":", "."} and start == at and not aside):
                return None, at
            if cell.start in self.speakers.barred or cell.token.pos_ == "ADV":
                start += 1
                continue
            adverbial = next((p for p in self.adverbials if self._spells(cells, start, p)), None)
            if adverbial is not None:
                start += len(adverbial)
                continue
            if cell.word in {",", "("}:
                start += 1
                continue
            if cell.token.pos_ == "ADP":
                start = self._past_phrase(cells, start)
                continue
            stop = self.speakers.phrase(cells, start)
            if stop <= start:
                return None, at
            return self.speakers.speaker(cells, start, stop), stop
        return None, at

    def _past_phrase(self, cells: Sequence[Cell], at: int) -> int:
        """Past a prepositional phrase: "en marge d'une visite à Sétif | le ministre"; a determiner opens the next one."""
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
                or (stop == end - 1 and cells[end - 1].word == "," and self._parenthetic(cells, start))
                or (start < stop < end and self._only_aside(cells, stop, end))
            ):
                best = start
            elif best is not None and cells[start].word == ",":
                if comma or cells[end - 1].word != ",":
                    break
                comma = True  # "Ana Roy, the mayor of Valmont, told": a name may stand before its apposition
        return best

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
        if begin and cells[begin - 1].word == "," and is_finite(verb) and not self.grammar.own_subjects(verb):
            return (previous or self._first_speaker(cells, begin)), True  # "They slam the plan, find that …"
        return None, False

    def _named_before(self, cells: Sequence[Cell], at: int, begin: int) -> Speaker | None:
        """The noun phrase right before a verb, or the one that the parse calls its subject."""
        start = self._phrase_before(cells, begin)
        verbs = [c.token for c in cells[at : at + 2] if not c.passage and c.token.pos_ in {"VERB", "AUX", "NOUN"}]
        parsed = next((s for s in map(self.grammar.own_subjects, verbs) if s), [])
        if parsed and parsed[0].i < cells[at].token.i:
            position = next((n for n, c in enumerate(cells) if c.token.i == parsed[0].i and not c.passage), None)
            # What stands right before the verb is its subject, whatever the parse says.
            adjacent = start is not None and cells[begin - 1].word != "," and self._opens_clause(cells, start)
            if position is not None and not adjacent and (start is None or not start <= position < begin):
                start = self._around(cells, position)
        if start is None:
            return None
        start = self._with_apposition(cells, start)
        stop = max(self.speakers.phrase(cells, start), start + 1)
        speaker = self.speakers.speaker(cells, start, min(stop, begin) if start < begin else stop)
        subject_relative = start > 0 and cells[start - 1].word in self.subject_relatives
        return None if speaker is None or subject_relative else speaker

    def _opens_clause(self, cells: Sequence[Cell], start: int) -> bool:
        """Whether a phrase begins a clause: not "les riverains" in "l'association qui défend les riverains a dit"."""
        return start == 0 or cells[start].word in self.pronouns or cells[start - 1].word in PUNCTUATION

    def _spoken_by(self, cells: Sequence[Cell], heads: Sequence[Token]) -> Speaker | None:
        """The speaker whose noun phrase holds the first of some subjects of the parse."""
        position = next((n for n, c in enumerate(cells) if heads and c.token.i == heads[0].i and not c.passage), None)
        if position is None:
            return None
        first = self._around(cells, position)
        return self.speakers.speaker(cells, first, max(self.speakers.phrase(cells, first), first + 1))

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
        named = self.speakers.speaker(cells, start, min(max(self.speakers.phrase(cells, start), start + 1), end))
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

    def _is_relative(self, cells: Sequence[Cell], at: int) -> bool:
        return at > 0 and cells[at - 1].word in self.relatives

    def _around(self, cells: Sequence[Cell], position: int) -> int:
        """First cell of the noun phrase that holds a cell."""
        for start in range(max(0, position - 10), position + 1):
            if not cells[start].passage and self.speakers.phrase(cells, start) > position:
                return start
        return position

    # Without a cue.

    def _alone(self, frame: Frame, found: list[Said]) -> Iterator[Said]:
        """Headlines of the form "X : « … »", and speech that stands free and goes on from the speaker before."""
        cells = frame.cells
        passages = [n for n, c in enumerate(cells) if c.passage]
        signed = self._signed(cells, passages[-1]) if passages == [0] else None
        if signed is not None:
            yield Said(0, 0, cells, signed)
            return
        if frame.heading:
            headline = list(self._headline(cells))
            if headline:
                yield from headline
                return
        if not passages:
            return
        if frame.heading:
            named = self._named(cells)
            if named is not None and named.speaker is not None and named.speaker.speaks:
                yield named
                return
            colon = next((n for n, c in enumerate(cells) if c.word == ":"), None)
            if colon is not None and cells[colon - 1].passage and colon + 1 < len(cells):
                stop = self.speakers.phrase(cells, colon + 1)
                speaker = (
                    self.speakers.speaker(cells, colon + 1, stop) if stop >= self.content.last(cells) + 1 else None
                )
                if speaker is not None and speaker.actor is not None:
                    yield Said(0, colon - 1, cells, speaker)
            return
        named = self._named(cells) or (self._acting(cells, passages) if not found else None)
        if named is not None:
            yield named
            return
        others = [c for c in cells if not c.passage and c.word not in PUNCTUATION]
        for n in passages:
            passage = cells[n].passage
            before = [s for s in found if s.speaker is not None and s.last < n]
            if n and cells[n - 1].word == ":" and before and not any(s.first <= n <= s.last for s in found):
                yield Said(n, n, cells, before[-1].speaker)  # "Wrong, said X: “…”"
                continue
            incise = self._incise(cells[n]) if not any(s.first <= n <= s.last for s in found) else None
            if incise is not None:
                yield Said(n, n, cells, incise.speaker, incise.cue_start, incise.cue_end, incise.verb)
                continue
            if (
                passage is not None
                and not others
                and (
                    self.draft.article.text[passage.inner_end - 1] in ".!?…"
                    or len(self.draft.article.text[passage.inner_start : passage.inner_end].split()) >= 4
                )
            ):
                whole = frame.number == 0 and len(passages) == 1 and self._uttered(cells[n])
                yield Said(n, n, cells, None, continues=True, whole=whole)

    def _named(self, cells: Sequence[Cell]) -> Said | None:
        """Speech behind its speaker's name, as in minutes and interviews: "Ana Roy: “…”"."""
        colon = next((n for n, c in enumerate(cells[:12]) if c.word == ":"), None)
        if colon is None or colon == 0 or colon + 1 >= len(cells) or not cells[colon + 1].passage:
            return None
        speaker = self.speakers.speaker(cells, 0, colon) if self.speakers.phrase(cells, 0) == colon else None
        if speaker is None or not (speaker.speaks or self._capitals(cells[:colon])):
            return None
        return Said(colon + 1, self.content.passages_end(cells, colon + 1, len(cells) - 1), cells, speaker)

    def announces(self, frame: Frame) -> Said | None:
        """Who is announced to speak in the next paragraph: "The mayor went on:"; no content of its own."""
        cells = frame.cells
        last = len(cells) - 1
        if last < 1 or cells[last].word != ":" or any(c.passage for c in cells):
            return None
        for at in range(last - 1, 0, -1):
            cell = cells[at]
            cue = self.cues.of(cell.token, [c.token for c in cells[at + 1 : at + 6]])
            if cell.token.pos_ in {"VERB", "AUX"} and cue is not None and not self._negated(cells, at):
                begin, clitic = self._group_start(cells, at)
                speaker = self.speakers.pronoun(cells[clitic]) if clitic is not None else None
                speaker = speaker or self._subject(cells, at, begin, None)[0]
                if speaker is not None:
                    return Said(last, last, cells, speaker, cells[begin].start, cell.end, cell.token)
        first = self._first_speaker(cells, last)
        return Said(last, last, cells, first) if first is not None and first.person else None

    def _acting(self, cells: Sequence[Cell], passages: list[int]) -> Said | None:
        """Speech behind what its speaker does, without a verb of saying: "La juge se lève : « … »"."""
        first = passages[0]
        if (
            first < 2
            or cells[first - 1].word != ":"
            or any(n < first for n in passages)
            or not self._uttered(cells[first])
        ):
            return None
        if any(not c.passage and c.token.pos_ in {"VERB", "AUX"} for c in cells[first:]):
            return None
        acts = next((n for n, c in enumerate(cells[: first - 1]) if self._acts(c)), None)
        speaker = self._named_before(cells, acts, self._group_start(cells, acts)[0]) if acts else None
        if speaker is None or not speaker.person:
            return None
        return Said(first, self.content.passages_end(cells, first, len(cells) - 1), cells, speaker)

    def _incise(self, cell: Cell) -> Said | None:
        """The cue within the marks of what is said: "« Rien, a dit la maire, ne presse. »"."""
        if cell.passage is None or not self.after or self.before:
            return None
        doc = cell.token.doc
        inner = doc.char_span(cell.passage.inner_start, cell.passage.inner_end, alignment_mode="expand")
        cells = [Cell(t.idx, t.idx + len(t), t) for t in inner if not t.is_space] if inner is not None else []
        for at, inside in enumerate(cells):
            if inside.token.pos_ not in {"VERB", "AUX"} or at == 0:
                continue
            cue = self.cues.of(inside.token, [c.token for c in cells[at + 1 : at + 6]])
            begin, clitic = self._group_start(cells, at)
            if cue is None or begin == 0 or cells[begin - 1].word not in {",", "?", "!", "…", *DASHES}:
                continue
            tail = at + self._further_words(cells, at, cue)
            if clitic is not None:
                speaker, stop = self.speakers.pronoun(cells[clitic]), max(tail, clitic) + 1
            else:
                speaker, stop = self._postposed(cells, tail + 1)
            closed = stop < len(cells) and cells[stop].word in {",", ".", ":", "!", "?", *DASHES}
            if speaker is not None and speaker.speaks and closed and speaker.text.lower() not in {"je", "tu", "vous"}:
                return Said(
                    0, at, cells, speaker, cells[begin].start, cells[max(tail, clitic or tail)].end, inside.token
                )
        return None

    def _acts(self, cell: Cell) -> bool:
        """Whether a word is a finite verb or an auxiliary."""
        verb = not cell.passage and cell.token.pos_ in {"VERB", "AUX"}
        return verb and (is_finite(cell.token) or cell.word in self.auxiliaries)

    def _uttered(self, cell: Cell) -> bool:
        """Whether marked words are a sentence that someone utters."""
        if cell.passage is None:
            return False
        inner = cell.token.doc.char_span(cell.passage.inner_start, cell.passage.inner_end, alignment_mode="expand")
        return inner is not None and len(inner) > 3 and any(t.pos_ in {"VERB", "AUX"} for t in inner)

    def _capitals(self, cells: Sequence[Cell]) -> bool:
        """Whether words look like a name."""
        return all(not c.passage and c.token.text[0].isupper() for c in cells)

    def _headline(self, cells: Sequence[Cell]) -> Iterator[Said]:
        """What headlines attribute without a verb: "“We are tired”: residents wait", "Blast kills five – police"."""
        last = len(cells) - 1
        cuts = [n for n, c in enumerate(cells) if c.word == ":" or c.word in DASHES]
        if not cuts or cuts[0] == 0 or cuts[-1] == last:
            return
        colon, end = cuts[0], cuts[-1]
        if cells[colon].word == ":" and colon == 1 and cells[0].passage:
            stop = self.speakers.phrase(cells, colon + 1)
            speaker = self.speakers.speaker(cells, colon + 1, stop) if stop > colon + 1 else None
            yield Said(0, 0, cells, speaker if speaker is not None and speaker.speaks else None, headline=True)
            return
        if cells[colon].word == ":" and colon + 2 == last + 1 and self._uttered(cells[last]):
            start = self._phrase_before(cells, colon)
            begins = start is not None and (start == 0 or cells[start - 1].word in {",", ";", *DASHES})
            speaker = self.speakers.speaker(cells, start or 0, colon) if begins else None
            known = speaker is not None and (speaker.person or speaker.source)
            yield Said(last, last, cells, speaker if known else None, headline=True)
            return
        if cells[colon].word == ":" and self.speakers.phrase(cells, 0) == colon:
            speaker = self.speakers.speaker(cells, 0, colon)
            if speaker is not None and speaker.source and self._is_clause(cells[colon + 1 :]):
                yield Said(colon + 1, last, cells, speaker)
                return
        if self.speakers.phrase(cells, end + 1) == last + 1 and last - end < 5:
            speaker = self.speakers.speaker(cells, end + 1, last + 1)
            if speaker is not None and speaker.source and self._is_clause(cells[:end]):
                yield Said(0, end - 1, cells, speaker)

    def _signed(self, cells: Sequence[Cell], passage: int) -> Speaker | None:
        """A person named right behind a speech, as below a pull quote: "« … » Ana Roy, présidente"."""
        start = passage + 1
        while start < len(cells) and cells[start].word in {",", *DASHES}:
            start += 1
        dashed = start > passage + 1 and cells[start - 1].word in DASHES
        stop = self.speakers.phrase(cells, start)
        if stop <= start or (stop < len(cells) and cells[stop].word not in PUNCTUATION):
            return None
        if any(not c.passage and c.token.pos_ in {"VERB", "AUX"} for c in cells[start:]):
            return None
        speaker = self.speakers.speaker(cells, start, stop)
        if speaker is None:
            return None
        named = dashed and stop - start > 1 and self._capitals(cells[start:stop])
        return speaker if speaker.actor is not None or named else None
