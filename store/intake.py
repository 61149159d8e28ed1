"""The door for captures: once one is through, a power cut cannot take it back."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiosqlite

from .database import (
    LOG_ID,
    LOG_VERSION,
    Unstorable,
    checkpoint,
    connected,
    in_thread,
    no_stranger,
    prepare,
    prepare_folder,
    set_aside,
    whole,
)
from .models import Capture, Request
from .rows import capture_of, capture_to_row

WAITING = 1000
"""Requests that may wait for the disk; the next is refused, so that the provider tries again."""
BATCH = 200
CHECKPOINT = 4 * 2**20
"""Bytes of requests after which the WAL is moved into the file."""
IDLE = 1.0
"""Seconds without a capture after which the WAL is emptied."""

INSERT = "INSERT INTO captures (received_at, method, target, http_version, headers, body, peer, answer) VALUES "
MARKS = "(?, ?, ?, ?, ?, ?, ?, ?)"

Waiting = tuple[Request, asyncio.Future[Capture]]


def prepare_log(path: Path) -> Path | None:
    """Make the log ready to write. A damaged one is kept under the name that is returned, and a new one begun."""
    prepare_folder(path)
    no_stranger(path)
    try:
        prepare(path, application=LOG_ID, version=LOG_VERSION, schema="log.sql")
    except sqlite3.DatabaseError:
        aside = set_aside(path)
        prepare(path, application=LOG_ID, version=LOG_VERSION, schema="log.sql")
        return aside
    return None


def check_log(path: Path) -> None:
    """Raise a `StoreError` that says what is wrong with a log, if anything is, and change nothing."""
    whole(path, application=LOG_ID, version=LOG_VERSION)


class Intake:
    """One task with one connection: it takes every request that waits, commits them together, and answers them all."""

    def __init__(self, db: aiosqlite.Connection, path: Path) -> None:
        self._db, self._path = db, path
        self._file = _inode(path)
        self._fresh = 0
        self._leaving = False
        self._waiting: list[Waiting] = []
        self._some = asyncio.Event()
        self._stored = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["Intake"]:
        prepare_log(path)
        async with connected(path) as db:
            intake = cls(db, path)
            task = asyncio.create_task(intake._work())
            try:
                yield intake
            finally:
                intake._leaving = True
                intake._some.set()
                await task
                await intake._checkpoint(idle=True)

    async def capture(self, request: Request) -> Capture:
        """Store a request; once this returns, a power cut cannot take it back. `Unstorable` says why it could not."""
        if len(self._waiting) >= WAITING:
            raise Unstorable(f"{WAITING} requests wait for the disk")
        future: asyncio.Future[Capture] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        self._some.set()
        return await future

    async def news(self) -> None:
        """Return when something was stored since the last call."""
        await self._stored.wait()
        self._stored.clear()

    async def _work(self) -> None:
        while not self._leaving or self._waiting:
            await self._wait_for_some()
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            if not self._waiting and not self._leaving:
                self._some.clear()
            if batch:
                await self._store(batch)

    async def _wait_for_some(self) -> None:
        if self._some.is_set():
            return
        try:
            async with asyncio.timeout(IDLE):
                await self._some.wait()
        except TimeoutError:
            await self._checkpoint(idle=True)
            await self._some.wait()

    async def _store(self, batch: list[Waiting]) -> None:
        requests = [request for request, _ in batch]
        if _inode(self._path) != self._file:
            _refuse(batch, f"the store's file {self._path} was taken away: start again")
            return
        try:
            first = await in_thread(self._db, lambda db: _commit(db, requests))
        except (sqlite3.Error, OSError) as error:
            _refuse(batch, str(error))
            return
        late = _answer(batch, first)
        self._stored.set()
        if late:
            await in_thread(self._db, lambda db: _mark_late(db, late))
        self._fresh += sum(len(request.body) + 500 for request in requests)
        if self._fresh > CHECKPOINT:
            await self._checkpoint(idle=False)

    async def _checkpoint(self, *, idle: bool) -> None:
        """A failure here loses nothing: the WAL only stays longer."""
        with suppress(sqlite3.Error, OSError):
            await in_thread(self._db, lambda db: checkpoint(db, idle=idle))
        self._fresh = 0


def _inode(path: Path) -> int:
    """Which file it is; 0 where there is none, or nothing is left in it."""
    try:
        found = path.stat()
    except OSError:
        return 0
    return found.st_ino if found.st_size else 0


def _commit(db: sqlite3.Connection, requests: list[Request]) -> int:
    """Store them in one transaction; the seq of the first.

    One statement, a transaction by itself: between two the thread would give up Python's lock, and wait for it.
    """
    values = [value for request in requests for value in capture_to_row(request)]
    last = db.execute(INSERT + ", ".join([MARKS] * len(requests)), values).lastrowid or 0
    return last - len(requests) + 1


def _answer(batch: list[Waiting], first: int) -> list[int]:
    """Wake the requests; the seqs of those that had given up waiting and were answered 503."""
    late = []
    for seq, (request, future) in enumerate(batch, first):
        if future.done():
            late.append(seq)
        else:
            future.set_result(capture_of(request, seq))
    return late


def _refuse(batch: list[Waiting], why: str) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(Unstorable(why))


def _mark_late(db: sqlite3.Connection, seqs: list[int]) -> None:
    with suppress(sqlite3.Error):
        db.executemany("UPDATE captures SET answer = 503 WHERE seq = ?", [(seq,) for seq in seqs])
