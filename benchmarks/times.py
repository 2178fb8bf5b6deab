"""Score our reading of times and that of other readers, in one run: `python benchmarks/times.py FOLDER_OR_FILE…`.

A file holds items `{id, lang, text, dct, expressions: [{start, end, text, type, value, alts?, tz?}]}`, one a line.
Columns: expressions in the gold, relaxed span F1, value accuracy on matches, value F1 (TempEval-3), documents and words
a second. Our first row counts parse and reading, as the peers' rows count all that they do; the second one the reading
module alone. `--peers NAME,NAME` runs only these of `times_peers.py`, `--peers none` our reading alone; `--tz` asks for
the offset too; `--errors N` shows N errors of each reader.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import times_peers
from offsets import offsets

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


def ours(items: list[Item]) -> tuple[list[list[Item]], float, float]:
    """What we find in each item, seconds of parse and reading, and seconds of the reading alone."""
    found, whole, alone = [], 0.0, 0.0
    for item in items:
        loaded = engine(item["lang"])
        article = article_from_text(item["text"], language=item["lang"], published=item.get("dct") or None)
        begun = time.perf_counter()
        doc = next(parse([article], loaded.pipeline, loaded.language))
        draft = Draft(article, doc, loaded.language, loaded.grammar)
        parsed = time.perf_counter()
        read_times(draft)
        done = time.perf_counter()
        whole, alone = whole + done - begun, alone + done - parsed
        where = offsets(article.text, item["text"])
        found.append([])
        for t in draft.times:
            tz = re.search(r"T.*([+-]\d\d:\d\d)$", t.begin or "")
            found[-1].append({"start": where[t.start], "end": where[t.end - 1] + 1, "text": t.text, "type": t.type,
                              "value": t.value, "tz": tz[1] if tz else None})  # fmt: skip
    return found, whole, alone


def readers(items: list[Item], peers: list[str]) -> Iterator[tuple[str, list[list[Item]], float]]:
    """Name, findings and seconds of each row."""
    found, whole, alone = ours(items)
    yield "sourcier", found, whole
    yield "sourcier, parse apart", found, alone
    for name in peers:
        yield name, *times_peers.PEERS[name].read(items)


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


def score(items: list[Item], found: list[list[Item]], tz: bool) -> tuple[list[float], list[str]]:
    """Span F1, value accuracy and value F1, and a line for each error."""
    golds = founds = matched = right = 0
    shown: list[str] = []
    for item, theirs in zip(items, found, strict=True):
        gold = item["expressions"]
        pairs = aligned(gold, theirs)
        golds, founds, matched = golds + len(gold), founds + len(theirs), matched + len(pairs)
        for g, p in pairs:
            good = norm(p["value"]) in {norm(v) for v in (g["value"], *g.get("alts", []))}
            if tz:
                good = good and (g.get("tz") or None) == p["tz"]
            right += good
            if not good:
                shown.append(
                    f"value\t{item['dct']}\t{g['text']!r} {g['value']} {g.get('tz')}\t"
                    f"{p['text']!r} {p['value']} {p['tz']}"
                )
        hit = [id(x) for pair in pairs for x in pair]
        shown += [f"missed\t{item['dct']}\t{g['text']!r} {g['value']}" for g in gold if id(g) not in hit]
        shown += [f"spurious\t{item['dct']}\t{p['text']!r} {p['value']}" for p in theirs if id(p) not in hit]
    return [f1(matched, founds, golds), right / max(matched, 1), f1(right, founds, golds)], shown


def runnable(name: str) -> bool:
    """Whether a peer can be run here; tells how to install it if not."""
    if how := times_peers.missing(name):
        print(f"{name} is left out; to install it: {how}", file=sys.stderr)
    return how is None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--tz", action="store_true", help="a match needs the offset too")
    parser.add_argument("--peers", default="all", help="names parted by commas, all, or none")
    chosen = parser.parse_args()
    asked = list(times_peers.PEERS) if chosen.peers == "all" else chosen.peers.replace("none", "").split(",")
    peers = [name for name in asked if name and runnable(name)]
    print("| reader | file | gold | span F1 | value acc | value F1 | docs/s | words/s |\n" + "| --- " * 8 + "|")
    for data in chosen.data:
        for path in sorted(data.glob("*.jsonl")) if data.is_dir() else [data]:
            items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            gold = sum(len(item["expressions"]) for item in items)
            words = sum(len(item["text"].split()) for item in items)
            for name, found, seconds in readers(items, peers):
                figures, errors = score(items, found, chosen.tz)
                cells = [name, path.stem, f"{gold}", *(f"{figure:.3f}" for figure in figures)]
                print(f"| {' | '.join(cells)} | {len(items) / seconds:.1f} | {words / seconds:.0f} |", flush=True)
                print("\n".join(errors[: chosen.errors]), end="\n" if chosen.errors else "")


if __name__ == "__main__":
    main()
