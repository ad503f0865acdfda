"""The outbox is read in the order in which letters leave, without sorting all that waits."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Put the kind into the index: alerts go before digests."""
    op.drop_index("ix_letters_state", table_name="letters")
    op.create_index("ix_letters_state", "letters", ["state", "kind", "next_attempt_at", "id"])
