"""Why an article was found: the sentences that hold what was searched for."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sourcier.library.days import first_and_last
from sourcier.library.folding import token_spans, tokens
from sourcier.library.match import wanted
from sourcier.library.query_tree import Country, EventIs, Named, Node, Words
from sourcier.library.words import person_words

MOST = 3
"""Sentences shown for one article."""

LONGEST = 360
"""Code points of a sentence that are shown: of a longer one, those around its first mark."""

_MATCHES = 200
"""Places of one word that are looked at: an article on a subject names it over and over."""


@dataclass(frozen=True)
class Hit:
    """A sentence with what was found in it.

    Attributes:
        kind: "text", or the operator by which it was found: "person", "said-by", "org", "place", "country", "event".
        start: where the sentence begins in `article.text`, in code points.
        end: where it ends.
        text: its words, or the part of it around the first mark, white space made plain.
        marks: what was found, as offsets into `text`, end exclusive.
        note: what else a fact says: type and status of an event, who is quoted.
    """

    kind: str
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]
    note: str | None = None


class _Place(NamedTuple):
    """Something found, by offsets into the article's text."""

    kind: str
    start: int
    end: int
    note: str | None = None


def hits(record: bytes, root: Node) -> tuple[Hit, ...]:
    """The sentences of a record that show why a query found it, at most `MOST`, in the order of the page.

    Args:
        record: the record as JSON.
        root: the query.
    """
    told = json.loads(record)
    text: str = told["article"]["text"]
    leaves = list(dict.fromkeys(wanted(root)))
    places: dict[int, dict[Node, list[_Place]]] = defaultdict(dict)
    bounds = [(s["start"], s["end"]) for s in told["sentences"]] or [(0, len(text))]
    starts = [start for start, _ in bounds]
    for leaf in leaves:
        for place in _found(told, text, leaf):
            number = max(bisect_right(starts, place.start) - 1, 0)
            places[number].setdefault(leaf, []).append(place)
    # What holds most of what was sought; where it is the same, what stands first: titles and leads say it best.
    best = sorted(places, key=lambda number: (-len(places[number]), number))[:MOST]
    return tuple(_hit(text, bounds[n], [p for some in places[n].values() for p in some]) for n in sorted(best))


def _hit(text: str, bounds: tuple[int, int], places: Sequence[_Place]) -> Hit:
    start, end = bounds[0], max(bounds[1], *(place.end for place in places))  # a quote may run over several
    first = min(places, key=lambda place: (place.kind == "text", place.start))
    begin, stop = start, end
    if end - start > LONGEST:
        begin = max(start, min(p.start for p in places) - LONGEST // 3)
        stop = min(end, begin + LONGEST)
    shown = "".join(" " if c.isspace() else c for c in text[begin:stop])
    spans = sorted({(max(p.start, begin) - begin, min(p.end, stop) - begin) for p in places})
    marks = tuple((s, e) for s, e in spans if s < e)
    lead, tail = "… " * (begin > start), " …" * (stop < end)
    shifted = tuple((s + len(lead), e + len(lead)) for s, e in marks)
    return Hit(first.kind, start, end, f"{lead}{shown}{tail}", shifted, first.note)


def _found(told: dict[str, Any], text: str, leaf: Node) -> Iterator[_Place]:
    match leaf:
        case Words():
            yield from _words(text, leaf)
        case Named(operator="person" | "org" as operator):
            kind = {"person": "person", "org": "organisation"}[operator]
            for actor in told["actors"]:
                if actor["kind"] == kind and is_named(leaf, (actor["name"], *actor["aliases"])):
                    yield from (_Place(operator, m["start"], m["end"]) for m in actor["mentions"])
        case Named(operator="said-by"):
            yield from _said(told, leaf)
        case Named(operator="place"):
            for place in told["places"]:
                if is_named(leaf, (place["name"], *(m["text"] for m in place["mentions"]))):
                    yield from (_Place("place", m["start"], m["end"]) for m in place["mentions"])
        case Country():
            for place in told["places"]:
                if place["country"] == leaf.code:
                    yield from (_Place("country", m["start"], m["end"]) for m in place["mentions"])
        case EventIs():
            yield from _events(told, leaf)


def _words(text: str, leaf: Words) -> Iterator[_Place]:
    """Where words stand side by side."""
    spans = list(token_spans(text))
    width, found = len(leaf.words), 0
    first = leaf.words[0]
    for n, (word, start, _) in enumerate(spans):
        if not (word.startswith(first) if leaf.prefix and width == 1 else word == first):
            continue
        run = spans[n : n + width]
        words = tuple(w for w, _, _ in run)
        same = words == leaf.words or (
            leaf.prefix
            and words[:-1] == leaf.words[:-1]
            and len(words) == width
            and words[-1].startswith(leaf.words[-1])
        )
        if same:
            yield _Place("text", start, run[-1][2])
            found += 1
            if found == _MATCHES:
                return


def _said(told: dict[str, Any], leaf: Named) -> Iterator[_Place]:
    actors = {actor["id"]: actor for actor in told["actors"]}
    for quote in told["quotes"]:
        actor = actors.get(quote["speaker"])
        names = (actor["name"], *actor["aliases"]) if actor else (quote["speaker_text"] or "",)
        if is_named(leaf, names):
            yield _Place("said-by", quote["start"], quote["end"], names[0])


def _events(told: dict[str, Any], leaf: EventIs) -> Iterator[_Place]:
    times = {time["id"]: time for time in told["times"]}
    for event in told["events"]:
        if (leaf.type and event["type"] != leaf.type) or (leaf.status and event["status"] != leaf.status):
            continue
        time = times.get(event["time"])
        days = first_and_last(time["begin"], time["finish"]) if time else None
        if leaf.timed and (
            not days
            or (leaf.begin and days[1] < leaf.begin.isoformat())
            or (leaf.end and days[0] > leaf.end.isoformat())
        ):
            continue
        span = ", " + " to ".join(dict.fromkeys(days)) if days else ""
        yield _Place("event", event["start"], event["end"], f"{event['type']}, {event['status']}{span}")


def is_named(leaf: Named, names: Iterable[str]) -> bool:
    """Whether one of the names holds the words, or is another spelling of that name."""
    width = len(leaf.words)
    keys = set() if leaf.prefix else set(person_words("", " ".join(leaf.words))[:1])
    for name in names:
        words = tuple(tokens(name))
        for n in range(len(words) - width + 1):
            run = words[n : n + width]
            if run == leaf.words or (
                leaf.prefix and run[:-1] == leaf.words[:-1] and run[-1].startswith(leaf.words[-1])
            ):
                return True
        if leaf.operator in {"person", "said-by"} and keys & set(person_words("", name)):
            return True
    return False
