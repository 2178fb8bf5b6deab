"""Score time expressions against gold: `python benchmarks/times.py FOLDER_OR_FILE… [--errors N] [--tz] [--peers all]`.

A file holds items `{id, lang, text, dct, expressions: [{start, end, text, type, value, alts?, tz?}]}`, one a line.
A row a reader and file: relaxed span F1, value accuracy on matches, value F1 (TempEval-3), and documents and words a
second from text to expressions with models loaded. Our parse serves every other reader of the article, so that the
row `Sourcier, parsed` gives the speed of the module that reads times alone; peers are those of `times_peers.py`.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path
from typing import Any

from offsets import offsets
from times_peers import PEERS, installed

from sourcier.page.plain import article_from_text
from sourcier.reading.draft import Draft
from sourcier.reading.engine import engine
from sourcier.reading.parsing import parse
from sourcier.reading.times import read_times

Item = dict[str, Any]


def norm(value: str | None) -> str:
    value = (value or "").strip().upper()
    value = re.sub(r"(T\d\d:\d\d):00(?!\d)", r"\1", value)
    return re.sub(r"(T\d\d):00(?!:?\d)", r"\1", value)


def sourcier(items: list[Item]) -> tuple[list[list[Item]], float, float]:
    """What we find in each, the seconds of the reading module, and those of parsing."""
    found, reading, parsing = [], 0.0, 0.0
    for language in {item["lang"] for item in items}:
        engine(language)
    for item in items:
        loaded = engine(item["lang"])
        clock = time.perf_counter()
        article = article_from_text(item["text"], language=item["lang"], published=item.get("dct") or None)
        doc = next(parse([article], loaded.pipeline, loaded.language))
        draft = Draft(article, doc, loaded.language, loaded.grammar)
        parsed = time.perf_counter()
        read_times(draft)
        reading += time.perf_counter() - parsed
        parsing += parsed - clock
        where = offsets(article.text, item["text"])
        found.append([])
        for t in draft.times:
            tz = re.search(r"T.*([+-]\d\d:\d\d)$", t.begin or "")
            found[-1].append({"start": where[t.start], "end": where[t.end - 1] + 1, "text": t.text, "type": t.type,
                              "value": t.value, "tz": tz[1] if tz else None, "zone": t.zone})  # fmt: skip
    return found, reading, parsing


def aligned(gold: list[Item], found: list[Item]) -> list[tuple[Item, Item]]:
    pairs = []
    for i, g in enumerate(gold):
        for j, p in enumerate(found):
            shared = min(g["end"], p["end"]) - max(g["start"], p["start"])
            if shared > 0:
                pairs.append((-shared, abs(g["start"] - p["start"]) + abs(g["end"] - p["end"]), i, j))
    left, right, out = set(), set(), []
    for *_, i, j in sorted(pairs):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((gold[i], found[j]))
    return out


def f1(hits: int, found: int, gold: int) -> float:
    return 2 * hits / (found + gold) if found + gold else 0.0


def score(name: str, path: Path, items: list[Item], found: list[list[Item]], seconds: float, tz: bool) -> list[str]:
    """Prints the row of a reader; out come its errors."""
    golds = matched = right = 0
    shown: list[str] = []
    for item, expressions in zip(items, found, strict=True):
        gold = item["expressions"]
        pairs = aligned(gold, expressions)
        golds, matched = golds + len(gold), matched + len(pairs)
        for g, p in pairs:
            good = norm(p["value"]) in {norm(v) for v in (g["value"], *g.get("alts", []))}
            if tz:
                good = good and (g.get("tz") or None) in {p["tz"], p.get("zone", p["tz"])}
            right += good
            if not good:
                shown.append(
                    f"value\t{item['dct']}\t{g['text']!r} {g['value']} {g.get('tz')}\t"
                    f"{p['text']!r} {p['value']} {p['tz']}"
                )
        hit = [id(x) for pair in pairs for x in pair]
        shown += [f"missed\t{item['dct']}\t{g['text']!r} {g['value']}" for g in gold if id(g) not in hit]
        shown += [f"spurious\t{item['dct']}\t{p['text']!r} {p['value']}" for p in expressions if id(p) not in hit]
    founds, words = sum(map(len, found)), sum(len(item["text"].split()) for item in items)
    print(f"{name:16} {path.stem:14} {len(items):5} docs {golds:5} gold  span F1 {f1(matched, founds, golds):.3f}  "
          f"value acc {right / max(matched, 1):.3f}  value F1 {f1(right, founds, golds):.3f}  "
          f"{len(items) / seconds:8.1f} docs/s {words / seconds:9.0f} words/s", flush=True)  # fmt: skip
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--tz", action="store_true", help="a match needs the zone too")
    parser.add_argument("--peers", default="", help=f"names with commas between them, or all: {', '.join(PEERS)}")
    chosen = parser.parse_args()
    names = list(PEERS) if chosen.peers == "all" else [name for name in chosen.peers.split(",") if name]
    if unknown := set(names) - set(PEERS):
        parser.error(f"no such peer: {', '.join(sorted(unknown))}")
    for name in names:
        if not installed(name):
            print(f"{name} is left out: {PEERS[name].install}")
    readers = {name: PEERS[name].read for name in names if installed(name)}
    for data in chosen.data:
        for path in sorted(data.glob("*.jsonl")) if data.is_dir() else [data]:
            items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            found, reading, parsing = sourcier(items)
            score("Sourcier", path, items, found, reading + parsing, chosen.tz)
            errors = score("Sourcier, parsed", path, items, found, reading, chosen.tz)
            print("\n".join(errors[: chosen.errors]), end="\n" if chosen.errors else "")
            for name, read in readers.items():
                errors = score(name, path, items, *read(items), chosen.tz)
                print("\n".join(errors[: chosen.errors]), end="\n" if chosen.errors else "")


if __name__ == "__main__":
    main()
