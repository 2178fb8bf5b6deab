"""Corrected records as annotated data, in the forms that `benchmarks/` reads: one article a line.

Each item holds all facts of one kind, as the record tells them now. Those that a person corrected carry who did and
when (`corrected`); what a person called wrong stands in a list of its own (`not_quotes`, `not_events`,
`not_expressions`, `not_places`). The other facts are as they were read: nobody checked them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from sourcier.errors import InputError, UnsupportedLanguage
from sourcier.exports.lookup import Lookup
from sourcier.languages import language
from sourcier.reading import gazetteer
from sourcier.record import Corrected, Place, Record

Item = dict[str, Any]

_TOWN = {"capital": "city", "county": "region"}
"""Kinds of places in the gazetteer -> those of the annotations."""


def write(records: Iterable[Record], out: TextIO, *, form: str) -> int:
    """Write the records in which something of this form was corrected, one a line; gives how many.

    Args:
        records: corrected, see `Record.corrections`.
        out: text.
        form: "quotes", "events", "times" or "places".

    Raises:
        InputError: there is no such form.
    """
    make = FORMS.get(form)
    if make is None:
        raise InputError(f"no form {form!r} of annotated data; forms: {', '.join(FORMS)}")
    count = 0
    for item in filter(None, map(make, records)):
        out.write(json.dumps(item, ensure_ascii=False) + "\n")
        count += 1
    return count


def quotes(record: Record) -> Item | None:
    """All attributions of an article; None where none was corrected."""
    said = _said(record, "quote")
    if not said:
        return None
    actors = Lookup(record).actors
    found = []
    for quote in record.quotes:
        speaker = actors.get(quote.speaker or "")
        addressee = actors.get(quote.addressee or "")
        item = quote.model_dump(include={"start", "end", "text", "kind", "cue", "channel"}, exclude_none=True)
        item |= quote.model_dump(include={"speaker_text", "speaker_start", "speaker_end"})
        item |= {"speaker_name": speaker.name if speaker else None}
        found.append(item | ({"addressee": addressee.name} if addressee else {}) | _by(said, quote.id))
    return {**_about(record), "text": record.article.text, "quotes": found, "not_quotes": _wrong(said)}


def events(record: Record) -> Item | None:
    """All events of an article but those of its title; None where none was corrected."""
    said = _said(record, "event")
    if not said:
        return None
    look, article = Lookup(record), record.article
    title = article.title or ""
    begin = len(title) if title and article.text.startswith(title) else 0
    begin += len(article.text) - begin - len(article.text[begin:].lstrip())
    sentences = [n for n, sentence in enumerate(record.sentences) if sentence.start >= begin]
    found = []
    for event in record.events:
        if event.sentence not in sentences:
            continue
        place, time = look.places.get(event.place or ""), look.times.get(event.time or "")
        holder = look.actors.get(event.holder or "")
        item = {
            "type": event.type,
            "plover": event.plover,
            "participants": [look.actors[its.actor].name for its in event.participants if its.actor in look.actors],
            "place": place.name if place else None,
            "when": time.value or time.begin if time else None,
            "status": event.status,
            "sentence": event.sentence - sentences[0],
            "trigger": event.trigger.text,
            "probability": event.probability,
            "condition": event.condition.text if event.condition else None,
            "attributed_to": holder.name if holder else event.holder_text,
            "polarity": event.polarity if event.polarity == "negative" else None,
        }
        kept = {name: value for name, value in item.items() if value is not None or name in _ALWAYS}
        found.append(kept | _by(said, event.id))
    people = [a for a in record.actors if a.kind == "person" and any(m.form == "name" for m in a.mentions)]
    return {
        **_about(record),
        "source": article.site_name,
        "title": title,
        "sentences": [article.text[record.sentences[n].start : record.sentences[n].end] for n in sentences],
        "text": article.text[begin:],
        "participants": [{"name": a.name, "office": a.offices[0].title if a.offices else ""} for a in people],
        "place": record.places[0].name if record.places else None,
        "events": found,
        "not_events": [{**its, "start": its["start"] - begin, "end": its["end"] - begin} for its in _wrong(said)],
    }


_ALWAYS = frozenset({"plover", "place", "when"})
"""What an event tells even where it is not known."""


def times(record: Record) -> Item | None:
    """All time expressions of an article that have a value; None where none was corrected."""
    said = _said(record, "time")
    of_event = {event.id: event.time for event in record.events}
    unsaid: set[str] = set()
    settled: set[str] = set()
    for its in record.corrections:
        set_now = of_event.get(its.fact or "") if its.kind == "event" and its.action == "date" else None
        if set_now is None:
            continue
        if its.before is None:
            unsaid.add(set_now)  # it rests on words that tell of the event, and of no time
        else:
            said.append(its.model_copy(update={"fact": set_now}))
            settled.add(set_now)
    if not said:
        return None
    spans = {(time.start, time.end) for time in record.times if time.id in settled}
    found = []
    for time in record.times:
        misread = (time.start, time.end) in spans and time.id not in settled
        if time.value is None or misread or time.id in unsaid:
            continue
        item = time.model_dump(include={"start", "end", "text", "type", "value", "zone"}, exclude_none=True)
        offset = re.search(r"T.*([+-]\d\d:\d\d)$", time.begin or "")
        item |= {"mod": time.modifier} if time.modifier else {}
        found.append(item | ({"tz": offset[1]} if offset else {}) | _by(said, time.id))
    about = _about(record)
    dated = {"dct": about.pop("published")}
    text = record.article.text
    return {**about, "text": text, **dated, "expressions": found, "not_expressions": _wrong(said)}


def places(record: Record) -> Item | None:
    """All places of an article, and names that are none; None where none was corrected."""
    said = [*_said(record, "place"), *_said(record, "mention")]
    if not said:
        return None
    found = [
        {
            **place.model_dump(include={"name", "country", "latitude", "longitude"}),
            "kind": _kind(place, record.article.language),
            "mentions": [[mention.start, mention.end] for mention in place.mentions],
            **_by(said, place.id),
        }
        for place in record.places
        if place.mentions
    ]
    about, title = _about(record), record.article.title
    return {**about, "title": title, "text": record.article.text, "places": found, "not_places": _wrong(said)}


FORMS: dict[str, Callable[[Record], Item | None]] = {
    "quotes": quotes,
    "events": events,
    "times": times,
    "places": places,
}


def _about(record: Record) -> Item:
    article = record.article
    return {"id": article.id[:16], "lang": article.language, "published": article.published}


def _said(record: Record, kind: str) -> list[Corrected]:
    """The corrections of one kind of facts."""
    return [its for its in record.corrections if its.kind == kind]


def _by(said: Iterable[Corrected], fact: str) -> Item:
    """Who corrected a fact, and when: the last time."""
    last = next((its for its in reversed(list(said)) if its.fact == fact), None)
    return {"corrected": {"by": last.by, "made": last.made}} if last else {}


def _wrong(said: Iterable[Corrected]) -> list[Item]:
    """What a person called wrong."""
    return [item for its in said for item in _gone(its)]


def _gone(its: Corrected) -> Iterator[Item]:
    if its.action == "wrong" and its.start is not None:
        why = {"why": its.note or "wrong", "corrected": {"by": its.by, "made": its.made}}
        yield {"text": its.text, "start": its.start, "end": its.end, **why}


def _kind(place: Place, code: str) -> str:
    """What a place is, as the gazetteer has it: a city, a region, a country, a water or a site."""
    try:
        entries = gazetteer.find(place.name, language(code))
    except UnsupportedLanguage:
        entries = ()
    known = next((its.kind for its in entries if its.geonames_id == place.geonames_id), "site")
    return _TOWN.get(known, known)
