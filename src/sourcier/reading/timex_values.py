"""From the atoms of one expression to its TIMEX3 value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sourcier.reading.timex_calendar import earlier_by_a_year, holiday, nth_weekday, shifted, signed, span
from sourcier.reading.timex_direction import DECIDED, SAME_YEAR, nearest
from sourcier.reading.timex_rules import Atom, Rules
from sourcier.record import TimexType

_ISO = {"S": ("PT", "S", 1), "M": ("PT", "M", 1), "H": ("PT", "H", 1), "D": ("P", "D", 1), "W": ("P", "W", 1),
        "Mo": ("P", "M", 1), "Q": ("P", "M", 3), "S6": ("P", "M", 6), "Y": ("P", "Y", 1), "Y10": ("P", "Y", 10),
        "Y100": ("P", "Y", 100), "WE": ("P", "D", 2), "D15": ("P", "D", 15), "D14": ("P", "D", 14)}  # fmt: skip
_HALF = {"H": "PT30M", "Y": "P6M", "D": "PT12H"}
_STEPS = {"D15": ("D", 15), "D14": ("D", 14)}
_SECONDS = {"S": 1, "M": 60, "H": 3600}
_MODIFIERS = {"début": "START", "tôt": "START", "early": "START", "start": "START", "beginning": "START",
              "earlier": "START", "mi": "MID", "milieu": "MID", "mid": "MID", "middle": "MID", "courant": "MID",
              "fin": "END", "tard": "END", "late": "END", "end": "END", "later": "END"}  # fmt: skip
_MORE = {"more than": "MORE_THAN", "over": "MORE_THAN", "plus d": "MORE_THAN", "un peu plus": "MORE_THAN",
         "less than": "LESS_THAN", "under": "LESS_THAN", "moins d": "LESS_THAN", "at least": "EQUAL_OR_MORE",
         "au moins": "EQUAL_OR_MORE", "up to": "EQUAL_OR_LESS", "jusqu": "EQUAL_OR_LESS"}  # fmt: skip
_EXACT = ("just", "only", "exactly", "à peine", "tout juste")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_SEASON_MONTH = {"SP": 4, "SU": 7, "FA": 10, "WI": 12}


@dataclass
class Value:
    """What an expression means.

    Attributes:
        open_value: the value where no publication date is known ("XXXX-WXX-5").
        is_relative: whether the value hangs on the publication date.
        end: where the expression ends if not with its last atom; 0 otherwise.
    """

    type: TimexType
    value: str | None
    is_relative: bool = False
    modifier: str | None = None
    relative: str | None = None
    open_value: str | None = None
    end: int = 0


class Resolver:
    """Resolves expressions in text order, remembering the date told before.

    Args:
        moment: the hour of publication where the page tells it; hours count from it.
    """

    def __init__(self, rules: Rules, published: date, anchored: bool, moment: datetime | None = None) -> None:
        self.rules = rules
        self.published = published
        self.moment = moment
        self.anchored = anchored
        self.told = published
        self.told_relative = True
        self.clocks: dict[str, Value] = {}
        self.period = ""
        """The value of the last month, quarter or year told: what "the same period a year earlier" counts from."""
        self.hour_told: datetime | None = None
        self.nothing_told = True
        self.since: date = published
        """The first day of what was told last, be it a day or a longer period."""

    def start_entry(self, day: date) -> None:
        """From here on count from this day: an entry of a live blog begins."""
        self.published = self.told = day
        self.moment = None
        self.anchored = self.told_relative = True

    def resolve(self, group: list[Atom], leaning: float) -> Value | None:
        """The value of one expression; None where its words turn out to mean no time."""
        by_kind = {atom.kind: atom for atom in group}
        clock, part = by_kind.get("clock"), by_kind.get("part")
        days = [atom for atom in group if atom.kind not in {"clock", "part", "zone", "aside"}]
        if days and clock is None and part is None:
            return self._day(days, leaning)
        try:
            time = self._clock(clock, part) if clock else self._part(part) if part else ""
        except ValueError:
            return None
        past = leaning <= -DECIDED and self.told > self.published
        if past:  # what has been done was done by now, whatever day was told before
            self.told, self.told_relative = self.published, True
        if days and days[0].kind == "setday":
            weekly = self._day(days, leaning)
            return replace(weekly, value=f"{weekly.value}T{time}") if weekly is not None else None
        day = self._day(days, leaning) if days else self._day_in_force(clock, part, time, past, leaning)
        if day is None or day.value is None:
            return None
        day.type = "TIME"
        day.modifier = day.modifier or (_modifier(part.fields) if part and not clock else None)
        day.open_value = f"{(day.open_value or 'XXXX-XX-XX').split('T')[0]}T{time}"
        day.value = f"{day.value.split('T')[0]}T{time}"
        if days and clock is not None:
            self.clocks[time] = day
        if clock is not None and (bounds := span(day.value)) is not None:
            self.hour_told = datetime.fromisoformat(bounds[0])
        return day

    def resolve_again(self, aside: Atom, told: Value | None, east: timedelta | None) -> Value | None:
        """The value of an hour that says once more, in another zone, what was told: "8 p.m. ET (0100 GMT)".

        `east` is how far the zone of what was told lies east of the other one; without it the nearest day is taken.
        """
        bounds = span(told.value or "") if told is not None else None
        try:
            hour, minute = hour_of(aside, self.rules)
        except ValueError:
            return None
        if told is None or bounds is None or "T" not in bounds[0]:
            return None
        first = datetime.fromisoformat(bounds[0])
        guess = first - east if east is not None else first
        same = [guess.replace(hour=hour, minute=minute) + timedelta(days=n) for n in (-1, 0, 1)]
        moment = min(same, key=lambda one: abs(one - guess))
        return replace(told, type="TIME", value=moment.strftime("%Y-%m-%dT%H:%M"), modifier=None, end=0)

    def _day_in_force(self, clock: Atom | None, part: Atom | None, time: str, past: bool, leaning: float) -> Value:
        """The day of an hour or a part of day that names none."""
        if clock is not None:
            if time in self.clocks and leaning > -DECIDED:
                return replace(self.clocks[time])  # "talks start at 8.30pm on Friday … The talks start at 8.30pm."
        elif part is not None and part.fields.get("dem"):
            return Value("DATE", self.published.isoformat(), True, relative="P0D", open_value="XXXX-XX-XX")
        elif past and time == "NI":
            return Value("DATE", (self.published - timedelta(days=1)).isoformat(), True)
        return Value("DATE", self.told.isoformat(), self.told_relative)

    def _day(self, days: list[Atom], leaning: float) -> Value | None:
        """The value of the atoms that name a day: "mardi 3 mars", "le lendemain de Noël"."""
        if len(days) > 1 and days[0].kind == "told" and days[0].fields.get("of"):
            base = self._single(days[-1], leaning)
            if base is None or base.value is None or len(base.value) != 10 or span(base.value) is None:
                return base  # no single day: "the day after Mondays"
            day = date.fromisoformat(base.value) + timedelta(days=int(days[0].fields["n"]))
            return Value("DATE", self._remember(day, base.is_relative), base.is_relative, open_value="XXXX-XX-XX")
        return self._single(days[-1], leaning)

    def _part(self, part: Atom) -> str:
        return self.rules.parts[part.fields["part"].lower()]

    def _clock(self, clock: Atom, part: Atom | None) -> str:
        hour, minute = hour_of(clock, self.rules, self._part(part) if part is not None else "")
        if clock.fields.get("ends_day") and not minute:
            return "24:00"
        return f"{hour:02d}:{minute:02d}"

    def _int(self, words: str) -> int:
        return whole(words, self.rules)

    def _single(self, atom: Atom, leaning: float) -> Value | None:
        try:
            value: Value | None = getattr(self, f"_{atom.kind}")(atom, atom.fields, leaning)
        except (ValueError, OverflowError):
            return None
        return value

    def _remember(self, day: date, relative: bool) -> str:
        self.told = self.since = day
        self.nothing_told = False
        self.told_relative = relative
        return day.isoformat()

    def _remember_period(self, value: str) -> str:
        self.period = value
        self.nothing_told = False
        first = span(value)
        if first is not None:
            self.since = date.fromisoformat(first[0])
        return value

    def _unit_of(self, f: dict[str, Any]) -> str:
        return self.rules.units[f["unit"].lower()]

    def _step(self, f: dict[str, Any]) -> int:
        return {"last": -1, "next": 1}.get(self.rules.direction(f), 0)

    # Days.

    def _days(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        value = self._remember(self.published + timedelta(days=int(f["n"])), True)
        relative = signed(int(f["n"]), "D")
        if "part" in f:
            return Value("TIME", f"{value}T{f['part']}", True, relative=relative, open_value=f"XXXX-XX-XXT{f['part']}")
        return Value("DATE", value, True, relative=relative, open_value="XXXX-XX-XX")

    def _told(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        relative = self.told_relative
        value = self._remember(self.told + timedelta(days=int(f["n"])), relative)
        if "part" in f:
            part = self.rules.parts[f["part"].lower()]
            return Value("TIME", f"{value}T{part}", relative, open_value=f"XXXX-XX-XXT{part}")
        return Value("DATE", value, relative, open_value="XXXX-XX-XX")

    def _weekday(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        weekday = self.rules.weekdays[f["wd"].lower()]
        open_value = f"XXXX-WXX-{weekday}"
        if f.get("habit") and -DECIDED < leaning < 2 * DECIDED:
            return Value("SET", open_value)
        if f.get("some"):  # "en mai 2005, un dimanche"
            return Value("DATE", open_value)
        if not self.anchored:
            return Value("DATE", open_value, True, open_value=open_value)
        told = self.rules.following & set(str(f.get("dir", "")).lower().split())
        day = self._that_weekday(f, weekday, leaning, self.told if told else self.published)
        return Value("DATE", self._remember(day, True), True, open_value=open_value)

    def _that_weekday(self, f: dict[str, Any], weekday: int, leaning: float, base: date) -> date:
        ahead = (weekday - base.isoweekday()) % 7
        if "inweek" in f:
            monday = base - timedelta(days=base.weekday())
            return monday + timedelta(days=7 * self._step({"dir": f["inweek"]}) + weekday - 1)
        if "plus" in f:
            return base + timedelta(days=ahead + 7 * int(f["plus"]))
        said = self.rules.direction(f)
        if said == "next":
            return base + timedelta(days=ahead or 7)
        if said == "last":
            return base + timedelta(days=ahead - 7)
        if ahead == 0:
            return base
        leaning = self._range_leaning(f, leaning)
        return nearest((base + timedelta(days=ahead), base + timedelta(days=ahead - 7)), base, leaning)

    def _range_leaning(self, f: dict[str, Any], leaning: float) -> float:
        """The end of a range lies behind its beginning, whatever stands near."""
        return 2 * DECIDED if f.get("ends") and self.told > self.published else leaning

    def _night(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        if "wd" in f:
            leaning = leaning if leaning >= DECIDED else -DECIDED
            day = self._weekday(atom, {"wd": f["wd"]}, leaning)
        else:
            day = self._date(atom, {"ends": False, **f}, leaning)
        return Value("TIME", f"{day.value}TNI", True, open_value=f"{day.open_value}TNI")

    def _date(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        month = int(f["m"]) if f["m"].isdigit() else self.rules.months[f["m"].lower()]
        day = self._int(f["d"])
        end = f.get("begins")
        if end and "y" in end and "y" not in f:  # "du 28 décembre au 3 janvier 2026"
            last = self.rules.months.get(str(end.get("m", "")).lower(), month)
            f = {**f, "y": str(int(end["y"]) - (month > last))}
        year, relative = self._year_of(f, month, day, leaning)
        return Value("DATE", self._remember(date(year, month, day), relative), relative,
                     open_value=f"XXXX-{month:02d}-{day:02d}")  # fmt: skip

    def _year_of(self, f: dict[str, Any], month: int, day: int, leaning: float) -> tuple[int, bool]:
        """The year of a month or day without one, and whether it had to be found from publication."""
        word = f.get("y", "").lstrip("'’")
        if word:
            year = int(word)
            return (year + (2000 if year < 50 else 1900) if len(word) == 2 else year), False
        base = self.published
        if "inyear" in f:
            words = [self.rules.directions.get(w, "") for w in f["inyear"].lower().split()]
            return base.year + ("next" in words) - ("last" in words), True
        said = self.rules.direction(f)
        if said == "this" and not day:
            return base.year, True
        leaning = {"last": -12.0, "next": 12.0}.get(said, self._range_leaning(f, leaning))
        candidates = []
        for year in (base.year - 1, base.year, base.year + 1):
            try:
                candidates.append(date(year, month, day or (base.day if month != base.month else 15)))
            except ValueError:
                candidates.append(date(year, month, 28))
        if not day:
            candidates = [base if (d.year, d.month) == (base.year, base.month) else d for d in candidates]
            if said in {"last", "next"}:
                candidates = [d for d in candidates if d != base]
        if day and "on" in f:  # "samedi 21 septembre": a year in which that day is that weekday
            weekday = self.rules.weekdays[f["on"].lower()]
            candidates = [d for d in candidates if d.isoweekday() == weekday] or candidates
        return nearest(candidates, base, leaning, SAME_YEAR).year, True

    def _monthday(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value | None:
        """ "Le 16", "mardi 12": of the month in force, or of the one in which that day is that weekday."""
        number = self._int(f["d"])
        base = self.told if f.get("ends") else self.published
        index = base.year * 12 + base.month - 1
        step = self._step(f)
        months = [index] if f.get("ends") and step == 0 else [index + n for n in (-1, 0, 1)]
        found = []
        for at in months:
            try:
                found.append(date(at // 12, at % 12 + 1, number))
            except ValueError:
                continue
        if "wd" in f:
            weekday = self.rules.weekdays[f["wd"].lower()]
            near = [day for day in found if day.isoweekday() == weekday]
            if not near:  # "mardi 12 personnes": no day of the month
                value = self._weekday(atom, {"wd": f["wd"]}, leaning)
                value.end = atom.start + len(f["wd"])
                return value
            found = near
        elif step and len(found) > 1:
            found = [day for day in found if (day - base).days * step > 0] or found
        if not found:
            return None
        open_value = f"XXXX-XX-{number:02d}"
        day = found[0] if f.get("ends") else nearest(found, base, leaning)
        return Value("DATE", self._remember(day, True), True, open_value=open_value)

    def _holiday(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        rule = self.rules.holidays[f["holiday"].lower().replace("’", "'")]
        relative = "y" not in f
        if "y" in f:
            day = holiday(rule, int(f["y"]))
        else:
            years = [holiday(rule, self.published.year + n) for n in (-1, 0, 1)]
            said = self._step(f)
            day = nearest(years, self.published, 12.0 * said or leaning, SAME_YEAR)
        around = (f.get("prefix") or f.get("suffix") or "").lower()
        unit, part = self.rules.units.get(around), self.rules.parts.get(around)
        if unit in {"W", "WE"}:
            return Value("DATE", shifted(day, unit, 0), relative)
        value = self._remember(day, relative)
        open_value = f"XXXX-{rule}" if len(rule) == 5 else None
        if part is not None:
            return Value("TIME", f"{value}T{part}", relative, open_value=f"{open_value or 'XXXX-XX-XX'}T{part}")
        return Value("DATE", value, relative, open_value=open_value)

    # Weeks, months and years.

    def _weekof(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        day = self._date(atom, f, leaning) if "m" in f else self._monthday(atom, f, leaning)
        if day is None or day.value is None:
            raise ValueError("no such day")
        return Value("DATE", shifted(date.fromisoformat(day.value), "W", 0), day.is_relative)

    def _nthof(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        """ "The last week of March", "le premier lundi de mai"."""
        month = self.rules.months[f["m"].lower()]
        year, relative = self._year_of(f, month, 0, leaning)
        number = self.rules.number(f["n"])
        n = int(number) if number is not None else 0
        if "wd" in f:
            day = nth_weekday(year, month, self.rules.weekdays[f["wd"].lower()], n)
            return Value("DATE", self._remember(day, relative), relative)
        unit = self._unit_of(f)
        if unit == "D":
            return Value("DATE", self._remember(date(year, month, n), relative), relative)
        if unit == "D15":
            return Value("DATE", f"{year}-{month:02d}", relative, "START" if n == 1 else "END")
        return Value("DATE", shifted(nth_weekday(year, month, 6 if unit == "WE" else 4, n), unit, 0), relative)

    def _month(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        month = self.rules.months[f["m"].lower()]
        year, relative = self._year_of(f, month, 0, leaning)
        value = self._remember_period(f"{year}-{month:02d}")
        return Value("DATE", value, relative, _modifier(f), open_value=f"XXXX-{month:02d}")

    def _year(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        return Value("DATE", self._remember_period(f["y"]), False, _modifier(f))

    def _unit(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        unit, step = self._unit_of(f) if f["unit"].lower() in self.rules.units else "Mo", self._step(f)
        if f.get("back"):  # "the same month last year"
            return Value("DATE", earlier_by_a_year(self.period or shifted(self.published, unit, 0)), True)
        if unit == "WE" and step == 0 and self.published.isoweekday() < 6:  # on a Monday it may be the one just over
            saturday = self.published + timedelta(days=6 - self.published.isoweekday())
            near = nearest((saturday, saturday - timedelta(days=7)), self.published, leaning)
            step = (near - saturday).days // 7
        relative = signed(step, "M" if unit == "Mo" else unit) if unit in {"D", "W", "Mo", "Y"} else None
        return Value("DATE", shifted(self.published, unit, step), True, _modifier(f), relative=relative)

    def _toldunit(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        return Value("DATE", shifted(self.told, self._unit_of(f), self._step(f)), self.told_relative, _modifier(f))

    def _ago(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value | None:
        unit = self._unit_of(f)
        sign, words = int(f["sign"]), f["n"].lower()
        n = self.rules.number(words)
        half = 0.5 if "half" in f else 0
        if n is None and words.startswith(("half", "un demi", "une demi")):
            n, half = 0, 0.5
        if n is None and " " in words:
            n = self.rules.number(words.split()[-1])  # "une dizaine", "a dozen"
        if (f.get("future") and leaning < DECIDED) or (f.get("told") and self.nothing_told):
            return self._duration(atom, f, leaning)
        if n is None:
            return Value("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", False)
        n += half
        prefix, letter, size = _ISO[unit]
        amount = f"{prefix}{n * size:g}{letter}"
        if unit in _SECONDS:
            since = self.hour_told if f.get("told") else self.moment
            if since is None:
                return Value("DURATION", amount, False)
            moment = since + timedelta(seconds=sign * n * _SECONDS[unit])
            self._remember(moment.date(), True)
            return Value("TIME", moment.strftime("%Y-%m-%dT%H:%M"), True, _hint(f),
                         relative=f"{'-' if sign < 0 else ''}{amount}", open_value="XXXX-XX-XXTXX:XX")  # fmt: skip
        if half and unit == "Y":
            unit, n, letter = "Mo", n * 12, "M"
        base = self.published
        if f.get("told"):
            base = self.since if unit in {"Mo", "Q", "S6", "Y", "Y10"} else self.told
        step, times = _STEPS.get(unit, (unit, 1))
        value = shifted(base, step, sign * round(n * times))
        if step == "D":
            self._remember(date.fromisoformat(value), True)
        relative = f"{'-' if sign < 0 else ''}{prefix}{round(n * size)}{letter}"
        return Value("DATE", value, True, _hint(f), relative=None if f.get("told") else relative)

    def _quarter(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value | None:
        letter = "H" if "half" in f or f.get("unit", "").lower().startswith("s") else "Q"
        number = None if f.get("last") else self.rules.number(f["n"])
        n = int(number) if number is not None else 2 if letter == "H" else 4
        if "y" in f:
            year, relative = int(f["y"]), False
        elif step := self._step(f):
            year, relative = self.published.year + step, True
        else:
            size = 12 // (2 if letter == "H" else 4)
            if not 1 <= n <= 12 // size:
                return None
            year, relative = self._year_of(f, n * size - size // 2, 0, leaning)[0], True
            if (self.published.month - 1) // size + 1 == n:
                year = self.published.year
        value = self._remember_period(f"{year}-{letter}{n}")
        return Value("DATE", value, relative, _modifier(f), open_value=f"XXXX-{letter}{n}")

    def _season(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        season = self.rules.seasons[f["season"].lower()]
        month = _SEASON_MONTH[season]
        said = self.rules.direction(f)
        year, relative = (self.published.year, True) if said == "this" else self._year_of(f, month, 0, leaning)
        return Value("DATE", f"{year}-{season}", relative, _modifier(f), open_value=f"XXXX-{season}")

    def _decade(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        word = f["decade"].lower()
        number = int(f["decades"][word]) if word in f.get("decades", {}) else int(word)
        if number < 100:
            number += 1900
        return Value("DATE", f"{number // 10}", False, _modifier(f))

    def _century(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        word = f["c"].upper()
        return Value("DATE", f"{(int(word) if word.isdigit() else _roman(word)) - 1:02d}", False, _modifier(f))

    # Lengths of time, and what repeats.

    def _recent(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        prefix, letter, size = _ISO[self._unit_of(f)]
        n = self.rules.number(f.get("n"))
        plural = f["unit"].lower().endswith(("s", "x"))
        if n is None and not plural:
            n = 1  # "the past decade"
        amount = "X" if n is None else f"{n * size:g}"
        relative = f"{'-' if int(f['sign']) < 0 else ''}{prefix}{amount}{letter}" if n is not None else None
        value = f"{prefix}{amount}{letter}"
        return Value("DURATION", value, n is not None, relative=relative, open_value=value)

    def _duration(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value | None:
        unit = "H" if f["unit"].lower() == "h" else self._unit_of(f)
        prefix, letter, size = _ISO[unit]
        words = str(f.get("n", "")).lower()
        n = self.rules.number(words or None)
        if "frac" in f:
            n = int(f.get("whole") or 0) + 0.5
        elif "dozen" in f:
            n = self._int(f["dozen"])
        elif n is None and not f["unit"].lower().endswith("s") and not words:
            n = 1  # "toute la journée"
        if n is None and words.startswith(("half", "une demi", "un demi")):
            return Value("DURATION", _HALF.get(unit, f"{prefix}0.5{letter}"), modifier=_hint(f))
        if n is None:
            return Value("DURATION", f"{prefix}X{letter}")
        if "half" in f:
            n += 0.5
        minutes = round(n % 1 * 60) + (self._int(f["mi"]) if "mi" in f else 0)
        seconds = f"{self._int(f['sec'])}S" if "sec" in f else ""
        if unit == "H" and (minutes or seconds):
            return Value("DURATION", f"PT{int(n)}H{minutes}M{seconds}", modifier=_hint(f))
        if seconds:
            return Value("DURATION", f"PT{int(n)}M{seconds}", modifier=_hint(f))
        return Value("DURATION", f"{prefix}{n * size:g}{letter}", modifier=_hint(f))

    def _set(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        prefix, letter, size = _ISO[self._unit_of(f)]
        n = self.rules.number(f.get("n")) or (2 if "other" in f else 1)
        return Value("SET", f"{prefix}{round(n * size)}{letter}")

    def _setday(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        return Value("SET", f"XXXX-WXX-{self.rules.weekdays[f['wd'].lower()]}")

    def _setpart(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        return Value("SET", f"XXXX-XX-XXT{self.rules.parts[f['part'].lower()]}")

    def _setseason(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        return Value("SET", f"XXXX-{self.rules.seasons[f['season'].lower()]}")

    def _setmonth(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        return Value("SET", f"XXXX-{self.rules.months[f['m'].lower()]:02d}")

    def _setword(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        return Value("SET", f["words"][f["word"].lower()])

    def _ref(self, atom: Atom, f: dict[str, Any], leaning: float) -> Value:
        return Value("DATE", f["value"])


def hour_of(clock: Atom, rules: Rules, part: str = "") -> tuple[int, int]:
    """Hour (0..23) and minute of a clock time, in the light of a part of day ("EV") that stands beside it.

    Raises:
        ValueError: the numbers are no clock time.
    """
    fields = clock.fields
    hour, minute = whole(fields["h"], rules), _minutes(fields, rules)
    words = str(fields.get("ampm", "")).lower().replace("’", "'")
    half = next((half for start, half in rules.halves_of_day.items() if words.startswith(start)), "")
    if not half and (part in {"AF", "EV"} or (part == "NI" and 6 <= hour < 12)):
        half = "pm"
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if minute < 0:
        hour, minute = (hour - 1) % 24, minute + 60
    if hour > 24 or minute > 59:
        raise ValueError("no clock time")
    return hour % 24, minute


def _minutes(fields: dict[str, Any], rules: Rules) -> int:
    if fields.get("mi"):
        return whole(fields["mi"], rules)
    words = str(fields.get("miw", "")).lower()
    if not words or words in rules.minutes:
        return rules.minutes.get(words, 0)
    number = rules.number(words.rpartition(" ")[2])
    return int(number or 0) * (-1 if " " in words else 1)


def whole(words: str, rules: Rules) -> int:
    """The number that words name, rounded down.

    Raises:
        ValueError: they name none.
    """
    number = rules.number(words)
    if number is None:
        raise ValueError("no number")
    return int(number)


def _modifier(f: dict[str, Any]) -> str | None:
    words = str(f.get("mod", "")).lower().replace("-", " ").split()
    return next((_MODIFIERS[word] for word in words if word in _MODIFIERS), None)


def _hint(f: dict[str, Any]) -> str | None:
    words = str(f.get("approx", "")).lower()
    if not words or words.startswith(_EXACT):
        return None
    return next((modifier for start, modifier in _MORE.items() if words.startswith(start)), "APPROX")


def _roman(word: str) -> int:
    values = [_ROMAN[letter] for letter in word]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
