"""`sourcier correct` and `corrections`: what they print, and how they refuse."""

from __future__ import annotations

import io
import json
import sys

import pytest

import sourcier
from sourcier.cli.main import main
from sourcier.library.library import Library

TEXT = (
    "“We are watching the ice,” Mayor Ana Roy said on Tuesday.\n\n"
    "If the ice breaks early, the ferry will be cancelled on Friday, she said."
)


@pytest.fixture
def article(tmp_path, monkeypatch) -> str:
    """The id of the one article of a library that commands work on."""
    monkeypatch.setenv("SOURCIER_LIBRARY", str(tmp_path / "own.sourcier"))
    monkeypatch.setattr("getpass.getuser", lambda: "ana")
    record = sourcier.read_text(TEXT, title="Thin ice", published="2026-03-11", language="en")
    with Library() as library:
        return next(iter([outcome.article for outcome in library.add_records([record])]))


@pytest.fixture
def run(monkeypatch, capsys):
    """`run("correct", …)`: the exit code, what was printed, and the error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sourcier", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with pytest.raises(SystemExit) as stop:
            main()
        out, error = capsys.readouterr()
        return int(stop.value.code or 0), out, error

    return command


def test_a_correction_is_made_listed_and_undone(run, article):
    code, out, _ = run("correct", article[:8], "q1", "--speaker", "Karl Berg", "--note", "heard it")
    assert code == 0
    assert "ana" in out
    assert "speaker of quote “We are watching the ice,”: Karl Berg (was Ana Roy); heard it" in out
    code, out, _ = run("search", "said-by:Berg")
    assert "1 article" in out
    made = json.loads(run("corrections", "--json")[1])
    assert (made["by"], made["action"], made["value"], made["before"], made["applies"]) == (
        "ana",
        "speaker",
        "Karl Berg",
        "Ana Roy",
        True,
    )
    code, out, _ = run("correct", "--undo", made["id"][:6], "--by", "bo")
    assert code == 0
    assert out.rstrip().endswith("by bo]")
    assert run("corrections") == (0, "", "")
    assert "[undone" in run("corrections", "--undone", "--article", article)[1]
    assert run("check")[0] == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("e1", "--status", "denied"), "status of event “cancelled”: denied (was conditional)"),
        (("e1", "--date", "2026-03-20"), "date of event “cancelled”: 2026-03-20 (was 2026-03-13)"),
        (("e1", "--place", "Oslo"), "place of event “cancelled”: Oslo"),
        (("o1", "--wrong"), "scenario “the ferry will be cancelled on Friday” is wrong"),
        (("a1.1", "--wrong"), "office “Mayor” is wrong"),
    ],
)
def test_what_can_be_set(run, article, options, said):
    code, out, error = run("correct", article, *options)
    assert (code, error) == (0, "")
    assert said in out
    made = json.loads(run("show", article, "--format", "json")[1])["corrections"]
    assert [its["by"] for its in made] == ["ana"]
    assert "CORRECTED (1)" in run("show", article)[1]
    assert "| What | By | When |" in run("show", article, "--format", "markdown")[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "one correction at a time"),
        (("{}",), "one correction at a time"),
        (("{}", "q1"), "one correction at a time"),
        (("{}", "q1", "--wrong", "--status", "denied"), "one correction at a time"),
        (("--undo", "0123", "--same-person", "A B", "C D"), "one correction at a time"),
        (("{}", "q1", "--undo", "0123"), "one correction at a time"),
        (("{}", "q7", "--wrong"), "q7: the article has no quote of this id"),
        (("{}", "e1", "--date", "soon"), "soon: is no ISO 8601 date"),
        (("{}", "q1", "--place", "Oslo"), "q1: no place can be set there; what can be: wrong, speaker"),
        (("--same-person", "Ana Roy", "Karl Berg"), "Karl Berg: no article names a person so"),
        (("--undo", "0123"), "0123: no correction has this id"),
        (("0123456789", "q1", "--wrong"), "no article has this id"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, article, options, said):
    code, out, error = run("correct", *(option.format(article) for option in options))
    assert (code, out) == (2, "")
    assert error.startswith("sourcier: ")
    assert said in error
    assert error.count("\n") == 1
    assert run("corrections", "--undone")[1] == ""


def test_two_people_are_one(run, article):
    other = sourcier.read_text("Marie Lund said the ferry sails.", title="It sails", language="en")
    with Library() as library:
        list(library.add_records([other]))
    code, out, _ = run("correct", "--same-person", "Ana Roy", "Marie Lund", "--note", "maiden name")
    assert code == 0
    assert "same person: Marie Lund is Ana Roy; maiden name" in out
    assert "2 articles" in run("search", 'person:"Marie Lund"')[1]


def test_a_merge_of_stories_is_a_correction(run, article):
    other = sourcier.read_text("Lace is shown at the museum.", title="Lace", published="2026-03-11", language="en")
    with Library() as library:
        (lace,) = [outcome.article for outcome in library.add_records([other])]
    assert run("story", article, "--merge", lace)[0] == 0
    (line,) = run("corrections")[1].splitlines()
    assert "same story: " in line
    assert run("correct", "--undo", line.split()[0])[0] == 0
    listed = json.loads(run("stories", "--least", "1", "--json")[1])
    assert sorted(its["title"] for its in listed) == ["Lace", "Thin ice"]


def test_annotated_data(run, article, tmp_path):
    run("correct", article, "q1", "--speaker", "Karl Berg")
    item = json.loads(run("corrections", "--format", "quotes")[1])
    assert item["quotes"][0]["speaker_name"] == "Karl Berg"
    assert run("corrections", "--format", "events") == (0, "", "")
    target = tmp_path / "quotes.jsonl"
    code, out, error = run("corrections", "--format", "quotes", "--article", article, "--output", str(target))
    assert (code, out) == (0, "")
    assert "1 articles" in error or "1 article" in error
    assert json.loads(target.read_text(encoding="utf-8")) == item
    code, _, error = run("corrections", "--format", "verses")
    assert code == 2
    assert "forms: quotes, events, times, places" in error


def test_who_is_logged_in_nowhere_is_unknown(run, article, monkeypatch):
    def nobody() -> str:
        raise OSError("no login")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert run("correct", article, "q1", "--wrong")[0] == 0
    assert json.loads(run("corrections", "--json")[1])["by"] == "unknown"
