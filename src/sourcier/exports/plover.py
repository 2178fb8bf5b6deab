"""PLOVER event records, one JSON object a line: what the record tells, in the terms of the PLOVER manual.

Source: Open Event Data Alliance, PLOVER (manual of version 0.7b, CC BY-SA 4.0): the JSON fields of its chapter on data
exchange; its rules for future cooperation (AGREE), future retreats (CONCEDE) and refusals (REJECT); its auxiliary modes
`future`, `hypothetical` and `negation`, which stand in `context`. Event types that PLOVER has no code for are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from sourcier.exports.documents import write_lines
from sourcier.exports.lookup import Lookup, coordinates
from sourcier.record import Actor, Event, Record

COOPERATION = frozenset({"CONSULT", "AID"})
"""Cooperation that, told of the future, is an agreement: "Russia and the United States will hold talks"."""

COERCION = frozenset({"ASSAULT", "SANCTION", "COERCE", "PROTEST"})
"""What, announced with an "if" by those who would do it, is a threat."""


def write(records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
    """Write the events that PLOVER has a code for as JSON Lines; `sentences` adds the sentence of each as `text`."""
    write_lines((event for record in records for event in events(record, sentences=sentences)), out)


def events(record: Record, *, sentences: bool = False) -> list[dict[str, Any]]:
    """The record's events as PLOVER records, in text order.

    `date` is the day of the event where the page tells it to the day, else the day of publication, else null.
    """
    lookup = Lookup(record)
    return [_event(lookup, event, sentences) for event in record.events if event.plover is not None]


def _event(lookup: Lookup, event: Event, sentences: bool) -> dict[str, Any]:
    record, actors = lookup.record, lookup.actors
    code, auxiliary = coded(event)
    time = lookup.times.get(event.time or "")
    begin = (time.begin if time else None) or ""
    day = lookup.day(event.time)
    found: dict[str, Any] = {"id": f"{record.article.id[:16]}-{event.id}", "date": day}
    if len(begin) > 10 and day == begin[:10]:
        found["time"] = begin[11:]
    if code == "REQUEST":
        doers = [event.holder] if event.holder else []
        done_to = [p.actor for p in event.participants if p.role != "absent" and p.actor not in doers]
    else:
        doers = [p.actor for p in event.participants if p.role in {"agent", "participant"}]
        done_to = [p.actor for p in event.participants if p.role in {"patient", "host"}]
        if event.plover == "CONSULT" and any(p.role == "host" for p in event.participants):
            # The visitor is PLOVER's actor and the host its recipient.
            doers = [p.actor for p in event.participants if p.role in {"patient", "participant"}]
            done_to = [p.actor for p in event.participants if p.role == "host"]
    found["actor"] = [_entity(actors[a]) for a in doers]
    found["recipient"] = [_entity(actors[a]) for a in done_to]
    found["event"] = [code]
    if auxiliary:
        found["context"] = [auxiliary]
    place = lookup.places.get(event.place or "")
    if place is not None:
        latitude, longitude = coordinates(place) or (None, None)
        found["event_loc"] = {
            "resolved_place": place.name,
            "geonameid": place.geonames_id,
            "lat": latitude,
            "lon": longitude,
            "country_code": place.country,
        }
    found["event_text"] = [event.text]
    if sentences:
        sentence = record.sentences[event.sentence]
        found["text"] = record.article.text[sentence.start : sentence.end]
    found["text_info"] = {"sequence": event.sentence, "start": event.start, "end": event.end}
    article = record.article
    found["cite_info"] = {"url": article.url, "title": article.title, "language": article.language}
    found["coder"] = f"sourcier {record.reader.version}"
    found["comment"] = f"{event.type}, {event.status}"
    return found


def coded(event: Event) -> tuple[str, str | None]:
    """The PLOVER code of an event with its status, and the auxiliary mode that the code leaves to say.

    Scheduled cooperation is AGREE, a scheduled retreat CONCEDE; a demand is REQUEST; what those who would do it refuse
    is REJECT; coercion that its doers make hang on an "if" is THREATEN. Else the code stays, with `future`,
    `hypothetical` or `negation`.
    """
    code = event.plover or ""
    own_word = event.holder is not None and event.holder in {p.actor for p in event.participants}
    if event.status == "demanded":
        return "REQUEST", None
    if event.status == "denied":
        return ("REJECT", None) if own_word and code in COOPERATION | {"AGREE", "RETREAT"} else (code, "negation")
    if event.status == "scheduled":
        if code in COOPERATION:
            return "AGREE", None
        return ("CONCEDE", None) if code == "RETREAT" else (code, None if code == "AGREE" else "future")
    if event.status == "conditional" and own_word and code in COERCION:
        return "THREATEN", None
    return code, "hypothetical" if event.status in {"conditional", "forecast"} else None


def _entity(actor: Actor) -> dict[str, Any]:
    """PLOVER's information on an entity; `code` is ISO 3166-1 alpha-2, where the manual has alpha-3."""
    found: dict[str, Any] = {"entity_text": actor.name}
    if actor.kind == "country" and actor.key:
        found["code"] = actor.key
    if actor.key:
        found["identifier_text"] = actor.key
    if actor.offices:
        found["office"] = actor.offices[0].title
    return found
