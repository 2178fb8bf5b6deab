"""Bylines: people, agencies and outlets told apart, and what each signs as."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel import Locale

from sourcier.languages import codes, language, shared_tsv
from sourcier.page.spacing import spaced
from sourcier.record import Signature

_PARTS = re.compile(r"\s*(?:[,;|•·/\n]|\s[–—-]\s)\s*")
_COLUMNS = re.compile(r"\s*[|•·\n]\s*")
_MAIL = re.compile(r"\S+@\S+|https?://\S+|@\w+|\([^)]*\)|\d{1,2}[h:]\d{2}|\d+")
_CREDENTIAL = re.compile(
    r"[,\s]+(?:(?:[A-Z]{1,2}\.){2,}|Ph\.?D\.?|M[DS]|MBA|MPH|RN|CFP|CPA|DVM|JD|Esq\.?)®?(?=$|[\s,])"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-.'’ʼ][^\W\d_]*)*\.?")
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Byline:
    """Who signs, in order: people, wire agencies, and outlets or desks."""

    signatures: tuple[Signature, ...] = ()

    def named(self, kind: str) -> tuple[str, ...]:
        """The names of those of one kind: person, agency or outlet."""
        return tuple(s.name for s in self.signatures if s.kind == kind)

    @property
    def people(self) -> tuple[str, ...]:
        """The people who sign."""
        return self.named("person")

    @property
    def agencies(self) -> tuple[str, ...]:
        """The wire agencies that sign."""
        return self.named("agency")

    def __or__(self, other: Byline) -> Byline:
        """Both, each name once; a role from the first that tells one."""
        found: dict[tuple[str, str], Signature] = {}
        for signature in (*self.signatures, *other.signatures):
            known = found.get((signature.kind, signature.name))
            if known is None or (known.role is None and signature.role is not None):
                found[signature.kind, signature.name] = signature
        return Byline(tuple(found.values()))

    def with_roles(self, other: Byline) -> Byline:
        """The same signatures, with the roles that the other tells of the same people."""
        roles = {s.name: s.role for s in other.signatures}
        return Byline(tuple(s.model_copy(update={"role": s.role or roles.get(s.name)}) for s in self.signatures))

    def only(self, *kinds: str) -> Byline:
        """The signatures of these kinds."""
        return Byline(tuple(s for s in self.signatures if s.kind in kinds))


@cache
def _agencies() -> dict[str, str]:
    table = {}
    for row in shared_tsv("agencies"):
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            table[_folded(name)] = row["name"]
    return table


@cache
def _agency_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Agencies by the full names that a byline may run into a person's ("Jo LIND Associated Press")."""
    return tuple(
        (row["name"], re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, full)) + r")(?!\w)"))
        for row in shared_tsv("agencies")
        if (full := [n for n in (row["name"], *row["aliases"].split("|")) if len(n) > 5 and " " in n])
    )


def _folded(name: str) -> str:
    return re.sub(r"[^\w]+", " ", name.lower().replace("’", "'")).strip()


def agency(name: str) -> str | None:
    """The wire agency that a credit names, as the record writes it; None where it names none.

    >>> agency("l’AFP"), agency("Agence Belga"), agency("Jeanne Martin")
    ('AFP', 'Belga', None)
    """
    words = _folded(name)
    return _agencies().get(words) or _agencies().get(re.sub(r"^(?:l|the|with|avec|agence) ", "", words))


@cache
def _words(key: str) -> frozenset[str]:
    """Words of bylines of one kind: those of every language folder, and those of the table for other languages."""
    found = {word for code in codes() for word in language(code).toml("page").get(key, ())}
    return frozenset(found | {row["word"] for row in shared_tsv("byline_words") if row["kind"] == key})


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _splitter() -> re.Pattern[str]:
    words = _any_of(_words("byline_and") | _words("byline_with"))
    return re.compile(rf"(?:^|\s+)(?:{words})\s+", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{_any_of(_words('byline'))})\s*(?::\s*|\s+)(?=\S)", re.IGNORECASE)


def opens_byline(line: str) -> bool:
    """Whether a line starts as a byline does ("Par …", "By …", "Auteur : …")."""
    return bool(_opening().match(line))


def is_byline_label(line: str) -> bool:
    """Whether a line is nothing but the label of a byline ("Auteur", "Written by:")."""
    return _folded(line) in _words("byline")


def signature(line: str) -> str | None:
    """The part of a line that is a byline: "Jeudi 5 mars | Par Ana Roy"; None where no part starts as one does."""
    return next((part for part in _COLUMNS.split(line) if opens_byline(part)), None)


def read_byline(text: str | Iterable[str], site_name: str | None = None, *, declared: bool = False) -> Byline:
    """People, agencies and outlets of a byline such as "Par Jeanne Martin et Paul Roy avec AFP".

    Args:
        text: the line, or names that metadata lists one by one.
        site_name: the outlet's own name, which is no person.
        declared: metadata says that these are people, so that scripts without capitals are believed too.

    >>> [(s.name, s.kind, s.role) for s in read_byline("Par Léa Roy, envoyée spéciale à Kiev, avec l'AFP").signatures]
    [('Léa Roy', 'person', 'envoyée spéciale à Kiev'), ('AFP', 'agency', None)]
    """
    found = Byline()
    for raw in [text] if isinstance(text, str) else text:
        line = _CREDENTIAL.sub(" ", spaced_lines(raw))
        asides = [agency(part.strip(" ,")) for a in re.findall(r"\(([^)]*)\)", line) for part in _splitter().split(a)]
        line = _opening().sub("", _MAIL.sub(" ", line))
        run_in = [name for name, pattern in _agency_patterns() if pattern.search(line)]
        for chunk in _PARTS.split(line):
            for name in _splitter().split(chunk):
                found = _with_role(found, name) or found | _sorted(name.strip(" .:–—-"), site_name, declared)
        found |= Byline(tuple(Signature(name=name, kind="agency") for name in (*asides, *run_in) if name))
    return found


def spaced_lines(text: str) -> str:
    """The text spaced, its line breaks kept."""
    return "\n".join(filter(None, map(spaced, text.splitlines())))


def _with_role(found: Byline, text: str) -> Byline | None:
    """The byline with what follows a person as that person's role; None where the text is no role."""
    if not found.signatures or found.signatures[-1].kind != "person":
        return None
    words = _folded(text).split()
    if len(words) > 8 or not any(word in _words("roles") for word in words) or agency(text):
        return None
    last = found.signatures[-1]
    role = last.role if last.role else text.strip(" .:–—-")
    return Byline((*found.signatures[:-1], Signature(name=last.name, kind="person", role=role)))


def _sorted(name: str, site_name: str | None, declared: bool) -> Byline:
    """One name of a byline, as a person, an agency or an outlet; nothing where it is none of them."""
    if not name or len(name) > _LONGEST_NAME:
        return Byline()
    wire = agency(name)
    if wire:
        return Byline((Signature(name=wire, kind="agency"),))
    name = _opening().sub("", name)
    words, role = _cut(name.split())
    if site_name and _folded(" ".join(words)).endswith(" " + _folded(site_name)):
        words = words[: -len(site_name.split())]
    if not words:
        return Byline()
    name = " ".join(words)
    if _is_site(words, site_name or "") and not is_full_name(name):  # a site may bear its author's name
        return Byline((Signature(name=name, kind="outlet"),))
    if _is_person(words) or (declared and _is_uncased_name(name)):
        return Byline((Signature(name=_cased(name), kind="person", role=role),))
    if words[0][0].isupper() and len(words) <= 5:
        return Byline((Signature(name=name, kind="outlet"),))
    return Byline()


def _cut(words: list[str]) -> tuple[list[str], str | None]:
    """The words of a name without what the page says of it, and what it says of it where that is a role."""
    while words and _folded(words[0]) in _words("honorifics"):
        words = words[1:]
    for number, word in enumerate(words):
        lower = word.lower().strip(".")
        if number and lower in _stops() and (not word.istitle() or lower not in _particles()):  # "Ana Le Roy"
            rest = words[number:]
            return words[:number], " ".join(rest) if any(_folded(w) in _words("roles") for w in rest) else None
    capitals = next((n for n in range(len(words), 0, -1) if not (words[n - 1].isupper() and len(words[n - 1]) > 1)), 0)
    if 2 <= capitals < len(words) - 1:  # "Ana Roy LA GAZETTE", not "Ana Léa ROY"
        words = words[:capitals]
    return words, None


def _is_site(words: list[str], site_name: str) -> bool:
    """Whether a name is the outlet's, or what its initials stand for."""
    site = _folded(site_name).split()
    initials = "".join(word[0] for word in words).lower()
    return _folded(" ".join(words)).split() == site or (bool(site) and len(initials) > 1 and initials == site[0])


@cache
def _stops() -> frozenset[str]:
    """Words that end a name in a byline: what the page says of it, and names of months."""
    months = (
        name for code in codes() for width in ("wide", "abbreviated") for name in _months(code, width) if len(name) > 2
    )
    return frozenset(_words("byline_stop") | {name.lower().strip(".") for name in months} - _given_names())


def _months(code: str, width: str) -> Iterable[str]:
    return map(str, Locale(code).months["format"][width].values())


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name.lower() for row in shared_tsv("given_names") for name in row["names"].split("|"))


@cache
def _particles() -> frozenset[str]:
    """Lower-case words inside names, of all languages."""
    return frozenset(word for code in codes() for word in language(code).toml("people")["names"]["particles"])


def _is_person(words: list[str]) -> bool:
    if not 2 <= len(words) <= 5:
        return False
    barred = _words("not_people") | _words("roles")
    if any(_folded(w) in barred and (n == 0 or w.lower() not in _particles()) for n, w in enumerate(words)):
        return False
    if not all(word[0].isupper() or word.lower() in _particles() or word[:2].lower() in {"d'", "d’"} for word in words):
        return False
    return all(_WORD.fullmatch(word) for word in words)


def _is_uncased_name(name: str) -> bool:
    """Whether a name is written in a script without capitals, and no longer than people's names are."""
    return name.lower() == name.upper() and 2 <= len(name) <= 12 and all(c.isalpha() or c in " ・" for c in name)


def is_full_name(text: str) -> bool:
    """Whether a text is nothing but a person's name that starts with a known given name.

    >>> is_full_name("Jeanne Martin"), is_full_name("Une semaine après")
    (True, False)
    """
    words = spaced(text).split()
    return _is_person(words) and words[0].lower() in _given_names()


def _cased(name: str) -> str:
    if name.isupper():
        return " ".join(
            part if part.lower() in _particles() and len(part) > 2 else part.title() for part in name.split()
        )
    return name
