"""What can be read of a log behind a damaged page of it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from .database import StoreError
from .rows import CAPTURE, NEWEST, sound_from_row

BEHIND = f"SELECT {CAPTURE} FROM captures WHERE seq >= ? ORDER BY seq LIMIT 1"


@dataclass(frozen=True, slots=True)
class Gap:
    """Captures that cannot be read, and when the first behind them was received."""

    first: int
    last: int
    at: datetime


class LogDamaged(StoreError):
    """The log has a page that SQLite cannot read; the gap is None where nothing can be read behind it."""

    def __init__(self, text: str, gap: Gap | None) -> None:
        super().__init__(text)
        self.gap = gap


def gap_after(db: sqlite3.Connection, position: int) -> Gap | None:
    """From the first that cannot be read up to where reading goes on, found by steps that double, and by halves."""
    newest, step = db.execute(NEWEST).fetchone()[0], 1
    low, high = position + 1, min(position + 2, newest)
    while high < newest and not _first(db, high):
        step *= 2
        low, high = high, min(high + step, newest)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _first(db, middle) else (middle, high)
    found = _first(db, high)
    return Gap(position + 1, found[0] - 1, found[1]) if found else None


def _first(db: sqlite3.Connection, seq: int) -> tuple[int, datetime] | None:
    """The next capture from here on, if it can be read."""
    try:
        row = db.execute(BEHIND, (seq,)).fetchone()
        capture = sound_from_row(row) if row else None
    except (sqlite3.DatabaseError, ValueError):
        return None
    return (capture.seq, capture.received_at) if capture else None
