"""Looking for texts: through the index where it reaches, row by row where not, and no longer than one waits."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..files.paths import uri
from ..filters.fields import Table
from .index import search_path
from .stretches import Reach, Stretch, reach, stretches

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
    below: int = NEWEST
    """The newest capture to look at."""


@dataclass(slots=True)
class Found:
    """What was found as far as was looked."""

    seqs: list[int] = field(default_factory=list)
    """Newest first."""
    rest: int = 0
    """Captures up to this one were not looked at; 0 where that are none."""
    newest: int = 0
    """The newest capture there was."""
    indexed: Reach = field(default_factory=Reach)

    @property
    def unindexed(self) -> int:
        """Captures that are not in the index yet."""
        return max(0, self.newest + 1 - self.indexed.next)


class Looking:
    """One search, stretch by stretch: between two, other questions have their turn."""

    def __init__(self, index: "Search", asked: Asked) -> None:
        self._index, self._asked = index, asked
        self._stretches: Iterator[Stretch] | None = None
        self._after = 0
        self.found = Found()

    def step(self, db: sqlite3.Connection) -> bool:
        """Look at one more stretch; False when there is none."""
        if self._stretches is None:
            self._stretches = self._begin(db)
        one = next(self._stretches, None)
        if one is None:
            self.found.rest = 0
            return False
        self.found.seqs += self._in(db, one)
        self.found.rest = one.rest if one.rest > self._after else 0
        return True

    def _begin(self, db: sqlite3.Connection) -> Iterator[Stretch]:
        self._index.attach(db)
        newest, self._after, upto = _bounds(db, self._asked)
        self.found.newest, self.found.indexed, self.found.rest = newest, reach(db), upto
        return stretches(db, self._asked.expression, self.found.indexed, self._after, upto)

    def _in(self, db: sqlite3.Connection, one: Stretch) -> list[int]:
        asked = self._asked
        rows = ROWS[asked.table].format(looked=one.sql)
        sql = f"SELECT {asked.table}.seq {rows} WHERE {asked.table}.seq > ? AND {asked.table}.seq <= ?"
        found = db.execute(f"{sql} AND {asked.condition}", (*one.args, asked.after, asked.top, *asked.args))
        return sorted((seq for (seq,) in found), reverse=True)


class Search:
    """The text index as one reading connection sees it."""

    def __init__(self, log: Path) -> None:
        self._path, self._file = search_path(log), 0

    def attach(self, db: sqlite3.Connection) -> None:
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
        return newest, asked.after, min(newest, asked.top, asked.below)
    sql = "SELECT capture FROM entries WHERE seq <= ? ORDER BY seq DESC LIMIT 1"
    after, upto = (next((int(seq) for (seq,) in db.execute(sql, (at,))), 0) for at in (asked.after, asked.top))
    return newest, max(0, after - 1), min(upto, asked.below)
