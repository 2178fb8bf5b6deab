"""What dossiers tell of the sample stories: `python benchmarks/dossiers.py [--errors]`.

Each story of `samples/stories/` is made a dossier of its own pages, so that nothing here hangs on grouping. The gold
lists main things only: recall is measured, and of what is told beside it only what contradicts the gold.

Mentions: of the pages that tell a main event, those that the best merged event has; `read` counts the pages in which
any event of that type was read at all. Status: of the best merged event. Steps: of histories, with their dates.
Differences: found where a difference in the same field has sources in two of the pages that the gold sets side by side.
Verdicts: of scenarios that a later page answers, those told right, told wrong, and left open.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import sourcier
from sourcier.record import Record
from sourcier.stories.dossier import dossier
from sourcier.stories.merging import family
from sourcier.stories.model import Dossier, Story, StoryArticle, StoryEvent

SAMPLES = Path(__file__).parent.parent / "samples" / "stories"
Gold = Mapping[str, Any]


def dossier_of(story: Gold, records: Mapping[str, Record]) -> Dossier:
    """The dossier of a sample story; its articles are named by their pages."""
    pages = sorted(story["pages"], key=lambda page: records[page].article.published or "")
    articles = []
    for number, page in enumerate(pages):
        its = records[page].article
        articles.append(
            (
                StoryArticle(page, number, its.title, its.site_name, its.url, its.language, its.published),
                records[page],
            )
        )
    line = Story(story["id"], "", None, None, None, len(pages), (), ())
    return dossier(line, articles, {page: n for n, page in enumerate(pages)}, "")


def is_near(event: StoryEvent, day: str | None) -> bool:
    """Whether an event, or a mention of it, lies within a day of another day; True where one is not known."""
    spans = [(m.begin[:10], (m.finish or m.begin)[:10]) for m in event.mentions if m.begin]
    if not day or not spans:
        return True
    wanted = date.fromisoformat(day)
    return any(
        (date.fromisoformat(begin) - wanted).days <= 1 and (wanted - date.fromisoformat(finish)).days <= 1
        for begin, finish in spans
    )


def pages_of(event: StoryEvent) -> set[str]:
    return {mention.source.article for mention in event.mentions}


def score_events(story: Gold, found: Dossier, counts: Counter[str], errors: bool) -> None:
    """Mentions, status and history of the main events."""
    for gold in story["events"]:
        kind, wanted = family(gold["type"]), set(gold["mentions"])
        alike = [event for event in found.events if family(event.type) == kind]
        fitting = [event for event in alike if is_near(event, gold["date"])]
        best = max(fitting, key=lambda event: len(pages_of(event) & wanted), default=None)
        counts["mentions"] += len(wanted)
        counts["mentions read"] += len({page for event in alike for page in pages_of(event)} & wanted)
        steps = {(step["status"], step["date"] or "") for step in gold["history"]}
        counts["steps"] += len(steps)
        if best is None or not pages_of(best) & wanted:
            continue
        counts["mentions found"] += len(pages_of(best) & wanted)
        counts["events"] += 1
        counts["status right"] += best.status == gold["status"]
        told = {(step.kind, (step.begin or "")[:10]) for step in best.history}
        counts["steps right"] += len(steps & told)
        counts["steps beside"] += len(told - steps) if steps else 0
        if errors and steps - told:
            print(f"{story['id']}: {gold['what']}: wanted {sorted(steps - told)}, told {sorted(told - steps)}")


def score_differences(story: Gold, found: Dossier, counts: Counter[str], errors: bool) -> None:
    for gold in story["differences"]:
        pages = set(gold["values"])
        if len(pages) < 2:
            continue
        counts["differences"] += 1
        right = any(
            its.field == gold["field"]
            and len({source.article for value in its.values for source in value.sources} & pages) > 1
            for its in found.differences
        )
        if gold["field"] == "status":  # one side says so and the other denies it: a claim
            right = right or any(
                len({source.article for value in (*its.asserted, *its.denied) for source in value.sources} & pages) > 1
                for its in found.claims
            )
        counts["differences found"] += right
        if errors and not right:
            print(f"{story['id']}: not found: {gold['field']}: {gold['what']}")
    wanted = [set(gold["values"]) for gold in story["differences"]]
    for its in found.differences:
        pages = {source.article for value in its.values for source in value.sources}
        if not any(len(pages & other) > 1 for other in wanted):
            counts["differences beside"] += 1
            if errors:
                print(f"{story['id']}: beside: {its.field}: {its.what}: {[value.text for value in its.values]}")


def score_verdicts(story: Gold, found: Dossier, counts: Counter[str]) -> None:
    for gold in story["outlook"]:
        if gold["came_true"] is None:
            continue
        wanted = "came true" if gold["came_true"] else "did not come true"
        verdicts = [
            its.verdict
            for its in found.outlook
            if its.source.article == gold["page"]
            and (gold["probability"] is None or its.probability == gold["probability"])
            and bool(its.condition) == bool(gold["condition"])
        ]
        counts["verdicts"] += 1
        counts["scenarios read"] += bool(verdicts)
        counts["verdicts right"] += wanted in verdicts
        counts["verdicts wrong"] += wanted not in verdicts and any(verdict != "open" for verdict in verdicts)


def shown(counts: Counter[str]) -> Sequence[str]:
    return (
        f"mentions {counts['mentions found']}/{counts['mentions']} (read {counts['mentions read']})",
        f"status {counts['status right']}/{counts['events']}",
        f"steps {counts['steps right']}/{counts['steps']}, {counts['steps beside']} beside",
        f"differences {counts['differences found']}/{counts['differences']}, {counts['differences beside']} beside",
        f"verdicts {counts['verdicts right']}/{counts['verdicts']} right, {counts['verdicts wrong']} wrong"
        f" (scenarios read {counts['scenarios read']})",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="show what is missed, of the dev part")
    given = parser.parse_args()
    reader = sourcier.Reader()
    told = json.loads((SAMPLES / "stories.json").read_text(encoding="utf-8"))["stories"]
    for part in ("dev", "held"):
        counts: Counter[str] = Counter()
        for story in told:
            if story["part"] != part:
                continue
            records = {page: reader.read(SAMPLES / f"{page}.html") for page in story["pages"]}
            found = dossier_of(story, records)
            errors = given.errors and part == "dev"
            score_events(story, found, counts, errors)
            score_differences(story, found, counts, errors)
            score_verdicts(story, found, counts)
        print(f"{part:5} " + "  ".join(shown(counts)))


if __name__ == "__main__":
    main()
