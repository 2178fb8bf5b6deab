"""Speech without a verb of saying beside it: headlines, minutes, interviews, pull quotes, cues within the marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcier.reading.content import DASHES, PUNCTUATION
from sourcier.reading.frames import Cell, Frame
from sourcier.reading.said import Said
from sourcier.reading.speakers import Speaker
from sourcier.reading.subjects import Subjects


class FreeSpeech(Subjects):
    """Finds speech that no verb of saying in its frame attributes."""

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
                whole = (
                    (frame.number == 0 or frame.asked or frame.answers)
                    and len(passages) == 1
                    and self._uttered(cells[n])
                )
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
            cue = self._cue_at(cells, at)
            if cell.token.pos_ in {"VERB", "AUX"} and cue is not None and not self._negated(cells, at):
                begin, clitic = self._group_start(cells, at)
                speaker = self.speakers.pronoun(cells[clitic]) if clitic is not None else None
                speaker = speaker or self._subject(cells, at, begin, None)[0]
                if speaker is not None:
                    return Said(last, last, cells, speaker, cells[begin].start, cell.end, cell.token)
        first = self._first_speaker(cells, last)
        return Said(last, last, cells, first) if first is not None and first.person else None

    def told_of(self, frame: Frame) -> Speaker | None:
        """The person, or the source without a name, who is the subject of a sentence."""
        cells = frame.cells
        verb = next((n for n, c in enumerate(cells) if self._acts(c) and not self._is_relative(cells, n)), None)
        if verb is None or any(c.passage for c in cells[:verb]):
            return None
        subject = self._named_before(cells, verb, self._group_start(cells, verb)[0])
        return subject if subject is not None and (subject.person or subject.source) else None

    def _acting(self, cells: Sequence[Cell], passages: list[int]) -> Said | None:
        """Speech behind what its speaker does, without a verb of saying: "La juge se lève : « … »"."""
        first = passages[0]
        if first < 2 or cells[first - 1].word != ":" or not self._uttered(cells[first]):
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
        cells = [Cell(t.idx, t.idx + len(t), t) for t in cell.inner if not t.is_space]
        for at, inside in enumerate(cells):
            if inside.token.pos_ not in {"VERB", "AUX"} or at == 0:
                continue
            cue = self._cue_at(cells, at)
            begin, clitic = self._group_start(cells, at)
            if cue is None or begin == 0 or cells[begin - 1].word not in {",", "?", "!", "…", *DASHES}:
                continue
            tail = at + self._further_words(cells, at, cue)
            if clitic is not None:
                speaker, stop = self.speakers.pronoun(cells[clitic]), max(tail, clitic) + 1
            else:
                speaker, stop = self._postposed(cells, tail + 1)
            closed = stop < len(cells) and cells[stop].word in {",", ".", ":", "!", "?", *DASHES}
            if speaker is not None and speaker.speaks and closed and speaker.text.lower() not in self.interlocutors:
                return Said(
                    0, at, cells, speaker, cells[begin].start, cells[max(tail, clitic or tail)].end, inside.token
                )
        return None

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
            yield Said(0, 0, cells, speaker if speaker is not None and speaker.speaks else None, unsigned=True)
            return
        if cells[colon].word == ":" and colon + 2 == last + 1 and self._uttered(cells[last]):
            start = self._phrase_before(cells, colon)
            begins = start is not None and (start == 0 or cells[start - 1].word in {",", ";", *DASHES})
            if start and begins and self.speakers.phrase(cells, 0) == start - 1:
                start = 0  # "Ana Roy, bookseller: “…”"
            speaker = self.speakers.speaker(cells, start or 0, colon) if begins else None
            known = speaker is not None and (speaker.person or speaker.source)
            yield Said(last, last, cells, speaker if known else None, unsigned=True)
            return
        if cells[colon].word == ":" and self.speakers.phrase(cells, 0) == colon:
            speaker = self.speakers.speaker(cells, 0, colon)
            told = self._is_clause(cells[colon + 1 :]) or any(c.passage for c in cells[colon + 1 :])
            # French kickers: "Théâtre : …", "Police : …" name no one who speaks.
            kicker = colon == 1 and not self.before and speaker is not None and speaker.actor is None
            if speaker is not None and (speaker.source or speaker.person) and told and not kicker:
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
