"""What fetches from the sites of a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sourcier.settings import Settings
from sourcier.sources.fetch import Fetcher

ALLOWED = Settings(private_addresses=True)


@pytest.fixture
def fetcher(clock, network) -> Iterator[Fetcher]:
    """A fetcher that may reach this machine, waits by the clock, and takes 5 seconds and 100,000 bytes at most."""
    with Fetcher(
        ALLOWED, transport=network, clock=clock, sleep=clock.sleep, now=clock.now, seconds=5.0, most_bytes=100_000
    ) as made:
        yield made
