"""`sourcier add` and `sourcier reread`: pages into a library, and again."""

from __future__ import annotations

import gc
import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import click

from sourcier.cli.options import json_option, library_option, opened, page_name, workers_option

if TYPE_CHECKING:
    from sourcier.library.intake import Tally
    from sourcier.library.store import Outcome

SHOWN = 10
"""Pages set aside that the summary names; the others are counted."""


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@library_option
@workers_option
@click.option("--published", metavar="DATE", help="Publication date of the pages that do not say theirs (2025-08-14).")
@click.option("--fast", is_flag=True, help="Tell the body of HTML pages by rules alone: faster, less exact.")
@json_option
def add(
    sources: Sequence[str], address: str | None, workers: int, published: str | None, fast: bool, as_json: bool
) -> int:
    """Take pages into the library.

    SOURCE is a file, a folder, - for standard input, or an http(s) address. What holds many pages is opened: folders,
    ZIP and WARC archives, MHTML, JSON Lines, feeds (RSS, Atom, JSON Feed), OPML, sitemaps, lists of addresses.
    What is reported as added is kept, whatever happens then; the same command again goes on where it was stopped.
    """
    failed, was_stopped = take_in(sources, address, workers, published=published, fast=fast, as_json=as_json)
    return 130 if was_stopped else int(failed > 0)


@click.command()
@library_option
@workers_option
@click.option("--fast", is_flag=True, help="Tell the body of HTML pages by rules alone: faster, less exact.")
@json_option
def reread(address: str | None, workers: int, fast: bool, as_json: bool) -> int:
    """Read all pages of the library again, after an upgrade.

    Each article keeps its old record until the new one is whole. Stopped, it goes on with the same command.
    """
    from sourcier.cli.progress import RereadBar  # noqa: PLC0415
    from sourcier.library.reread import Reread  # noqa: PLC0415
    from sourcier.library.workers import Reading  # noqa: PLC0415

    with opened(address) as library, RereadBar(shown=not as_json) as bar:
        teller = Teller(as_json, bar.print, quiet=True)
        run = Reread(library.database, Reading(library.settings, fast=fast), workers, teller.tell, bar.look)
        with stopping(run.stop, teller) as was_stopped:
            progress = run.run()
    if as_json:
        click.echo(json.dumps({"summary": {"read": progress.done, "aside": progress.aside, "total": progress.total}}))
    else:
        click.echo(f"{progress.done:,} of {progress.total:,} pages read again, {progress.aside:,} set aside")
    return 130 if was_stopped() else 0


def take_in(
    sources: Sequence[str],
    address: str | None,
    workers: int,
    *,
    published: str | None = None,
    fast: bool = False,
    as_json: bool = False,
) -> tuple[int, bool]:
    """Take pages into a library, telling what becomes of each; gives how many failed, and whether it was stopped."""
    from sourcier.api import iso  # noqa: PLC0415
    from sourcier.cli.progress import Bar  # noqa: PLC0415
    from sourcier.library.intake import Intake  # noqa: PLC0415
    from sourcier.library.workers import Reading  # noqa: PLC0415
    from sourcier.settings import from_environment  # noqa: PLC0415
    from sourcier.sources.walk import Walk  # noqa: PLC0415

    for name in sources:
        page_name(name)
    told = iso(published)
    # One thread hands over what another writes: neither is to wait 5 ms for the other at each row. And what comes from
    # the workers is thousands of small objects that lead nowhere.
    sys.setswitchinterval(0.0005)
    gc.set_threshold(100_000, 50, 100)
    Walk(sources, from_environment(), follow=True)  # a name that leads nowhere makes no library
    with opened(address, create=True) as library, Bar(shown=not as_json) as bar:
        teller = Teller(as_json, bar.print)
        intake = Intake(
            library.database,
            Reading(library.settings, fast=fast),
            workers=workers,
            published=told,
            report=teller.tell,
            look=bar.look,
        )
        with stopping(intake.stop, teller) as was_stopped:
            tally = intake.add(sources)
    teller.sum_up(tally, library.name)
    return teller.failed, was_stopped()


class Teller:
    """Tells what became of each page: a line of text or of JSON, once it is kept.

    Args:
        as_json: JSON, every outcome; else a line for what is new.
        write: prints a line of text.
        quiet: say nothing of pages that went well.
    """

    def __init__(self, as_json: bool, write: Callable[[str], None], *, quiet: bool = False) -> None:
        self.as_json = as_json
        self.write = write
        self.quiet = quiet
        self.failed = 0
        self.aside: list[Outcome] = []

    def tell(self, outcome: Outcome) -> None:
        """Tell an outcome."""
        if outcome.status == "aside":
            self.failed += outcome.kind != "skipped"
            if len(self.aside) < SHOWN and outcome.kind != "skipped":
                self.aside.append(outcome)
        if self.as_json:
            told = {name: value for name, value in vars(outcome).items() if value is not None}
            click.echo(json.dumps(told, ensure_ascii=False))
            sys.stdout.flush()
        elif outcome.status in {"added", "updated"} and not self.quiet:
            self.write(f"{outcome.status:8} {outcome.article}  {outcome.title or outcome.name}")

    def sum_up(self, tally: Tally, library: str) -> None:
        """Tell what all came to, and where the list of what was set aside is."""
        counts = tally.counts
        if self.as_json:
            summary = {status: counts[status] for status in ("added", "updated", "known", "aside")}
            click.echo(json.dumps({"summary": {**summary, "library": library}}, ensure_ascii=False))
            return
        click.echo(
            f"{counts['added']:,} added, {counts['updated']:,} updated, {counts['known']:,} already known, "
            f"{counts['aside']:,} set aside"
        )
        for outcome in self.aside:
            click.echo(f"  {outcome.name}: {outcome.reason}")
        skipped = counts["aside"] - self.failed
        more = self.failed - len(self.aside)
        rest = [f"{more:,} more"] * (more > 0) + [
            f"{skipped:,} {'file that is no page' if skipped == 1 else 'files that are no pages'}"
        ] * (skipped > 0)
        if rest:
            click.echo(f"  and {', '.join(rest)}")
        if counts["aside"]:
            click.echo("sourcier aside lists all that was set aside, with the reasons")


@contextmanager
def stopping(stop: Callable[[], None], teller: Teller) -> Iterator[Callable[[], bool]]:
    """Let the first interruption end the work cleanly, and a second one at once; gives whether there was one."""
    stops: list[int] = []

    def asked(number: int, _frame: FrameType | None) -> None:
        if stops:
            raise KeyboardInterrupt
        stops.append(number)
        click.echo("sourcier: stopping; what is read by now is being kept (once more to stop at once)", err=True)
        stop()

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(stops)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
