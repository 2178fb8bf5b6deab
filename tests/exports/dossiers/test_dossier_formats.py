"""What holds for every format: it is found by its name, takes a story of which nothing is known, and any text at all."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree, html
from poison import NOISE, poisoned
from valmont import DOSSIER

from sourcier.errors import InputError, UnsupportedLanguage
from sourcier.exports.dossiers import dossier_exporter
from sourcier.exports.dossiers.texts import one_line

FORMATS = ("atom", "dossier", "html", "ics", "json", "markdown")


def written(name: str, dossier, **options) -> str:
    out = io.StringIO(newline="")
    dossier_exporter(name)(dossier, out, **options)
    return out.getvalue()


def test_an_unknown_format_names_those_that_there_are():
    with pytest.raises(InputError, match="atom, dossier, geojson, html, ics, json, jsonld, markdown"):
        dossier_exporter("docx")


@pytest.mark.parametrize("name", ["dossier", "html", "markdown", "ics", "atom"])
def test_an_unknown_language_is_an_error(name, dossier):
    with pytest.raises(UnsupportedLanguage):
        written(name, dossier, language="xx")


@pytest.mark.parametrize("name", FORMATS)
def test_a_story_of_which_nothing_is_known(name, bare):
    assert "Untitled" in written(name, bare)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_same_dossier_gives_the_same_bytes(name, language, dossier):
    once = written(name, dossier, zone=ZoneInfo("America/Halifax"), language=language)
    assert once == written(name, dossier, zone=ZoneInfo("America/Halifax"), language=language)
    assert "Valmont" in once


@pytest.mark.parametrize("name", FORMATS)
@given(text=NOISE, dates=st.booleans())
@settings(max_examples=25, deadline=None)
def test_no_text_breaks_a_format(name, text, dates):
    content = written(name, poisoned(DOSSIER, text, dates=dates))
    content.encode("utf-8")
    shown = one_line(text)
    match name:
        case "json":
            assert json.loads(content)["story"]["title"] == "".join(
                "\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text
            )
        case "html":
            page = html.document_fromstring(content)
            assert " ".join(page.findtext(".//title").split()) == " ".join(shown.split())
            assert not page.xpath("//script | //@onerror | //@onload | //iframe | //img")
        case "atom":
            assert etree.fromstring(content.encode()).tag.endswith("feed")
        case "ics":
            calendar = Calendar.from_ical(content)
            assert calendar["NAME"] == shown
            assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
            assert not {c for c in content if ord(c) < 32} - set("\r\n\t")
        case "dossier":
            assert not {c for c in content if ord(c) < 32 or 127 <= ord(c) < 160} - {"\n"}


def test_json_names_all_fields(dossier):
    content = json.loads(written("json", dossier))
    assert content.keys() == asdict(dossier).keys()
    assert content["events"][3]["history"][1]["kind"] == "moved"
    assert "é" in written("json", dossier)
