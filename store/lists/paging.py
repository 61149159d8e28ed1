"""The newest rows of a list: along keys and window by window, never by going past what stands before."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

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
