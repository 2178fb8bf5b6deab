"""A library to serve, and a client that asks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import newsroom
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from sourcier.library.library import Library
from sourcier.record import Record
from sourcier.settings import Settings
from sourcier.stories.stories import Stories
from sourcier.web.access.access import Access
from sourcier.web.app import create_app
from sourcier.web.desk import Desk
from sourcier.web.reading import Reading

ADDRESS = "https://gazette.example/harbour-fair"
"""Of an article of which the library has two versions."""


def fair(*sentences: str, modified: str | None = None) -> Record:
    """An article that is changed once."""
    return newsroom.article(
        "Harbour fair opens in Brindle Cove",
        "The harbour fair of Brindle Cove opens on Saturday with forty stalls.",
        *sentences,
        published="2027-03-08T08:00:00+00:00",
        modified=modified,
        outlet="Gazette 1",
        address=ADDRESS,
        places=tuple(newsroom.PLACES),
        events=[("launch", "2027-03-13", "opens on Saturday")],
    )


@pytest.fixture(scope="session")
def _made_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of 22 articles in five stories, closed."""
    path = tmp_path_factory.mktemp("web") / "made.sourcier"
    with Library(str(path)) as library:
        records = [record for _, record in newsroom.mixed()]
        first = fair("The mayor expects ten thousand visitors.")
        second = fair("The mayor expects twelve thousand visitors.", modified="2027-03-09T08:00:00+00:00")
        list(library.add_records([*records, first, second]))
        Stories(library).update()
    return path


@contextmanager
def _copied(made: Path, folder: Path) -> Iterator[Library]:
    path = folder / "news.sourcier"
    shutil.copy(made, path)
    with Library(str(path), settings=Settings(library=str(path), private_addresses=True)) as library:
        yield library


@pytest.fixture
def web_library(_made_library: Path, tmp_path: Path) -> Iterator[Library]:
    """The records of `newsroom.mixed()` and an article in two versions, grouped into stories, in SQLite."""
    with _copied(_made_library, tmp_path) as library:
        yield library


@pytest.fixture(scope="session")
def served() -> Callable[[Library], FastAPI]:
    """`served(library)`: the application over a library, as on loopback."""
    return lambda library: create_app(Desk(library), Access(library.database, is_open=True, host_names=["testserver"]))


@pytest.fixture
def client(web_library: Library, served: Callable[[Library], FastAPI]) -> Iterator[TestClient]:
    """Asks the application over `web_library`."""
    with TestClient(served(web_library), base_url="http://localhost") as asking:
        yield asking


@pytest.fixture(scope="module")
def lasting_client(
    _made_library: Path, tmp_path_factory: pytest.TempPathFactory, served: Callable[[Library], FastAPI]
) -> Iterator[TestClient]:
    """The same, one for all tests of a module: for those that care little for what is in the library."""
    with (
        _copied(_made_library, tmp_path_factory.mktemp("lasting")) as library,
        TestClient(served(library), base_url="http://localhost") as asking,
    ):
        yield asking


@pytest.fixture(scope="session")
def reading() -> Iterator[Reading]:
    """The process that reads posted pages, with parsers that are loaded once for all tests."""
    made = Reading(Settings(private_addresses=True), seconds=120)
    yield made
    made.close()
