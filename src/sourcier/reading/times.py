"""When: TIMEX3 expressions of the article, with zone, interval, and offset from publication.

Atoms (`timex_rules`) that stand side by side and complete one another (a weekday, a part of day, a clock time, a zone)
are one expression. Weekdays and dates without a year take their direction from the verb that governs them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, datetime, timedelta

from spacy.tokens import Token

from sourcier.reading.draft import Draft
from sourcier.reading.timex_calendar import offset, span, with_offset
from sourcier.reading.timex_direction import DECIDED, Direction
from sourcier.reading.timex_rules import Atom, rules
from sourcier.reading.timex_values import Resolver, Value
from sourcier.reading.timex_zones import Zones
from sourcier.record import Time

_SLOTS = {"days": "day", "told": "day", "weekday": "day", "date": "day", "monthday": "day", "night": "day",
          "holiday": "day", "setday": "day", "nthof": "day", "part": "part", "clock": "clock",
          "zone": "zone", "aside": "aside"}  # fmt: skip
_DATED = frozenset({"date", "monthday", "holiday"})
_FAKE = date(2001, 1, 1)
"""A Monday: stands in for an unknown publication day while offsets between weekdays are counted."""


def read_times(draft: Draft) -> None:
    """Fill `draft.times`, in text order; relative expressions stay relative without a publication date."""
    _Reading(draft).read()


class _Reading:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.text = draft.article.text
        self.rules = rules(draft.language)
        self.tokens: dict[int, Token] = {token.idx: token for token in draft.doc}
        self.direction = Direction(draft, self.rules)
        self.published = _day(draft.article.published)
        self.zones = Zones(draft, self.rules)

    def read(self) -> None:
        groups = self._grouped([a for a in self.rules.atoms(self.text) if self._is_time(a)])
        base, anchored = self.published, self.published is not None
        if base is None:
            weekday = self._publication_weekday(groups)
            if weekday is not None:
                base, anchored = _FAKE + timedelta(days=weekday - 1), True
        resolver = Resolver(self.rules, base or _FAKE, anchored, _moment(self.draft.article.published))
        entries = {b.start: b.published for b in self.draft.article.blocks if b.published}
        starts = sorted(entries)
        entry: str | None = None
        times: list[Time] = []
        leaning = 0.0
        before: Value | None = None
        before_group: list[Atom] = []
        for number, atoms in enumerate(groups):
            group = [a for a in atoms if a.kind != "zone" or len(atoms) > 1]
            if not group or not ({a.kind for a in group} - {"zone"}):
                continue
            later = self._day_of_range(group, groups[number + 1]) if number + 1 < len(groups) else []
            above = bisect_right(starts, group[0].start)
            if above and entries[starts[above - 1]] != entry:  # each entry of a live blog has its own today
                entry = entries[starts[above - 1]]
                self.published = base = datetime.fromisoformat(entry).date()
                resolver.start_entry(base)
                anchored = True
            if number and self._ends_range(groups[number - 1], group):
                group[0].fields["ends"] = True
            if not group[0].fields.get("ends"):  # the end of a range goes the way of its beginning
                leaning = self.direction.leaning(group)
            if group[0].kind == "aside":
                value = resolver.resolve_again(group[0], before, self.zones.apart(before_group, group[0], before))
            else:
                value = before = resolver.resolve([*group, *later], leaning)
                before_group = group
            if value is not None:
                times.append(self._time(group, value, anchored, base or _FAKE, len(times) + 1))
        self.draft.times = tuple(times)

    def _is_time(self, atom: Atom) -> bool:
        """Whether the words are a time here: no age, no score, no verb, no part of a name."""
        before = self.text[max(0, atom.start - 16) : atom.start]
        token = self.tokens.get(atom.start)
        words = self.text[atom.start : atom.end]
        if atom.kind == "year" and words.isdigit():
            if re.search(r"(?:[\w’']-|[$€£#°.,:/]\s?|\bn[°o] ?)$", before):
                return False
            previous = self.draft.doc[token.i - 1] if token is not None and token.i else None
            if previous is not None and previous.text in {"$", "€", "£", "US$"}:
                return False
            return not (previous is not None and previous.pos_ == "PROPN" and previous.text[:1].isupper()
                        and previous.lower_ not in self.rules.months)  # fmt: skip
        if atom.kind in {"month", "ref"} and token is not None and words == token.text:
            if atom.kind == "month" and token.pos_ in {"VERB", "AUX"}:
                return False
            if (
                atom.kind == "month"
                and words[0].isupper()
                and not self.rules.capital_months
                and not token.is_sent_start
            ):
                return False  # "la sonde Mars Express"
            return not (atom.kind == "month" and token.ent_type_ in {"PER", "PERSON"})
        if atom.kind == "season" and token is not None and words == token.text:  # "a été reçu", "prices fall"
            return token.pos_ == "NOUN" and (
                token.i > 0 and self.draft.doc[token.i - 1].lower_ in self.rules.before_seasons
            )
        if atom.kind == "duration":
            if re.search(r"\bâgée?s? d[e’']\s?$", before):
                return False
            last = self.tokens.get(atom.start + words.rfind(" ") + 1)
            return last is None or last.pos_ != "ADJ"  # "a second one"
        if atom.kind == "part" and before.endswith("-"):
            return False  # "all-night talks"
        if atom.kind == "zone":
            return self.zones.is_zone(atom)
        return True

    def _grouped(self, atoms: list[Atom]) -> list[list[Atom]]:
        groups: list[list[Atom]] = []
        at = 0
        while at < len(atoms):
            atom = atoms[at]
            if groups and at + 1 < len(atoms) and self._restates(groups[-1], atom, atoms[at + 1]):
                zone = atoms[at + 1]
                end = zone.end + (self.text[zone.end : zone.end + 1] == ")")
                aside = Atom(atom.start, end, "aside", {**atom.fields, "in zone": zone})
                next(a for a in groups[-1] if a.kind == "clock").fields["restated"] = aside
                if at + 2 < len(atoms) and self._joins([*groups[-1], aside], atoms[at + 2]):
                    groups[-1].append(aside)  # "at 8:30 a.m. local time (0630 GMT) on Sunday"
                else:
                    aside.end = zone.end - (self.text[zone.end - 1] == ")")
                    groups.append([aside])
                at += 2
                continue
            if groups and self._joins(groups[-1], atom):
                groups[-1].append(atom)
            else:
                groups.append([atom])
            at += 1
        return groups

    def _joins(self, group: list[Atom], atom: Atom) -> bool:
        last = group[-1]
        gap = self.text[last.end : atom.start]
        if len(gap) > 24 or "\n\n" in gap:
            return False
        slot = _SLOTS.get(atom.kind)
        slots = {_SLOTS.get(a.kind) for a in group}
        if slot is None or None in slots:
            return False
        if gap == " (" and slot == "clock" and slots == {"day"}:
            return True  # "mardi (19h45)"
        if not self.rules.glue.fullmatch(gap) or ("begins" in atom.fields and gap.strip(" ,")):
            return False
        if "ends" in atom.fields or "begins" in last.fields:
            return slot != "day" and slot not in slots
        if slot == "day" and last.kind == "told" and self.rules.of.fullmatch(gap):
            last.fields["of"] = True  # "le lendemain de Noël"
            return True
        if slot == "day" and {a.kind for a in group} <= {"weekday", "told"} and atom.kind in _DATED:
            return last.kind != "told" or "," in gap
        if slot == "zone":
            return "clock" in slots and "zone" not in slots
        return slot not in slots

    def _ends_range(self, group: list[Atom], after: list[Atom]) -> bool:
        """Whether a day is the end of what another began: "de dimanche 22 heures à mardi 6 heures"."""
        days = [{_SLOTS.get(a.kind) for a in atoms} for atoms in (group, after)]
        return (
            all("day" in slots for slots in days)
            and after[0].kind == "weekday"
            and self.rules.range.fullmatch(self.text[group[-1].end : after[0].start]) is not None
            and self.rules.opens_range.search(self.text[max(0, group[0].start - 8) : group[0].start]) is not None
        )

    @staticmethod
    def _day_of_range(group: list[Atom], after: list[Atom]) -> list[Atom]:
        """The day that the end of a range of hours tells for both ends: "de 9 à 17 heures, mardi prochain"."""
        if "begins" not in group[-1].fields or {a.kind for a in group} != {"clock"} or "ends" not in after[0].fields:
            return []
        return [a for a in after if _SLOTS.get(a.kind) == "day"]

    def _restates(self, group: list[Atom], clock: Atom, zone: Atom) -> bool:
        """Whether a clock time in brackets is the one before it in another zone: "8 p.m. local time (1800 GMT)"."""
        return (
            clock.kind == "clock"
            and zone.kind == "zone"
            and any(a.kind == "clock" for a in group)
            and re.fullmatch(r"\s*,?\s*\(", self.text[group[-1].end : clock.start]) is not None
            and not self.text[clock.end : zone.start].strip()
            and ")" in self.text[zone.start : zone.end + 1]
        )

    def _publication_weekday(self, groups: list[list[Atom]]) -> int | None:
        """The weekday of publication where the text says it ("a annoncé ce jeudi"); None where it does not."""
        found: int | None = None
        for group in groups:
            for atom in group:
                if atom.kind == "weekday" and self.direction.leaning(group) <= -DECIDED:
                    weekday = self.rules.weekdays[atom.fields["wd"].lower()]
                    if self.rules.direction(atom.fields) == "this":
                        return weekday
        return found

    def _time(self, group: list[Atom], value: Value, anchored: bool, base: date, number: int) -> Time:
        start, end = group[0].start, group[-1].end
        end = value.end or end
        while end > start and self.text[end - 1] in " ,\n":
            end -= 1
        if "(" in self.text[start:end] and self.text[end : end + 1] == ")":
            end += 1
        if re.search(r"\d[ap]m\.$", self.text[start:end]):
            end -= 1  # a full stop
        zone = self.zones.of(group, value)
        modifier = value.modifier
        if modifier is None and any(
            a.kind in {"clock", "date", "month", "year", "duration"}
            and self.rules.approximate.search(self.text[max(0, a.start - 24) : a.start])
            for a in group
        ):
            modifier = "APPROX"
        timex, relative = value.value, value.relative
        known = self.published is not None
        bounds = span(timex) if timex else None
        if value.is_relative and relative is None and bounds is not None and anchored:
            relative = offset(timex or "", base)
        if value.is_relative and not known:
            timex, bounds = value.open_value, None
        begin, finish = bounds or (None, None)
        return Time(
            id=f"t{number}",
            start=start,
            end=end,
            text=self.text[start:end],
            type=value.type,
            value=timex,
            modifier=modifier,
            begin=with_offset(begin, zone) if begin else None,
            finish=with_offset(finish, zone) if finish else None,
            zone=zone,
            relative=relative if value.is_relative else None,
        )


def _day(published: str | None) -> date | None:
    return datetime.fromisoformat(published).date() if published else None


def _moment(published: str | None) -> datetime | None:
    """The hour of publication, where it is told."""
    return datetime.fromisoformat(published) if published and "T" in published else None
