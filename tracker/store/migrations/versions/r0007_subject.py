"""A commitment tells the question, agenda item or dossier that it belongs to, and is found by its words."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_WORDS = "quote, summary, subject, notes"
_INDEX = "fts5({words}, content='commitments', content_rowid='number', tokenize='unicode61 remove_diacritics 2')"


def upgrade() -> None:
    """Make room for it, empty in every row, and index its words beside those of quote and summary."""
    op.add_column("commitments", sa.Column("subject", sa.Text))
    if op.get_bind().dialect.name == "postgresql":
        _index_on_postgresql()
    else:
        _index_on_sqlite()


def _index_on_sqlite() -> None:
    """The index is made anew from the rows: FTS5 cannot get another column."""
    old, new = (", ".join(f"{row}.{column}" for column in _WORDS.split(", ")) for row in ("OLD", "NEW"))
    add = f"INSERT INTO commitments_search(rowid, {_WORDS}) VALUES (NEW.number, {new});"  # noqa: S608 - names of our own
    remove = (
        f"INSERT INTO commitments_search(commitments_search, rowid, {_WORDS}) "  # noqa: S608 - names of our own
        f"VALUES ('delete', OLD.number, {old});"
    )
    for trigger in ("search_insert", "search_update"):
        op.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    op.execute("DROP TABLE IF EXISTS commitments_search")
    op.execute(f"CREATE VIRTUAL TABLE commitments_search USING {_INDEX.format(words=_WORDS)}")
    op.execute(f"CREATE TRIGGER search_insert AFTER INSERT ON commitments BEGIN {add} END")
    op.execute(
        f"CREATE TRIGGER search_update AFTER UPDATE OF {_WORDS} ON commitments "
        f"WHEN ({old}) IS NOT ({new}) BEGIN {remove} {add} END"
    )
    op.execute("INSERT INTO commitments_search(commitments_search) VALUES ('rebuild')")


def _index_on_postgresql() -> None:
    """Its words weigh as those of quote and summary do, so that a search that leaves notes out finds them."""
    op.execute("ALTER TABLE commitments DROP COLUMN search")
    op.execute(
        "ALTER TABLE commitments ADD COLUMN search tsvector GENERATED ALWAYS AS "
        f"(setweight({_words('quote', 'summary', 'subject')}, 'A') || {_words('notes')}) STORED"
    )
    op.execute("CREATE INDEX ix_commitments_search ON commitments USING gin (search)")


def _words(*columns: str) -> str:
    text = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
    plain = f"translate(lower({text}), 'áàâäãåéèêëíìîïóòôöõúùûüçñ', 'aaaaaaeeeeiiiiooooouuuucn')"
    return f"to_tsvector('simple'::regconfig, {plain})"
