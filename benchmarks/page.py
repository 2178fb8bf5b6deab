"""Write our reading of HTML pages in the form in which page readers are scored.

usage: python benchmarks/page.py FOLDER [SET,SET…] > PREDICTED.jsonl

FOLDER/index.jsonl has one page a line: {id, set, lang, html, url, …}, `html` a gzipped file beside it. Each line
written has {id, title, authors, published, text, ms}; pages that are refused have an empty text. Only the page stage
runs, without a parser.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from pathlib import Path

from sourcier.errors import PageError
from sourcier.languages import codes
from sourcier.page import read_page
from sourcier.sources import Capture


def main() -> None:
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    wanted = set(sys.argv[2].split(",")) if len(sys.argv) == 3 else None
    refused = 0
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if wanted and row["set"] not in wanted:
            continue
        content = gzip.decompress((folder / row["html"]).read_bytes())
        start = time.perf_counter()
        found: dict[str, object] = {"id": row["id"], "text": ""}
        try:
            # Pages in languages without a folder are read too, so that all pages of a set count.
            language = None if row["lang"] in codes() else "en"
            article = read_page(Capture(content, address=row.get("url")), language=language)
            body = [b for b in article.blocks if b.role not in {"title", "caption"}]
            found |= {
                "title": article.title,
                "authors": list(article.authors),
                "published": article.published,
                "text": "\n".join(article.text_of(b) for b in body),
            }
        except PageError:
            refused += 1
        found["ms"] = 1000 * (time.perf_counter() - start)
        print(json.dumps(found, ensure_ascii=False))
    print(f"{refused} pages refused", file=sys.stderr)


if __name__ == "__main__":
    main()
