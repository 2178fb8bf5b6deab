"""The engine: a language's parser and all readers, kept in memory, from articles to records."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, cast

from sourcier.errors import LimitExceeded, SetupError
from sourcier.languages import Language, language
from sourcier.limits import ARTICLE_CHARACTERS
from sourcier.reading.draft import Draft, Reader
from sourcier.reading.grammar import Grammar
from sourcier.reading.parsing import add_abbreviations, parse
from sourcier.reading.sentence_bounds import sentence_bounds
from sourcier.record import Article, ReaderInfo, Record
from sourcier.settings import Settings, from_environment
from sourcier.version import __version__

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

GROUP = "sourcier.readers"

ORDER = ("times", "entities", "places", "quotes", "events", "outlook")
"""Each reader may use what those before it found; readers that an add-on brings come last, by name."""

Clock = Callable[[str], None]


class Engine:
    """Reads articles of one language.

    Args:
        language: the language's folder.
        pipeline: its spaCy pipeline, with tagger, parser and named entities.
    """

    def __init__(self, language: Language, pipeline: Pipeline) -> None:
        self.language = language
        self.pipeline = pipeline
        self.grammar = Grammar(language)
        add_abbreviations(pipeline, language)
        meta = pipeline.meta
        self.info = ReaderInfo(
            version=__version__,
            language=language.code,
            models=(f"{meta['lang']}_{meta['name']} {meta['version']}",),
        )

    def read(self, article: Article) -> Record:
        """Read one article.

        Raises:
            LimitExceeded: the article is longer than `limits.ARTICLE_CHARACTERS`.
        """
        return next(self.read_many([article]))

    def read_many(self, articles: Iterable[Article], clock: Clock | None = None) -> Iterator[Record]:
        """Read articles as a stream; yields one record for each, in order.

        Args:
            articles: articles of this engine's language.
            clock: called with a stage's name when the stage ends ("parser", "times", …); for benchmarks.
        """
        for article in articles:
            check(article)
            doc = next(parse([article], self.pipeline, self.language))
            if clock:
                clock("parser")
            draft = Draft(article, doc, self.language, self.grammar)
            for name, reader in readers():
                reader(draft)
                if clock:
                    clock(name)
            yield self._record(draft)

    def _record(self, draft: Draft) -> Record:
        return Record(
            reader=self.info,
            article=draft.article,
            sentences=sentence_bounds(draft),
            actors=draft.actors,
            places=draft.places,
            times=draft.times,
            quotes=draft.quotes,
            events=draft.events,
            outlook=draft.outlook,
        )


def check(article: Article) -> None:
    """Refuse an article longer than the parser is given.

    Raises:
        LimitExceeded: more than `limits.ARTICLE_CHARACTERS` code points.
    """
    if len(article.text) > ARTICLE_CHARACTERS:
        raise LimitExceeded(
            f"the article has {len(article.text):,} characters, more than {ARTICLE_CHARACTERS:,}; split it"
        )


@cache
def readers() -> tuple[tuple[str, Reader], ...]:
    """The installed readers with their names, in the order in which they are called."""
    points = {point.name: point for point in entry_points(group=GROUP)}
    names = [name for name in ORDER if name in points] + sorted(set(points) - set(ORDER))
    return tuple((name, cast(Reader, points[name].load())) for name in names)


@cache
def _loaded(code: str, package: str, install: str) -> Engine:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # spaCy warns of minor version differences that change nothing here
            pipeline = importlib.import_module(package).load()
    except ImportError:
        raise SetupError(f"the {code} pipeline {package} is not installed; run: {install}") from None
    except (OSError, AttributeError, ValueError) as error:
        raise SetupError(f"the {code} pipeline {package} cannot be loaded: {str(error).splitlines()[0]}") from None
    return Engine(language(code), cast("Pipeline", pipeline))


def engine(code: str, settings: Settings | None = None) -> Engine:
    """The engine of a language, loaded at its first use and kept.

    Raises:
        UnsupportedLanguage: no folder is installed for this language code.
        SetupError: its spaCy pipeline is not installed.
    """
    chosen = (settings or from_environment()).pipeline(code)
    folder = language(code)
    install = str(folder.toml("language")["pipeline_install"])
    if chosen is None:
        return _loaded(code, folder.pipeline, install)
    return _loaded(code, chosen, f"pip install {chosen.replace('_', '-')}")
