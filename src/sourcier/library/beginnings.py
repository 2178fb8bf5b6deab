"""Ids given by their beginnings, as people type them."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, and_

from sourcier.errors import InputError


def beginning(identifier: str, least: int, command: str) -> str:
    """The beginning of an id, in small letters.

    Args:
        identifier: as it was given.
        least: hexadecimal digits that it has at least.
        command: that shows whole ids.

    Raises:
        InputError: it is no beginning of an id.
    """
    wanted = identifier.strip().lower()
    if len(wanted) < least or not all(c in "0123456789abcdef" for c in wanted):
        raise InputError(f"{identifier}: is no id; give at least {least} digits of one that {command} shows")
    return wanted


def begins(column: Column[str], wanted: str) -> ColumnElement[bool]:
    """That the ids of a column begin so, in a way that an index answers."""
    return and_(column >= wanted, column < f"{wanted}g")
