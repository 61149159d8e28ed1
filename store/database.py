"""The files of a store: where they are, who may read them, how they are opened, and what is wrong with them."""

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TypeVar

import aiosqlite

from .functions import teach

LOG_ID, LOG_STEPS = 0x63624C47, {1: "log-1.sql", 2: "log-2.sql", 3: "log-3.sql", 4: "log-4.sql", 5: "log-5.sql"}
"""The log is never dropped: each step leads from the version before it to its own."""
VIEW_ID, VIEW_STEPS = 0x63625657, {5: "view.sql", 6: "views.sql"}
"""An older view is dropped and read again: one step makes it."""

LONGEST_NAME = 180
"""Bytes: beside a store there are others whose names begin with its own, and a name may have 255."""
MAGIC = b"SQLite format 3\0"

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


def uri(path: Path, mode: str) -> str:
    """The file as SQLite's own address, opened `ro` or `rw`."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def view_path(log: Path) -> Path:
    """`callboard.db` has its view in `callboard.view.db`."""
    return log.with_suffix(f".view{log.suffix}")


def identities(log: Path) -> tuple[int, ...]:
    """Which files log and view are at the moment; nothing where one of them is not there."""
    try:
        return tuple(path.stat().st_ino for path in (log, view_path(log)))
    except FileNotFoundError:
        return ()


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


def set_up_writer(db: sqlite3.Connection) -> None:
    db.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA fullfsync=1; PRAGMA busy_timeout=5000;"
        "PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=67108864;"
    )


def set_up_reader(db: sqlite3.Connection) -> None:
    db.executescript("PRAGMA query_only=ON; PRAGMA busy_timeout=5000;")


def prepare_folder(path: Path) -> None:
    """Make the folder, for its owner only."""
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        raise StoreError(
            f"the name of the store {path} is too long: give one of at most {LONGEST_NAME} bytes with --store"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"cannot make the store's folder {path.parent}: {error.strerror}") from error


def whole(path: Path, *, application: int, version: int) -> None:
    """Raise a `StoreError` that says what is wrong with a file, if anything is, and change nothing."""
    try:
        with closing(sqlite3.connect(uri(path, "ro"), uri=True)) as db:
            _check(db, path, application, version)
    except sqlite3.OperationalError as error:  # it is not the file that is damaged
        raise StoreError(f"cannot read the store {path} ({error}): {LOOK}") from error
    except sqlite3.Error as error:
        raise StoreError(
            f"the store {path} is damaged ({error}): `callboard serve` keeps it aside and begins another"
        ) from error


def prepare(path: Path, *, application: int, steps: Mapping[int, str]) -> None:
    """Make the file if there is none, readable by its owner only; SQLite gives -wal and -shm the same mode.

    Raises `sqlite3.DatabaseError` for a damaged file, `StoreError` for one that is not ours to write.
    """
    try:
        path.touch(mode=0o600)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            _check(db, path, application, max(steps))
            path.chmod(0o600)
            _bring_up(db, application, steps)
    except OSError as error:
        raise StoreError(f"cannot write the store {path}: {error.strerror}") from error
    except sqlite3.OperationalError as error:
        room = ": make room on its disk" if "full" in str(error) else ""
        raise StoreError(f"cannot open the store {path}: {error}{room}") from error


def _check(db: sqlite3.Connection, path: Path, application: int, version: int) -> None:
    found, theirs = pragma(db, "application_id"), pragma(db, "user_version")
    if _left_open(path) and db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("quick_check found damage")
    if pragma(db, "page_count") and found != application:
        raise Foreign(f"{path} is a database of another program: give another place with --store")
    if theirs > version:
        raise StoreError(f"{path} was written by a newer callboard (format {theirs}, this one knows {version})")


def no_stranger(path: Path) -> None:
    """A file that is no database, without a sign that it was one of ours, belongs to somebody."""
    if path.exists() and not path.is_file():
        raise Foreign(f"{path} is no file: give another place with --store")
    if not path.exists() or path.stat().st_size == 0 or view_path(path).exists() or _left_open(path):
        return
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise Foreign(f"{path} is no store of callboard: give another place with --store")


def _left_open(path: Path) -> bool:
    """A clean close removes the WAL: what is left of one tells of a crash."""
    wal = path.with_name(f"{path.name}-wal")
    return wal.exists() and wal.stat().st_size > 0


def _bring_up(db: sqlite3.Connection, application: int, steps: Mapping[int, str]) -> None:
    """From the version that is found to the newest, all of it or nothing."""
    found, version = pragma(db, "user_version"), max(steps)
    if found == version:
        return
    db.execute("PRAGMA auto_vacuum=INCREMENTAL")  # of a new file: what is free in it can be given back
    db.execute("PRAGMA journal_mode=WAL")
    files = [Path(__file__).with_name(name) for step, name in sorted(steps.items()) if step > found]
    sql = " ".join(file.read_text(encoding="utf-8") for file in files)
    db.executescript(
        f"BEGIN IMMEDIATE; {sql} PRAGMA application_id={application}; PRAGMA user_version={version}; COMMIT;"
    )


def pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def set_aside(path: Path) -> Path:
    """Keep a damaged file under another name, with its WAL, so that a new one can take its place."""
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 10**9:09}")
    for end in ("", "-wal", "-shm"):
        part = path.with_name(f"{path.name}{end}")
        if part.exists():
            part.rename(aside.with_name(f"{aside.name}{end}"))
    return aside


def remove(path: Path) -> None:
    """Drop a derived file."""
    for end in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


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
