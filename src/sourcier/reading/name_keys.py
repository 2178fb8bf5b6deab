"""One key for one name across spellings and languages.

Newspapers spell names from other scripts by the ear of their own language (Poutine, Putin; Ouchakov, Uschakow,
Ushakov), and write Chinese and Korean names in either order. The key has a given name and a family name: the given
name by its class of spellings (`name_variants.tsv`), the family name by a skeleton in which what French, English and
German transliteration write differently falls together. Names that all languages spell alike ("Anne Martin") are
compared letter by letter. The key is for full names of people: a family name alone is never compared across articles.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from sourcier.languages import shared_tsv
from sourcier.reading.gazetteer import fold

_LETTERS = str.maketrans(
    {"ç": "s", "đ": "dj", "ł": "l", "ø": "o", "ß": "ss", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_REMEMBERED = 1 << 14
"""Names whose key is remembered: the news is about the same people over and over."""

_PARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ar",
        "as",
        "ash",
        "at",
        "ad",
        "an",
        "az",
        "ed",
        "er",
        "es",
        "ben",
        "bin",
        "ibn",
        "bint",
        "ould",
        "de",
        "da",
        "do",
        "dos",
        "di",
        "del",
        "della",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
    ]
)
_ARTICLES = frozenset(["al", "el", "ul", "ben", "bin", "ibn", "bint"])
_SUFFIXES = frozenset(["jr", "sr", "junior", "senior", "ii", "iii", "iv"])

# Family names of other scripts by their endings, in any spelling.
_SLIGHT = re.compile(r"(?:in[ae]?|uk|juk|ts|ian|yan|id[ei]s|aty)$")
_FOREIGN = re.compile(
    r"(?:[oe]v|[oe]w|[oe]ff|[oe]va|[oe]wa|sk[iy]i?j?|skyy|ska|skaia|skaja|skaya|skii|[eo]?nko|vi[ct]h?|vitch|witsch|wicz|vich"
    r"|vych|tsyne?|iouk|yuk|dze|shvili|chvili|schwili|akis|poulo[su]|poulou|atos|a[iyj]a|[aeo]l?is|[aeiou]s|ou|oglu|oulis)$"
)
# Marks of German spelling: "Selenskyj", "Medwedew", "Nawalnaja", "Chruschtschow".
_GERMAN = re.compile(r"sch|[oe]w\b|[oe]wa\b|[yi]j\b|[aio]ja\b|w(?=[jynrlts])|(?<=[dkst])w|^w(?=[ao]l)")
_SKELETON = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^a-z]", ""),
        (r"^(?:h|kh)(?=[aeiouy])", ""),
        (r"nj(?=[aeou])", "n"),
        (r"s[ck]h?t?s?ch|[sc]htch|shch|tsch|tch|dsch|dzh|dj|sch|sh|zh|ch|ts|tz|cz|ss|s|z|c(?=[eiy])|j", "S"),
        (r"k?h", ""),
        (r"ph", "f"),
        (r"ff?$", "v"),
        (r"ck|q|c|x", "k"),
        (r"gu(?=[eiy])", "g"),
        (r"^[aeiouyw]+", "A"),
        (r"[aeiouyw]", ""),
        (r"(.)\1+", r"\1"),
    )
)
_ABD = re.compile(r"\babe?d[aeiou]?[lrnsz]?\s?(?:[aeu][lrnszdt]\s)?(?=[a-z]{3})")


@lru_cache(_REMEMBERED)
def name_key(name: str) -> str:
    """The key of a person's full name; equal keys mean that the spellings are taken for one name.

    Initials, patronymics and further given names don't count, nor does the order of East Asian names.

    >>> name_key("Vladimir Poutine") == name_key("Wladimir Putin")
    True
    >>> name_key("Iouri Ouchakov") == name_key("Yuri Ushakov")
    True
    >>> name_key("Abdel Fattah al-Sissi") == name_key("Abdul Fattah el-Sisi")
    True
    >>> name_key("Anne Martin") == name_key("Jeanne Martin")
    False
    """
    known = _aliases().get(_plain(name)) or _aliases().get(" ".join(_words(name)))
    words = _words(known or name)
    if not words:
        return ""
    if known is not None:
        return f"{' '.join(words)} ="
    return _east_asian(words) or _key(words)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(name.lower().translate(_LETTERS))).strip()


def _words(name: str) -> list[str]:
    """The words of a name, folded; hyphens kept, initials and "Jr" left out where other words remain."""
    bare = re.sub(r"(?<=\w)[’'`](?=\w)", "", name.lower())
    bare = re.sub(r"[.’'`]|\b(?<=al|el)-|\b(?<=ben|bin)-", " ", fold(bare.translate(_LETTERS)))
    words = [_aliases().get(w.strip("-"), w.strip("-")).lower() for w in bare.split() if w not in _SUFFIXES]
    words = [w for w in words if w]
    initials = [w for w in words if len(w) == 1]
    long = [w for w in words if len(w) > 1]
    if initials and words[0] in initials and len(long) < 2:  # "J. D. Vance"
        return ["".join(initials), *long]
    return long or words


def _key(words: list[str]) -> str:
    """The key of a name whose given name stands first."""
    given, family = words[0], words[-1]
    articles = any(w in _ARTICLES or w.startswith(("al-", "el-", "abd")) for w in words[1:])
    if articles or given.startswith("abd") or _origin(given) in {"arabic", "persian"}:
        return _arabic(words)
    if len(words) > 1 and len(family) < 3 and family in _PARTICLES:
        family = " ".join(words[-2:])
    family = family.rpartition("-")[2]
    alike = _origin(given) in {"western", "short", "alike"} and not _FOREIGN.search(family)
    alike = alike and not (_origin(given) == "alike" and _SLIGHT.search(family))
    key = _western(family) if alike else _skeleton(family)
    return f"{_class(given)} {key}" if len(words) > 1 else key


def _arabic(words: list[str]) -> str:
    """Arabic names: every word counts but articles and "ben", consonants alone."""
    text = _ABD.sub("abd", " ".join(words).replace("-", " "))
    parts = [w for w in text.split() if w not in _PARTICLES]
    given = parts[0] if parts else ""
    rest = "".join(re.sub(r"^(?:al|el)(?=[b-df-hj-np-tv-z]\w{3})", "", w) for w in parts[1:])
    return f"{_class(given)} {_skeleton(rest, arabic=True)}".strip()


def _western(word: str) -> str:
    """A word that languages spell alike, but for "ö" and "oe", "-" and doubled letters."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"([aou])e", r"\1", word.replace("-", "")))


def _skeleton(word: str, arabic: bool = False) -> str:
    """What all transliterations of a word have in common: its consonants by classes, and whether a vowel opens it."""
    if word.endswith("oglu"):
        word = word.replace("c", "s")
    if _GERMAN.search(word):
        word = re.sub(r"(?<!s)(?<!sc)ch|j", lambda m: "kh" if m[0] == "ch" else "y", word)
        word = word.replace("tskh", "tsch")
    # "Ch" before a consonant is German; in Arabic names "w" is a vowel, and "g" and "q" are one sound in the Maghreb.
    word = re.sub(r"ch(?=[^aeiouy])", "kh", word).replace("w", "") if arabic else word.replace("w", "v")
    for pattern, replacement in _SKELETON:
        word = pattern.sub(replacement, word)
    return word.replace("g", "k") if arabic else word


@cache
def _given() -> dict[str, tuple[str, str]]:
    """Given names -> origin and class, from the variants and from the names that are spelled alike."""
    known: dict[str, tuple[str, str]] = {}
    for row in shared_tsv("name_variants"):
        names = [_western(_plain(n).replace(" ", "")) for n in row["names"].split("|")]
        alike = {_western(_plain(n).replace(" ", "")) for n in row["alike"].split("|")}
        for name in names:
            if row["alike"] == "=":  # each a name of its own
                known.setdefault(name, (row["origin"], _skeleton(name, arabic=True) or name))
                continue
            stands = known[names[0]][1] if row["origin"] == "short" and names[0] in known else names[0]
            known.setdefault(name, ("alike" if name in alike else row["origin"], stands))
    for row in shared_tsv("given_names"):
        for name in row["names"].split("|"):
            plain = _western(_plain(name).replace(" ", ""))
            known.setdefault(plain, ("western", plain))
    return known


@lru_cache(_REMEMBERED)
def _origin(given: str) -> str:
    """Whose given name a word is; empty for unknown ones."""
    return (_given().get(_western(given)) or _given().get(_western(given.partition("-")[0])) or ("", ""))[0]


@lru_cache(_REMEMBERED)
def _class(given: str) -> str:
    """What stands for all spellings of a given name."""
    known = _given().get(_western(given)) or _given().get(_western(given.partition("-")[0]))
    plain = given.replace("-", "")
    return known[1] if known is not None else _skeleton(plain) or plain


@cache
def _families(kind: str) -> frozenset[str]:
    rows = [row for row in shared_tsv("name_families") if row["kind"] == kind]
    return frozenset(_plain(name) for row in rows for name in row["names"].split("|"))


_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|hs|ts|tz|ng|[tkp]h|[bgkhmnpr]y|[gkh]w|[bpmfdtnlgkhjqxrzcsywv])?[aeiouü]{1,3}(?:ng(?![aeiou])|[nkhpmltrw](?![aeiouü]))?"
)
_EAST_ASIAN = 3
"""Words, and syllables of one word, of the longest East Asian name."""


def _east_asian(words: list[str]) -> str | None:
    """The key of a Chinese, Korean or Japanese name in either order; None for other names."""
    chinese, korean = _families("chinese"), _families("korean")
    parts = [p for w in words for p in w.split("-")]
    if len(words) == 2 and any(w in _families("japanese") for w in words):
        return " ".join(sorted(_western(w.replace("ou", "o").replace("oh", "o")) for w in words))
    families = chinese | korean
    named = (_origin(words[0]) != "" or any("-" in w for w in words[2:])) and words[0] not in families
    asian = all(p in families or _syllables(p) for p in parts[1:])
    if named and len(words) > 1 and words[1] in families and asian:
        return _key(words[:2])  # "John Lee Ka-chiu": the Chinese given name is left out
    if named or not 2 <= len(words) <= _EAST_ASIAN or not asian or not (parts[0] in families or _syllables(parts[0])):
        return None
    last = words[0] not in families or (_syllables(words[0]) > 1 and words[-1] in chinese)
    family = words[-1] if last else words[0]
    if family not in families:
        return None
    given = "".join(words[:-1] if last else words[1:]).replace("-", "")
    return f"{family} {_skeleton(given) if family in korean else given}"


def _syllables(word: str) -> int:
    """How many East Asian syllables a word has; 0 where it is no such word."""
    count, at = 0, 0
    while match := _SYLLABLE.match(word, at):
        count, at = count + 1, match.end()
    return count if at == len(word) and count <= _EAST_ASIAN else 0


@cache
def _aliases() -> dict[str, str]:
    """Spellings that no rule joins -> the spelling that stands for them."""
    rows = (row["names"].split("|") for row in shared_tsv("name_aliases"))
    return {_plain(name): names[0] for names in rows for name in names}
