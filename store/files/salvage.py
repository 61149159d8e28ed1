"""What can be read of a log behind a damaged page of it."""

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..captures.request import Capture
from ..database import STEPS, StoreError
from ..rows import CAPTURE, DAMAGED, EPOCH, NEWEST, capture_from_row, sound_from_row
from .paths import uri, view_path

ONE = f"SELECT {CAPTURE} FROM captures WHERE seq = ?"
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


def salvaged(db: sqlite3.Connection, seq: int) -> Capture | None:
    """A capture, or what stands for one that is on a damaged page; None where there is none."""
    try:
        row = db.execute(ONE, (seq,)).fetchone()
    except sqlite3.OperationalError:  # it is not the page that is damaged
        raise
    except sqlite3.DatabaseError:
        return Capture(
            seq=seq,
            received_at=EPOCH,
            method="",
            target="",
            http_version="",
            headers=(),
            body=DAMAGED,
            peer="",
            damaged=True,
        )
    return capture_from_row(row) if row else None


def damaged(log: Path, patience: float = 10.0) -> tuple[Path, ...]:
    """Which files of a store SQLite finds damage in, as far as it comes in so many seconds."""
    return tuple(path for path in (log, view_path(log)) if path.exists() and not _sound(path, patience))


def _sound(path: Path, patience: float) -> bool:
    end = time.monotonic() + patience
    try:
        with closing(sqlite3.connect(uri(path, "ro"), uri=True)) as db:
            db.set_progress_handler(lambda: time.monotonic() > end, STEPS)
            return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.OperationalError:  # it took too long, or is not there to be read at the moment
        return True
    except sqlite3.DatabaseError:
        return False
