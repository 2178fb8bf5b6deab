"""Fetching: an address to a capture, politely, within limits, and never from a private network unless allowed."""

from __future__ import annotations

import queue
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from sourcier.errors import FetchError, FetchLater, FetchRefused, InputError, LimitExceeded
from sourcier.limits import (
    FETCH_AHEAD,
    FETCH_HEADER_BYTES,
    FETCH_REDIRECTS,
    FETCH_SECONDS,
    PACE_SECONDS,
    PAGE_BYTES,
    ROBOTS_BYTES,
)
from sourcier.settings import Settings
from sourcier.sources.capture import Capture
from sourcier.sources.encodings import Damaged, accepted, unpacked
from sourcier.sources.items import Link
from sourcier.sources.pace import NotYet, Pace, utc_now
from sourcier.sources.robots import Reply, Robots

if TYPE_CHECKING:
    import httpx

Accept = Literal["page", "news", "any"]
"""What may come: a page; a feed, sitemap, list or archive too; or also bytes that the server has no name for."""

_PAGE = ("text/", "html", "xml")
_NEWS = (*_PAGE, "rss", "atom", "json", "opml", "gzip", "warc", "zip")
_TYPES: dict[Accept, tuple[str, ...]] = {"page": _PAGE, "news": _NEWS, "any": (*_NEWS, "octet-stream", "download")}

_WANTED: dict[Accept, str] = {
    "page": "text/html, text/plain;q=0.9",
    "news": "text/html, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "*/*;q=0.5",
    "any": "*/*",
}

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_LATER = {408, 425, 429}
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})")
_YEAR = 31_536_000


@dataclass(frozen=True)
class Answer:
    """What an address gave.

    Attributes:
        address: as it was asked for.
        capture: None where nothing has changed since the last time.
        not_modified: nothing has changed since the answer whose `etag` or `last_modified` was given.
        etag: to be given the next time; None where the server has none.
        last_modified: the same.
        expires: until when the server says that there is nothing new; None where it does not say.
        moved_to: the address to ask for from now on, where every redirect on the way was a permanent one.
    """

    address: str
    capture: Capture | None
    not_modified: bool = False
    etag: str | None = None
    last_modified: str | None = None
    expires: datetime | None = None
    moved_to: str | None = None


class Fetcher:
    """Fetches, keeps its connections open, and remembers each site's rules and pace; threads may share one.

    Args:
        settings: `private_addresses` and `user_agent` count.
        clock, sleep, now: see `pace.Pace`.
        seconds: for each fetch, the waits for the pace not counted.
        most_bytes: of one page, both as sent and unpacked.
        transport: in place of a connection to the network through `guard.GuardedTransport`.

    Raises:
        InputError: the setting `user_agent` is empty or has characters that no header may have.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = utc_now,
        seconds: float = FETCH_SECONDS,
        most_bytes: int = PAGE_BYTES,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        agent = settings.user_agent.strip()
        if not agent or not agent.isascii() or not agent.isprintable():
            raise InputError("SOURCIER_USER_AGENT: has to be one line of ASCII characters; give your programme's name")
        if transport is None:
            from sourcier.sources.guard import GuardedTransport  # noqa: PLC0415 - only fetching needs httpx

            transport = GuardedTransport(settings)
        self._transport = transport
        self._agent = agent
        self._clock, self._sleep, self._now = clock, sleep, now
        self._seconds, self._most_bytes = seconds, most_bytes
        self._pace = Pace(clock=clock, sleep=sleep, now=now)
        self._robots = Robots(self._load, clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()

    def get(
        self,
        address: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        polite: bool = True,
        accept: Accept = "news",
    ) -> Answer:
        """What is behind an address; redirects are followed, each checked like the first address.

        Args:
            address: http or https.
            etag: of the last answer: what has not changed is not sent again.
            last_modified: the same.
            polite: obey robots.txt and the pace. False where a person asked for this one page: the pace only, and
                redirects within one host are followed at once, as a browser does.
            accept: what may come.

        Raises:
            FetchRefused: a private address, or robots.txt forbids it.
            FetchLater: too many requests, trouble of the server or on the way, or too slow.
            FetchError: not found, not text, no address, more than `limits.FETCH_REDIRECTS` redirects.
            LimitExceeded: more bytes than a page may have.
        """
        return self._get(address, etag, last_modified, polite, accept, float("inf"))

    def sitemaps(self, address: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of an address's site names.

        Raises:
            FetchError: the site cannot be asked.
        """
        with _said_of(address):
            return self._robots.rules(str(_url(address))).sitemaps

    def ready(self, address: str) -> float:
        """Seconds until a request to the address's host need not wait, see `Pace.ready`."""
        return self._pace.ready(host_of(address))

    def _get(
        self, name: str, etag: str | None, last_modified: str | None, polite: bool, accept: Accept, patience: float
    ) -> Answer:
        import httpx  # noqa: PLC0415 - only fetching needs it

        headers = {"Accept": _WANTED[accept]}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        cookies = httpx.Cookies()  # some sites redirect for ever without the one that they set; kept for this page only
        left = self._seconds
        permanent = True
        asked: set[str] = set()
        with _said_of(name):
            url = _url(name)
            for hop in range(FETCH_REDIRECTS + 1):
                host = url.raw_host.decode("ascii")
                delay = self._allowed(url) if polite else PACE_SECONDS
                if not polite and host in asked:
                    self._pace.note(host)
                else:
                    self._pace.wait(host, delay=delay, patience=float("inf") if hop else patience)
                asked.add(host)
                begun = time.monotonic()
                request = self._request(url, headers, begun + left, cookies)
                with self._sent(request) as response:
                    if response.status_code not in _REDIRECTS:
                        moved = str(url) if hop and permanent else None
                        known = bool(etag or last_modified)
                        return self._answer(name, name if not hop else str(url), response, accept, known, moved)
                    url = _target(url, response)
                    permanent = permanent and response.status_code in _PERMANENT
                    cookies.extract_cookies(response)
                left -= time.monotonic() - begun
            raise FetchError(f"more than {FETCH_REDIRECTS} redirects; give the page's final address")

    def _allowed(self, url: httpx.URL) -> float:
        """Seconds that the site wants between two requests, where it lets Sourcier fetch an address."""
        rules = self._robots.rules(str(url))
        if not rules.reachable:
            after = self._now() + timedelta(seconds=max(rules.until - self._clock(), 0.0))
            raise FetchLater("the site's robots.txt cannot be had now; try again later", after=after)
        if not rules.allows(str(url)):
            raise FetchRefused("the site's robots.txt keeps programs away from it; open it in a browser and save it")
        return rules.delay

    def _request(
        self, url: httpx.URL, headers: dict[str, str], until: float, cookies: httpx.Cookies | None = None
    ) -> httpx.Request:
        import httpx  # noqa: PLC0415

        sent = {"User-Agent": self._agent, "Accept-Encoding": accepted(), **headers}
        return httpx.Request("GET", url, headers=sent, cookies=cookies, extensions={"until": until})

    @contextmanager
    def _sent(self, request: httpx.Request) -> Iterator[httpx.Response]:
        """The answer to one request, closed at the end; what goes wrong on the way, its body included, as FetchError.

        Messages lack the address, see `_said_of`.
        """
        import httpx  # noqa: PLC0415

        try:
            response = self._handled(request)
            response.request = request
            try:
                if sum(len(name) + len(value) + 4 for name, value in response.headers.raw) > FETCH_HEADER_BYTES:
                    raise FetchError(f"its header has more than {FETCH_HEADER_BYTES:,} bytes; save the page")
                yield response
            finally:
                with suppress(httpx.HTTPError):
                    response.close()
        except httpx.TimeoutException:
            raise FetchLater(f"no answer within {self._seconds:g} seconds; try again later, or save the page") from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            raise FetchError(f"cannot be asked for ({_line(error)}); check the address") from None
        except httpx.HTTPError as error:
            raise FetchLater(f"cannot be fetched ({_line(error)}); try again later, or save the page") from None
        except Damaged as error:
            raise FetchError(f"{error}; open it in a browser and save the page") from None

    def _handled(self, request: httpx.Request) -> httpx.Response:
        """The answer; asked for again where the server closed a kept connection at the very moment of the request."""
        import httpx  # noqa: PLC0415

        steps: list[str] = []
        request.extensions["trace"] = lambda step, _: steps.append(step)
        try:
            return self._transport.handle_request(request)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            if not steps or any(step.startswith("connection.connect_tcp") for step in steps):
                raise
            return self._transport.handle_request(request)

    def _answer(
        self, name: str, final: str, response: httpx.Response, accept: Accept, known: bool, moved: str | None
    ) -> Answer:
        status, headers = response.status_code, response.headers
        if status in _LATER or status >= 500:
            after = None
            if status in {429, 503} and (status == 429 or "retry-after" in headers):
                after = self._pace.block(response.request.url.raw_host.decode("ascii"), headers.get("retry-after"))
            raise FetchLater(f"answered {status}; try again later", after=after)
        etag, modified = (_short(headers.get(header)) for header in ("etag", "last-modified"))
        if status == 304 and known:
            response.read()  # there is no body; read, the connection can be used again
            return Answer(name, None, True, etag, modified, self._expires(headers), moved)
        if status not in {200, 203}:
            raise FetchError(f"answered {status}; open it in a browser and save the page")
        media_type = headers.get("content-type", "")
        if media_type and not any(kind in media_type.lower() for kind in _TYPES[accept]):
            raise FetchError(f"is {media_type.split(';')[0][:80]}, not a page; give the address of an article")
        length = headers.get("content-length", "").strip()
        if length.isascii() and length.isdigit() and int(length[:20]) > self._most_bytes:
            raise self._too_large()
        content = bytearray()
        for piece in unpacked(self._counted(response), headers.get("content-encoding", "")):
            content += piece
            if len(content) > self._most_bytes:
                raise self._too_large()
        capture = Capture(bytes(content), final, media_type or None, self._now())
        return Answer(name, capture, False, etag, modified, self._expires(headers), moved)

    def _counted(self, response: httpx.Response) -> Iterator[bytes]:
        """The bytes as sent, up to the limit: what unpacks to nothing could else be sent for ever."""
        sent = 0
        for chunk in response.iter_raw():
            sent += len(chunk)
            if sent > self._most_bytes:
                raise self._too_large()
            yield chunk

    def _too_large(self) -> LimitExceeded:
        return LimitExceeded(f"more than {self._most_bytes:,} bytes; save the article's own page")

    def _expires(self, headers: httpx.Headers) -> datetime | None:
        control = headers.get("cache-control", "").lower()
        found = _MAX_AGE.search(control)
        if found is None or "no-cache" in control or "no-store" in control:
            return None
        age = headers.get("age", "").strip()
        spent = int(age[:10]) if age.isascii() and age.isdigit() else 0
        return self._now() + timedelta(seconds=min(max(int(found[1]) - spent, 0), _YEAR))

    def _load(self, address: str) -> Reply:
        """One request for a robots.txt, for `Robots`."""
        url = _url(address)
        host = url.raw_host.decode("ascii")
        self._pace.wait(host)
        request = self._request(url, {"Accept": "text/plain, */*;q=0.5"}, time.monotonic() + self._seconds)
        with self._sent(request) as response:
            status = response.status_code
            if status in _REDIRECTS:
                return Reply(status, location=str(_target(url, response)))
            if status == 429 or (status == 503 and "retry-after" in response.headers):
                self._pace.block(host, response.headers.get("retry-after"))
            content = bytearray()
            if status == 200:
                for piece in unpacked(response.iter_raw(), response.headers.get("content-encoding", "")):
                    content += piece
                    if len(content) > ROBOTS_BYTES:
                        break
            return Reply(status, bytes(content))


def fetch_all(
    links: Iterable[Link], fetcher: Fetcher, *, threads: int = 8
) -> Iterator[tuple[Link, Answer | FetchError]]:
    """Fetch many addresses side by side; each comes with its answer, or with what went wrong.

    All politely, but for the links that a person asked for, which robots.txt is not about.

    They come in the order in which they are done. A host is asked for one page at a time, and one that is slow, or
    whose turn has not come, holds up none of the others. At most `limits.FETCH_AHEAD` links are taken ahead of what
    has been given back, so the links may be without end. A host that wants to be left alone for more than
    `limits.RETRY_WAIT_SECONDS` gives FetchLater for each of its links at once.

    Closing the iterator starts no further request; those under way end by themselves, within `limits.FETCH_SECONDS`,
    and hold up neither the caller nor the end of the program.

    Args:
        links: what to fetch.
        fetcher: it stays open.
        threads: most requests at a time.
    """
    jobs: queue.SimpleQueue[Link | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[Link, Answer | FetchError | None]] = queue.SimpleQueue()
    waiting: dict[str, deque[Link]] = {}
    busy: set[str] = set()
    workers: list[threading.Thread] = []
    taken = 0  # and not yet given back
    more = iter(links)
    ended = False

    def work() -> None:
        while (link := jobs.get()) is not None:
            done.put((link, _tried(link, fetcher)))

    def start() -> None:
        """Start what can be started, the hosts in turn."""
        for host in list(waiting):
            if len(busy) >= threads:
                return
            if host in busy or fetcher.ready(waiting[host][0].address) > 0:
                continue
            row = waiting.pop(host)
            jobs.put(row.popleft())
            busy.add(host)
            if row:
                waiting[host] = row  # at the end: the other hosts are before it
            if len(workers) < len(busy):
                workers.append(threading.Thread(target=work, name="sourcier fetch", daemon=True))
                workers[-1].start()

    try:
        while True:
            while not ended and taken < FETCH_AHEAD and done.empty():
                link = next(more, None)
                if link is None:
                    ended = True
                else:
                    taken += 1
                    waiting.setdefault(host_of(link.address), deque()).append(link)
                start()
            start()
            if not taken:
                if ended:
                    return
                continue
            free = [row[0] for host, row in waiting.items() if host not in busy] if len(busy) < threads else []
            soonest = min((fetcher.ready(link.address) for link in free), default=None)
            if not busy:
                fetcher._sleep(soonest or 0.0)
                continue
            try:
                link, result = done.get(timeout=soonest)
            except queue.Empty:
                continue
            host = host_of(link.address)
            busy.discard(host)
            if result is None:  # its turn has not come: the request for robots.txt has just taken it
                waiting.setdefault(host, deque()).appendleft(link)
                continue
            taken -= 1
            yield link, result
    finally:
        for _ in workers:
            jobs.put(None)


def _tried(link: Link, fetcher: Fetcher) -> Answer | FetchError | None:
    """An answer, an error, or None where the host's turn has not come."""
    try:
        return fetcher._get(link.address, None, None, not link.asked, "news", 0.0)
    except NotYet:
        return None
    except FetchError as error:
        return error
    except LimitExceeded as error:
        return FetchError(str(error))
    except Exception as error:  # one page must not end a run over thousands
        return FetchError(f"{link.address[:200]}: cannot be fetched ({_line(error)}); save the page")


def host_of(address: str) -> str:
    """The host of an address, as the pace knows it; empty where it has none."""
    try:
        return _url(address).raw_host.decode("ascii")
    except FetchError:
        return ""


@contextmanager
def _said_of(name: str) -> Iterator[None]:
    """Errors that rise within begin with the address that was asked for."""
    try:
        yield
    except (FetchError, LimitExceeded) as error:
        error.args = (f"{_line(name, 200)}: {error}",)
        raise


def _url(address: str) -> httpx.URL:
    """An address taken apart, under the one spelling by which its host goes.

    Raises:
        FetchError: it is none, or one that no news site has.
    """
    import httpx  # noqa: PLC0415

    try:
        url = httpx.URL(address.strip())
        host = url.raw_host.decode("ascii").rstrip(".")
        if url.scheme not in {"http", "https"}:
            raise FetchError("is no web page; give an address that begins with http:// or https://")
        if not host or not url.host or "%" in host or (url.port is not None and not 0 < url.port < 65_536):
            raise FetchError("is no valid address; check the host")
        if url.userinfo:
            raise FetchError("names a user; give the address without the part before the @")
        return url.copy_with(raw_path=url.raw_path, host=host, fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(f"is no valid address ({_line(error)})") from None


def _target(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    """Where a redirect leads.

    Raises:
        FetchError: nowhere, or to what is no web page.
    """
    import httpx  # noqa: PLC0415

    location = response.headers.get("location", "").strip()
    if not location:
        raise FetchError(f"answered {response.status_code} without an address; open it in a browser and save the page")
    try:
        target = str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"redirects to no valid address ({_line(error)})") from None
    try:
        return _url(target)
    except FetchError as error:
        raise FetchError(f"redirects to {_line(target)}, which {error}") from None


def _short(header: str | None) -> str | None:
    """A header worth keeping: what a server may send back to itself need not be long."""
    return header if header and len(header) <= 1_000 else None


def _line(said: object, most: int = 120) -> str:
    """One line, not too long, of what came from outside."""
    return " ".join(str(said).split())[:most] or type(said).__name__
