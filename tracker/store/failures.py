"""A failure of the database in the words of people: what, where, what next."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from tracker.errors import Damaged, InUse, StoreError

IN_USE = "{name} is in use by another process.", "Try again when it is done."
CAME_BETWEEN = "Another change to {name} came in between.", "Try again."
SQLITE = (  # words of the driver, what happened, what to do
    ("database is locked", *IN_USE),
    ("readonly database", "{name} is read-only.", "Give write permission on the file and its folder."),
    ("file is not a database", "{name} is not a database.", "Name another file with --db."),
    ("unable to open database file", "Cannot open {name}.", "Check that its folder exists and may be written."),
    ("disk is full", "The disk of {name} is full.", "Make room and try again; nothing was stored."),
    ("disk I/O error", "The disk of {name} gave an error.", "Check the disk; `tracker restore` takes a backup back."),
    ("malformed", "{name} is damaged.", "Take the last backup back: tracker restore FILE."),
    ("Could not decode", "{name} is damaged.", "Take the last backup back: tracker restore FILE."),
)
POSTGRESQL = (  # SQLSTATE, what happened, what to do
    ("55P03", *IN_USE),
    ("40P01", *CAME_BETWEEN),
    ("40001", *CAME_BETWEEN),
    ("25006", "{name} is read-only.", "Connect to the primary server."),
    ("42501", "The user has no right to do this in {name}.", "Grant it the right, or use the owner."),
    ("53100", "The disk of {name} is full.", "Make room and try again; nothing was stored."),
)


CONNECTING = (  # the driver gives no SQLSTATE while connecting, only the server's words
    ("password authentication failed", ("{name} refuses the password.", "Check the user and password.")),
    ("pg_hba.conf", ("{name} refuses the user.", "Check the user and pg_hba.conf.")),
    ("does not exist", ("{name} does not exist.", "Create the database first: createdb.")),
    ("connection", ("Cannot reach {name}.", "Check that the server runs and the address is right.")),
)


def told(error: Exception, name: str) -> StoreError:
    """The failure of a driver in our words, also one that SQLAlchemy wrapped; unknown ones keep their first line."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, UnicodeDecodeError):  # the driver read letters that are none
        return Damaged(name)
    words, state = str(cause), getattr(cause, "sqlstate", None)
    known = [(what, advice) for mark, what, advice in POSTGRESQL if mark == state]
    if state is None:
        known = [(what, advice) for mark, what, advice in SQLITE if mark in words]
        known += [(what, advice) for mark, (what, advice) in CONNECTING if mark in words]
    if known:
        what, advice = known[0]
        failure = InUse if known[0] in (IN_USE, CAME_BETWEEN) else StoreError
        return failure(what.format(name=name), advice=advice)
    first = words.strip().splitlines()[0] if words.strip() else "it does not say why"
    return StoreError(f"The database {name} failed: {first}.", advice="`tracker doctor` looks it over.")
