"""What is not sure enough to be proposed is kept as possible."""

from alembic import op

from tracker.store.migrations.sqlite_schema import reword_table

revision = "0006"
down_revision = "0005"

_NAME = "ck_commitments_status"
_AS_IT_WAS = "status IN ('proposed', 'open', 'partly_fulfilled', 'fulfilled', 'lapsed', 'rejected')"
_AS_IT_IS = _AS_IT_WAS.replace("(", "('possible', ", 1)


def upgrade() -> None:
    """Let a commitment have that status; no row changes."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(_NAME), "commitments", type_="check")
        op.create_check_constraint(op.f(_NAME), "commitments", _AS_IT_IS)
    else:
        reword_table(op.get_bind(), "commitments", _AS_IT_WAS, _AS_IT_IS)
