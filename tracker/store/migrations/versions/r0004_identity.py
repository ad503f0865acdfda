"""A register knows itself and its ledgers; what goes wrong, also for one reader, and the last tick are states."""

import secrets

import sqlalchemy as sa
from alembic import op

from tracker.store.tables import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Give the register a name and a secret of its own; make room for its ledgers, for troubles and for the tick."""
    identity = op.create_table(
        "identity",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("register", sa.String(32), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("fenced_at", Instant),
        sa.Column("fenced_because", sa.Text),
        sa.CheckConstraint("id = 1", name=op.f("ck_identity_one_row")),
    )
    op.bulk_insert(
        identity, [{"id": 1, "register": secrets.token_hex(16), "secret": secrets.token_hex(32), "epoch": 0}]
    )
    op.create_table(
        "ledgers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("begun_at", Instant, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
    )
    op.create_table(
        "troubles",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("since", Instant, nullable=False),
        sa.Column("last_at", Instant, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
    )
    op.add_column("letters", sa.Column("ledger", sa.String(32)))
    op.create_index("ix_letters_ledger", "letters", ["ledger", "sent_at"])
    op.add_column("subscribers", sa.Column("broken_off", sa.Integer, nullable=False, server_default="0"))
    op.add_column("subscribers", sa.Column("put_off_until", Instant))
    op.add_column("post", sa.Column("ticked_at", Instant))
    op.add_column("post", sa.Column("ticked_boot", sa.Text))
    op.add_column("post", sa.Column("ticked_elapsed", sa.Float))
    op.add_column("post", sa.Column("planned_at", Instant))
