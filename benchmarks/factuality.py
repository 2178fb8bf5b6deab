"""How sure the text is of each event, against the English factuality sets: `python benchmarks/factuality.py FOLDER…`.

A folder is one set with `train.jsonl` and `dev.jsonl` (or the file that `--split` names), a sentence a line: {text,
targets: [{span1: [word, word after], label: -3 … 3}]}, words apart by spaces, as in github.com/njjiang/factuality_bert
(UW: Lee et al. 2015; MEANTIME: Minard et al. 2016; UDS-IH2: Rudinger et al. 2018; licences with each set).

Statuses are no numbers: each status, with its polarity and whether a condition or another's word stands over it, is
given the median label that it has in the set's own training sentences. The baselines are fitted alike: one constant,
and plain rules (a negation, a modal, a future or an infinitive beside the word).

MAE   mean absolute error; r: Pearson's correlation
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Token

from sourcier.reading.conditions import find_conditions
from sourcier.reading.draft import Draft
from sourcier.reading.engine import engine
from sourcier.reading.parsing import parse
from sourcier.reading.status import read_status
from sourcier.record import Article, Block

Class = tuple[object, ...]
Judge = Callable[[Draft, Token], Class]


def draft_of(text: str) -> Draft:
    """A sentence parsed, with nothing else read."""
    english = engine("en")
    article = Article(
        id="sentence", language="en", text=text, blocks=(Block(role="paragraph", start=0, end=len(text)),)
    )
    doc = next(parse([article], english.pipeline, english.language))
    return Draft(article, doc, english.language, english.grammar)


def targets(path: Path) -> Iterator[tuple[Draft, Token, float]]:
    """Every annotated word of a file with its label; words that the parser does not have alone are left out."""
    for line in path.read_text("utf-8").splitlines():
        item: dict[str, Any] = json.loads(line)
        words = [{"``": '"', "''": '"'}.get(word, word) for word in item["text"].split(" ")]
        starts, at = [], 0
        for word in words:
            starts.append(at)
            at += len(word) + 1
        draft = draft_of(" ".join(words))
        tokens = {token.idx: token for token in draft.doc}
        for target in item["targets"]:
            token = tokens.get(starts[target["span1"][0]])
            if token is not None:
                yield draft, token, float(target["label"])


def ours(draft: Draft, token: Token) -> Class:
    """What the reader says of a word: status, polarity, what kind of word it is, and whether an "if" stands over it."""
    reading = read_status(draft, token, "")
    conditions = find_conditions(draft)
    supposed = any(token.i in c.tokens for c in conditions)
    hangs = any(c.main.i in {token.i, reading.verb.i if reading.verb is not None else -1} for c in conditions)
    word = "verb" if token.pos_ in {"VERB", "AUX"} else "noun" if token.pos_ in {"NOUN", "PROPN"} else "other"
    bare = word == "verb" and draft.grammar.group(token).mood in {"infinitive", "participle"}
    return reading.status, reading.polarity, supposed, word, bare, hangs


def rules(draft: Draft, token: Token) -> Class:
    """The plain baseline: words beside the verb, whatever governs them."""
    near = {child.lower_ for child in token.children}
    return (
        bool(near & {"not", "n't", "never", "no"}),
        bool(near & {"may", "might", "could", "would", "should", "can"}),
        bool(near & {"will", "'ll"}),
        "to" in near,
    )


def constant(_draft: Draft, _token: Token) -> Class:
    """One value for all."""
    return ()


def backed_off(kind: Class) -> list[Class]:
    """A class, then what is left of it without its last features, down to none."""
    return [kind[:length] for length in range(len(kind), -1, -1)]


JUDGES: dict[str, Judge] = {"sourcier": ours, "rules": rules, "constant": constant}


def main() -> None:
    """Fit and score each set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--split", default="dev", help="the file to score (default dev)")
    parser.add_argument("--limit", type=int, default=5000, help="annotated words to fit on")
    parser.add_argument("--classes", action="store_true", help="print our classes with their values")
    arguments = parser.parse_args()
    for folder in arguments.sets:
        fitted: dict[str, dict[Class, list[float]]] = {name: defaultdict(list) for name in JUDGES}
        for number, (draft, token, label) in enumerate(targets(folder / "train.jsonl")):
            if number == arguments.limit:
                break
            for name, judge in JUDGES.items():
                for kind in backed_off(judge(draft, token)):
                    fitted[name][kind].append(label)
        start, seconds = time.perf_counter(), 0.0
        gold: list[float] = []
        guessed: dict[str, list[float]] = defaultdict(list)
        for draft, token, label in targets(folder / f"{arguments.split}.jsonl"):
            gold.append(label)
            for name, judge in JUDGES.items():
                kinds = backed_off(judge(draft, token))
                guessed[name].append(
                    next(statistics.median(f) for k in kinds if len(f := fitted[name][k]) > 4 or not k)
                )
        seconds = time.perf_counter() - start
        for name in JUDGES:
            error = statistics.fmean(abs(one - other) for one, other in zip(gold, guessed[name], strict=True))
            varies = len(set(guessed[name])) > 1
            r = statistics.correlation(gold, guessed[name]) if varies else 0.0
            print(f"{folder.name:10} {name:9} words {len(gold):5}  MAE {error:.3f}  r {r:.3f}")
        print(f"{folder.name:10} {len(gold) / seconds:.0f} words/s with the parse")
        if arguments.classes:
            rows = sorted(fitted["sourcier"].items(), key=lambda row: -len(row[1]))
            for kind, labels in rows[:25]:
                print(f"    {len(labels):5} {statistics.median(labels):6.2f}  {kind}")


if __name__ == "__main__":
    main()
