"""The commands of a library: what they print, what they keep, and their exit codes."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import feedparser
import pytest

import sourcier
from sourcier.cli.demo import sample_pages
from sourcier.cli.main import main
from sourcier.library.library import Library
from sourcier.record import Record

PAGES = sample_pages()
BREVE = next(page for page in PAGES if "greve-rail-breve" in page.name)
RECORDS = [page.with_suffix(".record.json") for page in PAGES if page != BREVE]
SOURCIER = [sys.executable, "-m", "sourcier.cli.main"]


def one_line(path: Path) -> str:
    return json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A page, the records of all other samples, and what is no page."""
    made = tmp_path_factory.mktemp("pages")
    (made / BREVE.name).write_bytes(BREVE.read_bytes())
    (made / "records.jsonl").write_text("".join([*map(one_line, RECORDS), "{broken\n"]), encoding="utf-8")
    (made / "empty.html").write_bytes(b"")
    (made / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return made


@pytest.fixture(scope="module")
def added(folder, tmp_path_factory) -> tuple[str, subprocess.CompletedProcess[str]]:
    """A library, and what the command said that filled it."""
    path = str(tmp_path_factory.mktemp("library") / "own.sourcier")
    command = [*SOURCIER, "add", "--json", "--workers", "1", "--library", path, str(folder)]
    return path, subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def library(added) -> str:
    return added[0]


@pytest.fixture
def run(capfdbinary, monkeypatch, tmp_path):
    """`run("search", …)`: exit code, output and messages."""
    monkeypatch.setenv("SOURCIER_LIBRARY", str(tmp_path / "own.sourcier"))

    def do(*arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sourcier", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        sys.stdout.flush()
        said = capfdbinary.readouterr()
        return int(end.value.code or 0), said.out.decode(), said.err.decode()

    return do


def lines(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_one_bad_page_costs_no_other(added, folder):
    path, done = added
    *told, last = lines(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert last == {"summary": {"added": len(PAGES), "updated": 0, "known": 0, "aside": 3, "library": path}}
    kept = {outcome["article"] for outcome in told if outcome["status"] == "added"}
    aside = {outcome["name"]: (outcome["kind"], bool(outcome["reason"])) for outcome in told if "reason" in outcome}
    assert aside == {
        f"{folder}/records.jsonl, line {len(RECORDS) + 1}": ("failed", True),
        f"{folder}/empty.html": ("failed", True),
        f"{folder}/logo.png": ("skipped", True),
    }
    with Library(path, create=False) as opened:
        assert len(opened) == len(kept) == len(PAGES)
        read = {record.article.id: record for _, record in opened.records(opened.shown())}
    for record in RECORDS:
        expected = Record.model_validate_json(record.read_bytes())
        assert read[expected.article.id] == expected


def test_records_are_taken_in_once(run, folder, library):
    code, output, errors = run("add", "--workers", 1, "--library", library, folder / "records.jsonl")
    assert (code, errors) == (1, "")
    assert f"0 added, 0 updated, {len(RECORDS)} already known, 1 set aside" in output
    assert "sourcier aside lists" in output


def test_texts_and_records_come_by_standard_input(run, tmp_path):
    text = (
        "La mairie de Vérigny a voté mardi la réouverture du pont. « Nous avons tenu parole », a dit la maire, Ana Roy. "
        "Les travaux ont duré onze semaines et coûté deux millions d'euros."
    )
    article = {
        "url": "https://aurore.example/pont",
        "title": "Le pont de Vérigny rouvre",
        "text": text,
        "published": "2031-03-10",
    }
    given = (json.dumps(article) + "\n" + one_line(RECORDS[0])).encode()
    code, output, errors = run("add", "--workers", 1, "-", stdin=given)
    assert (code, errors) == (0, "")
    assert len(re.findall(r"^added +[0-9a-f]{16}  \S", output, re.MULTILINE)) == 2
    assert "2 added, 0 updated, 0 already known, 0 set aside" in output
    code, output, _ = run("search", "--json", "said-by:roy")
    assert (code, json.loads(output)["articles"][0]["url"]) == (0, article["url"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add"], "SOURCE"),
        (["add", "nulle-part.html"], "nulle-part.html"),
        (["add", "--published", "hier", str(BREVE)], "hier"),
        (["add", "--workers", "0", str(BREVE)], "workers"),
        (["add", "<p>Bonjour</p>"], "no file name"),
        (["search", "bac"], "no library"),
        (["stats"], "no library"),
        (["show", "abcdef"], "no library"),
        (["follow", "--remove", "https://aurore.example/feed"], "no library"),
        (["watch", "--once"], "no library"),
        (["export", "--format", "odt"], "odt"),
        (["backup"], "TARGET"),
    ],
)
def test_a_wrong_command_is_one_line(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    code, output, errors = run(*arguments)
    assert (code, output) == (2, "")
    assert re.fullmatch(r"sourcier: [^\n]+\n", errors)
    assert words in errors
    assert arguments[0] == "add" or list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", "event:meting"], "did you mean meeting?"),
        (["search"], "no query"),
        (["search", "--saved", "nobody"], "no search is saved"),
        (["search", "--saved", "x", "bac"], "not both"),
        (["search", "--limit", "0", "bac"], "limit"),
        (["searches", "--remove", "nobody"], "no search is saved"),
        (["show", "abc"], "is no id"),
        (["show", "abcdefabcdef"], "no article has this id"),
        (["versions", "abcdefabcdef"], "no article has this id"),
        (["follow", "--remove", "https://aurore.example/feed"], "is not followed"),
        (["watch", "--once", "--webhook", "nowhere"], "is no http"),
        (["export", "--output", "/proc/nowhere/x"], "cannot be written"),
        (["export", "event:meting"], "did you mean meeting?"),
    ],
)
def test_what_cannot_be_understood_is_one_line(run, library, arguments, words):
    code, output, errors = run(*arguments, "--library", library)
    assert (code, output) == (2, "")
    assert "Traceback" not in errors
    assert errors.splitlines()[-1].startswith("sourcier: ")
    assert words in errors.splitlines()[-1]
    assert len(errors.splitlines()) == (3 if "event:meting" in arguments else 1)


def test_a_search_shows_where_it_was_found(run, library):
    code, output, errors = run("search", "--library", library, "grève rail -barrage")
    assert (code, errors) == (0, "")
    assert "Belgique : la grève du rail suspendue" in output
    assert output.splitlines()[-1].endswith("articles")
    code, output, _ = run("search", "--library", library, "xyzzy")
    assert (code, output) == (0, "0 articles\n")


@pytest.mark.parametrize("query", ["-lang:en", "-hausse -lang:en", "-grève"])
def test_a_query_may_begin_with_what_is_not_wanted(run, library, query):
    with Library(library, create=False) as opened:
        expected = len(opened.find(query))
    code, output, errors = run("search", "--library", library, "--json", "--limit", 100, query)
    assert (code, errors) == (0, "")
    assert json.loads(output)["count"] == expected
    assert len(lines(run("export", "--library", library, *query.split())[1])) == expected


def test_a_search_as_json_is_for_a_machine(run, library):
    code, output, _ = run("search", "--library", library, "--json", "--newest", "--limit", 2, "grève")
    found = json.loads(output)
    assert (code, found["query"], len(found["articles"])) == (0, "greve", min(2, found["count"]))
    for article in found["articles"]:
        for hit in article["hits"]:
            assert {hit["text"][start:end].lower() for start, end in hit["marks"]} == {"grève"}


def test_searches_are_saved_listed_used_and_forgotten(run, library):
    assert run("search", "--library", library, "--save", "rail", "grève", "rail")[0] == 0
    assert run("searches", "--library", library)[1] == "rail: grève rail\n"
    ((told),) = lines(run("searches", "--library", library, "--json")[1])
    assert (told["name"], told["query"]) == ("rail", "grève rail")
    by_name = run("search", "--library", library, "--saved", "rail")[1]
    assert by_name == run("search", "--library", library, "grève rail")[1]
    assert run("searches", "--library", library, "--remove", "rail")[:2] == (0, "")


@pytest.fixture
def article(run, library) -> dict[str, object]:
    """The article that was read from a page, as a search shows it."""
    found = json.loads(run("search", "--library", library, "--json", "title:suspendue")[1])["articles"]
    return next(its for its in found if its["title"] == "Belgique : la grève du rail suspendue")


def test_an_article_is_shown_as_read_shows_it(run, library, article):
    code, output, _ = run("show", "--library", library, "--format", "json", article["article"][:8])
    assert (code, output) == (0, sourcier.read(BREVE).json_text())
    for form in ("record", "markdown"):
        code, output, _ = run("show", "--library", library, "--format", form, article["capture"])
        assert (code, "Bénédicte" in output) == (0, True)


def test_a_page_is_shown_byte_for_byte(run, library, article, capfdbinary, monkeypatch):
    done = subprocess.run(
        [*SOURCIER, "show", "--page", "--library", library, article["article"]], capture_output=True, check=True
    )
    assert done.stdout == BREVE.read_bytes()
    record = Record.model_validate_json(RECORDS[0].read_bytes())
    code, output, errors = run("show", "--page", "--library", library, record.article.id)
    assert (code, output) == (2, "")
    assert "is kept" in errors


def test_versions_are_shown_with_what_changed(run, tmp_path):
    first = json.loads(RECORDS[0].read_text(encoding="utf-8"))
    second = json.loads(json.dumps(first))
    title = first["article"]["title"]
    for part in (first, second):
        part["article"]["url"] = "https://aurore.example/une"
    second["article"] |= {"id": "f" * 64, "modified": "2040-01-01T00:00:00Z", "title": title[:-1] + "!"}
    second["article"]["text"] = second["article"]["text"].replace(title, title[:-1] + "!")
    (tmp_path / "two.jsonl").write_text("".join(json.dumps(part) + "\n" for part in (first, second)))
    code, output, _ = run("add", "--json", "--workers", 1, tmp_path / "two.jsonl")
    assert (code, [told.get("status") for told in lines(output)][:2]) == (0, ["added", "updated"])
    code, output, _ = run("versions", "f" * 64)
    assert code == 0
    assert f"- {title}" in output
    assert f"+ {title[:-1]}!" in output
    assert output.count("(shown)") == 1
    told = json.loads(run("versions", "--json", "ffffffff")[1])
    assert [row["shown"] for row in told] == [False, True]
    assert told[1]["changes"][0] == {"kind": "title", "before": title, "after": title[:-1] + "!"}
    assert len(lines(run("export", "--versions")[1])) == 2
    assert len(lines(run("export")[1])) == 1


def test_stats_count_what_is_there(run, library):
    code, output, _ = run("stats", "--library", library, "--json")
    found = json.loads(output)
    assert code == 0
    assert (found["library"], found["articles"], found["set_aside"]) == (library, len(PAGES), 3)
    assert found["languages"] == {code: sum(page.parent.name == code for page in PAGES) for code in found["languages"]}
    code, output, _ = run("stats", "--library", library)
    assert code == 0
    assert output.startswith(f"{library}\n")
    assert f"articles   {len(PAGES)}" in output


def test_what_was_set_aside_is_listed(run, library, folder):
    code, output, _ = run("aside", "--library", library)
    assert code == 0
    assert re.search(rf"^skipped  {re.escape(str(folder))}/logo.png: ", output, re.MULTILINE)
    assert {told["kind"] for told in lines(run("aside", "--library", library, "--json")[1])} == {"failed", "skipped"}


def test_a_check_says_what_is_wrong(run, library, tmp_path):
    assert run("check", "--library", library) == (0, f"{library}: sound, {len(PAGES)} articles\n", "")
    copy = tmp_path / "copy.sourcier"
    assert run("backup", "--library", library, copy) == (0, f"{library}: copied, {len(PAGES)} articles\n", "")
    with Library(str(copy)) as opened, opened.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO sketches VALUES (1, 2)")
    code, output, _ = run("check", "--library", copy)
    assert (code, output.splitlines()[-1]) == (1, "1 problems")
    assert "sourcier check --repair mends it" in output
    ((told),) = lines(run("check", "--library", copy, "--json")[1])
    assert told["mends"] is True
    assert run("check", "--library", copy, "--repair")[0] == 0
    assert run("check", "--library", copy)[0] == 0


def test_a_backup_replaces_no_other_file(run, library, tmp_path):
    other = tmp_path / "lettre.txt"
    other.write_text("Cher ami")
    code, output, errors = run("backup", "--library", library, other)
    assert (code, output) == (2, "")
    assert errors.startswith(f"sourcier: {other}: exists and is no backup")
    assert other.read_text() == "Cher ami"


def test_an_export_is_the_same_each_time_and_whole(run, library, tmp_path):
    code, output, errors = run("export", "--library", library)
    assert (code, errors) == (0, "")
    assert output == run("export", "--library", library)[1]
    exported = {record["article"]["id"]: record for record in lines(output)}
    assert len(exported) == len(PAGES)
    for path in RECORDS:
        record = json.loads(path.read_text(encoding="utf-8"))
        assert exported[record["article"]["id"]] == record
    target = tmp_path / "out.jsonl"
    code, said, errors = run("export", "--library", library, "--output", target)
    assert (code, said, errors) == (0, "", f"{target}: {len(PAGES)} records\n")
    assert target.read_text(encoding="utf-8") == output
    found = lines(run("export", "--library", library, "lang:en")[1])
    assert {record["article"]["language"] for record in found} == {"en"}
    code, output, _ = run("export", "--library", library, "--format", "markdown", "title:suspendue")
    assert (code, "# Belgique : la grève du rail suspendue" in output) == (0, True)
    again = tmp_path / "again.sourcier"
    assert run("add", "--library", again, "--workers", 1, target)[0] == 0
    assert run("export", "--library", again)[1] == target.read_text(encoding="utf-8")


def test_an_export_that_breaks_off_leaves_the_older_file(run, library, tmp_path, monkeypatch):
    target = tmp_path / "out.jsonl"
    target.write_text("older")
    monkeypatch.setattr("sourcier.exports.jsonl.write", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))  # fmt: skip
    code, _, errors = run("export", "--library", library, "--output", target)
    assert code != 0
    assert errors.count("\n") == 1
    assert target.read_text() == "older"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_reread_reads_all_pages_again(run, library, tmp_path):
    copy = tmp_path / "copy.sourcier"
    run("backup", "--library", library, copy)
    before = run("export", "--library", copy)[1]
    code, output, errors = run("reread", "--library", copy, "--workers", 1)
    assert (code, errors) == (0, "")
    assert re.fullmatch(r"(\d) of \1 pages read again, \d set aside\n", output)
    assert run("export", "--library", copy)[1] == before


FEED = {"content-type": "application/rss+xml"}


@pytest.fixture
def feed(site, monkeypatch) -> str:
    """The address of a feed with one article."""
    monkeypatch.setenv("SOURCIER_PRIVATE_ADDRESSES", "1")
    entry = f"<item><link>{site.address}/a</link><title>A</title></item>"
    site.pages["/feed"] = (
        200,
        FEED,
        f'<rss version="2.0"><channel><title>Aurore</title>{entry}</channel></rss>'.encode(),
    )
    site.pages["/a"] = next(page for page in PAGES if page.name == "rail-strike-ledger.html").read_bytes()
    return f"{site.address}/feed"


def test_feeds_are_followed_listed_and_dropped(run, feed, site):
    code, output, errors = run("follow", feed)
    assert (code, errors) == (0, "")
    assert output.startswith(f"follows {feed}")
    assert run("follow")[1] == f"{feed}  not fetched yet\n"
    ((told),) = lines(run("follow", "--json")[1])
    assert (told["address"], told["failures"]) == (feed, 0)
    code, _, errors = run("follow", f"{site.address}/gone")
    assert (code, errors.count("\n")) == (1, 1)
    assert run("follow", "--remove", feed)[:2] == (0, "")
    assert run("follow")[:2] == (0, "")


def test_a_watch_takes_new_articles_in_and_tells_alerts(run, feed, tmp_path):
    run("follow", feed)
    assert run("search", "--save", "rail", "strike")[0] == 0
    alerts = tmp_path / "alerts.xml"
    code, output, errors = run("watch", "--once", "--workers", 1, "--alerts", alerts)
    assert (code, errors) == (0, "")
    assert output.startswith("added")
    assert "1 added, 0 updated, 0 already known, 0 set aside" in output
    (entry,) = feedparser.parse(alerts.read_bytes()).entries
    assert entry.link.endswith("/a")
    assert "strike" in entry.summary.lower()
    assert run("follow")[1].startswith(f"{feed}  fetched ")


def test_a_database_that_is_none_is_one_line(run, tmp_path):
    path = tmp_path / "own.sourcier"
    path.write_bytes(b"Une lettre.\n" * 500)
    for command in (["stats"], ["search", "bac"], ["add", "--workers", "1", BREVE], ["check"], ["export"], ["aside"]):
        code, output, errors = run(*command)
        assert (code, output) == (1, "")
        assert errors == f"sourcier: {path}: is no library; choose another file with --library\n"
