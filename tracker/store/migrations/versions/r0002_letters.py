"""The post: readers, follows, alerts, letters with their bytes, silences, heartbeats."""

import sqlalchemy as sa
from alembic import op

from tracker.store.tables import Instant

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of the post and the guard of the stored bytes."""
    _make_subscribers()
    _make_letters()
    _make_alerts()
    _make_post()
    _guard()


def _make_subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("rhythm", sa.String(10), nullable=False),
        sa.Column("weekdays", sa.String(20), nullable=False),
        sa.Column("month_day", sa.Integer, nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("selection", sa.Text, nullable=False),
        sa.Column("alerts", sa.Text, nullable=False),
        sa.Column("days_before", sa.Text),
        sa.Column("days_after", sa.Text),
        sa.Column("send_empty", sa.Boolean),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("state_reason", sa.Text),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("added_at", Instant, nullable=False),
        sa.Column("since_sequence", NUMBER, nullable=False),
        sa.Column("since_on", sa.Date, nullable=False),
        sa.Column("slots_after", Instant, nullable=False),
        sa.Column("next_digest_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_subscribers"),
        sa.UniqueConstraint("address", name="uq_subscribers_address"),
        sa.UniqueConstraint("token", name="uq_subscribers_token"),
        sa.CheckConstraint("state IN ('active', 'paused', 'suspended', 'removed')", name=op.f("ck_subscribers_state")),
    )
    op.create_index("ix_subscribers_next_digest_at", "subscribers", ["next_digest_at"])
    op.create_table(
        "follows",
        sa.Column("subscriber_id", NUMBER, nullable=False),
        sa.Column("commitment", NUMBER, nullable=False),
        sa.Column("since_on", sa.Date, nullable=False),
        sa.Column("since_sequence", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("subscriber_id", "commitment", name="pk_follows"),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscribers.id"], name="fk_follows_subscriber_id"),
        sa.ForeignKeyConstraint(["commitment"], ["commitments.number"], name="fk_follows_commitment"),
    )
    op.create_index("ix_follows_commitment", "follows", ["commitment"])


def _make_letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("subscriber_id", NUMBER),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("envelope_from", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("planned_at", Instant, nullable=False),
        sa.Column("next_attempt_at", Instant, nullable=False),
        sa.Column("first_attempt_at", Instant),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("doubts", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(64)),
        sa.Column("lease_until", Instant),
        sa.Column("sent_at", Instant),
        sa.Column("reply", sa.Text),
        sa.Column("slot", sa.Date),
        sa.Column("covers_sequence", NUMBER),
        sa.Column("covers_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("key", name="uq_letters_key"),
        sa.UniqueConstraint("message_id", name="uq_letters_message_id"),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscribers.id"], name="fk_letters_subscriber_id"),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'dot', 'sent', 'failed', 'in_doubt', 'dropped')",
            name=op.f("ck_letters_state"),
        ),
    )
    op.create_index("ix_letters_state", "letters", ["state", "next_attempt_at", "id"])
    op.create_index("ix_letters_subscriber", "letters", ["subscriber_id", "kind", "covers_sequence"])
    op.create_table(
        "letter_contents",
        sa.Column("letter_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("content", sa.LargeBinary),
        sa.PrimaryKeyConstraint("letter_id", name="pk_letter_contents"),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_letter_contents_letter_id"),
    )


def _make_alerts() -> None:
    op.create_table(
        "silences",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("subscriber_id", NUMBER),
        sa.Column("commitment", NUMBER),
        sa.Column("minister", sa.Text),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("starts_at", Instant, nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
        sa.Column("lifted_at", Instant),
        sa.Column("lifted_by", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_silences"),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscribers.id"], name="fk_silences_subscriber_id"),
        sa.ForeignKeyConstraint(["commitment"], ["commitments.number"], name="fk_silences_commitment"),
    )
    op.create_table(
        "alerts",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("subscriber_id", NUMBER, nullable=False),
        sa.Column("commitment", NUMBER, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("deadline_version", sa.Integer, nullable=False),
        sa.Column("owed_on", sa.Date, nullable=False),
        sa.Column("release_at", Instant, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("event", NUMBER),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("letter_id", NUMBER),
        sa.Column("silence_id", NUMBER),
        sa.PrimaryKeyConstraint("key", name="pk_alerts"),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscribers.id"], name="fk_alerts_subscriber_id"),
        sa.ForeignKeyConstraint(["commitment"], ["commitments.number"], name="fk_alerts_commitment"),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_alerts_letter_id"),
        sa.ForeignKeyConstraint(["silence_id"], ["silences.id"], name="fk_alerts_silence_id"),
        sa.CheckConstraint("state IN ('pending', 'lettered', 'silenced', 'overtaken')", name=op.f("ck_alerts_state")),
    )
    op.create_index("ix_alerts_state", "alerts", ["state", "release_at"])
    op.create_index("ix_alerts_commitment", "alerts", ["commitment"])
    op.create_index("ix_alerts_letter_id", "alerts", ["letter_id"])


def _make_post() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("beat_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_heartbeats"),
    )
    op.create_table(
        "post",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("planned_on", sa.Date),
        sa.Column("planned_sequence", NUMBER, nullable=False),
        sa.Column("server_failures", sa.Integer, nullable=False),
        sa.Column("server_failing_since", Instant),
        sa.Column("server_retry_at", Instant),
        sa.Column("server_reply", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.CheckConstraint("id = 1", name=op.f("ck_post_one_row")),
    )


def _guard() -> None:
    """The bytes of a letter never change; they can only be let go of when the retention ends."""
    message = "a letter is never rendered again"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER guard_letter_contents BEFORE UPDATE ON letter_contents FOR EACH ROW "
            f"WHEN (NEW.content IS NOT NULL) EXECUTE FUNCTION tracker_refuse('{message}')"
        )
    else:
        op.execute(
            "CREATE TRIGGER guard_letter_contents BEFORE UPDATE ON letter_contents "
            f"WHEN NEW.content IS NOT NULL BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
