"""Every setting: its environment variable, its default, its meaning."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """What a user may choose without changing a call.

    Attributes:
        pipelines: language code -> name of an installed spaCy pipeline (`SOURCIER_PIPELINE_FR=fr_core_news_lg`);
            a language not listed uses the pipeline its folder names.
        private_addresses: whether fetching may reach private and loopback addresses
            (`SOURCIER_PRIVATE_ADDRESSES=1`); off, because a page may redirect to a router or a metadata service.
    """

    pipelines: tuple[tuple[str, str], ...] = ()
    private_addresses: bool = False

    def pipeline(self, language: str) -> str | None:
        """The pipeline chosen for a language code, or None where the language's own is to be used."""
        return dict(self.pipelines).get(language)


def from_environment() -> Settings:
    """Read the settings from the environment variables that start with `SOURCIER_`."""
    prefix = "SOURCIER_PIPELINE_"
    return Settings(
        pipelines=tuple(
            sorted((k.removeprefix(prefix).lower(), v) for k, v in os.environ.items() if k.startswith(prefix) and v)
        ),
        private_addresses=os.environ.get("SOURCIER_PRIVATE_ADDRESSES", "").lower() in {"1", "true", "yes"},
    )
