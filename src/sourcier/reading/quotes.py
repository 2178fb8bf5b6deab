"""Quotes: who said what, in which words, on which channel and when.

A direct quote's span includes its marks; an indirect one is the content clause without its complementiser; a mixed
one is the whole content clause with the marked words in it. One attribution is one quote. A speaker who cannot be
told stays None, with the words kept: an invented speaker is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sourcier.reading.channels import Channel, find_channels
from sourcier.reading.draft import Draft
from sourcier.reading.frames import Frame, frames
from sourcier.reading.said import Said
from sourcier.reading.speakers import Speaker, Speakers
from sourcier.reading.speech import SpeechReader
from sourcier.record import Piece, Quote, QuoteKind

ANSWERS = 2
"""Answers of the shortest interview."""

Told = tuple[Frame, Said, Speaker | None]


def read_quotes(draft: Draft) -> None:
    """Fill `draft.quotes`, in text order."""
    channels = find_channels(draft.article.text, draft.language)
    reader = SpeechReader(draft, Speakers(draft, channels))
    talk = _Talk(draft)
    told: list[Told] = []
    for frame in frames(draft):
        told += [(frame, said, talk.speaker(frame, said)) for said in reader.read(frame)]
        talk.announce(frame, reader.announces(frame))
    told = list(_resumed(_interviewed(draft, _with_following(told))))
    draft.quotes = tuple(_records(draft, list(_in_headlines(draft, told)), channels))


class _Talk:
    """Who spoke last, and who is announced to speak, while the sentences of an article go by."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.last: tuple[int, Speaker] | None = None
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
        speaker = said.speaker or (self.last[1] if self.last is not None and self._goes_on(frame, said) else None)
        if speaker is None:
            return None
        if self.last is not None and frame.block - self.last[0] <= 1:
            speaker = _same_body(self.draft, _same_stranger(self.draft, speaker, self.last[1]), self.last[1])
            said.speaker = speaker
        self.last = frame.block, speaker
        return speaker

    def _goes_on(self, frame: Frame, said: Said) -> bool:
        """Whether speech without a speaker is the last speaker's: it stands free near by, and answers no question."""
        if self.last is None:
            return False
        distance = frame.block - self.last[0]
        if said.verb is not None:  # "Et d'ajouter que …"; other verbs without a speaker name nobody
            return said.continues and distance == 0
        question = _is_question(self.draft, frame.block - 1)
        if said.whole and question and distance == 1 and not frame.asked:
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
    for frame, said, speaker in everything:
        yield frame, said, guest if any(said is answer for answer in answers) else speaker


def _answers(draft: Draft, frame: Frame, said: Said, speaker: Speaker | None) -> bool:
    """Whether speech of nobody known stands behind a question."""
    return said.whole and speaker is None and (frame.asked or _is_question(draft, frame.block - 1))


def _in_headlines(draft: Draft, told: list[Told]) -> Iterator[Told]:
    """A headline's speech that the text gives again is by whom the text names."""
    text = draft.article.text
    for frame, said, speaker in told:
        if not said.unsigned or speaker is not None:
            yield frame, said, speaker
            continue
        words = _plain(text[said.start : said.end])
        others = ((other, s) for _, other, s in told if s is not None and other is not said)
        yield frame, said, next((s for other, s in others if words in _plain(text[other.start : other.end])), None)


def _plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _resumed(told: Iterator[Told]) -> Iterator[Told]:
    """Note where speech goes on right behind the sentence of its cue: "“A,” said X. “B.”"."""
    before: Told | None = None
    for frame, said, speaker in told:
        opening = said.verb is None and said.continues and said.first == 0
        if before is not None and opening and frame.follows(before[0]) and before[1].ends_with_cue():
            said.resumes = before[1]
        before = frame, said, speaker
        yield before


def _records(draft: Draft, everything: list[Told], channels: list[Channel]) -> Iterator[Quote]:
    text = draft.article.text
    ids = {id(said): f"q{number}" for number, (_, said, _) in enumerate(everything, 1)}
    channels = [c for c in channels if not any(said.start <= c.start < said.end for _, said, _ in everything)]
    for number, (frame, said, speaker) in enumerate(everything, 1):
        start, end = said.start, said.end
        sentence_start, sentence_end = frame.cells[0].start, frame.cells[-1].end
        outside = [c for c in channels if sentence_start <= c.start < sentence_end]
        if said.verb is not None and said.cue_end is not None:
            outside = [c for c in outside if abs(c.start - (said.cue_end or 0)) < 120 and not _describes(draft, c)]
        else:
            outside = []
        channel = outside[0].name if outside else None
        own = speaker if speaker is not None and said.speaker is speaker else None
        yield Quote(
            id=f"q{number}",
            start=start,
            end=end,
            text=text[start:end],
            pieces=_pieces(said),
            continues=ids.get(id(said.resumes)),
            kind=_kind(said),
            speaker=speaker.actor if speaker else None,
            speaker_text=own.text if own else speaker.text if speaker else None,
            speaker_start=own.start if own else speaker.start if speaker else None,
            speaker_end=own.end if own else speaker.end if speaker else None,
            cue=text[said.cue_start : said.cue_end] if said.cue_start is not None else None,
            addressee=_addressee(draft, said, speaker),
            channel=channel,
            said=_said(draft, said, sentence_start, sentence_end),
        )


def _describes(draft: Draft, channel: Channel) -> bool:
    """Whether a channel's words belong to an adjective: "X, présent à cette réunion", "known on social media"."""
    span = draft.doc.char_span(channel.start, channel.end, alignment_mode="expand")
    return span is not None and span.start > 0 and span.doc[span.start - 1].pos_ == "ADJ"


def _kind(said: Said) -> QuoteKind:
    runs = [(said.first, said.last), *said.more]
    content = [
        c for first, last in runs for c in said.cells[first : last + 1] if c.passage or c.word not in {",", ".", ";"}
    ]
    marked = [c for c in content if c.passage]
    if not marked:
        return "indirect"
    return "direct" if len(marked) == len(content) else "mixed"


def _pieces(said: Said) -> tuple[Piece, ...]:
    runs = sorted([(said.first, said.last), *said.more])
    pieces = [Piece(start=said.cells[first].start, end=said.cells[last].end) for first, last in runs]
    return tuple(pieces) if len(pieces) > 1 else ()


def _said(draft: Draft, said: Said, start: int, end: int) -> str | None:
    """The time in the cue's own clause."""
    if said.verb is None:
        return None
    for time in draft.times:
        if start <= time.start < end and not said.start <= time.start < said.end and time.type in {"DATE", "TIME"}:
            span = draft.doc.char_span(time.start, time.end, alignment_mode="expand")
            owner = next((t for t in draft.grammar.path_to_root(span.root) if t.pos_ == "VERB"), None) if span else None
            near = min(abs(time.start - (said.cue_end or 0)), abs((said.cue_start or 0) - time.end)) < 60
            if near and (owner is None or owner.i == said.verb.i or time.start > (said.cue_end or 0)):
                return time.id
    return None


def _addressee(draft: Draft, said: Said, speaker: Speaker | None) -> str | None:
    """The actor to whom it is said: "a dit à X", "told X"."""
    if said.verb is None:
        return None
    told = [
        noun
        for preposition, noun in draft.grammar.obliques(said.verb)
        if preposition in draft.language.toml("quotes")["addressee_prepositions"]
    ]
    told += draft.grammar.children(said.verb, "indirect_object")
    for noun in told:
        if said.start <= noun.idx < said.end:
            continue
        actor = draft.actor_at(noun.idx, noun.idx + len(noun))
        if actor is not None and (speaker is None or actor.id != speaker.actor):
            return actor.id
    return None
