"""One key for one name across spellings and languages.

Newspapers spell Slavic, Arabic and Chinese names by the ear of their own language (Poutine, Putin; Ouchakov, Ushakov;
Belooussov, Belousov). The key is a skeleton in which what French, English and German transliteration write differently
falls together. It is for people's full names: a surname alone is never compared across articles.
"""

from __future__ import annotations

import re

from sourcier.reading.gazetteer import fold

# In order: what French, English and German write differently for one sound.
_RULES = tuple(
    (re.compile(pattern), skeleton)
    for pattern, skeleton in (
        (r"[^a-z ]", " "),
        (r"\b(?:tch|tsch|ch|c)(?=[aeiouy])", "c"),
        (r"chtch|shch|schtsch", "s"),
        (r"tch|tsch", "c"),
        (r"sch|sh|ch", "s"),
        (r"dj|dzh|dsch|zh|j", "j"),
        (r"ts|tz|z", "z"),
        (r"kh|h", ""),
        (r"ph", "f"),
        (r"q|ck|k|c(?=[^aeiouy]|$)", "k"),
        (r"gu(?=[ei])", "g"),
        (r"ou|oo|u|w(?=[^aeiou]|$)", "u"),
        (r"w", "v"),
        (r"(?:iy|ii|yi|yy|ij|iï|ei|ey|ie|y|i)", "i"),
        (r"ff?\b", "v"),
        (r"ine\b", "in"),
        (r"ss", "s"),
        (r"e(?=[ou])|yo|io(?=[^n])", "o"),
        (r"(.)\1+", r"\1"),
        (r"\s+", " "),
    )
)


def name_key(name: str) -> str:
    """The key of a person's full name; equal keys mean that the spellings may be one name.

    >>> name_key("Vladimir Poutine") == name_key("Vladimir Putin")
    True
    >>> name_key("Iouri Ouchakov") == name_key("Yuri Ushakov")
    True
    >>> name_key("Volodymyr Zelenskyy") == name_key("Volodymyr Zelensky")
    True
    >>> name_key("Anne Martin") == name_key("Jeanne Martin")
    False
    """
    key = fold(name)
    key = re.sub(r"\b(?:iou|you|yu|ju)", "iu", key)
    key = re.sub(r"\b(?:ia|ya|ja)", "ia", key)
    for pattern, skeleton in _RULES:
        key = pattern.sub(skeleton, key)
    return key.strip()
