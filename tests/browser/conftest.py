"""The library that the browser tests look at: sample pages, read once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Served, serve

from sourcier.errors import FetchError
from sourcier.library import feeds
from sourcier.library.library import Library
from sourcier.record import Record
from sourcier.stories.stories import Stories

SAMPLES = Path(__file__).parents[2] / "samples"

READ = (
    "fr/sommet-geneve-annonce",
    "en/geneva-summit-denial",
    "en/geneva-summit-moved",
    "fr/sommet-geneve-veille",
    "en/tamrit-ceasefire-announced",
    "fr/tamrit-treve-dementie",
    "en/tamrit-ceasefire-broken",
    "fr/thetis-lancement-reporte",
    "fr/proces-castaing-ouverture",
)
"""Pages that are read here, for their captures; of the others the records beside them are taken, which costs nothing."""

CHANGED = "fr/sommet-geneve-annonce"
"""The page of which there is a second version."""


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of sample pages in both languages, grouped into stories, closed."""
    folder, path = tmp_path_factory.mktemp("pages"), tmp_path_factory.mktemp("library") / "news.sourcier"
    page = (SAMPLES / "stories" / f"{CHANGED}.html").read_text(encoding="utf-8")
    newer = page.replace("plus de 9&nbsp;000 morts", "près de 9&nbsp;500 morts").replace(
        "Genève est prête.", "Genève est prête à tout."
    )
    assert newer != page
    published = '<meta property="article:published_time" content="2027-03-02T18:05:00+01:00">'
    modified = published.replace("published_time", "modified_time").replace("18:05", "21:40")
    (folder / "newer.html").write_text(newer.replace(published, f"{published}\n{modified}"), encoding="utf-8")
    (folder / "no-page.html").write_text("<title>Moved</title><p>Gone.</p>", encoding="utf-8")
    with Library(str(path)) as library:
        library.add(*(str(SAMPLES / "stories" / f"{name}.html") for name in READ), str(folder))
        records = sorted(SAMPLES.glob("[ef][nr]/*.record.json"))
        list(library.add_records(Record.model_validate_json(record.read_bytes()) for record in records))
        feeds.follow(library.database, ["https://gazette.example/news.xml", "https://courrier.example/une.atom"])
        failing = feeds.followed(library.database)[0]
        feeds.failed(library.database, failing, FetchError(f"{failing.address}: the server answered 503"))
        Stories(library).update()
    return path


@pytest.fixture(scope="module")
def server(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The library on an open server; each module of tests has its own copy."""
    path = tmp_path_factory.mktemp("served") / "news.sourcier"
    shutil.copy(sample_library, path)
    with serve(path) as started:
        yield started
