"""The newest rows of a list, and which row stands where in it: found by keys and kept counters, never by going past
what stands before."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from .classes import BLOCK, EVERY
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
    """The seqs of the newest rows of some classes, each class along its index and no further than it can add some."""
    rows, key = ROWS[wanted.table]
    which = "" if wanted.classes is None else "class = ? AND "
    sql = f"SELECT {key} FROM {rows} WHERE {which}{key} > ? AND {key} <= ? ORDER BY {key} DESC LIMIT ?"
    found: list[int] = []
    for one in [()] if wanted.classes is None else [(number,) for number in wanted.classes]:
        after = found[-1] if len(found) == limit else wanted.after
        more = [seq for (seq,) in db.execute(sql, (*one, after, wanted.top, limit))]
        found = sorted(found + more, reverse=True)[:limit]
    return found


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
    return max(0, _newer(db, wanted, wanted.after) - _newer(db, wanted, wanted.top))


def seek(db: sqlite3.Connection, wanted: Wanted, offset: int) -> int | None:
    """The seq of the row that so many stand before, of what is counted."""
    end = end_of(db, wanted)
    if offset == 0 and wanted.top >= end:
        return wanted.top
    before = offset + _newer(db, wanted, wanted.top)
    if before >= _newer(db, wanted, wanted.after):
        return None
    block, before = _halved(range((end >> BLOCK) + 1), before, partial(_in_blocks, db, wanted))
    return _halved(_seqs(block, end), before, _counting(db, wanted, block))[0]


def _halved(places: range, before: int, counted: Callable[[range], int]) -> tuple[int, int]:
    """The place of the row that so many stand before, and how many of them stand at that place too. What is counted
    halves each time, so all of it together is no more than there is."""
    while len(places) > 1:
        older, newer = places[: len(places) // 2], places[len(places) // 2 :]
        many = counted(newer)
        places, before = (newer, before) if before < many else (older, before - many)
    return places[0], before


def _newer(db: sqlite3.Connection, wanted: Wanted, seq: int) -> int:
    """How many there are after a seq."""
    end, block = end_of(db, wanted), seq >> BLOCK
    if seq <= 0:
        return _every(db, wanted)
    if seq >= end:
        return 0
    rest = _counting(db, wanted, block)(range(seq + 1, _seqs(block, end).stop))
    return rest + _in_blocks(db, wanted, range(block + 1, (end >> BLOCK) + 1))


def _seqs(block: int, end: int) -> range:
    return range(max(1, block << BLOCK), min(end + 1, block + 1 << BLOCK))


def _counting(db: sqlite3.Connection, wanted: Wanted, block: int) -> Callable[[range], int]:
    """What tells how many there are of some seqs of a block: all of them, if none is missing in the block."""
    seqs = _seqs(block, end_of(db, wanted))
    return len if _in_blocks(db, wanted, range(block, block + 1)) == len(seqs) else partial(_in_rows, db, wanted)


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
