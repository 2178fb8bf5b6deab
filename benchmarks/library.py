"""Libraries: how fast they take in, find, and are read while they grow.

usage: python benchmarks/library.py add FILE [--take N] [--workers N] [--keep FOLDER] [--library postgresql://…]
       python benchmarks/library.py search --library LIBRARY [--queries N] [--slowest N] [--plans]
       python benchmarks/library.py readers FILE --library LIBRARY [--seconds N] [--readers N] [--skip N]
       python benchmarks/library.py all FILE [--take N] [--library postgresql://…]

FILE is what `recombine.py` writes. `add` puts its first N records into new libraries: by `sourcier add --json`, by
`Library.add`, both with workers, and by `Library.add_records` in this process; printed are records a second and the
bytes of the finished library for each article. With the address of a PostgreSQL server's database, it makes databases
`sourcier_bench_…` beside it, in place of older ones.

`search` makes queries of each class out of what the library holds: words by the share of articles that have them,
names, places and events that were read. Each runs twice through `Library.search`, limit 10; the second time counts
("warm"); then once in a library that was opened for it ("opened"), the opening itself not counted.

`readers` lets processes search the library while this one adds the records of FILE behind the first N.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import queue
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from sqlalchemy import event as sql_events
from sqlalchemy import text

from sourcier.errors import SourcierError
from sourcier.library.folding import tokens
from sourcier.library.library import Library
from sourcier.library.store import BATCH
from sourcier.record import Record

TODAY = date(2026, 3, 1)
SAMPLE = 1_500
"""Records of the library out of which queries are made."""

Queries = dict[str, list[str]]


# Taking in


def records(path: Path, first: int = 0, count: int | None = None) -> Iterator[Record]:
    """Records of a file behind the first ones."""
    with path.open("rb") as lines:
        for line in islice(lines, first, None if count is None else first + count):
            yield Record.model_validate_json(line)


def part_of(path: Path, count: int | None, folder: Path) -> tuple[Path, int]:
    """A file with the first lines of another, and how many it has."""
    part = folder / "part.jsonl"
    made = 0
    with path.open("rb") as lines, part.open("wb") as output:
        for line in islice(lines, count):
            output.write(line)
            made += 1
    return part, made


def by_command(address: str, path: Path, workers: int) -> int:
    """`sourcier add --json`; the number of outcomes that were told."""
    program = Path(sys.executable).with_name("sourcier")
    command = [program, "add", "--json", "--workers", str(workers), "--library", address, path]
    done = subprocess.run(command, capture_output=True, check=False)
    lines = done.stdout.splitlines()
    if done.returncode or b"summary" not in lines[-1]:
        sys.exit(f"sourcier add ended with {done.returncode}: {done.stderr.decode()[-300:]}")
    return len(lines) - 1


def by_add(address: str, path: Path, workers: int) -> int:
    """`Library.add`; the number of outcomes that were told."""
    with Library(address) as library:
        return library.add(str(path), workers=workers).counts.total()


def by_records(address: str, path: Path, _workers: int) -> int:
    """`Library.add_records` in this process, which reads the JSON, too; the number of outcomes that were told."""
    with Library(address) as library:
        return sum(1 for _ in library.add_records(records(path)))


WAYS: dict[str, Callable[[str, Path, int], int]] = {
    "sourcier add": by_command,
    "Library.add": by_add,
    "Library.add_records": by_records,
}


def bytes_of(library: Library) -> tuple[int, list[tuple[str, int]]]:
    """Bytes of a library after a checkpoint: all, and those of the largest tables and indexes where that is told."""
    if library.database.is_sqlite:
        connection = library.database.engine.raw_connection()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        total = Path(library.name).stat().st_size
        query = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC"
    else:
        with library.database.reading() as its:
            total = its.scalar(text("SELECT pg_database_size(current_database())")) or 0
        query = (
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relname NOT LIKE 'pg_%'"
        )
        query += " AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC"
    try:
        with library.database.reading() as its:
            return total, [(row[0], row[1]) for row in its.execute(text(query))]
    except Exception:
        return total, []  # this SQLite has no dbstat


@contextmanager
def new_address(way: str, server: str | None, folder: Path) -> Iterator[str]:
    """The address of a library that does not exist yet; on a server, of an empty database."""
    name = f"sourcier_bench_{way.replace(' ', '_').replace('.', '_').lower()}"
    if server is None:
        path = folder / f"{name}.sourcier"
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        yield str(path)
        return
    import psycopg  # noqa: PLC0415

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    yield f"{server.rpartition('/')[0]}/{name}"


def add(options: argparse.Namespace, folder: Path) -> str:
    """Take in by all ways; gives the address of the last library made."""
    part, count = part_of(options.file, options.take, folder)
    print(f"{count:,} records, {part.stat().st_size / count:,.0f} bytes of JSON each, {options.workers} workers")
    print(f"{'way':22}{'seconds':>9}{'records/s':>11}{'bytes/article':>15}{'articles':>10}")
    for way, run in WAYS.items():
        if options.ways and way not in options.ways:
            continue
        with new_address(way, options.server, folder) as address:
            clock = time.perf_counter()
            told = run(address, part, options.workers)
            spent = time.perf_counter() - clock
            with Library(address, create=False) as library:
                total, parts = bytes_of(library)
                shown = len(library)
            if told != count:
                sys.exit(f"{way}: {told:,} outcomes for {count:,} records")
            print(f"{way:22}{spent:9.1f}{count / spent:11.1f}{total / shown:15,.0f}{shown:10,}", flush=True)
    print("  ".join(f"{name} {size / shown:,.0f}" for name, size in parts[:12]))
    part.unlink()
    return address


# Searching


@dataclass(frozen=True)
class Seen:
    """What one record holds: the words of its text in order, and its facts."""

    words: list[str]
    people: list[str]
    speakers: list[str]
    places: list[str]
    countries: list[str]
    events: list[tuple[str, str]]
    published: date
    days: list[date]


@dataclass(frozen=True)
class Sample:
    """Some of a library's records, and the share of them that have a word."""

    seen: list[Seen]
    shares: dict[str, float]

    def all(self, fact: str) -> list[Any]:
        """A fact of all records."""
        return [value for seen in self.seen for value in getattr(seen, fact)]


def sample(library: Library, chance: random.Random) -> Sample:
    """Look at some of the library's records."""
    numbers = library.shown()
    found = []
    counts: Counter[str] = Counter()
    for _, record in library.records(chance.sample(numbers, min(SAMPLE, len(numbers)))):
        words = tokens(record.article.text)
        counts.update(set(words))
        names = {actor.id: actor.name for actor in record.actors if actor.kind == "person" and actor.key}
        found.append(
            Seen(
                words,
                list(names.values()),
                [names[quote.speaker] for quote in record.quotes if quote.speaker in names],
                [place.name for place in record.places],
                [place.country for place in record.places if place.country],
                [(event.type.replace("_", "-"), event.status) for event in record.events],
                date.fromisoformat((record.article.published or "2025-01-01")[:10]),
                [date.fromisoformat(time.begin[:10]) for time in record.times if time.begin],
            )
        )
    shares = {word: count / len(found) for word, count in counts.items() if word.isalpha() and len(word) > 1}
    return Sample(found, shares)


def queries(found: Sample, count: int, chance: random.Random) -> Queries:
    """Queries by class, `count` of each, all different where the library holds as many."""
    shares = found.shares

    def between(low: float, high: float) -> list[str]:
        return [word for word in sorted(shares) if low <= shares[word] < high] or [max(shares, key=lambda w: shares[w])]

    common, middle = between(0.15, 2), between(0.01, 0.05)
    rare = between(0, 1.5 / len(found.seen))
    people, speakers, places = (found.all(fact) for fact in ("people", "speakers", "places"))
    countries, events, days = (found.all(fact) for fact in ("countries", "events", "days"))

    def phrase(length: int) -> str:
        words = chance.choice(found.seen).words
        at = chance.randrange(max(len(words) - length, 1))
        return '"' + " ".join(words[at : at + length]) + '"'

    def together(words: Sequence[str], most: int) -> str:
        """Common words that one record has."""
        own = sorted(set(words).intersection(common)) or common
        return " ".join(chance.sample(own, min(chance.randint(2, most), len(own))))

    def quoted(name: str) -> str:
        return '"' + name.replace('"', "") + '"'

    def published(day: date | None = None) -> str:
        day = day or chance.choice(found.seen).published
        later = day + timedelta(days=chance.randint(2, 60))
        written = (f"{day:%Y-%m}", str(day), f"{day}..{later}", f"{day:%Y}", f"{day}..")
        return f"published:{chance.choice(written)}"

    def happens(day: date) -> str:
        return f"happens:{chance.choice((str(day), f'{day:%Y-%m}', f'{day}..{day + timedelta(days=7)}'))}"

    def someday() -> str:
        return happens(chance.choice(days))

    def event(kind: str, status: str) -> str:
        return f"event:{kind} status:{status}"

    def several() -> str:
        """Two to four terms that one record answers."""
        seen = chance.choice(found.seen)
        terms = [together(seen.words, 2), chance.choice(seen.words), published(seen.published)]
        terms += [f"person:{quoted(chance.choice(seen.people))}"] if seen.people else []
        terms += [f"place:{quoted(chance.choice(seen.places))}"] if seen.places else []
        terms += [f"country:{chance.choice(seen.countries)}"] if seen.countries else []
        terms += [event(*chance.choice(seen.events))] if seen.events else []
        return " ".join(chance.sample(terms, chance.randint(2, min(4, len(terms)))))

    makers: dict[str, Callable[[], str]] = {
        "a common word": lambda: chance.choice(common),
        "two or three common words": lambda: together(chance.choice(found.seen).words, 3),
        "a word of 1 to 5 %": lambda: chance.choice(middle),
        "a rare word": lambda: chance.choice(rare),
        "a phrase": lambda: phrase(chance.randint(2, 4)),
        "a beginning": lambda: f"{chance.choice(middle + rare)[: chance.randint(2, 4)]}*",
        "person:": lambda: f"person:{quoted(chance.choice(people))}",
        "said-by:": lambda: f"said-by:{chance.choice(speakers).split()[-1]}",
        "place:": lambda: f"place:{quoted(chance.choice(places))}",
        "country:": lambda: f"country:{chance.choice(countries)}",
        "event: status:": lambda: event(*chance.choice(events)),
        "published:": published,
        "published: and a word": lambda: f"{chance.choice(common)} {published()}",
        "happens:": someday,
        "event: happens:": lambda: f"{event(*chance.choice(events))} {someday()}",
        "OR": lambda: " OR ".join((chance.choice(common), chance.choice(middle), chance.choice(rare))),
        "a negation": lambda: f"{chance.choice(common)} -{chance.choice(common)} -{phrase(2)}",
        "a negation alone": lambda: f"-{chance.choice(middle)} -lang:{chance.choice(('fr', 'en'))}",
        "OR with days": lambda: (
            f"({chance.choice(middle)} {published()}) OR ({event(*chance.choice(events))} {someday()})"
        ),
        "several": several,
    }
    made: Queries = {}
    for name, maker in makers.items():
        own: dict[str, None] = {}
        for _ in range(20 * count):
            own[maker()] = None
            if len(own) == count:
                break
        made[name] = list(own)
    return made


def told(times: Sequence[float]) -> str:
    """Median, 95th percentile and maximum, in milliseconds."""
    ordered = sorted(times)
    if not ordered:
        return f"{'-':>8}{'-':>8}{'-':>9}"
    p50, p95 = (ordered[math.ceil(len(ordered) * share) - 1] for share in (0.5, 0.95))
    return f"{1000 * p50:8.1f}{1000 * p95:8.1f}{1000 * ordered[-1]:9.1f}"


def timed(library: Library, query: str) -> tuple[float, int, bool]:
    """Seconds of a search, articles found, whether there are more."""
    clock = time.perf_counter()
    results = library.search(query, limit=10, today=TODAY)
    return time.perf_counter() - clock, results.count, results.bounded


def search(options: argparse.Namespace, address: str) -> None:
    chance = random.Random(options.seed)
    with Library(address, create=False) as library:
        made = queries(sample(library, chance), options.queries, chance)
        total = sum(map(len, made.values()))
        print(f"{total} queries, {len(library):,} articles, milliseconds")
        print(f"{'':44}{'warm':>12}{'':13}{'opened':>14}")
        heads = "".join(f"{'p50':>8}{'p95':>8}{'max':>9}" for _ in range(2))
        print(f"{'class':27}{'n':>4}{'found':>7}{heads}")
        slow: list[tuple[float, str, str]] = []
        all_warm: list[float] = []
        all_opened: list[float] = []
        openings: list[float] = []
        for name, own in made.items():
            warm, opened, counts = [], [], []
            for query in own:
                timed(library, query)
                spent, count, bounded = timed(library, query)
                warm.append(spent)
                counts.append(count)
                slow.append((spent, name, f"{query}  ({count}{'+' if bounded else ''} found)"))
            for query in own:
                clock = time.perf_counter()
                with Library(address, create=False) as other:
                    openings.append(time.perf_counter() - clock)
                    opened.append(timed(other, query)[0])
            all_warm += warm
            all_opened += opened
            found = sorted(counts)[len(counts) // 2]
            print(f"{name:27}{len(own):4}{found:7}{told(warm)}{told(opened)}", flush=True)
        print(f"{'all':27}{total:4}{'':7}{told(all_warm)}{told(all_opened)}")
        print(f"{'opening a library':38}{told(openings)}")
        for spent, name, query in sorted(slow, reverse=True)[: options.slowest]:
            print(f"{1000 * spent:8.1f} ms  {name}: {query}")
        if options.plans:
            plans(library, made)


def plans(library: Library, made: Queries) -> None:
    """How SQLite, or PostgreSQL, goes about the first query of each class."""
    prefix = "EXPLAIN QUERY PLAN " if library.database.is_sqlite else "EXPLAIN "
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        asked.append((statement, values))

    sql_events.listen(library.database.engine, "before_cursor_execute", note)
    for name, own in made.items():
        asked.clear()
        timed(library, own[0])
        print(f"\n{name}: {own[0]}")
        with library.database.reading() as connection:
            for statement, values in tuple(asked):
                if statement.startswith("SELECT"):
                    print(f"  {' '.join(statement.split())[:240]}")
                    for row in connection.exec_driver_sql(prefix + statement, values):
                        print(f"    {row[-1]}")
    sql_events.remove(library.database.engine, "before_cursor_execute", note)


# Reading while it grows


def read(
    address: str, own: Sequence[str], seconds: float, seed: int, started: Event, results: multiprocessing.Queue[Any]
) -> None:
    """Search for some seconds; puts the seconds that each search took, and what went wrong."""
    chance = random.Random(seed)
    times: list[float] = []
    errors: list[str] = []
    with Library(address, create=False) as library:
        timed(library, own[0])
        results.put(None)
        started.wait()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            query = chance.choice(own)
            try:
                times.append(timed(library, query)[0])
            except Exception as error:
                errors.append(f"{query}: {type(error).__name__}: {error}"[:200])
    results.put((times, errors))


def readers(options: argparse.Namespace, address: str, skip: int) -> None:
    chance = random.Random(options.seed)
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[Any] = context.Queue()
    started = context.Event()
    with Library(address, create=False) as library:
        own = [query for some in queries(sample(library, chance), options.queries, chance).values() for query in some]
        before = len(library)
        pool = [
            context.Process(target=read, args=(address, own, options.seconds, seed, started, results), daemon=True)
            for seed in range(options.readers)
        ]
        for process in pool:
            process.start()
        for _ in pool:
            results.get(timeout=120)
        ahead = list(records(options.file, skip, 4_000))
        started.set()
        clock = time.perf_counter()
        added, batches, problem = 0, [], ""
        try:
            while ahead and time.perf_counter() - clock < options.seconds:
                begun = time.perf_counter()
                batch, ahead = ahead[:BATCH], ahead[BATCH:]
                added += sum(outcome.status in {"added", "updated"} for outcome in library.add_records(batch))
                batches.append(time.perf_counter() - begun)
        except SourcierError as error:
            problem = str(error)
        spent = time.perf_counter() - clock
        times: list[float] = []
        errors: list[str] = []
        for _ in pool:
            try:
                its_times, its_errors = results.get(timeout=options.seconds + 120)
            except queue.Empty:
                errors.append("a reader did not come back")
                continue
            times += its_times
            errors += its_errors
        for process in pool:
            process.join()
    print(f"{options.readers} readers and a writer, {options.seconds:.0f} s, from {before:,} articles on")
    print(f"{'searches':>10}{'a second':>10}{'errors':>8}{'p50':>8}{'p95':>8}{'max':>9}  ms")
    print(f"{len(times):10,}{len(times) / options.seconds:10.0f}{len(errors):8}{told(times)}")
    heads = f"{'added':>10}{'a second':>10}{'batches':>8}{'p50':>8}{'p95':>8}{'max':>9}  ms a batch of {BATCH}"
    print(f"{heads}; {problem}" if problem else heads)
    print(f"{added:10,}{added / spent:10.1f}{len(batches):8}{told(batches)}")
    for error in errors[:5]:
        print(error)


def main() -> None:
    usage = (__doc__ or "").split("\n\n")[0]
    parser = argparse.ArgumentParser(description=usage)
    kinds = parser.add_subparsers(dest="kind", required=True)
    for kind in ("add", "search", "readers", "all"):
        its = kinds.add_parser(kind)
        its.add_argument("--seed", type=int, default=1)
        if kind != "search":
            its.add_argument("file", type=Path)
        if kind in {"add", "all"}:
            its.add_argument("--library", dest="server", help="address of a PostgreSQL database, whose server is used")
            its.add_argument("--take", type=int, help="records at most")
            its.add_argument("--workers", type=int, default=2)
            its.add_argument("--keep", type=Path, help="a folder in which the libraries stay")
            its.add_argument("--ways", nargs="*", choices=list(WAYS))
        else:
            its.add_argument("--library", required=True)
        if kind != "add":
            its.add_argument("--queries", type=int, default=20, help="of each class")
        if kind in {"search", "all"}:
            its.add_argument("--slowest", type=int, default=10)
            its.add_argument("--plans", action="store_true", help="print how the first query of each class is answered")
        if kind in {"readers", "all"}:
            its.add_argument("--seconds", type=float, default=30.0)
            its.add_argument("--readers", type=int, default=8)
        if kind == "readers":
            its.add_argument(
                "--skip", type=int, help="records of FILE that are passed over; default: as many as are in"
            )
    options = parser.parse_args()
    if options.kind == "search":
        search(options, options.library)
        return
    if options.kind == "readers":
        with Library(options.library, create=False) as library, library.database.reading() as connection:
            held = connection.scalar(text("SELECT count(*) FROM captures")) or 0
        readers(options, options.library, held if options.skip is None else options.skip)
        return
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    with nullcontext(str(options.keep)) if options.keep else tempfile.TemporaryDirectory() as folder:
        address = add(options, Path(folder))
        if options.kind == "all":
            print()
            search(options, address)
            print()
            with Library(address) as library, library.database.reading() as connection:
                held = connection.scalar(text("SELECT count(*) FROM captures")) or 0
            readers(options, address, held)


if __name__ == "__main__":
    main()
