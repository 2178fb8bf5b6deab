"""Conditions and odds: the clauses that what may come hangs on, and the probabilities that the page states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from sourcier.languages import Language
from sourcier.reading.draft import Draft


@dataclass(frozen=True)
class Condition:
    """A condition and what hangs on it.

    Attributes:
        start: first code point of its words, the marker included.
        end: one past the last.
        tokens: indices of its tokens.
        main: the verb (or noun) that hangs on it.
    """

    start: int
    end: int
    tokens: frozenset[int]
    main: Token


Phrase = tuple[str, ...]


@cache
def _marker_words(language: Language) -> tuple[frozenset[str], dict[str, list[Phrase]], frozenset[Phrase]]:
    """Markers of one word; those of several by their first, longest first; those of a noun. Contracted forms too."""
    lexicon = language.toml("conditions")
    contractions: dict[str, str] = language.toml("syntax")["contractions"]

    def forms(phrase: str) -> set[tuple[str, ...]]:
        *words, last = phrase.replace("’", "'").replace("'", "' ").split()
        return {(*words, end) for end in (last, *(short for short, whole in contractions.items() if whole == last))}

    clauses = {form for marker in lexicon["markers"] for form in forms(marker)}
    nouns = {form for preposition in lexicon["prepositions"] for form in forms(preposition)}
    single = frozenset(form[0] for form in clauses if len(form) == 1)
    several: dict[str, list[Phrase]] = {}
    for form in sorted((form for form in clauses | nouns if len(form) > 1 or form in nouns), key=len, reverse=True):
        several.setdefault(form[0], []).append(form)
    return single, several, frozenset(nouns)


def find_conditions(draft: Draft) -> list[Condition]:
    """The conditions of a draft, in order."""
    found: list[Condition] = []
    for sentence in draft.sentences:
        words = [t.lower_.replace("’", "'") for t in sentence]
        found.extend(_in_sentence(draft, sentence, words))
    return found


def _in_sentence(draft: Draft, sentence: Span, words: list[str]) -> list[Condition]:
    lexicon = draft.language.toml("conditions")
    single, several, prepositions = _marker_words(draft.language)
    never = [tuple(phrase.split()) for phrase in lexicon["never"]]
    found: list[Condition] = []
    covered: set[int] = set()
    for number, word in enumerate(words):
        if number in covered:
            continue
        barred = any(
            tuple(words[number - offset : number - offset + len(p)]) == p
            for p in never
            for offset in range(len(p))
            if number >= offset
        )
        phrase = next((m for m in several.get(word, ()) if tuple(words[number : number + len(m)]) == m), None)
        if barred:
            continue
        condition = _anaphor(draft, sentence, words, number)  # "faute de quoi" before "faute de"
        if condition is None and phrase is not None:
            condition = (
                _noun_condition(draft, sentence, number, len(phrase))
                if phrase in prepositions
                else _clause_condition(draft, sentence, number, len(phrase))
            )
        elif condition is None and _opens_clause(draft, sentence, number, word in single, word in lexicon["inverted"]):
            condition = _clause_condition(draft, sentence, number, 1)
        if condition is not None:
            found.append(condition)
            covered.update(t - sentence.start for t in condition.tokens)
    return found


def _opens_clause(draft: Draft, sentence: Span, number: int, marker: bool, auxiliary: bool) -> bool:
    token = sentence[number]
    if marker and (token.pos_ in {"SCONJ", "ADP", "ADV", "VERB", "CCONJ"} or draft.grammar.is_a(token, "marker")):
        return True
    return auxiliary and _is_inverted(draft, sentence, number)


def _is_inverted(draft: Draft, sentence: Span, number: int) -> bool:
    """Whether an auxiliary stands before its subject at the head of a clause that is no question."""
    if sentence.text.rstrip(' »”"').endswith("?"):
        return False
    opens = number == 0 or sentence[number - 1].text in {",", ";", "“", "«", '"'}
    auxiliary, grammar = sentence[number], draft.grammar
    following = sentence[number + 1] if number + 1 < len(sentence) else auxiliary
    nominal = following.pos_ in {"DET", "PROPN", "PRON"} and following.tag_ not in {"WP", "WDT"}
    bound = auxiliary.lower_ in draft.language.toml("conditions")["always_inverted"]
    bound = bound and sentence[number - 1].pos_ in {"NOUN", "PROPN", "PRON", "ADV"}
    if nominal and (opens or bound) and not grammar.is_a(auxiliary, "subject"):
        return True  # whatever the parse says: "would appeal should the judge refuse", "Were she to resign, …"
    verb = auxiliary.head
    below = verb != auxiliary and grammar.is_a(verb, "adverbial_clause")
    return opens and below and any(s.i > auxiliary.i for s in grammar.own_subjects(verb))


def _clause_condition(draft: Draft, sentence: Span, number: int, length: int) -> Condition | None:
    grammar, lexicon = draft.grammar, draft.language.toml("conditions")
    marker = sentence[number]
    verb = (
        marker.head if grammar.is_a(marker, "marker", "adverb") or marker.head.pos_ in {"VERB", "AUX", "ADJ"} else None
    )
    if marker.pos_ == "AUX" and grammar.is_a(marker, "adverbial_clause"):
        verb = marker  # "Were the judge to grant it, …"
    if verb is None or verb.i < marker.i:
        verb = next(
            (
                t
                for t in sentence[number + length :]
                if t.pos_ in {"VERB", "AUX"}
                and (
                    t.dep_ == "ROOT" or grammar.is_a(t, "adverbial_clause", "clause", "coordinated", "relative_clause")
                )
            ),
            None,
        )
    if verb is None:
        return None
    governor = verb.head if verb.head != verb else None
    asked = governor is not None and governor.i < marker.i and governor.lemma_ in lexicon["questions"]
    if asked and grammar.is_a(verb, "clause"):
        return None
    goes_before = grammar.is_a(verb, "adverbial_clause") and governor is not None and governor.i > verb.i
    if number and sentence[number - 1].lemma_ in lexicon["questions"] and not goes_before:
        return None  # "savoir si", "whether" in all but the word; not "said if it fell, she would go"
    last = _clause_end(sentence, marker, verb, frozenset(lexicon["asides"]))
    run_on = _run_on(draft, sentence, marker, verb)
    if run_on is not None:
        end = run_on[0]
        while end > marker.i + 1 and sentence.doc[end - 1].text == ",":
            end -= 1
        return _condition(sentence, frozenset(range(marker.i, end)), run_on[1])
    tokens = frozenset(range(marker.i, last + 1))
    main = governor if governor is not None and governor.i not in tokens else _main_verb(sentence, tokens)
    if main is None or (_is_weak(draft, sentence, number, length) and not _looks_ahead(draft, main)):
        return None
    return _condition(sentence, tokens, main)


def _run_on(draft: Draft, sentence: Span, marker: Token, verb: Token) -> tuple[int, Token] | None:
    """First token and verb of a main clause that the parser hung below its condition ("If it fails I will go").

    None where the parse tells the two clauses apart.
    """
    if draft.grammar.is_a(verb, "adverbial_clause") or marker.i > sentence.start + 1:
        return None
    for token in sentence:
        if token.i > verb.i and draft.grammar.is_a(token, "relative_clause", "clause", "adverbial_clause"):
            subjects = [s for s in draft.grammar.children(token, "subject") if s.i > verb.i]
            ahead = draft.grammar.group(token)
            own_clause = subjects and (
                subjects[0].pos_ in {"PRON", "PROPN"} or token.doc[subjects[0].left_edge.i - 1].is_punct
            )
            if own_clause and (ahead.tense == "future" or ahead.modals or ahead.mood == "conditional"):
                return subjects[0].left_edge.i, token
    return None


def _clause_end(sentence: Span, marker: Token, verb: Token, asides: frozenset[str]) -> int:
    """Last token of a clause: its subtree after the marker, cut where the main clause or an aside begins."""
    last = verb.i
    for token in verb.subtree:
        if token.i > last and token.i < sentence.end:
            last = token.i
    if marker.i == sentence.start or sentence[0].i + 3 > marker.i:
        # "Si …, il …": the clause ends at the comma before the main clause, if the parse ran over it.
        commas = [t.i for t in sentence if t.text == "," and verb.i < t.i < last]
        joined = {t.i for t in sentence if t.i - 1 in commas and t.pos_ == "CCONJ"}
        ends = [c for c in commas if c + 1 not in joined and _tells(sentence, c + 1)]
        if ends:
            last = ends[0] - 1
        elif verb.head.i > last:
            # Where the clause's own verb was taken for a noun ("un front touche la ville"), the marker hangs elsewhere.
            comma = next((t.i for t in sentence if t.text == "," and t.i > last), None)
            if comma is not None and verb.head.i < comma and _tells(sentence, comma + 1):
                last = comma - 1
    closing = next((t.i for t in sentence.doc[verb.i + 1 : last + 1] if t.text in {"»", "”"}), None)
    if closing is not None and not any(t.text in {"«", "“"} for t in sentence.doc[marker.i : closing]):
        last = closing - 1  # the words said end here
    breaks = (t for t in sentence.doc[verb.i + 1 : last] if t.text == ",")
    aside = next((t.i for t in breaks if not asides.isdisjoint({t.nbor().lower_, t.doc[t.i + 1 : t.i + 3].text})), None)
    if aside is not None:
        last = aside
    while last > verb.i and sentence.doc[last].is_punct and sentence.doc[last].text not in {"»", "”"}:
        last -= 1
    return last


def _tells(sentence: Span, first: int) -> bool:
    """Whether a finite verb stands in the words from a token up to the next comma."""
    for token in sentence.doc[first : sentence.end]:
        if token.text == ",":
            return False
        if token.morph.get("VerbForm", []) == ["Fin"]:
            return True
    return False


def _main_verb(sentence: Span, tokens: frozenset[int]) -> Token | None:
    if sentence.root.i not in tokens:
        return sentence.root
    return next((t for t in sentence if t.i not in tokens and t.pos_ in {"VERB", "AUX"}), None)


def _noun_condition(draft: Draft, sentence: Span, number: int, length: int) -> Condition | None:
    doc = sentence.doc
    noun = next((t for t in sentence[number + length : number + length + 5] if t.pos_ in {"NOUN", "PROPN"}), None)
    weak = _is_weak(draft, sentence, number, length)
    if noun is None or (weak and noun.pos_ == "PROPN"):
        return None  # "sans l'Ukraine" leaves one out
    _, end = draft.grammar.phrase(noun, "relative_clause", "apposition")
    tokens = [t.i for t in sentence if t.i >= sentence[number].i and t.idx < end and t.idx >= sentence[number].idx]
    if number == 0:  # all that stands before the main clause
        tokens = [t.i for t in sentence]
    comma = next((i for i in tokens if doc[i].text == "," and i > noun.i), None)
    if comma is None and number == 0:
        tokens = [i for i in tokens if doc[i].idx < end]
    kept = frozenset(i for i in tokens if comma is None or i < comma)
    governor = noun.head.head if noun.head.pos_ == "ADP" else noun.head
    main = (
        governor if governor.i not in kept and governor.pos_ in {"VERB", "AUX", "NOUN"} else _main_verb(sentence, kept)
    )
    if main is not None and weak and not _looks_ahead(draft, main):  # "without a deal drivers will strike, he said"
        told = (clause for clause in draft.grammar.complements(main) if clause.i not in kept)
        main = next((clause for clause in told if _looks_ahead(draft, clause)), None)
    return _condition(sentence, kept, main) if main is not None and kept else None


def _is_weak(draft: Draft, sentence: Span, number: int, length: int) -> bool:
    """Whether a marker states a condition only where the main clause looks ahead: "sans accord", "tant que"."""
    marker = sentence[number : number + length].text.lower().replace("’", "'").rstrip("'")
    return any(marker == word or word.startswith(marker + "e") for word in draft.language.toml("conditions")["weak"])


def _looks_ahead(draft: Draft, main: Token) -> bool:
    """Whether a verb tells of what may come: what is done "without" something now hangs on nothing."""
    group = draft.grammar.group(main)
    return group.tense == "future" or group.mood == "conditional" or bool(group.modals)


def _anaphor(draft: Draft, sentence: Span, words: list[str], number: int) -> Condition | None:
    """ "Dans le cas contraire", "otherwise": the contrary of what stands before, in these words.

    They open the sentence, or a clause behind a comma ("…, faute de quoi ils débrayeront").
    """
    follows = number > 1 and sentence[number - 1].text in {",", ";", "–", "—"}
    if number > 1 and not follows:
        return None
    for phrase in draft.language.toml("conditions")["anaphors"]:
        parts = phrase.replace("'", "' ").split()
        if [w.strip(",") for w in words[number : number + len(parts)]] == parts:
            tokens = frozenset(range(sentence[number].i, sentence[number].i + len(parts)))
            main = _verb_after(draft, sentence, number) if follows else _main_verb(sentence, tokens)
            return _condition(sentence, tokens, main) if main is not None else None
    return None


def _verb_after(draft: Draft, sentence: Span, number: int) -> Token | None:
    verbs = (t for t in sentence[number:] if t.pos_ in {"VERB", "AUX"} and not draft.grammar.is_a(t, "auxiliary"))
    return next(verbs, None)


def _condition(sentence: Span, tokens: frozenset[int], main: Token) -> Condition:
    kept = [sentence.doc[i] for i in sorted(tokens) if not sentence.doc[i].is_space]
    first, last = kept[0], kept[-1]
    return Condition(first.idx, last.idx + len(last), tokens, main)


@dataclass(frozen=True)
class Odds:
    """A stated probability: offsets of its words and its value, 0..1."""

    start: int
    end: int
    probability: float


@cache
def _odds_patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    odds = language.toml("conditions")["odds"]
    numbers = "|".join(sorted(map(re.escape, odds["numbers"]), key=len, reverse=True))
    number = rf"(\d+(?:[.,]\d+)?|{numbers})"
    percent = "|".join(map(re.escape, odds["percent"]))
    nouns = "|".join(map(re.escape, odds["nouns"]))
    share = rf"\b{number}\s+(?:(?:{nouns})\s+)?(?:{'|'.join(map(re.escape, odds['of']))})\s+{number}\b"
    return (
        re.compile(rf"{number}\s?(?:{percent})", re.IGNORECASE),
        re.compile(share, re.IGNORECASE),
        re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in odds["even"]), re.IGNORECASE),
    )


_NEAR, _FAR = 30, 90
"""Code points between a number and a word for odds: nouns that are said of other things too must stand near."""


def _beside(nouns: list[tuple[re.Match[str], int]], number: re.Match[str]) -> bool:
    return any(
        min(abs(noun.start() - number.end()), abs(number.start() - noun.end())) < reach
        or (noun.start() < number.end() and noun.end() > number.start())
        for noun, reach in nouns
    )


def find_odds(text: str, start: int, end: int, language: Language) -> list[Odds]:
    """Probabilities stated in `text[start:end]`, in order; a percentage counts only beside a word for odds.

    "une chance sur quatre" is 0.25, "fifty-fifty" 0.5, "25 % de chances" 0.25; "likely" is no number.
    """
    odds = language.toml("conditions")["odds"]
    percent, share, even = _odds_patterns(language)
    sentence = text[start:end]
    nouns = [
        (m, _NEAR if noun in odds["loose_nouns"] else _FAR)
        for noun in odds["nouns"]
        for m in re.finditer(rf"\b{re.escape(noun)}\b", sentence, re.IGNORECASE)
    ]
    found = [Odds(start + match.start(), start + match.end(), 0.5) for match in even.finditer(sentence)]
    if not nouns:
        return found
    for match in percent.finditer(sentence):
        if _beside(nouns, match):
            value = (
                float(match[1].replace(",", ".")) if match[1][0].isdigit() else float(odds["numbers"][match[1].lower()])
            )
            if 0 <= value <= 100:
                found.append(Odds(start + match.start(), start + match.end(), round(value / 100, 4)))
    for match in share.finditer(sentence):
        one, whole = (
            float(g.replace(",", ".")) if g[0].isdigit() else float(odds["numbers"][g.lower()]) for g in match.groups()
        )
        if (
            _beside(nouns, match)
            and whole > one > 0
            and not any(o.start < start + match.end() and o.end > start + match.start() for o in found)
        ):
            found.append(Odds(start + match.start(), start + match.end(), round(one / whole, 4)))
    return sorted(found, key=lambda o: o.start)
