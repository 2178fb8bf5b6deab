"""docs/exports.md names every format and column, and shows what the commands print."""

from __future__ import annotations

import re
import subprocess
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcier.cli.main import commands
from sourcier.exports import GROUP
from sourcier.exports.tables import ARTICLES, EVENTS, QUOTES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
FORMATS = {point.name for point in entry_points(group=GROUP) if point.value.startswith("sourcier.exports")}


def named(table: str) -> set[str]:
    """The names in the first column of the table below a heading, up to the next heading."""
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_every_format_is_named():
    assert named(PAGE.partition("\n## ")[0]) >= FORMATS
    command_line = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert named(command_line.partition("### Formats")[2].partition("###")[0]) >= FORMATS


@pytest.mark.parametrize("table", [ARTICLES, QUOTES, EVENTS], ids=lambda table: table.name)
def test_every_column_has_its_line(table):
    below = PAGE.partition(f"### Columns of `{table.name}`")[2].partition("\n##")[0]
    rows = [line for line in below.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{column.name}` | {column.kind} | {column.about} |" for column in table.columns]


@pytest.mark.parametrize(
    "example", re.findall(r"```console\n\$ (.*?)\n```", PAGE, re.DOTALL), ids=lambda text: text.split()[4]
)
def test_the_examples_are_what_the_commands_print(example):
    command, _, shown = example.partition("\n")
    call, _, pipe = command.partition(" | ")
    arguments = [str(ROOT / word) if word.startswith("samples/") else word for word in call.split()[1:]]
    output = CliRunner().invoke(commands, arguments, standalone_mode=False).stdout_bytes
    piped = subprocess.run(["bash", "-c", pipe], input=output, capture_output=True, check=True)
    assert piped.stdout.decode().rstrip("\n") == shown
