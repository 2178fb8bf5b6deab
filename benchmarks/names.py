"""Spellings of names against gold: `python benchmarks/names.py FILE… [--errors N]`.

A file is a table `name1, name2, same, origin` (tabs, a header line): two spellings, and 1 where media write one person
so, 0 where they are two people. Printed for each reader: precision, recall and F1 of "one person", by origin for ours,
and pairs a second. Readers:

sourcier       equal keys (`sourcier.reading.name_keys`)
equal          equal without case, accents and punctuation
jaro-winkler   Jaro-Winkler of the folded names at least .85, and at the best threshold for the file, which flatters it
metaphone      equal Metaphone codes of all words
last name      equal folded last words

Jaro-Winkler and Metaphone are jellyfish's (`pip install jellyfish`); without it their rows are left out.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import importlib.util
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sourcier.reading.gazetteer import fold
from sourcier.reading.name_keys import name_key

Pair = tuple[str, str]
Judge = Callable[[str, str], bool]


def plain(name: str) -> str:
    """A name without case, accents and punctuation."""
    return re.sub(r"[^a-z0-9]+", " ", fold(name)).strip()


def judges(rows: list[dict[str, str]]) -> Iterator[tuple[str, Judge]]:
    """Readers by name."""
    yield "sourcier", lambda a, b: name_key(a) == name_key(b)
    yield "equal", lambda a, b: plain(a) == plain(b)
    if importlib.util.find_spec("jellyfish"):
        jellyfish = importlib.import_module("jellyfish")
        yield "jaro-winkler .85", lambda a, b: jellyfish.jaro_winkler_similarity(plain(a), plain(b)) >= 0.85
        best = max((n / 100 for n in range(70, 100)), key=lambda cut: scores(rows, at_least(jellyfish, cut))[2])
        yield f"jaro-winkler {best:.2f}".replace("0.", "."), at_least(jellyfish, best)
        yield "metaphone", lambda a, b: codes(jellyfish, a) == codes(jellyfish, b)
    yield "last name", lambda a, b: plain(a).split()[-1:] == plain(b).split()[-1:]


def at_least(jellyfish: object, cut: float) -> Judge:
    """Jaro-Winkler at a threshold."""
    return lambda a, b: jellyfish.jaro_winkler_similarity(plain(a), plain(b)) >= cut  # type: ignore[attr-defined]


def codes(jellyfish: object, name: str) -> list[str]:
    """Metaphone codes of the words of a name."""
    return [jellyfish.metaphone(word) for word in plain(name).split()]  # type: ignore[attr-defined]


def scores(rows: list[dict[str, str]], judge: Judge) -> tuple[float, float, float]:
    """Precision, recall and F1 of "one person"."""
    said = [(judge(row["name1"], row["name2"]), row["same"] == "1") for row in rows]
    right = sum(found and same for found, same in said)
    precision = right / max(sum(found for found, _ in said), 1)
    recall = right / max(sum(same for _, same in said), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="print our first N errors")
    chosen = parser.parse_args()
    for path in chosen.data:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t"))
        name_key("Ana Roy")  # reads the tables
        for name, judge in judges(rows):
            clock = time.perf_counter()
            precision, recall, f1 = scores(rows, judge)
            speed = len(rows) / (time.perf_counter() - clock)
            print(f"{name:18} {path.stem:12} {len(rows):5} pairs  P {precision:.3f} R {recall:.3f} F1 {f1:.3f}  "
                  f"{speed:9.0f} pairs/s")  # fmt: skip
        for origin in sorted({row["origin"] for row in rows}):
            own = [row for row in rows if row["origin"] == origin]
            precision, recall, f1 = scores(own, lambda a, b: name_key(a) == name_key(b))
            print(f"  {origin:16} {len(own):5} pairs  P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
        wrong = [r for r in rows if (name_key(r["name1"]) == name_key(r["name2"])) != (r["same"] == "1")]
        for row in wrong[: chosen.errors]:
            kind = "missed" if row["same"] == "1" else "too much"
            print(f"{kind}\t{row['name1']}\t{row['name2']}\t{name_key(row['name1'])}\t{name_key(row['name2'])}")


if __name__ == "__main__":
    main()
