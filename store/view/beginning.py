"""How a view is begun: made if there is none, and anew where it is not of this log, so that every capture is unread."""

import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from ..database import StoreError, transaction
from ..files.formats import VIEW_ID, VIEW_STEPS, prepare_derived
from ..files.lock import locked
from ..files.paths import remove, uri, view_path
from ..rows import NEWEST

TABLES = ("entry_rows", "classes", "blocks", "spans", "reasons", "entities", "aliases", "nonces", "shapes")


def prepare_view(log: Path) -> None:
    """Make the view ready to write: begun anew if it is missing, old, damaged or of another log."""
    path = view_path(log)
    prepare_derived(path, application=VIEW_ID, steps=VIEW_STEPS)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        if _stale(db, log):
            begin(db, log)


def offer_view(log: Path) -> None:
    """Have a view that can be looked at, if nobody has it open; what keeps it from that, a `Ledger` will tell."""
    with suppress(StoreError, sqlite3.Error, OSError), locked(view_path(log)):
        prepare_view(log)


def drop_view(log: Path) -> None:
    """Take a view away, so that the next `Ledger` begins another."""
    remove(view_path(log))


def _stale(db: sqlite3.Connection, log: Path) -> bool:
    row = db.execute("SELECT log, capture FROM position").fetchone()
    return row is None or row[0] != _identity(log) or row[1] > _newest(log)


def begin(db: sqlite3.Connection, log: Path) -> None:
    with transaction(db):
        for table in (*TABLES, "position"):
            db.execute(f"DELETE FROM {table}")
        db.execute("INSERT INTO position VALUES (?, 0, ?, 0, 0)", (_identity(log), time.time_ns()))


def _identity(log: Path) -> str:
    with closing(sqlite3.connect(uri(log, "ro"), uri=True)) as db:
        return str(db.execute("SELECT log FROM identity").fetchone()[0])


def _newest(log: Path) -> int:
    with closing(sqlite3.connect(uri(log, "ro"), uri=True)) as db:
        return int(db.execute(NEWEST).fetchone()[0])
