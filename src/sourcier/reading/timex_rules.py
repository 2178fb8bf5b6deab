"""The rules for time expressions of a language: `languages/*/times.toml` compiled once.

A rule is a pattern whose named groups say what the words mean; see the comment on top of each `times.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from babel import Locale

from sourcier.languages import Language


@dataclass
class Atom:
    """One match of one rule.

    Attributes:
        start: code points of the article, end exclusive.
        kind: the rule's kind ("weekday", "clock", …).
        fields: the named groups that matched, and the rule's own constants.
    """

    start: int
    end: int
    kind: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Rule:
    kind: str
    pattern: re.Pattern[str]
    constants: dict[str, Any]


class Rules:
    """The compiled rules and words of one language."""

    def __init__(self, language: Language) -> None:
        data = language.toml("times")
        locale = Locale.parse(language.code)
        months: dict[str, int] = {**data["abbreviated_months"], **_wide(locale.months, 0)}
        weekdays: dict[str, int] = {**data["abbreviated_weekdays"], **_wide(locale.days, 1)}
        short = {**months, **data["short_months"]}
        self.months = {name.lower(): n for name, n in short.items()}
        self.weekdays = {name.lower(): n for name, n in weekdays.items()}
        self.ordinals: dict[str, int] = data["ordinals"]
        self.numbers: dict[str, int] = {**data["numbers"], **self.ordinals}
        self.tens: dict[str, int] = data["tens"]
        self.units: dict[str, str] = data["units"]
        self.parts: dict[str, str] = data["parts"]
        self.seasons: dict[str, str] = data["seasons"]
        self.zones: dict[str, str] = {name.lower(): zone for name, zone in data["zones"].items()}
        self.zone_names: dict[str, str] = data["zone_names"]
        self.holidays: dict[str, str] = data["holidays"]
        self.directions: dict[str, str] = data["directions"]
        self.following = frozenset(data["following"])
        self.cues: dict[str, float] = data["cues"]
        self.minutes: dict[str, int] = data["minutes"]
        self.halves_of_day: dict[str, str] = data["halves_of_day"]
        self.reporting = frozenset(data["reporting"])
        self.announced = frozenset(data["announced"])
        self.able = frozenset(data["able"])
        self.before_seasons = frozenset(data["before_seasons"])
        self.local_time = frozenset(data["local_time"])
        self.capital_months = all(name[0].isupper() for name in months)
        cased = all(name[0].isupper() for name in weekdays)
        words, tens = _either(data["numbers"]), _either(self.tens, ends=False)
        number = rf"(?:{tens}(?:(?:-| |[- ]et[- ]){words}|(?!\w))|{words})"
        suffixes = _either(data["ordinal_suffixes"])
        self.ordinal = re.compile(rf"(\d+) ?{suffixes}", re.IGNORECASE)
        macros = {
            "WDS": _either(weekdays, cased, ends=False),
            "WD": _either(weekdays, cased),
            "MONTH": _either(months, cased),
            "SHORT": _either(short, cased),
            "N": rf"(?:\d{{1,4}}(?:[.,]\d+)?(?![\w.,]*\d)|{number})",
            "NW": number,
            "ORD": rf"(?:\d{{1,2}} ?{suffixes}|(?:{tens}[- ])?{_either(self.ordinals)})",
            "UNIT": _either(self.units),
            "PART": _either(self.parts),
            "YEAR": r"(?:1[5-9]\d\d|20\d\d|21\d\d)(?![\d.,]\d)",
            "NAME": r"(?-i:[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)?)",
            "ZONENAME": _either(self.zone_names),
            "ZONE": _either(data["zones"], True),
            "HOLIDAY": _either(self.holidays),
            "THIS": _either(word for word, way in self.directions.items() if way == "this"),
            "TO": f"(?:{data['range']})",
            "PEOPLE": _either(data["people"], ends=False) if data["people"] else r"(?!)",
        }
        self.rules = [
            _Rule(rule["kind"], _compiled(rule["re"], macros), {k: v for k, v in rule.items() if k not in _OWN})
            for rule in data["rules"]
        ]
        self.glue = _compiled(f"(?:{data['glue']})", {}, bounded=False)
        self.range = _compiled(f"(?:{data['range']})", {}, bounded=False)
        self.opens_range = _compiled(data["opens_range"], {}, bounded=False)
        self.of = _compiled(f"(?:{data['of']})", {}, bounded=False)
        self.approximate = _compiled(data["approximate"], {}, bounded=False)

    def atoms(self, text: str) -> list[Atom]:
        """What the rules find in a text, the longest match first where two overlap; in text order."""
        found: list[tuple[int, int, int, list[Atom]]] = []
        for order, rule in enumerate(self.rules):
            for match in rule.pattern.finditer(text):
                start, end = match.span()
                if end > start:
                    found.append((start - end, order, start, _atoms(rule, match)))
        found.sort(key=lambda item: item[:3])
        taken = bytearray(len(text))
        kept: list[Atom] = []
        for *_, atoms in found:
            if not any(any(taken[atom.start : atom.end]) for atom in atoms):
                for atom in atoms:
                    taken[atom.start : atom.end] = b"\x01" * (atom.end - atom.start)
                kept.extend(atom for atom in atoms if atom.kind != "none")
        return sorted(kept, key=lambda atom: atom.start)

    def number(self, words: str | None) -> float | None:
        """The number that digits or words name ("vingt et une", "thirty-five"); None for "several"."""
        if words is None:
            return None
        plain = words.lower()
        if plain in self.numbers:
            return self.numbers[plain]
        if match := self.ordinal.fullmatch(plain):
            return float(match[1])
        for tens, value in self.tens.items():
            if plain == tens:
                return value
            rest = plain.removeprefix(tens).removesuffix("s") if plain.startswith(tens) else ""
            if rest[:1] in {"-", " "}:
                ones = self.numbers.get(rest.strip("- ").removeprefix("et").strip("- "))
                if ones is not None:
                    return value + ones
        try:
            return float(plain.replace(",", "."))
        except ValueError:
            return None

    def direction(self, fields: dict[str, Any]) -> str:
        """ "last", "next", "this" or ""."""
        for part in reversed(str(fields.get("dir", "")).lower().split()):
            if part in self.directions:
                return self.directions[part]
        return ""


_OWN = frozenset({"kind", "re"})
_SPANS = frozenset({"first", "first2", "last", "core", "core2", "core3"})


def _atoms(rule: _Rule, match: re.Match[str]) -> list[Atom]:
    """The atom of a match, at its group `core` where it has one; the two atoms of a range."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    fields = {**rule.constants, **{_base(name): value for name, value in groups.items() if name not in _SPANS}}
    if rule.kind != "range":
        core = next((name for name in groups if name.startswith("core")), None)
        return [Atom(*(match.span(core) if core else match.span()), rule.kind, fields)]
    shared: dict[str, Any] = {**rule.constants, **{name: groups[name] for name in ("m", "y", "ampm") if name in groups}}
    ends: dict[str, Any] = {
        name: value for name, value in groups.items() if name not in _SPANS and not name[-1].isdigit()
    }
    first: dict[str, Any] = {
        name[:-1]: value for name, value in groups.items() if name not in _SPANS and name[-1].isdigit()
    }
    if "m" in first and "m" not in ends:  # "May 3 to 5"
        ends["m"] = first["m"]
    opens = next(name for name in ("first", "first2") if name in groups)
    return [
        Atom(*match.span(opens), rule.constants["of"], {**shared, **first, "begins": ends}),
        Atom(*match.span("last"), rule.constants["of"], {**rule.constants, **ends, "ends": True}),
    ]


def _base(name: str) -> str:
    """The name of a field: a pattern may need several groups for one ("unit", "unit2", …)."""
    return name.rstrip("0123456789")


def _wide(names: Any, first: int) -> dict[str, int]:
    """CLDR's full names of months or weekdays, which it counts from Monday = 0, by their ISO number."""
    return {name: number + first for number, name in names["format"]["wide"].items()}


@cache
def rules(language: Language) -> Rules:
    """The rules of a language, compiled at their first use."""
    return Rules(language)


def _either(words: Iterable[str], cased: bool = False, ends: bool = True) -> str:
    ordered = sorted(set(_spellings(words, cased)), key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace(r"\ ", r"[ \u00a0]").replace("'", "['’]") for word in ordered)
    boundary = r"(?!\w)" if ends else ""
    return rf"(?-i:{body}){boundary}" if cased else rf"(?:{body}){boundary}"


def _spellings(words: Iterable[str], cased: bool) -> Iterator[str]:
    for word in words:
        yield word
        if cased:
            yield word.upper() if len(word) > 5 else word


def _compiled(pattern: str, macros: dict[str, str], bounded: bool = True) -> re.Pattern[str]:
    for name, body in macros.items():
        pattern = pattern.replace(f"<{name}>", body)
    pattern = pattern.replace("['’]", "\0").replace("[e']", "[e'’]").replace("[eu']", "[eu'’]")
    pattern = re.sub(r"(?<!\[)'(?!’)", "['’]", pattern).replace("[e['’]’]", "[e'’]") if "'" in pattern else pattern
    pattern = pattern.replace("\0", "['’]")
    pattern = re.sub(r"(?<![\[\\]) (?!\\u00a0)(?!\])", r"\\s", pattern)
    if bounded:
        pattern = rf"(?<![\w])(?:{pattern})(?!\w)"
    return re.compile(pattern, re.IGNORECASE)
