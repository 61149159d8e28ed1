"""Commands of rules: a few at a time, each for a while, and none longer than the board."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress

from store import event_json, line

from ..text import safe
from .watching import Notice

SECONDS = 30.0
AT_ONCE = 4
SECRETS = ("CALLBOARD_SECRET_", "CALLBOARD_KEY_")
"""How variables begin that are not handed on."""
PR_SET_PDEATHSIG = 1
FIELDS = ("seq", "capture", "received_at", "occurred_at", "provider", "type", "status", "phase", "reason", "code")
MORE = ("campaign", "brand", "from", "to", "verdict", "attempt", "summary")


class Errands:
    """Starts them, and says in one sentence what went wrong."""

    def __init__(self, say: Callable[[str], None], seconds: float = SECONDS) -> None:
        self._say, self._seconds = say, seconds
        self._running: dict[asyncio.Task[None], asyncio.subprocess.Process | None] = {}
        self._failing: set[str] = set()
        """Rules whose last command failed: that is said once."""

    @property
    def running(self) -> int:
        """How many are under way."""
        return len(self._running)

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self._running.values() if process]

    def send(self, notice: Notice) -> None:
        """Start a command, and do not wait for it."""
        if self.running >= AT_ONCE:
            self._fail(notice, f"{AT_ONCE} commands are still running, this one was not started")
            return
        task = asyncio.create_task(self._run(notice))
        self._running[task] = None
        task.add_done_callback(self._running.pop)

    async def end(self) -> None:
        """Kill what still runs."""
        tasks = dict(self._running)
        for task, process in tasks.items():
            _kill(process)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, notice: Notice) -> None:
        try:
            process = await self._start(notice)
            code = await self._ended(process, notice)
        except TimeoutError:
            self._fail(notice, f"took longer than {self._seconds:g} s and was ended")
        except (OSError, ValueError) as error:
            self._fail(notice, f"could not be started: {error}")
        else:
            if code:
                self._fail(notice, f"ended with code {code}" if code > 0 else f"was killed by signal {-code}")
            else:
                self._failing.discard(notice.rule.name)

    async def _start(self, notice: Notice) -> asyncio.subprocess.Process:
        nowhere = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            *notice.rule.command,
            stdin=asyncio.subprocess.PIPE,
            stdout=nowhere,
            stderr=nowhere,
            env=environment(notice, os.environ),
            start_new_session=True,
            preexec_fn=_tied if sys.platform == "linux" else None,
        )
        if task := asyncio.current_task():
            self._running[task] = process
        return process

    async def _ended(self, process: asyncio.subprocess.Process, notice: Notice) -> int:
        said = f"{line(event_json(notice.entry))}\n".encode("utf-8", "backslashreplace")
        try:
            async with asyncio.timeout(self._seconds):
                await process.communicate(said)
        finally:
            _kill(process)
            code = await process.wait()
        return code

    def _fail(self, notice: Notice, why: str) -> None:
        name = notice.rule.name
        if name not in self._failing:
            self._say(safe(f"rule {name}: {notice.rule.command[0]} {why}", 300))
        self._failing.add(name)


def environment(notice: Notice, environ: Mapping[str, str]) -> dict[str, str]:
    """Ours without secrets, and what is told as CALLBOARD_… variables: text, which nothing reads as anything else."""
    kept = {name: value for name, value in environ.items() if not name.startswith(SECRETS)}
    event, entity = event_json(notice.entry), notice.entry.event
    said = {name: event[name] for name in (*FIELDS, *MORE)}
    told = {"rule": notice.rule.name, "count": notice.count, "text": notice.text, "kind": entity.kind, "id": entity.id}
    named = {
        f"CALLBOARD_{name.upper()}": "" if value is None else str(value) for name, value in {**said, **told}.items()
    }
    return {**kept, **{name: safe(value) for name, value in named.items()}}


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _tied() -> None:
    """In the new process: end with the board, even if that is killed."""
    if _LIBC:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _kill(process: asyncio.subprocess.Process | None) -> None:
    """With all that it started."""
    if process and process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
