"""Many addresses side by side."""

from __future__ import annotations

import threading
from itertools import count

import pytest

from sourcier.errors import FetchError, FetchLater
from sourcier.settings import Settings
from sourcier.sources.fetch import Fetcher, fetch_all
from sourcier.sources.guard import GuardedTransport
from sourcier.sources.items import Link

HTML = {"content-type": "text/html; charset=utf-8"}
PAGE = b"<p>Bonjour</p>"
ALLOWED = Settings(private_addresses=True)


def links_of(*addresses: str) -> list[Link]:
    return [Link(address) for address in addresses]


def test_many_are_fetched_whatever_becomes_of_each(fetcher, new_site):
    one, other = new_site(), new_site()
    one.pages |= {"/a": PAGE, "/b": b"x" * 200_000}
    other.pages |= {"/a": PAGE, "/robots.txt": b"User-agent: *\nDisallow: /secret"}
    asked = links_of(
        f"{one.address}/a", f"{one.address}/b", f"{one.address}/gone", f"{other.address}/a",
        f"{other.address}/secret", "no address", "http://[", f"{one.address}/a",
    )  # fmt: skip
    got = list(fetch_all(asked, fetcher))
    assert sorted(link.address for link, _ in got) == sorted(link.address for link in asked)
    kinds = {link.address: type(answer).__name__ for link, answer in got}
    assert kinds == {
        f"{one.address}/a": "Answer",
        f"{one.address}/b": "FetchError",
        f"{one.address}/gone": "FetchError",
        f"{other.address}/a": "Answer",
        f"{other.address}/secret": "FetchRefused",
        "no address": "FetchError",
        "http://[": "FetchError",
    }


def test_a_slow_host_holds_up_no_other(new_site, clock):
    """The slow host answers only when everything else is done: in any other order, this would not end."""
    slow, quick = new_site(), new_site()
    done = threading.Event()

    def page(handler) -> None:
        done.wait(20)
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\nok")

    slow.pages["/a"] = page
    quick.pages |= {f"/{n}": PAGE for n in range(5)}
    asked = links_of(f"{slow.address}/a", *(f"http://localhost:{quick.port}/{n}" for n in range(5)))
    order = []
    with Fetcher(ALLOWED, clock=clock, sleep=clock.sleep, now=clock.now) as fetcher:
        for link, answer in fetch_all(asked, fetcher, threads=2):
            assert not isinstance(answer, FetchError), answer
            order.append(link.address)
            if len(order) == 5:
                done.set()
            clock.seconds += 1
    assert order[-1] == f"{slow.address}/a"


def test_one_host_is_asked_for_one_page_at_a_time(fetcher, site):
    at_once: list[int] = []
    busy = 0
    lock = threading.Lock()

    def page(handler) -> None:
        nonlocal busy
        with lock:
            busy += 1
            at_once.append(busy)
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\n")
        with lock:
            busy -= 1
        handler.wfile.write(b"ok")

    site.pages |= {f"/{n}": page for n in range(20)}
    got = list(fetch_all(links_of(*(f"{site.address}/{n}" for n in range(20))), fetcher))
    assert len(got) == 20
    assert max(at_once) == 1


def test_a_host_that_wants_to_be_left_alone_gives_up_its_links_at_once(fetcher, site, clock):
    site.pages["/0"] = (429, {"retry-after": "7200"}, b"")
    got = list(fetch_all(links_of(*(f"{site.address}/{n}" for n in range(50))), fetcher))
    assert len(got) == 50
    assert all(isinstance(answer, FetchLater) and answer.after is not None for _, answer in got)
    assert site.paths == ["/robots.txt", "/0"]
    assert sum(clock.slept) < 60


def test_links_without_end(fetcher, site, monkeypatch):
    monkeypatch.setattr("sourcier.sources.fetch.FETCH_AHEAD", 20)
    site.pages |= {f"/{n}": PAGE for n in range(100)}
    taken = 0

    def endless():
        nonlocal taken
        for n in count():
            taken += 1
            yield Link(f"{site.address}/{n}")

    several = fetch_all(endless(), fetcher)
    for got, _ in enumerate(several, 1):
        assert taken <= got + 20
        if got == 30:
            break
    several.close()


def test_nothing_is_asked_for_before_the_first_is_wanted(fetcher, site):
    fetch_all(links_of(f"{site.address}/a"), fetcher).close()
    assert site.paths == []


@pytest.mark.parametrize("how", ["close", "interrupt", "links"])
def test_stopping_ends_the_threads(fetcher, site, how):
    site.pages |= {f"/{n}": PAGE for n in range(20)}

    def links():
        for n in range(20):
            if how == "links" and n == 15:
                raise KeyboardInterrupt
            yield Link(f"{site.address}/{n}")

    before = set(threading.enumerate())
    several = fetch_all(links(), fetcher, threads=4)
    if how == "links":
        with pytest.raises(KeyboardInterrupt):
            list(several)
    else:
        next(several)
        if how == "close":
            several.close()
        else:
            with pytest.raises(KeyboardInterrupt):
                several.throw(KeyboardInterrupt)
    for thread in set(threading.enumerate()) - before:
        if thread.name == "sourcier fetch":
            thread.join(10)
            assert not thread.is_alive()
    assert len([path for path in site.paths if path != "/robots.txt"]) < 20


def test_no_links_at_all(fetcher):
    assert list(fetch_all([], fetcher)) == []


def test_an_unexpected_error_is_that_of_its_page_only(site, clock, monkeypatch):
    class Broken(GuardedTransport):
        def handle_request(self, request):
            if request.url.path == "/bad":
                raise RuntimeError("nobody thought\nof this")
            return super().handle_request(request)

    site.pages["/good"] = PAGE
    with Fetcher(ALLOWED, transport=Broken(ALLOWED), clock=clock, sleep=clock.sleep, now=clock.now) as fetcher:
        got = dict(fetch_all(links_of(f"{site.address}/bad", f"{site.address}/good"), fetcher))
    kinds = {link.address.rpartition("/")[2]: type(answer) for link, answer in got.items()}
    assert kinds["bad"] is FetchError
    assert kinds["good"] is not FetchError
