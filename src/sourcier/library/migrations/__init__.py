"""How a library's tables came to be, step by step (Alembic)."""
