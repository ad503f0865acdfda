"""A register knows itself and its ledgers; what goes wrong, also for one reader, and the last tick are states.

Words of notes are told apart in the search index of PostgreSQL, as FTS5 does by itself.
"""

import secrets
from datetime import datetime
from hashlib import sha256

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
        sa.Column("begun_at", Instant, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("fenced_at", Instant),
        sa.Column("fenced_because", sa.Text),
        sa.CheckConstraint("id = 1", name=op.f("ck_identity_one_row")),
    )
    names = {"register": _register(), "secret": secrets.token_hex(32), "begun_at": _now()}
    op.bulk_insert(identity, [{"id": 1, "epoch": 0} | names])
    op.create_table(
        "ledgers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("begun_at", Instant, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("mark", sa.Integer, nullable=False),
        sa.Column("given_up_at", Instant),
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
    if op.get_bind().dialect.name == "postgresql":
        _weigh_words()


def _weigh_words() -> None:
    """Words of quote and summary weigh A, those of notes nothing, so that a search can leave notes out."""
    op.execute("ALTER TABLE commitments DROP COLUMN search")
    op.execute(
        "ALTER TABLE commitments ADD COLUMN search tsvector GENERATED ALWAYS AS "
        f"(setweight({_words('quote', 'summary')}, 'A') || {_words('notes')}) STORED"
    )
    op.execute("CREATE INDEX ix_commitments_search ON commitments USING gin (search)")


def _words(*columns: str) -> str:
    text = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
    plain = f"translate(lower({text}), 'áàâäãåéèêëíìîïóòôöõúùûüçñ', 'aaaaaaeeeeiiiiooooouuuucn')"
    return f"to_tsvector('simple'::regconfig, {plain})"


def _register() -> str:
    """A name by chance; a register with a history is named by its first event, so that all its old copies agree."""
    first = op.get_bind().exec_driver_sql("SELECT digest FROM events ORDER BY sequence LIMIT 1").scalar()
    return secrets.token_hex(16) if first is None else sha256(b"register " + bytes(first)).hexdigest()[:32]


def _now() -> datetime:
    """The time of the database."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        moment: datetime = bind.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return moment
    text = "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"
    return datetime.fromisoformat(bind.exec_driver_sql(text).scalar_one())
