"""The database: tables, migrations, and named operations on a transaction. Rows never leave this room."""

from tracker.store.database import Database, LookedAt, Transaction, connect

__all__ = ["Database", "LookedAt", "Transaction", "connect"]
