"""The commands of stories: what they print, in what formats, and how they fail."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from icalendar import Calendar

import sourcier
from sourcier.cli.main import main
from sourcier.exports import formats as record_formats
from sourcier.exports.dossiers import formats as dossier_formats
from sourcier.library import connect
from sourcier.library.library import Library
from sourcier.stories.stories import Stories

TALKS = (
    ("fr", "2027-03-01T08:00:00+01:00", "Le Courrier", "La présidente et le Premier ministre à Vienne",
     "La présidente Ana Roy a annoncé qu'elle rencontrera le Premier ministre Karl Berg à Vienne le 20 mars 2027.\n\n"
     "« Nous parlerons de la frontière et des douanes de nos deux pays », a déclaré Ana Roy. "
     "Si les négociations échouent, les douaniers feront grève à Vienne le 2 avril 2027, a dit Ana Roy."),
    ("en", "2027-03-02T09:30:00+00:00", "The Ledger", "Vienna: the prime minister and the president",
     "Prime Minister Karl Berg denied that he will meet President Ana Roy in Vienna on 20 March 2027.\n\n"
     "“We will talk about the border when the customs officers are back at work,” Karl Berg said."),
    ("en", "2027-03-05T10:00:00+00:00", "The Post", "Later than planned",
     "The meeting of President Ana Roy and Prime Minister Karl Berg in Vienna has been postponed from 20 March to 24 March 2027."),
)  # fmt: skip
BLAST = (
    ("en", "2027-03-03T18:00:00+01:00", "The Ledger", "Blast in Lyon", "Eight people were killed in the explosion in Lyon on 3 March 2027."),
    ("fr", "2027-03-03T19:00:00+01:00", "Le Courrier", "Drame à Lyon", "Onze personnes ont été tuées dans l'explosion à Lyon le 3 mars 2027."),
)  # fmt: skip
OTHER = (
    ("fr", "2027-03-04", "Le Courrier", "Des dentelles au musée", "Le musée de Saint-Omer montre des dentelles et des mouchoirs brodés."),
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, dict[str, str], dict[str, list[str]]]:
    """A library of three stories, their ids, and those of their articles."""
    path = tmp_path_factory.mktemp("stories") / "own.sourcier"
    articles: dict[str, list[str]] = {}
    with Library(str(path)) as library:
        stories = Stories(library)
        for name, told in (("talks", TALKS), ("blast", BLAST), ("other", OTHER)):
            records = []
            for n, (language, published, outlet, title, text) in enumerate(told):
                url = f"https://{name}.example/{n}"
                read = sourcier.read_text(text, title=title, published=published, language=language, url=url)
                records.append(
                    read.model_copy(update={"article": read.article.model_copy(update={"site_name": outlet})})
                )
            articles[name] = [outcome.article for outcome in library.add_records(records)]
        stories.update()
        for its in articles.values():  # grouping is tested elsewhere
            story = stories.story(its[0])
            inside = [article.id for article in stories.articles(story.id)]
            if set(inside) - set(its):
                story = stories.split(story.id, [article for article in its if article in inside])
            if outside := [article for article in its if article not in inside]:
                stories.move(outside, story.id)
        ids = {name: stories.story(its[0]).id for name, its in articles.items()}
    assert len(set(ids.values())) == 3
    return path, ids, articles


@pytest.fixture
def library(made, tmp_path) -> str:
    """A copy of the library, to be changed."""
    return str(shutil.copy(made[0], tmp_path / "copy.sourcier"))


@pytest.fixture
def ids(made) -> dict[str, str]:
    return made[1]


@pytest.fixture
def articles(made) -> dict[str, list[str]]:
    return made[2]


@pytest.fixture
def run(capfdbinary, monkeypatch, library):
    """`run("stories", …)`: exit code, output and messages."""
    monkeypatch.setenv("SOURCIER_LIBRARY", library)
    monkeypatch.setenv("COLUMNS", "100")

    def do(*arguments: object) -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "argv", ["sourcier", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        sys.stdout.flush()
        said = capfdbinary.readouterr()
        return int(end.value.code or 0), said.out, said.err.decode()

    return do


@pytest.fixture
def printed(run):
    """`printed("stories", …)`: the output of a command that succeeds without a message."""

    def do(*arguments: object) -> str:
        code, output, errors = run(*arguments)
        assert (code, errors) == (0, "")
        return output.decode()

    return do


@pytest.fixture
def refused(run):
    """`refused(…)`: the one line of a command that fails, with its exit code."""

    def do(code: int, *arguments: object) -> str:
        found, output, errors = run(*arguments)
        assert (found, output) == (code, b"")
        assert errors.startswith("sourcier: ")
        assert errors.count("\n") == 1
        assert "Traceback" not in errors and "is a bug" not in errors
        return errors

    return do


def test_stories_are_listed(printed, ids):
    text = printed("stories")
    assert ids["talks"] in text and ids["blast"] in text
    assert ids["other"] not in text
    assert ids["other"] in printed("stories", "--least", 1)
    assert len(json.loads(printed("stories", "--least", 1, "--limit", 2, "--json"))) == 2
    assert [its["id"] for its in json.loads(printed("stories", "--since", "2027-03-04", "--json"))] == [ids["talks"]]


def test_a_list_of_stories_for_a_machine(printed, ids):
    told = {its["id"]: its for its in json.loads(printed("stories", "--json"))}
    assert told.keys() == {ids["talks"], ids["blast"]}
    talks = told[ids["talks"]]
    assert (talks["articles"], talks["first"], talks["last"]) == (3, "2027-03-01", "2027-03-05")
    assert talks["languages"] == ["en", "fr"]
    assert set(talks["outlets"]) == {"Le Courrier", "The Ledger", "The Post"}


def test_the_front_page(printed, ids, tmp_path):
    text = printed("stories", "--front", "--on", "2027-03-05")
    assert ids["talks"] in text
    first, *_ = json.loads(printed("stories", "--on", "2027-03-05", "--json"))
    assert first["id"] == ids["talks"]
    assert json.loads(printed("stories", "--on", "2031-03-05", "--json")) == []
    assert json.loads(printed("stories", "--on", "2021-03-05", "--json")) == []
    counts = tmp_path / "reads.csv"
    counts.write_text("address,reads\nhttps://blast.example/0,12\nhttps://talks.example/1,3\nhttps://nulle.part/,99\n")
    told = json.loads(printed("stories", "--on", "2027-03-05", "--reads", counts, "--json"))
    assert [(its["id"], its["reads"]) for its in told[:2]] == [(ids["blast"], 12), (ids["talks"], 3)]
    assert "12" in printed("stories", "--on", "2027-03-05", "--reads", counts)


COMMANDS = (
    ("stories",),
    ("stories", "--least", "1"),
    ("stories", "--on", "2027-03-05"),
    ("story", "talks"),
    ("story", "blast"),
    ("story", "other"),
    ("agenda", "--from", "2027-03-01", "--days", "60"),
    ("quotes", "--by", "Ana Roy"),
    ("differences", "talks"),
    ("differences", "blast"),
    ("differences", "other"),
)


@pytest.mark.parametrize("columns", ["30", "60", "100", "200"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_a_person_reads(printed, ids, monkeypatch, command, columns):
    monkeypatch.setenv("COLUMNS", columns)
    arguments = [ids.get(argument, argument) for argument in command]
    for options in ([], ["--words", "fr"]):
        text = printed(*arguments, *options)
        assert "\x1b" not in text  # what is piped is plain
        if command != ("differences", "other"):
            assert text.strip()
    if command[0] in {"story", "agenda", "quotes", "differences"}:
        assert printed(*arguments, "--zone", "America/Halifax") is not None


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_a_machine_reads(printed, ids, command):
    text = printed(*[ids.get(argument, argument) for argument in command], "--json")
    assert isinstance(json.loads(text), dict if command[0] in {"story", "differences"} else list)


def test_a_dossier_tells_all(printed, ids):
    text = printed("story", ids["talks"])
    for words in ("Ana Roy", "Karl Berg", "The Ledger", "Le Courrier", "2027"):
        assert words in text
    told = json.loads(printed("story", ids["talks"], "--json"))
    assert len(told["articles"]) == 3
    assert told == json.loads(printed("story", ids["talks"], "--format", "json"))


def test_a_story_by_any_of_its_names(printed, ids, articles):
    text = printed("story", ids["talks"])
    for name in (ids["talks"][:6], ids["talks"].upper(), *articles["talks"]):
        assert printed("story", name) == text


@pytest.mark.parametrize("form", sorted({*dossier_formats(), *record_formats()}))
def test_every_format_of_a_story(run, ids, form, tmp_path):
    code, output, errors = run("story", ids["talks"], "--format", form)
    assert (code, errors) == (0, "")
    assert output
    path = tmp_path / "out"
    assert run("story", ids["talks"], "--format", form, "--output", path)[:2] == (0, b"")
    if form not in {"html", "atom", "ics"}:  # these tell when they were made
        assert len(path.read_bytes()) == len(output)
    assert [its.name for its in tmp_path.iterdir() if "part" in its.name] == []


def test_records_of_a_story(printed, ids, articles):
    lines = printed("story", ids["talks"], "--format", "jsonl").splitlines()
    assert [json.loads(line)["article"]["url"] for line in lines] == [f"https://talks.example/{n}" for n in range(3)]
    assert len(articles["talks"]) == 3


def test_an_agenda(printed, ids, tmp_path):
    arguments = ("agenda", "--from", "2027-03-20", "--days", 7)
    told = json.loads(printed(*arguments, "--json"))
    meetings = [its for its in told if its["event"]["type"] == "meeting"]
    assert [(its["story"]["id"], its["event"]["begin"]) for its in meetings] == [(ids["talks"], "2027-03-24")]
    assert "Vienna" in printed(*arguments) or "Vienne" in printed(*arguments)
    read = Calendar.from_ical(printed(*arguments, "--format", "ics"))
    assert len(read.walk("VEVENT")) == len(told)
    path = tmp_path / "agenda.ics"
    assert printed(*arguments, "--format", "ics", "--output", path) == ""
    assert {str(its["UID"]) for its in Calendar.from_ical(path.read_bytes()).walk("VEVENT")} == {
        str(its["UID"]) for its in read.walk("VEVENT")
    }
    assert b"\r\n" in path.read_bytes() and b"\r\r\n" not in path.read_bytes()
    assert json.loads(printed("agenda", "--from", "2027-03-25", "--days", 3, "--json")) == []


def test_quotes_by_any_spelling(printed):
    told = json.loads(printed("quotes", "--by", "Karl Berg", "--json"))
    assert told
    assert all(its["speaker"] == "Karl Berg" for its in told)
    assert json.loads(printed("quotes", "--by", "KARL  BERG", "--json")) == told
    assert "border" in printed("quotes", "--by", "karl berg")
    assert json.loads(printed("quotes", "--by", "Nobody Known", "--json")) == []
    assert len(json.loads(printed("quotes", "--by", "Ana Roy", "--limit", 1, "--json"))) == 1


def test_differences_and_claims(printed, ids):
    told = json.loads(printed("differences", ids["blast"], "--json"))
    assert [(its["field"], [value["value"] for value in its["values"]]) for its in told["differences"]] == [
        ("number", ["11", "8"])
    ]
    text = printed("differences", ids["blast"])
    assert "Onze personnes" in text and "Eight people" in text
    told = json.loads(printed("differences", ids["talks"], "--json"))
    assert [value["holders"] for claim in told["claims"] for value in claim["denied"]] == [["Karl Berg"]]
    assert "Karl Berg" in printed("differences", ids["talks"])


def test_merge_split_and_move(printed, ids, articles):
    text = printed("story", ids["talks"], "--merge", ids["other"])
    assert "dentelles" in text
    assert printed("story", ids["other"]) == printed("story", ids["talks"])
    told = json.loads(printed("story", ids["talks"], "--split", articles["other"][0][:8], "--json"))
    assert [its["id"] for its in told["articles"]] == articles["other"]
    assert told["story"]["id"] not in ids.values()
    moved = json.loads(printed("story", ids["blast"], "--move", articles["other"][0], "--json"))
    assert {its["id"] for its in moved["articles"]} == {*articles["blast"], *articles["other"]}
    assert len(json.loads(printed("stories", "--least", 1, "--json"))) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["story"], "ID"),
        (["story", "talks", "--format", "docx"], "formats: .*atom.*jsonl"),
        (["story", "talks", "--zone", "Lune/Mer"], "no time zone"),
        (["story", "talks", "--zone", "../../etc/passwd"], "no time zone"),
        (["story", "talks", "--zone", "Europe"], "no time zone"),
        (["story", "talks", "--merge", "talks"], "itself"),
        (["story", "talks", "--merge", "blast", "--split", "other"], "one of --merge, --split and --move"),
        (["story", "talks", "--split", "0123456789abcdef"], "not the id of one article"),
        (["story", "talks", "--move", "0123456789abcdef"], "no article has this id"),
        (["story", "0123456789abcdef"], "no story has this id"),
        (["story", "abc"], "at least 4 digits"),
        (["story", "talks", "--output", "/nulle/part/a"], "cannot be written"),
        (["differences", "0123456789abcdef"], "no story has this id"),
        (["differences", "un titre"], "is no id"),
        (["differences"], "ID"),
        (["quotes"], "--by"),
        (["quotes", "--by", " "], "no name"),
        (["quotes", "--by", "Ana Roy", "--limit", "0"], "limit"),
        (["agenda", "--from", "hier"], "hier"),
        (["agenda", "--days", "0"], "days"),
        (["agenda", "--format", "odt"], "odt"),
        (["agenda", "--zone", ""], None),
        (["stories", "--least", "0"], "least"),
        (["stories", "--limit", "-1"], "limit"),
        (["stories", "--since", "2027-02-30"], "2027-02-30"),
        (["stories", "--on", "demain"], "demain"),
        (["stories", "--reads", "nulle-part.csv"], "nulle-part.csv: cannot be read"),
        (["stories", "--reads", "bad.csv"], "row 2 has no count"),
        (["stories", "--reads", "binary.csv"], "cannot be read"),
        (["stories", "--library", "nulle-part.sourcier"], "no library"),
    ],
)
def test_what_cannot_be_understood_is_one_line(refused, run, ids, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.csv").write_text("address,reads\nhttps://talks.example/1\n")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\x01")
    arguments = [ids.get(argument, argument) for argument in arguments]
    if words is None:
        assert run(*arguments)[0] == 0
    else:
        assert re.search(words, refused(2, *arguments))


@pytest.mark.parametrize(
    "command", [["stories"], ["story", "talks"], ["agenda"], ["quotes", "--by", "Ana Roy"], ["differences", "talks"]], ids=" ".join
)  # fmt: skip
def test_words_in_an_unknown_language(refused, ids, command):
    arguments = [ids.get(argument, argument) for argument in command]
    assert "tlh" in refused(1, *arguments, "--words", "tlh")


def test_an_empty_library(printed, refused, tmp_path):
    path = tmp_path / "empty.sourcier"
    Library(str(path)).close()
    for command in (["stories"], ["stories", "--front"], ["agenda"], ["quotes", "--by", "Ana Roy"]):
        assert json.loads(printed(*command, "--library", path, "--json")) == []
        printed(*command, "--library", path)
    for command in ("story", "differences"):
        assert "no story has this id" in refused(2, command, "--library", path, "abcdef")


def test_a_library_that_may_not_be_written_is_shown(printed, refused, ids, library, monkeypatch):
    """With the stories that it has, whether their dossiers were made before or not."""
    before = Path(library).read_bytes()
    monkeypatch.setattr(connect, "os", SimpleNamespace(access=lambda *_: False, W_OK=os.W_OK))
    assert ids["talks"] in printed("stories")
    assert "Ana Roy" in printed("story", ids["talks"])
    assert json.loads(printed("agenda", "--from", "2027-03-20", "--days", 7, "--json"))
    assert "Karl Berg" in printed("quotes", "--by", "Karl Berg")
    printed("differences", ids["blast"])
    assert "may not be written" in refused(1, "story", ids["talks"], "--merge", ids["blast"])
    assert Path(library).read_bytes() == before


def test_new_articles_in_a_library_that_may_not_be_written(printed, library, ids, monkeypatch):
    read = sourcier.read_text("Le bac traverse la baie.", title="Le bac", language="fr", url="https://bac.example/1")
    with Library(library) as opened:
        list(opened.add_records([read]))
    monkeypatch.setattr(connect, "os", SimpleNamespace(access=lambda *_: False, W_OK=os.W_OK))
    assert len(json.loads(printed("stories", "--least", 1, "--json"))) == 3
    monkeypatch.undo()


def test_an_export_that_breaks_off_leaves_the_older_file(run, ids, tmp_path, monkeypatch):
    target = tmp_path / "out.md"
    target.write_text("older")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sourcier.exports.dossiers.markdown.write", full)
    code, _, errors = run("story", ids["talks"], "--format", "markdown", "--output", target)
    assert code == 2
    assert errors.count("\n") == 1
    assert target.read_text() == "older"
