"""Turns: who speaks where the sentence itself does not say, and whom its words mean in the talk around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from sourcier.reading.descriptions import Descriptions
from sourcier.reading.draft import Draft
from sourcier.reading.frames import Frame, frames
from sourcier.reading.said import Said
from sourcier.reading.speakers import Speaker, words
from sourcier.reading.speech import SpeechReader

ANSWERS = 2
"""Answers of the shortest interview."""

ALIKE = 0.6
"""Share of a headline's spoken words that the text must give again for its speaker to be the headline's."""

Told = tuple[Frame, Said, Speaker | None]


def read_turns(draft: Draft, reader: SpeechReader) -> list[Told]:
    """Everything that is said in an article, in text order, with who says it."""
    everything = frames(draft)
    talk = _Talk(draft, everything, reader)
    told: list[Told] = []
    for frame in _with_questions(draft, everything):
        told += [(frame, said, talk.speaker(frame, said)) for said in reader.read(frame)]
        talk.announce(frame, reader.announces(frame))
        talk.before = frame
    return list(_in_headlines(draft, list(_resumed(_interviewed(draft, _with_following(told))))))


def _with_questions(draft: Draft, everything: list[Frame]) -> Iterator[Frame]:
    """Frames in order, those marked as answers that stand on a line behind words to "you" outside marks."""
    addresses = words(draft.language, "addresses")
    before: Frame | None = None
    for frame in everything:
        near = before is not None and frame.block - before.block <= 1
        if before is not None and near and any(c.word.lstrip("-") in addresses for c in before.cells):
            frame.answers = "\n" in draft.article.text[before.cells[-1].end : frame.cells[0].start]
        before = frame
        yield frame


class _Talk:
    """Who spoke last, and who is announced to speak, while the sentences of an article go by."""

    def __init__(self, draft: Draft, everything: list[Frame], reader: SpeechReader) -> None:
        self.draft = draft
        self.descriptions = Descriptions(draft, everything)
        self.reader = reader
        self.before: Frame | None = None
        self.last: tuple[Frame, Speaker] | None = None
        self.announced: tuple[int, Said] | None = None

    def announce(self, frame: Frame, said: Said | None) -> None:
        """Note that a sentence announces speech in the next paragraph."""
        if said is not None:
            self.announced = frame.block, said

    def speaker(self, frame: Frame, said: Said) -> Speaker | None:
        """Who says it, where the sentences before tell; None for a headline's speech and for nobody known."""
        announced = self.announced
        if announced is not None and said.continues and said.speaker is None and frame.block == announced[0] + 1:
            said.announced_by(announced[1])
            self.announced = frame.block, announced[1]
        if said.unsigned:
            return said.speaker
        speaker = said.speaker or self._told_of(frame, said)
        speaker = speaker or (self.last[1] if self.last is not None and self._goes_on(frame, said) else None)
        if speaker is None:
            return None
        if self.last is not None and frame.block - self.last[0].block <= 1:
            speaker = _same_body(self.draft, _same_stranger(self.draft, speaker, self.last[1]), self.last[1])
            said.speaker = speaker
        if speaker.actor is None and said.speaker is speaker:
            person = self.descriptions.person(speaker, frame)
            speaker = said.speaker = replace(speaker, actor=person, person=True) if person is not None else speaker
        self.last = frame, speaker
        return speaker

    def _told_of(self, frame: Frame, said: Said) -> Speaker | None:
        """Whom the sentence before speech that stands free is about: "The mayor was jubilant. “At last.”"."""
        before = self.before
        if before is None or not frame.follows(before) or not said.continues or said.verb is not None:
            return None
        silent = self.last is None or self.last[0] is not before
        return self.reader.told_of(before) if silent and not frame.asked and not frame.answers else None

    def _goes_on(self, frame: Frame, said: Said) -> bool:
        """Whether speech without a speaker is the last speaker's: it stands free near by, and answers no question."""
        if self.last is None:
            return False
        distance = frame.block - self.last[0].block
        if said.verb is not None:  # "Et d'ajouter que …"; other verbs without a speaker name nobody
            return said.continues and distance == 0
        if said.whole and frame.answers:
            return False
        question = _is_question(self.draft, frame.block - 1)
        if said.whole and question and distance >= 1 and not frame.asked:
            return False  # whom a question names is not who answers it
        return distance <= (2 if question else 1)


def _is_question(draft: Draft, block: int) -> bool:
    """Whether a block is a question, as in interviews."""
    blocks = draft.article.blocks
    return 0 <= block < len(blocks) and draft.article.text[: blocks[block].end].rstrip().endswith(("?", "…", "..."))


def _same_stranger(draft: Draft, speaker: Speaker, last: Speaker) -> Speaker:
    """A pronoun behind the words of someone whom the page leaves unnamed means no one whom it names."""
    pronouns = draft.language.toml("quotes")["pronouns"]
    stranger = last.actor is None and last.speaks
    return replace(speaker, actor=None) if stranger and speaker.text.lower() in pronouns else speaker


def _same_body(draft: Draft, speaker: Speaker, last: Speaker) -> Speaker:
    """A pronoun for things behind the words of a body means that body: "It said …"."""
    bodies = {actor.id for actor in draft.actors if actor.kind in {"organisation", "country", "group"}}
    thing = speaker.actor is None and speaker.text.lower() in draft.language.toml("quotes")["body_pronouns"]
    return replace(speaker, actor=last.actor) if thing and last.actor in bodies else speaker


def _with_following(told: list[Told]) -> Iterator[Told]:
    """Speech whose paragraph ends before its closing mark is by whom the next paragraph names; others need one."""
    for number, (frame, said, speaker) in enumerate(told):
        passage = said.cells[said.last].passage
        unclosed = passage is not None and not passage.closed
        if said.verb is None and said.continues and unclosed:
            following = next((s for _, later, s in told[number + 1 :] if later.speaker is not None), None)
            yield frame, said, following or speaker
        elif speaker is not None or said.unsigned or said.whole:
            yield frame, said, speaker


def _interviewed(draft: Draft, told: Iterator[Told]) -> Iterator[Told]:
    """In an interview, the one whom the page names first answers: paragraphs in marks, each behind a question."""
    everything = list(told)
    answers = [said for frame, said, speaker in everything if _answers(draft, frame, said, speaker)]
    people = {actor.id: actor for actor in draft.actors if actor.kind == "person"}
    named = [(m, actor.id) for actor in people.values() for m in actor.mentions if m.form == "name"]
    if len(answers) < ANSWERS or not named:
        yield from everything
        return
    mention, actor = min(named, key=lambda pair: pair[0].start)
    guest = Speaker(mention.start, mention.end, mention.text, actor, True, False, True)
    pronouns = draft.language.toml("quotes")["pronouns"]
    for frame, said, speaker in everything:
        if any(said is answer for answer in answers):
            yield frame, said, guest
        elif speaker is not None and speaker.actor is None and speaker.text.lower() in pronouns:
            said.speaker = replace(speaker, actor=actor)  # who else is told of is named
            yield frame, said, said.speaker
        else:
            yield frame, said, speaker


def _answers(draft: Draft, frame: Frame, said: Said, speaker: Speaker | None) -> bool:
    """Whether speech of nobody known stands behind a question."""
    question = frame.asked or frame.answers or _is_question(draft, frame.block - 1)
    return said.whole and speaker is None and question


def _in_headlines(draft: Draft, told: list[Told]) -> Iterator[Told]:
    """A headline's speech that the text gives again is by whom the text names."""
    text = draft.article.text
    for frame, said, speaker in told:
        if not said.unsigned or (speaker is not None and speaker.speaks):
            yield frame, said, speaker
            continue
        own = _words(text[said.start : said.end])
        signed = [(other, who) for _, other, who in told if who is not None and other is not said]
        others = [(_alike(own, _words(text[other.start : other.end])), who) for other, who in signed]
        best = max(others, key=lambda pair: pair[0], default=None)
        yield frame, said, best[1] if best is not None and best[0] >= ALIKE else speaker


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"\W+", text.lower()) if word]


def _alike(headline: list[str], speech: list[str]) -> float:
    """Share of a headline's words that a speech has in the same order."""
    matcher = SequenceMatcher(None, headline, speech, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(headline))


def _resumed(told: Iterator[Told]) -> Iterator[Told]:
    """Note where speech goes on right behind the sentence of its cue: "“A,” said X. “B.”"."""
    before: Told | None = None
    for frame, said, speaker in told:
        opening = said.verb is None and said.continues and said.first == 0
        if before is not None and opening and frame.follows(before[0]) and before[1].ends_with_cue():
            said.resumes = before[1]
        before = frame, said, speaker
        yield before
