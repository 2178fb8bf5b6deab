"""Live blogs: each entry with its own date."""

from __future__ import annotations

import pytest

from sourcier.page import read_page
from sourcier.page.live import Stamp, clock_stamp, dated
from sourcier.sources import Capture

HEAD = '<head><meta charset="utf-8"><title>Bridge closed: live</title>{meta}</head>'
PROSE = "The mayor said on the radio that the bridge would stay closed, and that two ferries would run instead."


def _entries(article):
    return [(block.role, block.published) for block in article.blocks if block.role != "title"]


def _page(entries, meta='<meta property="article:published_time" content="2021-03-03T21:00:00+00:00">'):
    body = "".join(entries)
    return Capture(
        f"<html lang=en>{HEAD.format(meta=meta)}<body><h1>Bridge closed: live</h1><article>{body}</article></body></html>".encode()
    )


def test_hours_above_entries_pass_midnight_backwards():
    pages = [
        f"<h3>{hour} Ferries at the quay, part {hour[:2]}</h3><p>{PROSE} {hour}.</p>"
        for hour in ("00:40", "23:10", "21:05")
    ]
    meta = (
        '<meta property="article:published_time" content="2021-03-03T21:00:00+00:00">'
        '<meta property="article:modified_time" content="2021-03-04T00:45:00+00:00">'
    )
    article = read_page(_page(pages, meta))
    assert _entries(article) == [
        (role, f"{when}+00:00")
        for when in ("2021-03-04T00:40", "2021-03-03T23:10", "2021-03-03T21:05")
        for role in ("subheading", "paragraph")
    ]


def test_time_elements_need_no_word_that_calls_the_page_live():
    pages = [
        f'<div class="post"><time datetime="2021-03-03T{hour}:00Z">{hour}</time><p>{PROSE} Entry {hour}.</p></div>'
        for hour in ("18:00", "17:30", "16:10")
    ]
    article = read_page(Capture(_page(pages).content.replace(b": live", b" for two weeks")))
    assert [published for _, published in _entries(article)] == [
        f"2021-03-03T{hour}:00+00:00" for hour in ("18:00", "17:30", "16:10")
    ]
    assert "17:30\n" not in article.text


def test_an_hour_in_a_heading_of_another_page_dates_nothing():
    pages = [f"<h3>{hour} Doors open</h3><p>{PROSE} {hour}.</p>" for hour in ("18:00", "19:30", "21:00")]
    article = read_page(Capture(_page(pages).content.replace(b": live", b" for two weeks")))
    assert {published for _, published in _entries(article)} == {None}


def test_entries_of_a_text_capture():
    lines = [
        "En direct",
        "Le pont fermé : suivez la journée",
        "Publié le 3 mars 2021 à 9h00, mis à jour le 3 mars 2021 à 18h20",
    ]
    for hour in ("18h15", "14h02", "9h30"):
        lines += [
            hour,
            f"Le maire a confirmé à {hour} que le pont resterait fermé, et que deux bacs feraient la navette.",
        ]
    article = read_page(Capture("\n".join(lines).encode()))
    assert [b.published for b in article.blocks if b.published] == [
        f"2021-03-03T{hour}" for hour in ("18:15", "14:02", "09:30")
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("14h32", Stamp(clock="14:32", alone=True)),
        ("9h05 – Le pont ferme", Stamp(clock="09:05")),
        ("14h32m", None),
        ("25h10", None),
        ("Le pont ferme à 9h05", None),
    ],
)
def test_an_hour_counts_at_the_start_of_a_line_alone(line, expected):
    assert clock_stamp(line, "fr") == expected


def test_hours_that_rise_are_counted_from_publication():
    stamps = [Stamp(clock=clock) for clock in ("22:10", "23:50", "00:20")]
    assert dated(stamps, "2021-03-03T22:00:00+01:00", None) == [
        "2021-03-03T22:10+01:00",
        "2021-03-03T23:50+01:00",
        "2021-03-04T00:20+01:00",
    ]
    assert dated(stamps, None, None) == [None, None, None]
