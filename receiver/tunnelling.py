"""A tunnel as it runs: started, read, proved by calls that come back, started again, and never left behind."""

import asyncio
import os
import secrets
import shutil
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from .tunnel import Asked, News, Said, Tunnel

BACKOFF = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds until it is started again, each time that it ends without having been verified."""
EVERY = 30.0
"""Seconds between two calls of our own to a tunnel that works."""
SOON = 1.0
"""Seconds until the next, while it does not yet, or not any more."""
ENOUGH = 20
"""Calls that are remembered."""
LINES = 400
"""Lines of output that are remembered."""
LONGEST = 65536
END = 3.0
"""Seconds that it may take to leave before it is killed."""

# The child's end comes with ours, however that comes: the kernel sees to it, where there is a way to tell it.
TIED = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != int(sys.argv[1]):
        os._exit(1)
os.execvp(sys.argv[2], sys.argv[2:])
"""


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
    tell: Callable[[str], None] = lambda _sentence: None
    """What a user has to hear: above all that the URL is another one now."""
    steps: deque[Step] = field(default_factory=lambda: deque(maxlen=LINES))
    probes: deque[Probe] = field(default_factory=lambda: deque(maxlen=ENOUGH))
    lines: deque[tuple[datetime, str]] = field(default_factory=lambda: deque(maxlen=LINES))
    url: str = ""
    restarts: int = 0
    _failures: int = 0
    """Starts since it last was verified."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _named: asyncio.Event = field(default_factory=asyncio.Event)
    _process: asyncio.subprocess.Process | None = None
    _fault: str = ""

    @property
    def state(self) -> State:
        return self.steps[-1].state if self.steps else State.STARTING

    @classmethod
    @asynccontextmanager
    async def open(
        cls, tunnel: Tunnel, asked: Asked, call: Call, tell: Callable[[str], None] = lambda _sentence: None
    ) -> AsyncIterator["Running"]:
        """It runs while the block does, and ends with it."""
        running = cls(tunnel, asked, call, tell)
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
        while not (trouble := self._impossible()):
            self._step(State.RESTARTING if self.restarts else State.STARTING, self._fault)
            self._fault = ""
            await self._run_once()
            self._step(State.DEGRADED, self._fault or "it ended by itself")
            self.restarts += 1
            await asyncio.sleep(BACKOFF[min(self._failures, len(BACKOFF) - 1)])
            self._failures += 1
        self._step(State.FAILED, trouble)

    def _impossible(self) -> str | None:
        if shutil.which(self.tunnel.program) is None:
            return f"{self.tunnel.program} is not installed: {self.tunnel.install}"
        return self.tunnel.missing(self.asked)

    async def _run_once(self) -> None:
        """From its start to its end."""
        self._named.clear()
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", TIED, str(os.getpid())),
            *self.tunnel.command(self.asked),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=LONGEST,
        )
        proving = asyncio.create_task(self._prove())
        try:
            await self._read(process)
            await process.wait()
        finally:
            proving.cancel()
            await self._end()

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        if process.stdout is None:
            return
        while True:
            try:
                raw = await process.stdout.readline()
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
            self._announced(said.text)
        elif said.news is News.CONNECTED and self.state in (State.STARTING, State.RESTARTING, State.ANNOUNCED):
            self._step(State.CONNECTED)
        elif said.news in (News.LOST, News.FAILED):
            self._fault = said.text
            self._step(State.DEGRADED, said.text)

    def _announced(self, url: str) -> None:
        """Another URL than before is loud: the provider still has the old one."""
        if self.url and url != self.url:
            self.tell(f"the tunnel's URL is another one now: {url}. Tell your provider; it was {self.url}")
        self.url = url
        self._named.set()
        self._step(State.ANNOUNCED, url)

    async def _prove(self) -> None:
        """Call the public URL again and again; only what comes back to us counts."""
        try:
            await asyncio.wait_for(self._named.wait(), self.tunnel.silent_after)
        except TimeoutError:
            self._fault = f"no URL within {self.tunnel.silent_after:g} s, and no word why"
            await self._end()
            return
        while True:
            trouble = await self._probe()
            self._judge(trouble)
            await asyncio.sleep(SOON if trouble else EVERY)

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
        self.steps.append(Step(state, _now(), reason))
        self._changed.set()

    async def _end(self) -> None:
        """Its whole group: a shell in between must leave nobody behind."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), END)
                return


def _now() -> datetime:
    return datetime.now(UTC)
