"""Reads what was captured, in order: it cannot lose a capture, and cannot stop at one."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from store import Habits, Ledger, Locked, LogDamaged, StoreError, drop_view

from .keeping.indexing import Indexing
from .meaning.reading import NO_KEYS, lost, read
from .meaning.trust import Keys
from .outside.known import known
from .provider import Provider

BATCH = 200
TRY_AGAIN = 1.0
"""Seconds until the view is tried again when it could not be written (a full disk, say)."""
SOON = 0.05
MUCH_LATER = 30.0
IDLE = 2.0
"""Seconds without a capture after which the view's WAL is emptied."""
REST = 6
"""Times as long as a batch took to read, while captures come faster than they can be read."""


@dataclass(slots=True)
class Interpreter:
    """The task that follows the log and keeps the view."""

    log: Path
    providers: Sequence[Provider]
    keys: Keys = NO_KEYS
    tell: Callable[[str], None] = lambda _: None
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _again: bool = False
    _forgot: bool = False
    _leaving: bool = False
    _trouble: str = ""
    """What was told last of a view that cannot be kept: it is tried again and again, and told once."""

    def poke(self) -> None:
        """There are captures that are not read."""
        self._wake.set()

    def reread(self) -> None:
        """Have every capture read again, from the first."""
        self._again = True
        self._wake.set()

    def rename(self) -> None:
        """A tunnel has another URL: what comes now may be signed for it."""
        self.keys = replace(self.keys, known=known(self.log))

    def leave(self) -> None:
        """End when nothing is unread."""
        self._leaving = True
        self._wake.set()

    async def work(self) -> None:
        """Follow the log until told to leave; a damaged view is dropped and read again."""
        while True:
            try:
                async with Ledger.open(self.log) as ledger, Indexing(self.log, self.tell) as indexing:
                    return await self._follow(ledger, indexing)
            except LogDamaged as error:
                self.tell(str(error))
                await asyncio.sleep(MUCH_LATER)
            except Locked:
                await asyncio.sleep(SOON)  # the process before this one is about to leave
            except (sqlite3.DatabaseError, StoreError, OSError) as error:
                await self._mend(error)

    async def _mend(self, error: Exception) -> None:
        """A disk that is full or busy may be better in a moment; a view that is not one is begun anew."""
        spoilt = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        anew = spoilt or str(error).startswith("no such")
        trouble = f"the view cannot be kept ({error}): " + ("it is begun anew" if anew else "it is tried again")
        if trouble != self._trouble:
            self.tell(trouble)
        self._trouble = trouble
        if anew:
            drop_view(self.log)
        await asyncio.sleep(TRY_AGAIN)

    async def _follow(self, ledger: Ledger, indexing: Indexing) -> None:
        await ledger.introduce([_habits(provider) for provider in self.providers])
        while True:
            self._wake.clear()
            if self._again:
                await ledger.clear()
                self._again = False
            began, behind = time.monotonic(), await ledger.behind()
            if await catch_up(ledger, self.providers, self.keys):
                self._trouble = ""
                await self._rest(time.monotonic() - began, more=await ledger.behind() - behind)
            elif self._leaving:
                return
            elif not await self._beside(ledger, indexing):
                await self._wait(ledger)

    async def _beside(self, ledger: Ledger, indexing: Indexing) -> bool:
        """A little of what waits until everything is read: what is gone from the log goes from the view and from its
        files, and texts are indexed."""
        if await ledger.forget():
            self._forgot = True
            return True
        if self._forgot:
            await ledger.flush()
            self._forgot = False
        return await indexing.step()

    async def _wait(self, ledger: Ledger) -> None:
        """Until there is something to read; when that takes a while, what is in the WAL goes into the file."""
        try:
            async with asyncio.timeout(IDLE):
                await self._wake.wait()
        except TimeoutError:
            await ledger.flush()
            await self._wake.wait()

    async def _rest(self, worked: float, more: int) -> None:
        """More came than could be read: leave disk and cores to the answers, and read the rest when it is over."""
        if more > 0 and not self._leaving:
            await asyncio.sleep(REST * worked)


def _habits(provider: Provider) -> Habits:
    return Habits(
        provider=provider.name,
        title=provider.title,
        answer_within=provider.answer_within,
        schedules=provider.schedules,
    )


async def catch_up(ledger: Ledger, providers: Sequence[Provider], keys: Keys = NO_KEYS) -> int:
    """Enter the next unread captures; how many there were."""
    try:
        captures = await ledger.unread(BATCH)
    except LogDamaged as error:
        if error.gap is None:
            raise
        await ledger.enter([lost(error.gap)])
        return error.gap.last - error.gap.first + 1
    if captures:
        await ledger.enter([read(capture, providers, keys) for capture in captures])
    return len(captures)
