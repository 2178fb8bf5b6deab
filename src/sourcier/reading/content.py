"""What is said: which words a cue introduces."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from sourcier.reading.cues import Cue, cues
from sourcier.reading.draft import Draft
from sourcier.reading.frames import Cell
from sourcier.reading.gazetteer import fold
from sourcier.reading.speakers import Speakers, words

DASHES = frozenset({"-", "–", "—", "―", "--"})
PUNCTUATION = frozenset({",", ";", ".", "!", "?", "…", "...", "(", ")"}) | DASHES
ASKING = frozenset({"demand", "ask", "order", "advise", "promise", "threaten"})
"""Classes of cues whose infinitive a preposition of aim may join: "appelle à voter"."""
REACH = 14
"""Cells between a cue and the marks or marker of what it introduces; longer stretches are other clauses."""


def is_finite(token: Token) -> bool:
    """Whether a verb is finite by its form."""
    return token.morph.get("VerbForm", []) == ["Fin"]


class Contents:
    """Finds the content of cues in the frames of one draft."""

    def __init__(self, draft: Draft, speakers: Speakers) -> None:
        self.grammar = draft.grammar
        self.speakers = speakers
        self.cues = cues(draft.language)
        self.markers = words(draft.language, "markers")
        self.question_markers = words(draft.language, "question_markers")
        self.conditional = frozenset(draft.language.toml("conditions")["markers"])
        self.addressees = words(draft.language, "addressee_prepositions")
        self.infinitive_markers = words(draft.language, "infinitive_markers")
        self.participle_openers = words(draft.language, "participle_openers")
        self.conjunctions = words(draft.language, "conjunctions")
        self.asides = frozenset(draft.language.toml("conditions")["asides"])
        self.purposes = words(draft.language, "purpose_infinitive")
        self.clauses = words(draft.language, "never_speakers") | words(draft.language, "indefinites")
        self.pronouns = words(draft.language, "pronouns")
        self.concessions = words(draft.language, "concession_words")
        self.contrasts = words(draft.language, "contrast_words")
        self.gerund_openers = words(draft.language, "gerund_openers")
        self.indefinites = words(draft.language, "indefinites")
        self.withholding = words(draft.language, "withholding_verbs")
        self.asking = words(draft.language, "addressee_prepositions")
        self.relatives = words(draft.language, "relative_words")
        self.predicates = words(draft.language, "predicate_prepositions")
        self.infinitives = tuple(draft.language.toml("quotes").get("infinitive_endings", ()))
        self.reports = frozenset(map(fold, draft.language.toml("status")["reports"]))
        phrases = draft.language.toml("quotes")["adverbials"]
        self.adverbials = [p.replace("’", "'").replace("'", "' ").split() for p in phrases]
        self.longest = max(map(len, self.adverbials), default=0)
        self.bare = bool(draft.language.toml("quotes")["bare_clause"])

    def behind(self, cells: Sequence[Cell], at: int, cue: Cue) -> tuple[int, int] | None:
        """First and last cell of what stands behind the cue; None where nothing is attributed."""
        last = self.last(cells)
        told = self._past_emphasis(cells, at, last)
        announced = self._behind_colon(cells, told, last, cue)
        if announced is not None:
            return announced
        first = self._marked_clause(cells, told, last, cue)
        if first is not None and first > last:
            return None
        if first is None:
            first = self._first(cells, told, last, cue)
        if first is not None:
            return first, self._clause_end(cells, at, first, last)
        return self._object(cells, told, last, cue) or self._around_marks(cells, told, last, cue)

    def _behind_colon(self, cells: Sequence[Cell], at: int, last: int, cue: Cue) -> tuple[int, int] | None:
        """Speech that a colon announces: "a ajouté la maire : « … »"."""
        colon = next((n for n in range(at + 1, min(last, at + REACH) + 1) if cells[n].word == ":"), None)
        if colon is None or colon + 1 > last or not cells[colon + 1].passage:
            return None
        attributed = any(self._opens_cue(cells, n) for n in range(colon + 2, last + 1))
        before = self._before_colon(cells, at, colon, cue)
        if before is not None and attributed:
            return before
        return before[0] if before else colon + 1, self.passages_end(cells, colon + 1, last)

    def _marked_clause(self, cells: Sequence[Cell], at: int, last: int, cue: Cue) -> int | None:
        """Where a clause with its marker begins; past the last cell where the marker opens no clause that is told."""
        marker = self._marker(cells, at, last)
        if marker is None or not (cue.alone or any(c.passage for c in cells[marker : last + 1])):
            return None
        earlier = self._infinitive(cells, at, last, cue) if "infinitive" in cue.complements else None
        if earlier is not None and earlier < marker:
            return None
        rest = cells[marker + 1 : last + 1]
        told = not self.bare or any(c.passage or self._finite(c.token) for c in rest)
        told = told or (cue.kind in ASKING and any(c.token.pos_ in {"VERB", "AUX"} for c in rest))
        return marker + 1 if told else last + 1  # "disputed that account"

    def _first(self, cells: Sequence[Cell], at: int, last: int, cue: Cue) -> int | None:
        """Where what is said begins without a marker: a question, marks, an infinitive, a gerund, a bare clause."""
        question = self._question(cells, at, last, cue) if cue.kind == "ask" or cue.alone else None
        if question is not None:
            return question
        direct = next((n for n in range(at + 1, min(last, at + 3) + 1) if cells[n].passage), None)
        if direct is not None and all(c.word in {":", ",", *self.addressees} for c in cells[at + 1 : direct]):
            return at + 1 if direct > at + 1 and cells[at + 1].word in self.addressees else direct
        infinitive = self._infinitive(cells, at, last, cue) if "infinitive" in cue.complements else None
        alone = cue.alone or cue.kind == "accuse"  # "a accusé le Tchad d'abriter des rebelles"
        if infinitive is not None and (alone or any(c.passage for c in cells[infinitive : last + 1])):
            return infinitive
        gerund = self._gerund(cells, at, last, cue) if "gerund" in cue.complements else None
        if gerund is not None:
            return gerund
        return self._bare_clause(cells, at, last) if self.bare and cue.alone and "clause" in cue.complements else None

    def _gerund(self, cells: Sequence[Cell], at: int, last: int, cue: Cue) -> int | None:
        """A gerund that a cue governs: "denied having seen it", "accused Chad of sheltering rebels"."""
        first: int | None = at + 2 if at + 2 <= last and cells[at + 1].word in self.gerund_openers else at + 1
        if cue.kind == "accuse":
            of = next((n for n in range(at + 2, min(last, at + REACH)) if cells[n].word in self.predicates), None)
            first = of + 1 if of is not None else None
        opens = first is not None and first < last and not cells[first].passage
        return first if first is not None and opens and cells[first].token.tag_ == "VBG" else None

    def _around_marks(self, cells: Sequence[Cell], at: int, last: int, cue: Cue) -> tuple[int, int] | None:
        """Marked words further on: what is asked for, what something is called, or a noun with marks in it."""
        inside = next((n for n in range(at + 1, min(last, at + REACH) + 1) if cells[n].passage), None)
        if inside is None or any(self.acts(c) for c in cells[at + 1 : inside]):
            return None
        if cue.kind == "demand" and cells[inside - 1].word in self.asking | self.infinitive_markers:
            return inside, self._clause_end(cells, at, inside, last)  # "ont appelé les deux parties à « … »"
        if "noun" not in cue.complements:
            return None
        if "predicate" in cue.complements:
            return None if self._is_name(cells[inside], cue) else (self._predicate(cells, at, inside), inside)
        end = self._clause_end(cells, at, inside, last)
        if inside + 2 <= end and cells[inside + 1].word == "," and cells[inside + 2].word in self.relatives:
            end = inside  # "blames “that computer”, which …"
        return self._skip_aside(cells, at + 1), end

    def acts(self, cell: Cell) -> bool:
        """Whether a word is a finite verb."""
        return not cell.passage and cell.token.pos_ in {"VERB", "AUX"} and is_finite(cell.token)

    def _is_infinitive(self, cell: Cell) -> bool:
        """Whether content opens with an infinitive."""
        infinitive = cell.token.morph.get("VerbForm", []) == ["Inf"] or cell.word in self.infinitive_markers
        return not cell.passage and infinitive

    def _past_emphasis(self, cells: Sequence[Cell], at: int, last: int) -> int:
        """The cell before what a verb of saying governs: past "parle, lui, …" and "évoque de son côté …"."""
        if at + 3 < last and cells[at + 1].word == "," == cells[at + 3].word and cells[at + 2].word in self.pronouns:
            return at + 3
        return at + self.adverbial(cells, at + 1)

    def adverbial(self, cells: Sequence[Cell], at: int) -> int:
        """Cells of the set phrase that begins at a cell ("de son côté"); 0 where none does."""
        here = [c.word.replace("’", "'") for c in cells[at : at + self.longest]]
        return next((len(phrase) for phrase in self.adverbials if here[: len(phrase)] == phrase), 0)

    def _finite(self, token: Token) -> bool:
        """Whether a word is a finite verb or a modal."""
        return token.pos_ in {"VERB", "AUX"} and (is_finite(token) or token.tag_ == "MD")

    def _object(self, cells: Sequence[Cell], at: int, last: int, cue: Cue) -> tuple[int, int] | None:
        """What is announced, denied or demanded by a noun: "announces the opening of a unit"."""
        if "object" not in cue.complements or not cue.alone:
            return None
        first = self._past_asides(cells, at + 1, last)
        if first >= last or cells[first].passage or cells[first].token.pos_ not in {"DET", "NUM", "NOUN", "ADJ"}:
            return None
        end = self._clause_end(cells, at, first, last)
        stop = next((n for n in range(first, end + 1) if cells[n].word == ","), end + 1)
        words = [c.token for c in cells[first:stop] if not c.passage]
        # "The opening of a unit", "any negligence", "an independent inquiry"; not "the news".
        told = any(t.pos_ == "ADP" for t in words[1:]) or words[0].lower_ in self.indefinites
        reported = cue.kind == "confirm" and any(t.pos_ == "NOUN" and fold(t.lemma_) in self.reports for t in words[:3])
        if reported:
            return None  # "confirming a report of the paper"
        nominal = words[0].morph.get("Poss", []) != ["Yes"] and words[0].morph.get("PronType", []) != ["Dem"]
        marked = any(c.passage for c in cells[first : end + 1])
        return (first, stop - 1) if told and nominal and len(words) > 1 and not marked else None

    def _is_name(self, cell: Cell, cue: Cue) -> bool:
        """Whether marked words are what something is named: "called the camp “Hotel Whitcomb”"."""
        if not cell.inner or cue.kind == "accuse":
            return False
        return all(t.text[0].isupper() for t in cell.inner if t.text[0].isalpha() and len(t) > 3)

    def _predicate(self, cells: Sequence[Cell], at: int, inside: int) -> int:
        """Where what something is called begins, behind its object: "accused them of “…”", "branded it a “farce”"."""
        opener = next((n for n in range(inside - 1, at, -1) if cells[n].word in self.predicates), None)
        if opener is not None:
            return opener + 1
        first = inside
        while first > at + 1 and cells[first - 1].token.pos_ in {"DET", "ADJ"} and not cells[first - 1].passage:
            first -= 1
        return first

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
        infinitive = self._infinitive(cells, at, colon - 1, cue) if "infinitive" in cue.complements else None
        first = marker + 1 if marker is not None else infinitive
        return (first, colon - 1) if first is not None and first < colon - 1 else None

    def _skip_aside(self, cells: Sequence[Cell], at: int) -> int:
        while (
            at < len(cells)
            and not cells[at].passage
            and (cells[at].token.pos_ == "ADV" or cells[at].start in self.speakers.barred or cells[at].word == ",")
        ):
            at += 1
        return at

    def _past_asides(self, cells: Sequence[Cell], at: int, last: int) -> int:
        """Past times, adverbs and what commas or an addressee set off: "a demandé au maire, hier, une …"."""
        n = self._skip_aside(cells, at)
        while (
            n < last
            and not cells[n].passage
            and cells[n].token.pos_ == "ADP"
            and cells[n].word not in self.speakers.articles
        ):
            comma = next((m for m in range(n, min(last, n + REACH)) if cells[m].word == ","), None)
            if comma is None or any(c.passage or self._finite(c.token) for c in cells[n:comma]):
                return n
            n = self._skip_aside(cells, comma + 1)
        return n

    def _marker(self, cells: Sequence[Cell], at: int, last: int) -> int | None:
        """The complementiser of the cue's clause."""
        resumed = self._behind_aside(cells, at, last)
        for n in range(resumed, min(last, resumed + REACH) + 1):
            cell = cells[n]
            if cell.passage or cell.word in {";", "."} or (self.acts(cell) and n > at + 1):
                return None
            following = cells[n + 1].word if n < last else ""
            clause = cell.word[-1:] in {"'", "’"} and following in self.pronouns | self.clauses
            opens = (
                clause
                or cell.token.pos_ not in {"DET", "PRON"}
                or self.grammar.is_a(cell.token, "marker")
                or n == at + 1
            )
            if cell.word in self.markers and opens:
                return n
        return None

    def _behind_aside(self, cells: Sequence[Cell], at: int, last: int) -> int:
        """Past ", which this newspaper has seen," where the marker stands right behind it; else the next cell."""
        commas = [n for n in range(at + 1, min(last, at + 2 * REACH)) if cells[n].word == ","]
        closing = commas[-1] if len(commas) > 1 and cells[commas[-1] + 1].word in self.markers else None
        near = commas and not any(self._finite(c.token) for c in cells[at + 1 : commas[0]] if not c.passage)
        aside = closing is not None and near and any(c.word in self.relatives for c in cells[commas[0] : closing])
        return closing + 1 if closing is not None and aside else at + 1

    def _question(self, cells: Sequence[Cell], at: int, last: int, cue: Cue) -> int | None:
        """The word that opens a reported question: "asked the mayor whether", "a expliqué pourquoi"."""
        for n in range(at + 1, min(last - 1, at + 4) + 1):
            cell = cells[n]
            if cell.passage or cell.token.pos_ in {"PUNCT", "VERB", "AUX"}:
                return None
            if cell.word in self.question_markers and (cue.kind == "ask" or cell.word not in self.conditional):
                clause = any(c.token.pos_ in {"VERB", "AUX"} for c in cells[n + 1 : last + 1] if not c.passage)
                return n if clause and (n == at + 1 or self._is_asked(cell.token, cells[at].token)) else None
        return None

    def _is_asked(self, word: Token, verb: Token) -> bool:
        """Whether the clause that a question word opens hangs on the verb, and is no relative clause."""
        clause = next((t for t in self.grammar.path_to_root(word) if t.pos_ in {"VERB", "AUX", "ADJ"}), word)
        return clause.head.i == verb.i and not self.grammar.is_a(clause, "relative_clause", "adverbial_clause")

    def _infinitive(self, cells: Sequence[Cell], at: int, last: int, cue: Cue) -> int | None:
        marked = at + 2 <= last and cells[at + 1].word in self.infinitive_markers and not cells[at + 2].passage
        if marked and not self.bare and cue.kind in ASKING and cells[at + 2].word.endswith(self.infinitives):
            return at + 2  # whatever the tagger takes it for: "appelle à vacciner"
        for n in range(at + 1, min(last, at + REACH) + 1):
            cell = cells[n]
            if not cell.passage and cell.word in {";", ":"}:
                return None
            if cell.passage:
                verb = next((t for t in cell.inner if t.pos_ in {"VERB", "AUX"}), None)
                return self._with_negator(cells, at, n) if verb and verb.morph.get("VerbForm", []) == ["Inf"] else None
            if cell.token.pos_ in {"VERB", "AUX"}:
                is_infinitive = cell.token.morph.get("VerbForm", []) == ["Inf"]
                to = n > at + 1 and cells[n - 1].word in self.infinitive_markers
                asks = cells[n - 1].word in self.asking and cue.kind not in ASKING  # "proposent à emporter"
                if not is_infinitive or (self.bare and not to) or (asks and not self.bare):
                    return None
                if to and self.bare and cells[at].word == "for" and n > at + 2:
                    return at + 1  # "calling for the logo to be taken down"
                return n - 1 if to and self.bare else self._with_negator(cells, at, n)
        return None

    def _with_negator(self, cells: Sequence[Cell], at: int, first: int) -> int:
        """First cell of an infinitive with what denies it: "dit ne pas savoir"."""
        while first - 1 > at and not cells[first - 1].passage and cells[first - 1].token.pos_ in {"ADV", "PRON"}:
            first -= 1
        return first

    def _bare_clause(self, cells: Sequence[Cell], at: int, last: int) -> int | None:
        """Where a clause without a marker begins: "said talks would start", "that police said was lost"."""
        verb = cells[at].token
        relative = any(cells[n].word in self.relatives for n in range(max(0, at - 8), at))
        if at + 1 < last and relative and not cells[at + 1].passage and self._finite(cells[at + 1].token):
            return at + 1
        for clause in self.grammar.complements(verb):
            if clause.i < verb.i or not (
                is_finite(clause) or any(is_finite(c) for c in clause.children) or self.grammar.group(clause).modals
            ):
                continue
            inside = [n for n, c in enumerate(cells) if n > at and any(t.i == c.token.i for t in clause.subtree)]
            between = cells[at + 1 : inside[0]] if inside else []
            if inside and not any(c.word == "," or c.token.pos_ in {"VERB", "AUX"} for c in between):
                return inside[0]
        return self._subject_of_clause(cells, at, last)

    def _subject_of_clause(self, cells: Sequence[Cell], at: int, last: int) -> int | None:
        """Where the parse does not see a clause: its subject before the next finite verb."""
        verb = cells[at].token
        for n in range(at + 1, min(last, at + REACH) + 1):
            cell = cells[n]
            if cell.passage or cell.word in {";", ":", ","}:
                return None
            if self.acts(cell):
                main = cell.token.head if cell.token.pos_ == "AUX" else cell.token
                subjects = [s for s in self.grammar.own_subjects(main) if verb.i < s.i < cell.token.i]
                if not subjects:
                    return None
                left = subjects[0].left_edge.i
                return next(m for m in range(at + 1, n + 1) if cells[m].token.i >= left)
        return None

    def _clause_end(self, cells: Sequence[Cell], at: int, first: int, last: int) -> int:
        """Last cell of a content clause: to the sentence's end, or to where the cue's own clause goes on."""
        stop = last = self._main_clause_of(cells, at, first, last)
        for n in range(first, last + 1):
            cell = cells[n]
            if cell.passage or n == first:
                continue
            parts = cell.word == ";" or (cell.word == ":" and n < last and not cells[n + 1].passage)
            if parts or self._contrasts(cells, n, last) or self._goes_on_to(cells, n, last):
                stop = n - 1
                break
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
            two = f"{cell.word} {cells[n + 1].word}" if n < last else cell.word
            if cells[n - 1].word == "," and n > first + 1 and not self.asides.isdisjoint({cell.word, two}):
                stop = n - 1  # ", sans préciser cette menace": of who speaks
                break
            if self._told_of(cells, n, last):
                stop = n - 1
                break
            if self._second_cue(cells, at, n, last):
                stop = n - 1
                break
            coordinated = cell.word in self.conjunctions and n + 1 <= last and not cells[n + 1].passage
            if coordinated and self._is_infinitive(cells[first]) and self._finite(cells[n + 1].token):
                stop = n - 1  # "claims to have copied files and has given the firm until Friday"
                break
            if coordinated and any(
                cells[m].token.pos_ == "VERB"
                and cells[m].token.head.i == cells[at].token.i
                and self.grammar.is_a(cells[m].token, "coordinated")
                for m in range(n + 1, min(last, n + REACH) + 1)
            ):
                stop = n - 1
                break
        while stop > first and cells[stop].word in PUNCTUATION | self.participle_openers:
            stop -= 1
        return stop

    def _main_clause_of(self, cells: Sequence[Cell], at: int, first: int, last: int) -> int:
        """Last cell of what a subordinate clause reports: "When the judge asked if he knew, | he said …"."""
        opens = next((n for n in range(at - 1, -1, -1) if cells[n].word in {",", ";"}), -1) + 1
        opener = cells[opens]
        if opener.passage or not (opener.token.pos_ == "SCONJ" or opener.token.tag_ == "WRB") or opens > 1:
            return last
        for n in range(first + 1, last):
            if cells[n].word == "," and self.speakers.phrase(cells, n + 1) > n + 1:
                stop = self.speakers.phrase(cells, n + 1)
                if stop <= last and not cells[stop].passage and self._finite(cells[stop].token):
                    return n - 1
        return last

    def _goes_on_to(self, cells: Sequence[Cell], n: int, last: int) -> bool:
        """Whether the speaker goes on to say more here: ", avant d'ajouter que …"."""
        if cells[n].word not in self.purposes or n + 2 > last:
            return False
        verb = next((c for c in cells[n + 1 : n + 5] if not c.passage and c.token.pos_ == "VERB"), None)
        return (
            verb is not None
            and verb.token.morph.get("VerbForm", []) == ["Inf"]
            and self.cues.of(verb.token) is not None
        )

    def _told_of(self, cells: Sequence[Cell], n: int, last: int) -> bool:
        """Whether another's words on what is said begin here: ", an explanation that X dismissed as …"."""
        if cells[n - 1].word != "," or cells[n].passage:
            return False
        relative = next((m for m in range(n, min(last, n + 4)) if cells[m].word in self.relatives), None)
        if relative is None or any(c.passage or c.token.pos_ in {"VERB", "AUX"} for c in cells[n:relative]):
            return False
        stop = self.speakers.phrase(cells, relative + 1)
        after = [c for c in cells[stop : stop + 3] if not c.passage and c.token.pos_ in {"VERB", "AUX"}]
        return stop > relative + 1 and any(self.cues.of(c.token) is not None for c in after)

    def _second_cue(self, cells: Sequence[Cell], at: int, n: int, last: int) -> bool:
        """Whether a second verb of saying of the same speaker begins here: "said … and accused"."""
        if cells[n].word not in self.conjunctions or n + 1 > last or cells[n + 1].passage or cells[at].passage:
            return False
        near = [c for c in cells[n + 1 : n + 5] if not c.passage]
        if near and near[0].token.pos_ in {"AUX", "VERB"} and any(c.token.lemma_ in self.withholding for c in near):
            return True  # "said it was likely but would not be drawn on a date"
        first, second = cells[at].token, cells[n + 1].token
        if second.pos_ == "AUX" and n + 2 <= last and not cells[n + 2].passage:
            second = cells[n + 2].token
        alike = first.tag_ == second.tag_ and first.morph.get("VerbForm", []) == second.morph.get("VerbForm", [])
        return second.pos_ == "VERB" and alike and self.cues.of(second) is not None

    def _contrasts(self, cells: Sequence[Cell], n: int, last: int) -> bool:
        """Whether another's speech begins here: ", while the union said …"."""
        if cells[n - 1].word != "," or cells[n].word not in self.contrasts:
            return False
        if n < last and cells[n + 1].word in self.pronouns and cells[n].word in self.concessions:
            return True  # ", although she stopped short of it": of who speaks
        return self.speaks(cells[n + 1 : last + 1])

    def until_participle(self, cells: Sequence[Cell], first: int, last: int) -> int:
        """Last cell of what stands behind "selon X": to a participle that goes on from it."""
        return self._clause_end(cells, max(0, first - 1), first, last)

    def passages_end(self, cells: Sequence[Cell], first: int, last: int) -> int:
        """The last marked cell of a stretch."""
        return max(n for n in range(first, last + 1) if cells[n].passage)

    def speaks(self, cells: Sequence[Cell]) -> bool:
        """Whether a verb of saying stands among cells."""
        return any(not c.passage and c.token.pos_ == "VERB" and self.cues.of(c.token) is not None for c in cells)

    def last(self, cells: Sequence[Cell]) -> int:
        """Last cell of a frame but for its punctuation."""
        last = len(cells) - 1
        while last > 0 and cells[last].word in PUNCTUATION:
            last -= 1
        return last

    def clause_start(self, cells: Sequence[Cell], end: int) -> int:
        """Where the clause before a cue begins: the sentence's start, or behind the last cue's own words."""
        start = 0
        for n in range(end - 1, -1, -1):
            if cells[n].word in {";", ":"}:
                start = n + 1
                break
        while start < end - 1 and cells[start].word in {",", *DASHES, *self.conjunctions}:
            start += 1
        return start

    def resumed(self, cells: Sequence[Cell], at: int) -> tuple[int, int] | None:
        """The second piece of an interrupted speech: "« A », a dit X, « B »"."""
        n = at
        while n < len(cells) and n < at + REACH and not cells[n].passage:
            token = cells[n].token
            if token.pos_ == "VERB" and (is_finite(token) or self.cues.of(token) is not None):
                return None
            n += 1
        if (
            n < len(cells)
            and cells[n].passage
            and cells[n - 1].word in {",", ":", ";", *DASHES}
            and all(c.word in PUNCTUATION for c in cells[n + 1 :])
        ):
            return n, n
        return None

    def before_main_verb(self, cells: Sequence[Cell], first: int, last: int) -> int:
        """Last cell of what a relative clause reports: to the comma before the main clause's verb."""
        for n in range(first + 1, last):
            if cells[n].word != ",":
                continue
            verb = next((c for c in cells[n + 1 : n + 4] if c.passage or c.token.pos_ not in {"ADV", "PRON"}), None)
            finite = verb is not None and self.acts(verb)
            if finite and not any(c.word in self.relatives | self.pronouns for c in cells[n + 1 : n + 3]):
                return n - 1
        return last

    def comma_behind(self, cells: Sequence[Cell], at: int) -> int | None:
        """The comma behind a cue and its adverbials ("said aboard the plane, …"); None where a clause begins first."""
        for n in range(at, min(len(cells), at + REACH)):
            cell = cells[n]
            if cell.word == ",":
                return n
            if cell.passage or cell.token.pos_ in {"VERB", "AUX", "SCONJ"} or cell.word in self.question_markers:
                return None
        return None

    def main_clause(self, cells: Sequence[Cell], first: int, at: int) -> tuple[int, int] | None:
        """What follows the cue where only a condition or a subject stands before it: "If A, she said, B"."""
        comma = next((n for n in range(at, min(len(cells), at + REACH)) if cells[n].word == ","), None)
        last = self.last(cells)
        if comma is None or comma >= last or cells[comma + 1].word in self.relatives - self.markers:
            return None
        clause = cells[comma + 1 : last + 1]
        return (comma + 1, last) if any(c.passage or c.token.pos_ in {"VERB", "AUX"} for c in clause) else None

    def goes_on(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a clause goes on behind its cue: "It does not prove, they caution, that …", "…, she said, but …"."""
        last = self.last(cells)
        if at + 1 >= last or cells[at].word != ",":
            return False
        if cells[at + 1].word in self.markers:
            return True
        return cells[at + 1].word in self.conjunctions and not self.speaks(cells[at + 2 : last + 1])

    def has_marker(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a content clause with its marker stands behind a verb."""
        return self._marker(cells, at, self.last(cells)) is not None

    def subordinates(self, cells: Sequence[Cell], first: int) -> bool:
        """Whether words before a cue open with what a main clause must follow: "If A, she said, B"."""
        opener = cells[first].token
        subordinate = self.grammar.is_a(opener, "marker") or self.grammar.is_a(opener.head, "adverbial_clause")
        return opener.pos_ in {"SCONJ", "ADP"} or subordinate
