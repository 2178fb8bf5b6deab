"""What a query means, as a tree; `str()` of a node writes it as one would type it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias


@dataclass(frozen=True)
class Words:
    """Words of the article: one, or several that stand side by side.

    Attributes:
        words: folded as `folding.tokens` gives them; never empty.
        prefix: whether the last word is only the beginning of one.
    """

    words: tuple[str, ...]
    prefix: bool = False

    def __str__(self) -> str:
        if self.prefix:
            return "-".join(self.words) + "*"
        return self.words[0] if len(self.words) == 1 else f'"{" ".join(self.words)}"'


@dataclass(frozen=True)
class Named:
    """Words of a name or a line: of a person, an outlet, a title.

    Attributes:
        operator: "person", "said-by", "org", "place", "outlet", "section", "title", "by" or "agency".
        words, prefix: as in `Words`; the words stand side by side in the name.
    """

    operator: str
    words: tuple[str, ...]
    prefix: bool = False

    def __str__(self) -> str:
        return f"{self.operator}:{Words(self.words, self.prefix)}"


@dataclass(frozen=True)
class Country:
    """A place in a country: ISO 3166-1 alpha-2, in capitals."""

    code: str

    def __str__(self) -> str:
        return f"country:{self.code}"


@dataclass(frozen=True)
class InLanguage:
    """Articles in a language: ISO 639-1, in small letters."""

    code: str

    def __str__(self) -> str:
        return f"lang:{self.code}"


@dataclass(frozen=True)
class Published:
    """Articles published from the day `begin` to the day `end`, both included; None: open on that side."""

    begin: date | None
    end: date | None

    def __str__(self) -> str:
        return f"published:{period(self.begin, self.end)}"


@dataclass(frozen=True)
class EventIs:
    """One event of which all that is not None holds.

    Attributes:
        type: of `languages/event_types.tsv`.
        status: one of `record.Status`.
        begin, end: first and last day, both included, of the time in which some part of the event falls.
    """

    type: str | None = None
    status: str | None = None
    begin: date | None = None
    end: date | None = None

    @property
    def timed(self) -> bool:
        """Whether it matters when the event is."""
        return self.begin is not None or self.end is not None

    def __str__(self) -> str:
        return " ".join(self.terms())

    def terms(self) -> Iterator[str]:
        """The operators that it is written with."""
        if self.type is not None:
            yield f"event:{self.type}"
        if self.status is not None:
            yield f"status:{self.status}"
        if self.timed:
            yield f"happens:{period(self.begin, self.end)}"


@dataclass(frozen=True)
class Not:
    """What the child does not find; the child is no `Not`."""

    child: Node

    def __str__(self) -> str:
        several = isinstance(self.child, And | Or) or (
            isinstance(self.child, EventIs) and len(list(self.child.terms())) > 1
        )
        return f"-({self.child})" if several else f"-{self.child}"


@dataclass(frozen=True)
class And:
    """What all children find: two or more, none of them an `And`."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        events = sum(isinstance(child, EventIs) for child in self.children)
        return " ".join(
            f"({child})"
            if isinstance(child, Or) or (isinstance(child, EventIs) and child.type is None and events > 1)
            else str(child)
            for child in self.children
        )


@dataclass(frozen=True)
class Or:
    """What any child finds: two or more, none of them an `Or`."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.children))


Node: TypeAlias = Words | Named | Country | InLanguage | Published | EventIs | Not | And | Or


@dataclass(frozen=True)
class Query:
    """A query that was understood.

    Attributes:
        root: what is searched for.
        text: as it was given; it does not count when queries are compared.
    """

    root: Node
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return str(self.root)


def negated(node: Node) -> Node:
    """The opposite of a node."""
    return node.child if isinstance(node, Not) else Not(node)


def all_of(nodes: Iterable[Node]) -> Node:
    """One node for all of one or more, with those of an inner `And` side by side with the others."""
    children = tuple(inner for node in nodes for inner in (node.children if isinstance(node, And) else (node,)))
    return children[0] if len(children) == 1 else And(children)


def any_of(nodes: Iterable[Node]) -> Node:
    """One node for any of one or more, with those of an inner `Or` side by side with the others."""
    children = tuple(inner for node in nodes for inner in (node.children if isinstance(node, Or) else (node,)))
    return children[0] if len(children) == 1 else Or(children)


def period(begin: date | None, end: date | None) -> str:
    """Days as a query writes them.

    >>> period(date(2025, 8, 1), date(2025, 8, 31)), period(date(2025, 8, 15), None)
    ('2025-08', '2025-08-15..')
    """
    if begin is None or end is None:
        return f"{begin or ''}..{end or ''}"
    if begin == end:
        return str(begin)
    ends_month = end == date.max or (end + timedelta(days=1)).day == 1
    if begin.day == 1 and ends_month and begin.year == end.year:
        if begin.month == end.month:
            return str(begin)[:7]
        if (begin.month, end.month) == (1, 12):
            return str(begin)[:4]
    return f"{begin}..{end}"
