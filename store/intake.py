"""The door for captures: once one is through, a power cut cannot take it back."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

import aiosqlite

from .captures.marks import Remark, keep
from .database import Unstorable, checkpoint, connected, in_thread, transaction
from .files.formats import LOG_ID, LOG_STEPS, no_stranger, prepare, prepare_folder, whole
from .files.paths import set_aside
from .files.upgrade import keep_older
from .models import Request
from .rows import CAPTURED, NEWEST, capture_to_row
from .sending.sent import Sent, keep_all

T = TypeVar("T")

WAITING = 1000
"""Requests that may wait for the disk; the next is refused, so that the provider tries again."""
PATIENCE = 10.0
"""Seconds that the disk may take: a provider gives up after 10 to 15, and should hear a 503 before that."""
BATCH = 200
CHECKPOINT = 4 * 2**20
"""Bytes of requests after which the WAL is moved into the file."""
IDLE = 1.0
"""Seconds without a capture after which the WAL is emptied."""
SOON = 1.0
"""Seconds after which it is in the log how long the answers took."""

INSERT = f"INSERT INTO captures ({CAPTURED}) VALUES "
MARKS = "(?, ?, ?, ?, ?, ?, ?, ?)"

ANSWER = "UPDATE captures SET answer = ? WHERE seq = ?"
ANSWERS = "INSERT OR REPLACE INTO answers (first, last, micros) VALUES (?, ?, ?)"


class Waiting(NamedTuple):
    """A request on its way to the disk."""

    request: Request
    since: float
    stored: asyncio.Future[int]


class Answered(NamedTuple):
    """Requests that were answered together: the first and last seq, and how long the first to come waited."""

    first: int
    last: int
    micros: int


def prepare_log(path: Path, tell: Callable[[str], None] = lambda _: None) -> None:
    """Make the log ready to write. What is not to be expected is told: a damaged one is kept under another name and a
    new one begun, and of an older one a copy is kept."""
    prepare_folder(path)
    no_stranger(path)
    try:
        keep_older(path, LOG_ID, LOG_STEPS, tell)
        prepare(path, application=LOG_ID, steps=LOG_STEPS)
    except sqlite3.DatabaseError:
        aside = set_aside(path)
        tell(f"the store was damaged: what is left of it is in {aside}, and a new one was begun")
        prepare(path, application=LOG_ID, steps=LOG_STEPS)


def check_log(path: Path) -> None:
    """Raise a `StoreError` that says what is wrong with a log, if anything is, and change nothing."""
    whole(path, application=LOG_ID, version=max(LOG_STEPS))


class Intake:
    """One task with one connection: it takes every request that waits, commits them together, and answers them all."""

    def __init__(self, db: aiosqlite.Connection, path: Path, patience: float) -> None:
        self._db, self._path, self._patience = db, path, patience
        self._loop = asyncio.get_running_loop()
        self._file = _inode(path)
        self._fresh = 0
        self.taken = 0
        """How many captures have come."""
        self._leaving = False
        self._waiting: list[Waiting] = []
        self._at_the_disk: list[Waiting] = []
        self._timer: asyncio.TimerHandle | None = None
        self._answered: list[Answered] = []
        self._noted = self._loop.time()
        self._some = asyncio.Event()
        self._stored = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, *, patience: float = PATIENCE) -> AsyncIterator["Intake"]:
        """`patience` is how many seconds a request waits for the disk."""
        prepare_log(path)
        async with connected(path) as db:
            intake = cls(db, path, patience)
            task = asyncio.create_task(intake._work())
            try:
                yield intake
            finally:
                intake._leaving = True
                intake._some.set()
                await task
                await intake._rest()

    async def capture(self, request: Request) -> int:
        """Store a request, and return its seq; after that a power cut cannot take it back. `Unstorable` says why it
        could not be stored."""
        if len(self._waiting) >= WAITING:
            raise Unstorable(f"{WAITING} requests wait for the disk")
        waiting = Waiting(request, self._loop.time(), self._loop.create_future())
        self._waiting.append(waiting)
        self._some.set()
        if self._timer is None:
            self._timer = self._loop.call_at(waiting.since + self._patience, self._look)
        return await waiting.stored

    async def answered(self, seq: int, status: int) -> None:
        """Store what a request was really answered with, where that was not known when it was stored."""
        self._there()
        try:
            await in_thread(self._db, lambda db: db.execute(ANSWER, (status, seq)))
        except (sqlite3.Error, OSError) as error:
            raise Unstorable(str(error)) from error

    async def keep(self, remark: Remark) -> None:
        """Store what somebody says of a capture, as durably as the capture; `StoreError` says why it could not be."""
        self._there()
        try:  # one statement in one trip to the thread: it stands between two transactions of the task's
            await in_thread(self._db, lambda db: keep(db, remark))
        except (sqlite3.Error, OSError) as error:
            raise Unstorable(str(error)) from error

    async def keep_sent(self, *sent: Sent) -> None:
        """Store what was sent on, all of it together; `StoreError` says why it could not be."""
        self._there()
        try:
            await in_thread(self._db, lambda db: keep_all(db, sent))
        except (sqlite3.Error, OSError) as error:
            raise Unstorable(str(error)) from error
        self._fresh += sum(len(one.body) + 500 for one in sent)
        if self._fresh > CHECKPOINT:
            await self._checkpoint(idle=False)

    async def aside(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do something for the log on this door's connection, between two commits: captures wait for it."""
        self._there()
        return await in_thread(self._db, work)

    async def bring(self, requests: Sequence[Request]) -> None:
        """Store what was captured elsewhere, all of it together; `StoreError` says why it could not be. How long the
        answers to these took is not known here."""
        self._there()
        try:
            await in_thread(self._db, lambda db: _commit(db, requests))
        except (sqlite3.Error, OSError) as error:
            raise Unstorable(str(error)) from error
        self._stored.set()
        self._fresh += sum(len(request.body) + 500 for request in requests)
        if self._fresh > CHECKPOINT:
            await self._checkpoint(idle=False)

    async def newest(self) -> int:
        """The seq of the newest capture, 0 where there is none."""
        rows = await in_thread(self._db, lambda db: db.execute(NEWEST).fetchall())
        return int(rows[0][0])

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
                self._at_the_disk = batch
                await self._store(batch)
                self._at_the_disk = []

    async def _wait_for_some(self) -> None:
        if self._some.is_set():
            return
        try:
            async with asyncio.timeout(IDLE):
                await self._some.wait()
        except TimeoutError:
            await self._rest()
            await self._some.wait()

    def _look(self) -> None:
        """Have those hear that have waited too long. One timer for all: one for each costs a tenth of a request."""
        now = self._loop.time()
        everybody = [one for one in (*self._at_the_disk, *self._waiting) if not one.stored.done()]
        late = [one for one in everybody if one.since + self._patience <= now]
        _refuse(late, f"the disk did not answer within {self._patience:g} s")
        first = next((one.since for one in everybody if one not in late), None)
        self._timer = None if first is None else self._loop.call_at(first + self._patience, self._look)

    async def _store(self, batch: list[Waiting]) -> None:
        requests = [waiting.request for waiting in batch]
        try:
            self._there()
            first = await in_thread(self._db, lambda db: _commit(db, requests))
        except (Unstorable, sqlite3.Error, OSError) as error:
            _refuse(batch, str(error))
            return
        late = _answer(batch, first)
        self.taken += len(batch)
        self._stored.set()
        took = int((self._loop.time() - batch[0].since) * 1e6)
        self._answered.append(Answered(first, first + len(batch) - 1, took))
        if late or self._loop.time() - self._noted > SOON:
            await self._note(late)
        self._fresh += sum(len(request.body) + 500 for request in requests)
        if self._fresh > CHECKPOINT:
            await self._checkpoint(idle=False)

    def _there(self) -> None:
        if _inode(self._path) != self._file:
            raise Unstorable(f"the store's file {self._path} was taken away: start again")

    async def _note(self, late: list[int]) -> None:
        """Write how long the answers took, and which of them were a 503. A failure here loses no capture."""
        answered, self._answered, self._noted = self._answered, [], self._loop.time()
        with suppress(sqlite3.Error, OSError):
            await in_thread(self._db, lambda db: _note_answers(db, answered, late))

    async def _rest(self) -> None:
        if self._answered:
            await self._note([])
        await self._checkpoint(idle=True)

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


def _commit(db: sqlite3.Connection, requests: Sequence[Request]) -> int:
    """Store them in one transaction; the seq of the first.

    One statement, a transaction by itself: between two the thread would give up Python's lock, and wait for it.
    """
    values = [value for request in requests for value in capture_to_row(request)]
    last = db.execute(INSERT + ", ".join([MARKS] * len(requests)), values).lastrowid or 0
    return last - len(requests) + 1


def _answer(batch: list[Waiting], first: int) -> list[int]:
    """Wake the requests; the seqs of those that had given up waiting and were answered 503."""
    late = []
    for seq, waiting in enumerate(batch, first):
        if waiting.stored.done():
            late.append(seq)
        else:
            waiting.stored.set_result(seq)
    return late


def _refuse(batch: list[Waiting], why: str) -> None:
    for waiting in batch:
        if not waiting.stored.done():
            waiting.stored.set_exception(Unstorable(why))


def _note_answers(db: sqlite3.Connection, answered: list[Answered], late: list[int]) -> None:
    with transaction(db):
        db.executemany(ANSWERS, answered)
        db.executemany(ANSWER, [(503, seq) for seq in late])
