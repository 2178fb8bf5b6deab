"""Sums of money in a text: the currency, and how much."""

from __future__ import annotations

import re
from functools import cache

from sourcier.languages import codes, language

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_AMOUNT = r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2}(?!\d))?"
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+")


def sums_in(words: str, code: str) -> list[tuple[str, int]]:
    """The sums of money that words tell, in order: ISO 4217 code, and the amount in whole units.

    >>> sums_in("des travaux de 6,8 millions d'euros", "fr"), sums_in("a bill of €6.2m, or $1,200 each", "en")
    ([('EUR', 6800000)], [('EUR', 6200000), ('USD', 1200)])
    """
    lexicon = _lexicon(code)
    if lexicon is None:
        return []
    pattern, scales, currencies = lexicon
    found = []
    for match in pattern.finditer(words.replace("’", "'")):
        sign = match["before"] or match["behind"]
        name = _SIGNS[sign] if sign else currencies[match["name"].lower().removesuffix("s")]
        scale = scales[match["scale"].lower().removesuffix("s")] if match["scale"] else 1
        found.append((name, round(_number(match["amount"]) * scale)))
    return found


def _number(amount: str) -> float:
    """What figures stand for: "1 200" and "1,200" are grouped, "6,8" and "6.8" are not whole."""
    if _GROUPED.fullmatch(amount):
        return float(re.sub(r"\D", "", amount))
    return float(amount.replace(",", "."))


@cache
def _lexicon(code: str) -> tuple[re.Pattern[str], dict[str, int], dict[str, str]] | None:
    """How the language writes a sum, its words of scale, and its currencies; None for a language that is not read."""
    if code not in codes():
        return None
    known = language(code).toml("stories")
    scales: dict[str, int] = known["scales"]
    currencies: dict[str, str] = known["currencies"]
    signs = "".join(map(re.escape, _SIGNS))
    scale = rf"(?:\s?(?P<scale>{'|'.join(sorted(scales, key=len, reverse=True))})s?\b)?"
    named = rf"\s?(?:d'|de )?(?P<name>(?:{'|'.join(currencies)})s?)\b"
    amount = rf"(?P<before>[{signs}])?(?<![\w.,])(?P<amount>{_AMOUNT}){scale}"
    pattern = rf"{amount}(?(before)|(?:\s?(?P<behind>[{signs}])|{named}))"
    return re.compile(pattern, re.IGNORECASE), scales, currencies
