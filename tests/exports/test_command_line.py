"""Formats on the command line: one document for many pages, and nothing of one where no page can be read."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sourcier.cli.demo import sample_pages
from sourcier.cli.main import commands
from sourcier.errors import SourcierError


@pytest.fixture
def bad(tmp_path):
    page = tmp_path / "bad.html"
    page.write_bytes(b"")
    return str(page)


def test_many_pages_are_one_document_without_those_that_cannot_be_read(bad):
    pages = [str(page) for page in sample_pages()[:2]]
    arguments = ["read", pages[0], bad, pages[1], "--format", "jsonld"]
    result = CliRunner().invoke(commands, arguments, standalone_mode=False)
    assert result.return_value == 1
    assert "bad.html" in result.stderr
    nodes = json.loads(result.stdout)["@graph"]
    assert [node["@type"] for node in nodes].count("NewsArticle") == 2


def test_of_one_page_that_cannot_be_read_nothing_is_written(bad):
    result = CliRunner().invoke(commands, ["read", bad, "--format", "events.csv"], standalone_mode=False)
    assert isinstance(result.exception, SourcierError)
    assert result.stdout == ""


def test_parquet_goes_to_standard_output():
    page = str(sample_pages()[0])
    result = CliRunner().invoke(commands, ["read", page, "--format", "quotes.parquet"], standalone_mode=False)
    assert result.stdout_bytes[:4] == result.stdout_bytes[-4:] == b"PAR1"
