"""Write our events in the form in which annotated items are scored.

usage: python benchmarks/events.py ITEMS.jsonl > PREDICTED.jsonl

ITEMS has one item a line: {id, lang, published, title, sentences, text, …}. Each line written has participants with
offices, place, and events {type, plover, participants, place, when, status, probability, condition, attributed_to,
polarity, sentence}. Seconds an item go to standard error.
"""

from __future__ import annotations

import json
import sys
import time

import sourcier
from sourcier.record import Record


def predicted(item: dict, record: Record) -> dict:
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


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as lines:  # noqa: PTH123
        items = [json.loads(line) for line in lines if line.strip()]
    readers = {code: sourcier.load(code) for code in sorted({item["lang"] for item in items})}
    start = time.perf_counter()
    for item in items:
        record = readers[item["lang"]].read_text(item["text"], title=item["title"], published=item["published"])
        print(json.dumps(predicted(item, record), ensure_ascii=False))
    print(f"{(time.perf_counter() - start) / len(items):.3f} s an item", file=sys.stderr)


if __name__ == "__main__":
    main()
