"""The readable dossier, and lists that lead to it: colours and width follow the terminal; what is piped is plain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TextIO
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from sourcier.exports.dossiers.sections import branches, first_reports, moved_from, told_once, voices
from sourcier.exports.dossiers.texts import one_line, web_address
from sourcier.exports.dossiers.wording import Wording
from sourcier.exports.terminal import BOX, COLOURS, NARROW, console
from sourcier.stories.model import Difference, Dossier, Prospect, Said, Source, Story, StoryEvent, Value

STATUS_COLOURS = {**COLOURS, "cancelled": "red"}
VERDICT_COLOURS = {"came true": "green", "did not come true": "red", "open": "dim"}
CHANGE_COLOURS = {"moved": "yellow", "cancelled": "red", "denied": "red"}
ABREAST = 4
"""Values of a difference that stand side by side; more of them become a list."""


SENTENCES = 3
"""Sentences that are shown of one event; the other formats have them all."""


@dataclass(frozen=True)
class Page:
    """Where to print, and in which words."""

    console: Console
    words: Wording

    @property
    def narrow(self) -> bool:
        """Whether columns become lists."""
        return self.console.width < NARROW

    def line(self, text: Text | str = "") -> None:
        """Print a line."""
        self.console.print(text if isinstance(text, Text) else Text(text))

    def indented(self, text: Text, by: int = 4) -> None:
        """Print text, every line of it indented."""
        self.console.print(Padding(text, (0, 0, 0, by)))

    def title(self, name: str, count: int | None = None) -> None:
        """Print the title of a section."""
        self.line()
        label = self.words.label(name).upper()
        self.line(Text(label + (f" ({count})" if count is not None else ""), style="bold"))

    def table(self, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Text]], *, leading: int = 1) -> None:
        """Print rows below (label, share of the width); where there is no width, as a list, its first cell leading."""
        if self.narrow:
            for first, *others in rows:
                self.indented(first, 2)
                for cell in others:
                    if cell:
                        self.indented(cell)
            return
        table = Table(box=BOX, padding=(0, 1, 0, 1), header_style="dim", show_edge=False, expand=True, leading=leading)
        for name, share in columns:
            table.add_column(Text(self.words.label(name)), overflow="fold", ratio=share)
        for row in rows:
            table.add_row(*row)
        self.console.print(table)


def write(dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write the dossier for a person to read."""
    page = Page(console(out), Wording(language, zone))
    _head(page, dossier)
    for section in (
        _timeline,
        _agenda,
        _outlook,
        _differences,
        _claims,
        _people,
        _quotes,
        _places,
        _first_reports,
        _articles,
    ):
        section(page, dossier)


def stories(items: Iterable[Story], out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write stories as a table, one a row, in their order."""
    page = Page(console(out), Wording(language, zone))
    rows = [
        (
            Text(page.words.days(story)),
            Text(one_line(story.title), style="bold").append(
                "\n" + " · ".join(filter(None, (one_line(story.section), story.id))), style="not bold dim"
            ),
            Text(page.words.count("articles", story.articles)).append(
                f"\n{', '.join(map(one_line, story.outlets))}", style="dim"
            ),
        )
        for story in items
    ]
    page.table((("when", 2), ("headline", 5), ("sources", 3)), rows)


def front_page(items: Iterable[Story], out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write stories as a front page: numbered in their order, each with what tells how big it is."""
    page = Page(console(out), Wording(language, zone))
    page.title("front page")
    for number, story in enumerate(items, 1):
        weight = " · ".join(
            filter(
                None,
                (
                    page.words.summary(story),
                    page.words.count("recent", story.recent) if story.recent else "",
                    page.words.count("reads", story.reads) if story.reads is not None else "",
                ),
            )
        )
        page.line()
        page.console.print(_hanging(f"{number:3} ", Text(one_line(story.title), style="bold")))
        page.console.print(_hanging("    ", Text(weight, style="dim").append(f"  {story.id}")))


def agenda(
    items: Iterable[tuple[Story, StoryEvent]], out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en"
) -> None:
    """Write events of many stories as an agenda, in their order."""
    page = Page(console(out), Wording(language, zone))
    columns = (("when", 3), ("what", 5), ("changes", 4), ("dossier", 3))
    page.table(
        columns,
        [
            (
                _when(page, event),
                _what(page, event),
                _changes(page, event),
                Text(one_line(story.title)).append(f"\n{story.id}", style="dim"),
            )
            for story, event in items
        ],
    )


def quotes(items: Iterable[Said], out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write quotations in their order, the speaker above those that follow one another."""
    page = Page(console(out), Wording(language, zone))
    for _, its in groupby(items, key=lambda said: (said.key or said.speaker, said.office)):
        _voice(page, list(its))


def differences(dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write where sources differ, and what one side claims and another denies."""
    page = Page(console(out), Wording(language, zone))
    page.line(Text(one_line(dossier.story.title), style="bold"))
    if not dossier.differences and not dossier.claims:
        page.line(page.words.label("nothing"))
    _differences(page, dossier)
    _claims(page, dossier)


def _head(page: Page, dossier: Dossier) -> None:
    story = dossier.story
    page.line(Text(one_line(story.title), style="bold underline" if page.console.is_terminal else "bold"))
    page.line(page.words.summary(story))
    if story.outlets:
        page.line(Text(", ".join(map(one_line, story.outlets)), style="dim"))
    page.line(Text(story.id, style="dim"))


def _timeline(page: Page, dossier: Dossier) -> None:
    events = dossier.timeline()
    if events:
        page.title("timeline", len(events))
        main, once = told_once(events)
        rows = [(_when(page, event), _what(page, event), _evidence(page, event)) for event in main]
        page.table((("when", 3), ("what", 5), ("sources", 5)), rows)
        if once:
            page.line()
            page.indented(Text(page.words.count("told once", len(once)), style="dim"), 2)
        for event in once:
            line = Text(page.words.type(event), style="bold").append(f"  {one_line(event.words)}", style="not bold")
            line.append(f"  {page.words.cited(event.mentions[0].source)}", style="not bold dim")
            page.indented(line)


def _agenda(page: Page, dossier: Dossier) -> None:
    events = dossier.agenda()
    if events:
        page.title("agenda", len(events))
        rows = [(_when(page, event), _what(page, event), _changes(page, event)) for event in events]
        page.table((("when", 3), ("what", 5), ("changes", 5)), rows)


def _when(page: Page, event: StoryEvent) -> Text:
    """Its date, struck through where it is cancelled, and the one that it had before."""
    when = Text(page.words.when(event), style="strike" if event.status == "cancelled" else "bold")
    before = moved_from(event)
    if before and event.status != "cancelled":
        moved = page.words.label("moved from", "changes", before=page.words.moment(before, event.zone))
        when.append(f"\n{moved}", style="not bold yellow")
    return when


def _what(page: Page, event: StoryEvent) -> Text:
    """Type and status, its words, where and who."""
    what = Text(page.words.type(event)).append(" ")
    what.append(page.words.status(event.status), style=STATUS_COLOURS.get(event.status, ""))
    what.append(f"\n{one_line(event.words)}", style="strike" if event.status == "cancelled" else "")
    facts = " · ".join(filter(None, (page.words.place(event.place), page.words.actors(event))))
    if facts:
        what.append(f"\n{facts}", style="dim")
    return what


def _changes(page: Page, event: StoryEvent) -> Text:
    """Each step of its history, with who told it."""
    changes = Text()
    for change in event.history:
        if changes:
            changes.append("\n")
        step = page.words.step(change, event.zone)
        told = page.words.change(change, event.zone)
        changes.append(step, style=CHANGE_COLOURS.get(change.kind, "")).append(told.removeprefix(step), style="dim")
    return changes


def _evidence(page: Page, event: StoryEvent) -> Text:
    """The sentences that tell it; of many the first and the last two."""
    sources = list(dict.fromkeys(mention.source for mention in event.mentions))
    if len(sources) <= SENTENCES:
        return Text("\n").join(_sentence(page, source) for source in sources)
    first, *_, before, last = sources
    left = Text(page.words.label("sentences left", n=str(len(sources) - SENTENCES)), style="dim")
    return Text("\n").join([_sentence(page, first), left, _sentence(page, before), _sentence(page, last)])


def _sentence(page: Page, source: Source) -> Text:
    """A sentence, and who wrote it when."""
    address = web_address(source.url)
    cited = Text(page.words.cited(source), style=Style(dim=True, link=address))
    return Text(one_line(source.sentence), style="italic").append("\n").append_text(cited)


def _outlook(page: Page, dossier: Dossier) -> None:
    if not dossier.outlook:
        return
    page.title("outlook", len(dossier.outlook))
    for branch in branches(dossier.outlook):
        condition = one_line(branch.condition) if branch.condition else page.words.label("in any case")
        tree = Tree(Text(condition, style="yellow"), guide_style="dim")
        for prospect in branch.prospects:
            tree.add(_prospect(page, prospect))
        page.console.print(Padding(tree, (0, 0, 0, 2)))


def _prospect(page: Page, prospect: Prospect) -> Text:
    told = Text("→ ", style="dim").append(one_line(prospect.outcome), style="not dim")
    if prospect.probability is not None:
        told.append(f"  {page.words.odds(prospect.probability)}", style="not dim bold")
    told.append(f"  {page.words.verdict(prospect)}", style=f"not dim {VERDICT_COLOURS[prospect.verdict]}")
    holder = page.words.label("on the word of", holder=one_line(prospect.holder)) if prospect.holder else ""
    by = page.words.label("told by", source=page.words.cited(prospect.told_by)) if prospect.told_by else ""
    told.append("\n" + " · ".join(filter(None, (holder, page.words.cited(prospect.source), by))))
    return told


def _differences(page: Page, dossier: Dossier) -> None:
    if not dossier.differences:
        return
    page.title("differences", len(dossier.differences))
    zones = {event.id: event.zone for event in dossier.events}
    for number, difference in enumerate(dossier.differences):
        if number:
            page.line()
        head = Text(f"{page.words.field(difference)}: ", style="dim").append(
            one_line(difference.what), style="not dim bold"
        )
        page.indented(head, 2)
        zone = zones.get(difference.event or "")
        _abreast(page, [_told_value(page, difference, value, zone) for value in difference.values])
        if difference.correction:
            label = page.words.correction(difference)
            correction = Text(f"{label}: ", style="red").append_text(_sentence(page, difference.correction))
            page.indented(correction)


def _told_value(page: Page, difference: Difference, value: Value, zone: str | None) -> Text:
    """A value, struck through where it was corrected, with its sentences, the newest first."""
    taken_back = difference.corrected is not None and value.value == difference.corrected
    told = Text(page.words.value(difference.field, value, zone), style="strike" if taken_back else "bold")
    if taken_back:
        told.append(f" ({page.words.label('corrected')})", style="not strike red")
    if value.holders:
        told.append(f"\n{page.words.holders(value)}", style="not strike not bold dim")
    return Text("\n").join([told, *(_sentence(page, source) for source in value.sources)])


def _abreast(page: Page, cells: Sequence[Text]) -> None:
    """Print texts side by side; where there is no room for that, as a list."""
    if page.narrow or not 0 < len(cells) <= ABREAST:
        for cell in cells:
            page.indented(cell)
        return
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    for _ in cells:
        grid.add_column(overflow="fold", ratio=1)
    grid.add_row(*cells)
    page.console.print(Padding(grid, (0, 0, 0, 4)))


def _claims(page: Page, dossier: Dossier) -> None:
    if not dossier.claims:
        return
    page.title("claims", len(dossier.claims))
    for claim in dossier.claims:
        page.indented(Text(one_line(claim.what), style="bold"), 2)
        sides = (("asserts", claim.asserted, "green"), ("denies", claim.denied, "red"))
        _abreast(page, [_side(page, label, values, colour) for label, values, colour in sides])


def _side(page: Page, label: str, values: Iterable[Value], colour: str) -> Text:
    told = [Text(page.words.label(label), style=colour)]
    for value in values:
        told.append(Text(page.words.claimed(value), style="bold"))
        told += [_sentence(page, source) for source in value.sources]
    return Text("\n").join(told)


def _people(page: Page, dossier: Dossier) -> None:
    if dossier.people:
        page.title("people", len(dossier.people))
        rows = [
            (
                Text(one_line(person.name), style="bold"),
                Text("\n".join(map(page.words.office, person.offices))),
                Text(page.words.count("articles", person.articles), style="dim"),
                Text(page.words.count("quotes", len(person.quotes)), style="dim"),
            )
            for person in dossier.people
        ]
        page.table((("name", 3), ("offices", 5), ("articles", 2), ("quotes", 2)), rows, leading=0)


def _quotes(page: Page, dossier: Dossier) -> None:
    if dossier.quotes:
        page.title("quotes", len(dossier.quotes))
        _voices(page, dossier.quotes)


def _voices(page: Page, items: Iterable[Said]) -> None:
    for voice in voices(items):
        _voice(page, voice.quotes)


def _voice(page: Page, quotes: Sequence[Said]) -> None:
    """What one speaker says."""
    page.indented(Text(page.words.speaker(quotes[0]), style="bold"), 2)
    for said in quotes:
        told = Text(one_line(said.text))
        told.append(f"\n{page.words.manner(said)} · {page.words.cited(said.source)}", style="dim")
        page.indented(told)


def _places(page: Page, dossier: Dossier) -> None:
    if dossier.places:
        page.title("places", len(dossier.places))
        for place in dossier.places:
            line = Text(page.words.place(place))
            told = filter(None, (page.words.coordinates(place), page.words.count("articles", place.articles)))
            page.indented(line.append(f"  {' · '.join(told)}", style="dim"))


def _first_reports(page: Page, dossier: Dossier) -> None:
    reports = first_reports(dossier)
    if not reports and dossier.first_report is None:
        return
    page.title("first reports")
    if dossier.first_report:
        page.indented(_sentence(page, dossier.first_report))
    for number, article in enumerate(reports):
        delay = page.words.delay(reports[0].published, article.published) if number else page.words.label("first")
        when = page.words.moment(article.published)
        line = Text(page.words.outlet(article), style="bold").append(f"  {delay} · {when}", style="not bold dim")
        page.console.print(_hanging(f"{number + 1:4} ", line))


def _articles(page: Page, dossier: Dossier) -> None:
    if not dossier.articles:
        return
    page.title("articles", len(dossier.articles))
    rows = []
    for article in dossier.articles:
        headline = Text(page.words.title(article), style=Style(bold=True, link=web_address(article.url)))
        more = filter(
            None, (one_line(article.id)[:12], page.words.tongue(article.language), *map(one_line, article.agencies))
        )
        headline.append(f"\n{' · '.join(more)}", style="not bold dim")
        copied = page.words.copy(dossier, article)
        why = Text("\n".join([*([copied] if copied else []), *map(page.words.reason, article.reasons)]), style="dim")
        when = page.words.moment(article.published) or page.words.label("no date")
        rows.append((Text(when), headline, Text(page.words.outlet(article)), why))
    page.table((("date", 3), ("headline", 5), ("outlet", 3), ("why", 4)), rows)


def _hanging(head: str, line: Text) -> Table:
    """A line whose further lines hang below its first word."""
    grid = Table.grid()
    grid.add_column(width=len(head))
    grid.add_column(overflow="fold")
    grid.add_row(Text(head, style="dim"), line)
    return grid
