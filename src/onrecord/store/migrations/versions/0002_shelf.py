"""The first schema in, the one with a shelf out (tables.py has its statements)."""

from __future__ import annotations

from alembic import op

from onrecord.store.tables import statements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables in which settling keeps what claims are made of; the next settle fills them."""
    bind = op.get_bind()
    for sql in statements(revision, "sqlite" if bind.dialect.name == "sqlite" else "postgresql"):
        bind.exec_driver_sql(sql)
