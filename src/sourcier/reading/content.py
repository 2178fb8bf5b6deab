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
        self.pronouns = words(draft.language, "pronouns")
        self.concessions = words(draft.language, "concession_words")
        self.contrasts = words(draft.language, "contrast_words")
        self.gerund_openers = words(draft.language, "gerund_openers")
        self.indefinites = words(draft.language, "indefinites")
        self.withholding = words(draft.language, "withholding_verbs")
        self.asking = words(draft.language, "addressee_prepositions")
        self.relatives = words(draft.language, "relative_words")
        self.predicates = words(draft.language, "predicate_prepositions")
        self.reports = frozenset(map(fold, draft.language.toml("status")["reports"]))
        self.bare = bool(draft.language.toml("quotes")["bare_clause"])

    def behind(self, cells: Sequence[Cell], at: int, cue: Cue) -> tuple[int, int] | None:
        """First and last cell of what stands behind the cue; None where nothing is attributed."""
        last = self.last(cells)
        colon = next((n for n in range(at + 1, min(last, at + REACH) + 1) if cells[n].word == ":"), None)
        if colon is not None and colon + 1 <= last and cells[colon + 1].passage:
            attributed = any(self._opens_cue(cells, n) for n in range(colon + 2, last + 1))
            before = self._before_colon(cells, at, colon, cue)
            if before is not None and attributed:
                return before
            return before[0] if before else colon + 1, self.passages_end(cells, colon + 1, last)
        marker = self._marker(cells, at, last)
        earlier = self._infinitive(cells, at, last, cue) if "infinitive" in cue.complements else None
        marker = None if marker is not None and earlier is not None and earlier < marker else marker
        if marker is not None and (cue.alone or any(c.passage for c in cells[marker : last + 1])):
            first = marker + 1
            rest = cells[first : last + 1]
            told = not self.bare or any(c.passage or self._finite(c.token) for c in rest)
            told = told or (cue.kind in ASKING and any(c.token.pos_ in {"VERB", "AUX"} for c in rest))
            return (first, self._clause_end(cells, at, first, last)) if told else None  # "disputed that account"
        question = self._question(cells, at, last, cue) if cue.kind == "ask" or cue.alone else None
        if question is not None:
            return question, self._clause_end(cells, at, question, last)
        direct = next((n for n in range(at + 1, min(last, at + 3) + 1) if cells[n].passage), None)
        if direct is not None and all(
            cells[n].word in {"", ":", ",", *self.addressees} or n == direct for n in range(at + 1, direct + 1)
        ):
            end = self._clause_end(cells, at, direct, last)
            return at + 1 if direct > at + 1 and cells[at + 1].word in self.addressees else direct, end
        infinitive = self._infinitive(cells, at, last, cue) if "infinitive" in cue.complements else None
        accused = infinitive is not None and cue.kind == "accuse"  # "a accusé le Tchad d'abriter des rebelles"
        if infinitive is not None and (cue.alone or accused or any(c.passage for c in cells[infinitive : last + 1])):
            return infinitive, self._clause_end(cells, at, infinitive, last)
        if cue.kind == "accuse" and "gerund" in cue.complements:  # "accused Chad of sheltering rebels"
            of = next((n for n in range(at + 2, min(last, at + REACH)) if cells[n].word in self.predicates), None)
            if of is not None and not cells[of + 1].passage and cells[of + 1].token.tag_ == "VBG":
                return of + 1, self._clause_end(cells, at, of + 1, last)
        gerund = at + 2 if at + 2 <= last and cells[at + 1].word in self.gerund_openers else at + 1
        if "gerund" in cue.complements and gerund < last and cells[gerund].token.tag_ == "VBG":
            return gerund, self._clause_end(cells, at, gerund, last)
        if self.bare and cue.alone and "clause" in cue.complements:
            following = cells[at + 1] if at + 1 < last else None
            if following is not None and not following.passage and following.token.pos_ in {"VERB", "AUX"}:
                finite = is_finite(following.token) or following.token.tag_ == "MD"
                subject = next((n for n in range(at - 1, max(-1, at - 9), -1) if cells[n].word in self.relatives), None)
                if finite and subject is not None:  # "a tornado that forecasters said was on the ground"
                    return at + 1, self._clause_end(cells, at, at + 1, last)
            clause = self._bare_clause(cells, at)
            if clause is not None and clause[1] - clause[0] > 1:
                return clause
        if "object" in cue.complements and cue.alone:
            noun = self._object(cells, at, last, cue)
            if noun is not None:
                return noun
        inside = next((n for n in range(at + 1, min(last, at + REACH) + 1) if cells[n].passage), None)
        if (
            inside is not None
            and cue.kind == "demand"
            and cells[inside - 1].word in self.asking | self.infinitive_markers
        ):
            if not any(self._finite(c.token) for c in cells[at + 1 : inside] if not c.passage):
                return inside, self._clause_end(cells, at, inside, last)  # "ont appelé les deux parties à « … »"
        if inside is not None and "noun" in cue.complements:
            between = cells[at + 1 : inside]
            if not any(c.token.pos_ in {"VERB", "AUX"} and is_finite(c.token) for c in between if not c.passage):
                if "predicate" in cue.complements:
                    return None if self._is_name(cells[inside], cue) else (self._predicate(cells, at, inside), inside)
                end = self._clause_end(cells, at, inside, last)
                if inside + 2 <= end and cells[inside + 1].word == "," and cells[inside + 2].word in self.relatives:
                    end = inside  # "blames “that computer”, which …"
                return self._skip_aside(cells, at + 1), end
        return None

    def _is_infinitive(self, cell: Cell) -> bool:
        """Whether content opens with an infinitive."""
        infinitive = cell.token.morph.get("VerbForm", []) == ["Inf"] or cell.word in self.infinitive_markers
        return not cell.passage and infinitive

    def _finite(self, token: Token) -> bool:
        """Whether a word is a finite verb or a modal."""
        return token.pos_ in {"VERB", "AUX"} and (is_finite(token) or token.tag_ == "MD")

    def _object(self, cells: Sequence[Cell], at: int, last: int, cue: Cue) -> tuple[int, int] | None:
        """What is announced, denied or demanded by a noun: "announces the opening of a unit"."""
        first = self._skip_aside(cells, at + 1)
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

    def _marker(self, cells: Sequence[Cell], at: int, last: int) -> int | None:
        """The complementiser of the cue's clause."""
        resumed = self._behind_aside(cells, at, last)
        for n in range(resumed, min(last, resumed + REACH) + 1):
            cell = cells[n]
            if (
                cell.passage
                or cell.word in {";", "."}
                or (cell.token.pos_ in {"VERB", "AUX"} and is_finite(cell.token) and n > at + 1)
            ):
                return None
            opens = cell.token.pos_ not in {"DET", "PRON"} or self.grammar.is_a(cell.token, "marker") or n == at + 1
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

    def _bare_clause(self, cells: Sequence[Cell], at: int) -> tuple[int, int] | None:
        """ "said talks would start": the clause that the parse hangs on the verb."""
        verb = cells[at].token
        for clause in self.grammar.complements(verb):
            if clause.i < verb.i or not (
                is_finite(clause) or any(is_finite(c) for c in clause.children) or self.grammar.group(clause).modals
            ):
                continue
            inside = [n for n, c in enumerate(cells) if n > at and any(t.i == c.token.i for t in clause.subtree)]
            between = cells[at + 1 : inside[0]] if inside else []
            if inside and not any(c.word == "," or c.token.pos_ in {"VERB", "AUX"} for c in between):
                return inside[0], self._clause_end(cells, at, inside[0], self.last(cells))
        last = self.last(cells)
        for n in range(at + 1, min(last, at + REACH) + 1):  # where the parse does not see it: a subject and its verb
            cell = cells[n]
            if cell.passage or cell.word in {";", ":", ","}:
                return None
            if is_finite(cell.token) and cell.token.pos_ in {"VERB", "AUX"}:
                main = cell.token.head if cell.token.pos_ == "AUX" else cell.token
                subjects = [s for s in self.grammar.own_subjects(main) if verb.i < s.i < cell.token.i]
                if not subjects:
                    return None
                left = subjects[0].left_edge.i
                start = next(m for m in range(at + 1, n + 1) if cells[m].token.i >= left)
                return start, self._clause_end(cells, at, start, last)
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
            finite = (
                verb is not None and not verb.passage and verb.token.pos_ in {"VERB", "AUX"} and is_finite(verb.token)
            )
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
