"""Reports, commitments, and the events that tell what became of them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
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

Number = BigInteger().with_variant(Integer(), "sqlite")  # only a plain INTEGER key is SQLite's row id

reports = Table(
    "reports",
    metadata,
    Column("id", Number, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("title", Text),
    Column("language", String(12)),
    Column("held_on", Date),
    Column("committee", Text),
    Column("chamber", Text),
    Column("chair", Text),
    Column("rapporteur", Text),
    Column("document_number", Text),
    Column("dossier", Text),
    Column("session_year", Text),
    Column("style", String(20)),
    Column("rules_version", Text),
    Column("added_at", Instant, nullable=False),
)

report_texts = Table(
    "report_texts",
    metadata,
    Column("report_id", Number, ForeignKey("reports.id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("original", Text),  # null when it is the text itself
    Column("layout", Text, nullable=False),  # JSON: pages, places, blocks, speakers, speeches, scan
)

commitments = Table(
    "commitments",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("status", String(20), nullable=False),
    Column("quote", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("report_id", Number, ForeignKey("reports.id")),
    Column("page", Integer),
    Column("place_start", Integer),
    Column("place_end", Integer),
    Column("said_on", Date),  # None where nobody knows the day of the sitting
    Column("minister", Text),
    Column("minister_function", Text),
    Column("responsible", Text),
    Column("asked_by", Text),
    Column("asker_party", Text),
    Column("stated", Text),  # JSON
    Column("due_on", Date),
    Column("due_words", Text),
    Column("deadline_version", Integer, nullable=False),
    Column("slips", Integer, nullable=False),
    Column("slip_days", Integer, nullable=False),
    Column("check_on", Date),
    Column("condition", Text),
    Column("firmness", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("resolved_on", Date),
    Column("evidence", Text),  # JSON
    Column("tags", Text),  # JSON
    Column("policy_area", Text),
    Column("staff", Text),
    Column("notes", Text),  # parted by U+001E, so that full-text search sees words only
    Column("committee", Text),
    Column("dossier", Text),
    Column("subject", Text),
    Column("language", String(12)),
    Column("lapse_reason", Text),
    Column("mentions", Text),  # JSON
    Column("links", Text),  # JSON
    Column("reference", Text),
    Column("recalled_on", Date),
    Column("answer_by", Date),
    Column("recorded_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("version", Number, nullable=False),
    CheckConstraint("quote <> '' AND summary <> ''", name="words"),
    CheckConstraint(
        "status IN ('possible', 'proposed', 'open', 'partly_fulfilled', 'fulfilled', 'lapsed', 'rejected')",
        name="status",
    ),
    Index("ix_commitments_due_on", "due_on", "number"),
    Index("ix_commitments_status", "status", "due_on", "number"),
    Index("ix_commitments_responsible", "responsible", "due_on", "number"),
    Index("ix_commitments_minister", "minister", "due_on", "number"),
    Index("ix_commitments_committee", "committee", "due_on", "number"),
    Index("ix_commitments_said_on", "said_on", "number"),
    Index("ix_commitments_report_id", "report_id"),
    Index("ix_commitments_reference", "reference"),
    Index("ix_commitments_answer_by", "answer_by"),
)

actors = Table(
    "actors",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seal", String(64), nullable=False, unique=True),  # SHA-256 of salt and name
    Column("salt", LargeBinary),
    Column("name", Text, index=True),  # salt and name are null once erased
)

events = Table(
    "events",
    metadata,
    Column("sequence", Number, primary_key=True, autoincrement=False),
    Column("action", Number, nullable=False),  # first sequence of the transaction it belongs to
    Column("commitment", Number, ForeignKey("commitments.number")),
    Column("kind", String(40), nullable=False),
    Column("at", String(27), nullable=False),  # the very text that the digest covers
    Column("actor_id", Integer, ForeignKey("actors.id"), nullable=False),
    Column("details", Text, nullable=False),  # canonical JSON
    Column("private_seal", String(64)),  # SHA-256 of salt and content of private_details
    Column("digest", LargeBinary, nullable=False),
    Index("ix_events_commitment", "commitment", "sequence"),
    Index("ix_events_at", "at"),
)

private_details = Table(
    "private_details",
    metadata,
    Column("sequence", Number, ForeignKey("events.sequence"), primary_key=True, autoincrement=False),
    Column("salt", LargeBinary),
    Column("content", Text),  # canonical JSON; salt and content are null once erased
)
