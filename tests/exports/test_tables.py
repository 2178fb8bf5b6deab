"""Tables: CSV and Parquet hold the same rows, and each row leads back to the words it rests on."""

from __future__ import annotations

import builtins
import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from sourcier.errors import InputError, SetupError
from sourcier.exports import exporter
from sourcier.exports import parquet as module
from sourcier.exports.tables import ARTICLES, EVENTS, QUOTES

TABLES = {"articles": ARTICLES, "quotes": QUOTES, "events": EVENTS}
NAMES = {name: [column.name for column in table.columns] for name, table in TABLES.items()}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ['"', '""', ",", "\r\n", "\r", "\n", "=cmd()", "+1", "-1", "@x", "\x00", "'", ";", "\t", "\u2028"]
)


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))


def as_cell(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("name", TABLES)
def test_names_of_columns_are_unique_and_plain(name):
    assert len(set(NAMES[name])) == len(NAMES[name])
    assert all(re.fullmatch(r"[a-z_]+", column) for column in NAMES[name])


@pytest.mark.parametrize("name", TABLES)
def test_csv_read_back_is_the_rows(name, samples, written):
    header, *rows = csv_rows(written(f"{name}.csv", samples))
    assert header == NAMES[name]
    assert rows == [[as_cell(value) for value in row] for row in TABLES[name].rows(samples)]


@pytest.mark.parametrize("name", TABLES)
def test_parquet_read_back_is_the_rows(name, samples, written):
    table = parquet.read_table(io.BytesIO(written(f"{name}.parquet", samples)))
    assert table.column_names == NAMES[name]
    assert [tuple(row.values()) for row in table.to_pylist()] == list(TABLES[name].rows(samples))
    for field, column in zip(table.schema, TABLES[name].columns, strict=True):
        assert field.metadata[b"description"].decode() == column.about
        assert (
            str(field.type)
            == {"string": "string", "integer": "int64", "number": "double", "boolean": "bool"}[column.kind]
        )


@given(words=texts)
def test_any_words_come_back(words, record_of, written):
    record = record_of(words)
    for name, table in TABLES.items():
        rows = list(table.rows([record]))
        assert csv_rows(written(f"{name}.csv", [record]))[1:] == [[as_cell(value) for value in row] for row in rows]
        read = parquet.read_table(io.BytesIO(written(f"{name}.parquet", [record])))
        assert [tuple(row.values()) for row in read.to_pylist()] == rows


@pytest.mark.parametrize("name", ["quotes", "events"])
def test_each_row_leads_back_to_its_words(name, samples):
    texts = {record.article.id: record.article.text for record in samples}
    for values in TABLES[name].rows(samples):
        row = dict(zip(NAMES[name], values, strict=True))
        text = texts[row["article"]]
        assert text[row["start"] : row["end"]] == row["text"]
        assert text[row["sentence_start"] : row["sentence_end"]] == row["sentence_text"]
        assert row["text"] in row["sentence_text"]


def test_the_sentence_of_an_event_is_the_records(samples):
    told = [event.sentence for record in samples for event in record.events]
    assert [row[NAMES["events"].index("sentence")] for row in EVENTS.rows(samples)] == told


def test_an_event_in_a_row(record_of):
    row = dict(zip(NAMES["events"], next(EVENTS.rows([record_of()])), strict=True))
    assert (row["type"], row["plover"], row["status"], row["probability"]) == (
        "cancellation",
        "REJECT",
        "conditional",
        0.25,
    )
    assert (row["agents"], row["agent_keys"], row["patients"], row["hosts"]) == ("Ana Roy", "ana roy", "Ole Berg", None)
    assert (row["place_name"], row["place_lat"], row["place_lon"]) == ("Oslo", 59.91273, 10.74609)
    assert (row["time_text"], row["time_begin"]) == ("Friday", "2026-03-13")
    assert (row["holder_name"], row["holder_office"], row["condition"]) == ("Ana Roy", "mayor", "If the ice breaks")


def test_a_quote_in_a_row(record_of):
    row = dict(zip(NAMES["quotes"], next(QUOTES.rows([record_of()])), strict=True))
    assert (row["speaker_name"], row["speaker_key"], row["speaker_office"]) == ("Ana Roy", "ana roy", "mayor")
    assert (row["addressee_name"], row["said_value"], row["kind"], row["cue"]) == (
        "Ole Berg",
        "2026-03-13",
        "direct",
        "told",
    )
    assert re.fullmatch(r"\d+-\d+ \| \d+-\d+", row["pieces"])


def test_cells_that_look_like_formulas_are_left_as_they_are(record_of, written):
    record = record_of()
    titled = record.model_copy(update={"article": record.article.model_copy(update={"title": "=1+1", "lead": "@home"})})
    row = dict(zip(NAMES["articles"], csv_rows(written("articles.csv", [titled]))[1], strict=True))
    assert (row["title"], row["lead"]) == ("=1+1", "@home")


def test_csv_is_that_of_rfc_4180(record_of, written):
    content = written("events.csv", [record_of(' "so"\n')])
    assert content.count(b"\r\n") == 2
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b'""so""' in content


@pytest.mark.parametrize(("rows", "characters"), [(2, 10**9), (10**9, 1)])
def test_parquet_is_written_in_groups(rows, characters, record_of, written, monkeypatch):
    monkeypatch.setattr(module, "ROWS", rows)
    monkeypatch.setattr(module, "CHARACTERS", characters)
    records = [record_of(article=f"{number:064}") for number in range(5)]
    file = parquet.ParquetFile(io.BytesIO(written("events.parquet", records)))
    assert file.num_row_groups == (3 if rows == 2 else 5)
    assert [row["article"] for row in file.read().to_pylist()] == [record.article.id for record in records]


def test_parquet_of_no_records_has_the_columns(written):
    table = parquet.read_table(io.BytesIO(written("quotes.parquet", [])))
    assert (table.num_rows, table.column_names) == (0, NAMES["quotes"])


def test_parquet_goes_to_no_terminal():
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    for out in (io.StringIO(), Terminal(io.BytesIO())):
        with pytest.raises(InputError, match="write it to a file"):
            exporter("events.parquet")([], out)


def test_without_pyarrow_it_says_what_to_install(monkeypatch, written):
    imported = builtins.__import__

    def refuse(name, *arguments, **options):
        if name == "pyarrow":
            raise ImportError(name)
        return imported(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(SetupError, match=r"pip install 'sourcier\[parquet\]'"):
        written("events.parquet", [])
