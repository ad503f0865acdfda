"""The day on which something was said may be unknown, until somebody gives it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_AS_IT_WAS, _AS_IT_IS = "said_on DATE NOT NULL", "said_on DATE"


def upgrade() -> None:
    """Let the day be absent; no row changes."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("commitments", "said_on", existing_type=sa.Date(), nullable=True)
    else:
        _relax()


def _relax() -> None:
    """What SQLite advises for it: only the words by which the table was made change, and no row, index or trigger.

    To make the table anew would take away the triggers that guard it (sqlite.org/lang_altertable.html, "Making Other
    Kinds Of Table Schema Changes").
    """
    bind = op.get_bind()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'commitments'",
        (_AS_IT_WAS, _AS_IT_IS),
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")
