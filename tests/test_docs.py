"""The documentation names all that a user may meet, and its links lead somewhere.

A field, event type, status, option, setting, limit or data file that no page names fails here.
"""

from __future__ import annotations

import doctest
import inspect
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner

import sourcier.record
from sourcier import limits, settings
from sourcier.cli import main as command_line
from sourcier.errors import SourcierError
from sourcier.languages import codes, language, shared_tsv
from sourcier.record import Model, Record, Status

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = (
    "record.md",
    "cli.md",
    "python.md",
    "languages.md",
    "page.md",
    "quotes.md",
    "entities.md",
    "times.md",
    "places.md",
    "events.md",
    "exports.md",
    "plover.md",
    "library.md",
    "search.md",
    "stories.md",
    "dossiers.md",
    "corrections.md",
    "access.md",
    "api.md",
    "web.md",
)
"""The pages whose links are checked, beside the README."""


HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def page(name: str) -> str:
    """The text of a page of docs/."""
    return (DOCS / name).read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """Heading -> what stands below it, up to the next heading of any level."""
    parts = HEADING.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def first_cells(text: str) -> list[str]:
    """All names in code marks in the first column of a section's tables, in order."""
    return [
        name
        for line in text.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([^`]+)`", line.split(" | ")[0])
    ]


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.replace(" ", "-") for heading in plain}


def models() -> list[type[Model]]:
    """Every public model of the record."""
    found = [getattr(sourcier.record, name) for name in sourcier.record.__all__]
    return [m for m in found if inspect.isclass(m) and issubclass(m, Model) and m is not Model]


def commands(name: str = "sourcier", command: click.Command = command_line.commands) -> list[tuple[str, click.Command]]:
    """Every command with its name, groups included."""
    inner = command.commands.items() if isinstance(command, click.Group) else ()
    return [(name, command), *(found for word, its in inner for found in commands(f"{name} {word}", its))]


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_field_of_the_record_has_its_line(model):
    fields = [field.alias or name for name, field in model.model_fields.items()]
    named = first_cells(sections(page("record.md"))[model.__name__])
    if model.__name__ == "Article":  # its section also tables where a date was found
        assert set(get_args(get_args(model.model_fields["published_from"].annotation)[0])) <= set(named)
        named = named[: len(fields)]
    assert sorted(named) == sorted(fields)


def test_every_fixed_value_of_the_record_is_named():
    text = page("record.md")
    for model in models():
        for name, field in model.model_fields.items():
            for part in (field.annotation, *get_args(field.annotation)):
                for value in get_args(part):
                    if isinstance(value, str):
                        assert f"`{value}`" in text or f'"{value}"' in text, f"{model.__name__}.{name}: {value}"


def test_every_event_type_has_its_plover_code():
    rows = [
        line.split(" | ") for line in sections(page("record.md"))["Event types"].splitlines() if line.startswith("| `")
    ]
    assert [(row[0].strip("| `"), row[1].replace("–", "")) for row in rows] == [
        (row["type"], row["plover"]) for row in shared_tsv("event_types")
    ]


def test_every_status_has_its_definition():
    assert first_cells(sections(page("record.md"))["Statuses"]) == list(get_args(Status))


def test_the_figure_is_a_record_as_it_is_read():
    drawn = re.sub(r"<[^>]+>", "\n", re.sub(r"<style>.*?</style>", "", page("record.svg"), flags=re.DOTALL))
    record = _figure()
    text = record.article.text
    assert " ".join(text.split()) in " ".join(drawn.split())
    for fact in (*record.quotes, *record.events, *record.times, *record.actors[0].mentions):
        assert f"{fact.start}–{fact.end}" in drawn, fact
    for words in (record.events[0].type, record.events[0].plover, record.events[0].status):
        assert words in drawn


def _figure() -> Record:
    return sourcier.read_text(
        "“We are watching the ice,” Mayor Ana Roy said on Tuesday.\n\n"
        "If the ice breaks early, the ferry will be cancelled on Friday, she said.",
        title="Thin ice puts the ferry in doubt",
        published="2026-03-11",
        language="en",
    )


@pytest.mark.parametrize(("name", "command"), commands(), ids=lambda part: part if isinstance(part, str) else "")
def test_every_command_and_option_is_named(name, command):
    text = page("cli.md")
    assert name == "sourcier" or f"`{name}`" in sections(text)
    below = sections(text)["The command line" if name == "sourcier" else f"`{name}`"]
    options = {option for param in command.params if isinstance(param, click.Option) for option in param.opts}
    options |= set(command_line.commands.context_settings["help_option_names"])
    named = {option.split()[0] for option in first_cells(below) if option.startswith("-") and option != "-"}
    assert named == options


def test_the_example_is_what_the_command_prints():
    """Where the reading has changed, paste what it prints now: docs never show what no command gave."""
    block = next(b for b in re.findall(r"```console\n(.*?)```", page("cli.md"), re.DOTALL) if "samples/" in b)
    shown = [line for line in block.splitlines() if line.strip() != "…"]
    arguments = shown[0].removeprefix("$ sourcier ").split()
    arguments[1] = str(ROOT / arguments[1])
    printed = CliRunner().invoke(command_line.commands, arguments, standalone_mode=False).output.splitlines()
    assert [line.rstrip() for line in printed][: len(shown) - 1] == shown[1:]


def test_every_environment_setting_is_named():
    named = re.compile(r"SOURCIER_[A-Z]+(?:_[A-Z]+)*_?")
    used = {
        name
        for module in (settings, command_line)
        for name in named.findall(inspect.getsource(module))
        if not name.endswith("_") and not name.startswith("SOURCIER_PIPELINE_")
    }
    used |= {f"SOURCIER_PIPELINE_{code.upper()}" for code in codes()}
    assert set(first_cells(sections(page("cli.md"))["Environment"])) == used


def test_every_default_pipeline_is_named():
    table = sections(page("cli.md"))["Environment"]
    for code in codes():
        assert f"| `SOURCIER_PIPELINE_{code.upper()}` | `{language(code).pipeline}` |" in table


def test_every_limit_is_named_with_its_value():
    rows = {line.split("`")[1]: line for line in page("cli.md").splitlines() if re.match(r"\| `[A-Z_]+` \|", line)}
    values = {name: value for name, value in vars(limits).items() if name.isupper()}
    assert {name for name in rows if not name.startswith("SOURCIER_")} == set(values)
    for name, value in values.items():
        assert f"| {value:,.0f}".replace(",", " ") in rows[name], name


def test_every_error_is_named():
    waiting = [SourcierError]
    while waiting:
        error = waiting.pop()
        assert error.__name__ in page("python.md")
        waiting.extend(error.__subclasses__())


def test_every_entry_point_group_is_named():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(first_cells(sections(page("python.md"))["Add-ons"])) == set(project["entry-points"])


@pytest.mark.parametrize("code", codes())
def test_every_file_of_a_language_is_named_with_its_columns_and_keys(code):
    below = sections(page("languages.md"))
    for file in sorted(files(f"sourcier.languages.{code}").iterdir(), key=lambda file: file.name):
        name, _, kind = file.name.partition(".")
        if kind not in {"tsv", "toml"}:
            continue
        assert f"[`{file.name}`](#{name}{kind})" in below["The files of a folder"], file.name
        named = set(first_cells(below[file.name]))
        content = language(code).tsv(name)[0] if kind == "tsv" else language(code).toml(name)
        assert set(content) <= named, f"{code}/{file.name}"


def test_every_shared_table_is_named_with_its_columns():
    below = sections(page("languages.md"))["Tables that all languages share"]
    for file in files("sourcier.languages").iterdir():
        if file.name.endswith(".tsv"):
            line = next(line for line in below.splitlines() if f"| `{file.name}`" in line)
            assert all(f"`{column}`" in line for column in shared_tsv(file.name.removesuffix(".tsv"))[0])


def test_the_examples_of_the_python_page_are_as_many_as_they_look():
    """They run by themselves (`--doctest-glob`); a prompt that the parser misses would not."""
    examples = doctest.DocTestParser().get_examples(page("python.md"))
    assert sum(len(e.source.strip().splitlines()) for e in examples) == len(
        re.findall(r"^(?:>>>|\.\.\.)", page("python.md"), re.MULTILINE)
    )


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    text = page(name)
    for match in LINK.finditer(text):
        target, _, anchor = (match[1] or match[2]).partition("#")
        if target.startswith(("http://", "https://")):
            continue
        path = (DOCS / target) if target else DOCS / name
        assert path.is_file(), f"{name}: {target}"
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), f"{name}: {target}#{anchor}"


def test_the_readme_leads_to_these_pages():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = {match[1].partition("#")[0] for match in LINK.finditer(text) if match[1]}
    assert {f"docs/{name}" for name in PAGES} <= targets
    for target in targets:
        if not target.startswith(("http://", "https://")):
            assert (ROOT / target).is_file(), target
