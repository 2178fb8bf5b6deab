"""Score our reading of HTML pages and that of other readers, in one run: `python benchmarks/page.py FOLDER`.

FOLDER/index.jsonl has one page a line: {id, set, lang, html, url, text, title, authors, published, summary, subheads,
with, without}, `html` a gzipped file beside it; what a line lacks is not asked of that page. One table for each set and
for each language with a folder. Columns: precision, recall and F1 of 4-word shingles averaged by page, pages with one
of the two below .7, F1 of snippets that must and must not be kept, title exact after folding, same day, exact set of
authors as the gold has them (agencies under one spelling), exact set of the people among them, pages with a person as
author whom the gold lacks, standfirst kept, subheadings kept, median milliseconds.

Our block classifier may have been trained on these pages: `--folds 5` reads each page with a model that has seen no
page of its site (needs lightgbm). `--fast` adds the row of the rules alone. `--no-peers` leaves the others out.
`--predictions FILE` writes our readings as {id, title, authors, published, text, ms}.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable, Iterable
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import page_peers
from page_scores import Found, Row, Sums, add, fold_of, site, summary

import sourcier.page.html
from sourcier.errors import PageError
from sourcier.languages import codes
from sourcier.page import read_page
from sourcier.page.classifiers import Trees, trees_from
from sourcier.page.decoding import decode
from sourcier.sources import Capture

BODY = {"lead", "paragraph", "subheading", "list_item", "blockquote"}
OURS, FAST = "sourcier", "sourcier --fast"


def ours(content: bytes, row: Row, *, fast: bool) -> Found:
    """Our reading; pages in languages without a folder are read too, so that all pages of a set count."""
    language = None if row["lang"] in codes() else "en"
    try:
        article = read_page(Capture(content, address=row.get("url")), language=language, fast=fast)
    except PageError:
        return Found()
    body = "\n".join(article.text_of(b) for b in article.blocks if b.role in BODY)
    return Found(body, article.title, [s.name for s in article.signatures], article.published)


def theirs(content: bytes, row: Row, *, name: str) -> Found:
    """Another reader's; what it fails on is a page without text."""
    try:
        return page_peers.PEERS[name][1](decode(content), row.get("url"))
    except Exception:
        return Found()


def readers(fast: bool, peers: bool) -> dict[str, Callable[[bytes, Row], Found]]:
    """The rows of the table."""
    found: dict[str, Callable[[bytes, Row], Found]] = {OURS: partial(ours, fast=False)}
    if fast:
        found[FAST] = partial(ours, fast=True)
    if peers:
        found |= {name: partial(theirs, name=name) for name in page_peers.installed()}
    return found


def gives(name: str) -> tuple[str, ...]:
    """What of `Found` a reader gives."""
    return page_peers.PEERS[name][2] if name in page_peers.PEERS else ("text", *page_peers.METADATA)


def fold_models(folder: Path, folds: int) -> list[Trees]:
    """For each fold a model trained on the pages of all others."""
    import train_blocks  # noqa: PLC0415 - needs lightgbm

    items = train_blocks.items(folder)
    models = []
    for number in range(folds):
        seen = [one for one in items if fold_of(one.site, folds) != number]
        words = train_blocks.vocabulary(seen)
        models.append(trees_from(train_blocks.as_data(train_blocks.train(seen, words), words)))
    return models


def score(job: tuple[Path, Row, list[str], Trees | None]) -> dict[str, Found]:
    """One page by every reader."""
    folder, row, wanted, model = job
    if model is not None:
        sourcier.page.html.trees = lambda name: model  # type: ignore[assignment]
    content = gzip.decompress((folder / str(row["html"])).read_bytes())
    table = readers(True, True)
    found = {}
    for name in wanted:
        start = time.perf_counter()
        found[name] = table[name](content, row)
        found[name].ms = 1000 * (time.perf_counter() - start)
    return found


def table(title: str, sums: dict[str, Sums]) -> str:
    """Figures of one set as a Markdown table, without columns that no page asks for."""
    figures = {name: summary(one) for name, one in sums.items()}
    columns = [c for c in next(iter(figures.values())) if any(row[c] is not None for row in figures.values())]
    lines = [f"\n### {title}\n", "| reader | " + " | ".join(columns) + " |", "| --- " * (len(columns) + 1) + "|"]
    for name, row in figures.items():
        cells = []
        for column in columns:
            value = row[column]
            form = {"ms": ".1f", "<.7": ".0f"}.get(column, ".3f")
            cells.append("–" if value is None else format(value, form).removeprefix("0") or "0")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", help="only these, parted by commas")
    parser.add_argument("--folds", type=int)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--predictions", type=Path)
    chosen = parser.parse_args()
    rows: list[Row] = list(map(json.loads, (chosen.folder / "index.jsonl").read_text(encoding="utf-8").splitlines()))
    rows = [row for row in rows if not chosen.sets or row["set"] in chosen.sets.split(",")]
    models = fold_models(chosen.folder, chosen.folds) if chosen.folds else None
    wanted = list(readers(chosen.fast, not chosen.no_peers))
    jobs = [(chosen.folder, row, wanted, models[fold_of(site(row), chosen.folds)] if models else None) for row in rows]
    with Pool(chosen.processes) as pool:
        found = pool.map(score, jobs, chunksize=8)
    for title, chosen_rows in groups(rows):
        sums = {name: Sums() for name in wanted}
        for number in chosen_rows:
            for name in wanted:
                add(sums[name], rows[number], found[number][name], gives(name))
        print(table(f"{title} ({len(chosen_rows)} pages)", sums))
    if chosen.predictions:
        with chosen.predictions.open("w", encoding="utf-8") as out:
            for row, one in zip(rows, found, strict=True):
                out.write(json.dumps({"id": row["id"], **vars(one[OURS])}, ensure_ascii=False) + "\n")


def groups(rows: list[Row]) -> Iterable[tuple[str, list[int]]]:
    """Titles and pages of the tables: each set, each language that has a folder, all."""
    for name in sorted({str(row["set"]) for row in rows}):
        yield name, [n for n, row in enumerate(rows) if row["set"] == name]
    for code in codes():
        numbers = [n for n, row in enumerate(rows) if row["lang"] == code]
        if numbers:
            yield f"language {code}", numbers
    yield "all", list(range(len(rows)))


if __name__ == "__main__":
    main()
