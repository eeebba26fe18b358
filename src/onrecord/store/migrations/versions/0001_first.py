"""Nothing in, the first schema out (tables.py has its statements)."""

from __future__ import annotations

from alembic import op

from onrecord.store.tables import statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table; the evidence refuses to be changed or deleted."""
    bind = op.get_bind()
    for sql in statements(revision, "sqlite" if bind.dialect.name == "sqlite" else "postgresql"):
        bind.exec_driver_sql(sql)
