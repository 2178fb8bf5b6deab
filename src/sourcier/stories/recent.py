"""Dossiers kept in memory, those that were asked for last: a server is asked for the same ones over and over."""

from __future__ import annotations

import threading
from collections import OrderedDict

from sourcier.stories.model import Dossier

MOST_FACTS = 20_000
"""Facts of all dossiers that are kept, about 100 MB; one with more is not kept at all."""


class Recent:
    """Dossiers by their stories, each as long as what it was made of is the same; threads may share it."""

    def __init__(self, most: int = MOST_FACTS) -> None:
        self.most = most
        self._kept: OrderedDict[str, tuple[str, Dossier]] = OrderedDict()
        self._facts = 0
        self._lock = threading.Lock()

    def get(self, story: str, mark: str) -> Dossier | None:
        """The dossier of a story that was made of this; None where it is not kept."""
        with self._lock:
            kept = self._kept.get(story)
            if kept is None or kept[0] != mark:
                return None
            self._kept.move_to_end(story)
            return kept[1]

    def put(self, mark: str, told: Dossier) -> None:
        """Keep a dossier; those that nobody asked for the longest go."""
        with self._lock:
            old = self._kept.pop(told.story.id, None)
            self._facts -= _facts(old[1]) if old else 0
            if _facts(told) > self.most:
                return
            self._kept[told.story.id] = (mark, told)
            self._facts += _facts(told)
            while self._facts > self.most:
                _, (_, gone) = self._kept.popitem(last=False)
                self._facts -= _facts(gone)


def _facts(told: Dossier) -> int:
    return 1 + sum(len(event.mentions) for event in told.events) + len(told.quotes) + len(told.articles)
