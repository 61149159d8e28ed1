"""A tunnel as it runs: started, read, proved by calls that come back, started again, and never left behind."""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from .tied import Tied
from .tunnel import Asked, News, Said, Tunnel
from .which import missing

BACKOFF = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds until it is started again, each time that it ends without having been verified."""
EVERY = 30.0
"""Seconds between two calls of our own to a tunnel that works."""
SOON = 1.0
"""Seconds until the next, while it does not yet, or not any more; and between two looks at the clock."""
ENOUGH = 20
"""Calls that are remembered."""
LINES = 400
"""Lines of output that are remembered."""
LONGEST = 300
"""Letters of a reason."""
STOPPED = "its process is stopped, and nothing comes through: `kill -CONT {}` has it go on"


class State(StrEnum):
    """How far it is."""

    STARTING = "starting"
    ANNOUNCED = "announced"
    CONNECTED = "connected"
    VERIFIED = "verified"
    DEGRADED = "degraded"
    RESTARTING = "restarting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """A state that it came to, when, and why."""

    state: State
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """A call of our own, from outside."""

    at: datetime
    took: timedelta | None
    """None where it did not come back."""
    trouble: str = ""


Call = Callable[[str, str], Awaitable[str]]
"""Calls a public URL with a nonce; what went wrong, empty if the nonce came back to us through it."""


@dataclass(slots=True)
class Running:
    """One tunnel, from its start to its end."""

    tunnel: Tunnel
    asked: Asked
    call: Call
    stepped: Callable[[Step], None] = lambda _step: None
    """Is told each step; of a URL before anything can come through it."""
    steps: deque[Step] = field(default_factory=lambda: deque(maxlen=LINES))
    probes: deque[Probe] = field(default_factory=lambda: deque(maxlen=ENOUGH))
    lines: deque[tuple[datetime, str]] = field(default_factory=lambda: deque(maxlen=LINES))
    url: str = ""
    restarts: int = 0
    _failures: int = 0
    """Starts since it last was verified."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _announced: asyncio.Event = field(default_factory=asyncio.Event)
    _sooner: asyncio.Event = field(default_factory=asyncio.Event)
    """There is a reason to call now."""
    _process: Tied | None = None
    _fault: str = ""
    _rest: float = 0.0

    @property
    def state(self) -> State:
        return self.steps[-1].state if self.steps else State.STARTING

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @classmethod
    @asynccontextmanager
    async def open(
        cls, tunnel: Tunnel, asked: Asked, call: Call, stepped: Callable[[Step], None] = lambda _step: None
    ) -> AsyncIterator["Running"]:
        """It runs while the block does, and ends with it."""
        running = cls(tunnel, asked, call, stepped)
        task = asyncio.create_task(running._work())
        try:
            yield running
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await running._end()

    async def became(self, *states: State) -> Step:
        """Wait until it is in one of these states."""
        while self.state not in states:
            self._changed.clear()
            await self._changed.wait()
        return self.steps[-1]

    async def _work(self) -> None:
        """Until told to end, or until it cannot be had at all."""
        while not (trouble := missing(self.tunnel, self.asked)):
            self._step(State.RESTARTING if self.restarts else State.STARTING, self._fault)
            self._fault, self._rest = "", 0.0
            await self._run_once()
            pause = max(self._rest, BACKOFF[min(self._failures, len(BACKOFF) - 1)])
            self._step(State.DEGRADED, f"{self._fault or 'it ended by itself'} (it is started again in {pause:g} s)")
            self.restarts += 1
            await asyncio.sleep(pause)
            self._failures += 1
        self._step(State.FAILED, trouble)

    def probe_now(self) -> None:
        """Call the public URL without waiting for the time to come."""
        self._sooner.set()

    async def _run_once(self) -> None:
        """From its start to its end."""
        self._announced.clear()
        self._process = process = await Tied.start(*self.tunnel.command(self.asked))
        proving = asyncio.create_task(self._prove())
        try:
            await self._read(process.process.stdout)
            await process.process.wait()
        finally:
            proving.cancel()
            await self._end()

    async def _read(self, output: asyncio.StreamReader | None) -> None:
        while output:
            try:
                raw = await output.readline()
            except ValueError:  # a line longer than any of its own
                continue
            if not raw:
                return
            self._heard(raw.decode("utf-8", "replace").rstrip())

    def _heard(self, line: str) -> None:
        self.lines.append((_now(), line))
        said = self.tunnel.read(line, self.asked)
        if said:
            self._understood(said)

    def _understood(self, said: Said) -> None:
        if said.news is News.ANNOUNCED:
            self._name(said.text)
            return
        self._sooner.set()
        if said.news is not News.CONNECTED:
            self._fault, self._rest = said.text, said.rest
            self._step(State.DEGRADED, said.text)
        elif self.state is not State.VERIFIED:
            self._step(State.CONNECTED)

    def _name(self, url: str) -> None:
        if url == self.url and self._announced.is_set():
            return
        self.url = url
        self._step(State.ANNOUNCED, url)
        self._announced.set()

    async def _prove(self) -> None:
        """Call the public URL again and again; only what comes back to us counts."""
        try:
            async with asyncio.timeout(self.tunnel.silent_after):
                await self._announced.wait()
        except TimeoutError:
            self._fault = f"no URL within {self.tunnel.silent_after:g} s, and no word why"
            await self._end()
            return
        while True:
            trouble = await self._probe()
            self._judge(trouble)
            await self._until_due(SOON if trouble else EVERY)

    async def _until_due(self, seconds: float) -> None:
        """Also by the clock on the wall: a machine that slept asks when it wakes."""
        loop, began, wall = asyncio.get_running_loop(), asyncio.get_running_loop().time(), _now()
        while max(loop.time() - began, (_now() - wall).total_seconds()) < seconds and not self._sooner.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(min(SOON, seconds)):
                    await self._sooner.wait()
            self._look()
        self._sooner.clear()

    def _look(self) -> None:
        """A process that was stopped is seen without a call: the next would be half a minute away."""
        if self.state is State.VERIFIED and self._process and self._process.stopped:
            self._sooner.set()
            self._step(State.DEGRADED, STOPPED.format(self._process.pid))

    def _judge(self, trouble: str) -> None:
        if not trouble:
            self._failures = 0
            if self.state is not State.VERIFIED:
                self._step(State.VERIFIED)
        elif self.state is State.VERIFIED:
            self._step(State.DEGRADED, trouble)

    async def _probe(self) -> str:
        began = asyncio.get_running_loop().time()
        trouble = await self.call(self.url, secrets.token_urlsafe(16))
        took = timedelta(seconds=asyncio.get_running_loop().time() - began)
        self.probes.append(Probe(_now(), None if trouble else took, trouble))
        self._changed.set()
        return trouble

    def _step(self, state: State, reason: str = "") -> None:
        step = Step(state, _now(), reason[:LONGEST])
        if self.steps and self.state is state and reason.startswith(self.steps[-1].reason):
            self.steps.pop()  # there is only more to say of it
        self.steps.append(step)
        self.stepped(step)
        self._changed.set()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            await process.end()


def _now() -> datetime:
    return datetime.now(UTC)
