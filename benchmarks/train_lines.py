"""Train the classifiers of text captures: `python benchmarks/train_lines.py FOLDER [--folds 5]`.

FOLDER is as for `train_blocks.py`. A page's capture is the text of its blocks, a line each, as one gets who selects
the whole page; each is also cut, as crawlers do, to a few lines around the body, and made a brief of the body's first
lines. A line counts as body where most of
its 4-word shingles stand in the gold; as headline where it is the headline of the HTML page. With `--folds N` the pages
are split by site and scored by set, headlines too; without, the models of all pages go to `src/sourcier/page/`. Needs
`lightgbm`, which the program itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import lightgbm
import numpy as np
from page_scores import DISASTER, Row, fold_of, overlap, shingles, site, tokens
from train_blocks import OUT, PARAMETERS, as_data

from sourcier.errors import PageError
from sourcier.languages import codes
from sourcier.page import read_page
from sourcier.page.blocks import html_blocks
from sourcier.page.decoding import decode
from sourcier.page.furniture import plain
from sourcier.page.line_features import headline_features, line_features
from sourcier.page.tree import limited, parse_html
from sourcier.sources import Capture

LINE_TREES, HEADLINE_TREES = 500, 150
FINER = {**PARAMETERS, "min_data_in_leaf": 40, "lambda_l2": 5.0}
DEEPER = {**FINER, "num_leaves": 31, "max_depth": 8}
"""Lines have fewer features than blocks, and need deeper trees for them."""
AROUND = (0, 0, 1, 2, 3, 4, 6, 10, 15, 30)
"""Lines that a crawler may leave before and after the body."""
BRIEF = (2, 2, 3, 3, 4, 5, 6, 8)
"""Lines of the body in a brief made of the page."""


@dataclass
class Item:
    """One capture with the gold share of each line, and which lines are the headline."""

    set: str
    site: str
    kind: str
    gold: str
    lines: list[str]
    features: np.ndarray
    share: np.ndarray
    headline: np.ndarray
    odds: np.ndarray | None = None


def share(lines: Sequence[str], gold: str) -> np.ndarray:
    """How much of each line the gold holds; short lines wholly or not."""
    held, whole = set(shingles(tokens(gold))), {" ".join(tokens(line)) for line in gold.split("\n")}
    found = []
    for line in lines:
        own = tokens(line)
        if len(own) >= 6:
            found.append(sum(s in held for s in shingles(own)) / len(shingles(own)))
        else:
            found.append(float(bool(own) and " ".join(own) in whole))
    return np.array(found)


def captures(job: tuple[Path, Row]) -> list[Item]:
    """The captures of a page: the whole, one cut around the body, and a brief."""
    folder, row = job
    content = gzip.decompress((folder / row["html"]).read_bytes())
    try:
        lines = [block.text for block in html_blocks(parse_html(limited(decode(content))))]
        title = read_page(Capture(content), language=None if row["lang"] in codes() else "en").title or ""
    except PageError as error:
        print(f"{row['id']}: {error}", file=sys.stderr)
        return []
    return list(_items(row, lines, title))


def _items(row: Row, lines: list[str], title: str) -> Iterator[Item]:
    shares = share(lines, row["text"])
    kept = np.flatnonzero(shares > 0.5)
    chance = random.Random(row["id"])
    numbers = {"whole": list(range(len(lines)))}
    if len(kept):
        start, end = max(0, kept[0] - chance.choice(AROUND)), min(len(lines), kept[-1] + 1 + chance.choice(AROUND))
        numbers["cut"] = list(range(start, end))
        last = kept[min(chance.choice(BRIEF), len(kept)) - 1] + 1
        start, end = max(0, kept[0] - chance.choice(AROUND)), min(len(lines), kept[-1] + 1 + chance.choice(AROUND))
        numbers["brief"] = [*range(start, last), *range(kept[-1] + 1, end)]
    for kind, own in numbers.items():
        texts = [lines[n] for n in own]
        headline = np.array([plain(line) == plain(title) for line in texts])
        gold = row["text"] if kind != "brief" else "\n".join(lines[n] for n in own if shares[n] > 0.5)
        yield Item(row["set"], site(row), kind, gold, texts, line_features(texts), shares[own], headline)


def train(items: list[Item]) -> lightgbm.Booster:
    """The trees that tell body lines."""
    x = np.vstack([one.features for one in items])
    y = np.concatenate([(one.share > 0.5) & ~one.headline for one in items]).astype(float)
    lengths = [np.array([len(tokens(line)) for line in one.lines]) for one in items]
    weight = np.concatenate([(n + 3) / (n[one.share > 0.5].sum() + 50) for n, one in zip(lengths, items, strict=True)])
    return lightgbm.train(DEEPER, lightgbm.Dataset(x, y, weight=weight / weight.mean()), LINE_TREES)


def train_headlines(items: list[Item]) -> lightgbm.Booster:
    """The trees that tell the headline; `odds` of the items are those of trees that have not seen them."""
    items = [one for one in items if one.headline.any()]
    x = np.vstack([headline_features(one.lines, one.features, one.odds) for one in items])
    y = np.concatenate([one.headline for one in items]).astype(float)
    weight = np.concatenate(
        [np.where(one.headline, 0.5 / one.headline.sum(), 0.5 / max(1, (~one.headline).sum())) for one in items]
    )
    return lightgbm.train(FINER, lightgbm.Dataset(x, y, weight=weight / weight.mean()), HEADLINE_TREES)


def cross_predict(items: list[Item], folds: int) -> list[int]:
    """Fill in the odds of each item by trees that have seen no page of its site; returns the items' folds."""
    fold = [fold_of(one.site, folds) for one in items]
    for number in range(folds):
        model = train([one for one, own in zip(items, fold, strict=True) if own != number])
        for one, own in zip(items, fold, strict=True):
            if own == number:
                one.odds = model.predict(one.features)
    return fold


def cross_validate(items: list[Item], folds: int) -> None:
    """Print scores by set and kind of capture."""
    fold = cross_predict(items, folds)
    scores, right = defaultdict(list), defaultdict(list)
    for number in range(folds):
        model = train_headlines([one for one, own in zip(items, fold, strict=True) if own != number])
        for one, own in zip(items, fold, strict=True):
            if own != number:
                continue
            name = f"{one.set} {one.kind}"
            kept = (one.odds > 0.5) & ~one.headline
            text = "\n".join(line for line, k in zip(one.lines, kept, strict=True) if k)
            scores[name].append(overlap(one.gold, text))
            if one.headline.any():
                best = np.argmax(model.predict(headline_features(one.lines, one.features, one.odds)))
                right[name].append(float(one.headline[best]))
    for name, values in sorted(scores.items()):
        p, r = (sum(v[k] for v in values) / len(values) for k in (0, 1))
        bad = sum(min(v) < DISASTER for v in values)
        print(
            f"{name:9} {len(values):4} captures  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}  below .7: {bad}"
            f"  headline {sum(right[name]) / max(1, len(right[name])):.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int)
    chosen = parser.parse_args()
    rows = [json.loads(line) for line in (chosen.folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    with Pool() as pool:
        read = pool.map(captures, [(chosen.folder, row) for row in rows if row.get("text")], chunksize=8)
    items = [one for some in read for one in some]
    if chosen.folds:
        cross_validate(items, chosen.folds)
        return
    cross_predict(items, 5)
    for name, model in (("line", train(items)), ("headline", train_headlines(items))):
        path = OUT.with_name(f"{name}_model.json")
        path.write_text(json.dumps(as_data(model, []), separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"{len(items)} captures, {model.num_trees()} trees -> {path.name}")


if __name__ == "__main__":
    main()
