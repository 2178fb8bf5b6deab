"""Tables as CSV (RFC 4180): a header, lines that end in CRLF, quotation marks doubled, UTF-8 without a byte order mark.

Cells hold the page's own words, also where they begin with `=`, `+`, `-` or `@`, which a spreadsheet may take for a
formula: a tool for data reads them as they are, and a mark in front of them would no longer be what the page says.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import partial
from typing import Any, TextIO

from sourcier.exports.tables import ARTICLES, EVENTS, QUOTES, Table, Value
from sourcier.record import Record


def _write(table: Table[Any], records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(column.name for column in table.columns)
    rows.writerows(map(_cells, table.rows(records)))


def _cells(row: Iterable[Value]) -> list[str | int | float | None]:
    """What is missing as an empty cell, booleans as JSON writes them."""
    return [str(value).lower() if isinstance(value, bool) else value for value in row]


articles = partial(_write, ARTICLES)
quotes = partial(_write, QUOTES)
events = partial(_write, EVENTS)
