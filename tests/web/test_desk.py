"""What is kept in memory: made once, given while it is renewed, made anew after a change."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from sourcier.library.library import Library
from sourcier.web.desk import Desk, Kept


@pytest.fixture
def kept():
    made = Kept()
    yield made
    made.close()


def test_a_value_is_made_once_while_it_is_fresh(kept):
    made = []
    for _ in range(3):
        assert kept.get("one", lambda: made.append(1) or len(made), fresh=60) == 1


def test_an_old_value_is_given_while_a_new_one_is_made(kept):
    assert kept.get("one", lambda: "old", fresh=60) == "old"
    go = threading.Event()
    assert kept.get("one", lambda: go.wait(10) and "new", fresh=0) == "old"
    go.set()
    deadline = time.monotonic() + 10
    while kept.get("one", lambda: "newer", fresh=60) == "old" and time.monotonic() < deadline:
        time.sleep(0.01)
    assert kept.get("one", lambda: "newer", fresh=60) == "new"


def test_what_takes_long_is_none_until_it_is_there(kept):
    go = threading.Event()
    assert kept.soon("slow", lambda: go.wait(10) and "there", fresh=60, wait=0.01) is None
    go.set()
    deadline = time.monotonic() + 10
    while kept.soon("slow", lambda: "again", fresh=60) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert kept.soon("slow", lambda: "again", fresh=60) == "there"


def test_after_a_change_what_is_quick_is_new_and_what_is_slow_is_given_old(kept):
    kept.get("quick", lambda: "old", fresh=60)
    kept.soon("slow", lambda: "old", fresh=60, wait=10)
    kept.clear()
    go = threading.Event()
    assert kept.soon("slow", lambda: go.wait(10) and "new", fresh=60) == "old"
    assert kept.get("quick", lambda: "new", fresh=60) == "new"
    go.set()


def test_what_fails_is_tried_again(kept):
    def fails():
        raise ValueError("not yet")

    with pytest.raises(ValueError, match="not yet"):
        kept.get("one", fails, fresh=60)
    assert kept.get("one", lambda: "there", fresh=60) == "there"


def test_a_library_of_old_pages_has_the_front_page_of_its_last_day(web_library):
    desk = Desk(web_library)
    last = desk.stories.all(limit=1)[0].last
    assert desk.now().date().isoformat() == last
    assert desk.front()
    assert desk.latest(3)
    desk.kept.close()


def test_an_empty_library_has_today(tmp_path):
    with Library(str(tmp_path / "empty.sourcier")) as library:
        desk = Desk(library)
        assert abs((desk.now() - datetime.now(UTC)).total_seconds()) < 60
        assert desk.front() == []
        assert desk.agenda() == []
        desk.kept.close()
