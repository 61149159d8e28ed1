"""The door for the text index: built behind the view, a little at a time, and dropped where it is not the view's."""

import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from ..database import checkpoint, connected, in_thread, transaction
from ..files.formats import prepare_derived
from ..files.paths import remove, uri, view_path
from ..filters.fields import WORDS
from .grams import grams

SEARCH_ID, SEARCH_STEPS = 0x63625354, {1: Path(__file__).with_name("search.sql")}
BLOCK = 3
"""Captures with the same seq but for these last bits are one block: a row of the index."""
PART = 14
"""Blocks with the same number but for these last bits are in one table, which is dropped when they are forgotten."""
AT_ONCE = 16
"""Blocks: a hundredth of a second, which is what a new capture may have to wait until it is read."""
MOST_OCTETS = 2 * 2**20
BARE = "grams, content='', columnsize=0, detail=none, tokenize=ascii"
"""Without texts, lengths and places: which block has which gram, and nothing else."""
MERGE = 500
"""Pages that are merged at once."""
WORKED = 2
"""Rows that change at least where something was merged."""
FEW = 1000
"""Captures that are left of a part which is not worth its table: they are looked at one by one."""


class IndexLost(Exception):
    """The index is damaged, or of another view: it is to be dropped and built again."""


def search_path(log: Path) -> Path:
    """`callboard.db` has its text index in `callboard.search.db`."""
    return log.with_suffix(f".search{log.suffix}")


def drop_index(log: Path) -> None:
    remove(search_path(log))


def prepare_index(log: Path) -> None:
    """Make the index ready to write: begun anew if it is missing, old or damaged."""
    path = search_path(log)
    prepare_derived(path, application=SEARCH_ID, steps=SEARCH_STEPS)


class Index:
    """One connection to the index, with view and log beside it to read from."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self._db = db

    @classmethod
    @asynccontextmanager
    async def open(cls, log: Path) -> AsyncIterator["Index"]:
        """For whoever holds the ledger of this view."""
        prepare_index(log)
        async with connected(search_path(log)) as db:
            await in_thread(db, lambda raw: _attach(raw, log))
            yield cls(db)
            await in_thread(db, lambda raw: checkpoint(raw, idle=True))

    async def step(self) -> bool:
        """Index the next captures that are in the view, or tidy up; False when there is nothing to do. Raises
        `IndexLost`, and `sqlite3.OperationalError` where it may go on later."""
        return await in_thread(self._db, _guarded)


def _attach(db: sqlite3.Connection, log: Path) -> None:
    db.execute("PRAGMA synchronous=NORMAL")
    db.execute("PRAGMA wal_autocheckpoint=4000")
    db.execute("ATTACH ? AS log", (uri(log, "ro"),))
    db.execute("ATTACH ? AS view", (uri(view_path(log), "ro"),))


def _guarded(db: sqlite3.Connection) -> bool:
    try:
        return _step(db)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise IndexLost(str(error)) from error


def _step(db: sqlite3.Connection) -> bool:
    log, generation, read = db.execute("SELECT log, generation, capture FROM view.position").fetchone()
    known = db.execute("SELECT log, generation, next FROM main.position").fetchone()
    if known is None:
        first = _from(db, 0)
        db.execute("INSERT INTO main.position VALUES (?, ?, ?, ?)", (log, generation, first, first))
        return True
    if known[:2] != (log, generation):
        raise IndexLost("it is of another view")
    whole = (read + 1) >> BLOCK
    start = _from(db, known[2]) if known[2] < whole else whole
    return _append(db, start, min(whole, start + AT_ONCE)) if start < whole else _tidy(db)


def _from(db: sqlite3.Connection, block: int) -> int:
    """The first block from here on that has a capture; this one where none has."""
    sql = "SELECT seq FROM log.captures WHERE seq >= ? ORDER BY seq LIMIT 1"
    return next((int(seq) >> BLOCK for (seq,) in db.execute(sql, (block << BLOCK,))), block)


def _append(db: sqlite3.Connection, start: int, end: int) -> bool:
    texts, end = _texts(db, start, end)
    with transaction(db):
        for part in sorted({block >> PART for block in texts}):
            if db.execute("INSERT OR IGNORE INTO parts VALUES (?, 0)", (part,)).rowcount:
                db.execute(f"CREATE VIRTUAL TABLE part_{part} USING fts5({BARE})")
        for block, said in texts.items():
            row = (block, " ".join(grams(*said)))
            db.execute(f"INSERT INTO part_{block >> PART} (rowid, grams) VALUES (?, ?)", row)
        db.execute("UPDATE main.position SET next = ?", (end,))
    return True


def _texts(db: sqlite3.Connection, start: int, end: int) -> tuple[dict[int, list[bytes]], int]:
    """What the captures of some blocks say and mean, and where it ends: earlier, where that is much."""
    try:
        return _said(db, start, end)
    except sqlite3.DatabaseError as error:  # it is not the index that is damaged
        raise sqlite3.OperationalError(f"the store cannot be read: {error}") from error


def _said(db: sqlite3.Connection, start: int, end: int) -> tuple[dict[int, list[bytes]], int]:
    texts, octets = defaultdict[int, list[bytes]](list), 0
    ask = (
        "SELECT seq, CAST(target AS BLOB), plain(body, pack) FROM log.captures WHERE seq >= ? AND seq < ? ORDER BY seq"
    )
    for seq, target, body in db.execute(ask, (start << BLOCK, end << BLOCK)):
        if octets > MOST_OCTETS and seq >> BLOCK not in texts:
            end = seq >> BLOCK
            break
        octets += len(body or b"")
        texts[seq >> BLOCK] += (target, body or b"")
    ask = f"SELECT capture, CAST({WORDS['entries']} AS BLOB) FROM view.entries WHERE capture >= ? AND capture < ?"
    for capture, said in db.execute(ask, (start << BLOCK, end << BLOCK)):
        texts[capture >> BLOCK].append(said)
    return texts, end


def _tidy(db: sqlite3.Connection) -> bool:
    """A part that is full becomes a third smaller when it is merged; what hardly has captures any more is dropped."""
    last: int = db.execute("SELECT coalesce(max(part), 0) FROM parts").fetchone()[0]
    full = db.execute("SELECT part FROM parts WHERE part < ? AND merged = 0 ORDER BY part LIMIT 1", (last,)).fetchone()
    return _merge(db, full[0]) if full else _forget(db, last)


def _merge(db: sqlite3.Connection, part: int) -> bool:
    with transaction(db):
        before = db.total_changes
        db.execute(f"INSERT INTO part_{part} (part_{part}, rank) VALUES ('merge', ?)", (-MERGE,))
        if db.total_changes - before < WORKED:
            db.execute("UPDATE parts SET merged = 1 WHERE part = ?", (part,))
    return True


def _forget(db: sqlite3.Connection, last: int) -> bool:
    oldest = db.execute("SELECT min(part) FROM parts WHERE part < ?", (last,)).fetchone()[0]
    if oldest is None or _many(db, oldest) > FEW:
        return False
    with transaction(db):
        db.execute(f"DROP TABLE part_{oldest}")
        db.execute("DELETE FROM parts WHERE part = ?", (oldest,))
        db.execute("UPDATE main.position SET first = (SELECT min(part) << ? FROM parts)", (PART,))
    return True


def _many(db: sqlite3.Connection, part: int) -> int:
    """How many captures up to the end of a part there are; not more than is worth knowing."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM log.captures WHERE seq < ? LIMIT ?)"
    return int(db.execute(sql, ((part + 1) << PART + BLOCK, FEW + 1)).fetchone()[0])
