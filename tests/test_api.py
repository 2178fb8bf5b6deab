"""Reading from Python."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import sourcier
from sourcier.cli.demo import sample_pages
from sourcier.errors import InputError

ROOT = Path(__file__).parent.parent


def test_a_page_is_read_from_path_text_and_bytes():
    page = sample_pages()[0]
    content = page.read_bytes()
    from_path, from_bytes = sourcier.read(page), sourcier.read(content)
    assert from_path.json_text() == from_bytes.json_text() == sourcier.read(str(page)).json_text()
    assert sourcier.read(content.decode("utf-8")).article.text == from_path.article.text


def test_a_stream_reports_what_it_skips_and_goes_on():
    skipped = []
    pages = [b"", sample_pages()[0], b"%PDF-1.4"]
    records = list(sourcier.load().read_many(pages, on_error=lambda page, error: skipped.append(str(error))))
    assert len(records) == 1
    assert len(skipped) == 2


def test_clean_text_needs_no_page():
    record = sourcier.read_text("Le pont rouvre. Il tiendra.", title="Un pont", published="2031-03-04", language="fr")
    assert [b.role for b in record.article.blocks] == ["title", "paragraph"]
    assert record.article.published_from == "given"


def test_usage_errors_say_what_to_do():
    with pytest.raises(InputError, match="2025-08-14"):
        sourcier.read_text("Un texte.", published="demain", language="fr")
    with pytest.raises(InputError, match="empty"):
        sourcier.read_text("  ")


def test_the_readme_runs():
    failures, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried
    assert not failures


@pytest.mark.parametrize(
    "name",
    ["page.spacing", "page.dates", "page.bylines", "reading.gazetteer", "reading.name_keys"],
)
def test_examples_in_docstrings_run(name):
    failures, tried = doctest.testmod(importlib.import_module(f"sourcier.{name}"))
    assert tried
    assert not failures


def test_both_languages_have_the_same_files():
    folder = ROOT / "src" / "sourcier" / "languages"
    assert sorted(p.name for p in (folder / "fr").iterdir() if p.suffix != ".pyc" and p.is_file()) == sorted(
        p.name for p in (folder / "en").iterdir() if p.suffix != ".pyc" and p.is_file()
    )


def test_every_lexicon_states_its_source_and_licence():
    folder = ROOT / "src" / "sourcier" / "languages"
    for path in [*folder.glob("*/*.toml"), *folder.glob("**/*.tsv")]:
        head = path.read_text(encoding="utf-8")[:600].lower()
        assert "source" in head, path
        assert "licence" in head, path
