"""Score records of the sample pages against those checked by hand: `python benchmarks/record_scores.py [FOLDER]`.

FOLDER (default `samples`) holds pages with the expected record beside each: `fr/page.html` and `fr/page.record.json`.
For each language and kind of fact: how many the expected records hold, how many ours hold, precision, recall, F1. With
`--errors` each fact that is missing or too many is named. `--floors FILE` writes precision and recall, rounded down,
as floors for the tests; existing floors only rise.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import sourcier
from sourcier.record import Record

Facts = dict[str, Counter[tuple[object, ...]]]


def facts(record: Record) -> Facts:
    """The facts of a record by kind, each as a tuple of what makes it the same in another record: no ids."""
    names = {actor.id: actor.name for actor in record.actors}
    times = {time.id: time.value or time.text for time in record.times}
    places = {place.id: place.name for place in record.places}
    found: dict[str, list[tuple[object, ...]]] = {
        "actors": [(a.kind, a.name) for a in record.actors],
        "offices": [(a.name, o.title) for a in record.actors for o in a.offices if a.key],
        "mentions": [(a.name, m.start, m.end, m.text) for a in record.actors for m in a.mentions],
        "times": [(t.start, t.end, t.text, t.value) for t in record.times],
        "places": [(p.name, p.country) for p in record.places],
        "quotes": [(q.start, q.end, q.text[:60]) for q in record.quotes],
        "speakers": [(q.start, q.end, names[q.speaker]) for q in record.quotes if q.speaker],
    }
    kinds = ("events", "statuses", "participants", "event times", "event places", "holders", "conditions")
    found.update({kind: [] for kind in kinds})
    types = {}
    for event in record.events:
        own = (event.type, event.sentence)
        types[event.id] = event.type
        found["events"].append((*own, event.trigger.text))
        found["statuses"].append((*own, event.status, event.polarity))
        found["participants"] += [(*own, names[p.actor], p.role == "absent") for p in event.participants]
        if event.time:
            found["event times"].append((*own, times[event.time]))
        if event.place:
            found["event places"].append((*own, places[event.place]))
        if event.holder or event.holder_text:
            found["holders"].append((*own, names.get(event.holder or "", event.holder_text)))
        if event.condition:
            found["conditions"].append((*own, event.condition.start, event.condition.end, event.condition.text))
    found["scenarios"] = [
        (
            s.condition.text if s.condition else None,
            tuple(sorted(types[i] for i in s.outcomes)) or (s.outcome.text if s.outcome else None),
            s.probability,
            names.get(s.holder or ""),
        )
        for s in record.outlook
    ]
    return {kind: Counter(items) for kind, items in found.items()}


def pages(folder: Path) -> Iterator[tuple[str, Path, Record]]:
    """(language, page, expected record) of each page that has one, in order of name."""
    for expected in sorted(folder.glob("*/*.record.json")):
        record = Record.model_validate_json(expected.read_bytes())
        stem = expected.name.removesuffix(".record.json")
        page = next(p for p in sorted(expected.parent.glob(f"{stem}.*")) if p.suffix in {".html", ".txt"})
        yield record.article.language, page, record


def totals(folder: Path) -> tuple[dict[str, dict[str, list[int]]], list[str]]:
    """[right, ours, expected] by language and kind, and a line for each fact missing (-) or too many (+)."""
    counts: dict[str, dict[str, list[int]]] = {}
    errors = []
    for language, page, expected in pages(folder):
        ours, wanted = facts(sourcier.read(page)), facts(expected)
        for kind in wanted:
            row = counts.setdefault(language, {}).setdefault(kind, [0, 0, 0])
            both = ours[kind] & wanted[kind]
            for n, counter in enumerate((both, ours[kind], wanted[kind])):
                row[n] += counter.total()
            errors += [f"{page.stem}\t{kind}\t-\t{item}" for item in wanted[kind] - ours[kind]]
            errors += [f"{page.stem}\t{kind}\t+\t{item}" for item in ours[kind] - wanted[kind]]
    return counts, errors


def rates(row: list[int]) -> tuple[float, float]:
    """Precision and recall; 1 where there is nothing to be right about."""
    right, ours, wanted = row
    return right / ours if ours else 1.0, right / wanted if wanted else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent.parent / "samples")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--floors", type=Path)
    options = parser.parse_args()
    counts, errors = totals(options.folder)
    for language, kinds in counts.items():
        print(f"{language:14}{'expected':>9}{'ours':>6}{'P':>7}{'R':>7}{'F1':>7}")
        for kind, row in kinds.items():
            p, r = rates(row)
            f1 = 2 * p * r / (p + r) if p + r else 0.0
            print(f"{kind:14}{row[2]:9}{row[1]:6}{p:7.3f}{r:7.3f}{f1:7.3f}")
    if options.errors:
        print("\n".join(errors))
    if options.floors:
        old = json.loads(options.floors.read_text()) if options.floors.exists() else {}
        floors = {
            language: {
                kind: [
                    max(before, math.floor(rate * 100) / 100)
                    for before, rate in zip(old.get(language, {}).get(kind, [0, 0]), rates(row), strict=True)
                ]
                for kind, row in kinds.items()
            }
            for language, kinds in counts.items()
        }
        lines = json.dumps(floors, indent=1).replace("[\n   ", "[").replace(",\n   ", ", ").replace("\n  ]", "]")
        options.floors.write_text(lines + "\n")


if __name__ == "__main__":
    main()
