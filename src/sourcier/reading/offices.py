"""Offices in a text: which words state one, of what class, for which country, and how far the wording goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Token

from sourcier.languages import Language
from sourcier.reading.gazetteer import countries, fold, nationalities
from sourcier.reading.grammar import Grammar

LEADERS = frozenset({"president", "prime_minister", "leader", "monarch", "pope", "counterpart"})
"""Classes that "the Finnish leader" may stand for."""

_PORTFOLIOS = frozenset({"minister", "secretary", "commissioner", "director", "spokesperson"})
"""Classes whose holders are told apart by what they are in charge of."""


@dataclass
class OfficePhrase:
    """Words that state an office.

    Attributes:
        start: first token.
        end: one past the last token.
        head: the token of the office noun.
        kind: class of the office (`languages/*/offices.tsv`).
        gender: m, f or empty.
        plural: "les présidents".
        countries: alpha-2 codes that the wording names, in order.
        words: folded content words beside the office noun and the nationality.
        title: the office's name where the words alone do not give it ("homologue américain"); else None.
    """

    start: int
    end: int
    head: Token
    kind: str
    gender: str
    plural: bool
    countries: tuple[str, ...]
    words: frozenset[str] = field(default_factory=frozenset)
    title: str | None = None


@dataclass(frozen=True)
class _Form:
    words: tuple[str, ...]
    kind: str
    gender: str


@cache
def _forms(language: Language) -> dict[str, tuple[_Form, ...]]:
    """First word, folded -> the forms that start with it, longest first; plurals in -s included."""
    table: dict[str, list[_Form]] = {}
    for row in language.tsv("offices"):
        words = tuple(fold(word) for word in row["form"].replace("’", "'").split())
        variants = {words, tuple(w + "s" if n == 0 else w for n, w in enumerate(words)), (*words[:-1], words[-1] + "s")}
        if len(words) == 2:
            variants.add((words[0] + "s", words[1] + "s"))
        for variant in variants:
            table.setdefault(variant[0], []).append(_Form(variant, row["class"], row["gender"]))
    return {first: tuple(sorted(forms, key=lambda f: -len(f.words))) for first, forms in table.items()}


@cache
def seats(language: Language) -> dict[str, dict[str, str]]:
    """Folded name of a seat -> its row in `metonyms.tsv`."""
    return {fold(row["name"]): row for row in language.tsv("metonyms")}


def find_offices(doc: Doc, language: Language, grammar: Grammar, names: dict[int, int]) -> list[OfficePhrase]:
    """The office phrases of a parse, in order.

    Args:
        doc: the parse.
        language: whose lexicons to use.
        grammar: its grammar.
        names: first token of each person's name -> one past its last; an office's wording stops there.
    """
    forms = _forms(language)
    inside = {i for start, end in names.items() for i in range(start, end)}
    apposition = language.toml("people")["apposition"]
    linking = frozenset(apposition["linking"])
    genitive = frozenset(apposition["genitive"])
    open_kinds = frozenset(apposition["posted"])
    within = frozenset(apposition["inside"])
    found: list[OfficePhrase] = []
    at = 0
    while at < len(doc):
        form = None if at in inside else _form_at(doc, at, forms)
        if form is None or (found and at < found[-1].end):
            at += 1
            continue
        last = at + _length(doc, at, form)
        start, end = (
            _left(doc, at, last, grammar, inside, language),
            _right(doc, last, names, linking, within, genitive, form.kind in open_kinds, language),
        )
        found.append(_phrase(doc, start, end, at, last, form, language))
        at = last
    return found


def _length(doc: Doc, at: int, form: _Form) -> int:
    """Tokens that a form takes: the tokenizer may cut "secretary-general" or "d'État"."""
    text, count = "", 0
    wanted = "".join(form.words)
    while at + count < len(doc) and len(text) < len(wanted):
        text += fold(doc[at + count].text).replace(" ", "")
        count += 1
    return count


def _form_at(doc: Doc, at: int, forms: dict[str, tuple[_Form, ...]]) -> _Form | None:
    token = doc[at]
    if token.pos_ in {"VERB", "AUX", "PUNCT", "SPACE", "DET"} and not token.text[:1].isupper():
        return None
    key = fold(token.text)
    candidates = forms.get(key, ())
    if not candidates and at + 2 < len(doc) and doc[at + 1].text in {"-", "‑"}:
        candidates = forms.get(key + "-" + fold(doc[at + 2].text), ())
    for form in candidates:
        wanted = "".join(form.words)
        text, i = "", at
        while i < len(doc) and len(text) < len(wanted):
            text += fold(doc[i].text).replace(" ", "")
            i += 1
        if text == wanted:
            if len(form.words) == 1 and token.pos_ in {"ADJ", "ADV"} and not token.text[:1].isupper():
                return None
            return form
    return None


def _left(doc: Doc, at: int, last: int, grammar: Grammar, inside: set[int], language: Language) -> int:
    """How far an office's wording reaches to the left: "former Finnish Defence", "vice-", "Kremlin's"."""
    start = at
    demonyms = nationalities(language)
    while start > doc[at].sent.start:
        token = doc[start - 1]
        if start - 1 in inside or (token.is_punct and token.text not in {"-", "."}) or token.is_space:
            break
        possessive = token.text in {"'s", "’s"}
        heads = {token.head.i, token.head.head.i}
        modifies = grammar.is_a(token, "modifier") and token.i < at and not heads.isdisjoint(range(at, last))
        demonym = fold(token.text) in demonyms and token.text[0].isupper()
        owner = start < at and doc[start].text in {"'s", "’s"} and token.pos_ in {"PROPN", "NOUN"}
        if not (possessive or owner or modifies or demonym or (token.text == "-" and start < at)):
            break
        start -= 1
    while start < at and (doc[start].is_punct or doc[start].text in {"'s", "’s"}):
        start += 1
    return start


def _right(
    doc: Doc,
    last: int,
    names: dict[int, int],
    linking: frozenset[str],
    within: frozenset[str],
    after_adjective: frozenset[str],
    open_office: bool,
    language: Language,
) -> int:
    """How far an office's wording reaches to the right: its adjectives and complements, up to a name or a comma."""
    end = last
    sentence_end = doc[last - 1].sent.end
    demonyms = nationalities(language)
    titles = language.toml("people")["titles"]
    while end < sentence_end:
        token = doc[end]
        word = token.lower_
        if end in names or token.is_space or token.text in titles:
            break
        if token.is_punct or token.tag_ == "POS":
            if (token.text == "-" or token.tag_ == "POS") and end > last:
                end += 1
                continue
            break
        if token.pos_ == "CCONJ":  # "Affaires étrangères et européennes", not "le président et des ministres"
            following = doc[end + 1] if end + 1 < sentence_end else token
            if end == last or end + 1 in names or following.pos_ not in {"ADJ", "NOUN", "PROPN"}:
                break
            end += 2
            continue
        linked = end > last and doc[end - 1].lower_ in within
        if (
            word in linking
            and word not in after_adjective
            and not open_office
            and doc[end - 1].lower_ not in after_adjective
        ):
            break  # "le président américain | à la radio", "la ministre | à la Chambre"
        if (
            (
                word in linking
                or (word in within and end > last)
                or (linked and token.pos_ in {"NOUN", "PROPN", "ADJ", "X", "NUM"})
            )
            or token.pos_ == "ADJ"
            or fold(token.text) in demonyms
            or (end > last and _goes_on(token, doc[end - 1]))
        ):
            end += 1
        else:
            break
    while end > last and (doc[end - 1].lower_ in within or doc[end - 1].pos_ in {"ADP", "DET", "CCONJ", "PUNCT"}):
        end -= 1
    return end


def _goes_on(token: Token, before: Token) -> bool:
    """Whether a noun continues an office's wording: a name after a noun, or the second half of a compound."""
    if token.pos_ in {"PROPN", "X"}:
        return before.pos_ in {"PROPN", "X", "NOUN"}
    return token.pos_ == "NOUN" and before.text == "-"


def _phrase(doc: Doc, start: int, end: int, head: int, last: int, form: _Form, language: Language) -> OfficePhrase:
    demonyms, names, places = nationalities(language), countries(language), seats(language)
    codes: list[str] = []
    words: set[str] = set()
    i = start
    while i < end:
        matched = 1
        if not head <= i < last:
            for size in (3, 2, 1):
                text = fold(doc[i : i + size].text) if i + size <= end else ""
                code = (
                    places[text]["country"]
                    if text in places
                    else names.get(text) or (demonyms.get(text) if size == 1 else None)
                )
                if code and (size > 1 or doc[i].pos_ != "ADP"):
                    codes.append(code)
                    matched = size
                    break
            else:
                if doc[i].pos_ in {"NOUN", "PROPN", "ADJ"} and len(doc[i]) > 2:
                    words.add(fold(doc[i].lemma_))
        i += matched
    noun = doc[head:last].root  # "Premier ministre": the minister, not the first
    plural = noun.morph.get("Number", []) == ["Plur"]
    return OfficePhrase(
        start, end, noun, form.kind, form.gender or _gender(noun), plural, tuple(dict.fromkeys(codes)), frozenset(words)
    )


def _gender(noun: Token) -> str:
    """Gender by the determiner, where the office has one form for both ("la ministre")."""
    determiners = (child for child in noun.children if child.pos_ == "DET" and "Poss" not in str(child.morph))
    for determiner in determiners:
        for value in determiner.morph.get("Gender", []):
            return {"Masc": "m", "Fem": "f"}.get(value, "")
    return ""


def counterpart_title(own: OfficePhrase, other: OfficePhrase, doc: Doc, language: Language) -> str | None:
    """The office of a counterpart: "son homologue américain" beside "le président russe" is "président américain".

    None where either wording names no nationality.
    """
    demonyms = nationalities(language)
    adjective = next((t.text for t in doc[own.start : own.end] if fold(t.text) in demonyms), None)
    replaced = next((t for t in doc[other.start : other.end] if fold(t.text) in demonyms), None)
    if adjective is None or replaced is None:
        return None
    words = [(adjective if t.i == replaced.i else t.text) + t.whitespace_ for t in doc[other.start : other.end]]
    return "".join(words).strip()


def same_office(mention: OfficePhrase, stated: OfficePhrase) -> bool:
    """Whether an office phrase may stand for the holder of a stated office."""
    if mention.kind != stated.kind and not (
        {mention.kind, stated.kind} <= LEADERS and {"leader", "counterpart"} & {mention.kind, stated.kind}
    ):
        return False
    if mention.countries and set(mention.countries) != set(stated.countries):
        return False
    if mention.kind in _PORTFOLIOS and mention.words:
        return bool(mention.words & stated.words)
    return True
