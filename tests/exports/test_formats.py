"""What holds for every format: many records in one document, in a stream; no text breaks one."""

from __future__ import annotations

import io
import json
from importlib.metadata import entry_points
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcier.errors import InputError
from sourcier.exports import GROUP, exporter
from sourcier.exports.writable import writable
from sourcier.record import Record

FORMATS = sorted(point.name for point in entry_points(group=GROUP) if point.value.startswith("sourcier.exports"))
LINES = ["jsonl", "ninjs", "plover"]
DOCUMENTS = ["geojson", "jsonld"]
TABLES = ["articles", "quotes", "events"]

anything = st.text(st.characters(exclude_categories=[]), max_size=12) | st.sampled_from(
    ["\ud800", "\x00", '"', "\r\n", "\r", "\n", " | ", "=1+1", "<&>", "\u2028", "\x1b[31m", "]]>", "\ufeff", "\\u0000"]
)


def test_these_are_the_formats():
    built_in = {"json", "jsonl", "jsonld", "ninjs", "geojson", "graphml", "markdown", "plover", "record"}
    assert built_in | {f"{table}.{form}" for table in TABLES for form in ("csv", "parquet")} <= set(FORMATS)


def test_an_unknown_format_names_the_others():
    with pytest.raises(InputError, match=r"no format 'odt'; formats: articles\.csv, "):
        exporter("odt")


@pytest.mark.parametrize("form", FORMATS)
def test_each_record_is_taken_once_and_the_same_bytes_come_out(form, samples, written):
    taken = []
    first = written(form, (taken.append(record.article.id) or record for record in samples))
    assert taken == [record.article.id for record in samples]
    assert first == written(form, samples)


@pytest.mark.parametrize("form", ["json", "jsonl", "jsonld", "markdown", "ninjs", "plover", "record", "events.csv"])
def test_a_record_is_written_before_the_next_is_taken(form, record_of):
    out = io.StringIO()
    sizes = []

    def records():
        for number in range(3):
            yield record_of(article=f"{number}" * 64)
            sizes.append(len(out.getvalue()))

    exporter(form)(records(), out)
    assert 0 < sizes[0] < sizes[1] < sizes[2]


@pytest.mark.parametrize(
    "form", [form for form in FORMATS if form not in {"articles.parquet", "quotes.parquet", "events.parquet"}]
)
def test_no_records_are_an_empty_document(form, written):
    text = written(form, []).decode()
    if form in DOCUMENTS:
        assert [] in json.loads(text).values()
    elif form == "graphml":
        assert ElementTree.fromstring(text)
    elif form.endswith(".csv"):
        assert text.count("\r\n") == 1
    else:
        assert text == ""


@given(words=anything, name=anything)
def test_no_text_breaks_a_format(words, name, record_of, written):
    record = record_of(words, f"Ana{name} Roy")
    for form in FORMATS:
        content = written(form, [record, record], sentences=True)
        if form in LINES:
            assert len([json.loads(line) for line in content.decode().split("\n")[:-1]]) == 2
        elif form in DOCUMENTS:
            assert json.loads(content)
        elif form == "graphml":
            ElementTree.fromstring(content)


@given(words=anything)
def test_what_no_encoding_can_write_is_replaced_and_offsets_stay(words, record_of):
    record = record_of(words)
    found = writable(record)
    found.json_text().encode()
    assert len(found.article.text) == len(record.article.text)
    assert all(found.article.text_of(fact) == fact.text for fact in (*found.quotes, *found.events, *found.times))
    if record.article.text.isascii():
        assert found is record


def test_json_lines_are_the_records(samples, written):
    lines = written("jsonl", samples).decode().splitlines()
    assert [Record.model_validate_json(line) for line in lines] == samples
