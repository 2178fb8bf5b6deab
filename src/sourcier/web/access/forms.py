"""The token in the body of a form, read before the body is passed on whole."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import Message, Receive

from sourcier.limits import FORM_BYTES, FORM_FIELDS, FORM_HEAD_BYTES
from sourcier.web.access.csrf import FIELD

_PART = re.compile(
    rb'\r\ncontent-disposition:[ \t]*form-data;[ \t]*name="' + FIELD.encode() + rb'"\r\n\r\n([0-9a-f]{64})\r\n--',
    re.IGNORECASE,
)
"""The field in a form with files. Whoever can make another field look like it would still need to know a token."""


class FormTooLarge(Exception):
    """A form without files has more bytes than `FORM_BYTES`."""


async def form_token(headers: Headers, receive: Receive) -> tuple[str | None, Receive]:
    """The token in a form, and a `receive` that gives the body again from its beginning.

    A form with files must have the field first: of those, only the beginning is read here.

    Raises:
        FormTooLarge: see there.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        body, messages = await _beginning(receive, FORM_BYTES + 1)
        if len(body) > FORM_BYTES:
            raise FormTooLarge
        return _field(body), _again(messages, receive)
    if kind == "multipart/form-data":
        body, messages = await _beginning(receive, FORM_HEAD_BYTES)
        part = _PART.search(b"\r\n" + body[:FORM_HEAD_BYTES])
        return part[1].decode() if part else None, _again(messages, receive)
    return None, receive


async def _beginning(receive: Receive, wanted: int) -> tuple[bytes, list[Message]]:
    """At least `wanted` bytes of a body, or all of it, and the messages in which they came."""
    messages: list[Message] = []
    body = bytearray()
    while len(body) < wanted:
        message = await receive()
        messages.append(message)
        body += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body", False):
            break
    return bytes(body), messages


def _field(body: bytes) -> str | None:
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FORM_FIELDS)
    except (UnicodeDecodeError, ValueError):
        return None
    return next((value for name, value in fields if name == FIELD), None)


def _again(messages: list[Message], receive: Receive) -> Receive:
    """A `receive` that gives these messages first."""
    waiting = iter(messages)

    async def received() -> Message:
        for message in waiting:
            return message
        return await receive()

    return received
