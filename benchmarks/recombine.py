"""Makes articles for the benchmarks of the library: `python benchmarks/recombine.py OUTPUT [--count N] [--seed N]`.

OUTPUT is JSON Lines, a record a line. An article is made of sentences of the sample pages in one language, with what
was read from them: actors, places, times, quotes, events and outlook that lie within one sentence. So that the words
are not those of fifteen pages, names of people and places, numbers, and most longer words that carry no fact are
replaced by invented ones, drawn so that few are common and most are rare; offsets follow. Days move with the
publication date.

5 % of the articles are copies of a wire story at 2 to 6 further outlets, with the agency's credit; 3 % are a second
version of an article, at the same address, with another number and a date of change. Publication dates are spread over
two years, in no order. The same seed gives the same bytes. Every hundredth record is validated.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from sourcier.reading.name_keys import name_key
from sourcier.record import Record

Json = dict[str, Any]
Identity = tuple[str, str]
"""Kind and key, or name, of an actor; name and country of a place."""

SAMPLES = Path(__file__).parent.parent / "samples"
FIRST_DAY, DAYS = date(2024, 3, 1), 730
OUTLETS = 200
COPIES, SECOND_VERSIONS = 0.05, 0.03
WAITING = 500
"""Copies and second versions that wait, so that they come some way behind what they follow."""

_KEPT = 0.35
"""Of the words that may be replaced, those that are not."""
_WORDS, _SURNAMES, _GIVEN, _PEOPLE, _PLACES = 40_000, 4_000, 300, 12_000, 3_000
COUNTRIES = (
    *("FR", "US", "BE", "GB", "DE", "CH", "CA", "IT", "ES", "UA", "RU", "CN", "JP", "IN", "BR", "MA", "DZ", "TN", "SN"),
    *("CI", "NL", "PL", "SE", "NO", "FI", "DK", "PT", "GR", "TR", "IL", "LB", "EG", "ZA", "NG", "KE", "ET", "MX", "AR"),
    *("CL", "CO", "PE", "AU", "NZ", "KR", "VN", "TH", "ID", "PH", "PK", "IR", "IQ", "SA", "QA", "RO", "HU", "CZ", "AT"),
)
_AGENCIES = {"fr": ("AFP", "Reuters", "Belga"), "en": ("Reuters", "AP", "AFP")}
_ENDINGS = {"fr": ("e", "es", "tion", "ment", ""), "en": ("ed", "ing", "s", "")}
_WORD = re.compile(r"(?<![\w’'-])[^\W\d_A-ZÀ-Þ]{5,}(?![\w’'-])")
_NUMBER = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?![\w.,]?\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Draws:
    """Draws from a sequence, the first of it most often: the n-th about once for n draws of the first."""

    def __init__(self, values: Sequence[Any], seed: int, *, kept: float = 0.0, flat: float = 2.7) -> None:
        weights = 1 / (np.arange(len(values)) + flat)
        self._bounds = np.cumsum(weights / weights.sum())
        self._values = values
        self._kept = kept
        self._random = np.random.default_rng(seed)
        self._drawn = iter(())

    def __call__(self) -> Any:
        """The next one; None now and then, as often as `kept` says."""
        for value in self._drawn:
            return value
        size = 20_000
        places = np.minimum(np.searchsorted(self._bounds, self._random.random(size)), len(self._values) - 1)
        kept = self._random.random(size) < self._kept
        values = self._values
        self._drawn = iter([None if k else values[p] for p, k in zip(places.tolist(), kept.tolist(), strict=True)])
        return next(self._drawn)


def invented(chance: random.Random, count: int, syllables: tuple[int, int], endings: Sequence[str]) -> list[str]:
    """Different words that are in no language, in small letters."""
    onsets = ("b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "j", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t")
    onsets += ("tr", "v", "vr", "z")
    vowels, codas = ("a", "e", "i", "o", "u", "ai", "ou", "é"), ("", "", "", "l", "n", "r", "s")
    found: dict[str, None] = {}
    while len(found) < count:
        parts = [chance.choice(onsets) + chance.choice(vowels) + chance.choice(codas)]
        parts += [chance.choice(onsets) + chance.choice(vowels) for _ in range(chance.randint(*syllables) - 1)]
        found["".join(parts) + chance.choice(endings)] = None
    return list(found)


@dataclass
class Template:
    """A sentence with what was read from it; facts name their places as indexes into `positions`.

    Attributes:
        pieces: its text around the slots; one more than slots.
        slots: (kind, what stands there, of whom): "word", "number", "person", "place".
        positions: offsets in the original sentence, in order.
        before: for each position, the slots that end at or before it.
    """

    pieces: list[str]
    slots: list[tuple[str, str, Any]]
    positions: list[int]
    before: list[int]
    mentions: list[tuple[Identity, int, int, str]] = field(default_factory=list)
    offices: list[tuple[Identity, int, int]] = field(default_factory=list)
    places: list[tuple[Identity, int, int]] = field(default_factory=list)
    times: list[tuple[int, int, Json, list[tuple[str, int, str]]]] = field(default_factory=list)
    quotes: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    outlook: list[Json] = field(default_factory=list)


@dataclass
class Language:
    """What the samples of a language hold."""

    actors: dict[Identity, Json] = field(default_factory=dict)
    places: dict[Identity, Json] = field(default_factory=dict)
    titles: list[Template] = field(default_factory=list)
    sentences: list[Template] = field(default_factory=list)
    sections: list[list[str]] = field(default_factory=list)
    reader: Json = field(default_factory=dict)


class _Cutter:
    """Cuts a sample record into templates."""

    def __init__(self, record: Json, language: Language) -> None:
        self.record, self.language = record, language
        self.text: str = record["article"]["text"]
        self.actor_of = {a["id"]: (a["kind"], a["key"] or a["name"]) for a in record["actors"]}
        self.place_of = {p["id"]: (p["name"], p["country"] or "") for p in record["places"]}
        self.names = {actor["name"] for actor in record["actors"]}
        published = record["article"]["published"]
        self.day = date.fromisoformat(published[:10])
        for actor in record["actors"]:
            known = language.actors.setdefault(self.actor_of[actor["id"]], {**actor, "aliases": []})
            known["aliases"] = list(dict.fromkeys([*known["aliases"], *actor["aliases"]]))
        for place in record["places"]:
            inside = self.place_of.get(place["inside"])
            language.places.setdefault(self.place_of[place["id"]], {**place, "inside": inside})

    def cut(self) -> None:
        """Add the record's sentences to those of its language."""
        roles = [(block["start"], block["end"], block["role"]) for block in self.record["article"]["blocks"]]
        for number, sentence in enumerate(self.record["sentences"]):
            role = next((r for start, end, r in roles if start <= sentence["start"] and sentence["end"] <= end), None)
            if role == "title":
                self.language.titles.append(self._template(number, sentence["start"], sentence["end"]))
            elif role in {"lead", "paragraph", "list_item", "blockquote"}:
                self.language.sentences.append(self._template(number, sentence["start"], sentence["end"]))

    def _template(self, number: int, start: int, end: int) -> Template:
        record = self.record

        def inside(fact: Json | None) -> bool:
            return fact is not None and start <= fact["start"] and fact["end"] <= end

        mentions = [(a, m) for a in record["actors"] for m in a["mentions"] if inside(m)]
        places = [(p, m) for p in record["places"] for m in p["mentions"] if inside(m)]
        times = [time for time in record["times"] if inside(time)]
        quotes = [quote for quote in record["quotes"] if inside(quote) and all(map(inside, quote["pieces"]))]
        events = [e for e in record["events"] if e["sentence"] == number and inside(e) and inside(e["trigger"])]
        offices = [(a, o) for a in record["actors"] for o in a["offices"] if inside(o)]
        own = {event["id"] for event in events}
        outlook = [
            scenario
            for scenario in record["outlook"]
            if all(part is None or inside(part) for part in (scenario["condition"], scenario["outcome"]))
            and (scenario["condition"] or scenario["outcome"])
            and own.issuperset(scenario["outcomes"])
        ]
        spans: set[int] = {start, end}

        def note(fact: Any) -> None:
            if isinstance(fact, dict):
                spans.update(v for k, v in fact.items() if k.endswith(("start", "end")) and v is not None)
                for value in fact.values():
                    note(value)
            elif isinstance(fact, list):
                for value in fact:
                    note(value)

        for fact in [*(m for _, m in mentions), *(m for _, m in places), *times, *quotes, *events]:
            note(fact)
        for fact in [*(o for _, o in offices), *outlook]:
            note(fact)
        positions = sorted(span - start for span in spans if start <= span <= end)
        slots = self._slots(start, end, positions, mentions, places, times, quotes, events, offices)
        at = {position + start: index for index, position in enumerate(positions)}
        ends = [slot[1] for slot in slots]
        pieces, last = [], start
        for its in slots:
            pieces.append(self.text[last : its[0]])
            last = its[1]
        template = Template(
            [*pieces, self.text[last:end]],
            [its[2] for its in slots],
            positions,
            [bisect_left(ends, position + start + 1) for position in positions],
        )
        template.mentions = [(self.actor_of[a["id"]], at[m["start"]], at[m["end"]], m["form"]) for a, m in mentions]
        template.offices = [(self.actor_of[a["id"]], at[o["start"]], at[o["end"]]) for a, o in offices]
        template.places = [(self.place_of[p["id"]], at[m["start"]], at[m["end"]]) for p, m in places]
        template.times = [(at[t["start"]], at[t["end"]], t, self._days(t)) for t in times]
        time_of = {t["id"]: index for index, t in enumerate(times)}
        template.quotes = [self._fact(quote, at, time_of) for quote in quotes]
        template.events = [self._fact(event, at, time_of) for event in events]
        order = {event["id"]: index for index, event in enumerate(events)}
        for scenario in outlook:
            outcomes = [order[i] for i in scenario["outcomes"]]
            template.outlook.append({**self._fact(scenario, at, time_of), "outcomes": outcomes})
        return template

    def _fact(self, fact: Any, at: dict[int, int], times: dict[str, int]) -> Any:
        """A fact with indexes of positions for its offsets, and identities for the ids of actors, places and times."""
        if isinstance(fact, list):
            return [self._fact(value, at, times) for value in fact]
        if not isinstance(fact, dict):
            return fact
        made: Json = {}
        for name, value in fact.items():
            if name.endswith(("start", "end")):
                made[name] = at.get(value)
            elif name in {"speaker", "addressee", "holder", "actor"}:
                made[name] = self.actor_of.get(value)
            elif name == "place":
                made[name] = self.place_of.get(value)
            elif name in {"time", "said"}:
                made[name] = times.get(value)
            elif name in {"condition", "format", "comparison", "outcome"} and value is not None:
                its = self._fact(value, at, times)
                made[name] = None if its["start"] is None or its["end"] is None else its
            else:
                made[name] = self._fact(value, at, times)
        return made

    def _days(self, its: Json) -> list[tuple[str, int, str]]:
        """Which fields of a time begin with a day: their days from publication, and what stands behind the day."""
        if not its["value"] or not _DAY.match(its["value"]):
            return []
        found = []
        for name in ("value", "begin", "finish"):
            value = its[name]
            if value and _DAY.match(value):
                found.append((name, (date.fromisoformat(value[:10]) - self.day).days, value[10:]))
        return found

    def _slots(
        self,
        start: int,
        end: int,
        positions: list[int],
        mentions: list[tuple[Json, Json]],
        places: list[tuple[Json, Json]],
        times: list[Json],
        quotes: list[Json],
        events: list[Json],
        offices: list[tuple[Json, Json]],
    ) -> list[tuple[int, int, tuple[str, str, Any]]]:
        """Where words may be replaced: names first, then numbers and other words outside all that a fact rests on."""
        bounds = {position + start for position in positions}
        found: list[tuple[int, int, tuple[str, str, Any]]] = []

        def free(low: int, high: int) -> bool:
            return not any(low < bound < high for bound in bounds) and all(high <= f[0] or low >= f[1] for f in found)

        for actor, mention in mentions:
            if actor["kind"] != "person" or not actor["key"] or mention["form"] != "name":
                continue
            for match in re.finditer(r"\S+", mention["text"]):
                low, high = mention["start"] + match.start(), mention["start"] + match.end()
                if match[0] in actor["name"].split() and match[0][0].isupper() and free(low, high):
                    found.append((low, high, ("person", match[0], self.actor_of[actor["id"]])))
        for place, mention in places:
            low, high = mention["start"], mention["end"]
            if mention["text"] == place["name"] and place["name"] not in self.names and free(low, high):
                found.append((low, high, ("place", place["name"], self.place_of[place["id"]])))
        kept = [*(m for _, m in mentions), *(m for _, m in places), *times, *(e["trigger"] for e in events)]
        kept += [office for _, office in offices]
        kept_words = {word for quote in quotes for word in (quote["cue"] or "").split()}
        has_odds = any(event["probability"] is not None for event in events)
        for kind, pattern in (("number", _NUMBER), ("word", _WORD)):
            for match in pattern.finditer(self.text, start, end):
                low, high = match.span()
                if kind == "number" and (has_odds or self.text[high : high + 1].isalpha()):
                    continue
                if match[0] in kept_words or any(low < k["end"] and high > k["start"] for k in kept):
                    continue
                if free(low, high):
                    found.append((low, high, (kind, match[0], None)))
        return sorted(found, key=lambda slot: slot[:2])


def languages(folder: Path) -> dict[str, Language]:
    """The sample records by language, cut into sentences."""
    found: dict[str, Language] = {}
    for path in sorted(folder.glob("*/*.record.json")):
        record = json.loads(path.read_bytes())
        language = found.setdefault(record["article"]["language"], Language(reader=record["reader"]))
        language.sections.append(record["article"]["section"])
        _Cutter(record, language).cut()
    return found


class Maker:
    """Makes articles, see the module."""

    def __init__(self, seed: int, folder: Path = SAMPLES) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self.languages = languages(folder)
        made = random.Random(seed + 1)
        self.words = {
            code: Draws(invented(made, _WORDS, (2, 4), endings), seed + number, kept=_KEPT)
            for number, (code, endings) in enumerate(_ENDINGS.items())
        }
        surnames = [name.capitalize() for name in invented(made, _SURNAMES, (2, 3), ("", "n", "rd", "ski", "ez"))]
        given = [name.capitalize() for name in invented(made, _GIVEN, (2, 2), ("", "n", "a"))]
        pick = Draws(given, seed + 10), Draws(surnames, seed + 11, flat=40)
        people = list(dict.fromkeys((pick[0](), pick[1]()) for _ in range(2 * _PEOPLE)))[:_PEOPLE]
        country = Draws(COUNTRIES, seed + 12)
        places = [
            (name.capitalize(), country(), *(round(made.uniform(-a, a), 4) for a in (70, 180)), 90_000_000 + n)
            for n, name in enumerate(invented(made, _PLACES, (2, 3), ("", "ville", "bourg", "ton", "a")))
        ]
        self.people, self.places = Draws(people, seed + 13, kept=0.25), Draws(places, seed + 14, kept=0.25)
        self.authors = Draws(people[::-1], seed + 15, flat=200)
        self.outlets = {code: Draws(its, seed + 16, flat=8) for code, its in _outlets(made, self.languages).items()}
        self._number = 0

    def story(self, shortest: int = 8, longest: int = 30) -> Json:
        """One article of so many sentences, as a record's JSON."""
        chance = self.chance
        code = chance.choice(("fr", "en"))
        language = self.languages[code]
        outlet, site = self.outlets[code]()
        minute = chance.randrange(DAYS * 1440)
        published = datetime.combine(FIRST_DAY, datetime.min.time()) + timedelta(minutes=minute)
        draft = _Draft(self, language, code, published.date())
        draft.add(chance.choice(language.titles), "title")
        chosen = chance.sample(language.sentences, chance.randint(shortest, longest))
        draft.add(chosen[0], "lead")
        at = 1
        while at < len(chosen):
            size = chance.randint(1, 3)
            for number, template in enumerate(chosen[at : at + size]):
                draft.add(template, "paragraph" if number == 0 else None)
            at += size
        draft.end()
        blocks, text = draft.blocks, draft.text
        author = " ".join(self.authors()) if chance.random() < 0.7 else None
        title = text[blocks[0]["start"] : blocks[0]["end"]]
        slug = "-".join(re.findall(r"[a-z]+", title.lower())[:6])
        self._number += 1
        article = {
            "id": hashlib.sha256(f"{self.seed} {self._number}".encode()).hexdigest(),
            "url": f"https://www.{outlet}/{published:%Y/%m/%d}/{slug}-{self._number}",
            "canonical_url": None,
            "site_name": site,
            "language": code,
            "section": chance.choice(language.sections),
            "kicker": None,
            "title": title,
            "lead": text[blocks[1]["start"] : blocks[1]["end"]],
            "authors": [author] if author else [],
            "agencies": [],
            "signatures": [{"name": author, "kind": "person", "role": None}] if author else [],
            "published": f"{published:%Y-%m-%dT%H:%M}:00{'+01:00' if code == 'fr' else '+00:00'}",
            "modified": None,
            "published_from": "json-ld",
            "paywalled": None,
            "text": text,
            "blocks": blocks,
            "furniture": [],
            "teasers": [],
        }
        return {"schema": "sourcier/1", "reader": language.reader, "article": article, **draft.facts()}

    def copies(self, story: Json) -> list[Json]:
        """A wire story at 2 to 6 further outlets, and itself with the agency's credit, first."""
        agency = self.chance.choice(_AGENCIES[story["article"]["language"]])
        signed = [{"name": agency, "kind": "agency", "role": None}]
        credit = {"authors": [], "agencies": [agency], "signatures": signed}
        wire = {**story, "article": {**story["article"], **credit}}
        outlets: dict[str, str] = {}
        wanted = self.chance.randint(2, 6)
        while len(outlets) < wanted:
            outlet, site = self.outlets[story["article"]["language"]]()
            if f"//www.{outlet}/" not in story["article"]["url"]:
                outlets[outlet] = site
        return [wire, *(self._copy(wire, outlet, site) for outlet, site in outlets.items())]

    def _copy(self, wire: Json, outlet: str, site: str) -> Json:
        article = wire["article"]
        later = datetime.fromisoformat(article["published"]) + timedelta(minutes=self.chance.randint(1, 600))
        self._number += 1
        own = {
            "id": hashlib.sha256(f"{self.seed} {self._number}".encode()).hexdigest(),
            "url": re.sub(r"//www\.[^/]+/(.*)-\d+$", rf"//www.{outlet}/\1-{self._number}", article["url"]),
            "site_name": site,
            "published": later.isoformat(),
        }
        return {**wire, "article": {**article, **own}}

    def second_version(self, story: Json) -> Json | None:
        """The story at the same address with another number and a date of change; None where it has no number."""
        article = story["article"]
        first = article["blocks"][2]["start"] if len(article["blocks"]) > 2 else 0
        times = [(t["start"], t["end"]) for t in story["times"]]
        numbers = [
            match
            for match in _NUMBER.finditer(article["text"], first)
            if all(match.end() <= start or match.start() >= end for start, end in times)
        ]
        if not numbers:
            return None
        number = self.chance.choice(numbers)
        other = _other_number(number[0], self.chance)
        text = article["text"][: number.start()] + other + article["text"][number.end() :]
        later = datetime.fromisoformat(article["published"]) + timedelta(minutes=self.chance.randint(10, 2880))
        self._number += 1
        changed = {
            "id": hashlib.sha256(f"{self.seed} {self._number}".encode()).hexdigest(),
            "modified": later.isoformat(),
            "text": text,
        }
        facts = {
            name: _worded(story[name], text) for name in ("actors", "places", "times", "quotes", "events", "outlook")
        }
        return {**story, "article": {**article, **changed}, **facts}

    def articles(self, count: int) -> Iterator[Json]:
        """That many articles, copies and second versions among them."""
        chance = self.chance
        waiting: list[Json] = []
        copies = COPIES / 4  # a wire story has four copies on average
        for made in range(count):
            share = len(waiting) / WAITING
            if waiting and (count - made <= len(waiting) or chance.random() < 0.2 * share):
                at = chance.randrange(len(waiting))
                waiting[at], waiting[-1] = waiting[-1], waiting[at]
                yield waiting.pop()
                continue
            story = self.story()
            draw = chance.random()
            if draw < copies:
                story, *others = self.copies(story)
                waiting += others[: max(count - made - 1 - len(waiting), 0)]
            elif draw < copies + SECOND_VERSIONS and count - made - 1 > len(waiting):
                later = self.second_version(story)
                waiting += [later] if later else []
            yield story


def _outlets(chance: random.Random, codes: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Hosts and names of the invented outlets, by language."""
    kinds = {"fr": ("Gazette", "Courrier", "Écho", "Dépêche"), "en": ("Herald", "Ledger", "Post", "Observer")}
    names = invented(chance, OUTLETS, (2, 3), ("",))
    share = OUTLETS // 2
    found = {}
    for number, code in enumerate(sorted(codes)):
        own = names[number * share : (number + 1) * share]
        found[code] = []
        for name in own:
            kind = chance.choice(kinds[code])
            host = re.sub("[^a-z]", "", f"{kind.lower().replace('é', 'e').replace('ê', 'e')}{name.replace('é', 'e')}")
            site = f"{kind} de {name.capitalize()}" if code == "fr" else f"The {name.capitalize()} {kind}"
            found[code].append((f"{host}.example", site))
    return found


def _other_number(number: str, chance: random.Random) -> str:
    """Another number of as many digits."""
    low = 10 ** (len(number) - 1)
    while (other := str(chance.randrange(low, 10 * low))) == number:
        pass
    return other


def _worded(fact: Any, text: str) -> Any:
    """A fact with its words as `text` has them at its place."""
    if isinstance(fact, list):
        return [_worded(value, text) for value in fact]
    if not isinstance(fact, dict):
        return fact
    made = {name: _worded(value, text) for name, value in fact.items()}
    if "text" in made and "start" in made:
        made["text"] = text[made["start"] : made["end"]]
    if "title" in made and "start" in made:
        made["title"] = text[made["start"] : made["end"]]
    return made


class _Draft:
    """An article that grows by a sentence at a time."""

    def __init__(self, maker: Maker, language: Language, code: str, day: date) -> None:
        self.maker, self.language, self.day = maker, language, day
        self.draw = maker.words[code]
        self.cast: dict[Identity, dict[str, str]] = {}
        self.map: dict[Identity, Any] = {}
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Json] = []
        self.sentences: list[Json] = []
        self.placed: list[tuple[Template, list[int]]] = []
        self.text = ""

    def add(self, template: Template, role: str | None) -> None:
        """Append a sentence; `role`: that of the block that it begins."""
        between = "" if not self.parts else " " if role is None else "\n\n"
        base = self.length + len(between)
        shifts = [base]
        written = [between, template.pieces[0]]
        for (kind, word, whose), piece in zip(template.slots, template.pieces[1:], strict=True):
            if kind == "word":
                new = self.draw() or word
            elif kind == "number":
                new = _other_number(word, self.maker.chance)
            elif kind == "person":
                new = self._person(whose).get(word, word)
            else:
                its = self._place(whose)
                new = its[0] if its else word
            shifts.append(shifts[-1] + len(new) - len(word))
            written += (new, piece)
        text = "".join(written)
        self.parts.append(text)
        self.length += len(text)
        places = [position + shifts[n] for position, n in zip(template.positions, template.before, strict=True)]
        self.placed.append((template, places))
        self.sentences.append({"start": base, "end": self.length})
        if role is None:
            self.blocks[-1]["end"] = self.length
        else:
            self.blocks.append({"role": role, "start": base, "end": self.length, "published": None})

    def end(self) -> None:
        """The last sentence was added."""
        self.text = "".join(self.parts)

    def _person(self, whose: Identity) -> dict[str, str]:
        """New words for those of a person's name; empty where the name stays."""
        if whose not in self.cast:
            words = self.language.actors[whose]["name"].split()
            drawn = self.maker.people()
            new = {words[-1]: drawn[1]} if drawn else {}
            if drawn and len(words) > 1:
                new[words[0]] = drawn[0]
            self.cast[whose] = new
        return self.cast[whose]

    def _place(self, whose: Identity) -> Any:
        if whose not in self.map:
            self.map[whose] = self.maker.places()
        return self.map[whose]

    def facts(self) -> Json:
        """All that is read from the sentences, each with an id of its own."""
        text = self.text
        actors: dict[Identity, Json] = {}
        places: dict[Identity, Json] = {}
        times: list[Json] = []
        quotes: list[Json] = []
        events: list[Json] = []
        outlook: list[Json] = []
        for template, at in self.placed:
            for whose, start, end, form in template.mentions:
                if whose not in actors:
                    actors[whose] = self._actor(whose, f"a{len(actors) + 1}")
                mention = {"start": at[start], "end": at[end], "text": text[at[start] : at[end]], "form": form}
                actors[whose]["mentions"].append(mention)
            for whose, start, end in template.offices:
                if whose in actors:
                    office = {"title": text[at[start] : at[end]], "start": at[start], "end": at[end]}
                    actors[whose]["offices"].append(office)
            for whose, start, end in template.places:
                if whose not in places:
                    places[whose] = self._put_place(whose, f"p{len(places) + 1}")
                places[whose]["mentions"].append(
                    {"start": at[start], "end": at[end], "text": text[at[start] : at[end]]}
                )
        actor_ids = {whose: actor["id"] for whose, actor in actors.items()}
        place_ids = {whose: place["id"] for whose, place in places.items()}
        for place in places.values():
            place["inside"] = place_ids.get(place["inside"])
        for number, (template, at) in enumerate(self.placed):
            own_times = []
            for start, end, its, days in template.times:
                own_times.append(f"t{len(times) + 1}")
                made = {"start": at[start], "end": at[end], "text": text[at[start] : at[end]], "id": own_times[-1]}
                made.update((name, its[name]) for name in _TIME)
                made.update((name, (self.day + timedelta(days=away)).isoformat() + rest) for name, away, rest in days)
                times.append(made)
            settle = _Settler(text, at, actor_ids, place_ids, own_times)
            for quote in template.quotes:
                quotes.append({**settle(quote), "id": f"q{len(quotes) + 1}", "continues": None})
            first = len(events) + 1
            for event in template.events:
                made = settle(event)
                made["participants"] = [part for part in made["participants"] if part["actor"]]
                events.append({**made, "id": f"e{len(events) + 1}", "sentence": number})
            for scenario in template.outlook:
                outlook.append({**settle(scenario), "outcomes": [f"e{first + n}" for n in scenario["outcomes"]]})
        return {
            "sentences": self.sentences,
            "actors": list(actors.values()),
            "places": list(places.values()),
            "times": times,
            "quotes": quotes,
            "events": events,
            "outlook": outlook,
        }

    def _actor(self, whose: Identity, identifier: str) -> Json:
        known = self.language.actors[whose]
        new = self.cast.get(whose)
        name, aliases, key = known["name"], known["aliases"], known["key"]
        if new:
            name = " ".join(new.get(word, word) for word in name.split())
            aliases = list(dict.fromkeys(" ".join(new.get(word, word) for word in a.split()) for a in aliases))
            key = _key(name)
        return {
            "id": identifier,
            "name": name,
            "kind": known["kind"],
            "offices": [],
            "aliases": aliases,
            "key": key,
            "member_of": [],
            "mentions": [],
        }

    def _put_place(self, whose: Identity, identifier: str) -> Json:
        known, new = self.language.places[whose], self.map.get(whose)
        keys = ("name", "country", "latitude", "longitude", "geonames_id")
        its = dict(zip(keys, new, strict=True)) if new else {key: known[key] for key in keys}
        return {
            "id": identifier,
            "name": its["name"],
            "latitude": its["latitude"],
            "longitude": its["longitude"],
            "country": its["country"],
            "geonames_id": its["geonames_id"],
            "inside": None if new else known["inside"],
            "mentions": [],
        }


_TIME = ("type", "value", "modifier", "begin", "finish", "zone", "relative")
_keys: dict[str, str] = {}


def _key(name: str) -> str:
    if name not in _keys:
        _keys[name] = name_key(name)
    return _keys[name]


@dataclass
class _Settler:
    """Puts offsets, words and ids of an article into a template's facts."""

    text: str
    at: list[int]
    actors: dict[Identity, str]
    places: dict[Identity, str]
    times: list[str]

    def __call__(self, fact: Json) -> Json:
        made: Json = {}
        for name, value in fact.items():
            if value is None:
                made[name] = None
            elif name in _OFFSETS:
                made[name] = self.at[value]
            elif name in _ACTORS:
                made[name] = self.actors.get(value)
            elif name == "place":
                made[name] = self.places.get(value)
            elif name in {"time", "said"}:
                made[name] = self.times[value]
            elif isinstance(value, dict):
                made[name] = self(value)
            elif isinstance(value, list) and value and isinstance(value[0], dict):
                made[name] = [self(item) for item in value]
            else:
                made[name] = value
        if "start" in made and "text" in made:
            made["text"] = self.text[made["start"] : made["end"]]
        if made.get("speaker_start") is not None and made["speaker_end"] is not None:
            made["speaker_text"] = self.text[made["speaker_start"] : made["speaker_end"]]
        elif "speaker_text" in made:
            made["speaker_text"] = made["speaker_start"] = made["speaker_end"] = None
        return made


_OFFSETS = frozenset({"start", "end", "speaker_start", "speaker_end"})
_ACTORS = frozenset({"speaker", "addressee", "holder", "actor"})


def line(record: Json) -> str:
    """A record as one line of JSON, as `Record.model_dump_json(by_alias=True)` writes it."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def validate(record: Json, written: str) -> None:
    """Make sure that a line is a record, written in its one form, and that all facts stand where they say.

    Raises:
        ValueError: it is not.
    """
    model = Record.model_validate(record)
    if model.model_dump_json(by_alias=True) != written:
        raise ValueError(f"{model.article.id}: is not written as a record is")
    text = model.article.text
    facts = [*model.times, *model.quotes, *model.events, *(event.trigger for event in model.events)]
    facts += [mention for its in (*model.actors, *model.places) for mention in its.mentions]
    facts += [part for e in model.events for part in (e.condition, e.format, e.comparison) if part]
    facts += [part for s in model.outlook for part in (s.condition, s.outcome) if part]
    for fact in facts:
        if text[fact.start : fact.end] != fact.text:
            raise ValueError(f"{model.article.id}: {fact.text!r} does not stand at {fact.start}")
    for event in model.events:
        sentence = model.sentences[event.sentence]
        if not sentence.start <= event.start <= event.end <= sentence.end:
            raise ValueError(f"{model.article.id}: {event.id} is not in its sentence")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    clock = time.perf_counter()
    size = events = words = 0
    with options.output.open("w", encoding="utf-8") as output:
        for number, record in enumerate(Maker(options.seed).articles(options.count), 1):
            written = line(record)
            if number % 100 == 1:
                validate(record, written)
            output.write(f"{written}\n")
            size += len(written)
            events += len(record["events"])
            words += record["article"]["text"].count(" ") + 1
            if number % 10_000 == 0:
                print(f"{number:,}", file=sys.stderr)
    spent = time.perf_counter() - clock
    count = options.count
    print(f"{count:,} articles in {spent:.0f} s: {count / spent:.0f}/s, {size / count:.0f} characters of JSON each,")
    print(f"{words / count:.0f} words, {events / count:.1f} events each")


if __name__ == "__main__":
    main()
