"""Connections to the files of a store: how they are opened, what is done in one go, and what keeps them from it."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Literal, TypeVar

import aiosqlite

from .files.paths import uri
from .filters.functions import teach

INCREMENTAL = 2
"""Of `auto_vacuum`: a file that was begun so can give back what is free in it."""
MUCH = 256
"""Pages: a megabyte."""
STEPS = 10_000
"""Of SQLite's machine, between two looks whether somebody waits for its answer."""
LOOK = "look whether the disk is full or read-only, a limit on files is too low, or another holds the store"
"""What to do where SQLite cannot go on, though nothing is damaged."""
T = TypeVar("T")


class StoreError(Exception):
    """A store that cannot be used; its text is one sentence for the user."""


class Foreign(StoreError):
    """A file that is another program's: it is left alone."""


class Unstorable(StoreError):
    """A capture that could not be made durable."""


@asynccontextmanager
async def connected(path: Path, *, read_only: bool = False) -> AsyncIterator[aiosqlite.Connection]:
    """A connection in autocommit mode, closed on every way out: one left open would keep the process alive."""
    db = aiosqlite.connect(uri(path, "ro" if read_only else "rw"), uri=True, isolation_level=None)
    try:
        await _to_the_end(db)
        await in_thread(db, set_up_reader if read_only else set_up_writer)
        await in_thread(db, teach)
        yield db
    finally:
        await _to_the_end(db.close())


async def _to_the_end(work: Awaitable[object]) -> None:
    """Who is told to stop meanwhile stops afterwards: a thread that is left alone would answer a loop that is gone."""
    task, stopped = asyncio.ensure_future(work), False
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError:
            stopped = True
    if stopped:
        raise asyncio.CancelledError
    task.result()


async def in_thread(db: aiosqlite.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """Run a whole batch of work in the connection's thread: one trip, where each `await` on aiosqlite is one."""
    return await db._execute(work, db._conn)  # type: ignore[no-untyped-call, no-any-return]  # noqa: SLF001  aiosqlite has no public way


async def breakable(db: aiosqlite.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """The same of long work on a connection of its own, that ends where it is when nobody waits for it any more."""
    given_up = threading.Event()

    def watched(raw: sqlite3.Connection) -> T:
        raw.set_progress_handler(given_up.is_set, STEPS)
        return work(raw)

    try:
        return await in_thread(db, watched)
    except asyncio.CancelledError:
        given_up.set()
        raise


@contextmanager
def transaction(db: sqlite3.Connection, kind: Literal["IMMEDIATE", "DEFERRED"] = "IMMEDIATE") -> Iterator[None]:
    """All of it or nothing; of what is only read (`DEFERRED`), as it stood at one moment.

    Its whole block is work for one trip to the connection's thread: nobody who is cancelled leaves it open, and nothing
    of another task's comes between.
    """
    db.execute(f"BEGIN {kind}")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk has ended it already, a commit that was refused has not
            db.execute("ROLLBACK")
        raise


@contextmanager
def unhurried(db: sqlite3.Connection) -> Iterator[None]:
    """The same of what is on the disk with the next capture: to wait for the disk here would make captures wait."""
    db.execute("PRAGMA synchronous=NORMAL")
    try:
        with transaction(db):
            yield
    finally:
        db.execute("PRAGMA synchronous=FULL")


def set_up_writer(db: sqlite3.Connection) -> None:
    db.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA fullfsync=1; PRAGMA busy_timeout=5000;"
        "PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=67108864;"
    )


def set_up_reader(db: sqlite3.Connection) -> None:
    db.executescript("PRAGMA query_only=ON; PRAGMA busy_timeout=5000;")


def pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def checkpoint(db: sqlite3.Connection, *, idle: bool) -> bool:
    """Move the WAL into the file, away from any commit: checkpoints, not fsync, make the tail of the answer times.
    Whether nobody who reads was in the way."""
    db.execute("PRAGMA busy_timeout=0")
    [(busy, *_)] = db.execute(f"PRAGMA main.wal_checkpoint({'TRUNCATE' if idle else 'PASSIVE'})").fetchall()
    db.execute("PRAGMA busy_timeout=5000")
    return not busy


def give_back(db: sqlite3.Connection) -> bool:
    """Give some of what is free in the main file back to the disk, if that is much; whether it was all."""
    free = pragma(db, "main.freelist_count")
    if free < MUCH or free * 5 < pragma(db, "main.page_count") or pragma(db, "main.auto_vacuum") != INCREMENTAL:
        return True
    db.executescript(f"PRAGMA main.incremental_vacuum({MUCH})")  # `execute` ends after one page
    return False
