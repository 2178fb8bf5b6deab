"""From the atoms of one expression to its TIMEX3 value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sourcier.reading.timex_calendar import holiday, shifted, signed
from sourcier.reading.timex_rules import Atom, Rules
from sourcier.record import TimexType

_ISO = {"S": ("PT", "S", 1), "M": ("PT", "M", 1), "H": ("PT", "H", 1), "D": ("P", "D", 1), "W": ("P", "W", 1),
        "Mo": ("P", "M", 1), "Q": ("P", "M", 3), "S6": ("P", "M", 6), "Y": ("P", "Y", 1), "Y10": ("P", "Y", 10),
        "Y100": ("P", "Y", 100), "WE": ("P", "D", 2), "D15": ("P", "D", 15), "D14": ("P", "D", 14)}  # fmt: skip
_MODIFIERS = {"début": "START", "early": "START", "start": "START", "beginning": "START", "earlier": "START",
              "mi": "MID", "milieu": "MID", "mid": "MID", "middle": "MID", "courant": "MID",
              "fin": "END", "late": "END", "end": "END", "later": "END"}  # fmt: skip
_MORE = {"more than": "MORE_THAN", "over": "MORE_THAN", "plus d": "MORE_THAN", "less than": "LESS_THAN",
         "under": "LESS_THAN", "moins d": "LESS_THAN", "at least": "EQUAL_OR_MORE", "au moins": "EQUAL_OR_MORE",
         "up to": "EQUAL_OR_LESS"}  # fmt: skip
_HINTS = ("about", "almost", "nearly", "some ", "roughly", "environ", "près d", "quelque ")
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass
class Value:
    """What an expression means.

    Attributes:
        open_value: the value where no publication date is known ("XXXX-WXX-5").
        is_relative: whether the value hangs on the publication date.
        start: where the expression begins if not at its first atom; `end` likewise.
    """

    type: TimexType
    value: str | None
    is_relative: bool = False
    modifier: str | None = None
    relative: str | None = None
    open_value: str | None = None
    start: int | None = None
    end: int = 0


class Resolver:
    """Resolves expressions in text order, remembering the date told before."""

    def __init__(self, rules: Rules, published: date, anchored: bool) -> None:
        self.rules = rules
        self.published = published
        self.anchored = anchored
        self.told = published
        self.told_relative = True
        self.clocks: dict[str, Value] = {}

    def start_entry(self, day: date) -> None:
        """From here on count from this day: an entry of a live blog begins."""
        self.published = self.told = day
        self.anchored = self.told_relative = True

    def resolve(self, group: list[Atom], direction: str) -> Value | None:
        """The value of one expression; None where its words turn out to mean no time."""
        by_kind = {atom.kind: atom for atom in group}
        clock, part = by_kind.get("clock"), by_kind.get("part")
        day_atom = next((a for a in reversed(group) if a.kind not in {"clock", "part", "zone"}), None)
        if day_atom is not None and (clock is None and part is None):
            return self._single(day_atom, direction)
        try:
            time = self._clock(clock, part) if clock else self.rules.parts[part.fields["part"].lower()] if part else ""
        except ValueError:
            return None
        day: Value | None
        past = direction == "past" and self.told > self.published
        if past:  # what has been done was done by now, whatever day was told before
            self.told, self.told_relative = self.published, True
        if day_atom is not None:
            day = self._single(day_atom, direction)
        elif clock is not None and time in self.clocks and direction != "past":
            day = replace(self.clocks[time])  # "talks start at 8.30pm on Friday … The talks start at 8.30pm."
        elif clock is None and past and time == "NI":
            day = Value("DATE", (self.published - timedelta(days=1)).isoformat(), True)
        elif clock is None and part is not None and not part.fields.get("dem"):
            day = Value("DATE", self.told.isoformat(), self.told_relative)
        elif part is not None and part.fields.get("dem"):
            day = Value("DATE", self.published.isoformat(), True, relative="P0D", open_value="XXXX-XX-XX")
        else:
            day = Value("DATE", self.told.isoformat(), self.told_relative)
        if day is None or day.value is None:
            return None
        day.type = "TIME"
        day.open_value = f"{(day.open_value or 'XXXX-XX-XX').split('T')[0]}T{time}"
        day.value = f"{day.value.split('T')[0]}T{time}"
        if day_atom is not None and clock is not None:
            self.clocks[time] = day
        return day

    def _clock(self, clock: Atom, part: Atom | None) -> str:
        fields = clock.fields
        number = self.rules.number(fields["h"])
        hour = int(number if number is not None else 24)
        words = fields.get("miw", "")
        minute = int(fields.get("mi") or {"et demie": 30, "et quart": 15, "trente": 30, "quinze": 15}.get(words, 0))
        ampm = (fields.get("ampm") or "").lower()
        name = self.rules.parts.get(part.fields["part"].lower(), "") if part else ""
        afternoon = ampm.startswith("p") or "midi" in ampm or "soir" in ampm or (not ampm and name in {"AF", "EV"})
        if afternoon and hour < 12:
            hour += 12
        elif (ampm.startswith("a") or ampm.startswith("du m")) and hour == 12:
            hour = 0
        if hour > 24 or minute > 59:
            raise ValueError("no clock time")
        return f"{hour:02d}:{minute:02d}"

    def _single(self, atom: Atom, direction: str) -> Value | None:
        try:
            value: Value | None = getattr(self, f"_{atom.kind}")(atom, atom.fields, direction)
        except (ValueError, OverflowError):
            return None
        return value

    def _remember(self, day: date, relative: bool) -> str:
        self.told, self.told_relative = day, relative
        return day.isoformat()

    def _days(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        value = self._remember(self.published + timedelta(days=int(f["n"])), True)
        relative = signed(int(f["n"]), "D")
        if "part" in f:
            return Value("TIME", f"{value}T{f['part']}", True, relative=relative, open_value=f"XXXX-XX-XXT{f['part']}")
        return Value("DATE", value, True, relative=relative, open_value="XXXX-XX-XX")

    def _told(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        relative = self.told_relative
        value = self._remember(self.told + timedelta(days=int(f["n"])), relative)
        if "part" in f:
            part = self.rules.parts[f["part"].lower()]
            return Value("TIME", f"{value}T{part}", relative, open_value=f"XXXX-XX-XXT{part}")
        return Value("DATE", value, relative, open_value="XXXX-XX-XX")

    def _weekday(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        weekday = self.rules.weekdays[f["wd"].lower()]
        said = self.rules.direction(f)
        ahead = (weekday - self.published.isoweekday()) % 7
        if said == "next":
            days = ahead or 7
        elif said == "last":
            days = ahead - 7
        elif ahead == 0:
            days = 0
        elif direction == "future":
            days = ahead
        elif direction == "past":
            days = ahead - 7
        elif said == "this":
            days = ahead if ahead <= 3 else ahead - 7
        else:
            days = ahead - 7
        open_value = f"XXXX-WXX-{weekday}"
        if not self.anchored:
            return Value("DATE", open_value, True, open_value=open_value)
        return Value("DATE", self._remember(self.published + timedelta(days=days), True), True, open_value=open_value)

    def _night(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        day = self._weekday(atom, f, "past" if direction != "future" else direction)
        return Value("TIME", f"{day.value}TNI", True, open_value=f"{day.open_value}TNI")

    def _month_number(self, word: str) -> int:
        return self.rules.months[word.lower()]

    def _year_of(self, f: dict[str, Any], month: int, day: int, direction: str) -> tuple[int, bool]:
        """The year of a month or day without one, and whether it had to be found from publication."""
        word = f.get("y") or f.get("y2")
        if word:
            year = int(word)
            return (year + (2000 if year < 50 else 1900) if len(word) == 2 else year), False
        said = self.rules.direction(f)
        base = self.published
        distance = (month - base.month, day - base.day if day else 0)
        direction = {"last": "past", "next": "future"}.get(said, direction)
        if direction == "future" and distance < (0, 0):
            return (base.year + 1 if said == "next" or distance[0] < -3 else base.year), True
        if direction == "past" and distance > (0, 0):
            return base.year - 1, True
        if direction == "":
            return base.year - (distance[0] > 6) + (distance[0] < -6), True
        return base.year, True

    def _date(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        month = int(f["m"]) if f["m"].isdigit() else self._month_number(f["m"])
        number = self.rules.number(f["d"])
        day = int(number) if number is not None else int(f["d"])
        year, relative = self._year_of(f, month, day, direction)
        return Value("DATE", self._remember(date(year, month, day), relative), relative,
                     open_value=f"XXXX-{month:02d}-{day:02d}")  # fmt: skip

    def _monthday(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        number = self.rules.number(f["d"])
        day = date(self.published.year, self.published.month, int(number if number is not None else f["d"]))
        return Value("DATE", self._remember(day, True), True, open_value=f"XXXX-XX-{day.day:02d}")

    def _range(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        return self._date(atom, {**f, "m": f.get("m") or f["m1"], "d": f["d"].split()[-1]}, direction)

    def _month(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        month = self._month_number(f["m"])
        if "dir3" in f:
            step = {"last": -1, "next": 1}.get(self.rules.direction({"dir": f["dir3"]}), 0)
            year, relative = self.published.year + step, True
        else:
            year, relative = self._year_of(f, month, 0, direction)
        return Value("DATE", f"{year}-{month:02d}", relative, _modifier(f), open_value=f"XXXX-{month:02d}")

    def _year(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        return Value("DATE", f["y"], False, _modifier(f))

    def _unit(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        unit = self.rules.units[(f.get("unit") or f["unit1"]).lower()]
        step = {"last": -1, "next": 1}.get(self.rules.direction(f), 0)
        relative = signed(step, "M" if unit == "Mo" else unit) if unit in {"D", "W", "Mo", "Y"} else None
        return Value("DATE", shifted(self.published, unit, step), True, _modifier(f), relative=relative)

    def _toldunit(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        unit = self.rules.units[(f.get("unit") or f["unit2"]).lower()]
        step = {"last": -1, "next": 1}.get(self.rules.direction(f), 0)
        return Value("DATE", shifted(self.told, unit, step), self.told_relative, _modifier(f))

    def _ago(self, atom: Atom, f: dict[str, Any], direction: str) -> Value | None:
        unit = self.rules.units[(f.get("unit") or f["unit2"]).lower()]
        n = self.rules.number(f.get("n") or f.get("n2"))
        sign = int(f["sign"])
        prefix, letter, size = _ISO[unit]
        if n is None:
            return Value("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", False)
        base = self.told if f.get("told") else self.published
        relative = f"{'-' if sign < 0 else ''}{prefix}{round(n * size)}{letter}"
        if unit in {"S", "M", "H"}:
            return Value("DURATION", f"{prefix}{round(n * size)}{letter}", False)
        step = {"D15": ("D", 15), "D14": ("D", 14), "Y10": ("Y", 10), "Y100": ("Y", 100)}.get(unit, (unit, 1))
        value = shifted(base, step[0], sign * round(n * step[1]))
        if step[0] == "D":
            self._remember(date.fromisoformat(value), True)
        return Value("DATE", value, True, _hint(f), relative=None if f.get("told") else relative)

    def _recent(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        word = f.get("unit") or f.get("unit2") or f["unit3"]
        prefix, letter, size = _ISO[self.rules.units[word.lower()]]
        n = self.rules.number(f.get("n") or f.get("n2"))
        amount = "X" if n is None else str(round(n * size))
        if "unit2" in f and n is None and size > 1:
            amount = str(size)
        elif n is None and size > 1:
            amount = "X"
        relative = f"{'-' if int(f['sign']) < 0 else ''}{prefix}{amount}{letter}" if n is not None else None
        value = Value("DURATION", f"{prefix}{amount}{letter}", n is not None, relative=relative)
        value.open_value = value.value
        return value

    def _duration(self, atom: Atom, f: dict[str, Any], direction: str) -> Value | None:
        unit = self.rules.units[f["unit"].lower()]
        prefix, letter, size = _ISO[unit]
        words = f.get("n")
        n = self.rules.number(words)
        if n is None and words and words.lower().startswith(("half", "une demi", "un demi")):
            return Value("DURATION", {"H": "PT30M", "Y": "P6M", "D": "PT12H"}.get(unit, f"{prefix}0.5{letter}"))
        if "half" in f and n is not None:
            n += 0.5
        if n is None:
            return Value("DURATION", f"{prefix}X{letter}")
        if unit == "H" and n % 1:
            return Value("DURATION", f"PT{int(n)}H{round(n % 1 * 60)}M")
        total = n * size
        return Value("DURATION", f"{prefix}{total:g}{letter}")

    def _set(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        prefix, letter, size = _ISO[self.rules.units[f["unit"].lower()]]
        n = self.rules.number(f.get("n")) or 1
        return Value("SET", f"{prefix}{round(n * size)}{letter}")

    def _setday(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        return Value("SET", f"XXXX-WXX-{self.rules.weekdays[(f.get('wd') or f['wd2']).lower()]}")

    def _setword(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        return Value("SET", f["words"][f["word"].lower()])

    def _quarter(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        half = "half2" in f or f.get("unit", "").lower().startswith("s")
        step = {"last": -1, "next": 1}.get(self.rules.direction(f), 0)
        year = int(f["y"]) if "y" in f else self.published.year + step
        n = int(self.rules.number(f["n"]) or 1)
        return Value(
            "DATE", f"{year}-{'H' if half else 'Q'}{n}", "y" not in f, open_value=f"XXXX-{'H' if half else 'Q'}{n}"
        )

    def _season(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        season = self.rules.seasons[f["season"].lower()]
        month = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
        said = self.rules.direction(f)
        year, relative = (self.published.year, True) if said == "this" else self._year_of(f, month, 0, direction)
        return Value("DATE", f"{year}-{season}", relative, _modifier(f), open_value=f"XXXX-{season}")

    def _decade(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        word = f["decade"].lower()
        number = int(f["decades"][word]) if word in f.get("decades", {}) else int(word)
        if number < 100:
            number += 1900
        return Value("DATE", f"{number // 10}", False, _modifier(f))

    def _century(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        word = f["c"].upper()
        return Value("DATE", f"{(int(word) if word.isdigit() else _roman(word)) - 1:02d}")

    def _holiday(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        rule = self.rules.holidays[f["holiday"].lower().replace("’", "'")]
        if "y" in f:
            return Value("DATE", self._remember(holiday(rule, int(f["y"])), False))
        day = holiday(rule, self.published.year)
        said = {"last": "past", "next": "future"}.get(self.rules.direction(f), direction)
        if said == "future" and day < self.published:
            day = holiday(rule, self.published.year + 1)
        elif said == "past" and day > self.published:
            day = holiday(rule, self.published.year - 1)
        return Value("DATE", self._remember(day, True), True, open_value=f"XXXX-{rule}" if len(rule) == 5 else None)

    def _ref(self, atom: Atom, f: dict[str, Any], direction: str) -> Value:
        return Value("DATE", f["value"])


def _modifier(f: dict[str, Any]) -> str | None:
    words = str(f.get("mod", "")).lower().replace("-", " ").split()
    return next((_MODIFIERS[word] for word in words if word in _MODIFIERS), None)


def _hint(f: dict[str, Any]) -> str | None:
    words = str(f.get("approx", "")).lower()
    more = next((modifier for start, modifier in _MORE.items() if words.startswith(start)), None)
    return more or ("APPROX" if words.startswith(tuple(h.strip() for h in _HINTS)) else None)


def _roman(word: str) -> int:
    values = [_ROMAN[letter] for letter in word]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
