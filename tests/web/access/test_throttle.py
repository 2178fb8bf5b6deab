from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcier import limits
from sourcier.web.access.throttle import Throttle


@pytest.fixture
def throttle(time) -> Throttle:
    return Throttle(time.monotonic)


def waits(throttle, time, name, address, tries):
    """What each of some failures in a row let the next one wait."""
    told = []
    for _ in range(tries):
        wait = throttle.wait(name, address)
        told.append(wait)
        time.go(seconds=wait)
        if wait:
            assert throttle.wait(name, address) == 0
    return told


def test_the_wait_for_a_name_doubles_up_to_a_minute(throttle, time):
    addresses = [f"192.0.2.{n}" for n in range(14)]
    told = [waits(throttle, time, "Ana", address, 1)[0] for address in addresses]
    assert told == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_wait_for_an_address_doubles_up_to_a_quarter_of_an_hour(throttle, time):
    told = [waits(throttle, time, f"user {n}", "192.0.2.1", 1)[0] for n in range(34)]
    assert told == [0] * 20 + [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]


def test_others_do_not_wait(throttle):
    for _ in range(6):
        throttle.wait("Ana", "192.0.2.1")
    assert throttle.wait("Ana", "192.0.2.2") > 0
    assert throttle.wait("Bo", "192.0.2.1") == 0


def test_a_name_is_one_in_all_its_spellings(throttle):
    for name in ("Anaïs", "ANAÏS", "anaïs ", "Ａnaïs", "Anaïs"):
        throttle.wait(name, "192.0.2.1")
    assert throttle.wait("anaïs", "192.0.2.2") > 0


@pytest.mark.parametrize(
    ("addresses", "is_one"),
    [
        (("2001:db8:0:1::1", "2001:db8:0:1:ffff::2"), True),
        (("2001:db8:0:1::1", "2001:db8:0:2::1"), False),
        (("::ffff:192.0.2.1", "192.0.2.1"), True),
        (("fe80::1%eth0", "fe80::2%eth1"), True),
        (("testclient", "testclient"), True),
        (("192.0.2.1", "192.0.2.2"), False),
    ],
)
def test_whom_an_address_stands_for(throttle, addresses, is_one):
    for number in range(20):
        throttle.wait(f"user {number}", addresses[0])
    assert (throttle.wait("another", addresses[1]) > 0) is is_one


def test_success_clears_the_name_and_gives_the_address_back_its_try(throttle, time):
    for _ in range(5):
        throttle.wait("Ana", "192.0.2.1")
    time.go(seconds=1)
    assert throttle.wait("Ana", "192.0.2.1") == 0
    throttle.succeeded("Ana", "192.0.2.1")
    assert throttle.wait("Ana", "192.0.2.1") == 0
    throttle.succeeded("Ana", "192.0.2.1")
    for number in range(15):  # five failures count: fifteen more are free
        assert throttle.wait(f"user {number}", "192.0.2.1") == 0
    assert throttle.wait("one more", "192.0.2.1") > 0


def test_one_who_logs_in_all_day_never_waits(throttle):
    for _ in range(100):
        assert throttle.wait("Ana", "192.0.2.1") == 0
        throttle.succeeded("Ana", "192.0.2.1")
    assert len(throttle) == 0


def test_a_hundred_at_a_time_are_no_way_around(throttle):
    told: list[float] = []
    threads = [threading.Thread(target=lambda: told.append(throttle.wait("Ana", "192.0.2.1"))) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(wait == 0 for wait in told) == limits.LOGIN_NAME_TRIES


def test_an_hour_later_all_is_forgotten(throttle, time):
    for _ in range(5):
        throttle.wait("Ana", "192.0.2.1")
    time.go(hours=1, seconds=1)
    for _ in range(5):
        assert throttle.wait("Ana", "192.0.2.1") == 0


def test_memory_is_bounded(throttle, monkeypatch):
    monkeypatch.setattr("sourcier.web.access.throttle.LOGIN_REMEMBERED", 50)
    for number in range(500):
        throttle.wait(
            "x" * 100_000 + str(number) if number % 2 else f"user {number}", f"10.{number // 250}.0.{number % 250}"
        )
    assert len(throttle) <= 100


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["192.0.2.1", "::1"]), st.floats(0, 100), st.booleans()))
)
def test_no_wait_is_longer_than_the_longest(steps):
    seconds = [0.0]
    throttle = Throttle(lambda: seconds[0])
    for name, address, passed, succeeds in steps:
        seconds[0] += passed
        wait = throttle.wait(name, address)
        assert 0 <= wait <= limits.LOGIN_ADDRESS_SECONDS
        if wait == 0 and succeeds:
            throttle.succeeded(name, address)
