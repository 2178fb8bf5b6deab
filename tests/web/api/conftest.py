"""What the tests of the API share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sourcier.library.library import Library
from sourcier.stories.stories import Stories


@pytest.fixture
def stories_of() -> Callable[[Library], Stories]:
    """`stories_of(library)`: its stories."""
    return Stories
