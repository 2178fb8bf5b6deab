"""The version of Sourcier, in one place."""

__version__ = "0.1.0"
