"""The post remembers up to which event a webhook was told what happened."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make room for it, empty: a webhook that is set later is told nothing of before."""
    op.add_column("post", sa.Column("webhook_sequence", NUMBER))
