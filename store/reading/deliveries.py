"""Each time that an event was delivered, and what we answered."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..captures.answers import answered_in
from ..rows import CAPTURE, capture_from_row, keyed

MOST_DELIVERIES = 50


@dataclass(frozen=True, slots=True)
class Delivery:
    """One time that an event was delivered."""

    entry: int
    attempt: int
    received_at: datetime
    url: str
    """Host and target as they were called."""
    answer: int
    answered_in: timedelta | None
    """How long our answer took; None where that is not known."""


def deliveries(db: sqlite3.Connection, provider: str | None, key: str, content: str) -> tuple[Delivery, ...]:
    rows = db.execute(
        "SELECT e.seq, e.attempt, c.seq FROM entries e JOIN captures c ON c.seq = e.capture"
        " WHERE e.keyed = ? AND e.provider IS ? AND e.key = ? AND e.content = ? ORDER BY e.seq DESC LIMIT ?",
        (keyed(provider, key), provider, key, content, MOST_DELIVERIES),
    ).fetchall()
    return tuple(_delivery(db, *row) for row in reversed(rows))


def _delivery(db: sqlite3.Connection, entry: int, attempt: int, seq: int) -> Delivery:
    capture = capture_from_row(db.execute(f"SELECT {CAPTURE} FROM captures WHERE seq = ?", (seq,)).fetchone())
    return Delivery(
        entry=entry,
        attempt=attempt,
        received_at=capture.received_at,
        url=f"{capture.header('host') or ''}{capture.target}",
        answer=capture.answer,
        answered_in=answered_in(db, seq),
    )
