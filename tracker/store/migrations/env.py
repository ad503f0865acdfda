"""Run by Alembic: migrate over the connection and inside the transaction that `upgrade` opened."""

from alembic import context

from tracker.store.tables import letters, metadata, register  # noqa: F401 - tables enrol themselves in the metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
