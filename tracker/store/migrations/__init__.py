"""Versions of the database, oldest first; `alembic_version` in the database names the one it has."""

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
HEAD = REVISIONS[-1]
