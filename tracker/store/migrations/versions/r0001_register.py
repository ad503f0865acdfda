"""The register: reports, commitments, append-only events, full-text search."""

import sqlalchemy as sa
from alembic import op

from tracker.store.tables import Instant

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

GUARDS = (  # table, what is refused, when, message
    ("events", "UPDATE", "", "events are append-only"),
    ("events", "DELETE", "", "events are append-only"),
    ("commitments", "DELETE", "", "a commitment is never deleted"),
    ("commitments", "UPDATE", "NEW.number <> OLD.number", "a number never changes"),
    ("reports", "DELETE", "", "a report is never deleted"),
    ("reports", "UPDATE", "NEW.id <> OLD.id OR NEW.sha256 <> OLD.sha256", "a report never changes"),
    ("actors", "DELETE", "", "an actor is never deleted"),
    ("actors", "UPDATE", "NEW.seal <> OLD.seal OR NEW.name IS NOT NULL", "an actor can only be erased"),
    ("private_details", "DELETE", "", "details are never deleted"),
    ("private_details", "UPDATE", "NEW.content IS NOT NULL", "details can only be erased"),
)


def upgrade() -> None:
    """Make the tables, their guards and the search index."""
    _make_reports()
    _make_commitments()
    _make_events()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
        _search_postgresql()
    else:
        _guard_sqlite()
        _search_sqlite()


def _make_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("language", sa.String(12)),
        sa.Column("held_on", sa.Date),
        sa.Column("committee", sa.Text),
        sa.Column("chamber", sa.Text),
        sa.Column("chair", sa.Text),
        sa.Column("rapporteur", sa.Text),
        sa.Column("document_number", sa.Text),
        sa.Column("dossier", sa.Text),
        sa.Column("session_year", sa.Text),
        sa.Column("style", sa.String(20)),
        sa.Column("rules_version", sa.Text),
        sa.Column("added_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("sha256", name="uq_reports_sha256"),
    )
    op.create_table(
        "report_texts",
        sa.Column("report_id", NUMBER, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("original", sa.Text),
        sa.Column("layout", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("report_id", name="pk_report_texts"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_texts_report_id"),
    )


def _make_commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("number", NUMBER, nullable=False, autoincrement=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("report_id", NUMBER),
        sa.Column("page", sa.Integer),
        sa.Column("place_start", sa.Integer),
        sa.Column("place_end", sa.Integer),
        sa.Column("said_on", sa.Date, nullable=False),
        sa.Column("minister", sa.Text),
        sa.Column("minister_function", sa.Text),
        sa.Column("responsible", sa.Text),
        sa.Column("asked_by", sa.Text),
        sa.Column("asker_party", sa.Text),
        sa.Column("stated", sa.Text),
        sa.Column("due_on", sa.Date),
        sa.Column("due_words", sa.Text),
        sa.Column("deadline_version", sa.Integer, nullable=False),
        sa.Column("slips", sa.Integer, nullable=False),
        sa.Column("slip_days", sa.Integer, nullable=False),
        sa.Column("check_on", sa.Date),
        sa.Column("condition", sa.Text),
        sa.Column("firmness", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("resolved_on", sa.Date),
        sa.Column("evidence", sa.Text),
        sa.Column("tags", sa.Text),
        sa.Column("policy_area", sa.Text),
        sa.Column("staff", sa.Text),
        sa.Column("notes", sa.Text),
        sa.Column("committee", sa.Text),
        sa.Column("dossier", sa.Text),
        sa.Column("language", sa.String(12)),
        sa.Column("lapse_reason", sa.Text),
        sa.Column("mentions", sa.Text),
        sa.Column("links", sa.Text),
        sa.Column("reference", sa.Text),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_commitments"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_commitments_report_id"),
        sa.CheckConstraint("quote <> '' AND summary <> ''", name=op.f("ck_commitments_words")),
        sa.CheckConstraint(
            "status IN ('proposed', 'open', 'partly_fulfilled', 'fulfilled', 'lapsed', 'rejected')",
            name=op.f("ck_commitments_status"),
        ),
    )
    for column in ("due_on", "said_on"):
        op.create_index(f"ix_commitments_{column}", "commitments", [column, "number"])
    for column in ("status", "responsible", "minister", "committee"):
        op.create_index(f"ix_commitments_{column}", "commitments", [column, "due_on", "number"])
    for column in ("report_id", "reference"):
        op.create_index(f"ix_commitments_{column}", "commitments", [column])


def _make_events() -> None:
    op.create_table(
        "actors",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("name", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_actors"),
        sa.UniqueConstraint("seal", name="uq_actors_seal"),
    )
    op.create_index("ix_actors_name", "actors", ["name"])
    op.create_table(
        "events",
        sa.Column("sequence", NUMBER, nullable=False, autoincrement=False),
        sa.Column("action", NUMBER, nullable=False),
        sa.Column("commitment", NUMBER),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor_id", sa.Integer, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("private_seal", sa.String(64)),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_events"),
        sa.ForeignKeyConstraint(["commitment"], ["commitments.number"], name="fk_events_commitment"),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name="fk_events_actor_id"),
    )
    op.create_index("ix_events_commitment", "events", ["commitment", "sequence"])
    op.create_index("ix_events_at", "events", ["at"])
    op.create_table(
        "private_details",
        sa.Column("sequence", NUMBER, nullable=False, autoincrement=False),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("content", sa.Text),
        sa.PrimaryKeyConstraint("sequence", name="pk_private_details"),
        sa.ForeignKeyConstraint(["sequence"], ["events.sequence"], name="fk_private_details_sequence"),
    )


def _guard_sqlite() -> None:
    for index, (table, action, when, message) in enumerate(GUARDS):
        op.execute(
            f"CREATE TRIGGER guard_{table}_{index} BEFORE {action} ON {table} "
            f"{f'WHEN {when} ' if when else ''}BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for table, key in (("events", "sequence"), ("private_details", "sequence"), ("commitments", "number")):
        op.execute(  # INSERT OR REPLACE fires no delete trigger for clients without recursive_triggers
            f"CREATE TRIGGER guard_{table}_replace BEFORE INSERT ON {table} "  # noqa: S608 - names of our own
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} are never replaced'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION tracker_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"
    )
    for index, (table, action, when, message) in enumerate(GUARDS):
        op.execute(
            f"CREATE TRIGGER guard_{table}_{index} BEFORE {action} ON {table} FOR EACH ROW "
            f"{f'WHEN ({when}) ' if when else ''}EXECUTE FUNCTION tracker_refuse('{message}')"
        )
    for table in ("reports", "commitments", "actors", "events", "private_details"):
        op.execute(
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
            f"EXECUTE FUNCTION tracker_refuse('{table} are never emptied')"
        )


def _search_sqlite() -> None:
    columns = "quote, summary, notes"
    old, new = (", ".join(f"{row}.{column}" for column in columns.split(", ")) for row in ("OLD", "NEW"))
    op.execute(
        f"CREATE VIRTUAL TABLE commitments_search USING fts5({columns}, "
        "content='commitments', content_rowid='number', tokenize='unicode61 remove_diacritics 2')"
    )
    add = f"INSERT INTO commitments_search(rowid, {columns}) VALUES (NEW.number, {new});"  # noqa: S608 - names of our own
    remove = (
        f"INSERT INTO commitments_search(commitments_search, rowid, {columns}) "  # noqa: S608 - names of our own
        f"VALUES ('delete', OLD.number, {old});"
    )
    op.execute(f"CREATE TRIGGER search_insert AFTER INSERT ON commitments BEGIN {add} END")
    op.execute(
        f"CREATE TRIGGER search_update AFTER UPDATE OF {columns} ON commitments "
        f"WHEN ({old}) IS NOT ({new}) BEGIN {remove} {add} END"
    )


def _search_postgresql() -> None:
    words = "coalesce(quote, '') || ' ' || coalesce(summary, '') || ' ' || coalesce(notes, '')"
    plain = f"translate(lower({words}), 'áàâäãåéèêëíìîïóòôöõúùûüçñ', 'aaaaaaeeeeiiiiooooouuuucn')"
    op.execute(
        "ALTER TABLE commitments ADD COLUMN search tsvector "
        f"GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, {plain})) STORED"
    )
    op.execute("CREATE INDEX ix_commitments_search ON commitments USING gin (search)")
