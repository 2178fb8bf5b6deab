"""The dossiers that every format is tried with."""

from __future__ import annotations

import pytest
from valmont import DOSSIER

from sourcier.stories.model import Dossier, Story


@pytest.fixture
def dossier() -> Dossier:
    return DOSSIER


@pytest.fixture
def bare() -> Dossier:
    """A story of which nothing is known but its title."""
    return Dossier(Story("0000000000000000", "Untitled", None, None, None, 0, (), ()))
