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
        self.months: dict[str, int] = {name.lower(): n for name, n in data["abbreviated_months"].items()}
        self.weekdays: dict[str, int] = {name.lower(): n for name, n in data["abbreviated_weekdays"].items()}
        months = list(data["abbreviated_months"])
        weekdays = list(data["abbreviated_weekdays"])
        for number, name in locale.months["format"]["wide"].items():
            self.months[name.lower()] = number
            months.append(name)
        for number, name in locale.days["format"]["wide"].items():
            self.weekdays[name.lower()] = number + 1  # CLDR counts from Monday = 0, ISO from 1
            weekdays.append(name)
        self.numbers: dict[str, int] = data["numbers"]
        self.units: dict[str, str] = data["units"]
        self.parts: dict[str, str] = data["parts"]
        self.seasons: dict[str, str] = data["seasons"]
        self.zones: dict[str, str] = data["zones"]
        self.holidays: dict[str, str] = data["holidays"]
        self.directions: dict[str, str] = data["directions"]
        self.future_cues = frozenset(data["future_cues"])
        self.past_cues = frozenset(data["past_cues"])
        self.local_time = frozenset(data["local_time"])
        cased = all(name[0].isupper() for name in weekdays)
        macros = {
            "WD": _either(weekdays, cased),
            "MONTH": _either(months, cased),
            "N": rf"(?:\d{{1,4}}(?:[.,]\d+)?|{_either(self.numbers)})",
            "NW": _either([word for word in self.numbers if not word[0].isdigit()]),
            "UNIT": _either(self.units),
            "PART": _either(self.parts),
            "YEAR": r"(?:1[5-9]\d\d|20\d\d|21\d\d)(?![\d.,]\d)",
            "NAME": r"(?-i:[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)?)",
            "ZONE": _either(self.zones, True),
            "HOLIDAY": _either(self.holidays),
        }
        self.rules = [
            _Rule(rule["kind"], _compiled(rule["re"], macros), {k: v for k, v in rule.items() if k not in _OWN})
            for rule in data["rules"]
        ]
        self.glue = _compiled(f"(?:{data['glue']})", {}, bounded=False)
        self.approximate = _compiled(data["approximate"], {}, bounded=False)

    def atoms(self, text: str) -> list[Atom]:
        """What the rules find in a text, the longest match first where two overlap; in text order."""
        found: list[tuple[int, int, int, Atom]] = []
        for order, rule in enumerate(self.rules):
            for match in rule.pattern.finditer(text):
                start, end = match.span()
                if end > start:
                    fields = {**rule.constants, **{k: v for k, v in match.groupdict().items() if v is not None}}
                    fields["spans"] = {k: match.span(k) for k in ("d1",) if k in match.re.groupindex}
                    found.append((start - end, order, start, Atom(start, end, rule.kind, fields)))
        found.sort(key=lambda item: item[:3])
        taken = bytearray(len(text))
        kept = []
        for *_, atom in found:
            if not any(taken[atom.start : atom.end]):
                taken[atom.start : atom.end] = b"\x01" * (atom.end - atom.start)
                kept.append(atom)
        return sorted(kept, key=lambda atom: atom.start)

    def number(self, words: str | None) -> float | None:
        """The number that digits or words name; None for "several"."""
        if words is None:
            return None
        plain = words.lower().replace(",", ".")
        if plain in self.numbers:
            return self.numbers[plain]
        try:
            return float(plain)
        except ValueError:
            return None

    def direction(self, fields: dict[str, Any]) -> str:
        """ "last", "next", "this" or ""."""
        words = [fields.get(key) for key in ("dir2", "dir3", "dir") if fields.get(key)]
        for word in words:
            for part in reversed(str(word).lower().split()):
                if part in self.directions:
                    return self.directions[part]
        return ""


_OWN = frozenset({"kind", "re"})


@cache
def rules(language: Language) -> Rules:
    """The rules of a language, compiled at their first use."""
    return Rules(language)


def _either(words: Iterable[str], cased: bool = False) -> str:
    ordered = sorted(set(_spellings(words, cased)), key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace(r"\ ", r"[ \u00a0]").replace("'", "['’]") for word in ordered)
    return rf"(?-i:{body})(?!\w)" if cased else rf"(?:{body})(?!\w)"


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
