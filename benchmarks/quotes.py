"""Quotes and speakers against gold: `python benchmarks/quotes.py FILE… [--peers NAMES] [--errors N] [--save F]`.

A file holds items `{id, lang, text, quotes: [{start, end, text, kind, speaker_text, speaker_name?, cue}]}`, one a
line. A quote found matches one of the gold when the characters that they share are at least half of the longer of the
two; each is matched once, best overlap first. Columns, for each reader, language and kind:

P, R, F1   of the match; precision counts what is found of a kind, recall the gold of that kind, whatever kind was found
exact      F1 of quotes with the very same span
speaker    share of matched gold quotes with the right speaker: the words of one name are among those of the other
joint      F1 of quotes matched and with the right speaker
invented   on the line of all kinds: share of all speakers named that the gold does not have there; `wrong` counts
           matched quotes alone (another speaker than the gold's, or one where the gold has none)
docs/s     with the parse, on one core

`sourcier joined` is our record with a quote and the one that resumes it (`continues`) as one, which is how PolNeAR
annotates "“A,” said X. “B.”"; items of the other convention are scored by the row `sourcier`. Peers: quotes_peers.py.
"""

from __future__ import annotations

import argparse
import json
import time
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from offsets import offsets
from quotes_peers import PEERS, missing

import sourcier
from sourcier.record import Quote, Record

Item = dict[str, Any]
KINDS = ("direct", "mixed", "indirect", "all")
EMPTY = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "du",
        "de",
        "d",
        "the",
        "a",
        "an",
        "of",
        "m",
        "mm",
        "mme",
        "mr",
        "mrs",
        "ms",
        "dr",
    ]
)


def ours(item: Item) -> Record:
    """Our record of an item."""
    return sourcier.load(item["lang"]).read_text(item["text"])


def found_in(record: Record, item: Item, joined: bool) -> list[Item]:
    """The quotes of a record in the form of the gold, with offsets into the item's text."""
    where = offsets(record.article.text, item["text"])
    # Whom the page never names, and governments ("Washington" is the United States), are compared by the words used.
    known = (
        a
        for a in record.actors
        if a.kind != "country" and a.name[0].isupper() and any(mention.form == "name" for mention in a.mentions)
    )
    names = {actor.id: actor.name for actor in known}
    ends: dict[str, int] = {}
    for quote in reversed(record.quotes):
        if quote.continues is not None:
            ends[quote.continues] = ends.get(quote.id, quote.end)

    def one(quote: Quote) -> Item:
        end = ends.get(quote.id, quote.end) if joined else quote.end
        return {
            "start": where[quote.start],
            "end": where[end - 1] + 1,
            "kind": quote.kind,
            "speaker_text": quote.speaker_text,
            "speaker_name": names.get(quote.speaker or ""),
            "cue": quote.cue,
        }

    return [one(quote) for quote in record.quotes if not (joined and quote.continues is not None)]


def words(name: str | None) -> set[str]:
    """The words of a name that tell it from others, without accents."""
    folded = unicodedata.normalize("NFKD", name or "").lower()
    plain = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return {w for w in plain.split() if w not in EMPTY}


def same_speaker(gold: Item, found: Item) -> bool:
    """Whether both name one speaker, or neither does."""
    wanted, given = (
        [words(one.get(k)) for k in ("speaker_name", "speaker_text") if one.get(k)] for one in (gold, found)
    )
    if not wanted or not given:
        return not wanted and not given
    if gold.get("speaker_name") and found.get("speaker_name"):
        return wanted[0] <= given[0] or given[0] <= wanted[0]
    return any(w and g and (w <= g or g <= w) for w in wanted for g in given)


def share(a: Item, b: Item) -> float:
    """Characters that two quotes share, of the longer one."""
    common = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return common / max(a["end"] - a["start"], b["end"] - b["start"], 1)


def match(gold: list[Item], found: list[Item]) -> dict[int, int]:
    """Index of a gold quote -> index of the quote found for it."""
    pairs = sorted(((share(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)), reverse=True)
    matched: dict[int, int] = {}
    for overlap, i, j in pairs:
        if overlap >= 0.5 and i not in matched and j not in matched.values():
            matched[i] = j
    return matched


def count(items: list[Item], results: list[list[Item]]) -> dict[tuple[str, str], Counter[str]]:
    """Counts by language and kind."""
    table: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for item, found in zip(items, results, strict=True):
        matched = match(item["quotes"], found)
        back = {j: i for i, j in matched.items()}
        for kind in KINDS:
            row = table[item["lang"], kind]
            for i, gold in enumerate(item["quotes"]):
                if kind in (gold["kind"], "all"):
                    hit = found[matched[i]] if i in matched else None
                    row["gold"] += 1
                    row["recalled"] += hit is not None
                    row["exact"] += hit is not None and (gold["start"], gold["end"]) == (hit["start"], hit["end"])
                    row["speaker"] += hit is not None and same_speaker(gold, hit)
            for j, one in enumerate(found):
                if kind in (one["kind"], "all"):
                    right = j in back and same_speaker(item["quotes"][back[j]], one)
                    named = bool(one.get("speaker_text") or one.get("speaker_name"))
                    row.update(found=1, matched=j in back, joint=right, named=named)
                    row.update(invented=named and not right, wrong=named and not right and j in back)
    return table


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def show(reader: str, path: Path, table: dict[tuple[str, str], Counter[str]], speed: float) -> None:
    """Print a reader's rows for a file."""
    for (language, kind), row in sorted(table.items(), key=lambda entry: (entry[0][0], KINDS.index(entry[0][1]))):
        precision, recall = ratio(row["matched"], row["found"]), ratio(row["recalled"], row["gold"])
        exact = f1(ratio(row["exact"], row["found"]), ratio(row["exact"], row["gold"]))
        joint = f1(ratio(row["joint"], row["found"]), ratio(row["speaker"], row["gold"]))
        end = (
            f"  invented {ratio(row['invented'], row['named']):.3f} (wrong {ratio(row['wrong'], row['named']):.3f})"
            f"  {speed:5.1f} docs/s"
            if kind == "all"
            else ""
        )
        print(
            f"{reader:16} {path.stem:18} {language} {kind:8} gold {row['gold']:5} found {row['found']:5}  "
            f"P {precision:.3f} R {recall:.3f} F1 {f1(precision, recall):.3f}  exact {exact:.3f}  "
            f"speaker {ratio(row['speaker'], row['recalled']):.3f}  joint {joint:.3f}{end}"
        )


def errors(items: list[Item], results: list[list[Item]], limit: int) -> None:
    """Print the first errors: quotes missed, found too much, and given to another speaker."""
    lines = []
    for item, found in zip(items, results, strict=True):
        matched = match(item["quotes"], found)
        for i, gold in enumerate(item["quotes"]):
            told = f"{gold['kind']} {item['text'][gold['start'] : gold['end']]!r}"
            if i not in matched:
                lines.append(f"{item['id']}\tmissed\t{told}\t{gold.get('speaker_text')} | {gold.get('cue')}")
            elif not same_speaker(gold, found[matched[i]]):
                hit = found[matched[i]]
                lines.append(
                    f"{item['id']}\tspeaker\t{told}\t{gold.get('speaker_name')} ({gold.get('speaker_text')}), "
                    f"found {hit['speaker_name']} ({hit['speaker_text']})"
                )
        for j, one in enumerate(found):
            if j not in matched.values():
                told = f"{one['kind']} {item['text'][one['start'] : one['end']]!r}"
                lines.append(f"{item['id']}\ttoo much\t{told}\t{one['speaker_text']} | {one['cue']}")
    print("\n".join(lines[:limit]), end="\n" if lines[:limit] else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", nargs="+", type=Path, help="files of items, or folders of them")
    parser.add_argument("--peers", default=",".join(PEERS), help="comma-separated names; empty for none")
    parser.add_argument("--errors", type=int, default=0, help="print our first N errors")
    parser.add_argument("--limit", type=int, help="read only the first N items of a file")
    parser.add_argument("--save", type=Path, help="write our quotes here, one item a line")
    chosen = parser.parse_args()
    peers = [name for name in chosen.peers.split(",") if name]
    if unknown := set(peers) - set(PEERS):
        parser.error(f"no peer {sorted(unknown)[0]!r}: choose from {', '.join(PEERS)}")
    for path in [f for data in chosen.data for f in (sorted(data.glob("*.jsonl")) if data.is_dir() else [data])]:
        items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        items = items[: chosen.limit]
        for language in sorted({item["lang"] for item in items}):
            sourcier.load(language).read_text("x")
        clock = time.perf_counter()
        records = [ours(item) for item in items]
        speed = len(items) / (time.perf_counter() - clock)
        results = [found_in(record, item, joined=False) for record, item in zip(records, items, strict=True)]
        show("sourcier", path, count(items, results), speed)
        if any(record.quotes and any(q.continues for q in record.quotes) for record in records):
            joined = [found_in(record, item, joined=True) for record, item in zip(records, items, strict=True)]
            show("sourcier joined", path, count(items, joined), speed)
        errors(items, results, chosen.errors)
        if chosen.save:
            lines = [
                json.dumps({"id": i["id"], "quotes": q}, ensure_ascii=False)
                for i, q in zip(items, results, strict=True)
            ]
            chosen.save.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for name in peers:
            if why := missing(name):
                print(f"{name:16} left out: {why}")
                continue
            peer, languages = PEERS[name]
            own = [item for item in items if item["lang"] in languages]
            if own:
                peer(own[0])  # loads
                clock = time.perf_counter()
                answers = [peer(item) for item in own]
                show(name, path, count(own, answers), len(own) / (time.perf_counter() - clock))


if __name__ == "__main__":
    main()
