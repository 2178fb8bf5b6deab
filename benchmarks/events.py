"""Events, status and attribution against gold: `python benchmarks/events.py FILE… [--types] [--errors N] [--save F]`.

A file holds items {id, lang, published, title, sentences, text, participants: [{name, office}], place, events: [{type,
participants, place, when, status, sentence, probability?, condition?, attributed_to?, polarity?, optional?}]}, one a
line. An event found matches one of the gold in the same sentence whose type is the same or near to it (`NEAR`); the
pairs that agree most are taken first, each event once. Gold events with `optional` are neither missed nor false.

P, R, F1      of the match
type          share of matched events with the very same type
status        share of matched events with the right status; macro: mean F1 over the statuses, end to end
parts         F1 of participants of matched events, by a name's words; people: of those named in the item
day, place    share of matched events with the right day and place, None included
holder, if, odds   share of the gold's holders, conditions and stated odds that are right on matched events
texts/s       with the parse, on one core

--types prints F1 by event type; the next lines give F1 by status. --save writes predictions in the form of the items.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from quotes import f1, ratio, words

import sourcier
from sourcier.record import Record

Item = dict[str, Any]
NEAR = (
    {"meeting", "negotiation", "call", "visit"},
    {"attack", "invasion", "cyberattack", "death"},
    {"protest", "strike", "attack"},
    {"agreement", "ceasefire"},
    {"aid", "rescue", "evacuation"},
    {"trial", "verdict", "arrest"},
    {"vote", "election", "decision", "veto"},
    {"disaster", "weather", "accident", "failure"},
    {"sanction", "seizure", "decision"},
    {"cancellation", "closure", "failure"},
    {"launch", "reopening"},
    {"deployment", "exercise"},
    {"payment", "investment", "aid", "indicator"},
    {"statement", "accusation", "threat", "demand"},
)
"""Types that annotators do not tell apart safely."""


def predicted(item: Item, record: Record) -> Item:
    """Our record in the form of the items."""
    names = {actor.id: actor.name for actor in record.actors}
    times = {t.id: t for t in record.times}
    places = {p.id: p.name for p in record.places}
    starts, position = [], 0
    for sentence in item["sentences"]:
        position = item["text"].index(sentence, position)
        starts.append(position)
        position += len(sentence)
    shift = record.article.text.index(item["text"][:20])
    events = []
    for event in record.events:
        at = event.trigger.start - shift
        if at < 0:
            continue  # the title's
        moment = times.get(event.time or "")
        events.append(
            {
                "type": event.type,
                "plover": event.plover,
                "participants": [names[p.actor] for p in event.participants],
                "place": places.get(event.place or ""),
                "when": moment.begin if moment else None,
                "status": event.status,
                "probability": event.probability,
                "condition": event.condition.text if event.condition else None,
                "attributed_to": names.get(event.holder or "") or event.holder_text,
                "polarity": event.polarity,
                "trigger": event.trigger.text,
                "sentence": sum(start <= at for start in starts) - 1,
            }
        )
    people = [a for a in record.actors if a.kind == "person" and any(m.form == "name" for m in a.mentions)]
    return {
        "id": item["id"],
        "participants": [{"name": a.name, "office": a.offices[0].title if a.offices else ""} for a in people],
        "place": record.places[0].name if record.places else None,
        "events": events,
    }


def near(one: str, other: str) -> bool:
    """Whether two event types are the same or hard to tell apart."""
    return one == other or any(one in group and other in group for group in NEAR)


def same(one: str | None, other: str | None) -> bool:
    """Whether two names share a word of more than three letters, or all their words."""
    first, second = words(one), words(other)
    return bool(first and second) and (first == second or any(len(word) > 3 for word in first & second))


def shared(gold: list[str], found: list[str]) -> int:
    """Names of the gold that are among those found, each once."""
    left = list(found)
    hits = 0
    for name in gold:
        twin = next((other for other in left if same(name, other)), None)
        if twin is not None:
            left.remove(twin)
            hits += 1
    return hits


def same_day(gold: str | None, found: str | None) -> bool:
    """Whether two dates agree to the day, or as far as the gold goes."""
    if not gold or not found:
        return not gold and not found
    one, other = (value.removeprefix("../").split("/")[0].split("T")[0] for value in (gold, found))
    return one.startswith(other) or other.startswith(one)


def matched(gold: list[Item], found: list[Item]) -> list[tuple[int, int]]:
    """Pairs of gold and found events, those that agree most first."""
    candidates = []
    for i, want in enumerate(gold):
        for j, have in enumerate(found):
            if want["sentence"] == have["sentence"] and near(want["type"], have["type"]):
                parts = min(2, shared(want.get("participants") or [], have["participants"]))
                agree = 3 * (want["type"] == have["type"]) + parts
                agree += (want["status"] == have["status"]) + same_day(want.get("when"), have["when"])
                candidates.append((-agree, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(candidates):
        if all(i != one and j != other for one, other in pairs):
            pairs.append((i, j))
    return pairs


class Score:
    """Counts of one language."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.types: dict[str, Counter[str]] = defaultdict(Counter)
        self.statuses: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, item: Item, found: Item) -> list[str]:
        """Count an item; what is missed, false or wrong, a line each."""
        gold, ours = item["events"], found["events"]
        pairs = matched(gold, ours)
        hit, used = {i for i, _ in pairs}, {j for _, j in pairs}
        people = [p["name"] for p in item["participants"]]
        named = [p["name"] for p in found["participants"]]
        self.counts.update(people=len(people), named=len(named), both=shared(people, named))
        errors = []
        for i, want in enumerate(gold):
            if i in hit or not want.get("optional"):
                self.types[want["type"]]["gold"] += 1
                self.statuses[want["status"]]["gold"] += 1
            if i not in hit and not want.get("optional"):
                errors.append(f"missed {want['type']} {want['status']}: {item['sentences'][want['sentence']]}")
        for j, have in enumerate(ours):
            self.types[have["type"]]["found"] += 1
            self.statuses[have["status"]]["found"] += 1
            if j not in used:
                where = item["sentences"][have["sentence"]]
                errors.append(f"false {have['type']} {have['status']} [{have['trigger']}]: {where}")
        for i, j in pairs:
            errors.extend(self._pair(gold[i], ours[j], item))
        return errors

    def _pair(self, want: Item, have: Item, item: Item) -> list[str]:
        right = want["status"] == have["status"]
        self.types[want["type"]]["hit"] += 1
        self.types[have["type"]]["right"] += 1
        self.types[want["type"]]["same"] += want["type"] == have["type"]
        self.statuses[want["status"]].update(hit=right, right=right)
        parts = want.get("participants") or []
        self.counts.update(
            pairs=1,
            status=right,
            place=same(want.get("place"), have["place"]) or not (want.get("place") or have["place"]),
            day=same_day(want.get("when"), have["when"]),
            parts_gold=len(parts),
            parts_found=len(have["participants"]),
            parts=shared(parts, have["participants"]),
        )
        for field, name in (("attributed_to", "holder"), ("condition", "if"), ("probability", "odds")):
            told, value = want.get(field), have[field]
            if told is not None:
                self.counts[f"{name}_gold"] += 1
                if field == "probability":
                    self.counts[name] += value is not None and abs(value - told) < 0.011
                else:
                    self.counts[name] += same(told, value)
        wrong = (
            f"status {want['status']} read {have['status']} [{have['trigger']}]: {item['sentences'][want['sentence']]}"
        )
        return [] if right else [wrong]

    def line(self) -> str:
        """The figures of one language."""
        c = self.counts
        gold, found = (sum(row[side] for row in self.types.values()) for side in ("gold", "found"))
        precision, recall = ratio(c["pairs"], found), ratio(c["pairs"], gold)
        exact = ratio(sum(row["same"] for row in self.types.values()), c["pairs"])
        parts = f1(ratio(c["parts"], c["parts_found"]), ratio(c["parts"], c["parts_gold"]))
        people = f1(ratio(c["both"], c["named"]), ratio(c["both"], c["people"]))
        told = "  ".join(f"{name} {c[name]}/{c[name + '_gold']}" for name in ("holder", "if", "odds"))
        return (
            f"gold {gold:4}  found {found:4}  P {precision:.3f} R {recall:.3f} F1 {f1(precision, recall):.3f}"
            f"  type {exact:.3f}  status {ratio(c['status'], c['pairs']):.3f} macro {self.macro():.3f}"
            f"  parts {parts:.3f} people {people:.3f}  day {ratio(c['day'], c['pairs']):.3f}"
            f"  place {ratio(c['place'], c['pairs']):.3f}  {told}"
        )

    def macro(self) -> float:
        """Mean F1 over the statuses that the gold has."""
        rows = [self.by(row) for row in self.statuses.values() if row["gold"]]
        return ratio(sum(rows), len(rows))  # type: ignore[arg-type]

    def by(self, row: Counter[str]) -> float:
        """F1 of one type or status."""
        return f1(ratio(row["right"], row["found"]), ratio(row["hit"], row["gold"]))


def main() -> None:
    """Read the files and print a line for each and each language."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--types", action="store_true", help="F1 by event type")
    parser.add_argument("--errors", type=int, default=0, help="print the first N errors")
    parser.add_argument("--save", type=Path, help="write our events here, one item a line")
    arguments = parser.parse_args()
    saved = []
    for path in arguments.data:
        items = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        scores: dict[str, Score] = defaultdict(Score)
        seconds: Counter[str] = Counter()
        errors: list[str] = []
        for item in items:
            reader = sourcier.load(item["lang"])
            start = time.perf_counter()
            record = reader.read_text(item["text"], title=item["title"], published=item["published"])
            seconds[item["lang"]] += time.perf_counter() - start  # type: ignore[assignment]
            saved.append(predicted(item, record))
            errors += scores[item["lang"]].add(item, saved[-1])
        for language, score in sorted(scores.items()):
            rate = sum(i["lang"] == language for i in items) / max(1e-9, seconds[language])
            print(f"sourcier  {path.stem:16} {language}  {score.line()}  {rate:.1f} texts/s")
            print(
                "   ", "  ".join(f"{s} {score.by(row):.2f}" for s, row in sorted(score.statuses.items()) if row["gold"])
            )
            if arguments.types:
                rows = sorted(score.types.items())
                print("   ", "  ".join(f"{t} {score.by(row):.2f} ({row['gold']})" for t, row in rows if row["gold"]))
        print("\n".join(errors[: arguments.errors]), end="\n" if arguments.errors else "")
    if arguments.save:
        arguments.save.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in saved), "utf-8")


if __name__ == "__main__":
    main()
