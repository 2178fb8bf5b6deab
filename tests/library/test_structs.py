"""Records as structs: the same fields, the same refusals, the same bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcier.cli.demo import sample_pages
from sourcier.record import Record
from sourcier.record.structs import parse, write

RECORDS = [
    Record.model_validate_json(path.read_bytes())
    for path in sorted(sample_pages()[0].parents[1].glob("*/*.record.json"))
]


@pytest.mark.parametrize("record", RECORDS, ids=[record.article.title for record in RECORDS])
def test_what_is_read_and_written_is_what_the_models_read_and_write(record):
    content = record.model_dump_json(by_alias=True).encode()
    assert write(parse(content)) == content
    assert write(parse(record.json_text().encode())) == content


def test_what_is_left_out_has_the_same_default():
    least = json.loads(RECORDS[0].model_dump_json(by_alias=True, exclude_defaults=True)) | {"schema": "sourcier/1"}
    content = json.dumps(least).encode()
    assert write(parse(content)) == Record.model_validate_json(content).model_dump_json(by_alias=True).encode()


@given(st.floats(-180, 180), st.text())
def test_numbers_and_words_are_written_alike(number, words):
    told = json.loads(RECORDS[0].model_dump_json(by_alias=True))
    told["article"]["title"] = words
    told["places"][0]["latitude"] = number
    content = json.dumps(told).encode()
    assert write(parse(content)) == Record.model_validate_json(content).model_dump_json(by_alias=True).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reader": None}, "reader"),
        ({"article": {}}, "article"),
        ({"quotes": [{"start": "one"}]}, "quotes"),
        ({"strange": 1}, "strange"),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(change, said):
    told = json.loads(RECORDS[0].model_dump_json(by_alias=True)) | change
    with pytest.raises(ValueError, match=said):
        parse(json.dumps(told).encode())


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"schema": "sourcier/1\xff"}', b"x" * 100, b"[" * 100_000])
def test_what_is_no_json_is_refused(content):
    with pytest.raises(ValueError):
        parse(content)
