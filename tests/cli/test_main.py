"""The command line, in this process and in a child."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

import sourcier
from sourcier.cli.demo import sample_pages
from sourcier.cli.main import commands


def test_help_loads_nothing_heavy():
    code = (
        "import sys; sys.argv=['sourcier','--help']\n"
        "from sourcier.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'spacy','pydantic','lxml','httpx','rich','babel','numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_json_is_the_record_of_the_interface():
    page = sample_pages()[0]
    result = CliRunner().invoke(commands, ["read", str(page), "--format", "json"], standalone_mode=False)
    assert result.output == sourcier.read(page).json_text()
    assert json.loads(result.output)["schema"] == "sourcier/1"


@pytest.mark.parametrize("form", ["record", "markdown"])
def test_readable_forms_show_every_speaker(form):
    page = next(p for p in sample_pages() if "greve-rail-mosane" in p.name)
    record = sourcier.read(page)
    output = CliRunner().invoke(commands, ["read", str(page), "--format", form], standalone_mode=False).output
    names = {actor.id: actor.name for actor in record.actors}
    for quote in record.quotes:
        if quote.speaker:
            assert names[quote.speaker].split()[0] in output
    assert "\x1b[" not in output


def test_one_bad_page_of_several_is_reported_and_skipped(tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_bytes(b"")
    page = sample_pages()[0]
    result = CliRunner().invoke(commands, ["read", str(bad), str(page), "--format", "json"], standalone_mode=False)
    assert result.return_value == 1
    assert "bad.html" in result.stderr
    assert json.loads(result.stdout)["article"]["title"]
