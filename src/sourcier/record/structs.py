"""Records read from JSON and written to it many times as fast as their models do it.

msgspec's structs are made from the models: with the same fields, defaults and refusals, and the same bytes when they
are written. What is read so has a record's attributes, and none of its methods.
"""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from types import EllipsisType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin

import msgspec

from sourcier.record.base import Model
from sourcier.record.record import Record


def parse(content: bytes) -> Record:
    """A record from its JSON, with the attributes of a `Record` alone.

    Raises:
        ValueError: it is no JSON, or no record; the message says where.
    """
    try:
        return cast(Record, _decoder().decode(content))
    except msgspec.DecodeError as error:
        raise ValueError(" ".join(str(error).split())) from None


def write(record: Record) -> bytes:
    """The JSON of what `parse` gave, byte for byte as `Record.model_dump_json(by_alias=True)` writes it."""
    return msgspec.json.encode(record)


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_struct(Record))


@cache
def _struct(model: type[Model]) -> type[msgspec.Struct]:
    fields: list[Any] = []
    for name, field in model.model_fields.items():
        kind = _kind(field.annotation)
        default = () if field.is_required() else (field.get_default(call_default_factory=True),)
        fields.append((name, kind, *default))
    aliases = {name: field.alias for name, field in model.model_fields.items() if field.alias}
    return msgspec.defstruct(
        model.__name__, fields, rename=aliases or None, forbid_unknown_fields=True, kw_only=True, frozen=True, gc=False
    )


def _kind(annotation: Any) -> Any:
    """A field's type, with structs in the place of models."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return _struct(annotation)
    origin = get_origin(annotation)
    if origin is None or origin is Literal:
        return annotation
    inner = tuple(part if isinstance(part, EllipsisType) else _kind(part) for part in get_args(annotation))
    if origin in {UnionType, Union}:
        return reduce(or_, inner)
    return origin[inner]
