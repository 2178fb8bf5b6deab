"""What a damaged web archive still gives: `python benchmarks/damaged_archive.py [--times N] [--pages N] [--seed N]`.

Archives of small invented pages are (a) cut at a random place and (b) overwritten with 200 random bytes at a random
place, N times each (default 500), and read. A record is damaged where the damage touches its bytes, the line breaks
that close it included; all others are whole. Printed for each form of archive and each kind of damage:

whole          records that the damage does not touch, in all readings
lost           of these, pages that were not given with their exact bytes
damaged        records that it touches
given exactly  of these, pages that were given with their exact bytes all the same: a cut in the closing line breaks
silently       pages that were given with other bytes than they had, or under an address that is no page's
twice          pages that were given again
unreported     damaged pages that were neither given exactly nor lie in what is reported as damaged

Nothing in an uncompressed archive without digests tells of bytes changed inside a block: its row shows what that costs.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import io
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sourcier.sources.capture import Capture
from sourcier.sources.items import SetAside
from sourcier.sources.unpacking import items_of

OVERWRITTEN = 200
_WORDS = ("bridge", "reopens", "council", "votes", "ferry", "fares", "snow", "pont", "rouvre", "lundi", "après", "crue")
_PLACE = re.compile(r"byte (\d+)$")
_RESUME = re.compile(r"reading goes on at byte (\d+)")


@dataclass(frozen=True)
class Entry:
    """A record of an archive: its bytes' place in the file, and its page where it is one."""

    start: int
    end: int
    address: str | None
    content: bytes


@dataclass
class Archive:
    """An archive and what it holds."""

    packed: bool
    digests: bool
    data: bytearray = field(default_factory=bytearray)
    entries: list[Entry] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the archive's file is called."""
        return "bench.warc.gz" if self.packed else "bench.warc"

    def put(self, kind: str, address: str | None, block: bytes, content: bytes = b"") -> None:
        """Append a record; `content` is its page's."""
        number = len(self.entries)
        fields = {
            "WARC-Type": kind,
            "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
            "WARC-Date": f"2026-03-{1 + number % 28:02d}T10:00:00Z",
            "Content-Type": "application/warc-fields" if address is None else f"application/http; msgtype={kind}",
            "Content-Length": str(len(block)),
        }
        if address is not None:
            fields["WARC-Target-URI"] = address
        if self.digests and kind == "response":
            fields["WARC-Payload-Digest"] = _sha1(content)
        if self.digests:
            fields["WARC-Block-Digest"] = _sha1(block)
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        record = f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"
        start = len(self.data)
        self.data += gzip.compress(record, mtime=0) if self.packed else record
        self.entries.append(Entry(start, len(self.data), address if kind == "response" else None, content))


def _sha1(content: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def archive(pages: int, seed: int, *, packed: bool, digests: bool) -> Archive:
    """An archive of that many pages: a first record about itself, and a request before every third page."""
    chance = random.Random(seed)
    made = Archive(packed, digests)
    made.put("warcinfo", None, b"software: none\r\nformat: WARC File Format 1.1\r\n")
    for number in range(pages):
        address = f"https://outlet-{number % 7}.example/news/{number}"
        if number % 3 == 0:
            made.put("request", address, f"GET /news/{number} HTTP/1.1\r\nHost: outlet.example\r\n\r\n".encode())
        text = " ".join(chance.choice(_WORDS) for _ in range(chance.randint(40, 400)))
        content = f"<!doctype html><html><title>{number}</title><body><p>{text}</p></body></html>".encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(content)}\r\n\r\n"
        made.put("response", address, head.encode() + content, content)
    return made


def cut(whole: Archive, chance: random.Random) -> tuple[bytes, int, int]:
    """The archive cut short, and the bytes that are damaged: the first and the one behind the last."""
    at = chance.randrange(1, len(whole.data))
    return bytes(whole.data[:at]), at, len(whole.data)


def overwritten(whole: Archive, chance: random.Random) -> tuple[bytes, int, int]:
    """The archive with random bytes in the middle, and where they are."""
    at = chance.randrange(len(whole.data) // 20, len(whole.data) - len(whole.data) // 20)
    data = bytes(whole.data[:at]) + chance.randbytes(OVERWRITTEN) + bytes(whole.data[at + OVERWRITTEN :])
    return data, at, at + OVERWRITTEN


def reported(item: SetAside, size: int) -> tuple[int, int] | None:
    """The bytes that a report speaks of."""
    place = _PLACE.search(item.name)
    resume = _RESUME.search(item.reason)
    if item.kind != "damaged" or place is None:
        return None
    return int(place[1]), int(resume[1]) if resume else size


def compare(whole: Archive, data: bytes, first: int, behind: int) -> Iterator[str]:
    """What came of each record, in the words of the table's columns."""
    given: dict[str, bytes] = {}
    reports: list[tuple[int, int]] = []
    for item in items_of(io.BytesIO(data), whole.name):
        if isinstance(item, Capture):
            if item.address in given:
                yield "twice"
            given[item.address or ""] = item.content
        elif isinstance(item, SetAside) and (span := reported(item, len(whole.data))) is not None:
            reports.append(span)
    truth = {entry.address: entry.content for entry in whole.entries if entry.address}
    for address, content in given.items():
        if truth.get(address) != content:
            yield "silently"
    for entry in whole.entries:
        exact = entry.address is not None and given.get(entry.address) == entry.content
        if entry.end <= first or entry.start >= behind:
            yield "whole"
            if entry.address is not None and not exact:
                yield "lost"
            continue
        if entry.start >= len(data):
            continue  # it is gone with all its bytes, which nobody can tell
        yield "damaged"
        if exact:
            yield "given exactly"
        elif entry.address and not any(low < entry.end and high > entry.start for low, high in reports):
            yield "unreported"


Damage = Callable[[Archive, random.Random], tuple[bytes, int, int]]

FORMS = {
    "gzip, digests": {"packed": True, "digests": True},
    "gzip, no digests": {"packed": True, "digests": False},
    "plain, digests": {"packed": False, "digests": True},
    "plain, no digests": {"packed": False, "digests": False},
}
DAMAGES: dict[str, Damage] = {"cut": cut, "overwritten": overwritten}
COLUMNS = ("whole", "lost", "damaged", "given exactly", "silently", "twice", "unreported")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--times", type=int, default=500, help="damages of each kind")
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"{'archive':19}{'damage':12}" + "".join(f"{column:>14}" for column in COLUMNS) + f"{'ms':>7}")
    for form, its in FORMS.items():
        whole = archive(options.pages, options.seed, **its)
        untouched = Counter(compare(whole, bytes(whole.data), len(whole.data), len(whole.data)))
        if set(untouched) != {"whole"}:
            raise SystemExit(f"{form}: the undamaged archive is not read whole: {dict(untouched)}")
        for kind, damage in DAMAGES.items():
            chance = random.Random(f"{options.seed} {form} {kind}")
            counts: Counter[str] = Counter()
            clock = time.perf_counter()
            for _ in range(options.times):
                counts.update(compare(whole, *damage(whole, chance)))
            spent = 1000 * (time.perf_counter() - clock) / max(options.times, 1)
            print(f"{form:19}{kind:12}" + "".join(f"{counts[column]:14,}" for column in COLUMNS) + f"{spent:7.1f}")


if __name__ == "__main__":
    main()
