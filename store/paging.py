"""The newest rows of a list, and which row stands where in it: found by keys and kept counters, never by going past
what stands before."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .classes import BLOCK
from .wanted import FEW, ROWS, Wanted

FIRST_LOOK, LONGEST_LOOK = 2**13, 2**16
"""Rows that are looked at in one go: so long other questions wait."""

Window = tuple[int, int]
"""Seqs: after the first, up to the second."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are."""

    n: int
    more: bool = False
    """There may be more: so many were counted, and no further."""

    def __str__(self) -> str:
        return f"{self.n:,}{'+' * self.more}"


def newest(db: sqlite3.Connection, wanted: Wanted, limit: int) -> list[int]:
    """The seqs of the newest rows of some classes, each class along its index."""
    rows, key = ROWS[wanted.table]
    named = ("" if wanted.classes is None else "class = ? AND ") + f"{key} > ? AND {key} <= ?"
    sql = f"SELECT {key} FROM {rows} WHERE {named} ORDER BY {key} DESC LIMIT ?"
    bounds = (wanted.after, wanted.top, limit)
    each = [bounds] if wanted.classes is None else [(number, *bounds) for number in wanted.classes]
    return sorted((seq for args in each for (seq,) in db.execute(sql, args)), reverse=True)[:limit]


def merges(wanted: Wanted, limit: int) -> bool:
    """Whether the newest of each class are quickly found and put together."""
    return wanted.rest is None and (wanted.classes is None or len(wanted.classes) * limit <= FEW)


def look(db: sqlite3.Connection, wanted: Wanted, window: Window, limit: int) -> list[int]:
    """The seqs of the newest rows in a window."""
    _, key = ROWS[wanted.table]
    condition, args = _condition(wanted, window)
    free = "+" if wanted.led == "unsorted" else ""
    sql = f"SELECT {key} FROM {wanted.table} WHERE {condition} ORDER BY {free}{key} DESC LIMIT ?"
    return [seq for (seq,) in db.execute(sql, (*args, limit))]


def count_in(db: sqlite3.Connection, wanted: Wanted, window: Window, most: int) -> int:
    """How many there are in a window, of which no more than so many are looked for."""
    condition, args = _condition(wanted, window)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {wanted.table} WHERE {condition} LIMIT ?)"
    return int(db.execute(sql, (*args, most)).fetchone()[0])


def _condition(wanted: Wanted, window: Window) -> tuple[str, tuple[object, ...]]:
    _, key = ROWS[wanted.table]
    free = "" if wanted.few and not wanted.led else "+"
    classes = "" if wanted.classes is None else f" AND {free}class IN ({', '.join(map(str, wanted.classes))})"
    rest, args = wanted.rest or ("1", ())
    bound = f"+{key}" if wanted.led == "unsorted" else key
    return f"{bound} > ? AND {bound} <= ?{classes} AND {rest}", (*window, *args)


def windows(wanted: Wanted, end: int) -> Iterator[Window]:
    """From the newest to the oldest, each longer than the one before; `end` is the newest seq there is."""
    high, length = min(wanted.top, end), FIRST_LOOK
    while high > wanted.after:
        low = wanted.after if wanted.at_once else max(wanted.after, high - length)
        yield low, high
        high, length = low, min(LONGEST_LOOK, 2 * length)


def end_of(db: sqlite3.Connection, wanted: Wanted) -> int:
    """The newest seq of a table."""
    rows, key = ROWS[wanted.table]
    if wanted.table == "entities":
        return int(db.execute("SELECT coalesce(max(entry), 0) FROM position").fetchone()[0])
    return int(db.execute(f"SELECT coalesce(max({key}), 0) FROM {rows}").fetchone()[0])


def count(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many there are, of what is counted."""
    return max(0, _upto(db, wanted, wanted.top) - _upto(db, wanted, wanted.after))


def seek(db: sqlite3.Connection, wanted: Wanted, offset: int) -> int | None:
    """The seq of the row that so many stand before, of what is counted."""
    if offset == 0 and wanted.top >= end_of(db, wanted):
        return wanted.top
    place = _upto(db, wanted, wanted.top) - offset
    if place <= _upto(db, wanted, wanted.after):
        return None
    blocks = _blocks(db, wanted)
    sums = zip(blocks, accumulate(n for _, n in blocks), strict=True)
    block, n, upto = next((block, n, upto) for (block, n), upto in sums if upto >= place)
    dense = _dense(block, n, end_of(db, wanted))
    return _last_but(db, wanted, block, upto - place) if dense is None else dense[place - upto - 1]


def _dense(block: int, n: int, end: int) -> range | None:
    """The seqs of a block, if none of them is missing."""
    seqs = range(max(1, block << BLOCK), min(end + 1, block + 1 << BLOCK))
    return seqs if n == len(seqs) and n else None


def _upto(db: sqlite3.Connection, wanted: Wanted, seq: int) -> int:
    """How many there are up to a seq."""
    if seq <= 0:
        return 0
    edge = seq >> BLOCK
    if seq >= end_of(db, wanted):
        return sum(n for _, n in _sums(db, wanted))
    blocks = dict(_blocks(db, wanted))
    before = sum(n for block, n in blocks.items() if block < edge)
    if (dense := _dense(edge, blocks.get(edge, 0), end_of(db, wanted))) is not None:
        return before + min(seq, dense[-1]) - dense[0] + 1
    rows, key = ROWS[wanted.table]
    sql = f"SELECT count(*) FROM {rows} WHERE {{}}{key} BETWEEN ? AND ?"
    found = (db.execute(sql.format(which), (*args, edge << BLOCK, seq)) for which, args in _each(wanted))
    return before + sum(int(row.fetchone()[0]) for row in found)


def _sums(db: sqlite3.Connection, wanted: Wanted) -> list[tuple[int, int]]:
    """Each class and how many it has."""
    which = "" if wanted.classes is None else f" AND class IN ({', '.join(map(str, wanted.classes))})"
    return db.execute(f"SELECT class, n FROM classes WHERE of = ?{which}", (wanted.table,)).fetchall()


def _blocks(db: sqlite3.Connection, wanted: Wanted) -> list[tuple[int, int]]:
    """Each block and how many of the classes are in it, oldest first."""
    numbers = (
        [0] if wanted.classes is None and wanted.table == "entries" else [number for number, _ in _sums(db, wanted)]
    )
    marks = ", ".join(map(str, numbers))
    sql = f"SELECT block, sum(n) FROM blocks WHERE class IN ({marks}) GROUP BY block ORDER BY block"
    return db.execute(sql).fetchall()


def _last_but(db: sqlite3.Connection, wanted: Wanted, block: int, newer: int) -> int:
    """The seq in a block that so many of the block come after."""
    rows, key = ROWS[wanted.table]
    bounds = (block << BLOCK, (block + 1 << BLOCK) - 1)
    found: list[int] = [
        seq
        for which, args in _each(wanted)
        for (seq,) in db.execute(f"SELECT {key} FROM {rows} WHERE {which}{key} BETWEEN ? AND ?", (*args, *bounds))
    ]
    return sorted(found, reverse=True)[newer]


def _each(wanted: Wanted) -> Sequence[tuple[str, tuple[int, ...]]]:
    """One class after the other, along its index."""
    if wanted.classes is None:
        return [("", ())]
    return [("class = ? AND ", (number,)) for number in wanted.classes]
