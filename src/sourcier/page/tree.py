"""From HTML text to a tree, under limits: no page may hang or crash the reader."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from sourcier.errors import NoArticle
from sourcier.limits import HTML_DEPTH, TAG_ATTRIBUTES

_TAG = re.compile(
    r"""<(?P<raw>script|style)\b[^>]*+>.*?(?:</(?P=raw)|\Z)|<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""",
    re.IGNORECASE | re.DOTALL,
)
"""A tag, or a script as a whole: what looks like a tag in it is none."""
_ATTRIBUTE = re.compile(r"""\s+[^\s=>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++))?+""")
_MANY = 300
_NESTED = re.compile(
    r"(?:<(?:div|span|b|i|em|font|section|article|blockquote|ul|li|table|tr|td|p)\b[^<>]{0,200}>\s*)"
    rf"{{{_MANY},}}",
    re.IGNORECASE,
)
"""Hundreds of elements opened at once: nothing that a page needs, and deeper than the parser goes."""
_NOSCRIPT = re.compile(r"<(/?)noscript\b[^>]*+>", re.IGNORECASE)
_LONG_TAG = 20_000
"""Characters from which a tag's attributes are counted; shorter tags cannot hold enough of them to matter."""


def limited(text: str) -> str:
    """A page that no parser hangs on or misreads.

    It is without `noscript`, without attributes beyond `limits.TAG_ATTRIBUTES`, and without hundreds of open tags.
    """
    text = _without_noscript(text)
    if any(len(part) > 3 * _MANY and part.count("<") >= _MANY for part in text.split("</")):
        text = _NESTED.sub("<div>", text)
    # Only pages with a stretch in which no tag ends are searched for giant tags, since an odd quotation mark makes
    # innocent tags look giant.
    return _TAG.sub(_capped, text) if max(map(len, text.split(">"))) >= _LONG_TAG else text


def _without_noscript(text: str) -> str:
    """The text without what browsers that run scripts never read: an element left open in it would swallow the page."""
    kept: list[str] = []
    done, start = 0, None
    for tag in _NOSCRIPT.finditer(text):
        if tag[1] and start is not None:
            kept.append(text[done:start])
            done, start = tag.end(), None
        elif not tag[1] and start is None:
            start = tag.start()
    return "".join([*kept, text[done:]])


def parse_html(text: str) -> lxml.html.HtmlElement:
    """The tree of a `limited` page; elements below `limits.HTML_DEPTH` are cut.

    Raises:
        NoArticle: the text holds no element at all.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise NoArticle("the page holds no HTML element; give the whole page") from None
    _cut_depth(root)
    return root


def _capped(match: re.Match[str]) -> str:
    tag = match.group()
    if len(tag) < _LONG_TAG or match["raw"]:
        return tag
    for number, attribute in enumerate(_ATTRIBUTE.finditer(tag)):
        if number == TAG_ATTRIBUTES:
            return tag[: attribute.start()]
    return tag


def _cut_depth(root: lxml.html.HtmlElement) -> None:
    """Drop what nests deeper than the limit; its text stays as the text of the last element kept."""
    waiting = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        if depth >= HTML_DEPTH:
            words = " ".join("".join(map(str, element.itertext())).split())
            for child in list(element):
                element.remove(child)
            element.text = words
        else:
            waiting.extend((child, depth + 1) for child in element)
