"""The root element of an XML document, told from its first bytes without parsing."""

from __future__ import annotations

import re

_BEFORE = re.compile(r"\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)(?=[\s/>])")


def root_name(head: bytes) -> str:
    """The local name of the root element, in lower case; empty where the bytes begin no XML document."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    else:
        text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    at = 0
    while before := _BEFORE.match(text, at):
        at = before.end()
    root = _ROOT.match(text, at)
    return root[1].lower() if root else ""
