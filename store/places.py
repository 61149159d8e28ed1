"""Which row stands where in a list: told by kept counters, and inside a block by its index."""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial

from .classes import BLOCK, EVERY
from .wanted import ROWS, Wanted

GUESSES = 6
"""Most lists are even enough that fewer lead to the row; for others there are halves."""


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
    end = end_of(db, wanted)
    if offset == 0 and wanted.top >= end:
        return wanted.top
    before = offset + _newer(db, wanted, wanted.top, end)
    if before >= _newer(db, wanted, wanted.after, end):
        return None
    blocks, every = range((end >> BLOCK) + 1), _newer(db, wanted, 0, end)
    block, before, many = _place(blocks, before, every, partial(_in_blocks, db, wanted))
    seqs = _seqs(block, end)
    return _place(seqs, before, many, _counting(db, wanted, many, seqs))[0]


def _place(places: range, before: int, many: int, counted: Callable[[range], int]) -> tuple[int, int, int]:
    """Of many rows, the place of that which so many stand before; how many of these are at the same place, of how many
    there. It is where it should be if they stood evenly, or nearly: then little is counted besides."""
    guesses = GUESSES
    while len(places) > 1:
        share = (before + 0.5) / many if guesses > 0 < many else 0.5
        cut = len(places) - min(max(round(len(places) * share), 1), len(places) - 1)
        older, newer = places[:cut], places[cut:]
        n = counted(newer) if len(newer) <= len(older) else many - counted(older)
        places, before, many = (newer, before, n) if before < n else (older, before - n, many - n)
        guesses -= 1
    return places[0], before, many


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
    which = "" if wanted.classes is None else f"class IN ({_listed(wanted.classes)}) AND "
    sql = f"SELECT count(*) FROM {rows} WHERE {which}{key} BETWEEN ? AND ?"
    return int(db.execute(sql, (seqs.start, seqs.stop - 1)).fetchone()[0])


def _in_blocks(db: sqlite3.Connection, wanted: Wanted, blocks: range) -> int:
    classes = (EVERY,) if wanted.classes is None else wanted.classes
    sql = f"SELECT total(n) FROM blocks WHERE class IN ({_listed(classes)}) AND block BETWEEN ? AND ?"
    return int(db.execute(sql, (blocks.start, blocks.stop - 1)).fetchone()[0])


def _every(db: sqlite3.Connection, wanted: Wanted) -> int:
    which = "" if wanted.classes is None else f" AND class IN ({_listed(wanted.classes)})"
    return int(db.execute(f"SELECT total(n) FROM classes WHERE of = ?{which}", (wanted.table,)).fetchone()[0])


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
