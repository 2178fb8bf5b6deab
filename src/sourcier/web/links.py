"""Where things are: the addresses of our own pages."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from sourcier.stories.model import EventPlace, Source, StoryArticle, StoryPlace


def article(identifier: str, start: int | None = None) -> str:
    """An article; with `start`, at the sentence that begins at this code point."""
    return f"/article/{quote(identifier, safe='')}" + (f"#s{start}" if start is not None else "")


def story(identifier: str) -> str:
    """A story's dossier."""
    return f"/story/{quote(identifier, safe='')}"


def person(name: str | None) -> str | None:
    """A person, by any spelling of the name; None where there is none."""
    return _named("person", name)


def organisation(name: str | None) -> str | None:
    """An organisation."""
    return _named("organisation", name)


def place(name: str | None) -> str | None:
    """A place."""
    return _named("place", name)


def search(query: str, **options: str | int) -> str:
    """What a query finds."""
    return f"/search?{urlencode({'q': query, **options})}"


def _named(kind: str, name: str | None) -> str | None:
    plain = " ".join((name or "").replace("/", " ").split())
    # A name that is all dots would be a step up the path.
    return f"/{kind}/{quote(plain, safe='', errors='replace')}" if plain.strip(".") else None


class Inward:
    """Links of a dossier within these pages; see `exports.dossiers.html.Links`."""

    def source(self, source: Source) -> str | None:
        """The sentence in its article."""
        return article(source.article, source.start)

    def article(self, article_: StoryArticle) -> str | None:
        """The article."""
        return article(article_.id)

    def person(self, name: str | None) -> str | None:
        """The person."""
        return person(name)

    def place(self, its: EventPlace | StoryPlace | None) -> str | None:
        """The place."""
        return place(its.name) if its else None
