"""What a query's articles can be narrowed down by: their outlets, languages, months, and the events that they tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, distinct, func, select

from sourcier.library.schema import events, versions
from sourcier.library.store import chunks

MOST = 12
"""Values of one facet that are given: those of most articles."""

Counts = tuple[tuple[str, int], ...]
"""Values, each with how many articles have it; those of most articles first."""


@dataclass(frozen=True)
class Facets:
    """How many of the articles that a query finds have what.

    Attributes:
        months: "2026-03", the newest first.
        statuses: of the events that they tell.
        types: of these events.
    """

    outlets: Counts
    languages: Counts
    months: Counts
    statuses: Counts
    types: Counts


def facets(connection: Connection, numbers: Sequence[int]) -> Facets:
    """The facets of versions by their numbers."""
    outlets: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    months: Counter[str] = Counter()
    told: dict[str, Counter[str]] = {"status": Counter(), "type": Counter()}
    for some in chunks(numbers):
        columns = select(versions.c.outlet, versions.c.language, versions.c.published)
        for row in connection.execute(columns.where(versions.c.number.in_(some))):
            languages[row.language] += 1
            if row.outlet:
                outlets[row.outlet] += 1
            if row.published:
                months[row.published[:7]] += 1
        for name, counter in told.items():
            count = select(events.c[name], func.count(distinct(events.c.number))).where(events.c.number.in_(some))
            for value, articles in connection.execute(count.group_by(events.c[name])):
                counter[value] += articles
    return Facets(
        tuple(outlets.most_common(MOST)),
        tuple(languages.most_common(MOST)),
        tuple(sorted(months.items(), reverse=True)[:MOST]),
        tuple(told["status"].most_common(MOST)),
        tuple(told["type"].most_common(MOST)),
    )
