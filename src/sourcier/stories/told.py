"""One mention of an event, and what all stages of a dossier know it by."""

from __future__ import annotations

from dataclasses import dataclass

from sourcier.library.folding import tokens
from sourcier.record import Event, Place, Record, Status, Time
from sourcier.stories.changes import Changes
from sourcier.stories.model import EventActor, EventPlace, Source, StoryArticle, StoryPlace


@dataclass(frozen=True, slots=True)
class Told:
    """One mention of an event.

    Attributes:
        article: index of the article among the story's, by publication.
        event: as the record has it.
        type: its type; of the sentence that an event is put off or called off, the type of that event.
        status: where the mention says that it stands.
        time: when it is, as the record has it; None where the page does not say.
        days: its first and last day, ISO 8601; None where they are not known.
        place: where it is, as the record has it.
        within: identifiers of the place and of all that it lies in, see `place_id`.
        actors: who takes part.
        who: keys of those that can be told from one article to another.
        near: keys of all whom its sentence speaks of.
        number: how many people, arrests, jobs: what the mention counts.
        words: weighted stems of its sentence; those of the trigger count double.
        changes: how the sentence changes what was announced.
        moves: whether its article tells that an event of this type was moved.
        source: its sentence.
    """

    article: int
    event: Event
    type: str
    status: Status
    time: Time | None
    days: tuple[str, str] | None
    place: Place | None
    within: frozenset[str]
    actors: tuple[EventActor, ...]
    who: frozenset[str]
    near: frozenset[str]
    holder: str | None
    number: int | None
    words: dict[str, float]
    changes: Changes
    moves: bool
    source: Source

    @property
    def day(self) -> str | None:
        """The day of an event that is known to the day."""
        return self.days[0] if self.days and self.days[0] == self.days[1] else None

    @property
    def is_real(self) -> bool:
        """Whether the mention tells of what was, is, or is planned; not of what might be, or is asked for."""
        return self.status in {"happened", "ongoing", "scheduled", "denied"}


def source(article: StoryArticle, record: Record, start: int, end: int) -> Source:
    """A stretch of an article as a source."""
    words = " ".join(record.article.text[start:end].split())
    return Source(article.id, article.outlet, article.url, article.language, article.published, start, end, words)


def place_id(place: Place | EventPlace | StoryPlace) -> str:
    """What stands for a place in every language: its GeoNames identifier, else its folded name."""
    return str(place.geonames_id) if place.geonames_id is not None else " ".join(tokens(place.name))
