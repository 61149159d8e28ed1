"""The door for captures: once one is through, a power cut cannot take it back."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from .captures.answers import Answered, answered, note_answers
from .captures.marks import Remark, keep
from .captures.request import Request
from .database import Unstorable, connected
from .files.log import prepare_log
from .rows import CAPTURED, NEWEST, capture_to_row
from .sending.sent import Sent, keep_all
from .writer import Writer

T = TypeVar("T")

WAITING = 1000
"""Requests that may wait for the disk; the next is refused, so that the provider tries again."""
PATIENCE = 10.0
"""Seconds that the disk may take: a provider gives up after 10 to 15, and should hear a 503 before that."""
BATCH = 200
IDLE = 1.0
"""Seconds without a capture after which the WAL is emptied."""
BESIDE = 500
"""Bytes of a row that are not its body, about."""
SOON = 1.0
"""Seconds after which it is in the log how long the answers took."""

INSERT = f"INSERT INTO captures ({CAPTURED}) VALUES "
MARKS = "(?, ?, ?, ?, ?, ?, ?, ?)"


class Waiting(NamedTuple):
    """A request on its way to the disk."""

    request: Request
    since: float
    stored: asyncio.Future[int]


class Intake:
    """One task with one connection: it takes every request that waits, commits them together, and answers them all."""

    def __init__(self, writer: Writer, patience: float) -> None:
        self._writer, self._patience = writer, patience
        self._loop = asyncio.get_running_loop()
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
            intake = cls(Writer(db, path), patience)
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
        await self._writer.write(lambda db: answered(db, seq, status))

    async def keep(self, remark: Remark) -> None:
        """Store what somebody says of a capture, as durably as the capture; `StoreError` says why it could not be."""
        await self._writer.write(lambda db: keep(db, remark))

    async def keep_sent(self, *sent: Sent) -> None:
        """Store what was sent on, all of it together; `StoreError` says why it could not be."""
        await self._writer.write(lambda db: keep_all(db, sent))
        await self._writer.grown(_octets(sent))

    async def aside(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do something for the log on this door's connection, between two commits: captures wait for it."""
        return await self._writer.aside(work)

    async def bring(self, requests: Sequence[Request]) -> None:
        """Store what was captured elsewhere, all of it together; `StoreError` says why it could not be. How long the
        answers to these took is not known here."""
        await self._writer.write(lambda db: _commit(db, requests))
        self._stored.set()
        await self._writer.grown(_octets(requests))

    async def newest(self) -> int:
        """The seq of the newest capture, 0 where there is none."""
        return await self._writer.ask(lambda db: int(db.execute(NEWEST).fetchone()[0]))

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
            first = await self._writer.write(lambda db: _commit(db, requests))
        except Unstorable as error:
            _refuse(batch, str(error))
            return
        late = _answer(batch, first)
        self.taken += len(batch)
        self._stored.set()
        took = int((self._loop.time() - batch[0].since) * 1e6)
        self._answered.append(Answered(first, first + len(batch) - 1, took))
        if late or self._loop.time() - self._noted > SOON:
            await self._note(late)
        await self._writer.grown(_octets(requests))

    async def _note(self, late: list[int]) -> None:
        """Write how long the answers took, and which of them were a 503. A failure here loses no capture."""
        noted, self._answered, self._noted = self._answered, [], self._loop.time()
        with suppress(Unstorable):
            await self._writer.write(lambda db: note_answers(db, noted, late))

    async def _rest(self) -> None:
        if self._answered:
            await self._note([])
        await self._writer.checkpoint(idle=True)


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


def _octets(stored: Sequence[Request | Sent]) -> int:
    """What they take in the WAL, about."""
    return sum(len(one.body) + BESIDE for one in stored)
