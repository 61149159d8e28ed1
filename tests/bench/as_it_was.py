"""A store that is written to for a measurement, and afterwards is what it was: the next run asks it the same."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from store.files.paths import view_path
from store.filters.functions import teach
from store.view.leaving import BATCH, Leaving

NEWER = "SELECT seq FROM entry_rows WHERE seq > ? ORDER BY seq LIMIT ?"


@contextmanager
def as_it_was(log: Path) -> Iterator[None]:
    """What is captured and read meanwhile is taken out again."""
    with closing(_open(log)) as db:
        before = db.execute("SELECT capture, entry FROM position").fetchone()
    yield
    with closing(_open(log)) as db:
        _take_out(db, *before)


def _open(log: Path) -> sqlite3.Connection:
    db = sqlite3.connect(view_path(log), isolation_level=None)
    teach(db)
    db.execute("ATTACH ? AS log", (str(log),))
    return db


def _take_out(db: sqlite3.Connection, capture: int, entry: int) -> None:
    db.execute("BEGIN")
    while seqs := [seq for (seq,) in db.execute(NEWER, (entry, BATCH))]:
        Leaving(db).leave(seqs)
    db.execute("UPDATE position SET capture = ?, entry = ?, forgotten = 0", (capture, entry))
    db.execute("DELETE FROM log.captures WHERE seq > ?", (capture,))
    db.execute("UPDATE log.sqlite_sequence SET seq = ? WHERE name = 'captures'", (capture,))
    db.execute("COMMIT")
