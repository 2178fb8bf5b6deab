"""A dossier: a story with all that its articles say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sourcier.record import Record
from sourcier.stories.differences import claims, differences
from sourcier.stories.events import story_events
from sourcier.stories.figures import corrections, counts
from sourcier.stories.mentions import mentions
from sourcier.stories.model import Dossier, Source, Story, StoryArticle
from sourcier.stories.people import people, places, quotes
from sourcier.stories.prospects import prospects
from sourcier.stories.told import source


def dossier(
    story: Story, articles: Sequence[tuple[StoryArticle, Record]], order: Mapping[str, int], made: str
) -> Dossier:
    """What a story's articles say together.

    Args:
        story: its line.
        articles: with their records, by publication, undated ones last.
        order: article id -> the order in which it was placed in the library.
        made: the time, UTC.
    """
    read = [(article, record) for article, record in articles if article.copy_of is None]
    events = story_events(list(mentions(read)), order)
    said = quotes(read)
    return Dossier(
        story=story,
        articles=tuple(article for article, _ in articles),
        first_report=_first(articles),
        events=tuple(event for event, _ in events),
        differences=differences(events, said, counts(read), corrections(read)),
        claims=claims(events),
        quotes=said,
        outlook=prospects(read, events),
        people=people(read, events, said),
        places=places(read, events),
        made=made,
    )


def _first(articles: Sequence[tuple[StoryArticle, Record]]) -> Source | None:
    """The first sentence behind the title of the article that was published first; None where none has a date."""
    if not articles or not articles[0][0].published:
        return None
    article, record = articles[0]
    body = len(record.article.title or "")
    sentence = next((s for s in record.sentences if s.start >= body), None)
    return source(article, record, sentence.start, sentence.end) if sentence else source(article, record, 0, body)
