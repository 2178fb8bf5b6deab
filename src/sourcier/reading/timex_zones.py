"""Which zone the hours of an article are told in: by its name, by a place, or by the same hour in another zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from spacy.tokens import Span

from sourcier.reading import gazetteer
from sourcier.reading.draft import Draft
from sourcier.reading.place_words import place_words
from sourcier.reading.timex_calendar import span
from sourcier.reading.timex_rules import Atom, Rules
from sourcier.reading.timex_values import Value, hour_of


class Zones:
    """Tells the zone of the expressions of one draft."""

    def __init__(self, draft: Draft, rules: Rules) -> None:
        self.draft = draft
        self.rules = rules
        self.language = draft.language
        self.prepositions = place_words(draft.language).prepositions

    def is_zone(self, atom: Atom) -> bool:
        """Whether the words name a zone: "heure belge" does, "heure tardive" does not."""
        word = atom.fields.get("demonym")
        return word is None or word.lower() in self.rules.local_time or self._country(word) is not None

    def of(self, group: list[Atom], value: Value) -> str | None:
        """The IANA zone of an expression; None where the page tells none that can be resolved."""
        if group[0].kind == "aside":
            return self._named(group[0].fields["in zone"])
        atom = next((a for a in group if a.kind == "zone"), None)
        return (self._named(atom) or self._by_aside(group, value)) if atom is not None else None

    def apart(self, group: list[Atom], aside: Atom, value: Value | None) -> timedelta | None:
        """How far the zone of an expression lies east of the one that it is restated in; None where unknown."""
        zone, other = (self.of(group, value) if value is not None else None), self._named(aside.fields["in zone"])
        if value is None or zone is None or other is None:
            return None
        bounds = span(value.value or "")
        if bounds is None:
            return None
        moment = datetime.fromisoformat(bounds[0])
        east, less = (moment.replace(tzinfo=ZoneInfo(name)).utcoffset() or timedelta() for name in (zone, other))
        return east - less

    def _named(self, atom: Atom) -> str | None:
        fields = atom.fields
        if "zone" in fields:
            hours = int(fields["offset"]) if "offset" in fields else None
            return self.rules.zones.get(fields["zone"].lower()) if hours is None else _east(hours)
        if "named" in fields:
            return self.rules.zone_names.get(fields["named"].lower().replace("’", "'"))
        if "demonym" in fields:
            if fields["demonym"].lower() in self.rules.local_time:
                return self._local(atom)
            code = self._country(fields["demonym"])
            return gazetteer.zone_of_country(code) if code else None
        return self._of_place(fields["place"])

    def _country(self, demonym: str) -> str | None:
        return gazetteer.nationalities(self.language).get(gazetteer.fold(demonym))

    def _by_aside(self, group: list[Atom], value: Value) -> str | None:
        """The zone that a restated hour tells: 7 a.m. (0500 GMT) is two hours east; None but for full hours."""
        aside = next((a.fields["restated"] for a in group if "restated" in a.fields), None)
        if aside is None or not re.match(r"\d{4}-\d\d-\d\dT\d", value.value or ""):
            return None
        zone = self._named(aside.fields["in zone"])
        if zone is None:
            return None
        told = datetime.fromisoformat(str(value.value))
        try:
            hour, minute = hour_of(aside, self.rules)
        except ValueError:
            return None
        offset = told.replace(tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
        minutes = (told.hour * 60 + told.minute - hour * 60 - minute + offset // timedelta(minutes=1)) % 1440
        hours, odd = divmod(minutes, 60)
        return None if odd else _east(hours - 24 if hours > 14 else hours)

    def _of_place(self, name: str) -> str | None:
        key = gazetteer.fold(name)
        code = self._country(name) or gazetteer.countries(self.language).get(key)
        if code:
            return gazetteer.zone_of_country(code)
        entries = [entry for entry in gazetteer.find(name, self.language) if entry.timezone]
        entries.sort(key=lambda entry: entry.kind == "region")  # "Washington time" is the city's
        return entries[0].timezone if entries else None

    def _local(self, atom: Atom) -> str | None:
        """The zone of the place named nearest to "local time": in its sentence, else in the one before, and so on."""
        for number in range(self.draft.sentence_at(atom.start), -1, -1):
            found: list[tuple[bool, int, str]] = []
            for run in _capitalised(self.draft.sentences[number]):
                if zone := self._of_place(run.text):
                    before = run.doc[run.start - 1].lower_ if run.start else ""
                    found.append((before not in self.prepositions, abs(run.start_char - atom.start), zone))
            if found:
                return min(found)[2]
        return None


def _capitalised(sentence: Span) -> Iterator[Span]:
    """The longest runs of words that begin with a capital, in text order."""
    start = None
    for token in sentence:
        if token.text[:1].isupper() and not token.is_punct:
            start = token.i if start is None else start
        elif start is not None:
            yield sentence.doc[start : token.i]
            start = None
    if start is not None:
        yield sentence.doc[start : sentence.end]


def _east(hours: int) -> str:
    """The zone so many hours east of Greenwich; its name in the IANA base has the sign the other way round."""
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"
