"""Write our quotes in the form in which annotated items are scored.

usage: python benchmarks/quotes.py ITEMS.jsonl [LIMIT] > PREDICTED.jsonl

ITEMS has one item a line: {id, lang, text, …}. Each line written has quotes {start, end, text, kind, speaker_text,
speaker_start, speaker_end, cue} with offsets into the item's text. Seconds an item go to standard error.
"""

from __future__ import annotations

import json
import sys
import time

from offsets import offsets

import sourcier


def main() -> None:
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as lines:  # noqa: PTH123
        items = [json.loads(line) for line in lines if line.strip()]
    items = items[: int(sys.argv[2])] if len(sys.argv) == 3 else items
    readers = {code: sourcier.load(code) for code in sorted({item["lang"] for item in items})}
    start = time.perf_counter()
    for item in items:
        record = readers[item["lang"]].read_text(item["text"])
        place = offsets(record.article.text, item["text"])
        quotes = [
            {
                "start": place[q.start],
                "end": place[q.end - 1] + 1,
                "text": q.text,
                "kind": q.kind,
                "speaker_text": q.speaker_text,
                "speaker_start": place[q.speaker_start] if q.speaker_start is not None else None,
                "speaker_end": place[q.speaker_end - 1] + 1 if q.speaker_end is not None else None,
                "cue": q.cue,
            }
            for q in record.quotes
        ]
        print(json.dumps({"id": item["id"], "quotes": quotes}, ensure_ascii=False))
    print(f"{(time.perf_counter() - start) / len(items):.3f} s an item", file=sys.stderr)


if __name__ == "__main__":
    main()
