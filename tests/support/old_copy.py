"""The state of a register at one moment, put back later into the very same place: as a disk image would."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from sqlalchemy import delete, insert, select, text

from tracker.store import Database, connect
from tracker.store.tables import metadata


class OldCopy:
    """All of a register as it is now."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.path = folder / "old-copy.db"
        self.path.unlink(missing_ok=True)
        database.close()
        if database.path is not None:
            shutil.copy(database.path, self.path)
            return
        with closing(connect(self.path)) as copy, database.read() as source, copy.write(begins=True) as target:
            target.execute(text("DELETE FROM identity"))
            for table in metadata.sorted_tables:
                rows = [dict(row) for row in source.execute(select(table)).mappings()]
                if rows:
                    target.execute(insert(table), rows)

    def put_back(self) -> None:
        """The register is again what it was; no trigger and no number of the place tells."""
        self.database.close()
        if self.database.path is not None:
            shutil.copyfile(self.path, self.database.path)  # into the same file
            return
        with closing(connect(self.path)) as copy, copy.read() as source, self.database.write() as target:
            target.execute(text("SET LOCAL session_replication_role = replica"))
            for table in metadata.sorted_tables:
                target.execute(delete(table))
                rows = [dict(row) for row in source.execute(select(table)).mappings()]
                if rows:
                    target.execute(insert(table), rows)
