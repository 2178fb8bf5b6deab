"""The scripts, maps and fonts of others are those that their lists name, each with its licence beside it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import sourcier

STATIC = Path(sourcier.__file__).parent / "web/static"
FOLDERS = [STATIC / "vendor", STATIC / "fonts"]


def listed(folder: Path) -> list[list[str]]:
    """The rows of a folder's list."""
    lines = (folder / "README.md").read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]


ROWS = [(folder, row) for folder in FOLDERS for row in listed(folder)]


@pytest.mark.parametrize(("folder", "row"), ROWS, ids=[row[0] for _, row in ROWS])
def test_each_file_is_the_one_that_the_list_names(folder: Path, row: list[str]) -> None:
    file, package, licence, texts, _, digest = row
    assert hashlib.sha256((folder / file.strip("`")).read_bytes()).hexdigest() == digest.strip("`")
    assert re.fullmatch(r"[\w.-]+ \d+\.\d+\.\d+", package)
    assert licence
    for text in re.findall(r"`([^`]+)`", texts):
        assert (folder / text).read_text("utf-8").strip()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_stands_there_that_the_list_does_not_name(folder: Path) -> None:
    named = {name for row in listed(folder) for cell in (row[0], row[3]) for name in re.findall(r"`([^`]+)`", cell)}
    assert {path.name for path in folder.iterdir()} - {"README.md"} == named


@pytest.mark.parametrize("script", sorted((STATIC / "vendor").glob("*.js")), ids=lambda path: path.name)
def test_no_script_sends_a_browser_for_a_source_map(script: Path) -> None:
    assert "sourceMappingURL" not in script.read_text("utf-8")
