"""Train the block classifier: `python benchmarks/train_blocks.py FOLDER [--folds 5] [--out FILE]`.

FOLDER/index.jsonl has one page a line: {id, url, html, text, set}, `html` a gzipped file beside it, `text` the gold
body. A block counts as body where most of its 4-word shingles stand in the gold; pages weigh alike. With `--folds N`
the pages are split by site and scored by set (shingle F1, as `page.py` is); without, a model of all pages goes to
`src/sourcier/page/block_model.json`. Needs `lightgbm`, which the program itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import lightgbm
import numpy as np
from page_scores import DISASTER, fold_of, overlap, shingles, site, tokens

from sourcier.errors import PageError
from sourcier.page.block_features import block_features, markup_words
from sourcier.page.blocks import opening
from sourcier.page.decoding import decode
from sourcier.page.furniture import plain
from sourcier.page.html import page_view
from sourcier.page.html_page import html_page
from sourcier.page.live import live_updates
from sourcier.page.tree import limited

OUT = Path(__file__).parents[1] / "src/sourcier/page/block_model.json"
TREES = 400
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 16,
    "max_depth": 6,
    "min_data_in_leaf": 80,
    "feature_fraction": 0.25,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 20.0,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
}
FEWEST_SITES = 30
"""Sites that must use a word of markup before it is a feature."""


@dataclass
class Item:
    """One page with the gold share of each block."""

    set: str
    site: str
    gold: str
    texts: list[str]
    headline: np.ndarray
    features: np.ndarray
    words: list[frozenset[str]]
    share: np.ndarray
    lengths: np.ndarray


def item(arguments: tuple[Path, dict[str, str]]) -> Item | None:
    """Read one page; None where no block of it can be had."""
    folder, row = arguments
    try:
        text = decode(gzip.decompress((folder / row["html"]).read_bytes()))
        page = page_view(text)
    except PageError as error:
        print(f"{row['id']}: {error}", file=sys.stderr)
        return None
    if not page.blocks:
        return None
    updates = live_updates(html_page(limited(text)).metadata)
    if updates and not any(opening(line) in updates for line in row["text"].split("\n")):
        print(f"{row['id']}: the gold lacks the entries of the live blog", file=sys.stderr)
        return None
    gold = tokens(row["text"])
    held, lines = set(shingles(gold)), {" ".join(tokens(line)) for line in row["text"].split("\n")}
    share = []
    for block in page.blocks:
        own = tokens(block.text)
        if len(own) >= 6:
            share.append(sum(s in held for s in shingles(own)) / len(shingles(own)))
        else:
            share.append(float(" ".join(own) in lines))
    return Item(
        row["set"],
        site(row),
        row["text"],
        [b.text for b in page.blocks],
        np.array([b.number == page.title_block or plain(b.text) == plain(page.title) for b in page.blocks]),
        block_features(page, ()),
        [markup_words(b) for b in page.blocks],
        np.array(share),
        np.array([len(tokens(b.text)) for b in page.blocks]),
    )


def items(folder: Path) -> list[Item]:
    """The pages of a folder that have a gold body."""
    rows = [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    with Pool() as pool:
        read = pool.map(item, [(folder, row) for row in rows if row.get("text")], chunksize=8)
    return [one for one in read if one is not None]


def vocabulary(items: list[Item]) -> list[str]:
    """Words of markup that many sites use."""
    sites: dict[str, set[str]] = defaultdict(set)
    for one in items:
        for words in one.words:
            for word in words:
                sites[word].add(one.site)
    return sorted(word for word, where in sites.items() if len(where) >= FEWEST_SITES)


def matrix(one: Item, words: list[str]) -> np.ndarray:
    """A page's features with the columns of a vocabulary."""
    named = np.array([[float(word in own) for word in words] for own in one.words], dtype=np.float32)
    return np.hstack([one.features, named.reshape(len(one.words), len(words))])


def train(items: list[Item], words: list[str]) -> lightgbm.Booster:
    """The trees for these pages."""
    x = np.vstack([matrix(one, words) for one in items])
    y = np.concatenate([one.share > 0.5 for one in items]).astype(float)
    weight = np.concatenate([(one.lengths + 3) / (one.lengths[one.share > 0.5].sum() + 50) for one in items])
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(x, y, weight=weight / weight.mean()), TREES)


def cross_validate(items: list[Item], folds: int) -> None:
    """Print scores by set of pages that the trees have not seen, nor any other page of their site."""
    fold = [fold_of(one.site, folds) for one in items]
    scores: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for number in range(folds):
        seen = [one for one, own in zip(items, fold, strict=True) if own != number]
        words = vocabulary(seen)
        model = train(seen, words)
        for one, own in zip(items, fold, strict=True):
            if own == number:
                kept = (model.predict(matrix(one, words)) > 0.5) & ~one.headline
                text = "\n".join(t for t, k in zip(one.texts, kept, strict=True) if k)
                scores[one.set].append(overlap(one.gold, text))
    for name, values in scores.items():
        p, r = (sum(v[k] for v in values) / len(values) for k in (0, 1))
        bad = sum(min(v) < DISASTER for v in values)
        print(f"{name:4} {len(values):4} pages  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.4f}  below .7: {bad}")


def as_data(model: lightgbm.Booster, words: list[str]) -> dict[str, object]:
    """The trees as numbers, depth first, without the words that none asks for."""
    base = model.num_feature() - len(words)
    used = [n for n, gain in enumerate(model.feature_importance()) if gain > 0 and n >= base]
    column = {n: n for n in range(base)} | {n: base + k for k, n in enumerate(used)}
    trees, deepest = [], 0
    for tree in model.dump_model()["tree_info"]:
        nodes: dict[str, list[float]] = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}
        deepest = max(deepest, add(tree["tree_structure"], nodes, column))
        trees.append(nodes)
    return {"words": [words[n - base] for n in used], "depth": deepest, "trees": trees}


def add(node: dict[str, object], nodes: dict[str, list[float]], column: dict[int, int]) -> int:
    """Append a node and all below it; returns how many levels there are below."""
    at = len(nodes["feature"])
    for values in nodes.values():
        values.append(0)
    if "leaf_value" in node:
        nodes["left"][at] = nodes["right"][at] = at
        nodes["value"][at] = round(node["leaf_value"], 6)
        return 0
    nodes["feature"][at] = column[node["split_feature"]]
    nodes["threshold"][at] = float(f"{node['threshold']:.7g}")
    nodes["left"][at] = at + 1
    left = add(node["left_child"], nodes, column)
    nodes["right"][at] = len(nodes["feature"])
    return 1 + max(left, add(node["right_child"], nodes, column))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int)
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args()
    read = items(chosen.folder)
    if chosen.folds:
        cross_validate(read, chosen.folds)
        return
    words = vocabulary(read)
    model = train(read, words)
    chosen.out.write_text(json.dumps(as_data(model, words), separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(read)} pages, {model.num_trees()} trees -> {chosen.out.name}")


if __name__ == "__main__":
    main()
