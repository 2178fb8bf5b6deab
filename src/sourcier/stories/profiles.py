"""A person, an organisation or a place over all stories: what was said, what happened, who and what stands beside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from sourcier.errors import InputError, NotFound
from sourcier.library.folding import fold, holds, tokens
from sourcier.library.schema import story_articles
from sourcier.library.store import chunks
from sourcier.reading.name_keys import name_key
from sourcier.record import Actor, Record
from sourcier.stories.model import (
    EventActor,
    OfficeSpan,
    Person,
    Said,
    Story,
    StoryArticle,
    StoryEvent,
    StoryPlace,
)
from sourcier.stories.people import Identities, people, places, quotes
from sourcier.stories.stories import Stories
from sourcier.stories.told import place_id

MOST = 60
"""Articles that a profile is made of at once: the newest, or those before the ones that were shown."""

MOST_STORIES = 20
"""Stories whose events are shown: those of the newest articles."""

Kind = Literal["person", "organisation", "place"]


@dataclass(frozen=True)
class Companion:
    """Who stands in the same articles.

    Attributes:
        articles: how many of those that the profile is made of.
    """

    name: str
    kind: str
    articles: int


@dataclass(frozen=True)
class Profile:
    """What a library tells of a person, an organisation or a place.

    Attributes:
        name: the form that most articles give.
        key: of a person or an organisation; None where the name has none.
        place: where a place is.
        total: articles that name it; the profile is made of `articles` alone.
        articles: newest first.
        older: the number that asks for the articles before these; None where there are none.
        offices: of a person, oldest first.
        quotes: what it said, newest first; of a place none.
        events: with their stories, newest first: those in which it takes part, or which were there.
        companions: people and organisations, those of most articles first.
        places: of the same articles.
    """

    kind: Kind
    name: str
    key: str | None
    place: StoryPlace | None
    total: int
    articles: tuple[StoryArticle, ...]
    older: int | None
    offices: tuple[OfficeSpan, ...]
    quotes: tuple[Said, ...]
    events: tuple[tuple[Story, StoryEvent], ...]
    companions: tuple[Companion, ...]
    places: tuple[StoryPlace, ...]
    stories: tuple[Story, ...]


_Read = Sequence[tuple[StoryArticle, Record]]


class Profiles:
    """Profiles of what the records of a library name.

    Args:
        stories: those of the library.
    """

    def __init__(self, stories: Stories) -> None:
        self.stories = stories

    def person(self, name: str, *, before: int | None = None) -> Profile:
        """A person, by any spelling of the full name.

        Args:
            name: "Ana Roy"; a family name alone finds all who bear it, and tells of the most frequent.
            before: the number of an article: only those before it.

        Raises:
            InputError: no article names the person.
        """
        total, older, read = self._read("person", name, before)
        said = quotes(read)
        known = people(read, (), said)
        wanted = Identities(read).of(name, name_key(name) or None)
        found = next((its for its in known if its.id == wanted), None)
        found = found or next((its for its in known if _holds(its.name, name)), None)
        if found is None:
            raise NotFound(f"{name}: no article names this person; sourcier search finds what there is")
        events = self._events(read, lambda event: any(_is_person(part, found) for part in event.actors))
        return Profile(
            kind="person",
            name=found.name,
            key=found.key,
            place=None,
            total=total,
            articles=_newest(read),
            older=older,
            offices=found.offices,
            quotes=_by_date(its for its in said if its.id in set(found.quotes)),
            events=events,
            companions=_companions(read, known, but=found.id),
            places=places(read, ()),
            stories=self._stories(read),
        )

    def organisation(self, name: str, *, before: int | None = None) -> Profile:
        """An organisation, see `person`.

        Raises:
            InputError: no article names the organisation.
        """
        total, older, read = self._read("org", name, before)
        named = [its for _, record in read for its in record.actors if its.kind == "organisation" and _bears(its, name)]
        if not named:
            raise NotFound(f"{name}: no article names this organisation; sourcier search finds what there is")
        keys = {its.key for its in named if its.key}
        names = {fold(its.name) for its in named}

        def is_it(actor: str | None, key: str | None) -> bool:
            return bool(key and key in keys) or fold(actor or "") in names

        said = quotes(read)
        return Profile(
            kind="organisation",
            name=Counter(its.name for its in named).most_common(1)[0][0],
            key=Counter(its.key for its in named).most_common(1)[0][0],
            place=None,
            total=total,
            articles=_newest(read),
            older=older,
            offices=(),
            quotes=_by_date(its for its in said if is_it(its.speaker, its.key)),
            events=self._events(read, lambda event: any(is_it(part.name, part.key) for part in event.actors)),
            companions=_companions(read, people(read, (), said), but=None, names=names),
            places=places(read, ()),
            stories=self._stories(read),
        )

    def place(self, name: str, *, before: int | None = None) -> Profile:
        """A place by its name; of several that bear it, the one that most articles name.

        Raises:
            InputError: no article names the place.
        """
        total, older, read = self._read("place", name, before)
        wanted = tokens(name)
        names: Counter[str] = Counter()
        for _, record in read:
            for place in record.places:
                if wanted in (tokens(place.name), *(tokens(mention.text) for mention in place.mentions)):
                    names[place_id(place)] += 1
        if not names:
            raise NotFound(f"{name}: no article names this place; sourcier search finds what there is")
        identifier = names.most_common(1)[0][0]
        known = {place_id(its): its for its in places(read, ())}

        def is_there(event: StoryEvent) -> bool:
            return event.place is not None and place_id(event.place) == identifier

        its = known[identifier]
        return Profile(
            kind="place",
            name=its.name,
            key=None,
            place=its,
            total=total,
            articles=_newest(read),
            older=older,
            offices=(),
            quotes=(),
            events=self._events(read, is_there),
            companions=_companions(read, people(read, (), ()), but=None),
            places=tuple(other for key, other in known.items() if key != identifier),
            stories=self._stories(read),
        )

    def _read(self, operator: str, name: str, before: int | None) -> tuple[int, int | None, _Read]:
        """How many articles name it, the number for those before the ones read, and the newest with their records."""
        wanted = " ".join(tokens(name))
        if not wanted:
            raise InputError("no name; give the name of a person, an organisation or a place")
        numbers = self.stories.library.find(f'{operator}:"{wanted}"')
        chosen = [number for number in numbers if before is None or number < before]
        newest = chosen[-MOST:]
        older = newest[0] if len(chosen) > MOST else None
        return len(numbers), older, self.stories.read(newest)

    def _stories(self, read: _Read) -> tuple[Story, ...]:
        """The stories of the articles, those with the newest first, each once."""
        of_article: dict[str, str] = {}
        with self.stories.database.reading() as connection:
            for some in chunks([article.id for article, _ in read]):
                columns = select(story_articles.c.article, story_articles.c.story)
                for row in connection.execute(columns.where(story_articles.c.article.in_(some))):
                    of_article[row.article] = row.story
        names = dict.fromkeys(of_article[article.id] for article, _ in reversed(read) if article.id in of_article)
        return tuple(self.stories.story(name) for name in list(names)[:MOST_STORIES])

    def _events(self, read: _Read, wanted: Callable[[StoryEvent], bool]) -> tuple[tuple[Story, StoryEvent], ...]:
        found = []
        for story in self._stories(read):
            told = self.stories.dossier(story.id)
            found += [(told.story, event) for event in told.events if wanted(event)]
        return tuple(sorted(found, key=lambda its: its[1].begin or "", reverse=True))


def _newest(read: _Read) -> tuple[StoryArticle, ...]:
    return tuple(article for article, _ in reversed(read))


def _by_date(said: Iterable[Said]) -> tuple[Said, ...]:
    """Newest first, undated ones last; of copies of one text each quotation once."""
    once: dict[tuple[str, str | None], Said] = {}
    for its in said:
        once.setdefault((fold(its.text), its.said or (its.source.published or "")[:10]), its)
    return tuple(sorted(once.values(), key=lambda its: its.said or its.source.published or "", reverse=True))


def _companions(
    read: _Read, known: Sequence[Person], *, but: str | None, names: set[str] | None = None
) -> tuple[Companion, ...]:
    """People and organisations of the same articles."""
    found = [Companion(its.name, "person", its.articles) for its in known if its.id != but]
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for _, record in read:
        for key, name in {(its.key or fold(its.name)): its.name for its in record.actors if _is_body(its)}.items():
            forms[key][name] += 1
    for its in forms.values():
        name = its.most_common(1)[0][0]
        if not names or fold(name) not in names:
            found.append(Companion(name, "organisation", its.total()))
    return tuple(sorted(found, key=lambda its: (-its.articles, its.kind, its.name)))


def _is_body(actor: Actor) -> bool:
    return actor.kind == "organisation" and any(mention.form == "name" for mention in actor.mentions)


def _bears(actor: Actor, name: str) -> bool:
    return any(_holds(form, name) for form in (actor.name, *actor.aliases)) or (
        actor.key is not None and actor.key == name_key(name)
    )


def _holds(form: str, name: str) -> bool:
    """Whether a name holds the words of another, side by side."""
    return holds(tokens(form), tokens(name))


def _is_person(part: EventActor, person: Person) -> bool:
    return part.kind == "person" and (
        (part.key is not None and part.key == person.key) or fold(part.name) == fold(person.name)
    )
