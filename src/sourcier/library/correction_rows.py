"""Corrections as rows of a library: kept, found by id, undone."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from sourcier.errors import InputError, NotFound
from sourcier.library import store
from sourcier.library.beginnings import beginning, begins
from sourcier.library.schema import corrections
from sourcier.record.corrections import Action, Correction, Named, Target


def insert_correction(
    connection: Connection,
    action: Action,
    by: str,
    target: Target,
    *,
    article: str | None = None,
    value: str | None = None,
    named: Named | None = None,
    articles: Sequence[str] = (),
    before: str | None = None,
    note: str | None = None,
) -> Correction:
    """Keep a correction, see `Correction`; what it concerns is indexed anew by the caller."""
    last = connection.scalar(select(func.max(corrections.c.place)))
    made = Correction(
        id=secrets.token_hex(8),
        place=0 if last is None else last + 1,
        made=store.now(),
        by=by,
        action=action,
        article=article,
        target=target,
        value=value,
        named=named,
        articles=tuple(articles),
        before=before,
        note=note,
    )
    right = {"value": value, "named": named and named.model_dump(exclude_none=True), "articles": list(articles)}
    connection.execute(
        insert(corrections).values(
            id=made.id,
            place=made.place,
            made=made.made,
            by=by,
            action=action,
            article=article,
            target=target.model_dump_json(exclude_none=True),
            value=json.dumps(right, ensure_ascii=False) if value is not None else None,
            before=json.dumps(before, ensure_ascii=False) if before is not None else None,
            note=note,
        )
    )
    return made


def undone_by(connection: Connection, correction: Correction, *, by: str) -> Correction:
    """Keep that a correction was undone; what it concerns is indexed anew by the caller."""
    at = store.now()
    its = corrections.c.id == correction.id
    connection.execute(update(corrections).where(its).values(undone=at, undone_by=by))
    return correction.model_copy(update={"undone": at, "undone_by": by})


def row_of(connection: Connection, identifier: str) -> Row[Any]:
    """The row of a correction, see `Corrections.one`."""
    wanted = beginning(identifier, 4, "sourcier corrections")
    rows = connection.execute(select(corrections).where(begins(corrections.c.id, wanted)).limit(2)).all()
    if not rows:
        raise NotFound(f"{identifier}: no correction has this id; sourcier corrections shows them")
    if len(rows) > 1:
        raise InputError(f"{identifier}: several corrections begin so; give more digits")
    return rows[0]


def refuse_undone(correction: Correction) -> None:
    """Raise where a correction was undone."""
    if correction.undone is not None:
        raise InputError(f"{correction.id}: was undone on {correction.undone[:10]} by {correction.undone_by}")
