"""Where: the places that the article names in a geographic sense, on the map where the gazetteer knows them.

A place is a name after a locative preposition, or one that the parser's entities call a place and no actor bears.
Candidates of one name are told apart by what the article names around it: countries, other places, then population.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from sourcier.reading import gazetteer
from sourcier.reading.draft import Draft
from sourcier.record import Fact, Place

_LABELS = frozenset({"LOC", "GPE", "FAC"})
_SIZE = {"country": 5, "region": 4, "water": 4, "capital": 3, "city": 3, "site": 1}


@dataclass
class _Found:
    name: str
    mentions: list[Fact] = field(default_factory=list)
    entry: gazetteer.Entry | None = None
    beside: list[str] = field(default_factory=list)
    """Folded names that follow it after a comma or in brackets: "Paris, Texas"."""


def read_places(draft: Draft) -> None:
    """Fill `draft.places`, in order of first mention."""
    _Reading(draft).read()


class _Reading:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        data = draft.language.toml("places")
        self.prepositions = frozenset(data["prepositions"])
        self.titles = frozenset(data["titles"])
        self.site_words = frozenset(data["site_words"])
        self.articles = tuple(data["articles"])
        self.never = frozenset(gazetteer.fold(word) for word in data["never"])
        self.actors = [
            (m.start, m.end, actor.kind)
            for actor in draft.actors
            for m in actor.mentions
            if m.form == "name" and actor.kind in {"person", "organisation"}
        ]

    def read(self) -> None:
        found: dict[str, _Found] = {}
        for span in self._spans():
            name = self._bare(span.text)
            known = gazetteer.find(name, self.draft.language)
            if not known and not self._locative(span):
                continue
            key = gazetteer.fold(name)
            place = found.setdefault(key, _Found(name))
            start = span.end_char - len(name)
            place.mentions.append(Fact(start=start, end=span.end_char, text=name))
            place.beside.extend(self._beside(span))
        self._resolve(found)
        self._merge(found)
        self.draft.places = tuple(self._places(list(found.values())))

    def _spans(self) -> Iterator[Span]:
        taken: set[int] = set()
        spans = [e for e in self.draft.doc.ents if e.label_ in _LABELS]
        inside = {t.i for e in self.draft.doc.ents for t in e}
        spans += [s for s in self._capitalised() if not inside & set(range(s.start, s.end))]
        spans += [s for s in self._after_prepositions() if s not in spans]
        for span in sorted(map(self._whole, spans), key=lambda s: (s.start, -s.end)):
            if any(t.i in taken for t in span) or not self._is_place(span):
                continue
            taken.update(t.i for t in span)
            yield span

    def _whole(self, span: Span) -> Span:
        """A name with all that hyphens join to it: "Lons-le-Saunier" may be five tokens."""
        doc, end = self.draft.doc, span.end
        while end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_ and not doc[end].whitespace_:
            end += 2
        return doc[span.start : end]

    def _runs(self) -> Iterator[Span]:
        """Runs of capitalised words."""
        doc, start = self.draft.doc, None
        for token in doc:
            if token.text[:1].isupper() and not token.is_punct:
                start = token.i if start is None else start
            elif start is not None:
                yield doc[start : token.i]
                start = None
        if start is not None:
            yield doc[start : len(doc)]

    def _capitalised(self) -> Iterator[Span]:
        """Names of countries that the entities missed."""
        names = gazetteer.countries(self.draft.language)
        for run in self._runs():
            if gazetteer.fold(run.text) in names:
                yield run

    def _after_prepositions(self) -> Iterator[Span]:
        """Names in the gazetteer after a locative preposition, whatever the entities call them."""
        for run in self._runs():
            if self._locative(run) and gazetteer.find(self._bare(run.text), self.draft.language):
                yield run

    def _is_place(self, span: Span) -> bool:
        text = span.text
        folded = gazetteer.fold(self._bare(text))
        if not any(c.isupper() for c in text) or len(folded) < 2 or folded in self.never or "\n" in text:
            return False
        if text[0].islower() and not gazetteer.find(text, self.draft.language):
            return False
        if folded in gazetteer.nationalities(self.draft.language):
            return False
        start, end = span.start_char, span.end_char
        if any(a < end and b > start for a, b, _ in self.actors):
            return False
        doc = self.draft.doc
        before = doc[span.start - 1] if span.start else None
        if before is not None and before.lower_ in self.titles:
            return False
        after = doc[span.end] if span.end < len(doc) else None
        if self._locative(span):
            return True
        if before is not None and before.text[:1].isupper() and before.pos_ == "PROPN" and before.i + 1 == span.start:
            return False  # the end of a longer name
        if after is not None and after.text[:1].isupper() and after.pos_ == "PROPN" and after.i == span.end:
            return False
        return not self._speaks(span) and bool(gazetteer.find(self._bare(text), self.draft.language))

    def _speaks(self, span: Span) -> bool:
        """Whether the name is the subject of a verb: it acts there, and is no place ("Moscou dévoile")."""
        grammar = self.draft.grammar
        return grammar.is_a(span.root, "subject")

    def _locative(self, span: Span) -> bool:
        for i in range(span.start - 1, max(-1, span.start - 4), -1):
            token: Token = self.draft.doc[i]
            if token.lower_ in self.prepositions:
                return True
            if token.lower_ not in self.articles and token.lower_ not in self.site_words:
                return False
        return False

    def _bare(self, name: str) -> str:
        """A name without its article, which only a capital makes a part of it ("Le Havre")."""
        known = bool(gazetteer.find(name, self.draft.language))
        for article in self.articles:
            joint = article if article.endswith(("'", "’")) else f"{article} "
            rest = name[len(joint) :]
            if name.startswith(joint) and (not known or gazetteer.find(rest, self.draft.language)):
                return rest
            if not known and name.lower().startswith(joint):
                return rest
        return name

    def _beside(self, span: Span) -> list[str]:
        """What stands after the name between commas or brackets ("Anchorage, Alaska"; "Anchorage (Alaska)")."""
        doc = self.draft.doc
        if span.end + 1 < len(doc) and doc[span.end].text in {",", "("}:
            run = []
            for token in doc[span.end + 1 : span.end + 6]:
                if (
                    not token.text[:1].isupper()
                    and token.lower_ not in self.articles
                    and token.lower_ not in (self.prepositions)
                ):
                    break
                if token.text[:1].isupper():
                    run.append(token.text)
            if run:
                return [gazetteer.fold(" ".join(run))]
        return []

    def _resolve(self, found: dict[str, _Found]) -> None:
        language = self.draft.language
        countries, nations = gazetteer.countries(language), gazetteer.nationalities(language)
        named: Counter[str] = Counter()
        for token in self.draft.doc:
            code = nations.get(gazetteer.fold(token.text)) if token.is_alpha else None
            if code:
                named[code] += 1
        regions: set[str] = set()
        for key in found:
            if code := countries.get(key):
                named[code] += 3
            regions.update(e.name for e in gazetteer.find(key, language) if e.kind == "region")
        for key, place in found.items():
            candidates = gazetteer.find(place.name, language)
            if not candidates:
                continue
            beside = {e.name for other in place.beside for e in gazetteer.find(other, language)}
            codes = {countries.get(other, "") for other in place.beside}

            def weight(
                e: gazetteer.Entry,
                key: str = key,
                beside: set[str] = beside,
                codes: set[str] = codes,
            ) -> tuple[int, int, int, int]:
                told = 2 * (e.inside in beside and e.inside != "") + (e.country in codes and e.country != "")
                own_country = e.kind == "country" and key in countries
                near = int(e.inside in regions and e.inside != "") + min(named[e.country], 2)
                scale = 2 if own_country or e.kind == "capital" else int(e.population > 100_000 or e.kind != "city")
                return (told, own_country and named[e.country] >= 0, near * (e.population > 20_000) + 2 * scale,
                        e.population)  # fmt: skip

            place.entry = max(candidates, key=weight)

    def _merge(self, found: dict[str, _Found]) -> None:
        """Make two names of one place one ("Kiev" and "Kyiv", "Amérique" and "États-Unis")."""
        seen: dict[tuple[str, str, str], str] = {}
        for key in list(found):
            place = found[key]
            if place.entry is None:
                continue
            identity = (place.entry.kind, place.entry.name, place.entry.country)
            if identity in seen:
                other = found[seen[identity]]
                other.mentions.extend(place.mentions)
                if place.entry.kind == "country" and len(place.name) > len(other.name):
                    other.name = place.name
                del found[key]
            else:
                seen[identity] = key

    def _places(self, found: list[_Found]) -> Iterator[Place]:
        for place in found:
            place.mentions.sort(key=lambda m: m.start)
        found.sort(key=lambda p: p.mentions[0].start)
        ids = {id(place): f"p{n}" for n, place in enumerate(found, 1)}
        for place in found:
            entry = place.entry
            holder = self._holder(place, found)
            yield Place(
                id=ids[id(place)],
                name=place.name,
                latitude=entry.latitude if entry else None,
                longitude=entry.longitude if entry else None,
                country=(entry.country or None) if entry else None,
                geonames_id=entry.geonames_id if entry else None,
                inside=ids[id(holder)] if holder else None,
                mentions=tuple(place.mentions),
            )

    def _holder(self, place: _Found, found: list[_Found]) -> _Found | None:
        """The smallest place of the record that contains this one."""
        entry = place.entry
        if entry is None:
            return next((o for o in found if o is not place and gazetteer.fold(o.name) in place.beside), None)
        candidates = []
        for other in found:
            o = other.entry
            if o is None or other is place or _SIZE.get(o.kind, 0) <= _SIZE.get(entry.kind, 0):
                continue
            if (o.kind == "country" and o.country == entry.country) or (
                o.country == entry.country and o.name == entry.inside
            ) or (entry.kind in {"site"} and o.country == entry.country and o.kind == "region"
                  and entry.timezone == o.timezone and o.timezone not in {"", "America/New_York"}):  # fmt: skip
                candidates.append((_SIZE[o.kind], other))
        return min(candidates, key=lambda pair: pair[0])[1] if candidates else None
