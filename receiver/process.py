"""The interpreter's process as the receiver holds it: started, told of news, started again, and never left behind."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from .trust import Keys

Tables = Mapping[str, Mapping[str, object]]

LAST_READING = 2.0
"""Seconds for what was captured last, when the receiver leaves."""
TRY_AGAIN = 1.0
READY = 10.0


@dataclass(slots=True)
class InterpreterProcess:
    """`python -m receiver`, with its standard input in our hands: its end is that process's end, however ours comes."""

    log: Path
    settings: Tables
    keys: Keys
    tell: Callable[[str], None]
    _process: asyncio.subprocess.Process | None = None

    @classmethod
    @asynccontextmanager
    async def running(
        cls, log: Path, settings: Tables, keys: Keys, tell: Callable[[str], None]
    ) -> AsyncIterator["InterpreterProcess"]:
        """Started, and with a view that can be looked at, while the block runs."""
        process = cls(log, settings, keys, tell)
        await process._start()
        watching = asyncio.create_task(process._watch())
        try:
            yield process
        finally:
            watching.cancel()
            await process._end()

    def order(self, what: str) -> None:
        """`news`, `reread`, `renamed` or `leave`."""
        if self._process and self._process.stdin and not self._process.stdin.is_closing():
            self._process.stdin.write(f"{what}\n".encode())

    async def _start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "receiver"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        # Through the pipe: a secret in an argument or a variable could be read by others.
        told = {"log": str(self.log), "providers": self.settings, "keys": asdict(self.keys)}
        self.order(json.dumps(told))
        self.order("news")

    async def ready(self) -> None:
        """Wait until there is a view to be looked at, if that is soon: what is captured does not wait for it."""
        if self._process and self._process.stdout:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.stdout.readline(), READY)

    async def _watch(self) -> None:
        """A dead interpreter loses nothing: another goes on where it stopped."""
        while self._process:
            code = await self._process.wait()
            self.tell(f"the interpreter ended with code {code}: what comes is stored, and read by another in a moment")
            await self._again()

    async def _again(self) -> None:
        while True:
            await asyncio.sleep(TRY_AGAIN)
            try:
                return await self._start()
            except OSError as error:
                self.tell(f"the interpreter cannot be started ({error}): it is tried again")

    async def _end(self) -> None:
        """Let it read the rest, if that is quick; what is left is read at the next start."""
        if not self._process:
            return
        self.order("leave")
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), LAST_READING)
        if self._process.stdin:
            self._process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), LAST_READING)
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
