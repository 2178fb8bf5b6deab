"""Quotes: who said what, in which words, on which channel and when.

A direct quote's span includes its marks; an indirect one is the content clause without its complementiser; a mixed
one is the whole content clause with the marked words in it. One attribution is one quote. A speaker who cannot be
told stays None, with the words kept: an invented speaker is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator

from sourcier.reading.channels import Channel, find_channels
from sourcier.reading.draft import Draft
from sourcier.reading.said import Said
from sourcier.reading.speakers import Speaker, Speakers
from sourcier.reading.speech import SpeechReader
from sourcier.reading.turns import Told, read_turns
from sourcier.record import Piece, Quote, QuoteKind


def read_quotes(draft: Draft) -> None:
    """Fill `draft.quotes`, in text order."""
    channels = find_channels(draft.article.text, draft.language)
    told = read_turns(draft, SpeechReader(draft, Speakers(draft, channels)))
    draft.quotes = tuple(_records(draft, told, channels))


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
