"""From an article to a record: one module per question, called in the order of what each needs."""

from sourcier.reading.engine import Engine, engine

__all__ = ["Engine", "engine"]
