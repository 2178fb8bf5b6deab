"""The pace: one request a second to a host, more slowly where it asks for it."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from sourcier.errors import FetchLater
from sourcier.sources.pace import NotYet, Pace


@pytest.fixture
def pace(clock):
    return Pace(clock=clock, sleep=clock.sleep, now=clock.now)


def test_the_first_request_does_not_wait_and_the_next_one_does(pace, clock):
    pace.wait("news.example")
    assert clock.slept == []
    pace.wait("news.example")
    assert clock.slept == [1.0]


def test_hosts_do_not_wait_for_one_another(pace, clock):
    pace.wait("news.example")
    pace.wait("autre.example")
    assert clock.slept == []


def test_letter_case_and_a_last_dot_make_no_other_host(pace, clock):
    pace.wait("news.example")
    pace.wait("NEWS.example.")
    assert clock.slept == [1.0]


def test_a_crawl_delay_counts_from_the_last_request(pace, clock):
    pace.wait("news.example", delay=10)
    clock.seconds += 4
    pace.wait("news.example", delay=10)
    assert clock.slept == [6.0]


def test_less_than_a_second_counts_as_a_second(pace, clock):
    pace.wait("news.example", delay=0)
    pace.wait("news.example", delay=0)
    assert clock.slept == [1.0]


def test_whoever_is_not_ready_to_wait_is_told_so(pace, clock):
    pace.wait("news.example")
    with pytest.raises(NotYet):
        pace.wait("news.example", patience=0.5)
    assert pace.ready("news.example") == 1.0
    pace.wait("news.example")
    assert clock.slept == [1.0]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30),
        (" 30 ", 30),
        ("Wed, 11 Mar 2026 08:00:45 GMT", 45),
        ("Wednesday, 11-Mar-26 08:00:45 GMT", 45),
        ("Wed, 11 Mar 2026 07:00:00 GMT", 0),
        ("0", 0),
        ("-5", 60),
        ("soon", 60),
        ("", 60),
        (None, 60),
        ("²", 60),
        ("9" * 400, 86_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ],
)
def test_retry_after(pace, clock, header, seconds):
    assert (pace.block("news.example", header) - clock.now()).total_seconds() == seconds


def test_a_short_block_is_waited_for(pace, clock):
    pace.block("news.example", "30")
    assert pace.ready("news.example") == 30
    pace.wait("news.example")
    assert clock.slept == [30.0]


def test_a_long_block_is_not_waited_for(pace, clock):
    pace.block("news.example", "3600")
    assert pace.ready("news.example") == 0
    with pytest.raises(FetchLater) as raised:
        pace.wait("news.example")
    assert raised.value.after == datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
    assert clock.slept == []


def test_a_block_is_not_shortened(pace):
    pace.block("news.example", "50")
    pace.block("news.example", "10")
    assert pace.ready("news.example") == 50


def test_a_block_that_comes_while_one_waits_is_seen(clock):
    pace: Pace

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if len(clock.slept) == 1:
            pace.block("news.example", "20")

    pace = Pace(clock=clock, sleep=sleep, now=clock.now)
    pace.wait("news.example")
    pace.wait("news.example")
    assert clock.slept == [1.0, 20.0]


def test_threads_get_a_second_each(clock):
    made: list[float] = []
    turn = threading.Lock()

    def sleep(seconds: float) -> None:  # time does not pass: every thread sees how long it would have to wait
        with turn:
            made.append(seconds)
        raise StopIteration

    pace = Pace(clock=clock, sleep=sleep, now=clock.now)

    def ask() -> None:
        with suppress(StopIteration):
            pace.wait("news.example")

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [float(second) for second in range(1, 20)]


def test_hosts_that_may_be_asked_again_are_forgotten(pace, clock, monkeypatch):
    monkeypatch.setattr("sourcier.sources.pace.PACE_HOSTS", 3)
    pace.block("blocked.example", "600")
    for number in range(10):
        pace.wait(f"host{number}.example")
        clock.seconds += 2
    assert len(pace._hosts) <= 3
    with pytest.raises(FetchLater):
        pace.wait("blocked.example")
