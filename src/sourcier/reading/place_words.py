"""The words that tell a place from other names: `places.toml` and the outlets of `channels.tsv`, read once."""

from __future__ import annotations

from functools import cache

from sourcier.languages import Language
from sourcier.reading.gazetteer import fold


class PlaceWords:
    """The words of one language; `docs/languages.md` says what each key of `places.toml` means."""

    def __init__(self, language: Language) -> None:
        data = language.toml("places")
        self.prepositions = frozenset(data["prepositions"])
        self.strict = frozenset(data["strict"])
        self.of = frozenset(data["of"])
        self.titles = frozenset(data["titles"])
        self.site_words = frozenset(data["site_words"])
        self.articles = frozenset(data["articles"])
        self.joints = frozenset(data["joints"])
        self.written_with: dict[str, str] = data["written_with_article"]
        self.wide = frozenset(data["wide"])
        self.narrow = frozenset(data["narrow"])
        self.generics: dict[str, list[str]] = data["generics"]
        self.behind = frozenset(data["behind"])
        self.reached = frozenset(data["reached"])
        self.being = frozenset(data["being"])
        self.whose = frozenset(data["whose"])
        self.named_after = frozenset(data["named_after"])
        self.between = frozenset(data["between"])
        self.with_ = frozenset(data["with"])
        self.and_ = frozenset(data["and"])
        self.lists = frozenset(data["lists"])
        self.home: dict[str, float] = data["home"]
        self.never = frozenset(fold(word) for word in data["never"])
        self.outlets = frozenset(
            fold(row["term"]) for row in language.tsv("channels") if row["kind"] in {"outlet", "platform"}
        )
        self.melted = frozenset(self.written_with)
        """Words that an article has melted into: "au", "du"."""
        self.leading = self.articles | self.of | self.melted
        """What may stand right before a name."""


@cache
def place_words(language: Language) -> PlaceWords:
    """The words of a language, gathered at their first use."""
    return PlaceWords(language)
