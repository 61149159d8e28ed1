"""Captures are taken away, the oldest first and few at a time; what people marked or wrote notes on stays."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ..database import pragma, unhurried
from ..rows import NEWEST, to_micros

BATCH = 500
"""Captures that are taken away at once: others wait that long for the disk."""
ROOM = 0.9
"""Of the size that a store may have, what is left after it has grown beyond: not every capture is to push one out."""
DAY = 86_400_000_000

THERE = f"SELECT ({NEWEST}) - (SELECT coalesce(sum(captures), 0) FROM prunings)"
"""How many captures there are: no seq is left out, or given twice."""
UP_TO = """
WITH cut(pruned) AS (SELECT coalesce(max(upto), 0) FROM prunings)
SELECT max(0, :upto - pruned) + (SELECT count(*) FROM captures WHERE seq <= min(pruned, :upto)) FROM cut
"""
"""How many captures there are up to one: where nothing was taken away, they need not be counted."""
KEPT = "SELECT capture FROM marks WHERE marked OR note IS NOT NULL"
NEXT = f"""
SELECT seq FROM captures WHERE seq > ? AND seq <= ? AND received_at < ? AND seq NOT IN ({KEPT})
ORDER BY seq LIMIT {BATCH}
"""
READABLE = "plain(headers, pack) IS NOT NULL AND plain(body, pack) IS NOT NULL"
WEIGHT = f"""
SELECT seq, length(target) + length(headers) + length(body) FROM captures WHERE seq > ? AND seq NOT IN ({KEPT})
ORDER BY seq LIMIT {BATCH}
"""

Why = Literal["age", "size", "asked"]


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long and how much is kept, whichever ends first."""

    age: timedelta | None = None
    octets: int | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """What is to be taken away."""

    why: Why
    upto: int
    """No capture after this one."""
    before: int
    """Only what was received before, in microseconds since 1970."""
    captures: int
    kept: int
    """Captures that stay, because somebody marked them or wrote a note."""
    there: int
    """Captures that there are."""

    @property
    def drastic(self) -> bool:
        """It is more than half of everything: perhaps it is only the clock that is wrong."""
        return self.captures * 2 > self.there

    @property
    def asks(self) -> str:
        """Why nothing goes by itself, and how it would."""
        why, how = "older than they may be", "If the clock is right, `callboard prune` does it"
        if self.why == "size":
            why, how = "more than there may be", "`callboard prune --older-than` does it, or a larger size may be given"
        return (
            f"{self.captures:,} of {self.there:,} captures are {why} ([retention]), which is more than half of them:"
            f" nothing is taken away. {how}"
        )


def by_age(db: sqlite3.Connection, before: datetime, why: Why = "age") -> Cut | None:
    """What was received before, if anything was."""
    micros = to_micros(before)
    return _cut(db, why, seq_before(db, micros), micros)


def beside(db: sqlite3.Connection, octets: int) -> int:
    """What each capture has in the other files, of a store of so many bytes."""
    own = (pragma(db, "page_count") - pragma(db, "freelist_count")) * pragma(db, "page_size")
    there: int = db.execute(THERE).fetchone()[0]
    return max(0, octets - own) // max(1, there)


def weigh(db: sqlite3.Connection, after: int, enough: int, each: int) -> tuple[int, int]:
    """Of the next few captures that may go, the last of those that are enough, and the bytes that they hold; where none
    is left, where it began."""
    held = 0
    for seq, octets in db.execute(WEIGHT, (after,)):
        after, held = seq, held + octets + each
        if held >= enough:
            break
    return after, held


def by_size(db: sqlite3.Connection, upto: int) -> Cut | None:
    """The oldest, as many as are too much."""
    return _cut(db, "size", upto, 2**62)


def _cut(db: sqlite3.Connection, why: Why, upto: int, before: int) -> Cut | None:
    said = {"upto": upto}
    kept = db.execute(f"SELECT count(*) FROM captures WHERE seq IN ({KEPT}) AND seq <= :upto", said).fetchone()[0]
    captures = db.execute(UP_TO, said).fetchone()[0] - kept
    there = db.execute(THERE).fetchone()[0]
    return Cut(why, upto, before, captures, kept, there) if captures > 0 else None


def seq_before(db: sqlite3.Connection, micros: int) -> int:
    """The newest capture that was received before, 0 where there is none: by halves, as they stand in time."""
    low, high = 0, db.execute(NEWEST).fetchone()[0]
    while low < high:
        middle = (low + high + 1) // 2
        sql = "SELECT seq, received_at FROM captures WHERE seq <= ? ORDER BY seq DESC LIMIT 1"
        found = db.execute(sql, (middle,)).fetchone()
        if found is None or found[1] < micros:
            low = middle
        else:
            high = found[0] - 1
    return low


def take_away(db: sqlite3.Connection, cut: Cut, after: int, now: datetime) -> int:
    """The next batch of a cut, of captures after a seq, with all that is only about them; the last seq, or 0 where none
    was left."""
    seqs: list[int] = [seq for (seq,) in db.execute(NEXT, (after, cut.upto, cut.before))]
    if not seqs:
        return 0
    marks = ", ".join("?" * len(seqs))
    with unhurried(db):
        _free(db, seqs[-1])
        db.execute(f"DELETE FROM captures WHERE seq IN ({marks})", seqs)
        db.execute(f"DELETE FROM sent WHERE capture IN ({marks})", seqs)
        db.execute("DELETE FROM answers WHERE last <= ?", (seqs[-1],))
        _note(db, cut.why, seqs, to_micros(now))
    return seqs[-1]


def _free(db: sqlite3.Connection, upto: int) -> None:
    """What a dictionary was made of goes with it: before, whatever is packed with it is made plain."""
    for pack, first, last in db.execute("SELECT id, first, last FROM packs WHERE source <= ?", (upto,)).fetchall():
        sql = "UPDATE captures SET headers = plain(headers, pack), body = plain(body, pack), pack = NULL"
        db.execute(f"{sql} WHERE seq BETWEEN ? AND ? AND pack = ? AND {READABLE}", (first, last, pack))
        db.execute("DELETE FROM packs WHERE id = ?", (pack,))


def _note(db: sqlite3.Connection, why: Why, seqs: Sequence[int], now: int) -> None:
    """A line a day for each reason."""
    upto, captures = seqs[-1], len(seqs)
    last = "SELECT seq FROM prunings WHERE seq = (SELECT max(seq) FROM prunings) AND why = ? AND at > ?"
    row = db.execute(last, (why, now - DAY)).fetchone()
    if row:
        sql = "UPDATE prunings SET upto = max(upto, ?), captures = captures + ? WHERE seq = ?"
        db.execute(sql, (upto, captures, row[0]))
    else:
        sql = "INSERT INTO prunings (at, upto, captures, why) VALUES (?, ?, ?, ?)"
        db.execute(sql, (now, upto, captures, why))
