"""Which of several places of one name is meant: by what the article names around it, then by how well known it is.

Each candidate is weighed in log units (base 10 of its inhabitants); what speaks for it or against it is added. Names
with one clear candidate are settled first, and their countries and regions speak for the others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from math import cos, hypot, log1p, log10, radians, sqrt

from sourcier.languages import Language
from sourcier.reading import gazetteer
from sourcier.reading.draft import Draft
from sourcier.reading.gazetteer import Entry, fold, key_of
from sourcier.reading.offices import seats
from sourcier.reading.place_mentions import Mention
from sourcier.reading.place_words import place_words

_KNOWN = {"country": 9.0, "region": 7.0, "county": 5.4, "water": 6.0, "site": 4.8}
"""How well known a place that is no town is, in the unit of the weights of towns."""
_TOWN = 1.2
"""Weight of the log of a town's inhabitants: fame grows faster than they do."""
_LARGE_REGION = 1_500_000
_LARGE, _SMALL = 1.2, -0.5
"""What is added for a division above so many inhabitants, and for a smaller one."""
_SEA = 1.3
"""Waters of no country are known better than others."""
_CAPITAL = 1.3
_RANK = {gazetteer.MAIN: 0.0, gazetteer.OF_LANGUAGE: -0.1, gazetteer.OTHER: -2.5}
_TOLD = 8.0
"""What stands beside the name settles it: "Paris, Texas"."""
_KIND = 6.0
"""Half of it for a candidate of the kind told ("the Kharkiv region"), half of it against another."""
_PREPOSITION = 2.0
"""For an area after "en" and a town after "à", and against the other."""
_STATE = 4.0
"""Against a town that bears the name of a country which it is not in."""
_SEAT = 3.0
_FAR_LARGER = 10
"""A division of so many times the inhabitants of its namesake town is meant more often than it."""
_COUNTRY = 2.2
"""For a candidate in the country that the article names most; others by the log of how often theirs is."""
_NAMED, _IMPLIED = 2.0, 0.8
"""What a region speaks for the towns in it where it is the only one named, and where another of its towns is."""
_NEAR = 1.6
_NEAR_DEGREES = 1.5
_LEADS = (4.0, 3.0, 2.0, 1.0, 0.0)
"""By so much the best candidate of a name must lead to be settled in each round."""
_POWER = 3
"""A country named outright weighs as much as so many of its towns or inhabitants."""


@dataclass
class Name:
    """All mentions of one name in an article, and the place it means; None where the gazetteer has none."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    entry: Entry | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that most of the mentions tell; empty where they tell none."""
        told, times = Counter(m.kinds for m in self.mentions).most_common(1)[0]
        return told if 2 * times > len(self.mentions) else frozenset()

    @property
    def candidates(self) -> tuple[Entry, ...]:
        """The places of this name."""
        return max((m.known for m in self.mentions), key=len)


class Senses:
    """Settles the names of one draft."""

    def __init__(self, draft: Draft, names: list[Name]) -> None:
        self.draft = draft
        self.language = draft.language
        self.names = names
        self.home = dict(place_words(self.language).home)
        domain = (draft.article.url or "").split("/")[2:3]
        code = domain[0].rpartition(".")[2].upper() if domain else ""
        code = "GB" if code == "UK" else code
        if len(code) == 2:
            self.home[code] = self.home.get(code, 0.0) + 0.7
        self.countries: Counter[str] = Counter()
        self.named: set[str] = set()
        self.implied: set[str] = set()
        self.points: list[tuple[float, float]] = []

    def settle(self) -> None:
        """Give each name its place."""
        nations = gazetteer.nationalities(self.language)
        for token in self.draft.doc:
            if token.is_alpha and (code := nations.get(fold(token.text))):
                self.countries[code] += 1
        for actor in self.draft.actors:
            code = gazetteer.countries(self.language).get(fold(actor.name)) if actor.kind == "country" else None
            if code:
                self.countries[code] += _POWER
        open_names = [name for name in self.names if self._fitting(name)]
        for name in open_names:
            areas = [e for e in name.candidates if e.kind in {"country", "region"} and e.is_own]
            if len(areas) == 1:  # "Ontario" speaks for Canada before it is settled what London is
                self.countries[areas[0].country] += 1
                self.named.add(key_of(areas[0].name))
        for lead in _LEADS:
            for name in list(open_names):
                ranked = sorted(((self._weight(name, e), n) for n, e in enumerate(name.candidates)), reverse=True)
                best = name.candidates[ranked[0][1]]
                rivals = [w for w, n in ranked[1:] if _apart(best, name.candidates[n])]
                if not rivals or ranked[0][0] - rivals[0] >= lead:
                    name.entry = best
                    self._learn(name, name.entry)
                    open_names.remove(name)

    @staticmethod
    def _fitting(name: Name) -> bool:
        """Whether a candidate may be meant: no town is "the Thames River"."""
        water = name.kinds == {"water"}
        return any(e.kind == "water" for e in name.candidates) if water else bool(name.candidates)

    def _learn(self, name: Name, entry: Entry) -> None:
        """Let a settled place speak for others."""
        self.countries[entry.country] += _POWER if entry.kind == "country" else 1
        if entry.kind in {"region", "county"}:
            self.named.add(key_of(entry.name))
        self.implied |= {key_of(holder) for holder in (entry.inside, entry.county) if holder}
        if entry.kind in {"city", "site", "capital", "county"} and entry.latitude is not None:
            self.points.append((entry.latitude, entry.longitude or 0.0))

    def _weight(self, name: Name, e: Entry) -> float:
        return self._fame(name, e) + self._evidence(name, e)

    def _fame(self, name: Name, e: Entry) -> float:
        """How well known a candidate is by this name, to readers of this article, whatever the article says."""
        folded = fold(name.name)
        state = gazetteer.countries(self.language).get(folded)
        weight = _KNOWN.get(e.kind) or _TOWN * log10(e.population + 100)
        weight += _RANK[e.rank] + self.home.get(e.country, 0.0)
        if e.kind == "region" and e.population:
            weight += _LARGE if e.population >= _LARGE_REGION else _SMALL
        elif e.kind == "water" and not e.country:
            weight += _SEA
        elif e.kind == "capital":
            weight += _CAPITAL * (2 if key_of(e.name) in _states(self.language) else 1)
        elif e.kind == "site" and folded in seats(self.language):
            weight += _SEAT
        elif e.kind == "city" and state is not None and e.country != state:
            weight -= _STATE  # "Peru" is hardly the one in Indiana
        elif e.kind == "country" and state is None:
            weight += _RANK[gazetteer.OTHER]
        return max(weight, self._of_its_own(name, e)) if e.is_town else weight

    def _evidence(self, name: Name, e: Entry) -> float:
        """What the article says for a candidate (+) and against it (-)."""
        weight = _TOLD * sum(self._holds(other, e) for mention in name.mentions for other in mention.beside)
        if kinds := name.kinds:
            weight += _KIND * ((e.kind in kinds or (e.is_town and "city" in kinds)) - 0.5)
        wide = next((m.wide for m in name.mentions if m.wide is not None), None)
        if wide is not None:
            weight += _PREPOSITION * (1 if wide != (e.is_town or e.kind == "site") else -1)
        weight += _COUNTRY * log1p(self.countries[e.country]) / log1p(max(self.countries.values(), default=0) or 1)
        if e.is_town or e.kind == "county":
            holders = {key_of(holder) for holder in (e.inside, e.county) if holder}
            told = _NAMED / sqrt(len(self.named)) if holders & self.named else 0.0
            implied = _IMPLIED if holders & self.implied else 0.0
            near = _NEAR / sqrt(max(1, len(self.points) / 2)) if self._is_near(e) else 0.0
            weight += max(told, implied, near)
        return weight

    @staticmethod
    def _of_its_own(name: Name, town: Entry) -> float:
        """The weight of a town that its division is called after: that of the division, unless it is far larger."""
        divisions = [
            _KNOWN[d.kind] + (_LARGE if d.population >= _LARGE_REGION else _SMALL) * (d.kind == "region") + 0.1
            for d in name.candidates
            if d.kind in {"region", "county"}
            and d.country == town.country
            and key_of(d.name) in {key_of(town.inside), key_of(town.county)}
            and d.population < _FAR_LARGER * town.population
        ]
        return max(divisions, default=0.0)

    def _holds(self, name: str, e: Entry) -> bool:
        """Whether a place of the name holds the candidate."""
        code = gazetteer.countries(self.language).get(fold(name))
        if code is not None and code == e.country and e.kind != "country":
            return True
        return any(
            (h.kind == "region" and h.country == e.country and key_of(h.name) == key_of(e.inside))
            or (h.kind == "county" and h.country == e.country and key_of(h.name) == key_of(e.county))
            for h in gazetteer.find(name, self.language)
        )

    def _is_near(self, e: Entry) -> bool:
        if e.latitude is None or e.longitude is None or e.kind not in {"city", "site", "county"}:
            return False
        scale = cos(radians(e.latitude))
        return any(0 < hypot(lat - e.latitude, (lon - e.longitude) * scale) < _NEAR_DEGREES for lat, lon in self.points)


def _apart(one: Entry, other: Entry) -> bool:
    """Whether two places of one name are rivals: the town and the division around it are not."""
    return one.country != other.country or (one.is_town and other.is_town) or one.kind == other.kind


@cache
def _states(language: Language) -> frozenset[str]:
    """The names of countries as the gazetteer looks them up."""
    return frozenset(key_of(name) for name in gazetteer.countries(language))
