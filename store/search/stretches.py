"""Where a filter on texts has to look, newest first: what the index names, and what it does not know, bit by bit."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from .index import BLOCK, PART

FIRST_CAPTURES, MOST_CAPTURES = 500, 8000
"""Captures that are looked at together, one by one: the first time, and at most."""
FIRST_BLOCKS, MOST_BLOCKS = 16, 1000
"""Blocks of the index of which the captures are looked at together."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What is indexed: captures from `first` on, before `next`."""

    first: int = 0
    next: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Captures to look at, as rows of one column `capture`; with them all after the capture `rest` are looked at."""

    sql: str
    args: tuple[object, ...]
    rest: int


def reach(db: sqlite3.Connection) -> Reach:
    """Nothing, where the index is of another view or cannot be read."""
    sql = "SELECT s.first, s.next FROM search.position s JOIN main.position v USING (log, generation)"
    try:
        row = db.execute(sql).fetchone()
    except sqlite3.DatabaseError:
        return Reach()
    return Reach(row[0] << BLOCK, row[1] << BLOCK) if row else Reach()


def stretches(db: sqlite3.Connection, asked: str | None, indexed: Reach, after: int, upto: int) -> Iterator[Stretch]:
    """Of the captures after one and up to another; `asked` is what the index can tell."""
    first, end = max(indexed.first - 1, after), min(indexed.next - 1, upto)
    if asked is None or first >= end:
        yield from _all(after, upto)
        return
    yield from _all(end, upto)
    yield from _named(db, asked, first, end)
    yield from _all(after, first)


def _all(after: int, upto: int) -> Iterator[Stretch]:
    many = FIRST_CAPTURES
    while upto > after:
        rest = max(after, upto - many)
        yield Stretch("SELECT seq AS seq_ FROM captures WHERE seq > ? AND seq <= ?", (rest, upto), rest)
        upto, many = rest, min(MOST_CAPTURES, many * 2)


def _named(db: sqlite3.Connection, asked: str, after: int, upto: int) -> Iterator[Stretch]:
    many, wanted, rest = FIRST_BLOCKS, list[int](), upto
    try:
        for block in _blocks(db, asked, after >> BLOCK, upto >> BLOCK):
            wanted.append(block)
            if len(wanted) == many:
                rest = max(after, (block << BLOCK) - 1)
                yield _stretch(wanted, after, upto, rest)
                many, wanted = min(MOST_BLOCKS, many * 2), []
    except sqlite3.DatabaseError:  # the index is damaged: its builder will find that out
        yield from _all(after, rest)
    else:
        yield _stretch(wanted, after, upto, after)


def _blocks(db: sqlite3.Connection, asked: str, low: int, high: int) -> Iterator[int]:
    parts = db.execute(
        "SELECT part FROM parts WHERE part BETWEEN ? AND ? ORDER BY part DESC", (low >> PART, high >> PART)
    )
    for (part,) in parts.fetchall():
        sql = f"SELECT rowid FROM part_{part} WHERE part_{part} MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC"
        yield from (int(block) for (block,) in db.execute(sql, (asked, low, high)).fetchall())


def _stretch(blocks: list[int], after: int, upto: int, rest: int) -> Stretch:
    captures = [seq for block in blocks for seq in range(block << BLOCK, (block + 1) << BLOCK) if after < seq <= upto]
    return Stretch("SELECT value AS seq_ FROM json_each(?)", (json.dumps(captures),), rest)
