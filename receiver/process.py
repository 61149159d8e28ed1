"""The receiver's other processes as it holds them: started, told of news, started again, and never left behind."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from store import offer_view

from .meaning.trust import Keys

Tables = Mapping[str, Mapping[str, object]]

LAST_WORK = 2.0
"""Seconds for what was captured last, when the receiver leaves."""
TRY_AGAIN = 1.0
BEHIND = 10
"""How nice they are: answers come first."""
LONGEST = 4 * 2**20
"""Bytes of a line that a process says."""


@dataclass(slots=True)
class Helper:
    """`python -m …`, with its standard input in our hands: its end is that process's end, however ours comes."""

    called: str
    module: str
    told: Mapping[str, object]
    """Through the pipe: a secret in an argument or a variable could be read by others."""
    tell: Callable[[str], None]
    _process: asyncio.subprocess.Process | None = None
    _leaving: bool = False

    @asynccontextmanager
    async def started(self) -> AsyncIterator[Self]:
        """It runs while the block does."""
        await self._start()
        watching = asyncio.create_task(self._watch())
        try:
            yield self
        finally:
            self._leaving = True
            await self._end()
            await asyncio.wait([watching], timeout=LAST_WORK)
            watching.cancel()

    def order(self, what: str) -> None:
        """Say a word to it."""
        if self._process and self._process.stdin and not self._process.stdin.is_closing():
            self._process.stdin.write(f"{what}\n".encode())

    async def _start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", self.module),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST,
            start_new_session=True,
        )
        with suppress(OSError):  # where it has ended already
            os.setpriority(os.PRIO_PROCESS, self._process.pid, BEHIND)
        self.order(json.dumps(self.told))
        self.order("news")

    async def _watch(self) -> None:
        """A dead process loses nothing: another goes on where it stopped."""
        while self._process:
            code = await self._ended(self._process)
            if self._leaving:
                return
            self.tell(
                f"the {self.called} ended with code {code}: what comes is stored, and another goes on in a moment"
            )
            await self._again()

    async def _ended(self, process: asyncio.subprocess.Process) -> int:
        """Its code, once it has ended."""
        return await process.wait()

    async def _again(self) -> None:
        await asyncio.sleep(TRY_AGAIN)
        while not self._leaving:
            try:
                return await self._start()
            except OSError as error:
                self.tell(f"the {self.called} cannot be started ({error}): it is tried again")
            await asyncio.sleep(TRY_AGAIN)
        return None

    async def _end(self) -> None:
        """Let it do the rest, if that is quick; what is left is done at the next start."""
        if not self._process:
            return
        self.order("leave")
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORK):
                await self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORK):
                await self._process.wait()
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


@dataclass(slots=True)
class InterpreterProcess(Helper):
    """It hears `news`, `reread`, `renamed` and `leave`."""

    @classmethod
    @asynccontextmanager
    async def running(
        cls, log: Path, settings: Tables, keys: Keys, tell: Callable[[str], None]
    ) -> AsyncIterator["InterpreterProcess"]:
        """Started, and with a view that can be looked at, while the block runs."""
        told = {"log": str(log), "providers": settings, "keys": asdict(keys)}
        offer_view(log)
        async with cls("interpreter", "receiver", told, tell).started() as process:
            yield process
