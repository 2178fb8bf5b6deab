"""The readable record: colours and width follow the terminal; what is piped is plain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sourcier.exports.view import View, dateline
from sourcier.record import Record

BOX = box.Box("    \n    \n    \n    \n    \n    \n    \n    \n", ascii=True)
"""No lines: columns and space do the work."""

COLOURS = {
    "happened": "green",
    "ongoing": "bright_green",
    "scheduled": "bright_blue",
    "conditional": "yellow",
    "forecast": "magenta",
    "demanded": "cyan",
    "denied": "red",
}
NARROW = 76
"""Columns under which tables become lists."""


def console(out: TextIO) -> Console:
    """A console on a stream: 100 columns wide where the stream is no terminal."""
    terminal = bool(getattr(out, "isatty", lambda: False)())
    return Console(file=out, width=None if terminal else 100, highlight=False, soft_wrap=False)


def write(records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
    """Write each record for a person to read; `sentences` adds the sentence behind each quote and event."""
    page = console(out)
    for record in records:
        _record(page, record, sentences)


def _record(page: Console, record: Record, sentences: bool) -> None:
    view = View(record)
    _head(page, record)
    _who(page, view)
    _quotes(page, view, sentences)
    _events(page, view, sentences)
    _agenda(page, view)
    _outlook(page, view)
    _corrections(page, view)
    _aside(page, record)


def _title(page: Console, name: str, count: int | None = None) -> None:
    page.print()
    page.print(Text(name + (f" ({count})" if count is not None else ""), style="bold"))


def _head(page: Console, record: Record) -> None:
    article = record.article
    above = " › ".join(dict.fromkeys(filter(None, (*article.section, article.kicker))))
    if above:
        page.print(Text(above, style="dim"))
    page.print(Text(article.title or "(no headline)", style="bold underline" if page.is_terminal else "bold"))
    source = " · ".join(filter(None, (article.site_name or "", View(record).signed())))
    if source:
        page.print(Text(source))
    if article.published:
        found = f" (from {article.published_from})" if article.published_from else ""
        changed = f"; updated {dateline(article.modified)}" if article.modified else ""
        page.print(Text(f"{dateline(article.published)}{found}{changed}", style="dim"))
    else:
        page.print(Text("no date on the page: give --published DATE to place “Friday” in the calendar", style="yellow"))
    if article.lead:
        page.print(Padding(Text(article.lead, style="italic"), (1, 4, 0, 2)))


def _who(page: Console, view: View) -> None:
    people = view.people()
    _title(page, "WHO", len(people))
    for name, offices in people:
        line = Text(name, style="bold")
        if offices:
            line.append(f", {offices}", style="not bold")
        _item(page, line)
    for label, kinds in (
        ("without a name", ("unnamed",)),
        ("organisations", ("organisation",)),
        ("countries", ("country",)),
        ("groups", ("group",)),
    ):
        names = view.others(*kinds)
        if names:
            _item(page, Text(f"{label}: ", style="dim").append("; ".join(dict.fromkeys(names)), style="not dim"))


def _item(page: Console, line: Text) -> None:
    """Print one item of a list, wrapped lines hanging below its first word."""
    grid = Table.grid()
    grid.add_column(width=4)
    grid.add_column()
    grid.add_row("  ·", line)
    page.print(grid)


def _table(page: Console, *columns: str) -> Table:
    table = Table(box=BOX, padding=(0, 1, 0, 1), header_style="dim", show_edge=False, expand=True)
    for column in columns:
        table.add_column(column, overflow="fold", ratio={"words": 5, "what": 5, "who": 3}.get(column, 2))
    return table


def _quotes(page: Console, view: View, sentences: bool) -> None:
    rows = view.quotes()
    _title(page, "QUOTES", len(rows))
    if page.width < NARROW:
        for row in rows:
            page.print(Text("  ").append(row.speaker, style="bold").append(f" [{row.kind}] {row.how}"))
            page.print(Padding(Text(row.text), (0, 0, 0, 4)))
        return
    table = _table(page, "speaker", "words", "kind", "how")
    for row in rows:
        words = Text(row.text)
        if sentences and row.sentence != row.text:
            words.append(f"\n{row.sentence}", style="dim")
        table.add_row(Text(row.speaker, style="bold"), words, row.kind, row.how)
    page.print(table)


def _events(page: Console, view: View, sentences: bool) -> None:
    rows = view.events()
    _title(page, "EVENTS", len(rows))
    if page.width < NARROW:
        for row in rows:
            page.print(Text("  ").append(row.status, style=_colour(row.status)).append(f" {row.kind}"))
            for part in (
                row.text,
                row.condition,
                row.note,
                row.when,
                row.where,
                row.who,
                f"on the word of {row.word}" if row.word else "",
                row.odds,
            ):
                if part:
                    page.print(Padding(Text(part), (0, 0, 0, 4)))
        return
    table = _table(page, "status", "what", "when, where", "who", "on whose word")
    for row in rows:
        status = Text(row.status, style=_colour(row.status)).append(f"\n{row.kind}", style="dim")
        what = Text(row.text)
        if row.condition:
            what.append(f"\n{row.condition}", style="yellow")
        if row.note:
            what.append(f"\n{row.note}", style="italic")
        if sentences and row.sentence != row.text:
            what.append(f"\n{row.sentence}", style="dim")
        place = "\n".join(filter(None, (row.when, row.where)))
        table.add_row(status, what, place, row.who, "\n".join(filter(None, (row.word, row.odds))))
    page.print(table)


def _agenda(page: Console, view: View) -> None:
    rows = view.agenda()
    if not rows:
        return
    _title(page, "AGENDA", len(rows))
    for row in rows:
        line = Text(row.when or "no date", style="bright_blue").append(f"  {row.kind}", style="default")
        line.append("".join(f", {part}" for part in (row.where, row.who) if part), style="default")
        _item(page, line)


def _outlook(page: Console, view: View) -> None:
    rows = view.scenarios()
    if not rows:
        return
    _title(page, "OUTLOOK", len(rows))
    for condition, outcome, odds, holder in rows:
        line = Text()
        if condition:
            line.append(condition, style="yellow").append(" → ")
        line.append(outcome)
        if odds:
            line.append(f"  {odds}", style="bold")
        if holder:
            line.append(f"  ({holder})", style="dim")
        _item(page, line)


def _corrections(page: Console, view: View) -> None:
    rows = view.corrections()
    if not rows:
        return
    _title(page, "CORRECTED", len(rows))
    for said, by, day in rows:
        _item(page, Text(said).append(f"  ({by}, {day})", style="dim"))


def _aside(page: Console, record: Record) -> None:
    article = record.article
    if not article.furniture and not article.teasers:
        return
    _title(page, "SET ASIDE")
    for part in article.furniture:
        first = part.text.split("\n")
        more = f" (+{len(first) - 1} lines)" if len(first) > 1 else ""
        _item(page, Text(f"{part.kind.replace('_', ' ')}: {first[0][:60]}{more}", style="dim"))
    for teaser in article.teasers:
        _item(page, Text(f"other story: {teaser.title}", style="dim"))


def _colour(status: str) -> str:
    return COLOURS.get(status.split(" ", maxsplit=1)[0], "")
