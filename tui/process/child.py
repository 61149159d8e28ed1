"""The receiver's process as the board sees it: started, watched, started again, and never left behind."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

PAUSES = (0.2, 1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds before the receiver is started again, longer each time that it dies at once."""
START = 20.0
STEADY = 60.0
"""Seconds of life after which a death counts as the first again."""
LEAVE = 6.0
LOG_LIMIT = 2**20


class NotStarted(Exception):
    """The receiver did not come up: its exit code, and the sentence that it left."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(slots=True)
class Child:
    """`serve`, started as a child that leaves when its standard input ends: when the board does, however that ends."""

    arguments: Sequence[str]
    """What `serve` is told, less `--port`."""
    port: int
    talk: Path
    """The file that takes what the receiver says on stderr."""
    address: str = ""
    state: str = "starting"
    sentence: str = ""
    """What happened, and what is being done about it."""
    _process: asyncio.subprocess.Process | None = None
    _said: int = field(default=0)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Return once the port is open; from the second time on it goes on where it was. Raises `NotStarted`."""
        again = ("--again",) if self.address else ()
        with _opened(self.talk) as talk:
            self._said = talk.tell()
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tui", "serve", "--child", "--port", str(self.port), *again, *self.arguments),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=talk,
                start_new_session=True,
            )

    async def listening(self) -> None:
        """Wait for the line that says where it listens. Raises `NotStarted`."""
        process = self._started()
        stdout = process.stdout
        try:
            async with asyncio.timeout(START):
                line = await stdout.readline() if stdout else b""
        except TimeoutError:
            process.kill()
            line = b""
        if not line:
            raise NotStarted(await process.wait(), self._last_words())
        self.address = str(json.loads(line)["url"])
        self.port = int(self.address.rpartition(":")[2])
        self.state, self.sentence = "listening", ""

    async def watch(self) -> None:
        """Start the receiver again whenever it dies, until cancelled."""
        loop, deaths = asyncio.get_running_loop(), 0
        while True:
            began = loop.time()
            code = await self._started().wait()
            deaths = 1 if loop.time() - began > STEADY else deaths + 1
            pause = PAUSES[min(deaths, len(PAUSES)) - 1]
            self._mourn(code, pause)
            await asyncio.sleep(pause)
            with suppress(NotStarted, OSError):
                await self.start()
                await self.listening()

    async def stop(self) -> None:
        """Have it leave, with all that it has acknowledged stored; a receiver that will not is killed."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            async with asyncio.timeout(LEAVE):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    def _mourn(self, code: int, pause: float) -> None:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        why = f" ({words})" if (words := self._last_words(always=False)) else ""
        self.state = "restarting"
        self.sentence = f"the receiver {how}{why}: nothing is received; it is started again in {pause:g} s"

    def _last_words(self, *, always: bool = True) -> str:
        """The last line that this start left in the file."""
        with suppress(OSError), self.talk.open("rb") as talk:
            talk.seek(self._said)
            lines = talk.read(65536).decode("utf-8", "replace").strip().splitlines()
            if lines:
                return lines[-1].removeprefix("callboard: ")
        return f"the receiver said nothing; see {self.talk}" if always else ""

    def _started(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("the receiver was not started")
        return self._process


def _opened(talk: Path) -> IO[bytes]:
    """The file for its talk, begun anew when it has grown long; for the user's eyes only."""
    talk.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    long = talk.exists() and talk.stat().st_size > LOG_LIMIT
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if long else os.O_APPEND)
    file = os.fdopen(os.open(talk, flags, 0o600), "ab" if not long else "wb")
    file.seek(0, os.SEEK_END)
    return file
