"""The schema with a shelf in, the one that finds statements by their attribution out (tables.py has its statements)."""

from __future__ import annotations

from alembic import op

from onrecord.store.tables import statements

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the index by which an attribution is found among millions of statements."""
    bind = op.get_bind()
    for sql in statements(revision, "sqlite" if bind.dialect.name == "sqlite" else "postgresql"):
        bind.exec_driver_sql(sql)
