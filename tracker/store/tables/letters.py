"""Readers, the alerts and letters they are owed, and the state of the post."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from tracker.store.tables import Instant, metadata
from tracker.store.tables.register import Number

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Number, primary_key=True),
    Column("address", Text, unique=True),  # null once removed
    Column("name", Text),
    Column("language", String(12), nullable=False),
    Column("rhythm", String(10), nullable=False),
    Column("weekdays", String(20), nullable=False),  # ISO numbers, parted by commas
    Column("month_day", Integer, nullable=False),
    Column("at", String(5), nullable=False),  # local time, 08:00
    Column("zone", Text, nullable=False),
    Column("selection", Text, nullable=False),  # canonical JSON, so that readers of the same are found together
    Column("alerts", Text, nullable=False),  # kinds, parted by commas
    Column("days_before", Text),
    Column("days_after", Text),
    Column("send_empty", Boolean),
    Column("state", String(10), nullable=False),
    Column("state_reason", Text),
    Column("token", String(32), nullable=False, unique=True),
    Column("added_at", Instant, nullable=False),
    Column("since_sequence", Number, nullable=False),  # events up to here were there before the reader
    Column("since_on", Date, nullable=False),
    Column("slots_after", Instant, nullable=False),  # digests of earlier slots are not owed
    Column("next_digest_at", Instant, index=True),  # null: none is owed
    Column("retell_sequence", Number),  # a digest that told what came after this failed: the next one tells it again
    Column("retell_on", Date),
    Column("broken_off", Integer, nullable=False, server_default="0"),  # letters in a row at which the server broke off
    Column("put_off_until", Instant),  # their letters wait so long after that
    CheckConstraint("state IN ('active', 'paused', 'suspended', 'removed')", name="state"),
)

follows = Table(
    "follows",
    metadata,
    Column("subscriber_id", Number, ForeignKey("subscribers.id"), primary_key=True),
    Column("commitment", Number, ForeignKey("commitments.number"), primary_key=True),
    Column("since_on", Date, nullable=False),
    Column("since_sequence", Number, nullable=False),
    Index("ix_follows_commitment", "commitment"),
)

letters = Table(
    "letters",
    metadata,
    Column("id", Number, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    Column("subscriber_id", Number, ForeignKey("subscribers.id")),
    Column("recipient", Text, nullable=False),
    Column("envelope_from", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("message_id", Text, nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("planned_at", Instant, nullable=False),
    Column("next_attempt_at", Instant, nullable=False),
    Column("first_attempt_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),  # attempts after which nobody knew
    Column("owner", String(64)),
    Column("lease_until", Instant),
    Column("sent_at", Instant),
    Column("reply", Text),
    Column("slot", Date),
    Column("from_sequence", Number),  # a digest tells what came after this event and day …
    Column("from_on", Date),
    Column("covers_sequence", Number),  # … up to this one
    Column("covers_on", Date),
    Column("ledger", String(32)),  # which ledger knows that it left
    CheckConstraint("state IN ('queued', 'sending', 'dot', 'sent', 'failed', 'in_doubt', 'dropped')", name="state"),
    Index("ix_letters_state", "state", "kind", "next_attempt_at", "id"),
    Index("ix_letters_subscriber", "subscriber_id", "kind", "covers_sequence"),
    Index("ix_letters_ledger", "ledger", "sent_at"),
)

letter_contents = Table(  # apart: a change of state must not rewrite the bytes
    "letter_contents",
    metadata,
    Column("letter_id", Number, ForeignKey("letters.id"), primary_key=True, autoincrement=False),
    Column("content", LargeBinary),  # null once past the retention
)

alerts = Table(
    "alerts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("subscriber_id", Number, ForeignKey("subscribers.id"), nullable=False),
    Column("commitment", Number, ForeignKey("commitments.number"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("step", String(40), nullable=False),
    Column("deadline_version", Integer, nullable=False),
    Column("owed_on", Date, nullable=False),
    Column("release_at", Instant, nullable=False),
    Column("due_on", Date),
    Column("event", Number),
    Column("state", String(10), nullable=False),  # pending, lettered, silenced, overtaken
    Column("letter_id", Number, ForeignKey("letters.id")),
    Column("silence_id", Number, ForeignKey("silences.id")),
    CheckConstraint("state IN ('pending', 'lettered', 'silenced', 'overtaken')", name="state"),
    Index("ix_alerts_state", "state", "release_at"),
    Index("ix_alerts_commitment", "commitment"),
    Index("ix_alerts_letter_id", "letter_id"),
)

silences = Table(
    "silences",
    metadata,
    Column("id", Number, primary_key=True),
    Column("subscriber_id", Number, ForeignKey("subscribers.id")),
    Column("commitment", Number, ForeignKey("commitments.number")),
    Column("minister", Text),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),  # never endless
    Column("lifted_at", Instant),
    Column("lifted_by", Text),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("beat_at", Instant, nullable=False),
)

post = Table(  # one row: how far planning has come, and how the mail server fares
    "post",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("planned_on", Date),
    Column("planned_sequence", Number, nullable=False),
    Column("readers_version", Integer, nullable=False, server_default="0"),  # counts changes to who reads what
    Column("server_failures", Integer, nullable=False),
    Column("server_failing_since", Instant),
    Column("server_retry_at", Instant),
    Column("server_reply", Text),
    Column("ticked_at", Instant),  # when anybody last looked what is owed, by the clock of the house
    Column("ticked_boot", Text),  # the start of the machine on which that was
    Column("ticked_elapsed", Float),  # seconds since that start: tells a clock that was set from time that passed
    Column("planned_at", Instant),  # when planning last came to its end
    Column("webhook_sequence", Number),  # up to which event the webhook was told; null before the first time
    CheckConstraint("id = 1", name="one_row"),
)

identity = Table(  # one row: which register this is, also in its copies
    "identity",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("register", String(32), nullable=False),
    Column("secret", String(64), nullable=False),  # what nobody outside can compute is made with it
    Column("begun_at", Instant, nullable=False),  # letters sent before have identifiers that anybody can compute
    Column("place", Text),  # the file or server on which it lives; null until the first letter
    Column("epoch", Integer, nullable=False),  # how often the register was found to have gone back in time
    Column("fenced_at", Instant),  # since when nothing may leave
    Column("fenced_because", Text),
    CheckConstraint("id = 1", name="one_row"),
)

ledgers = Table(
    "ledgers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),  # machine and file, as people know it
    Column("begun_at", Instant, nullable=False),
    Column("epoch", Integer, nullable=False),  # up to which epoch of the register its knowledge was taken over
    Column("mark", Integer, nullable=False),  # counts in step with the file: one that is ahead saw a later register
    Column("given_up_at", Instant),  # somebody said that it is gone
)

troubles = Table(  # what fails and is tried again; a row goes when it goes well again
    "troubles",
    metadata,
    Column("name", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("times", Integer, nullable=False),
    Column("told", Text, nullable=False),
)
