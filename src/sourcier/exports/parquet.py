"""Tables as Apache Parquet: typed columns, compressed, with the meaning of each column in its metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, BinaryIO, TextIO, cast

from sourcier.errors import InputError, SetupError
from sourcier.exports.tables import ARTICLES, EVENTS, QUOTES, Kind, Table, Value
from sourcier.record import Record

ROWS = 10_000
"""Rows of one row group: enough for columns to compress, few enough to be held."""

CHARACTERS = 16_000_000
"""Characters of one row group, which ends before its rows are full where their texts are long."""

_TYPES: dict[Kind, str] = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}


def _write(table: Table[Any], records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
    arrow, parquet = _arrow()
    schema = arrow.schema(
        arrow.field(column.name, _TYPES[column.kind], metadata={"description": column.about})
        for column in table.columns
    )
    with parquet.ParquetWriter(_binary(out), schema, compression="zstd") as writer:
        for group in _groups(table.rows(records)):
            columns = zip(*group, strict=True)
            arrays = [arrow.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_table(arrow.table(arrays, schema=schema))


def _arrow() -> tuple[Any, Any]:
    """`pyarrow` and `pyarrow.parquet`, loaded when a table is written.

    Raises:
        SetupError: it is not installed.
    """
    try:
        import pyarrow  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise SetupError("Parquet needs pyarrow; install it: pip install 'sourcier[parquet]'") from None
    return pyarrow, parquet


def _binary(out: TextIO) -> BinaryIO:
    """The bytes under a text stream.

    Raises:
        InputError: it is a terminal, or has none.
    """
    buffer = getattr(out, "buffer", None)
    if buffer is None or out.isatty():
        raise InputError("Parquet is bytes, not text; write it to a file (> FILE, or sourcier export --output FILE)")
    return cast(BinaryIO, buffer)


def _groups(rows: Iterable[Sequence[Value]]) -> Iterator[list[Sequence[Value]]]:
    """The rows in groups of bounded size, none empty."""
    group: list[Sequence[Value]] = []
    characters = 0
    for row in rows:
        group.append(row)
        characters += sum(len(value) for value in row if isinstance(value, str))
        if len(group) == ROWS or characters >= CHARACTERS:
            yield group
            group, characters = [], 0
    if group:
        yield group


articles = partial(_write, ARTICLES)
quotes = partial(_write, QUOTES)
events = partial(_write, EVENTS)
