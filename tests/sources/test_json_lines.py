"""JSON Lines, arrays and printed records."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from sourcier.record import Record
from sourcier.sources.capture import CLEAN_TEXT, RECORD, Capture
from sourcier.sources.items import SetAside
from sourcier.sources.unpacking import items_of

SAMPLE = Path(__file__).parents[2] / "samples" / "en" / "rail-strike-ledger.record.json"


def read(content: bytes | str, name: str = "a.jsonl") -> list[object]:
    return list(items_of(io.BytesIO(content.encode() if isinstance(content, str) else content), name))


def test_html_and_text():
    lines = [
        {"url": "https://example.org/1", "html": "<p>Le pont rouvre.</p>", "published": "2025-08-14T18:30:00+02:00"},
        {"url": "https://example.org/2", "text": "La digue tient, dit la préfète.", "title": "La digue"},
    ]
    html, text = read("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    assert html == Capture(b"<p>Le pont rouvre.</p>", "https://example.org/1", "text/html; charset=utf-8")
    assert (html.published, html.name) == ("2025-08-14T18:30:00+02:00", "a.jsonl, line 1")
    assert text.content.decode() == '{"text": "La digue tient, dit la préfète.", "title": "La digue"}'
    assert (text.media_type, text.name) == (CLEAN_TEXT, "a.jsonl, line 2")


@pytest.mark.parametrize(
    ("line", "content", "published"),
    [
        ({"link": "https://e.org/", "body": "Le pont.", "date": "2025-08-14"}, "Le pont.", "2025-08-14"),
        (
            {"source": "Ledger", "maintext": "Le pont.", "date_publish": "2025-08-14 09:05"},
            "Le pont.",
            "2025-08-14T09:05:00",
        ),
        (
            {"content": "Le pont.", "date_published": "Thu, 14 Aug 2025 18:30:00 GMT"},
            "Le pont.",
            "2025-08-14T18:30:00+00:00",
        ),
        ({"text": "\ud800 pont"}, "? pont", None),
    ],
)
def test_the_names_that_other_tools_use(line, content, published):
    (item,) = read(json.dumps(line) + "\n")
    assert (json.loads(item.content)["text"], item.published) == (content, published)
    assert item.address == line.get("link")


def test_bad_lines_are_told_by_number_and_the_others_kept():
    bad = ["not json", "[1]", '{"url": "https://example.org"}', '{"text": "a", "published": "soon"}', '{"text": " "}']
    bad += ['{"text": "a", "published": 5}', '{"text": ' + "[" * 100_000, '{"text": "a"']
    lines = [part for line in bad for part in ('{"text": "La digue tient."}', line)]
    items = read("\n".join(lines) + "\n\n")
    assert sum(isinstance(item, Capture) for item in items) == len(bad)
    aside = [item for item in items if isinstance(item, SetAside)]
    assert [item.name for item in aside] == [f"a.jsonl, line {2 * n + 2}" for n in range(len(bad))]
    assert all("\n" not in item.reason for item in aside)
    assert isinstance(read(b'{"text": "\xff\xfe"}\n{"text": "a"}')[0], SetAside)


def test_a_line_that_is_too_long_is_not_held(monkeypatch):
    monkeypatch.setattr("sourcier.sources.containers.json_objects.JSON_BYTES", 200_000)
    items = read('{"text": "' + "a" * 3_000_000 + '"}\n{"text": "La digue tient."}\n')
    assert [type(item) for item in items] == [SetAside, Capture]
    items = read('[{"text": "' + "a" * 3_000_000 + '"}, {"text": "La digue tient."}]', "a.json")
    assert [type(item) for item in items] == [SetAside, Capture]


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array(indent):
    texts = ['a "b" [c] {d} \\', "é" * 50_000, "{", "\\\\"]
    items = read(json.dumps([{"text": text} for text in texts], indent=indent), "a.json")
    assert [json.loads(item.content)["text"] for item in items] == texts
    assert items[1].name == "a.json, object 2"


def test_records_by_line_and_as_they_are_printed():
    printed = SAMPLE.read_text(encoding="utf-8")
    record = Record.model_validate_json(printed)
    line = record.model_dump_json(by_alias=True)
    for items in (read(printed * 3, "a.json"), read(f"\ufeff{line}\n{line}\n"), read(f"[{line}, {printed}]", "a.json")):
        assert {item.media_type for item in items} == {RECORD}
        assert [Record.model_validate_json(item.content) for item in items] == [record] * len(items)
