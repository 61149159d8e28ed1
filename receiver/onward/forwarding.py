"""Sends captures on to one app: each after what came before about the same thing, and only so many at once."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

from store import LEFT, Answer, Capture, Filter, Onward, Reader, Sent, StoreError, parse

from ..forward import Forward
from ..outside.known import Known
from .barrier import Barrier
from .outlet import Outlet
from .resuming import resume
from .sending import Line
from .withheld import why_not

Q = TypeVar("Q")
T = TypeVar("T")

ROOM = 500
"""Captures that may wait here by their number; the others wait in the store."""
SOON, LATER = 0.01, 0.5
"""Seconds between two looks whether the newest captures have been read."""
RETRIES = (1.0, 5.0, 15.0, 60.0)
"""Seconds before that is sent again which an app failed at."""


@dataclass(slots=True)
class Forwarding:
    """One app's share of the work."""

    forward: Forward
    line: Line
    reader: Reader
    outlet: Outlet
    after: int
    """Captures up to this seq were looked at."""
    asked: bool = False
    """Its answer is given to the provider, who sends again what it does not like."""
    known: Callable[[], Known] = Known
    """What tunnels put before a path."""
    barrier: Barrier = field(init=False)
    _where: Filter = field(init=False)
    _slots: asyncio.Semaphore = field(init=False)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _tails: dict[tuple[str, str, str], asyncio.Task[None]] = field(default_factory=dict)
    """For each thing the last task that is about it."""
    under_way: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    start: int = 0
    """Up to there it was captured before."""
    _behind: int = 0

    def __post_init__(self) -> None:
        self.barrier = Barrier(self.forward.name, self.forward.url, self.outlet.tell)
        self._where, self.start = parse(self.forward.where), self.after
        self._slots = asyncio.Semaphore(self.forward.concurrency)

    def poke(self) -> None:
        """There is something new in the store."""
        self._news.set()

    @property
    def waits(self) -> int:
        """Captures that are not with the app yet."""
        return len(self.under_way) + self._behind

    async def work(self) -> None:
        """Until cancelled."""
        await resume(self)
        pause = SOON
        while True:
            self._news.clear()
            found = await self._next()
            pause = SOON if found and found.upto > self.after else min(LATER, pause * 2)
            if found:
                self._take(found)
            if not found or self._behind or len(self.under_way) >= ROOM:
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._news.wait()
            else:
                await self._news.wait()

    async def leave(self, seconds: float) -> None:
        """Let what is with the app come to its end, if that is soon; nothing else is begun, and it is kept that it was
        not."""
        left = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                left += await self._note_resting()
                left += await self._note_unseen()
                while self.under_way:
                    await asyncio.sleep(SOON)
                    left += await self._note_resting()
        if left:
            self.outlet.tell(f"{left} wait for {self.forward.name}: they go on if callboard is there within an hour")

    async def _note_resting(self) -> int:
        """What is not with the app: it may be there no more, and was to be tried again."""
        begun = self.outlet.begun(self.forward.name)
        resting = {seq: task for seq, task in self.under_way.items() if seq not in begun}
        for task in resting.values():
            task.cancel()
        if resting:
            await asyncio.wait(resting.values())
        return await self.note(sorted(resting), LEFT)

    async def _note_unseen(self) -> int:
        """What was captured since the start, and not looked at yet."""
        noted, self.after = 0, max(self.after, self.start)
        while (found := await self.look(ROOM)) and found.upto > self.after:
            noted += await self.note([one.seq for one in found.captures], LEFT)
            self.after, self._behind = found.upto, found.behind
        return noted

    async def note(self, seqs: Sequence[int], why: str) -> int:
        """Keep that they are still to be sent; how many."""
        now, nothing = datetime.now(UTC), Answer(None, timedelta(), why)
        rows = (self._sent(seq, now, nothing, again=True) for seq in seqs)
        await asyncio.gather(*(self.outlet.keep(self.forward.name, one) for one in rows))
        return len(seqs)

    async def _next(self) -> Onward | None:
        return await self.look(ROOM - len(self.under_way))

    async def look(self, room: int) -> Onward | None:
        """What is for the app of the next captures."""
        try:
            cursors = await self.reader.cursors()  # it looks whether another view has taken the place of this one
            self._behind = cursors.capture - self.after
            if room <= 0:
                return None
            paths = self.known().also(self.forward.path)
            return await self.reader.onward(
                self.forward.url, where=self._where, paths=paths, after=self.after, limit=room
            )
        except (StoreError, sqlite3.Error):  # a view that is being replaced
            return None

    def _take(self, found: Onward) -> None:
        for one in found.captures:
            self.begin(one.seq, one.things)
        if self.asked and found.upto > self.after:
            self.outlet.looked(found.upto, [(one.seq, one.within) for one in found.captures])
        self.after, self._behind = found.upto, found.behind

    def begin(self, seq: int, things: Iterable[tuple[str, str, str]]) -> None:
        """It goes to the app, once what is before it about the same things has."""
        before = [self._tails[thing] for thing in things if thing in self._tails]
        task = asyncio.create_task(self._deliver(seq, before))
        self._tails.update(dict.fromkeys(things, task))
        self.under_way[seq] = task
        task.add_done_callback(lambda _: self._ended(seq, things, task))

    def _ended(self, seq: int, things: Iterable[tuple[str, str, str]], task: asyncio.Task[None]) -> None:
        del self.under_way[seq]
        for thing in things:
            if self._tails.get(thing) is task:
                del self._tails[thing]
        self._news.set()

    async def _deliver(self, seq: int, before: list[asyncio.Task[None]]) -> None:
        if before:
            await asyncio.wait(before)
        for attempt in count():
            async with self._slots:
                again = await self._attempts(seq, last=self.asked or attempt >= self.forward.retries)
            if not again:
                return
            await asyncio.sleep(RETRIES[min(attempt, len(RETRIES) - 1)])

    async def _attempts(self, seq: int, *, last: bool) -> bool:
        """As often as it takes to reach the app; true where the app failed and is to have it once more."""
        while True:
            async with self.barrier.through():
                capture = await self.patiently(self._wanted, seq)
                if capture is None:
                    return False
                at = datetime.now(UTC)
                self.outlet.begins(self.forward.name, seq)
                answer = await self.line.send(capture)
                shut = self.barrier.heard(answer) and not (self.asked and answer.reached)
            failed = not shut and not last and _failed(answer)
            await self.outlet.keep(self.forward.name, self._sent(seq, at, answer, again=shut or failed))
            if not shut:
                return failed

    async def _wanted(self, seq: int) -> Capture | None:
        """The request, which is not held while it waits; none where it is not to be sent on, after saying why."""
        capture = await self.reader.capture(seq)
        if capture is None:
            return None
        why = why_not(capture)
        if not why and not self.forward.redeliveries and await self.reader.has_it(seq, self.forward.url):
            why = "not sent on: the app has taken the same signed request before"
        if why:
            nothing = Answer(None, timedelta(), why)
            await self.outlet.keep(self.forward.name, self._sent(seq, datetime.now(UTC), nothing))
        return None if why else capture

    async def patiently(self, question: Callable[[Q], Awaitable[T]], about: Q) -> T:
        """A view that is being replaced is there in a moment."""
        while True:
            try:
                return await question(about)
            except (StoreError, sqlite3.Error):
                await asyncio.sleep(LATER)

    def _sent(self, seq: int, at: datetime, answer: Answer, *, again: bool = False) -> Sent:
        return Sent.of(answer, seq, at, "forward", self.forward.url, again=again)


def _failed(answer: Answer) -> bool:
    return answer.status is None or answer.status >= 500  # noqa: PLR2004
