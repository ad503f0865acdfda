"""A commitment tells when its minister was reminded of it, and until when an answer is asked."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make room for both days, empty in every row."""
    op.add_column("commitments", sa.Column("recalled_on", sa.Date))
    op.add_column("commitments", sa.Column("answer_by", sa.Date))
    op.create_index("ix_commitments_answer_by", "commitments", ["answer_by"])
