"""The demonstration: the bundled sample pages, read."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TextIO

from rich.table import Table

from sourcier.api import Reader
from sourcier.errors import InputError, SetupError
from sourcier.exports import terminal
from sourcier.record import Record

COLUMNS = ("page", "language", "published", "people", "quotes", "told", "planned", "if …")


def sample_pages() -> list[Path]:
    """The bundled pages, in order of their names: those of the installed package, or of the checkout.

    Raises:
        SetupError: there are none.
    """
    for folder in (Path(str(files("sourcier"))) / "samples", Path(__file__).parents[3] / "samples"):
        pages = sorted(p for p in folder.glob("*/*") if p.suffix in {".html", ".txt"})
        if pages:
            return pages
    raise SetupError("the sample pages are not installed; install the package again")


def run(language: str, out: TextIO) -> None:
    """Read all sample pages; print the record of the first in a language, and a line for each.

    Raises:
        InputError: no sample page is in that language.
    """
    reader = Reader()
    pages = sample_pages()
    spoken = sorted({page.parent.name for page in pages})
    if language not in spoken:
        raise InputError(f"no sample page in {language!r}; there are {', '.join(spoken)}")
    records = [(page, reader.read(page)) for page in pages]
    page, shown = max((r for r in records if r[1].article.language == language), key=lambda r: _variety(r[1]))
    terminal.write([shown], out)
    table = Table(title="All sample pages", title_justify="left", box=terminal.BOX, header_style="bold")
    for name in COLUMNS:
        table.add_column(name, justify="left" if name in COLUMNS[:3] else "right", no_wrap=name in COLUMNS[:3])
    for path, record in records:
        table.add_row(*_row(path, record))
    console = terminal.console(out)
    console.print()
    console.print(table)
    console.print(f"\nRead one yourself: sourcier read {page}", soft_wrap=True)
    stories = page.parents[1] / "stories"
    console.print(
        f"See 64 more as stories: sourcier open {stories / 'fr'} {stories / 'en'} --library demo.sourcier",
        soft_wrap=True,
    )


def _variety(record: Record) -> tuple[int, int]:
    """How much a record shows: kinds of status, then quotes."""
    return len({event.status for event in record.events}), len(record.quotes)


def _row(page: Path, record: Record) -> tuple[str, ...]:
    statuses = [event.status for event in record.events]
    return (
        page.stem,
        record.article.language,
        (record.article.published or "–")[:10],
        str(sum(actor.kind == "person" for actor in record.actors)),
        str(len(record.quotes)),
        str(statuses.count("happened") + statuses.count("ongoing")),
        str(statuses.count("scheduled")),
        str(statuses.count("conditional")),
    )
