"""What all requests share: the library with its stories, and what is kept in memory of it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from sourcier.errors import InputError
from sourcier.library.corrections import Corrections
from sourcier.library.library import Library
from sourcier.library.stats import Stats, stats
from sourcier.stories.model import Source, Story, StoryArticle, StoryEvent
from sourcier.stories.stories import FRONT_DAYS, Stories

_T = TypeVar("_T")

AGENDA_DAYS = 14
"""Days that the front page looks ahead."""

FRONT = 25
"""Stories of the front page."""

OPEN = ("ongoing", "scheduled", "cancelled", "conditional", "denied")
"""What a story still holds open, and what is disputed in it; of what happened every story has more than enough."""


@dataclass(frozen=True)
class FrontStory:
    """A story on the front page.

    Attributes:
        lede: the first sentence of the article that was first.
        counts: (status, events) of what the story holds open.
        differences: in how many things its sources differ.
    """

    story: Story
    lede: Source | None
    counts: tuple[tuple[str, int], ...]
    differences: int


class Desk:
    """The library as the server works with it.

    Args:
        library: open for as long as the server runs.
        reads: address or id of an article -> how often it was read, where that is known.
    """

    def __init__(self, library: Library, *, reads: Mapping[str, int] | None = None) -> None:
        self.library = library
        self.stories = Stories(library)
        self.reads = reads
        self.corrections = Corrections(library)
        self.kept = Kept()

    def now(self) -> datetime:
        """The moment that "now" means: the clock's, or the end of the last day with news where none of it is recent.

        A library of old pages has a front page all the same: that of its last day.
        """
        return self.kept.get("now", self._now, fresh=60)

    def _now(self) -> datetime:
        clock = datetime.now(UTC)
        newest = self.stories.all(since=(clock - timedelta(FRONT_DAYS)).date(), limit=1)
        if newest and (newest[0].first or "") <= clock.date().isoformat():
            return clock
        last = newest or self.stories.all(limit=1)
        if not last or not last[0].last:
            return clock
        return datetime.fromisoformat(last[0].last).replace(hour=23, minute=59, tzinfo=UTC)

    def front(self) -> list[FrontStory]:
        """The stories of the front page."""
        return self.kept.get("front", self._front, fresh=15)

    def _front(self) -> list[FrontStory]:
        chosen = {story.id: story for story in self.stories.front_page(self.now(), limit=FRONT, reads=self.reads)}
        for story in self.stories.all(least=2, limit=FRONT):  # a quiet week shows what came before it
            chosen.setdefault(story.id, story)
        found = []
        for story in list(chosen.values())[:FRONT]:
            told = self.stories.dossier(story.id)
            counts: Counter[str] = Counter(event.status for event in told.events)
            open_ = tuple((status, counts[status]) for status in OPEN if counts[status])
            found.append(FrontStory(story, told.first_report, open_, len(told.differences)))
        return found

    def latest(self, limit: int) -> list[StoryArticle]:
        """The articles that were published last."""
        return self.kept.get("latest", lambda: self.stories.newest(limit), fresh=15)

    def articles(self) -> int:
        """How many articles the library has."""
        return self.kept.get("articles", lambda: len(self.library), fresh=60)

    def agenda(self) -> list[tuple[Story, StoryEvent]] | None:
        """What is planned in the next days; None while it is put together for the first time."""
        today = self.now().date()
        last = today + timedelta(AGENDA_DAYS)
        return self.kept.soon(f"agenda {today}", lambda: self.stories.agenda(today, last), fresh=900)

    def stats(self) -> Stats:
        """What the library holds, in figures: to count a hundred thousand articles takes a second or two."""
        return self.kept.get("stats", lambda: stats(self.library.database), fresh=60)

    def story_of(self, article: str) -> Story | None:
        """The story that an article is in; None where it was not placed yet."""
        try:
            return self.stories.story(article)
        except InputError:
            return None

    def changed(self) -> None:
        """Forget what is kept in memory: the library was changed from here."""
        self.kept.clear()

    def close(self) -> None:
        """Stop what goes on in the background, and close the library."""
        self.kept.close()
        self.library.close()


@dataclass
class _Entry:
    value: Any = None
    made: float = float("-inf")
    is_made: bool = False
    may_be_old: bool = False
    coming: Future[None] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Kept:
    """Values kept for a while; one that is no longer fresh is given all the same while a new one is made."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(1, "kept")

    def get(self, name: str, make: Callable[[], _T], *, fresh: float) -> _T:
        """A value, made here and now the first time.

        Args:
            name: of the value.
            make: makes it.
            fresh: seconds for which it needs no new one.
        """
        entry = self._entry(name)
        with entry.lock:
            if not entry.is_made:
                self._set(entry, make)
        self._renew(entry, make, fresh)
        return cast(_T, entry.value)

    def soon(self, name: str, make: Callable[[], _T], *, fresh: float, wait: float = 0.05) -> _T | None:
        """The same, but None where it takes more than `wait` seconds the first time: it is then being made."""
        entry = self._entry(name)
        entry.may_be_old = True
        self._renew(entry, make, fresh)
        if not entry.is_made and entry.coming is not None:
            try:
                entry.coming.result(wait)
            except TimeoutError:
                return None
        return cast(_T, entry.value)

    def clear(self) -> None:
        """Nothing is fresh any more: what `get` gives is made anew at once, what `soon` gives in the background."""
        with self._lock:
            for name, entry in list(self._entries.items()):
                if entry.may_be_old:
                    entry.made = float("-inf")
                else:
                    del self._entries[name]

    def close(self) -> None:
        """Wait for nothing that is being made."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _entry(self, name: str) -> _Entry:
        with self._lock:
            return self._entries.setdefault(name, _Entry())

    def _renew(self, entry: _Entry, make: Callable[[], Any], fresh: float) -> None:
        with self._lock:
            is_coming = entry.coming is not None and not entry.coming.done()
            if not is_coming and time.monotonic() - entry.made >= fresh:
                entry.coming = self._pool.submit(self._set, entry, make)

    @staticmethod
    def _set(entry: _Entry, make: Callable[[], Any]) -> None:
        entry.value = make()
        entry.made, entry.is_made = time.monotonic(), True
