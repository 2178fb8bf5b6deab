"""Score time expressions against gold: `python benchmarks/times.py FOLDER_OR_FILE… [--errors N] [--tz]`.

A file holds items `{id, lang, text, dct, expressions: [{start, end, text, type, value, alts?, tz?}]}`, one a line.
Columns: relaxed span F1, value accuracy on matches, value F1 (TempEval-3), and documents and words a second of the
reading module alone (the parse is not counted).
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path
from typing import Any

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


def predict(item: Item) -> tuple[list[Item], float]:
    loaded = engine(item["lang"])
    article = article_from_text(item["text"], language=item["lang"], published=item.get("dct") or None)
    doc = next(parse([article], loaded.pipeline, loaded.language))
    draft = Draft(article, doc, loaded.language, loaded.grammar)
    clock = time.perf_counter()
    read_times(draft)
    spent = time.perf_counter() - clock
    where = places_of(article.text, item["text"])
    found = []
    for t in draft.times:
        tz = re.search(r"T.*([+-]\d\d:\d\d)$", t.begin or "")
        found.append({"start": where[t.start], "end": where[t.end - 1] + 1, "text": t.text, "type": t.type,
                      "value": t.value, "tz": tz[1] if tz else None, "zone": t.zone})  # fmt: skip
    return found, spent


def places_of(text: str, original: str) -> list[int]:
    """For each character of the article's text its place in the original, white space apart."""
    where, at = [], 0
    for character in text:
        if not character.isspace():
            while at < len(original) and original[at] != character:
                at += 1
        where.append(min(at, max(len(original) - 1, 0)))
        if not character.isspace():
            at += 1
    return where


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


def score(path: Path, tz: bool, errors: int) -> None:
    golds = founds = matched = right = words = documents = 0
    seconds = 0.0
    shown: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        found, spent = predict(item)
        seconds += spent
        documents += 1
        words += len(item["text"].split())
        gold = item["expressions"]
        pairs = aligned(gold, found)
        golds, founds, matched = golds + len(gold), founds + len(found), matched + len(pairs)
        for g, p in pairs:
            good = norm(p["value"]) in {norm(v) for v in (g["value"], *g.get("alts", []))}
            if tz:
                good = good and (g.get("tz") or None) in {p["tz"], p["zone"]}
            right += good
            if not good:
                shown.append(
                    f"value\t{item['dct']}\t{g['text']!r} {g['value']} {g.get('tz')}\t"
                    f"{p['text']!r} {p['value']} {p['tz']}"
                )
        hit = [id(x) for pair in pairs for x in pair]
        shown += [f"missed\t{item['dct']}\t{g['text']!r} {g['value']}" for g in gold if id(g) not in hit]
        shown += [f"spurious\t{item['dct']}\t{p['text']!r} {p['value']}" for p in found if id(p) not in hit]
    print(f"{path.stem:14} {documents:5} docs {golds:5} gold  span F1 {f1(matched, founds, golds):.3f}  "
          f"value acc {right / max(matched, 1):.3f}  value F1 {f1(right, founds, golds):.3f}  "
          f"{documents / seconds:7.0f} docs/s {words / seconds:9.0f} words/s")  # fmt: skip
    print("\n".join(shown[:errors]), end="\n" if errors else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--tz", action="store_true", help="a match needs the zone too")
    chosen = parser.parse_args()
    for data in chosen.data:
        for path in sorted(data.glob("*.jsonl")) if data.is_dir() else [data]:
            score(path, chosen.tz, chosen.errors)


if __name__ == "__main__":
    main()
