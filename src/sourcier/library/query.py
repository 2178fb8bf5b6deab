"""Parse what a user searches for, as docs/search.md describes it.

A query is words, "phrases", operators such as `person:roy`, with `-` before what must be absent, `OR` between
alternatives, and parentheses. Juxtaposition binds closer than `OR`.

One event: within one group of terms that must all hold, `event:` begins an event; `status:` and `happens:` speak of the
event that was begun before them, or of the first where none was. Negated terms and those in parentheses of their own
stand for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sourcier.errors import QueryError
from sourcier.library.folding import fold, tokens
from sourcier.library.query_dates import BadDate, days
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
    Query,
    Words,
    all_of,
    any_of,
    negated,
)
from sourcier.library.query_words import NAMES, Kind, meaning, nearest
from sourcier.limits import QUERY_CHARACTERS, QUERY_DEPTH, QUERY_TERMS

__all__ = [
    "And",
    "Country",
    "EventIs",
    "InLanguage",
    "Named",
    "Node",
    "Not",
    "Or",
    "Published",
    "Query",
    "Words",
    "parse",
]

_CLOSING = {'"': '"', "“": '”"', "„": "“”", "«": "»"}
_KEYWORDS: dict[str, Literal["or", "and", "not"]] = {"OR": "or", "OU": "or", "AND": "and", "ET": "and", "NOT": "not"}
_WORD = re.compile(r'[^\s()"“„«]+')
_NAME = re.compile(r'([^\s()"“„«:]+):')
_SHOWN = 40
"""Code points of a mistake that its message repeats."""


@dataclass(frozen=True)
class _Part:
    """A sign of the query, or a term with its node."""

    kind: Literal["or", "and", "not", "(", ")", "term"]
    start: int
    end: int
    node: Node | None = None


def parse(query: str, *, today: date) -> Query:
    """The meaning of a query.

    Args:
        query: as the user wrote it.
        today: what "today" and "7d" count from.

    Raises:
        QueryError: a mistake, with its place.

    >>> str(parse("grève rail -événement:annulation publié:hier", today=date(2026, 3, 8)))
    'greve rail -event:cancellation published:2026-03-07'
    """
    if len(query) > QUERY_CHARACTERS:
        message = f"the query has {len(query)} characters; write at most {QUERY_CHARACTERS}"
        raise QueryError(message, query, QUERY_CHARACTERS, len(query) - QUERY_CHARACTERS)
    parsed = Query(_Parser(query, _Scanner(query, today).scan()).parse(), query)
    if len(str(parsed)) > QUERY_CHARACTERS:
        message = f"the query has over {QUERY_CHARACTERS} characters once its dates are written out; write fewer terms"
        raise QueryError(message, query, 0, len(query))
    return parsed


class _Scanner:
    """Cuts a query into its parts and reads each term."""

    def __init__(self, query: str, today: date) -> None:
        self.query = query
        self.today = today

    def scan(self) -> list[_Part]:
        """The parts in order; words without a letter or digit are passed over."""
        parts: list[_Part] = []
        at = terms = 0
        while at < len(self.query):
            if self.query[at].isspace():
                at += 1
                continue
            bound = bool(parts) and parts[-1].kind == "not" and parts[-1].end == at
            part = self._part(at)
            at = part.end
            if part.kind == "term" and part.node is None:
                if bound:
                    raise self._wrong(
                        "the - stands before no word; write it right before one", part.start - 1, part.start
                    )
                continue
            parts.append(part)
            terms += part.kind == "term"
            if terms > QUERY_TERMS:
                raise self._wrong(f"the query has more than {QUERY_TERMS} terms; write fewer", part.start, part.end)
        return parts

    def _part(self, at: int) -> _Part:
        character = self.query[at]
        if character == "(":
            return _Part("(", at, at + 1)
        if character == ")":
            return _Part(")", at, at + 1)
        if character == "-":
            if not self.query[at + 1 : at + 2].strip(" )") or self.query[at + 1].isspace():
                raise self._wrong("the - stands before nothing; write it right before a word", at, at + 1)
            return _Part("not", at, at + 1)
        if character in _CLOSING:
            text, end = self._quoted(at)
            return _Part("term", at, end, Words(self._words(text, at, end)))
        name = _NAME.match(self.query, at)
        if name and fold(name[1]).replace("-", "").isalpha():
            term = self._operator(name[1], at, name.end())
            if term is not None:
                return term
        match = _WORD.match(self.query, at)
        assert match is not None
        word = match[0]
        if word in _KEYWORDS:
            return _Part(_KEYWORDS[word], at, match.end())
        if "*" not in word and not tokens(word):
            return _Part("term", at, match.end())
        return _Part("term", at, match.end(), Words(*self._starred(word, at)))

    def _operator(self, name: str, at: int, start: int) -> _Part | None:
        """The term of an operator whose value begins at `start`; None where the colon is only punctuation."""
        operator = meaning("operator", name)
        behind = self.query[start : start + 1]
        if not behind.strip() or behind == ")":
            if operator is None:
                return None
            message = (
                f'{_short(name)}: has no value; write it right behind the colon, or quotes around "{_short(name)}"'
            )
            raise self._wrong(message, at, start)
        if operator is None:
            if self.query.startswith("//", start):
                end = self._word_end(start)
                message = (
                    "an address cannot be searched for; write words of the article, or outlet: and the site's name"
                )
                raise self._wrong(message, at, end)
            if behind == "(" or not tokens(self.query[start:]):
                return None
            message = f"no operator is called {_short(name)}:; {_advice('operator', name, 'docs/search.md lists them')}"
            raise self._wrong(f"{message}; quotes around it search for the words", at, start)
        if behind == "(":
            message = f"{_short(name)}: takes one value; write it before each word inside the parentheses"
            raise self._wrong(message, at, start + 1)
        if behind in _CLOSING:
            text, end = self._quoted(start)
            return _Part("term", at, end, self._node(operator, text, start, end, quoted=True))
        end = self._word_end(start)
        return _Part("term", at, end, self._node(operator, self.query[start:end], start, end, quoted=False))

    def _node(self, operator: str, text: str, start: int, end: int, *, quoted: bool) -> Node:
        if operator in NAMES:
            return (
                Named(operator, self._words(text, start, end))
                if quoted
                else Named(operator, *self._starred(text, start))
            )
        first = start + 1 if quoted else start  # where `text` begins
        value = text.strip()
        first += len(text) - len(text.lstrip())
        if operator in {"published", "happens"}:
            try:
                begin, finish = days(value, self.today, ahead=operator == "happens")
            except BadDate as error:
                place = (first + error.start, first + error.end) if value else (start, end)
                raise self._wrong(f"{operator}: {_one_line(str(error))}", *place) from None
            return Published(begin, finish) if operator == "published" else EventIs(begin=begin, end=finish)
        kinds: dict[str, tuple[Kind, str, str, Callable[[str], Node]]] = {
            "country": ("country", "country", "write its two-letter code or its name", Country),
            "lang": ("language", "language that Sourcier reads", "write fr or en", InLanguage),
            "event": ("event", "event type", "docs/search.md lists them", lambda known: EventIs(type=known)),
            "status": ("status", "status", "docs/search.md lists them", lambda known: EventIs(status=known)),
        }
        kind, noun, otherwise, node = kinds[operator]
        if value.endswith("*"):
            raise self._wrong(f"{operator}: takes a whole word, without a star", start, end)
        known = meaning(kind, value)
        if known is None:
            raise self._wrong(f"no {noun} is called {_short(value)}; {_advice(kind, value, otherwise)}", start, end)
        return node(known)

    def _quoted(self, at: int) -> tuple[str, int]:
        """What stands in the quotation marks that open at `at`, and where it ends, closing mark included."""
        closing = _CLOSING[self.query[at]]
        end = next((n for n in range(at + 1, len(self.query)) if self.query[n] in closing), None)
        if end is None:
            raise self._wrong(f"the quotation mark is not closed; write {closing[0]} behind the phrase", at, at + 1)
        return self.query[at + 1 : end], end + 1

    def _word_end(self, at: int) -> int:
        match = _WORD.match(self.query, at)
        return match.end() if match else at

    def _words(self, text: str, start: int, end: int) -> tuple[str, ...]:
        words = tuple(tokens(text))
        if not words:
            raise self._wrong("there is no letter or digit here; write a word", start, end)
        return words

    def _starred(self, text: str, start: int) -> tuple[tuple[str, ...], bool]:
        """The words of a text that may end in a star, and whether it does."""
        star = text.find("*")
        if star < 0:
            return self._words(text, start, start + len(text)), False
        if star < len(text) - 1:
            message = "a star stands only at the end of a word, for any ending"
            raise self._wrong(message, start + star, start + star + 1)
        words = tokens(text)
        if not words or len(words[-1]) < 2 or not tokens(text[-2]):
            raise self._wrong("a star needs two letters before it; write more of the word", start, start + len(text))
        return tuple(words), True

    def _wrong(self, message: str, start: int, end: int) -> QueryError:
        return QueryError(message, self.query, start, end - start)


class _Parser:
    """Builds the tree of the parts."""

    def __init__(self, query: str, parts: list[_Part]) -> None:
        self.query = query
        self.parts = parts
        self.at = 0

    def parse(self) -> Node:
        """The whole query."""
        if not self.parts:
            raise QueryError("the query is empty; write a word", self.query, 0, len(self.query))
        node = self._any(0)
        if part := self._next():
            raise self._wrong("this parenthesis closes none; leave it out or open one", part)
        return node

    def _next(self) -> _Part | None:
        return self.parts[self.at] if self.at < len(self.parts) else None

    def _any(self, depth: int) -> Node:
        """Alternatives, up to a closing parenthesis or the end."""
        found = [self._all(depth)]
        while (part := self._next()) and part.kind == "or":
            self.at += 1
            self._before_operand(part)
            found.append(self._all(depth))
        return any_of(found)

    def _all(self, depth: int) -> Node:
        """Terms that must all hold, up to an OR, a closing parenthesis or the end."""
        nodes: list[Node] = []
        events: list[tuple[_Part, int]] = []  # terms of events, and where their event stands in `nodes`
        while (part := self._next()) and part.kind not in {"or", ")"}:
            if part.kind == "and":
                if not nodes:
                    raise self._dangling(part, "before")
                self.at += 1
                self._before_operand(part)
                continue
            node = self._one(depth)
            if part.kind == "term" and isinstance(node, EventIs):
                events.append((part, len(nodes)))
            nodes.append(node)
        if not nodes:
            if part is None:
                raise QueryError("the query ends too early; write a word", self.query, len(self.query))
            if part.kind == "or":
                raise self._dangling(part, "before")
            raise self._wrong("this parenthesis closes none; leave it out or open one", part)
        return all_of(self._merged(nodes, events))

    def _merged(self, nodes: list[Node], terms: list[tuple[_Part, int]]) -> list[Node]:
        """The nodes of one group, with the terms of one event made one, which stands where the first of them did."""
        events: list[tuple[int, EventIs]] = []
        for part, place in terms:
            term = nodes[place]
            assert isinstance(term, EventIs)
            if not events or (term.type is not None and events[-1][1].type is not None):
                events.append((place, term))
                continue
            stands, event = events[-1]
            if term.type is not None:
                event = replace(event, type=term.type)
            elif term.status is not None:
                if event.status is not None:
                    message = "an event has one status; write (status:…) in parentheses for another event"
                    raise self._wrong(message, part)
                event = replace(event, status=term.status)
            else:
                if event.timed:
                    message = "an event has one time; write a range, or (happens:…) in parentheses for another event"
                    raise self._wrong(message, part)
                event = replace(event, begin=term.begin, end=term.end)
            events[-1] = (stands, event)
        whole = dict(events)
        dropped = {place for _, place in terms} - set(whole)
        return [whole.get(place, node) for place, node in enumerate(nodes) if place not in dropped]

    def _one(self, depth: int) -> Node:
        part = self._next()
        assert part is not None
        self.at += 1
        if part.kind == "term":
            assert part.node is not None
            return part.node
        if depth >= QUERY_DEPTH:
            raise self._wrong(f"more than {QUERY_DEPTH} parentheses or negations inside one another; write fewer", part)
        if part.kind == "not":
            self._before_operand(part)
            return negated(self._one(depth + 1))
        inner = self._next()
        if inner is not None and inner.kind == ")":
            message = "there is nothing in these parentheses; write a word or leave them out"
            raise QueryError(message, self.query, part.start, inner.end - part.start)
        unclosed = self._wrong("the parenthesis is not closed; write ) behind what belongs together", part)
        if inner is None:
            raise unclosed
        node = self._any(depth + 1)
        if self._next() is None:
            raise unclosed
        self.at += 1
        return node

    def _before_operand(self, part: _Part) -> None:
        """Make sure that something follows a sign that was just read."""
        behind = self._next()
        if behind is None or behind.kind in {"or", "and", ")"}:
            raise self._dangling(part, "behind")

    def _dangling(self, part: _Part, side: str) -> QueryError:
        sign = self.query[part.start : part.end]
        return self._wrong(f'{sign} has nothing {side} it; write a word there, or "{sign.lower()}" for the word', part)

    def _wrong(self, message: str, part: _Part) -> QueryError:
        return QueryError(message, self.query, part.start, part.end - part.start)


def _advice(kind: Kind, word: str, otherwise: str) -> str:
    close = nearest(kind, word)
    return f"did you mean {' or '.join(close)}?" if close else otherwise


def _short(text: str) -> str:
    """Words of the query as a message repeats them, cut where they are long."""
    plain = _one_line(text)
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "…"


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
