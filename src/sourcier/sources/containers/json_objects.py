"""JSON objects in a stream: one a line, one after another over many lines, or the elements of an array."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from sourcier.limits import JSON_BYTES
from sourcier.sources.stream import PIECE, Pieces, beginning, lines, pieces

_STRUCTURE = re.compile(rb'["{}\[\]]')
_IN_STRING = re.compile(rb'["\\]')
_BETWEEN = b" \t\r\n,\xef\xbb\xbf"


def objects(stream: BinaryIO) -> Iterator[tuple[str, bytes | None]]:
    """Where each object stands ("line 3", "object 2") and its bytes; None for more than `limits.JSON_BYTES`.

    A stream whose first line is a lone `{`, or that begins with `[`, is not one object a line.
    """
    head = beginning(stream, PIECE)
    whole = io.BufferedReader(Pieces(chain([head], pieces(stream))))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"[") or start.partition(b"\n")[0].strip() == b"{":
        yield from _structured(whole, inside=1 if start.startswith(b"[") else 0)
        return
    for number, line in lines(whole, JSON_BYTES):
        if line is None or line.strip(_BETWEEN[:4]):
            yield f"line {number}", line


def _structured(stream: BinaryIO, inside: int) -> Iterator[tuple[str, bytes | None]]:
    """The objects at a depth: 1 inside an array, 0 outside. What stands between them is passed over if it is blank.

    Brackets are counted, strings are stepped over; whether it is JSON is for the reader of each object to say.
    """
    depth = number = 0
    in_string = escaped = False
    held = bytearray()
    too_long = False

    def keep(part: bytes) -> None:
        nonlocal too_long
        if too_long or len(held) + len(part) > JSON_BYTES:
            too_long = True
            held.clear()
        else:
            held.extend(part)

    for piece in pieces(stream):
        at = begun = 0
        if escaped:
            at, escaped = 1, False
        while found := (_IN_STRING if in_string else _STRUCTURE).search(piece, at):
            at = found.end()
            mark = found[0]
            if mark == b"\\":
                escaped = at >= len(piece)
                at += 1
            elif mark == b'"':
                in_string = not in_string
            elif mark in b"{[":
                if depth == 0 and inside and mark == b"[" and not held.strip(_BETWEEN):
                    begun = at
                    held.clear()
                depth += 1
            else:
                depth = max(depth - 1, 0)
                if depth == 0 and inside and mark == b"]":
                    keep(piece[begun : at - 1])
                    begun = at
                elif depth == inside:
                    keep(piece[begun:at])
                    begun = at
                if begun == at:
                    content = bytes(held).strip(_BETWEEN)
                    if content or too_long:
                        number += 1
                        yield f"object {number}", None if too_long else content
                    held.clear()
                    too_long = False
        keep(piece[begun:])
    content = bytes(held).strip(_BETWEEN)
    if content or too_long:
        yield f"object {number + 1}", None if too_long else content
