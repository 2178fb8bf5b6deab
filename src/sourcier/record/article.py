"""The article: what remains of a page once its furniture is set aside."""

from __future__ import annotations

from typing import Literal

from sourcier.record.base import Fact, Model

Role = Literal["title", "lead", "paragraph", "subheading", "list_item", "blockquote", "caption"]
FurnitureKind = Literal[
    "navigation",
    "advertising",
    "promotion",
    "top_stories",
    "most_read",
    "related",
    "newsletter",
    "comments",
    "legal",
    "sharing",
]
PublishedFrom = Literal["json-ld", "meta", "address", "text", "given", "archive"]


class Block(Model):
    """One block of `Article.text`, by code-point offsets, end exclusive.

    Attributes:
        published: when the entry of a live blog that the block is part of was published, ISO 8601; None elsewhere.
    """

    role: Role
    start: int
    end: int
    published: str | None = None


class Furniture(Model):
    """Text of the page that is not the article's, by kind."""

    kind: FurnitureKind
    text: str


class Signature(Model):
    """One who signs the article, as the byline or the page's metadata name them.

    Attributes:
        name: as written; an agency under its one spelling.
        kind: a person, a wire agency, or an outlet or desk that signs in its own name.
        role: what the byline says of a person ("envoyée spéciale à Kiev"); None where it says nothing.
    """

    name: str
    kind: Literal["person", "agency", "outlet"]
    role: str | None = None


class Teaser(Model):
    """Another story that the page points to."""

    title: str
    text: str | None = None
    url: str | None = None


class Article(Model):
    """What a page says, apart from what surrounds it.

    Attributes:
        id: SHA-256 of the capture's bytes, hexadecimal.
        section: outermost first.
        authors: the people among `signatures`.
        agencies: the wire agencies among `signatures`.
        signatures: who signs, in order, with the role that is told.
        published: ISO 8601 date or date-time, with offset where the page gives one.
        published_from: where `published` was found; None where it was not.
        text: the blocks joined by a blank line, title first. Every offset of the record counts its code points.
        paywalled: True or False where the page declares it, None where it does not.
    """

    id: str
    url: str | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    language: str
    section: tuple[str, ...] = ()
    kicker: str | None = None
    title: str | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    published: str | None = None
    modified: str | None = None
    published_from: PublishedFrom | None = None
    paywalled: bool | None = None
    text: str = ""
    blocks: tuple[Block, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    teasers: tuple[Teaser, ...] = ()

    def text_of(self, fact: Fact | Block) -> str:
        """The characters that a block or fact rests on."""
        return self.text[fact.start : fact.end]
