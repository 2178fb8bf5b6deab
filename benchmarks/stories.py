"""How well articles are grouped into stories: `python benchmarks/stories.py [ECB+] [--replicas FILE]`.

ECB+ is a folder with `ECB_Train_corpus.txt`, `ECB_Dev_corpus.txt` and `ECB_Test_corpus.txt`: the tokens of ECB+ (A.
Cybulska and P. Vossen, 2014; CC BY 3.0), a line each, as coreference systems are given them. Topics hold two stories
each of alike events; the articles, two sentences long, have no date. Without a folder the sample stories alone are
scored. FILE is what `replicate.py` makes: articles whose story is the last part of their address.

Scored are B³ (A. Bagga and B. Baldwin, 1998) and pairs of articles, for the articles in the order of the files and,
of ECB+, in five orders drawn at random. Beside it stands a clusterer by TF-IDF alone: cosine to centroids, inverse
document frequencies of the train part, threshold tuned on train and dev.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import select

import sourcier
from sourcier.library.folding import tokens
from sourcier.library.schema import story_articles
from sourcier.record import Record
from sourcier.stories.stories import Stories

SAMPLES = Path(__file__).parent.parent / "samples" / "stories"
ORDERS = 5


def b_cubed(gold: Sequence[str], found: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of B³."""
    of_gold, of_found, of_both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    precision = sum(n * n / of_found[f] for (_, f), n in of_both.items()) / len(gold)
    recall = sum(n * n / of_gold[g] for (g, _), n in of_both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pair_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """F1 over pairs of articles that are in one story."""

    def pairs(groups: Iterable[object]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(groups).values())

    right = pairs(zip(gold, found, strict=True))
    return 2 * right / (pairs(gold) + pairs(found)) if right else 0.0


def grouped(records: Sequence[Record]) -> tuple[list[str], float]:
    """The story of each record, placed in their order of publication, and the milliseconds for each."""
    with tempfile.TemporaryDirectory() as folder, sourcier.Library(f"{folder}/stories.sourcier") as library:
        articles = []
        for record in records:  # one by one, so that undated ones are placed in this order
            articles += [outcome.article for outcome in library.add_records([record])]
            if record.article.published is None:
                Stories(library).update()
        began = time.perf_counter()
        placed = Stories(library).update()
        spent = 1000 * (time.perf_counter() - began) / max(placed, 1)
        with library.database.reading() as connection:
            rows = connection.execute(select(story_articles.c.article, story_articles.c.story)).all()
    story_of = {row.article: row.story for row in rows}
    return [story_of[article or ""] for article in articles], spent


def ecb_documents(path: Path) -> dict[str, str]:
    """The texts of ECB+ by document: a paragraph a sentence."""
    sentences: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) >= 4:
            sentences[fields[0]][int(fields[1])].append(fields[3])
    return {name: "\n\n".join(map(_plain, its.values())) for name, its in sentences.items()}


def _plain(words: Sequence[str]) -> str:
    text = re.sub(r" ([,.;:?!%)]|'s|n't|'re|'ve|'ll|'d|'m)(?= |$)", r"\1", " ".join(words))
    return re.sub(r"`` ?|'' ?", '"', re.sub(r"([($]) ", r"\1", text))


def ecb_story(document: str) -> str:
    """The story of a document: "36_1ecbplus" is of "36 ecbplus"."""
    topic, _, name = document.partition("_")
    return f"{topic} {name.lstrip('0123456789')}"


def score_ecb(folder: Path) -> None:
    """Print the scores on ECB+."""
    reader = sourcier.load("en")
    documents = {part: ecb_documents(folder / f"ECB_{part}_corpus.txt") for part in ("Train", "Dev", "Test")}
    print("ECB+                      part   articles  stories  B³ P   B³ R   B³ F1  pair F1")
    for part, texts in documents.items():
        records = [reader.read_text(text) for text in texts.values()]
        gold = [ecb_story(name) for name in texts]
        orders = [list(range(len(gold)))]
        for seed in range(ORDERS):
            orders.append(random.Random(seed).sample(orders[0], len(gold)))
        for name, some in (("in order", orders[:1]), ("mean of five orders", orders[1:])):
            scores = []
            for order in some:
                found, _ = grouped([records[n] for n in order])
                its = [gold[n] for n in order]
                scores.append((*b_cubed(its, found), pair_f1(its, found)))
            means = [sum(its) / len(its) for its in zip(*scores, strict=True)]
            _print(f"sourcier, {name}", part, len(gold), len(set(gold)), means)
    _score_tfidf(documents)


def _score_tfidf(documents: Mapping[str, Mapping[str, str]]) -> None:
    """A clusterer by TF-IDF, its threshold tuned on train and dev."""
    words = {part: [Counter(tokens(text)) for text in texts.values()] for part, texts in documents.items()}
    gold = {part: [ecb_story(name) for name in texts] for part, texts in documents.items()}
    having = Counter(word for its in words["Train"] for word in its)
    rarity = {word: math.log((len(words["Train"]) + 1) / (n + 0.5)) for word, n in having.items()}
    unknown = math.log(2 * (len(words["Train"]) + 1))
    vectors = {
        part: [_unit({w: (1 + math.log(n)) * rarity.get(w, unknown) for w, n in its.items()}) for its in texts]
        for part, texts in words.items()
    }

    def score(part: str, least: float) -> list[float]:
        found = _clustered(vectors[part], least)
        return [*b_cubed(gold[part], found), pair_f1(gold[part], found)]

    tuned = max((n / 50 for n in range(4, 26)), key=lambda least: score("Train", least)[2] + score("Dev", least)[2])
    for part in documents:
        _print(f"TF-IDF, threshold {tuned:.2f}", part, len(gold[part]), len(set(gold[part])), score(part, tuned))


def _clustered(vectors: Sequence[dict[str, float]], least: float) -> list[str]:
    centres: list[dict[str, float]] = []
    found = []
    for vector in vectors:
        alike = [sum(x * centre.get(word, 0.0) for word, x in vector.items()) / _length(centre) for centre in centres]
        best = max(range(len(alike)), key=alike.__getitem__, default=-1)
        if best < 0 or alike[best] < least:
            centres.append({})
            best = len(centres) - 1
        for word, weight in vector.items():
            centres[best][word] = centres[best].get(word, 0.0) + weight
        found.append(str(best))
    return found


def _length(vector: Mapping[str, float]) -> float:
    return math.sqrt(sum(x * x for x in vector.values())) or 1.0


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = _length(vector)
    return {word: weight / length for word, weight in vector.items()}


def score_samples() -> None:
    """Print the scores on the sample stories."""
    reader = sourcier.Reader()
    told = json.loads((SAMPLES / "stories.json").read_text(encoding="utf-8"))["stories"]
    print("sample stories            part   articles  stories  B³ P   B³ R   B³ F1  pair F1")
    for part in ("dev", "held", "all"):
        some = [story for story in told if part in {story["part"], "all"}]
        pages = {page: story["id"] for story in some for page in story["pages"]}
        records = [reader.read(SAMPLES / f"{page}.html") for page in pages]
        found, _ = grouped(records)
        gold = list(pages.values())
        _print("sourcier", part, len(gold), len(set(gold)), [*b_cubed(gold, found), pair_f1(gold, found)])


def score_replicas(path: Path) -> None:
    """Print the scores on the articles that `replicate.py` made, and how long placing takes."""
    with path.open(encoding="utf-8") as lines:
        records = [Record.model_validate_json(line) for line in lines]
    found, spent = grouped(records)
    gold = [(record.article.url or "").rpartition("/")[2] for record in records]
    print("replicas                  part   articles  stories  B³ P   B³ R   B³ F1  pair F1")
    _print("sourcier", "all", len(gold), len(set(gold)), [*b_cubed(gold, found), pair_f1(gold, found)])
    print(f"placing one article into so many: {spent:.1f} ms")


def _print(name: str, part: str, articles: int, stories: int, scores: Sequence[float]) -> None:
    print(f"{name:25} {part:6} {articles:8,} {stories:8,}  " + "  ".join(f"{100 * score:5.1f}" for score in scores))
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ecb", nargs="?", type=Path)
    parser.add_argument("--replicas", type=Path)
    given = parser.parse_args()
    score_samples()
    if given.ecb:
        score_ecb(given.ecb)
    if given.replicas:
        score_replicas(given.replicas)


if __name__ == "__main__":
    main()
