"""Speech in one sentence: which words are attributed, by which cue, to whom.

Works on the frame, where each passage between marks is one cell: first by the order of words around marks, which the
press keeps strictly, then by the parse where there are no marks. A cue that is negated, or that has no speaker and no
marks, attributes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from sourcier.reading.content import DASHES, PUNCTUATION, is_finite
from sourcier.reading.cues import Cue
from sourcier.reading.frames import Cell, Frame
from sourcier.reading.free_speech import FreeSpeech
from sourcier.reading.said import Said
from sourcier.reading.speakers import Speaker

UNSURE = frozenset({"ADJ", "NOUN", "PROPN", "X"})
"""What taggers take verbs of saying for; they count as verbs only where the order of words leaves no doubt."""


_PARTICIPLE = re.compile(r"(?:é|ée|és|ées|u|ue|us|ues|is|ise|ises|ie|ies|ite|ites|inte|intes)$")
"""Endings of French past participles; taggers see some in the present tense, too."""


class SpeechReader(FreeSpeech):
    """Finds the attributions of frames of one draft."""

    def read(self, frame: Frame) -> list[Said]:
        """The attributions of a frame, in text order, none inside another."""
        cells = frame.cells
        self.heading = frame.heading
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
                first = self._with_apposition(cells, first) if first is not None else None
                speaker = self._speaker_at(cells, first, at - 1) if first is not None else None
                speaker = speaker or self.speakers.last_named(cells[0].start, cell.start)
                last = self.content.last(cells)
                if speaker is not None and relative < last:  # "X, for whom …"
                    last = self.content.before_main_verb(cells, relative + 1, last)
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
                quoted = relative + 1 < len(cells) and cells[relative].word == "," and cells[relative + 1].passage
                if quoted and self._verb_behind(cells, relative + 2) is None:  # "agreed, in X's words, “to go home”"
                    yield Said(relative + 1, relative + 1, cells, speaker, cell.start, cells[start - 1].end)
                    continue
                if self._reports(cells, at, relative):
                    continue  # "The Post, citing a memo, reported that …": on the Post's word
                content = (self.content.clause_start(cells, at), at - 1)
                while content[1] > content[0] and cells[content[1]].word in PUNCTUATION:
                    content = (content[0], content[1] - 1)
                if cells[at - 1].word == "," and relative + 1 < last and cells[relative].word == ",":
                    rest = cells[relative + 1]
                    if rest.word not in self.relatives | self.content.conjunctions and not self.content.speaks(
                        cells[relative:]
                    ):
                        more = [(relative + 1, last)]  # "It took, by their account, nine days"
            if content[1] - content[0] < 1 and not (content[1] == content[0] and cells[content[0]].passage):
                continue
            yield Said(*content, cells, speaker, cell.start, cells[at + len(phrase) - 1].end, more=more)

    def _verb_behind(self, cells: Sequence[Cell], at: int) -> Cell | None:
        """The first verb outside marks from a cell on."""
        return next((c for c in cells[at:] if not c.passage and c.token.pos_ in {"VERB", "AUX"}), None)

    def _reports(self, cells: Sequence[Cell], at: int, stop: int) -> bool:
        """Whether what stands around an aside attributes something itself: "The Post reported, citing X, that …"."""
        if cells[at - 1].word != "," or stop + 1 >= len(cells) or cells[stop].word != ",":
            return False
        before, after = cells[:at], cells[stop + 1 :]
        if after[0].word in self.markers:
            return self.content.speaks(before)
        verb = self._verb_behind(cells, stop + 1)
        return not self._is_clause(before) and verb is not None and self.cues.of(verb.token) is not None

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

    def _skip_apposition(self, cells: Sequence[Cell], at: int) -> int:
        """Past ", présent à cette réunion," or "joint à Paris," behind a name: to its closing comma."""
        if at < len(cells) and not cells[at].passage and cells[at].token.pos_ in {"VERB", "ADJ"}:
            comma = next((n for n in range(at, min(len(cells), at + 10)) if cells[n].word == ","), None)
            told = [c for c in cells[at : comma or at] if not c.passage]
            if comma is not None and not any(self._acts(c) and is_finite(c.token) for c in told):
                at = comma
        if at < len(cells) and cells[at].word == ",":
            closing = next((n for n in range(at + 1, min(len(cells), at + 18)) if cells[n].word == ","), None)
            if closing is not None:
                between = [c for c in cells[at + 1 : closing] if not c.passage]
                relative = any(c.word in self.relatives for c in between)
                finite = any(c.token.pos_ in {"VERB", "AUX"} and is_finite(c.token) for c in between)
                if between and (relative or not finite):
                    return closing
        return at

    def _verbal(self, cells: Sequence[Cell], previous: Speaker | None) -> Iterator[Said]:
        tail = -1
        for at, cell in enumerate(cells):
            if at <= tail or cell.passage or cell.token.pos_ not in {"VERB", "AUX", *UNSURE}:
                continue
            cue = self._cue_at(cells, at)
            if cue is None or self.cues.clitics.get(cue.lemma, "") not in {"", cells[at - 1].word if at else ""}:
                continue
            further = self._further_words(cells, at, cue)
            noun = cell.token.pos_ in UNSURE and not self._after_auxiliary(cells, at)
            phrase = further and cells[at - 1].token.pos_ != "DET"
            if noun and not phrase and not self._is_placed(cells, at, cue):
                continue
            inverted = any(c.word in self.inverted for c in cells[max(0, at - 2) : at + 3])
            begin = self._group_start(cells, at)[0]
            compound = any(c.word in self.auxiliaries for c in cells[begin:at])
            inverted = inverted or (compound and not self.before) or self._behind_marks(cells, at)
            passive = self.grammar.children(cell.token, "passive_auxiliary")
            modified = self._is_modified(cell.token)
            called = self._called(cells, at, cue) if passive or modified else None
            if called is not None:
                yield called
                continue
            if self._negated(cells, at) or passive or (not inverted and modified):
                continue
            tail = at + further
            said = self._by_verb(cells, at, tail, cue, previous)
            if said is not None:
                previous = said.speaker or previous
                if "hearer" in cue.complements:
                    said.speaker, said.unsigned = None, True  # "a court has heard that …": who hears does not speak
                yield said
            else:  # "nie toute négligence et rappelle que …": the next verb may go on from this one's subject
                subject, _ = self._subject(cells, at, begin, previous)
                if subject is not None:
                    self._subject_of[cell.token.i] = subject

    def _called(self, cells: Sequence[Cell], at: int, cue: Cue) -> Said | None:
        """What something was called, and by whom: "was dismissed as “…” by X", "qualifié de « … » par X"."""
        near = range(at + 1, min(len(cells) - 2, at + 4))
        inside = next((n for n in near if cells[n].passage), None)
        if "predicate" not in cue.complements or inside is None:
            return None
        if cells[inside - 1].word not in self.content.predicates or cells[inside + 1].word not in self.agents:
            return None
        speaker = self.speakers.speaker(cells, inside + 2, self.speakers.phrase(cells, inside + 2))
        begin = self._group_start(cells, at)[0]
        cue_end = cells[inside - 1].end
        known = speaker is not None and speaker.speaks
        return Said(inside, inside, cells, speaker, cells[begin].start, cue_end, cells[at].token) if known else None

    def _is_placed(self, cells: Sequence[Cell], at: int, cue: Cue) -> bool:
        """Whether a word taken for a noun stands where only a verb of saying does."""
        return (
            self._closes(cells, at)
            or self._behind_marks(cells, at)
            or self._before_subject(cells, at, cue)
            or self._before_marks(cells, at, cue)
        )

    def _before_marks(self, cells: Sequence[Cell], at: int, cue: Cue) -> bool:
        """Whether a word taken for a noun stands right before marks and behind a noun phrase: "Le maire juge « … »"."""
        if self.before or not at or at + 1 >= len(cells) or not cells[at + 1].passage or cells[at - 1].passage:
            return False
        nominal = cells[at - 1].word in {",", *self.clitics} or cells[at - 1].token.pos_ in {"NOUN", "PROPN"}
        acts = any(self._acts(c) for c in cells[:at])
        return nominal and not acts and "quote" in cue.complements and cells[at].token.text.islower()

    def _is_modified(self, verb: Token) -> bool:
        """A passive or reduced participle ("le texte annoncé") attributes nothing to its noun."""
        if verb.i and verb.doc[verb.i - 1].text == ",":
            asked = verb.lemma_ in self.asked and verb.tag_ in {"VBD", "VBN"}
            if asked or (verb.tag_ == "VBN" and verb.dep_ != "ROOT"):
                return True  # "The mayor, asked whether …, replied"
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

    def _before_subject(self, cells: Sequence[Cell], at: int, cue: Cue) -> bool:
        """Whether a word taken for a noun stands between a clause and a subject: "…, nuance toutefois le Dr Roy"."""
        following = next((c for c in cells[at + 1 : at + 4] if c.passage or c.token.pos_ != "ADV"), None)
        if at + 1 < len(cells) and cells[at + 1].word in self.inverted | {"-t"}:
            return True
        announces = at + 2 < len(cells) and cells[at + 1].word == ":" and cells[at + 2].passage is not None
        if announces and at and cells[at - 1].token.pos_ not in {"DET", "ADJ"} and not self.before:
            return True
        if not self.after or self.before or not cue.alone or following is None or following.passage:
            return False
        opens = following.token.pos_ in {"DET", "PROPN"} or following.token.text in self.titles
        return opens and at > 3 and cells[at - 1].word == ","

    def _closes(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a word ends a sentence that marked words begin: the verb in "“Stay out,” the post read"."""
        return self.before and at > 1 and cells[0].passage is not None and at == self.content.last(cells)

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
        marked = cells[first - 1].word in self.markers
        told = speaker is not None and speaker.source and first == tail + 1
        if cue.kind == "find" and not marked and not told:
            return None  # "found dead as waters rise"
        said = Said(first, last, cells, speaker, cells[begin].start, cells[tail].end, cells[at].token)
        said.continues = speaker is None
        return said if self._is_speech(said, cue) and self._is_told(cells, said, cue) else None

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

    def _is_speech(self, said: Said, cue: Cue) -> bool:
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
        named = (speaker.text[0].isupper() or speaker.speaks) and not {"noun", "predicate"}.isdisjoint(cue.complements)
        opened = said.cells[said.first - 1].word in self.content.predicates
        judged = cue.kind == "estimate" and "predicate" in cue.complements  # "jugent ces chiffres « fantaisistes »"
        if judged or (named and "predicate" in cue.complements and (opened or speaker.speaks)):
            return True  # "described the move as “premature”"
        return named and len(inside) > 2 and not all(t.text[0].isupper() for t in inside if len(t) > 3)

    def _after_verb(
        self, cells: Sequence[Cell], at: int, tail: int, begin: int, clitic: int | None, cue: Cue
    ) -> Said | None:
        """ "« … », a dit X", "“…,” said X", "“…,” X said": the speech stands before its cue."""
        if begin == 0:
            return None
        subject_before: Speaker | None = None
        border = begin - 1
        if self.before and clitic is None:
            end = begin
            while end > 1 and not cells[end - 1].passage and cells[end - 1].token.pos_ == "ADV":
                end -= 1  # "Supt Roy just told"
            start = self._phrase_before(cells, end)
            if start is None:
                start = self._modified(cells, end)
            if start is None and self._closes(cells, at) and cells[at].token.pos_ == "NOUN":
                start = next(
                    (n for n in range(1, at) if self.speakers.phrase(cells, n) == at + 1), None
                )  # "the post read"
            if start is not None and start > 0 and (cells[start - 1].word == "," or cells[start - 1].passage):
                subject_before = self._speaker_at(cells, start, end)
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
            clause = not self.before and self._is_clause(cells[self.content.clause_start(cells, border + 1) : border])
            told_before = (
                any(s.i < cells[at].token.i for s in self.grammar.own_subjects(cells[at].token)) and not clause
            )
            if not marked and told_before and not (speaker and speaker.speaks and cue.alone):
                return None  # "Kiev, qui n'est pas invitée, redoute un marché": no inversion
            compound = any(c.word in self.auxiliaries for c in cells[begin:at]) and not self.before
            # "…, ont calculé X" can only be speech; behind a verb a capital is a name's.
            named = speaker is not None and self._named_behind(cells, speaker)
            definite = clause and cue.alone and next_at > tail + 1 and self._definite(cells, speaker)
            known = speaker is not None and (speaker.speaks or compound or named or definite)
            things = self.before and not marked and "speaker" in cue.complements
            if (
                things
                or speaker is None
                or (not known and cells[border].passage is None and not self._marked(cells, border))
            ):
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
            resumed = self._rest(cells, first, next_at)
            if resumed is not None:
                (first, last), resumed = resumed, None
        elif not clause or self.content.subordinates(cells, first) or self.content.goes_on(cells, comma or next_at):
            resumed = self._rest(cells, first, next_at)
        unmarked = not any(c.passage for c in cells[first : last + 1])
        # "Not so, says X"; headlines leave verbs out: "40,000 homes without power, grid says".
        short = clitic is None and (len(content) < 4 if subject_before is None else self.heading and len(content) > 2)
        verbless = not any(c.token.pos_ in {"VERB", "AUX"} for c in content if not c.passage)
        named = speaker is not None and speaker.person
        short = short or (not self.before and verbless and resumed is None and named)
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

    def _rest(self, cells: Sequence[Cell], first: int, at: int) -> tuple[int, int] | None:
        """The clause that goes on behind the cue: not the apposition of who speaks, nor what is told of him."""
        rest = self.content.main_clause(cells, first, at)
        if rest is None:
            return None
        clause = cells[rest[0] : rest[1] + 1]
        spoken = any(c.passage and (n == 0 or clause[n - 1].word != ":") for n, c in enumerate(clause))
        goes_on = clause[0].word in self.content.conjunctions
        return rest if goes_on or spoken or self._is_clause(clause) else None

    def _definite(self, cells: Sequence[Cell], speaker: Speaker | None) -> bool:
        """Whether the words of a speaker behind a verb have a definite article: "révèle la vérificatrice"."""
        first = next((c for c in cells if speaker is not None and c.start == speaker.start), None)
        return first is not None and first.word.replace("’", "'") in self.definites

    def _named_behind(self, cells: Sequence[Cell], speaker: Speaker) -> bool:
        """Whether the words of a speaker behind a verb hold a name."""
        own = [c.token for c in cells if speaker.start <= c.start < speaker.end and not c.passage]
        return any(t.text[0].isupper() and len(t) > 1 for t in own)

    def _marked(self, cells: Sequence[Cell], border: int) -> bool:
        """Whether the words before a cue hold marks; an unmarked clause needs a speaker who is known to be one."""
        return any(c.passage for c in cells[:border])
