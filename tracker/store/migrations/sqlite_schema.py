"""Changing a table of SQLite without making it anew, which would take away the triggers that guard it."""

from __future__ import annotations

from sqlalchemy import Connection


def reword_table(bind: Connection, table: str, before: str, after: str) -> None:
    """What SQLite advises: only words by which the table was made change, and no row, index or trigger.

    See sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes".
    """
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?", (before, after, table)
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")
