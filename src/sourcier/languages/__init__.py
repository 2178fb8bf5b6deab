"""The languages Sourcier reads: one folder of data each, found by the entry-point group `sourcier.languages`.

A folder holds `language.toml` (name, spaCy pipeline, quotation marks) and lexicons as TOML or TSV files; each
module that needs a lexicon asks for it by name. A third language costs one such folder and no change to the code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from sourcier.errors import SetupError, UnsupportedLanguage

GROUP = "sourcier.languages"


class Language:
    """One language's folder of data.

    Lexicons are read once and kept. A missing lexicon is an error of the folder, not of the page.
    """

    def __init__(self, code: str, folder: Traversable) -> None:
        self.code = code
        self.folder = folder
        self._tables: dict[str, tuple[dict[str, str], ...]] = {}
        self._settings: dict[str, dict[str, Any]] = {}

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    def toml(self, name: str) -> dict[str, Any]:
        """The lexicon `name.toml` of this language's folder.

        Raises:
            SetupError: the folder has no such file.
        """
        if name not in self._settings:
            self._settings[name] = tomllib.loads(self._read(f"{name}.toml"))
        return self._settings[name]

    def tsv(self, name: str) -> tuple[dict[str, str], ...]:
        """The rows of `name.tsv`: the first line that is no comment names the columns; `#` starts a comment line.

        Missing cells at the end of a row are empty strings.

        Raises:
            SetupError: the folder has no such file, or a row has more cells than there are columns.
        """
        if name not in self._tables:
            self._tables[name] = parse_tsv(self._read(f"{name}.tsv"), f"{self.code}/{name}.tsv")
        return self._tables[name]

    @cached_property
    def name(self) -> str:
        """The language's name in English."""
        return str(self.toml("language")["name"])

    @cached_property
    def pipeline(self) -> str:
        """The installed spaCy package that parses this language unless a setting names another."""
        return str(self.toml("language")["pipeline"])

    def _read(self, file: str) -> str:
        try:
            return self.folder.joinpath(file).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise SetupError(f"language {self.code}: its folder has no {file}; see docs/languages.md") from None


def parse_tsv(text: str, name: str) -> tuple[dict[str, str], ...]:
    """Rows of a tab-separated table with a header line, comments and blank lines left out.

    Raises:
        SetupError: a row has more cells than there are columns.
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        return ()
    columns = lines[0][1].split("\t")
    rows = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise SetupError(f"{name}, line {number}: {len(cells)} cells for {len(columns)} columns")
        cells += [""] * (len(columns) - len(cells))
        rows.append(dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
    return tuple(rows)


@cache
def shared_tsv(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table that all languages share (`languages/name.tsv`): event types, agencies."""
    return parse_tsv(files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8"), f"{name}.tsv")


@cache
def _installed() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def codes() -> tuple[str, ...]:
    """The codes (ISO 639-1) of the installed languages, sorted."""
    return tuple(sorted(_installed()))


@cache
def language(code: str) -> Language:
    """The language with this code.

    Raises:
        UnsupportedLanguage: no folder is installed for it.
    """
    point = _installed().get(code)
    if point is None:
        raise UnsupportedLanguage(f"language {code!r} is not supported; supported: {', '.join(codes())}")
    return Language(code, files(point.value))
