"""Invented articles of a few stories: records by hand, without a parser, so that a library of them takes no time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from sourcier.reading.name_keys import name_key
from sourcier.record import Actor, Article, Block, Event, Fact, Mention, Place, ReaderInfo, Record, Sentence, Time

PLACES = {
    "Brindle Cove": (101, "GB"),
    "Port Lanning": (102, "AU"),
    "Vallorcine": (103, "FR"),
    "Saint-Omer": (104, "FR"),
}
"""Name -> GeoNames identifier and country, of places that the articles name."""


def article(
    title: str,
    *sentences: str,
    language: str = "en",
    published: str | None = "2027-03-02",
    modified: str | None = None,
    outlet: str | None = None,
    address: str | None = None,
    people: Sequence[str] = (),
    places: Sequence[str] = (),
    events: Sequence[tuple[str, str, str]] = (),
    section: Sequence[str] = (),
) -> Record:
    """A record whose text is a title and sentences; people and places are those of the given names that stand in it.

    `events` are type, day and the words that tell it.
    """
    body = " ".join(sentences)
    text = f"{title}\n\n{body}" if body else title
    blocks = [Block(role="title", start=0, end=len(title))]
    if body:
        blocks.append(Block(role="paragraph", start=len(title) + 2, end=len(text)))
    spans, at = [Sentence(start=0, end=len(title))], len(title) + 2
    for sentence in sentences:
        spans.append(Sentence(start=at, end=at + len(sentence)))
        at += len(sentence) + 1

    def fact(words: str) -> dict[str, object]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    told = [(kind, day, words) for kind, day, words in events if words in text]
    times = [Time(**fact(words), id=f"t{n}", type="DATE", begin=day, finish=day) for n, (_, day, words) in enumerate(told, 1)]  # fmt: skip
    return Record(
        reader=ReaderInfo(version="1", language=language, models=("none-1",)),
        article=Article(
            id=_hash(repr((text, address, published, modified, outlet))),
            url=address or f"https://news.example/{_hash(text)[:12]}",
            site_name=outlet,
            language=language,
            section=tuple(section),
            title=title,
            published=published,
            modified=modified,
            text=text,
            blocks=tuple(blocks),
        ),
        sentences=tuple(spans),
        actors=tuple(
            Actor(
                id=f"a{n}", name=name, kind="person", key=name_key(name), mentions=(Mention(**fact(name), form="name"),)
            )
            for n, name in enumerate((name for name in people if name in text), 1)
        ),
        places=tuple(
            Place(
                id=f"p{n}",
                name=name,
                latitude=10.0 + n,
                longitude=10.0,
                country=PLACES[name][1],
                geonames_id=PLACES[name][0],
                mentions=(Fact(**fact(name)),),
            )
            for n, name in enumerate((name for name in places if name in text), 1)
        ),
        times=tuple(times),
        events=tuple(
            Event(
                **fact(words),
                id=f"e{n}",
                type=kind,
                sentence=next(i for i, span in enumerate(spans) if span.start <= text.index(words) < span.end),
                trigger=Fact(**fact(words)),
                time=f"t{n}",
                status="happened",
            )
            for n, (kind, _, words) in enumerate(told, 1)
        ),
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


VIOLIN = (
    "Police arrested the actor Tobias Wrenfield on Tuesday at his cottage in Brindle Cove.",
    "He is accused of stealing an antique violin from the maritime museum of Brindle Cove.",
    "The lawyer of Wrenfield said that the curator had lent the violin to him for a film.",
    "A fisherman saw Wrenfield carry the violin case along the harbour of Brindle Cove.",
    "The museum reopened its music gallery, where the violin lies behind glass again.",
    "Wrenfield played a sea captain in three films shot in Brindle Cove.",
    "The curator of the museum thanked the fisherman who had noticed the violin case.",
)
PARROTS = (
    "Police arrested the actress Odile Marchetti on Tuesday at the airport of Port Lanning.",
    "She is accused of smuggling eleven rare parrots in suitcases through Port Lanning.",
    "The lawyer of Marchetti said that a zoo had asked her to bring the parrots home.",
    "Customs officers at Port Lanning heard the parrots whistle an aria of Marchetti.",
    "A vet says that the parrots, a protected species of the rainforest, are in good health.",
    "Marchetti was on her way to an opera festival, and the parrots slept in hat boxes.",
    "The zoo of Port Lanning gives the parrots shelter until customs officers have finished.",
)
ARREST = (
    "The suspect spent the night in custody, and a judge will decide on bail, police said.",
    "The arrest surprised fans, and the suspect denies all charges.",
    "Police said that the suspect faces up to five years in prison if convicted.",
)
AVALANCHE = (
    "Une avalanche a emporté dimanche un chalet de Vallorcine, sans faire de blessés.",
    "Les secouristes de Vallorcine ont fouillé la neige toute la nuit avec des chiens.",
    "Le maire de Vallorcine, Bastien Quéméner, a fait évacuer deux hameaux.",
    "La couche de neige fraîche dépasse deux mètres au-dessus du chalet, selon les pisteurs.",
    "Les skieurs sont priés de rester dans la vallée tant que le risque d'avalanche dure.",
    "Le chalet, une ancienne bergerie, appartient à la commune de Vallorcine.",
)
LACE = (
    "Une exposition de dentelles anciennes s'ouvre jeudi au musée de Saint-Omer.",
    "La conservatrice, Albane Delcourt, a réuni deux cents mouchoirs et coiffes brodés.",
    "Les dentellières de Saint-Omer montreront leurs fuseaux aux visiteurs du musée.",
    "Un catalogue des dentelles est vendu au profit de la restauration des vitrines.",
    "Les écoliers broderont un mouchoir que le musée exposera à l'automne.",
    "Albane Delcourt a trouvé les coiffes dans les greniers des couvents.",
)
PEOPLE = ("Tobias Wrenfield", "Odile Marchetti", "Bastien Quéméner", "Albane Delcourt")


def articles_of(
    sentences: Sequence[str],
    count: int,
    *,
    language: str,
    title: str,
    common: Sequence[str] = (),
    day: int = 2,
    outlet: str = "Gazette",
) -> list[Record]:
    """So many articles of one story, a day apart, each with its own choice of the sentences, none a copy of another."""
    made = []
    for n in range(count):
        chosen = [sentences[(n + step) % len(sentences)] for step in (0, 1, 3)]
        beside = [common[n % len(common)]] if common else []
        made.append(
            article(
                f"{title} ({n + 1})",
                *chosen,
                *beside,
                language=language,
                published=f"2027-03-{day + n:02}T0{n % 10}:00:00+00:00",
                outlet=f"{outlet} {n % 3}",
                people=PEOPLE,
                places=tuple(PLACES),
            )
        )
    return made


def violin(count: int = 6) -> list[Record]:
    """An arrest in Brindle Cove."""
    return articles_of(VIOLIN, count, language="en", title="Actor arrested over violin", common=ARREST)


def parrots(count: int = 6) -> list[Record]:
    """An arrest in Port Lanning, told in the words of arrests."""
    return articles_of(PARROTS, count, language="en", title="Actress arrested over parrots", common=ARREST)


def avalanche(count: int = 4) -> list[Record]:
    """An avalanche in Vallorcine."""
    return articles_of(AVALANCHE, count, language="fr", title="Avalanche à Vallorcine")


def lace(count: int = 4) -> list[Record]:
    """An exhibition in Saint-Omer."""
    return articles_of(LACE, count, language="fr", title="Dentelles au musée")


def mixed() -> Iterator[tuple[str, Record]]:
    """Articles of four stories with the name of each, in turn."""
    told = {"violin": violin(), "parrots": parrots(), "avalanche": avalanche(), "lace": lace()}
    for n in range(6):
        for name, its in told.items():
            if n < len(its):
                yield name, its[n]
