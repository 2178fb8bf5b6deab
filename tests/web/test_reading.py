"""Posted pages are read in a process of their own, which is replaced when it fails."""

from __future__ import annotations

import json
import multiprocessing
import threading
import time
from pathlib import Path

import pytest

import sourcier
from sourcier.errors import LimitExceeded, NoArticle, UnsupportedLanguage
from sourcier.settings import Settings
from sourcier.sources.capture import CLEAN_TEXT, Capture
from sourcier.web.reading import Busy, Page, Reading, TooSlow

SAMPLES = Path(__file__).parents[2] / "samples"
TEXT = {"title": "Parade in Brindle Cove", "text": "The mayor said that the parade begins on Monday."}


def page(**said) -> Page:
    return Page(Capture(json.dumps(TEXT).encode(), media_type=CLEAN_TEXT), **said)


@pytest.mark.parametrize("name", ["en/rail-strike-harbour", "fr/greve-rail-breve-gazette"])
def test_the_record_is_that_of_the_reader(reading, name):
    path = SAMPLES / f"{name}.html"
    told = reading.read(Page(Capture(path.read_bytes(), media_type="text/html")))
    expected = sourcier.Reader().read(Capture(path.read_bytes(), media_type="text/html"))
    assert told == expected.model_dump_json(by_alias=True).encode()


def test_what_is_wrong_with_a_page_is_told(reading):
    with pytest.raises(NoArticle):
        reading.read(Page(Capture(b"   ")))
    with pytest.raises(UnsupportedLanguage):
        reading.read(page(language="xx"))
    assert reading.read(page())


def test_what_the_poster_says_counts(reading):
    told = sourcier.record.Record.model_validate_json(
        reading.read(page(published="2027-03-02", url="https://gazette.example/parade", language="en"))
    )
    assert (told.article.published, told.article.url) == ("2027-03-02", "https://gazette.example/parade")


def test_a_page_that_takes_too_long_is_given_up_and_others_are_read():
    slow = Reading(Settings(), seconds=0.001)
    try:
        with pytest.raises(TooSlow):
            slow.read(page())
        slow.seconds = 120
        assert slow.read(page())
    finally:
        slow.close()


def test_a_process_that_dies_is_replaced():
    own = Reading(Settings(), seconds=120)
    known = set(multiprocessing.active_children())
    try:
        raised: list[BaseException] = []

        def read() -> None:
            try:
                own.read(page())
            except LimitExceeded as error:
                raised.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        while not (started := set(multiprocessing.active_children()) - known):
            time.sleep(0.01)
        started.pop().kill()
        reader.join()
        assert "died" in str(raised[0])
        assert own.read(page())
    finally:
        own.close()


def test_only_so_many_pages_wait(monkeypatch):
    monkeypatch.setattr("sourcier.web.reading.READS_WAITING", 1)
    own, go_on = Reading(Settings()), threading.Event()
    monkeypatch.setattr(own, "_read", lambda _: go_on.wait() and b"{}")
    waiting = [threading.Thread(target=own.read, args=(page(),)) for _ in range(2)]
    for thread in waiting:
        thread.start()
    while own._places._value:
        time.sleep(0.01)
    with pytest.raises(Busy):
        own.read(page())
    go_on.set()
    for thread in waiting:
        thread.join()
    assert own.read(page())
