"""The scripts and maps of others are those that their list names, each with its licence beside it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import sourcier

VENDOR = Path(sourcier.__file__).parent / "web/static/vendor"
README = (VENDOR / "README.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in README.splitlines() if line.startswith("| `")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_file_is_the_one_that_the_list_names(row: list[str]) -> None:
    file, package, licence, texts, _, digest = row
    assert hashlib.sha256((VENDOR / file.strip("`")).read_bytes()).hexdigest() == digest.strip("`")
    assert re.fullmatch(r"[\w.-]+ \d+\.\d+\.\d+", package)
    assert licence
    for text in re.findall(r"`([^`]+)`", texts):
        assert (VENDOR / text).read_text("utf-8").strip()


def test_nothing_stands_there_that_the_list_does_not_name() -> None:
    named = set(re.findall(r"`([^`]+\.[^`]+)`", README))
    assert {path.name for path in VENDOR.iterdir()} - {"README.md"} == named


@pytest.mark.parametrize("script", sorted(VENDOR.glob("*.js")), ids=lambda path: path.name)
def test_no_script_sends_a_browser_for_a_source_map(script: Path) -> None:
    assert "sourceMappingURL" not in script.read_text("utf-8")
