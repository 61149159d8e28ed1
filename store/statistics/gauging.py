"""What is gauged of the picked events: how late they came, how well they could be read, how fast they were answered."""

import sqlite3
from datetime import timedelta
from itertools import pairwise

from ..models import Trust
from ..rows import MICROSECOND
from .figures import LAGS, Health, Lags, Skew

ODD_ONE = 0.01
"""Share of the lowest lags that may be somebody's mistake."""

LAGGED = "CREATE TEMP TABLE lagged AS SELECT lag, provider FROM picked WHERE counts AND lag IS NOT NULL ORDER BY lag"
"""The rowid is the rank."""
ANSWERED = """
CREATE TEMP TABLE answered AS
SELECT micros, sum(last - first + 1) OVER (ORDER BY micros ROWS UNBOUNDED PRECEDING) AS upto FROM answers
WHERE first BETWEEN (SELECT min(capture) FROM picked) AND (SELECT max(capture) FROM picked)
"""
"""How many captures were answered as fast: those of one batch as slowly as its first."""


def lags(db: sqlite3.Connection) -> Lags:
    db.execute(LAGGED)
    known = db.execute("SELECT count(*) FROM lagged").fetchone()[0]
    edges = [edge // MICROSECOND for edge in LAGS]
    below = [db.execute("SELECT count(*) FROM lagged WHERE lag < ?", (edge,)).fetchone()[0] for edge in edges]
    p50, p95, p99 = (_percentile(db, known, share) for share in (50, 95, 99))
    return Lags(
        bars=tuple(upto - before for before, upto in pairwise((0, *below, known))) if known else (),
        p50=p50,
        p95=p95,
        p99=p99,
        unknown=db.execute("SELECT count(*) FROM picked WHERE counts AND lag IS NULL").fetchone()[0],
        skews=_skews(db),
    )


def _percentile(db: sqlite3.Connection, known: int, share: int) -> timedelta | None:
    """By nearest rank: a lag that there was."""
    row = db.execute("SELECT lag FROM lagged WHERE rowid = ?", (-(-known * share // 100),)).fetchone()
    return row[0] * MICROSECOND if row else None


def _skews(db: sqlite3.Connection) -> tuple[Skew, ...]:
    many = db.execute(
        "SELECT provider, count(*) FROM lagged WHERE provider IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    lowest = "SELECT lag FROM lagged WHERE provider = ? ORDER BY rowid LIMIT 1 OFFSET ?"
    return tuple(
        Skew(provider, db.execute(lowest, (provider, int(n * ODD_ONE))).fetchone()[0] * MICROSECOND)
        for provider, n in many
    )


def health(db: sqlite3.Connection) -> Health:
    verdicts = dict(db.execute("SELECT verdict, count(*) FROM picked GROUP BY 1").fetchall())
    unrecognised, unreadable, redelivered, late = db.execute(
        "SELECT total(type = 'unrecognised' AND provider IS NULL), total(type = 'unreadable'), total(again),"
        " total(late) FROM picked"
    ).fetchone()
    p50, p99 = _answered(db)
    return Health(
        verdicts={trust: verdicts.get(trust, 0) for trust in Trust},
        unrecognised=int(unrecognised),
        unreadable=int(unreadable),
        redelivered=int(redelivered),
        late=int(late),
        answered_p50=p50,
        answered_p99=p99,
    )


def _answered(db: sqlite3.Connection) -> tuple[timedelta | None, timedelta | None]:
    """How long answers took in the time of what was picked: half of them at most, and all but a hundredth."""
    db.execute(ANSWERED)
    every = db.execute("SELECT max(upto) FROM answered").fetchone()[0]
    if every is None:
        return None, None
    p50, p99 = (
        db.execute("SELECT min(micros) FROM answered WHERE upto >= ?", (-(-every * share // 100),)).fetchone()[0]
        for share in (50, 99)
    )
    return p50 * MICROSECOND, p99 * MICROSECOND
