"""The outbox is read in the order in which letters leave; what failed, was withdrawn or changed meanwhile is known."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Order the outbox by kind; remember from where digests tell, and which planning is out of date."""
    op.drop_index("ix_letters_state", table_name="letters")
    op.create_index("ix_letters_state", "letters", ["state", "kind", "next_attempt_at", "id"])
    op.add_column("letters", sa.Column("from_sequence", NUMBER))
    op.add_column("letters", sa.Column("from_on", sa.Date))
    op.add_column("subscribers", sa.Column("retell_sequence", NUMBER))
    op.add_column("subscribers", sa.Column("retell_on", sa.Date))
    op.add_column("post", sa.Column("readers_version", sa.Integer, nullable=False, server_default="0"))
