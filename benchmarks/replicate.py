"""Makes stories for the benchmark of stories: `python benchmarks/replicate.py OUTPUT [--count N] [--seed N]`.

OUTPUT is JSON Lines, a record a line. The stories of `samples/stories/` are told over and over, each time of others:
in a replica most words that say something, all names, places and numbers are replaced by invented ones of the same
length, so that what was read keeps its place in the text. Articles of one replica share the new words but for a few;
two replicas of one story share its types of events, its common words, and a fifth of the others. Days are spread over
two years. The same seed gives the same bytes. The story of an article is the last part of its address.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from recombine import COUNTRIES, Draws, invented

import sourcier
from sourcier.library.folding import fold
from sourcier.reading.name_keys import name_key
from sourcier.record import Record
from sourcier.stories.word_weights import word_weight

Json = dict[str, Any]
SAMPLES = Path(__file__).parent.parent / "samples" / "stories"
FIRST_DAY, DAYS = date(2024, 3, 1), 700
_LONGEST = 16
_OWN = 0.08
"""Of the words of a replica, those that each article replaces by its own."""
_KEPT = 0.2
"""Of the words that say something, those that stay."""
_NAME = 3.4
"""Weight from which a word is a name, or as good as one: it never stays."""
_WORD = re.compile(r"[^\W\d_]{4,}|\b[A-ZÀ-Þ][^\W\d_]{1,2}\b")
_NUMBER = re.compile(r"(?<![\d.,:])(?!(?:19|20)\d\d\b)\d{2,}(?![\d:])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def sample_stories() -> list[tuple[str, list[Json]]]:
    """The sample stories with the records of their pages."""
    reader = sourcier.Reader()
    told = json.loads((SAMPLES / "stories.json").read_text(encoding="utf-8"))["stories"]
    return [
        (story["id"], [json.loads(reader.read(SAMPLES / f"{page}.html").json_text()) for page in story["pages"]])
        for story in told
    ]


class Words:
    """Invented words by their length, few of them frequent."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        of_length: dict[int, dict[str, None]] = {n: {} for n in range(2, _LONGEST + 1)}
        for word in invented(chance, 60_000, (1, 6), ("", "s", "n", "t", "nt", "er")):
            if len(word) in of_length:
                of_length[len(word)][word] = None
        self._draws = {n: Draws(list(its), seed + n, flat=30) for n, its in of_length.items() if its}

    def __call__(self, length: int) -> str | None:
        """One of so many letters; None for a length that has none."""
        draw = self._draws.get(length)
        return draw() if draw is not None else None


class Replica:
    """One replica of a story: each word that says something becomes another, always the same."""

    def __init__(self, words: Words, number: int) -> None:
        self.words, self.number = words, number
        self.chance = random.Random(number)
        self.of_word: dict[str, str] = {}

    def article(self, record: Json, days: int) -> Json:
        """An article of the replica, so many days later than the sample."""
        own: dict[str, str] = {}
        language = record["article"]["language"]
        chance = random.Random(f"{self.number} {record['article']['id']}")

        def other(match: re.Match[str]) -> str:
            word = fold(match[0])  # names are spelled with and without accents
            mapping = own if word not in self.of_word and chance.random() < _OWN else self.of_word
            if word not in mapping:
                weight = word_weight(word, language)
                kept = weight < 1.0 or (weight < _NAME and self.chance.random() < _KEPT)
                mapping[word] = word if kept else self.words(len(word)) or word
            new = mapping[word]
            return new.capitalize() if match[0][0].isupper() else new

        def number(match: re.Match[str]) -> str:
            if match[0] not in self.of_word:
                self.of_word[match[0]] = str(self.chance.randrange(10 ** (len(match[0]) - 1), 10 ** len(match[0])))
            return self.of_word[match[0]]

        def told(text: str) -> str:
            return _NUMBER.sub(number, _WORD.sub(other, text))

        made = moved(record, days)
        text = told(record["article"]["text"])
        made = _retold(made, text, told)
        article = made["article"]
        identity = hashlib.sha256(f"{self.number} {record['article']['id']}".encode()).hexdigest()
        blocks = article["blocks"]
        title = text[: len(article["title"] or "")]
        site = (article["site_name"] or "outlet").lower().replace(" ", "-").replace("’", "")
        made["article"] = {
            **article,
            "id": identity,
            "url": f"https://{fold(site)}.example/{identity[:12]}/{self.number}",
            "canonical_url": None,
            "title": title,
            "lead": next((text[b["start"] : b["end"]] for b in blocks if b["role"] == "lead"), None),
            "text": text,
            "furniture": [],
            "teasers": [],
        }
        for actor in made["actors"]:
            if actor["key"] and actor["kind"] == "person":
                actor["key"] = name_key(actor["name"]) or None
            elif actor["key"] and actor["kind"] == "organisation":
                actor["key"] = actor["name"].lower()
        for place in made["places"]:
            if place["country"]:
                place["country"] = self.country(place["country"])
            if place["geonames_id"]:
                place["geonames_id"] = int(hashlib.sha256(place["name"].encode()).hexdigest()[:7], 16)
        return made

    def country(self, code: str) -> str:
        """Another country, always the same."""
        if code not in self.of_word:
            self.of_word[code] = self.chance.choice(COUNTRIES)
        return self.of_word[code]


def _retold(value: Any, text: str, told: Callable[[str], str]) -> Any:
    """A record's facts with the words that now stand at their places, and their names told anew."""
    if isinstance(value, list):
        return [_retold(item, text, told) for item in value]
    if not isinstance(value, dict):
        return value
    made = {name: _retold(item, text, told) for name, item in value.items()}
    if {"start", "end", "text"} <= made.keys():
        made["text"] = text[made["start"] : made["end"]]
    for name in ("name", "title", "holder_text", "speaker_text", "channel"):
        if isinstance(made.get(name), str):
            made[name] = told(made[name])
    if "aliases" in made:
        made["aliases"] = [told(alias) for alias in made["aliases"]]
    return made


def moved(value: Any, days: int) -> Any:
    """A record with all its days so many days later."""
    if isinstance(value, dict):
        return {name: item if name in {"text", "id"} else moved(item, days) for name, item in value.items()}
    if isinstance(value, list):
        return [moved(item, days) for item in value]
    if isinstance(value, str) and _DAY.match(value):
        return (date.fromisoformat(value[:10]) + timedelta(days)).isoformat() + value[10:]
    return value


def replicas(count: int, seed: int) -> Iterator[Json]:
    """So many articles, by replicas of all stories."""
    told, words, chance = sample_stories(), Words(seed), random.Random(seed)
    number, made = (seed - 1) * 1_000_000, 0  # another seed gives other articles
    while made < count:
        for _, records in told:
            number += 1
            replica = Replica(words, number)
            first = min(record["article"]["published"][:10] for record in records)
            begin = FIRST_DAY + timedelta(chance.randrange(DAYS))
            days = (begin - date.fromisoformat(first)).days
            for record in records:
                yield replica.article(record, days)
                made += 1
                if made == count:
                    return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with given.output.open("w", encoding="utf-8") as out:
        for n, article in enumerate(replicas(given.count, given.seed)):
            if n % 1000 == 0:
                Record.model_validate(article)
                print(f"\r{n:,}", end="", file=sys.stderr)
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
    print(f"\r{given.count:,} articles", file=sys.stderr)


if __name__ == "__main__":
    main()
