"""The day on which something was said may be unknown, until somebody gives it."""

import sqlalchemy as sa
from alembic import op

from tracker.store.migrations.sqlite_schema import reword_table

revision = "0005"
down_revision = "0004"

_AS_IT_WAS, _AS_IT_IS = "said_on DATE NOT NULL", "said_on DATE"


def upgrade() -> None:
    """Let the day be absent; no row changes."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("commitments", "said_on", existing_type=sa.Date(), nullable=True)
    else:
        reword_table(op.get_bind(), "commitments", _AS_IT_WAS, _AS_IT_IS)
