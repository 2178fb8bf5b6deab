"""The words of a language by which speech is told, and what a frame says of its verbs."""

from __future__ import annotations

from collections.abc import Sequence

from sourcier.reading.content import Contents, is_finite
from sourcier.reading.cues import Cue, cues
from sourcier.reading.draft import Draft
from sourcier.reading.frames import Cell
from sourcier.reading.speakers import Speaker, Speakers, words


class SpeechWords:
    """What all steps of the reading of speech share."""

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
        self.definites = words(draft.language, "definites")
        self.asked = frozenset(draft.language.toml("status")["asked"])
        self.of = words(draft.language, "of_prepositions")
        self.purposes = words(draft.language, "purpose_infinitive")
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
        self.interlocutors = words(draft.language, "interlocutors")
        self.as_words = words(draft.language, "as_words")
        self.agents = frozenset(syntax["agent_prepositions"])
        self.quoting = words(draft.language, "quoting_words")
        self.quotings = words(draft.language, "quoting_verbs")
        self.before = bool(settings["speaker_before_verb"])
        self.after = bool(settings["speaker_after_verb"])
        self.heading = False  # whether the frame that is read is a headline
        self._subject_of: dict[int, Speaker] = {}  # by verbs of saying that introduce nothing themselves

    def _spells(self, cells: Sequence[Cell], at: int, phrase: tuple[str, ...]) -> bool:
        here = [c.word.replace("’", "'") for c in cells[at : at + len(phrase)]]
        of = self.of | self.antecedents
        if len(phrase) > 1 and len(here) == len(phrase) and phrase[-1] in self.of and here[-1] in of:
            return here[:-1] == list(phrase[:-1])  # "de l'aveu de", "de l'aveu d'une", "de l'aveu du"
        return here == list(phrase)

    def _adverbial(self, cells: Sequence[Cell], step: int, at: int) -> bool:
        starts = range(max(0, step - self.content.longest + 1), step + 1)
        return any(step < start + self.content.adverbial(cells, start) <= at for start in starts)

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

    def _negated(self, cells: Sequence[Cell], at: int) -> bool:
        """Whether a verb of saying is denied by a word outside marks."""
        first = at
        while first > max(0, at - 6) and not cells[first - 1].passage and cells[first - 1].word != ",":
            first -= 1
        near = cells[first : at + (1 if self.before else 4)]  # French denies behind the verb: "ne dit pas"
        denies = any(c.word in self.negators and c.token.pos_ != "NOUN" for c in near)  # "en point de presse"
        return denies and self.grammar.group(cells[at].token).negated

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

    def _cue_at(self, cells: Sequence[Cell], at: int) -> Cue | None:
        """The cue that a word is, with the words behind it; adverbs may stand between: "met d'emblée en garde"."""
        return self.cues.of(cells[at].token, [cells[n].token for n in self._behind(cells, at)])

    def _behind(self, cells: Sequence[Cell], at: int) -> list[int]:
        """The next words behind a verb, without adverbs, set phrases and inverted pronouns."""
        found: list[int] = []
        n = at + 1
        while n < len(cells) and n < at + 9 and len(found) < 4:
            n += self.content.adverbial(cells, n)
            if (
                n < len(cells)
                and not cells[n].passage
                and cells[n].word[:1] != "-"
                and cells[n].word not in self.negators
            ):
                found.append(n)
            n += 1
        return found

    def _further_words(self, cells: Sequence[Cell], at: int, cue: Cue) -> int:
        """Cells that a cue of several words takes behind its verb ("fait savoir")."""
        words_ = cue.lemma.replace("’", "'").split()
        rest = words_[next((n for n, w in enumerate(words_) if w not in {"se", "s'"}), 0) + 1 :]
        behind = self._behind(cells, at)[: len(rest)]
        return behind[-1] - at if rest and [cells[n].word for n in behind] == rest else 0

    def _after_auxiliary(self, cells: Sequence[Cell], at: int) -> bool:
        return at > 0 and any(c.word in self.auxiliaries for c in cells[max(0, at - 3) : at])

    def _capitals(self, cells: Sequence[Cell]) -> bool:
        """Whether words look like a name."""
        return all(not c.passage and c.token.text[0].isupper() for c in cells)

    def _uttered(self, cell: Cell) -> bool:
        """Whether marked words are a sentence that someone utters."""
        return len(cell.inner) > 3 and any(t.pos_ in {"VERB", "AUX"} for t in cell.inner)

    def _acts(self, cell: Cell) -> bool:
        """Whether a word is a finite verb or an auxiliary."""
        auxiliary = cell.word in self.auxiliaries and cell.token.pos_ in {"VERB", "AUX"}
        return self.content.acts(cell) or auxiliary

    def _is_relative(self, cells: Sequence[Cell], at: int) -> bool:
        return at > 0 and cells[at - 1].word in self.relatives
