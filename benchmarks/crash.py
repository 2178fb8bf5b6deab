"""What a library keeps when `sourcier add` is killed: `python benchmarks/crash.py [--kills N] [--pages N] [--seed N]`.

Small invented pages, copies and second versions among them, are taken in by `sourcier add --json --workers 2`, and all
its processes are killed with SIGKILL: a quarter of the runs at a random moment before the first new page is told, the
others up to 8 seconds after it, while they read and write. Then the library is checked, and the same command goes on;
when all pages are in, a new library is begun. At the end the last run is let finish, and the pages are taken into
another library in another order. Printed are:

kills         of them: before a new page was told, between pages, and after all were in
acknowledged  pages that a run told of as added, updated or known
lost          of these, pages that are not in the library, or with another article's id
twice         addresses with two articles, and texts found twice in one article
unsound       kills after which SQLite's integrity check or `sourcier check` found something
differ        finished libraries whose articles, or whose export, are not those of the other order, byte for byte
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recombine import Maker

from sourcier.library.check import check
from sourcier.library.library import Library

SOURCIER = Path(sys.executable).with_name("sourcier")
AT_START = 0.25
"""Of the kills, those before the first new page."""

AFTER = 8.0
"""Seconds after the first new page within which the others are."""

PATIENCE = 120.0
"""Seconds that a run may take to tell of a new page."""

_NEW = re.compile(rb'"status": "(?:added|updated)"')
_KEPT = {"added", "updated", "known"}


def page(record: dict[str, Any]) -> str:
    """An article as a page."""
    article = record["article"]
    texts = {role: [] for role in ("title", "lead", "paragraph")}
    for block in article["blocks"]:
        texts[block["role"]].append(html.escape(article["text"][block["start"] : block["end"]], quote=False))
    times = "".join(
        f'<meta property="article:{name}_time" content="{stamp}">'
        for name, stamp in (("published", article["published"]), ("modified", article["modified"]))
        if stamp
    )
    byline = f"<p class='byline'>{', '.join(article['authors'] + article['agencies'])}</p>"
    paragraphs = "".join(f"<p>{text}</p>\n" for text in texts["paragraph"])
    return (
        f'<!doctype html>\n<html lang="{article["language"]}"><head><meta charset="utf-8">'
        f'<title>{texts["title"][0]}</title><link rel="canonical" href="{article["url"]}">'
        f'<meta property="og:site_name" content="{article["site_name"]}">{times}</head>\n'
        f'<body><nav><a href="/">Home</a></nav><article><h1>{texts["title"][0]}</h1>{byline}\n'
        f'<p class="lead">{texts["lead"][0]}</p>\n{paragraphs}</article></body></html>\n'
    )


def write_pages(folder: Path, count: int, seed: int) -> dict[str, str]:
    """Write the pages; gives the id that the capture of each has, by its path."""
    maker, chance = Maker(seed), random.Random(seed)
    made: list[str] = []
    while len(made) < count:
        story = maker.story(4, 6)
        draw = chance.random()
        if draw < 0.03:
            made += [page(copy) for copy in maker.copies(story)]
            continue
        made.append(page(story))
        if draw < 0.08 and (later := maker.second_version(story)) is not None:
            made.append(page(later))
    made = made[:count]
    chance.shuffle(made)
    captures = {}
    for number, content in enumerate(made):
        path = folder / f"{number:05}.html"
        path.write_text(content, encoding="utf-8")
        captures[str(path)] = hashlib.sha256(content.encode()).hexdigest()
    return captures


def outcomes(told: Path) -> list[dict[str, Any]]:
    """What a run told, without a last line that it could not finish."""
    lines = told.read_bytes().split(b"\n")[:-1]
    return [found for line in lines if "status" in (found := json.loads(line))]


@dataclass
class Run:
    """A library and what was told of it.

    Attributes:
        articles: the id of its article for each page that a run told of as kept.
        done: pages that a run told of, whatever became of them.
    """

    path: Path
    articles: dict[str, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def hear(self, told: Path) -> int:
        """Note what a run told; gives the number of pages."""
        found = outcomes(told)
        for outcome in found:
            self.done.add(outcome["name"])
            if outcome["status"] in _KEPT:
                self.articles[outcome["name"]] = outcome["article"]
        return len(found)


def start(library: Path, sources: Iterable[str], told: Path) -> subprocess.Popen[bytes]:
    """Begin `sourcier add` in a process group of its own."""
    command = [str(SOURCIER), "add", "--json", "--workers", "2", "--library", str(library), *sources]
    with told.open("wb") as output, told.with_suffix(".err").open("wb") as errors:
        return subprocess.Popen(command, stdout=output, stderr=errors, start_new_session=True)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a run and all its processes at once, and wait until they are gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)


def problems(path: Path) -> list[str]:
    """What is wrong with a library."""
    if not path.exists():
        return []
    with sqlite3.connect(path) as connection:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    connection.close()
    if said != ["ok"]:
        return said
    try:
        with Library(str(path), create=False) as library:
            return [f"{problem.what}: {problem.problem}" for problem in check(library.database)]
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of a library; none where it has no tables yet."""
    if not path.exists():
        return []
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return []
        raise
    finally:
        connection.close()


def lost(run: Run, captures: dict[str, str]) -> list[str]:
    """Pages that were told of as kept and are not, or not as they were told."""
    held = dict(rows(run.path, "SELECT capture, article FROM versions"))
    return [name for name, article in run.articles.items() if held.get(captures[name]) != article]


def twice(path: Path) -> int:
    """Addresses with two articles, and texts that are found twice in one article."""
    keys = rows(path, "SELECT key FROM articles GROUP BY key HAVING count(*) > 1")
    texts = rows(path, "SELECT 1 FROM versions WHERE first GROUP BY article, text_hash HAVING count(*) > 1")
    return len(keys) + len(texts)


def finish(path: Path, sources: Sequence[str], folder: Path) -> Run:
    """Let a run come to its end."""
    run = Run(path)
    told = folder / "told.jsonl"
    process = start(path, sources, told)
    try:
        if process.wait() not in {0, 1}:
            sys.exit(f"sourcier add ended with {process.returncode}: {told.with_suffix('.err').read_text()[-300:]}")
    finally:
        kill(process)
    run.hear(told)
    return run


def facts(path: Path, folder: Path) -> tuple[list[tuple[Any, ...]], str]:
    """All versions of a library with what they are told by, and the SHA-256 of its export."""
    versions = rows(path, "SELECT capture, article, number, first, shown, copies FROM versions ORDER BY capture")
    output = folder / "export.jsonl"
    command = [str(SOURCIER), "export", "--versions", "--library", str(path), "--output", str(output)]
    subprocess.run(command, check=True, capture_output=True)
    return versions, hashlib.sha256(output.read_bytes()).hexdigest()


def wait(process: subprocess.Popen[bytes], told: Path) -> float:
    """Wait until a run tells of a new page, or ends; gives the seconds that this took."""
    clock = time.perf_counter()
    while (spent := time.perf_counter() - clock) < PATIENCE and process.poll() is None:
        if _NEW.search(told.read_bytes()):
            break
        time.sleep(0.02)
    return spent


def say(message: str) -> None:
    """Tell of progress."""
    print(message, file=sys.stderr, flush=True)


def bench(options: argparse.Namespace, folder: Path) -> bool:
    """Kill, check, compare, and print; gives whether all was well."""
    pages, told = folder / "pages", folder / "told.jsonl"
    pages.mkdir()
    captures = write_pages(pages, options.pages, options.seed)
    chance = random.Random(options.seed)
    counts: Counter[str] = Counter()
    finished: list[Path] = []
    run = Run(folder / "library-0.sourcier")
    clock = time.perf_counter()
    start_takes = PATIENCE / 20
    for number in range(1, options.kills + 1):
        if len(run.done) == len(captures):
            finished.append(run.path)
            counts["acknowledged"] += len(run.articles)
            run = Run(folder / f"library-{len(finished)}.sourcier")
        is_early, share = chance.random() < AT_START, chance.random()
        begun = time.perf_counter()
        process = start(run.path, [str(pages)], told)
        try:
            if not is_early:
                start_takes = wait(process, told)
            with suppress(subprocess.TimeoutExpired):
                process.wait(share * (start_takes if is_early else AFTER))
        finally:
            moment = time.perf_counter() - begun
            kill(process)
        heard = run.hear(told)
        ended = process.returncode in {0, 1}
        counts["after" if ended else "between" if _NEW.search(told.read_bytes()) else "before"] += 1
        if not ended and process.returncode != -signal.SIGKILL:
            say(f"sourcier add ended with {process.returncode}: {told.with_suffix('.err').read_text()[-300:]}")
            counts["unsound"] += 1
        wrong, missing = problems(run.path), lost(run, captures)
        counts["unsound"] += bool(wrong)
        counts["lost"] += len(missing)
        counts["twice"] += twice(run.path)
        for what in (*wrong[:3], *missing[:3]):
            say(f"  {what}")
        held = len(rows(run.path, "SELECT id FROM captures"))
        say(f"{number:4} killed after {moment:4.1f} s: {heard:5} told, {held:5} in, {len(run.done):5} acknowledged")
    say("the last run is let finish")
    last = finish(run.path, [str(pages)], folder)
    last.articles = {**run.articles, **last.articles}
    counts["acknowledged"] += len(last.articles)
    counts["lost"] += len(lost(last, captures))
    counts["twice"] += twice(run.path)
    finished.append(run.path)
    say("the same pages in another order")
    order = list(captures)
    chance.shuffle(order)
    other = finish(folder / "other.sourcier", order, folder)
    wanted = facts(other.path, folder)
    for path in finished:
        versions, export = facts(path, folder)
        counts["differ"] += versions != wanted[0] or export != wanted[1]
        if versions != wanted[0]:
            say(f"  {path.name}: {len(set(versions) ^ set(wanted[0]))} versions differ")
    spent = time.perf_counter() - clock
    print(f"{len(captures):,} pages, {len(wanted[0]):,} versions, {len(finished)} libraries, {spent:.0f} s")
    kinds = " + ".join(f"{counts[kind]} {kind}" for kind in ("before", "between", "after"))
    print(f"kills         {options.kills} ({kinds})")
    for name in ("acknowledged", "lost", "twice", "unsound", "differ"):
        print(f"{name:13} {counts[name]:,}")
    return not any(counts[name] for name in ("lost", "twice", "unsound", "differ"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a new folder in which pages and libraries stay")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no run is left behind
    folder = options.keep or Path(tempfile.mkdtemp(prefix="sourcier-crash-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        sys.exit(0 if bench(options, folder) else 1)
    finally:
        if not options.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
