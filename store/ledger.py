"""The door for readings: each capture enters the view once, and what it said becomes entries and entities."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from .captures.request import Capture
from .database import checkpoint, connected, give_back, in_thread, transaction
from .files.lock import locked
from .files.older import attach
from .files.paths import identities, view_path
from .files.salvage import LogDamaged, gap_after
from .models import Habits, Reading
from .rows import CAPTURE, NEWEST, sound_from_row
from .view.beginning import begin, drop_view, prepare_view
from .view.entering import Entering
from .view.leaving import FIRST, forget

MOST_OCTETS = 2 * 2**20
"""Bytes of bodies that are read at once."""


class Ledger:
    """One connection to the view, with the log beside it to read from."""

    def __init__(self, db: aiosqlite.Connection, log: Path) -> None:
        self._db, self._log = db, log
        self._files = identities(log)
        self._swept = FIRST

    @classmethod
    @asynccontextmanager
    async def open(cls, log: Path, *, anew: bool = False) -> AsyncIterator["Ledger"]:
        """Raises `Locked` where another ledger is open on this view. `anew` drops what it holds, damaged or not."""
        with locked(view_path(log)):
            if anew:
                drop_view(log)
            prepare_view(log)
            async with connected(view_path(log)) as db:
                await in_thread(db, lambda raw: _set_up(raw, log))
                yield cls(db, log)
                await in_thread(db, lambda raw: checkpoint(raw, idle=True))

    async def unread(self, limit: int = 100) -> tuple[Capture, ...]:
        """The next captures that have not been entered, oldest first. `sqlite3.DatabaseError` where another file, or
        none, has taken the view's place."""
        if identities(self._log) != self._files:
            raise sqlite3.DatabaseError("the view's file was taken away")
        return await in_thread(self._db, lambda db: _next(db, limit))

    async def behind(self) -> int:
        """How many captures are unread."""
        return await in_thread(self._db, _behind)

    async def enter(self, readings: Sequence[Reading]) -> None:
        """Enter what captures meant, all of it or nothing, and move the position past them."""
        await in_thread(self._db, lambda db: _enter(db, readings))

    async def forget(self) -> int:
        """Take out the next entries whose captures are gone, all of them or nothing; how many those were."""
        many, self._swept = await in_thread(self._db, lambda db: forget(db, self._swept))
        return many

    async def flush(self) -> None:
        """Leave nothing of what was forgotten in the files: readers are waited for."""
        while not await in_thread(self._db, give_back):
            pass
        await in_thread(self._db, lambda db: db.execute("PRAGMA main.wal_checkpoint(TRUNCATE)").fetchall())

    async def introduce(self, habits: Sequence[Habits]) -> None:
        """Write down what the providers expect, for those who look."""
        await in_thread(self._db, lambda db: _introduce(db, habits))

    async def clear(self) -> None:
        """Forget the view, in place: every capture is unread again, and open boards start over."""
        await in_thread(self._db, lambda db: begin(db, self._log))


def _set_up(db: sqlite3.Connection, log: Path) -> None:
    db.execute("PRAGMA synchronous=NORMAL")
    db.execute("PRAGMA wal_autocheckpoint=8000")
    attach(db, log)


def _next(db: sqlite3.Connection, limit: int) -> tuple[Capture, ...]:
    """Nobody waits for those that were taken away before they were read."""
    newest: int = db.execute(NEWEST).fetchone()[0]
    captures = _unread(db, limit)
    if not captures:
        db.execute("UPDATE position SET capture = :newest WHERE capture < :newest", {"newest": newest})
    return captures


def _unread(db: sqlite3.Connection, limit: int) -> tuple[Capture, ...]:
    position: int = db.execute("SELECT capture FROM position").fetchone()[0]
    sql = f"SELECT {CAPTURE} FROM captures WHERE seq > ? ORDER BY seq LIMIT ?"
    captures, octets = [], 0
    try:
        for row in db.execute(sql, (position, limit)):
            captures.append(sound_from_row(row))
            octets += len(captures[-1].body)
            if octets > MOST_OCTETS:
                break
    except sqlite3.DatabaseError as error:
        if not captures and limit > 1:  # Python has a row only when SQLite has the next
            return _unread(db, 1)
        if not captures:
            raise _damaged(db, position, error) from error
    return tuple(captures)


def _damaged(db: sqlite3.Connection, position: int, error: sqlite3.DatabaseError) -> LogDamaged:
    if not isinstance(error, sqlite3.OperationalError) and (gap := gap_after(db, position)):
        said = f"captures {gap.first:,} to {gap.last:,} are damaged ({error}): what came later is read"
        return LogDamaged(said, gap)
    return LogDamaged(f"the log cannot be read behind capture {position} ({error}): what came later waits", None)


def _behind(db: sqlite3.Connection) -> int:
    return int(db.execute(f"SELECT ({NEWEST}) - capture FROM position").fetchone()[0])


def _enter(db: sqlite3.Connection, readings: Sequence[Reading]) -> None:
    with transaction(db):
        entering = Entering(db)
        unread = _after_position(db, readings)
        for reading in unread:
            entering.enter(reading)
        entering.count()
        if unread:
            db.execute("UPDATE position SET capture = ?", (unread[-1].capture,))


def _after_position(db: sqlite3.Connection, readings: Sequence[Reading]) -> list[Reading]:
    """Exactly once: what lies at or before the position has been entered."""
    position: int = db.execute("SELECT capture FROM position").fetchone()[0]
    return [reading for reading in readings if reading.capture > position]


def _introduce(db: sqlite3.Connection, habits: Sequence[Habits]) -> None:
    rows = [(one.provider, one.model_dump_json()) for one in habits]
    db.executemany("INSERT OR REPLACE INTO habits VALUES (?, ?)", rows)
