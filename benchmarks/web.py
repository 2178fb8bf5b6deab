"""How quickly the pages answer: `python benchmarks/web.py LIBRARY [--rate N] [--seconds N] [--seed N] [--browser]`.

LIBRARY is a library of any size; `replicate.py` makes 100,000 articles, `sourcier add` takes them in. A server is
started on it in a process of its own, and asked from another at a steady rate, whatever the answers take (an open loop,
so that a slow answer does not hide those behind it): by turns for the front page, dossiers, articles and searches drawn
at random from the library. Printed are milliseconds from the moment at which a request was due to the last byte of its
answer, and bytes as they were sent. `--browser` adds the first contentful paint in Chromium, each page five times.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx
from sqlalchemy import func, select

import sourcier
from sourcier.library.schema import stories, versions

WORDS = 400
"""Different searches: no reader asks for the same again and again."""


def targets(library: str, seed: int) -> dict[str, list[str]]:
    """Addresses of each kind of page, in an order by chance."""
    chance = random.Random(seed)
    with sourcier.Library(library, create=False) as opened, opened.database.reading() as connection:
        articles = list(connection.scalars(select(versions.c.article).where(versions.c.shown)))
        of_several = list(connection.scalars(select(stories.c.id).where(stories.c.articles > 1)))
        largest = connection.execute(select(stories.c.id, func.max(stories.c.articles))).one()
        titles = list(connection.scalars(select(versions.c.title).where(versions.c.shown).limit(20_000)))
        names = sorted({word for title in titles for word in re.findall(r"\b[^\W\d_]{5,}\b", title or "")})
    chance.shuffle(articles)
    chance.shuffle(of_several)
    chance.shuffle(names)
    words = names[:WORDS]
    operators = ("", " status:denied", " event:meeting", " lang:fr", "", "")
    print(f"{len(articles):,} articles, {len(of_several):,} stories of several, the largest of {largest[1]:,}")
    return {
        "front": ["/"],
        "dossier": [f"/story/{name}" for name in of_several],
        "article": [f"/article/{name}" for name in articles],
        "search": [f"/search?q={word}{operators[n % len(operators)]}" for n, word in enumerate(words)],
    }


@contextmanager
def served(library: str) -> Iterator[str]:
    """The address of a server on the library, in a process of its own."""
    command = [sys.executable, "-m", "sourcier.cli.main", "serve", "--library", library, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+/", process.stdout.readline())
        assert found, "the server did not start"
        try:
            yield found[0].rstrip("/")
        finally:
            process.terminate()


async def load(
    base: str, kinds: dict[str, list[str]], rate: float, seconds: float
) -> dict[str, list[tuple[float, int]]]:
    """(seconds, bytes) of the answers by kind of page."""
    found: dict[str, list[tuple[float, int]]] = defaultdict(list)
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(base_url=base, timeout=30, limits=limits) as client:

        async def ask(kind: str, path: str, due: float) -> None:
            async with client.stream("GET", path) as answer:
                size = sum([len(part) async for part in answer.aiter_raw()])
                assert answer.status_code == 200, f"{path}: {answer.status_code}"
            found[kind].append((time.perf_counter() - due, size))

        names = list(kinds)
        begun = time.perf_counter()
        tasks = []
        for n in range(int(rate * seconds)):
            due = begun + n / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            kind = names[n % len(names)]
            path = kinds[kind][(n // len(names)) % len(kinds[kind])]
            tasks.append(asyncio.create_task(ask(kind, path, due)))
        await asyncio.gather(*tasks)
    return found


def paints(base: str, kinds: dict[str, list[str]]) -> None:
    """First contentful paint of each kind of page, in milliseconds."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where it is asked for

    script = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        for kind, paths in kinds.items():
            times = []
            for path in [paths[n % len(paths)] for n in range(5)]:
                page = browser.new_context().new_page()
                page.goto(base + path)
                page.wait_for_timeout(500)  # the paint may come after the load
                times.append(float(page.evaluate(script) or 0))
                page.context.close()
            print(f"{kind:8} first contentful paint {statistics.median(times):6.0f} ms, at most {max(times):.0f}")
        browser.close()


def report(found: dict[str, list[tuple[float, int]]]) -> None:
    """A line for each kind of page, and one for all."""
    every = [its for some in found.values() for its in some]
    for kind, some in (*found.items(), ("all", every)):
        times = sorted(1000 * seconds for seconds, _ in some)
        sizes = [size for _, size in some]
        print(
            f"{kind:8} {len(some):5} answers  p50 {_share(times, 0.5):6.0f}  p95 {_share(times, 0.95):6.0f}"
            f"  p99 {_share(times, 0.99):6.0f}  most {times[-1]:6.0f} ms  {statistics.mean(sizes) / 1000:6.1f} kB"
            f"  at most {max(sizes) / 1000:.1f}"
        )


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library")
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--warm", type=float, default=15.0, help="seconds before the first request that counts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    kinds = targets(options.library, options.seed)
    with served(options.library) as base:
        httpx.get(base + "/", timeout=60)
        time.sleep(options.warm)
        report(asyncio.run(load(base, kinds, options.rate, options.seconds)))
        if options.browser:
            paints(base, kinds)


if __name__ == "__main__":
    main()
