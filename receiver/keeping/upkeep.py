"""Keeps the store small while the receiver runs: what is old or too much goes, what stays is packed."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from store import Cut, Intake, Keeping, Reader, StoreError, Upkeep

from ..control import Said

KEEPING = Keeping(age=timedelta(days=30), octets=2**30)
EVERY = 60.0
"""Seconds between two looks whether something is to be done."""
SOON = 0.2
"""Seconds until readers are out of the way, perhaps."""
REST = 4
"""Times as long as a piece of work took, in which captures have the disk to themselves."""
MANY = 200
"""Captures a second that leave no time to pack others."""


class Orders(Protocol):
    """Whoever reads the log, and is told that there is news."""

    def order(self, what: str) -> None: ...


@dataclass(slots=True)
class Keeper:
    """What is done for the store beside the answers, and what was asked for."""

    log: Path
    intake: Intake
    keeping: Keeping
    tell: Callable[[str], None]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _upkeep: Upkeep = field(init=False)
    _cut: Cut | None = None
    """What somebody asked for, and is being done."""
    _failed: str = ""
    """Why that could not be done."""
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _told: str = ""
    _seen: tuple[float, int] = (0.0, 0)
    _much: bool = False

    def __post_init__(self) -> None:
        self._upkeep = Upkeep(self.intake)

    @property
    def busy(self) -> bool:
        """What was asked for is not done yet."""
        return self._cut is not None

    async def asked(self, said: Said) -> Said:
        """Take away what was received before a time, in seconds since 1970; without one, whether that is done."""
        before = said.get("before")
        if before is None:
            return {"error": self._failed} if self._failed else {"ok": True, "busy": self.busy}
        try:
            cut = await self._upkeep.older(datetime.fromtimestamp(float(str(before)), UTC))
        except (ValueError, OverflowError, OSError, sqlite3.Error, StoreError) as error:
            return {"error": str(error)}
        if self._cut:
            return {"error": "what was asked for before is still being taken away: ask again in a moment"}
        self._cut, self._failed = cut, ""
        self._wake.set()
        return {"ok": True}

    async def work(self, reads: Orders) -> None:
        """Until it is cancelled. What cannot be done is told once, and tried again."""
        while True:
            self._wake.clear()
            try:
                await self._prune(reads)
                await self._pack()
            except Exception as error:  # noqa: BLE001  whatever it is, whoever waits for a prune hears of it
                self._say(f"the store cannot be kept small now ({error}): it is tried again")
                self._failed = f"not everything could be taken away: {error}" if self._cut else ""
                self._cut = None
            await self._pause(EVERY)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _prune(self, reads: Orders) -> None:
        asked = self._cut
        cut = asked or await self._due()
        if cut is None:
            return
        if cut.drastic and not asked:
            self._say(cut.asks)
            return
        last = 0
        while last := await self._rested(partial(self._upkeep.take_away, cut, last, self.clock())):
            reads.order("news")
        await self._flush()
        if asked:  # what was asked for meanwhile is next
            self._cut = None

    async def _due(self) -> Cut | None:
        try:
            async with Reader.open(self.log) as reader:
                extent = await reader.extent()
        except (StoreError, sqlite3.Error):  # the view is not there yet, or not well
            return None
        return await self._upkeep.cut(self.keeping, extent, self.clock())

    async def _pack(self) -> None:
        did = 0
        while not self._cut and self._calm() and await self._rested(self._upkeep.pack):
            did += 1
        if did:
            await self._flush()

    async def _flush(self) -> None:
        while True:
            if await self._upkeep.flush():
                return
            await asyncio.sleep(SOON)

    async def _rested(self, work: Callable[[], Awaitable[int]]) -> int:
        began = time.monotonic()
        done = await work()
        await asyncio.sleep(REST * (time.monotonic() - began))
        return done

    def _calm(self) -> bool:
        """Not much comes at the moment."""
        (at, taken), now = self._seen, time.monotonic()
        if now - at > 1:
            self._seen = (now, self.intake.taken)
            self._much = (self.intake.taken - taken) / (now - at) > MANY
        return not self._much

    def _say(self, sentence: str) -> None:
        if sentence != self._told:
            self._told = sentence
            self.tell(sentence)
