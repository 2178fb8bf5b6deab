"""`sourcier`: read pages from the command line.

Nothing heavy is imported before a command needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from sourcier import __version__
from sourcier.cli import add, corrections, follow, keep, search, serve, stories, users
from sourcier.cli.options import page_name
from sourcier.errors import SourcierError

if TYPE_CHECKING:
    from sourcier.record import Record

BUG = "this is a bug in Sourcier; please report it with the page (SOURCIER_DEBUG=1 shows where it happened)"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="sourcier")
def commands() -> None:
    """Sourcier reads the news back to its sources: who said what, what happened, what is planned, on whose word."""


@commands.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--published", metavar="DATE", help="Publication date, where the page does not say (2025-08-14).")
@click.option("--url", metavar="URL", help="The page's address, where it is not fetched from there.")
@click.option("--language", metavar="CODE", help="Read in this language (fr, en); default: the article's own.")
@click.option(
    "--format",
    "form",
    default="record",
    show_default=True,
    metavar="FORMAT",
    help="record, json, jsonl, markdown, plover, … (docs/exports.md has all).",
)
@click.option("--sentences", is_flag=True, help="Show the sentence behind each quote and event.")
@click.option("--fast", is_flag=True, help="Tell the body of HTML pages by rules alone: faster, less exact.")
def read(
    pages: Sequence[str],
    published: str | None,
    url: str | None,
    language: str | None,
    form: str,
    sentences: bool,
    fast: bool,
) -> int:
    """Read news pages and print their records.

    PAGE is a file (HTML or a plain-text capture), an http(s) address, or - for standard input. Of several pages, one
    that cannot be read is reported and skipped.
    """
    from sourcier.api import Reader  # noqa: PLC0415 - loads the parsers' libraries
    from sourcier.exports import exporter  # noqa: PLC0415

    write = exporter(form)
    reader = Reader(language, fast=fast)
    if len(pages) == 1:
        write([reader.read(page_name(pages[0]), published=published, url=url)], sys.stdout, sentences=sentences)
        return 0
    failed: list[str] = []
    records = _readable(pages, lambda page: reader.read(page_name(page), published=published, url=url), failed)
    write(records, sys.stdout, sentences=sentences)
    return int(bool(failed))


def _readable(pages: Sequence[str], read_page: Callable[[str], Record], failed: list[str]) -> Iterator[Record]:
    """The records of the pages that can be read, each as soon as it is; others are reported and added to `failed`."""
    for page in pages:
        try:
            yield read_page(page)
        except SourcierError as error:
            click.echo(f"sourcier: {page}: {error}", err=True)
            failed.append(page)


@commands.command()
@click.option("--language", metavar="CODE", default="fr", show_default=True, help="Print a record in this language.")
def demo(language: str) -> int:
    """Read the bundled sample pages: the record of one, and a summary of all."""
    from sourcier.cli.demo import run  # noqa: PLC0415

    run(language, sys.stdout)
    return 0


for command in (
    serve.open_,
    serve.serve,
    add.add,
    search.search,
    search.searches,
    search.show,
    search.versions,
    follow.follow,
    follow.watch,
    keep.export,
    keep.stats,
    keep.aside,
    keep.check,
    keep.backup,
    add.reread,
    stories.stories,
    stories.story,
    stories.agenda,
    stories.quotes,
    stories.differences,
    corrections.correct,
    corrections.corrections,
    users.users,
):
    commands.add_command(command)


def main() -> None:
    """The console script: every error is one line, with exit code 2 (usage), 1 (failure) or 130 (interrupted)."""
    debug = bool(os.environ.get("SOURCIER_DEBUG"))
    try:
        sys.exit(commands(standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.UsageError as error:
        _fail(error.format_message(), 2)
    except click.Abort:
        sys.exit(130)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except SourcierError as error:
        if debug:
            raise
        pointed = getattr(error, "pointed", None)  # a mistake in a query: the query, and a caret under the mistake
        if pointed is not None:
            click.echo(pointed(), err=True)
        _fail(str(error), error.exit_code)
    except Exception as error:
        if debug:
            raise
        _fail(f"{type(error).__name__}: {' '.join(str(error).split())[:200]}; {BUG}", 1)


def _fail(message: str, code: int) -> None:
    click.echo(f"sourcier: {' '.join(message.split())}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
