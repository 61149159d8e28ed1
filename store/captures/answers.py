"""How soon requests were answered, and with what, as far as that was not known when they were stored."""

import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from ..database import transaction

ANSWER = "UPDATE captures SET answer = ? WHERE seq = ?"
ANSWERS = "INSERT OR REPLACE INTO answers (first, last, micros) VALUES (?, ?, ?)"


class Answered(NamedTuple):
    """Requests that were answered together: the first and last seq, and how long the first to come waited."""

    first: int
    last: int
    micros: int


def answered(db: sqlite3.Connection, seq: int, status: int) -> None:
    """Write what a request was really answered with."""
    db.execute(ANSWER, (status, seq))


def note_answers(db: sqlite3.Connection, answered: Sequence[Answered], late: Sequence[int]) -> None:
    """How long they took, and which of them were a 503."""
    with transaction(db):
        db.executemany(ANSWERS, answered)
        db.executemany(ANSWER, [(503, seq) for seq in late])


def answered_in(db: sqlite3.Connection, capture: int) -> timedelta | None:
    row = db.execute(
        "SELECT micros, last FROM answers WHERE first <= ? ORDER BY first DESC LIMIT 1", (capture,)
    ).fetchone()
    return timedelta(microseconds=row[0]) if row and row[1] >= capture else None
