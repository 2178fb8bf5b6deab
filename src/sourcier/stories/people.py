"""Who speaks and acts in a story, and where it plays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sourcier.library.folding import fold
from sourcier.reading.name_keys import name_key
from sourcier.record import Actor, Place, Record
from sourcier.stories.model import OfficeSpan, Person, Said, Source, StoryArticle, StoryEvent, StoryPlace
from sourcier.stories.told import Told, place_id, source

_Articles = Sequence[tuple[StoryArticle, Record]]
_Events = Iterable[tuple[StoryEvent, list[Told]]]


class Identities:
    """Who is the same person in all articles of a story.

    A full name is told by its key. A family name alone is that of the one person of the story who bears it, where there
    is one.

    Attributes:
        names: identity -> its name, see `fullest`.
    """

    def __init__(self, articles: _Articles) -> None:
        known: dict[str, Counter[str]] = defaultdict(Counter)
        of_family: dict[str, set[str]] = defaultdict(set)
        for _, record in articles:
            for actor in record.actors:
                if actor.kind == "person" and actor.key and " " in actor.key:
                    known[actor.key][actor.name] += 1
                    of_family[name_key(actor.name).split()[-1]].add(actor.key)
        self._of_family = {family: next(iter(keys)) for family, keys in of_family.items() if len(keys) == 1}
        self.names = {key: fullest(names) for key, names in known.items()}

    def of(self, name: str, key: str | None) -> str:
        """What stands for a person: the key of the full name, else the folded name."""
        if key and " " in key:
            return key
        words = name.split()
        family = self._of_family.get(name_key(name)) if len(words) == 1 else None
        return family or fold(name)


def fullest(names: Mapping[str, int]) -> str:
    """Of the spellings of one name the one that most articles give, of two the longer.

    Spellings that differ by accents alone are counted together, and the one with the most accents is given: who leaves
    them out had no keys for them.

    >>> fullest({"Helene Roy": 3, "Hélène Roy": 2, "H. Roy": 4})
    'Hélène Roy'
    """
    together: Counter[str] = Counter()
    for name, articles in names.items():
        together[fold(name)] += articles
    return max(names, key=lambda name: (together[fold(name)], len(name), sum(not c.isascii() for c in name)))


def has_name(actor: Actor) -> bool:
    """Whether a page gives an actor's name, and not an office or a pronoun alone; a corrected one has no mention."""
    return not actor.mentions or any(its.form == "name" for its in actor.mentions)


def is_named(actor: Actor) -> bool:
    """Whether a page gives a person's name, and not an office alone; or a correction does, to one without mentions."""
    return actor.kind == "person" and has_name(actor)


def quotes(articles: _Articles) -> tuple[Said, ...]:
    """All quotations, by publication, then as the pages have them; speakers under their full names."""
    identities = Identities(articles)
    return tuple(its for article, record in articles for its in _quotes(article, record, identities))


def _quotes(article: StoryArticle, record: Record, identities: Identities) -> Iterable[Said]:
    actors = {actor.id: actor for actor in record.actors}
    times = {time.id: time for time in record.times}
    for quote in record.quotes:
        speaker = actors.get(quote.speaker or "")
        identity = identities.of(speaker.name, speaker.key) if speaker and speaker.kind == "person" else None
        addressee = actors.get(quote.addressee or "")
        said = times.get(quote.said or "")
        first = next((s for s in record.sentences if s.start <= quote.start < s.end), None)
        start, end = (first.start, max(first.end, quote.end)) if first else (quote.start, quote.end)
        yield Said(
            id=f"{article.id}-{quote.id}",
            speaker=identities.names.get(identity or "", speaker.name) if speaker else quote.speaker_text,
            key=(identity if identity in identities.names else speaker.key) if speaker else None,
            office=speaker.offices[0].title if speaker and speaker.offices else None,
            text=" ".join(quote.text.split()),
            kind=quote.kind,
            cue=quote.cue,
            channel=quote.channel,
            addressee=addressee.name if addressee else None,
            said=said.begin if said else None,
            source=source(article, record, start, end),
        )


def people(articles: _Articles, events: _Events, said: Sequence[Said]) -> tuple[Person, ...]:
    """The people whom pages name, those of most articles first."""
    identities = Identities(articles)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    keys: dict[str, str | None] = {}
    within: dict[str, set[str]] = defaultdict(set)
    offices: dict[str, dict[str, list[tuple[str, str | None, Source]]]] = defaultdict(lambda: defaultdict(list))
    for article, record in articles:
        for actor in record.actors:
            if not is_named(actor):
                continue
            its = identities.of(actor.name, actor.key)
            names[its][actor.name] += 1
            keys[its] = keys.get(its) or (its if its in identities.names else actor.key)
            within[its].add(article.id)
            for office in actor.offices:
                stated = source(article, record, office.start, office.end)
                offices[its][fold(office.title)].append((office.title, article.published, stated))
    took_part: dict[str, dict[str, None]] = defaultdict(dict)
    for event, _ in events:
        for part in event.actors:
            if part.kind == "person":
                took_part[identities.of(part.name, part.key)][event.id] = None
    spoken: dict[str, list[str]] = defaultdict(list)
    for quote in said:
        if quote.speaker:
            spoken[identities.of(quote.speaker, quote.key)].append(quote.id)
    found = [
        Person(
            id=its,
            name=identities.names.get(its) or max(names[its], key=lambda name: (names[its][name], len(name))),
            key=keys[its],
            articles=len(within[its]),
            offices=_spans(offices[its].values()),
            quotes=tuple(spoken[its]),
            events=tuple(took_part[its]),
        )
        for its in names
    ]
    return tuple(sorted(found, key=lambda person: (-person.articles, -len(person.quotes), person.name)))


def _spans(offices: Iterable[list[tuple[str, str | None, Source]]]) -> tuple[OfficeSpan, ...]:
    """Each office from the first to the last day on which it is told, oldest first."""
    spans = []
    for told in offices:
        days = sorted(published[:10] for _, published, _ in told if published)
        spans.append(OfficeSpan(told[0][0], days[0] if days else None, days[-1] if days else None, told[0][2]))
    return tuple(sorted(spans, key=lambda span: (span.first or "9", span.title)))


def places(articles: _Articles, events: _Events) -> tuple[StoryPlace, ...]:
    """The places that articles name, those of most articles first."""
    known: dict[str, list[Place]] = defaultdict(list)
    within: dict[str, set[str]] = defaultdict(set)
    for article, record in articles:
        for place in record.places:
            known[place_id(place)].append(place)
            within[place_id(place)].add(article.id)
    of_place: dict[str, dict[str, None]] = defaultdict(dict)
    for event, told in events:
        for m in told:
            if m.place is not None:
                of_place[place_id(m.place)][event.id] = None
    found = [
        StoryPlace(
            name=Counter(place.name for place in its).most_common(1)[0][0],
            latitude=its[0].latitude,
            longitude=its[0].longitude,
            country=its[0].country,
            geonames_id=its[0].geonames_id,
            articles=len(within[identifier]),
            events=tuple(of_place[identifier]),
        )
        for identifier, its in known.items()
    ]
    return tuple(sorted(found, key=lambda place: (-place.articles, -len(place.events), place.name)))
