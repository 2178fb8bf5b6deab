"""A query as the word index and the tables are asked it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sourcier.library.days import days_wanted
from sourcier.library.folding import marked
from sourcier.library.numbers import first_number
from sourcier.library.query_tree import (
    And,
    Country,
    EventIs,
    InLanguage,
    Named,
    Node,
    Not,
    Or,
    Published,
    Words,
    all_of,
    any_of,
)
from sourcier.library.words import EVERY, person_words

_PREFIXES = {"said-by": "said"}
_PEOPLE = frozenset({"person", "said-by"})
_LAST = (1 << 63) - 1


@dataclass
class Match:
    """What the database is asked.

    Attributes:
        words: the expression for the word index; None where it has nothing to say.
        lowest, highest: numbers between which versions lie, by their days of publication.
        conditions: further SQL conditions, all of which must hold; `v` is the table of versions.
        values: the values that they name.
    """

    words: str | None = None
    lowest: int = 0
    highest: int = _LAST
    conditions: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


def match(root: Node, *, is_sqlite: bool) -> Match:
    """What to ask the database for a query.

    Whatever the word index can answer goes into one expression of it, since it is by far the fastest; publication days
    bound the numbers; the rest, the days of events above all, become conditions.
    """
    writer: _Writer = _Fts5() if is_sqlite else _Tsquery()
    found = Match()
    indexed: list[Node] = []
    for node in root.children if isinstance(root, And) else (root,):
        if isinstance(node, Published):
            low, high = _numbers(node)
            found.lowest, found.highest = max(found.lowest, low), min(found.highest, high)
        elif _is_indexed(node):
            indexed.append(node)
        else:
            if (rough := _rough(node)) is not None:
                indexed.append(rough)
            found.conditions.append(_condition(node, writer, found.values))
    if indexed:
        found.words = writer.all_of(indexed)
    return found


def _is_indexed(node: Node) -> bool:
    """Whether the word index alone can tell."""
    match node:
        case Published():
            return False
        case EventIs():
            return not node.timed
        case Not():
            return _is_indexed(node.child)
        case And() | Or():
            return all(_is_indexed(child) for child in node.children)
    return True


def _rough(node: Node) -> Node | None:
    """A node for the word index that finds all that another finds, and little more; None where there is none."""
    if _is_indexed(node):
        return node
    match node:
        case EventIs():
            words = [Words((word,), is_beginning) for word, is_beginning in days_wanted(node.begin, node.end)]
            days = any_of(words)
            return all_of([EventIs(node.type, node.status), days]) if node.type or node.status else days
        case And():
            parts = [rough for child in node.children if (rough := _rough(child)) is not None]
            return all_of(parts) if parts else None
        case Or():
            parts = [rough for child in node.children if (rough := _rough(child)) is not None]
            return any_of(parts) if len(parts) == len(node.children) else None
    return None


def _numbers(node: Published) -> tuple[int, int]:
    low = first_number(node.begin) if node.begin else 0
    if node.end is None or node.end >= date.max:
        return low, _LAST
    return low, first_number(node.end + timedelta(days=1)) - 1


def _condition(node: Node, writer: _Writer, values: dict[str, Any]) -> str:
    """A node as an SQL condition on `v.number`."""
    if _is_indexed(node):
        name = _value(values, writer.all_of([node]))
        return f"v.number IN ({writer.numbers.format(name=name)})"
    match node:
        case Published():
            low, high = (_value(values, number) for number in _numbers(node))
            return f"v.number BETWEEN :{low} AND :{high}"
        case Not():
            return f"NOT ({_condition(node.child, writer, values)})"
        case And() | Or():
            word = " AND " if isinstance(node, And) else " OR "
            return word.join(f"({_condition(child, writer, values)})" for child in node.children)
        case EventIs():
            parts = ["e.number = v.number"]
            for column, wanted in (("type", node.type), ("status", node.status)):
                if wanted is not None:
                    parts.append(f"e.{column} = :{_value(values, wanted)}")
            if node.begin is not None:
                parts.append(f"e.finish >= :{_value(values, node.begin.isoformat())}")
            if node.end is not None:
                parts.append(f"e.begin <= :{_value(values, node.end.isoformat())}")
            return f"EXISTS (SELECT 1 FROM events e WHERE {' AND '.join(parts)})"
    raise AssertionError(node)


def _value(values: dict[str, Any], value: Any) -> str:
    """A name for a value."""
    name = f"v{len(values)}"
    values[name] = value
    return name


class _Writer:
    """Writes a node in the language of a word index."""

    numbers = ""
    """The statement that gives the numbers of what an expression, a value named `{name}`, finds."""

    either = " OR "

    def phrase(self, words: Sequence[str], prefix: bool, in_title: bool = False) -> str:
        """Words side by side."""
        raise NotImplementedError

    def all_of(self, nodes: Sequence[Node]) -> str:
        """All nodes, negations among them."""
        raise NotImplementedError

    def node(self, node: Node) -> str:
        """One node that is no negation."""
        match node:
            case Words():
                return self.phrase(node.words, node.prefix)
            case Named() if node.operator == "title":
                return self.phrase(node.words, node.prefix, in_title=True)
            case Named():
                operator = _PREFIXES.get(node.operator, node.operator)
                spellings = [self.phrase([marked(operator, word) for word in node.words], node.prefix)]
                if node.operator in _PEOPLE and not node.prefix:
                    keys = person_words(operator, " ".join(node.words))
                    spellings += [self.phrase([word], False) for word in keys[:1]]
                return f"({self.either.join(spellings)})"
            case Country():
                return self.phrase([marked("country", node.code.lower())], False)
            case InLanguage():
                return self.phrase([marked("lang", node.code)], False)
            case EventIs():
                if node.type is None:
                    return self.phrase([marked("status", node.status or "")], False)
                kind = f"{node.type}={node.status}" if node.status else node.type
                return self.phrase([marked("event", kind)], False)
            case Or():
                return "(" + self.either.join(self.all_of([child]) for child in node.children) + ")"
            case And():
                return self.all_of(node.children)
        raise AssertionError(node)


class _Fts5(_Writer):
    """The query language of SQLite's FTS5."""

    numbers = "SELECT rowid FROM words WHERE words MATCH :{name}"

    def phrase(self, words: Sequence[str], prefix: bool, in_title: bool = False) -> str:
        return f'{"title : " if in_title else ""}"{" ".join(words)}"{"*" if prefix else ""}'

    def all_of(self, nodes: Sequence[Node]) -> str:
        wanted = [self.node(node) for node in nodes if not isinstance(node, Not)] or [f'"{EVERY}"']
        unwanted = [self.node(node.child) for node in nodes if isinstance(node, Not)]
        return f"({' AND '.join(wanted)}{''.join(f' NOT {node}' for node in unwanted)})"


class _Tsquery(_Writer):
    """PostgreSQL's `tsquery`."""

    numbers = "SELECT number FROM words WHERE document @@ CAST(:{name} AS tsquery)"
    either = " | "

    def phrase(self, words: Sequence[str], prefix: bool, in_title: bool = False) -> str:
        mark = "A" * in_title
        written = [f"'{word}'{':' + mark if mark else ''}" for word in words]
        if prefix:
            written[-1] = f"'{words[-1]}':*{mark}"
        return f"({' <-> '.join(written)})"

    def all_of(self, nodes: Sequence[Node]) -> str:
        return "(" + " & ".join(self._signed(node) for node in nodes) + ")"

    def _signed(self, node: Node) -> str:
        return f"!{self.node(node.child)}" if isinstance(node, Not) else self.node(node)


def wanted(root: Node) -> Iterator[Node]:
    """The leaves of a query that say what is wanted, not what is not."""
    match root:
        case Not():
            return
        case And() | Or():
            for child in root.children:
                yield from wanted(child)
        case _:
            yield root
