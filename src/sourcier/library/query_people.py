"""Queries for people whom a correction made one: who looks for one of the names looks for the others, too."""

from __future__ import annotations

from sourcier.library.folding import tokens
from sourcier.library.hits import is_named
from sourcier.library.query_tree import And, Named, Node, Not, Or, all_of, any_of, negated
from sourcier.library.same_people import People

_OPERATORS = frozenset({"person", "said-by"})


def under_all_names(root: Node, people: People) -> Node:
    """A query with, beside each name of a person, the other names of that person.

    Args:
        root: the query.
        people: who is one person.
    """
    return _widened(root, people.names()) if people else root


def _widened(node: Node, people: list[tuple[str, ...]]) -> Node:
    match node:
        case Named() if node.operator in _OPERATORS:
            found = [names for names in people if is_named(node, names)]
            others = (Named(node.operator, tuple(tokens(name))) for names in found for name in names)
            return any_of(dict.fromkeys((node, *(other for other in others if other.words))))
        case Not():
            return negated(_widened(node.child, people))
        case And():
            return all_of(_widened(child, people) for child in node.children)
        case Or():
            return any_of(_widened(child, people) for child in node.children)
    return node
