"""Every setting: its environment variable, its default, its meaning."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass, field

from platformdirs import user_data_path

from sourcier.version import __version__

USER_AGENT = f"Mozilla/5.0 (compatible; Sourcier/{__version__}; +news reader)"
"""What Sourcier calls itself to sites. Some answer only what begins like a browser."""


def own_library() -> str:
    """The path of the user's own library, where the operating system keeps a user's data."""
    return str(user_data_path("sourcier", appauthor=False) / "library.sourcier")


@dataclass(frozen=True)
class Settings:
    """What a user may choose without changing a call.

    Attributes:
        pipelines: language code -> name of an installed spaCy pipeline (`SOURCIER_PIPELINE_FR=fr_core_news_lg`);
            a language not listed uses the pipeline its folder names.
        private_addresses: whether fetching may reach private and loopback addresses
            (`SOURCIER_PRIVATE_ADDRESSES=1`); off, because a page may redirect to a router or a metadata service.
        user_agent: what fetching calls itself to sites (`SOURCIER_USER_AGENT`); whatever it is, the rules for
            `Sourcier` in a site's robots.txt hold.
        library: the library that commands work on where none is named (`SOURCIER_LIBRARY`): a path, or
            `postgresql://user:password@host/name`; by default a file in the user's own data folder.
    """

    pipelines: tuple[tuple[str, str], ...] = ()
    private_addresses: bool = False
    user_agent: str = USER_AGENT
    library: str = field(default_factory=own_library)

    def pipeline(self, language: str) -> str | None:
        """The pipeline chosen for a language code, or None where the language's own is to be used."""
        return dict(self.pipelines).get(language)


def login_name(otherwise: str) -> str:
    """The login name of whoever runs this; `otherwise` where the system has none, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return otherwise


def from_environment() -> Settings:
    """Read the settings from the environment variables that start with `SOURCIER_`."""
    prefix = "SOURCIER_PIPELINE_"
    return Settings(
        pipelines=tuple(
            sorted((k.removeprefix(prefix).lower(), v) for k, v in os.environ.items() if k.startswith(prefix) and v)
        ),
        library=os.environ.get("SOURCIER_LIBRARY") or own_library(),
        private_addresses=os.environ.get("SOURCIER_PRIVATE_ADDRESSES", "").lower() in {"1", "true", "yes"},
        user_agent=os.environ.get("SOURCIER_USER_AGENT") or USER_AGENT,
    )
