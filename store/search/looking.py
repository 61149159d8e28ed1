"""Looking for texts: through the index where it reaches, row by row where not, and no longer than one waits."""

import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..database import uri
from ..fields import Table
from .index import search_path
from .stretches import Reach, reach, stretches

NEWEST = 2**62
ROWS = {
    # From what is looked at, whatever index SQLite would begin with.
    "entries": "FROM ({looked}) AS looked CROSS JOIN entries ON entries.capture = looked.seq_",
    "captures": "FROM ({looked}) AS looked CROSS JOIN captures ON captures.seq = looked.seq_",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for."""

    table: Table
    """`entries` or `captures`."""
    condition: str
    args: tuple[object, ...]
    expression: str | None
    """Of what the condition finds, what the index can tell."""
    after: int = 0
    top: int = NEWEST
    """Between which seqs."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found as far as was looked."""

    seqs: tuple[int, ...] = ()
    """Newest first."""
    rest: int = 0
    """Captures up to this one were not looked at; 0 where that are none."""
    indexed: Reach = field(default_factory=Reach)
    newest: int = 0
    """The newest capture there was."""

    @property
    def unindexed(self) -> int:
        """Captures that are not in the index yet."""
        return max(0, self.newest + 1 - self.indexed.next)


class Search:
    """The text index as one reading connection sees it."""

    def __init__(self, log: Path) -> None:
        self._path, self._file = search_path(log), 0

    def look(self, db: sqlite3.Connection, asked: Asked, *, least: int, within: float | None) -> Found:
        """Until so many are found, or for about so many seconds; without them until everything is looked at."""
        self._attach(db)
        began, found = time.monotonic(), list[int]()
        newest, after, upto = _bounds(db, asked)
        indexed, rest = reach(db), upto
        sql = f"SELECT {asked.table}.seq {ROWS[asked.table]} WHERE {asked.table}.seq > ? AND {asked.table}.seq <= ?"
        for one in stretches(db, asked.expression, indexed, after, upto):
            args = (*one.args, asked.after, asked.top, *asked.args)
            rows = db.execute(f"{sql.format(looked=one.sql)} AND {asked.condition}", args)
            found += sorted((seq for (seq,) in rows), reverse=True)
            rest = one.rest
            if len(found) >= least or (within is not None and time.monotonic() - began > within):
                break
        return Found(tuple(found), rest if rest > after else 0, indexed, newest)

    def _attach(self, db: sqlite3.Connection) -> None:
        """The file that is there now: it may have been dropped and built again."""
        try:
            file = self._path.stat().st_ino
        except FileNotFoundError:
            file = 0
        if file == self._file:
            return
        if self._file:
            db.execute("DETACH search")
        self._file = 0
        with suppress(sqlite3.DatabaseError):  # what is no database is looked through without
            if file:
                db.execute("ATTACH ? AS search", (uri(self._path, "ro"),))
                self._file = file


def _bounds(db: sqlite3.Connection, asked: Asked) -> tuple[int, int, int]:
    """The newest capture, and of which captures the rows are: after one and up to another."""
    newest: int = db.execute("SELECT coalesce(max(seq), 0) FROM captures").fetchone()[0]
    if asked.table == "captures":
        return newest, asked.after, min(newest, asked.top)
    sql = "SELECT capture FROM entries WHERE seq <= ? ORDER BY seq DESC LIMIT 1"
    after, upto = (next((int(seq) for (seq,) in db.execute(sql, (at,))), 0) for at in (asked.after, asked.top))
    return newest, max(0, after - 1), upto
