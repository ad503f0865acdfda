"""The database: tables, migrations, and named operations on a transaction. Rows never leave this room."""

from tracker.store.database import Database, Transaction, connect

__all__ = ["Database", "Transaction", "connect"]
