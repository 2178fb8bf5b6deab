"""Pages per second and peak memory, in one process, split by stage.

usage: python benchmarks/speed.py FOLDER

FOLDER holds pages: .html, .html.gz or .txt, also in folders below it. Each page is read twice; the second reading
counts. Pages that cannot be read are counted and passed over.
"""

from __future__ import annotations

import gzip
import resource
import sys
import time
from collections import Counter
from pathlib import Path

from sourcier.errors import SourcierError
from sourcier.page import read_page
from sourcier.reading import engine
from sourcier.sources import Capture


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    paths = [p for p in sorted(Path(sys.argv[1]).rglob("*")) if p.name.endswith((".html", ".html.gz", ".txt"))]
    spent: Counter[str] = Counter()
    read = failed = words = 0
    for path in paths:
        raw = path.read_bytes()
        capture = Capture(gzip.decompress(raw) if path.suffix == ".gz" else raw)
        for counts in (False, True):
            last = time.perf_counter()

            def clock(stage: str, counts: bool = counts) -> None:
                nonlocal last
                now = time.perf_counter()
                if counts:
                    spent[stage] += now - last  # type: ignore[assignment]
                last = now

            try:
                article = read_page(capture)
                clock("page")
                record = next(engine(article.language).read_many([article], clock=clock))
                record.json_text()
                clock("record and JSON")
            except SourcierError:
                failed += counts
                continue
            if counts:
                read += 1
                words += len(article.text.split())
    total = sum(spent.values())
    print(f"{read} pages, {failed} refused, {words} words: {read / total:.1f} pages/s, {words / total:.0f} words/s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    for stage, seconds in spent.items():
        print(f"{stage:16} {1000 * seconds / read:7.1f} ms a page {100 * seconds / total:5.1f} %")
    own = total - spent["parser"]
    print(f"own stages {1000 * own / read:.1f} ms, parser {1000 * spent['parser'] / read:.1f} ms a page")


if __name__ == "__main__":
    main()
