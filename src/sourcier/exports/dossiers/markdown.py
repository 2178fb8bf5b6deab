"""Markdown: a dossier for notes and wikis. CommonMark 0.31, with tables as GitHub Flavored Markdown has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO
from zoneinfo import ZoneInfo

from sourcier.exports.dossiers.sections import branches, first_reports, voices
from sourcier.exports.dossiers.texts import one_line, web_address
from sourcier.exports.dossiers.wording import Wording
from sourcier.stories.model import Difference, Dossier, Said, Source, StoryArticle, StoryEvent, Value

_MARK = re.compile(r"[\\`*_\[\]{}<>#|~&$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""What may begin markup anywhere in a line, or an address that is made a link unasked (GFM, 6.9); any ASCII
punctuation may be escaped (CommonMark, 2.4)."""

_FIRST = re.compile(r"^(\d*)([-+=]|(?<=\d)[.)])")
"""What would begin a list, a rule or an underlined heading at the start of a line."""


def write(dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write the dossier as CommonMark with tables; a source is a link where it has an address."""
    out.write("\n".join(_Page(dossier, Wording(language, zone)).lines()) + "\n")


def safe(text: str) -> str:
    """Text on one line in which nothing is read as Markdown, as HTML, or as a table's border."""
    return _FIRST.sub(r"\1\\\2", _MARK.sub(r"\\\g<0>", one_line(text)))


def link(text: str, url: str | None) -> str:
    """A link where the address is one of the web; else the text alone."""
    address = web_address(url)
    return f"[{safe(text)}](<{address}>)" if address else safe(text)


class _Page:
    """The lines of a dossier, one method a section."""

    def __init__(self, dossier: Dossier, words: Wording) -> None:
        self.dossier = dossier
        self.words = words

    def lines(self) -> Iterator[str]:
        story = self.dossier.story
        yield f"# {safe(story.title)}"
        yield ""
        yield safe(self.words.summary(story))
        if story.outlets:
            yield ""
            yield safe(", ".join(story.outlets))
        yield from self._timeline()
        yield from self._agenda()
        yield from self._outlook()
        yield from self._differences()
        yield from self._claims()
        yield from self._people()
        yield from self._quotes()
        yield from self._places()
        yield from self._first_reports()
        yield from self._articles()

    def _timeline(self) -> Iterator[str]:
        rows = [(*self._event(event), self._evidence(event)) for event in self.dossier.timeline()]
        yield from self._table("timeline", ("when", "what", "where", "who", "sources"), rows)

    def _agenda(self) -> Iterator[str]:
        rows = [(*self._event(event), self._changes(event)) for event in self.dossier.agenda()]
        yield from self._table("agenda", ("when", "what", "where", "who", "changes"), rows)

    def _event(self, event: StoryEvent) -> tuple[str, str, str, str]:
        """When, what, where and who."""
        words = self.words
        what = f"{safe(words.type(event))}, {_bold(words.status(event.status))}: {safe(event.words)}"
        return safe(words.when(event)), what, safe(words.place(event.place)), safe(words.actors(event))

    def _changes(self, event: StoryEvent) -> str:
        steps = []
        for change in event.history:
            holder = self.words.label("on the word of", holder=one_line(change.holder)) if change.holder else ""
            step = ", ".join(filter(None, (self.words.step(change, event.zone), holder)))
            steps.append(f"{safe(step)} ({self._cited(change.source)})")
        return "; ".join(steps)

    def _evidence(self, event: StoryEvent) -> str:
        return " ".join(map(self._sentence, dict.fromkeys(mention.source for mention in event.mentions)))

    def _sentence(self, source: Source) -> str:
        """A sentence, and who wrote it when."""
        return f"{_marked('*', source.sentence)} ({self._cited(source)})".lstrip()

    def _cited(self, source: Source) -> str:
        """Outlet, linked, and date."""
        date = self.words.brief(source.published)
        return link(self.words.outlet(source), source.url) + (f", {safe(date)}" if date else "")

    def _outlook(self) -> Iterator[str]:
        if self.dossier.outlook:
            yield from self._heading("outlook")
        for branch in branches(self.dossier.outlook):
            yield f"- {_bold(branch.condition or self.words.label('in any case'))}"
            for prospect in branch.prospects:
                facts = (
                    safe(self.words.odds(prospect.probability)),
                    safe(self.words.label("on the word of", holder=one_line(prospect.holder)))
                    if prospect.holder
                    else "",
                    safe(self.words.verdict(prospect)),
                    self._sentence(prospect.source),
                    self._sentence(prospect.told_by) if prospect.told_by else "",
                )
                yield f"  - → {safe(prospect.outcome)} — {'; '.join(filter(None, facts))}"

    def _differences(self) -> Iterator[str]:
        if self.dossier.differences:
            yield from self._heading("differences")
        for number, difference in enumerate(self.dossier.differences):
            if number:
                yield ""
            yield f"### {safe(self.words.field(difference))}: {safe(difference.what)}"
            yield ""
            yield from self._rows(
                ("version", "sources"), [self._value(difference, value) for value in difference.values]
            )
            if difference.correction:
                label = self.words.correction(difference)
                yield ""
                yield f"{_bold(label)}: {self._sentence(difference.correction)}"

    def _value(self, difference: Difference, value: Value) -> tuple[str, str]:
        zone = next((event.zone for event in self.dossier.events if event.id == difference.event), None)
        told = _bold(self.words.value(difference.field, value, zone))
        if difference.corrected is not None and value.value == difference.corrected:
            told += f" ({safe(self.words.label('corrected'))})"
        holders = self.words.holders(value)
        return told + (f", {safe(holders)}" if holders else ""), " ".join(map(self._sentence, value.sources))

    def _claims(self) -> Iterator[str]:
        rows = [
            (safe(claim.what), self._side(claim.asserted), self._side(claim.denied)) for claim in self.dossier.claims
        ]
        yield from self._table("claims", ("what", "asserts", "denies"), rows)

    def _side(self, values: Iterable[Value]) -> str:
        return "; ".join(
            f"{_bold(self.words.claimed(value))}: {' '.join(map(self._sentence, value.sources))}" for value in values
        )

    def _people(self) -> Iterator[str]:
        rows = [
            (
                safe(person.name),
                "; ".join(safe(self.words.office(office)) for office in person.offices),
                str(person.articles),
                str(len(person.quotes)),
            )
            for person in self.dossier.people
        ]
        yield from self._table("people", ("name", "offices", "articles", "quotes"), rows)

    def _quotes(self) -> Iterator[str]:
        if self.dossier.quotes:
            yield from self._heading("quotes")
        for number, voice in enumerate(voices(self.dossier.quotes)):
            if number:
                yield ""
            yield f"### {safe(self.words.speaker(voice.quotes[0]))}"
            for said in voice.quotes:
                yield ""
                yield from self._said(said)

    def _said(self, said: Said) -> Iterator[str]:
        yield f"> {safe(said.text)}"
        yield ">"
        yield f"> — {safe(self.words.manner(said))}; {self._cited(said.source)}"

    def _places(self) -> Iterator[str]:
        rows = [
            (
                safe(place.name),
                safe(self.words.country(place.country)),
                safe(self.words.coordinates(place)),
                str(place.articles),
            )
            for place in self.dossier.places
        ]
        yield from self._table("places", ("name", "country", "coordinates", "articles"), rows)

    def _first_reports(self) -> Iterator[str]:
        reports = first_reports(self.dossier)
        first = self.dossier.first_report
        if reports or first:
            yield from self._heading("first reports")
        if first:
            yield f"> {self._sentence(first)}"
            yield ""
        for number, article in enumerate(reports):
            delay = self.words.delay(reports[0].published, article.published) if number else self.words.label("first")
            when = safe(self.words.moment(article.published))
            yield f"{number + 1}. {_bold(self.words.outlet(article))}, {safe(delay)}: {when}"

    def _articles(self) -> Iterator[str]:
        rows = [self._article(article) for article in self.dossier.articles]
        yield from self._table("articles", ("date", "headline", "outlet", "language", "why"), rows)

    def _article(self, article: StoryArticle) -> tuple[str, ...]:
        words = self.words
        outlet = ", ".join([words.outlet(article), *article.agencies])
        why = filter(None, (words.copy(self.dossier, article), *map(words.reason, article.reasons)))
        return (
            safe(words.moment(article.published) or words.label("no date")),
            link(words.title(article), article.url),
            safe(outlet),
            safe(words.tongue(article.language)),
            "; ".join(map(safe, why)),
        )

    def _heading(self, name: str) -> tuple[str, ...]:
        return "", f"## {safe(self.words.label(name))}", ""

    def _table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        if rows:
            yield from self._heading(name)
            yield from self._rows(columns, rows)

    def _rows(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        yield f"| {' | '.join(safe(self.words.label(column)) for column in columns)} |"
        yield f"|{' --- |' * len(columns)}"
        for row in rows:
            yield f"| {' | '.join(row)} |"


def _bold(text: str) -> str:
    """Strong text."""
    return _marked("**", text)


def _marked(mark: str, text: str) -> str:
    """Text between marks of emphasis; nothing where there is none, since marks alone are no emphasis."""
    return f"{mark}{safe(text)}{mark}" if one_line(text) else ""
