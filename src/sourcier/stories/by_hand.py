"""Stories that a person made one: who did it is kept among the corrections, and they can be told apart again."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from sourcier.errors import InputError
from sourcier.library.correction_rows import insert_correction
from sourcier.library.overlays import correction_of
from sourcier.library.schema import corrections, stories, story_articles, story_names
from sourcier.record.corrections import Correction, Named, Target
from sourcier.stories.shelf import Kept, Shelf


def joined(shelf: Shelf, one: Kept, other: Kept, *, by: str) -> Kept:
    """Make two stories one, and keep who did it; gives the one that remains.

    Args:
        shelf: what the stories are on.
        one: a story.
        other: another one.
        by: who says that they are one.
    """
    titles = {its.id: _title(shelf.connection, its.id) for its in (one, other)}
    articles = {its.id: list(shelf.members(its)) for its in (one, other)}
    kept = shelf.join(one, other)
    gone = one.id if kept.id == other.id else other.id
    target = Target(kind="story", text=titles[gone], detail=gone)
    named = Named(name=titles[kept.id])
    insert_correction(
        shelf.connection, "same story", by, target, value=kept.id, named=named, articles=articles[gone]
    )  # fmt: skip
    return kept


def parted(shelf: Shelf, correction: Correction) -> None:
    """Tell two stories apart that were made one: the articles that came with one of them go back to it, under its id.

    Articles that left the story since stay where they are.

    Args:
        shelf: what the stories are on.
        correction: the one that made them one.

    Raises:
        InputError: no article would be left in the other story.
    """
    connection, identifier = shelf.connection, correction.target.detail or ""
    led = select(story_names.c.story).where(story_names.c.id == identifier)
    story = connection.scalar(led)
    if story is None:
        return  # its articles are gone from the library, or from the story, and so is its name
    its = set(connection.scalars(select(story_articles.c.article).where(story_articles.c.story == story)))
    back = [article for article in correction.articles if article in its]
    if not back:
        return
    if len(back) == len(its):
        raise InputError(f"{correction.id}: no article would be left in the story; it is this one alone by now")
    again = shelf.reopen(identifier)
    shelf.move(back, again)
    again.by_hand = shelf.story(story).by_hand = True
    for name in _merged_into(connection, identifier):
        connection.execute(update(story_names).where(story_names.c.id == name).values(story=identifier))


def _title(connection: Connection, story: str) -> str:
    return connection.scalar(select(stories.c.title).where(stories.c.id == story)) or ""


def _merged_into(connection: Connection, story: str) -> list[str]:
    """The stories that a person made one with a story, and those with them; their ids lead to it."""
    same = (corrections.c.action == "same story") & corrections.c.undone.is_(None) & corrections.c.article.is_(None)
    made = [correction_of(row) for row in connection.execute(select(corrections).where(same))]
    found: list[str] = []
    waiting = [story]
    while waiting:
        into = waiting.pop()
        names = [its.target.detail for its in made if its.value == into]
        new = [name for name in names if name and name not in found and name != story]
        found += new
        waiting += new
    return found
