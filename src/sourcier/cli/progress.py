"""Progress bars on a terminal; nothing where standard error is none."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

if TYPE_CHECKING:
    from sourcier.library.intake import Tally
    from sourcier.library.reread import Progress as Rereading


class _Bar:
    """A bar on standard error, with pages, rate and time left.

    Args:
        shown: False: nothing is shown even on a terminal.
    """

    def __init__(self, *, shown: bool = True) -> None:
        self._console = Console(stderr=True)
        self._shown = shown and self._console.is_terminal
        self._progress = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=24),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[said]}"),
            console=self._console,
            transient=True,
            refresh_per_second=8,
        )
        self._task = self._progress.add_task("", total=None, said="")
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        if self._shown:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._progress.stop()

    def print(self, line: str) -> None:
        """Print a line on standard output, above the bar where both are one terminal."""
        if self._shown and sys.stdout.isatty():
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            print(line, flush=True)

    def _show(self, done: int, total: int | None, pages: int, words: list[str]) -> None:
        if not self._shown:
            return
        seconds = time.monotonic() - self._began
        said = [f"{pages:,} pages", f"{pages / max(seconds, 1):,.1f}/s", *words]
        if total and pages and 0 < done < total and seconds > 3:
            said.append(f"{_span(seconds * (total - done) / done)} left")
        self._progress.update(self._task, completed=done, total=total or None, said=" · ".join(said))


class Bar(_Bar):
    """The bar of an intake."""

    def look(self, tally: Tally) -> None:
        """Show how far it has come."""
        counts = tally.counts
        words = [f"{counts['known']:,} known"] * bool(counts["known"])
        words += [f"{counts['aside']:,} set aside"] * bool(counts["aside"])
        words += [f"{tally.waiting:,} addresses to fetch"] * bool(tally.waiting)
        # An address counts as much as a page of middling size does.
        fetched, waiting = tally.fetched * _PAGE_BYTES, tally.waiting * _PAGE_BYTES
        total = tally.total + fetched + waiting
        self._show(tally.done + fetched, total, counts.total(), words)


class RereadBar(_Bar):
    """The bar of a rereading."""

    def look(self, progress: Rereading) -> None:
        """Show how far it has come."""
        words = [f"{progress.aside:,} set aside"] * bool(progress.aside)
        self._show(progress.done, progress.total, progress.done, words)


class PlacingBar(_Bar):
    """The bar of articles that are placed in stories."""

    def look(self, done: int, total: int) -> None:
        """Show how far it has come."""
        self._show(done, total, done, ["placed in stories"])


_PAGE_BYTES = 100_000


def _span(seconds: float) -> str:
    """A span of time as a person says it: "40 s", "12 min", "3 h 20"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02}"
