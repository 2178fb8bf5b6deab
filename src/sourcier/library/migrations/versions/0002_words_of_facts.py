"""Words of facts begin with a tilde: a beginning such as "pl*" found every article with a place."""

from __future__ import annotations

from alembic import op

from sourcier.library.store import reindex

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index all versions anew."""
    reindex(op.get_bind())
