"""Which row stands where in a list: told by kept counters, and inside a block by its index."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ..database import transaction
from ..view.classes import BLOCK, EVERY
from .wanted import ROWS, Wanted

GUESSES = 8
"""Most lists are even enough that fewer lead to the row; for others there are halves."""
NEAR = 64
"""The part of a list that a guess may be beside it."""
FEW = 128
"""Rows that are sooner looked at than counted."""


def end_of(db: sqlite3.Connection, wanted: Wanted) -> int:
    """The newest seq of a table."""
    rows, key = ROWS[wanted.table]
    if wanted.table == "entities":
        return int(db.execute("SELECT coalesce(max(entry), 0) FROM position").fetchone()[0])
    return int(db.execute(f"SELECT coalesce(max({key}), 0) FROM {rows}").fetchone()[0])


def count(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many there are, of what is counted."""
    end = end_of(db, wanted)
    return max(0, _newer(db, wanted, wanted.after, end) - _newer(db, wanted, wanted.top, end))


def seek(db: sqlite3.Connection, wanted: Wanted, offset: int) -> int | None:
    """The seq of the row that so many stand before, of what is counted."""
    with transaction(db, "DEFERRED"):  # what is counted and what is then there belong together
        end = end_of(db, wanted)
        if offset == 0 and wanted.top >= end:
            return wanted.top
        before = offset + _newer(db, wanted, wanted.top, end)
        return _row(db, wanted, before, end) if before < _newer(db, wanted, wanted.after, end) else None


def _row(db: sqlite3.Connection, wanted: Wanted, before: int, end: int) -> int:
    """The seq of the row that so many of all stand before."""
    place = Place(range((end >> BLOCK) + 1), before, _newer(db, wanted, 0, end))
    while len(place.places) > 1:
        place = place.closer(partial(_in_blocks, db, wanted))
    seqs = _seqs(place.places[0], end)
    place, counted = replace(place, places=seqs, guesses=0), _counting(db, wanted, place.many, seqs)
    while place.many > FEW and len(place.places) > 1:
        place = place.closer(counted)
    return _there(db, wanted, place.places)[place.before]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is: at one of these places, where so many of its rows stand before it."""

    places: range
    before: int
    many: int
    """Rows at these places."""
    guesses: int = 0

    def closer(self, counted: Callable[[range], int]) -> "Place":
        """At fewer places. The row is where it should be if they stood evenly, or nearly: what is shorter, with it or
        without, is counted."""
        cut = len(self.places) - self._guess()
        older, newer = self.places[:cut], self.places[cut:]
        n = counted(newer) if len(newer) <= len(older) else self.many - counted(older)
        if self.before < n:
            return Place(newer, self.before, n, self.guesses + 1)
        return Place(older, self.before - n, self.many - n, self.guesses + 1)

    def _guess(self) -> int:
        """How many of the places are newer than it, and itself with what lies around it."""
        length = len(self.places)
        if self.guesses >= GUESSES:
            return length // 2
        newer = round(length * (self.before + 0.5) / self.many)
        near = length // NEAR + 1
        return min(max(newer + near if newer < length // 2 else newer - near, 1), length - 1)


def _newer(db: sqlite3.Connection, wanted: Wanted, seq: int, end: int) -> int:
    """How many there are after a seq."""
    if seq >= end:
        return 0
    if seq <= 0:
        return _every(db, wanted)
    block = seq >> BLOCK
    seqs, many = _seqs(block, end), _in_blocks(db, wanted, range(block, block + 1))
    rest = _counting(db, wanted, many, seqs)(range(seq + 1, seqs.stop))
    return rest + _in_blocks(db, wanted, range(block + 1, (end >> BLOCK) + 1))


def _seqs(block: int, end: int) -> range:
    return range(max(1, block << BLOCK), min(end + 1, block + 1 << BLOCK))


def _counting(db: sqlite3.Connection, wanted: Wanted, many: int, seqs: range) -> Callable[[range], int]:
    """What tells how many have some of these seqs: all of them, if none is missing."""
    return len if many == len(seqs) else partial(_in_rows, db, wanted)


def _in_rows(db: sqlite3.Connection, wanted: Wanted, seqs: range) -> int:
    rows, key = ROWS[wanted.table]
    sql = f"SELECT count(*) FROM {rows} WHERE {_which(wanted)}{key} BETWEEN ? AND ?"
    return int(db.execute(sql, (seqs.start, seqs.stop - 1)).fetchone()[0])


def _there(db: sqlite3.Connection, wanted: Wanted, seqs: range) -> list[int]:
    """Which of these seqs there are, newest first."""
    rows, key = ROWS[wanted.table]
    sql = f"SELECT {key} FROM {rows} WHERE {_which(wanted)}{key} BETWEEN ? AND ?"
    return sorted((seq for (seq,) in db.execute(sql, (seqs[0], seqs[-1]))), reverse=True)


def _in_blocks(db: sqlite3.Connection, wanted: Wanted, blocks: range) -> int:
    classes = (EVERY,) if wanted.classes is None else wanted.classes
    sql = f"SELECT total(n) FROM blocks WHERE class IN ({_listed(classes)}) AND block BETWEEN ? AND ?"
    return int(db.execute(sql, (blocks.start, blocks.stop - 1)).fetchone()[0])


def _every(db: sqlite3.Connection, wanted: Wanted) -> int:
    sql = f"SELECT total(n) FROM classes WHERE {_which(wanted)}of = ?"
    return int(db.execute(sql, (wanted.table,)).fetchone()[0])


def _which(wanted: Wanted) -> str:
    return "" if wanted.classes is None else f"class IN ({_listed(wanted.classes)}) AND "


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
