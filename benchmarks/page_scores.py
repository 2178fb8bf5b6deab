"""How a reading of a page is scored against gold: body, title, day, authors, standfirst, subheadings."""

from __future__ import annotations

import hashlib
import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sourcier.page.bylines import agency, read_byline

WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)
"""A word; in scripts without spaces a character."""
DISASTER = 0.7
"""A page whose precision or recall is lower is one."""
Row = dict[str, Any]
"""One page of the gold data."""


@dataclass
class Found:
    """What a reader finds on a page; `authors` are all names that it gives as authors."""

    text: str = ""
    title: str | None = None
    authors: Sequence[str] = ()
    published: str | None = None
    ms: float = 0.0


@dataclass
class Sums:
    """Scores of pages, by question."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    snippets: Counter[str] = field(default_factory=Counter)

    def mean(self, name: str) -> float | None:
        """The mean of a question's scores; None where no page asks it."""
        return statistics.fmean(self.values[name]) if self.values[name] else None


def site(row: Row) -> str:
    """The host that a page is from."""
    return urlsplit(str(row.get("url") or f"//{row['id']}")).netloc.removeprefix("www.")


def fold_of(site: str, folds: int) -> int:
    """The fold of a site: all its pages are in one."""
    return int(hashlib.sha1(site.encode()).hexdigest(), 16) % folds


def tokens(text: str) -> list[str]:
    """Words as the shingles count them."""
    return WORD.findall(text.lower())


def shingles(words: list[str]) -> list[tuple[str, ...]]:
    """All runs of four words; the whole where there are fewer."""
    return [tuple(words[i : i + 4]) for i in range(len(words) - 3)] or ([tuple(words)] if words else [])


def overlap(gold: str, text: str) -> tuple[float, float]:
    """Precision and recall of a text's 4-word shingles (the measure of Scrapinghub's benchmark)."""
    wanted, ours = Counter(shingles(tokens(gold))), Counter(shingles(tokens(text)))
    hit = sum((wanted & ours).values())
    return hit / max(1, sum(ours.values())), hit / max(1, sum(wanted.values()))


def folded(text: str | None) -> str:
    """A text without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def names(found: Iterable[str]) -> frozenset[str]:
    """Names as they are compared: folded, an agency under its one spelling."""
    return frozenset(filter(None, (folded(agency(str(name)) or str(name)) for name in found or ())))


def people(found: Iterable[str]) -> frozenset[str]:
    """The people among names; agencies, outlets and desks are left out."""
    return names(name for one in found or () for name in read_byline(str(one), declared=True).people)


def add(sums: Sums, row: Row, found: Found, gives: Collection[str]) -> None:
    """Score one page; what the gold does not answer, or the reader never gives, is not asked."""
    put = sums.values
    put["ms"].append(found.ms)
    if "text" in gives:
        _add_text(sums, row, found.text)
    if row.get("title") and "title" in gives:
        put["title"].append(float(folded(found.title) == folded(row["title"])))
    if row.get("published") and "published" in gives:
        put["day"].append(float((found.published or "")[:10] == row["published"][:10]))
    if row.get("authors") and "authors" in gives:
        gold = row["authors"]
        put["authors"].append(float(names(gold) == names(found.authors)))
        put["people"].append(float(people(gold) == people(found.authors)))
        put["invented"].append(float(bool(people(found.authors) - people(gold) - names(gold))))


def _add_text(sums: Sums, row: Row, text: str) -> None:
    put = sums.values
    if row.get("text"):
        precision, recall = overlap(row["text"], text)
        put["precision"].append(precision)
        put["recall"].append(recall)
        put["disasters"].append(float(min(precision, recall) < DISASTER))
    if row.get("with"):
        flat = " ".join(text.split())
        for kind in ("with", "without"):
            for snippet in row.get(kind) or ():
                sums.snippets[f"{kind} {'kept' if ' '.join(snippet.split()) in flat else 'left'}"] += 1
    whole = folded(text)
    if row.get("summary"):
        put["standfirst"].append(float(all(folded(part)[:60] in whole for part in row["summary"])))
    put["subheads"] += [float(folded(head) in whole) for head in row.get("subheads") or ()]


def summary(sums: Sums) -> dict[str, float | None]:
    """The figures of a set: means over pages, F1 of the mean precision and recall, pooled snippets."""
    precision, recall = sums.mean("precision"), sums.mean("recall")
    kept, missed, wrong = (sums.snippets[kind] for kind in ("with kept", "with left", "without kept"))
    return {
        "P": precision,
        "R": recall,
        "F1": 2 * precision * recall / (precision + recall) if precision and recall else None,
        "<.7": sum(sums.values["disasters"]) if sums.values["disasters"] else None,
        "snippets": 2 * kept / (2 * kept + wrong + missed) if kept + missed else None,
        "title": sums.mean("title"),
        "day": sums.mean("day"),
        "authors": sums.mean("authors"),
        "people": sums.mean("people"),
        "invented": sums.mean("invented"),
        "standfirst": sums.mean("standfirst"),
        "subheads": sums.mean("subheads"),
        "ms": statistics.median(sums.values["ms"]) if sums.values["ms"] else None,
    }
