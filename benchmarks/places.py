"""Places against gold: `python benchmarks/places.py FOLDER_OR_FILE… [--errors N] [--readers NAME,NAME]`.

A file holds items `{id, lang, published, title, text, places: [{name, country, latitude, longitude, kind, mentions:
[[start, end], …]}], not_places: [{text, start, end, why}]}`, one a line; `not_places` are names that stand for an
actor, a person, an outlet or an organisation there. Columns, for each reader and file:

found      share of the gold's places of which a mention was found
country    of those found, share in the right country (waters that no one owns: none)
50 km      of those found, share within 50 km (countries and regions: within 50 km or of the right name in the country)
all right  share of the gold's places found, in the right country, and within 50 km
false      names of `not_places` that were taken for a place, of all such names
words/s    with the parse

Readers: `sourcier`, and `most populous`: the entities that the pipeline calls a place, each the most populous place of
its name in our gazetteer.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from offsets import offsets

import sourcier
from sourcier.reading import gazetteer
from sourcier.reading.engine import engine

Item = dict[str, Any]
EARTH_KM = 6371.0088
NEAR_KM = 50


@dataclass(frozen=True)
class Found:
    """A mention of a place, with offsets into the item's text."""

    start: int
    end: int
    country: str | None
    latitude: float | None
    longitude: float | None


def ours(item: Item) -> Iterator[Found]:
    """The places of our record."""
    record = sourcier.load(item["lang"]).read_text(item["text"], published=item.get("published"))
    where = offsets(record.article.text, item["text"])
    for place in record.places:
        for mention in place.mentions:
            yield Found(
                where[mention.start], where[mention.end - 1] + 1, place.country, place.latitude, place.longitude
            )


def most_populous(item: Item) -> Iterator[Found]:
    """The pipeline's own places, each the most populous one of its name."""
    loaded = engine(item["lang"])
    for entity in loaded.pipeline(item["text"]).ents:
        if entity.label_ in {"LOC", "GPE", "FAC"}:
            known = gazetteer.find(entity.text, loaded.language)
            first = max(known, key=lambda entry: entry.population) if known else None
            yield Found(entity.start_char, entity.end_char, first.country if first else None,
                        first.latitude if first else None, first.longitude if first else None)  # fmt: skip


READERS: dict[str, Callable[[Item], Iterator[Found]]] = {"sourcier": ours, "most populous": most_populous}


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance on the sphere of two points in degrees."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def judge(place: Item, found: list[Found]) -> tuple[bool, bool, bool, Found | None]:
    """Whether a gold place was found, in the right country, and near enough, and what was found."""
    spans = place["mentions"]
    hits = [f for f in found if any(f.start < end and f.end > start for start, end in spans)]
    if not hits:
        return False, False, False, None
    hit = hits[0]
    country = (hit.country or None) == (place["country"] or None)
    near = (
        hit.latitude is not None
        and hit.longitude is not None
        and (
            place["latitude"] is None
            or kilometres((hit.latitude, hit.longitude), (place["latitude"], place["longitude"]))
            <= (NEAR_KM if place["kind"] not in {"country", "region", "water"} else reach(place))
        )
    )
    return True, country, near, hit


def reach(place: Item) -> float:
    """How far a point may lie that stands for a wide place: its middle is a matter of taste."""
    return 1500 if place["kind"] == "country" else 600 if place["kind"] == "water" else 400


def score(path: Path, name: str, errors: int) -> None:
    """Print a reader's row for a file, and its first errors."""
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    READERS[name](items[0])  # loads the pipeline
    counts: Counter[str] = Counter()
    shown: list[str] = []
    clock = time.perf_counter()
    results = [list(READERS[name](item)) for item in items]
    seconds = time.perf_counter() - clock
    for item, found in zip(items, results, strict=True):
        counts["words"] += len(item["text"].split())
        for place in item["places"]:
            there, country, near, hit = judge(place, found)
            counts.update(gold=1, found=there, country=country, near=near, right=country and near)
            if not (country and near):
                shown.append(f"{item['id']}\t{'wrong' if there else 'missed'}\t{place['name']} {place['country']} "
                             f"{place['latitude']},{place['longitude']} {place['kind']}\t{hit}")  # fmt: skip
        for other in item.get("not_places", []):
            false = next((f for f in found if f.start < other["end"] and f.end > other["start"]), None)
            counts.update({"not": 1, "false": false is not None})
            if false:
                context = item["text"][max(0, other["start"] - 40) : other["end"] + 40]
                shown.append(f"{item['id']}\tfalse\t{other['text']} ({other['why']})\t{context!r}")
    of_found = max(counts["found"], 1)
    print(f"{name:14} {path.stem:18} {len(items):4} texts {counts['gold']:5} places  "
          f"found {counts['found'] / max(counts['gold'], 1):.3f}  country {counts['country'] / of_found:.3f}  "
          f"50 km {counts['near'] / of_found:.3f}  all right {counts['right'] / max(counts['gold'], 1):.3f}  "
          f"false {counts['false']}/{counts['not']}  {counts['words'] / seconds:7.0f} words/s")  # fmt: skip
    print("\n".join(shown[:errors]), end="\n" if errors else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--readers", default=",".join(READERS), help="comma-separated names")
    chosen = parser.parse_args()
    unknown = set(chosen.readers.split(",")) - set(READERS)
    if unknown:
        parser.error(f"no reader {sorted(unknown)[0]!r}: choose from {', '.join(READERS)}")
    for data in chosen.data:
        for path in sorted(data.glob("*.jsonl")) if data.is_dir() else [data]:
            for name in chosen.readers.split(","):
                score(path, name, chosen.errors)


if __name__ == "__main__":
    main()
