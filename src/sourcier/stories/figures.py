"""What articles count, and what they take back, sentence by sentence: whether an event was read there or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcier.record import Record, Time
from sourcier.stories.changes import changes_in
from sourcier.stories.counts import counted_in, counts_in
from sourcier.stories.model import Source, StoryArticle
from sourcier.stories.sums import sums_in
from sourcier.stories.told import source


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence that takes back what was told before.

    Attributes:
        numbers: all that it names.
    """

    numbers: frozenset[int]
    source: Source


@dataclass(frozen=True, slots=True)
class Count:
    """What an article counts, at its first mention.

    Attributes:
        article: index of the article among the story's, by publication.
        kind: what is counted, as `stories.toml` names it; of sums of money the ISO 4217 code.
    """

    article: int
    kind: str
    number: int
    source: Source


def counts(articles: Sequence[tuple[StoryArticle, Record]]) -> list[Count]:
    """For each article the first number of everything that it counts, by publication; a correction tells two."""
    found: dict[tuple[int, str], Count] = {}
    for place, (article, record) in enumerate(articles):
        for sentence in record.sentences:
            times = [time for time in record.times if sentence.start <= time.start < sentence.end]
            words = without_times(record.article.text, sentence.start, sentence.end, times)
            code = record.article.language
            if changes_in(words, sentence.start, (), code).corrected:
                continue
            for kind, number in (*counted_in(words, code), *sums_in(words, code)):
                its = source(article, record, sentence.start, sentence.end)
                found.setdefault((place, kind), Count(place, kind, number, its))
    return list(found.values())


def corrections(articles: Sequence[tuple[StoryArticle, Record]]) -> list[Correction]:
    """The sentences of a story's articles that take something back, by publication."""
    found = []
    for article, record in articles:
        for sentence in record.sentences:
            words = record.article.text[sentence.start : sentence.end]
            if changes_in(words, sentence.start, (), record.article.language).corrected:
                code = record.article.language
                numbers = frozenset((*counts_in(words, code), *(amount for _, amount in sums_in(words, code))))
                found.append(Correction(numbers, source(article, record, sentence.start, sentence.end)))
    return found


def without_times(text: str, start: int, end: int, times: Sequence[Time]) -> str:
    """A stretch of text with its time expressions left out: their numbers count nothing."""
    kept, at = [], start
    for time in times:
        if start <= time.start < end:
            kept.append(text[at : max(at, time.start)])
            at = max(at, time.end)
    return " | ".join([*kept, text[at:end]])
