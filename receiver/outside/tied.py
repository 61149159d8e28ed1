"""A program of another's that ends when we do, however that comes."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass

LONGEST = 65536
"""Bytes in a line of its output."""
END = 3.0
"""Seconds that it may take to leave before it is killed."""

# A guard in the program's own group holds the other end of a pipe of ours: the kernel closes that however we end. It
# asks nothing of the platform but a fork, and while it is there the group's number is nobody else's.
TIED = """
import os, signal, sys
os.closerange(3, 65536)  # uvloop leaves some open: as long as one of them is, the program's output has no end
if not os.fork():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.closerange(1, 3)
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])
"""


@dataclass(frozen=True, slots=True)
class Tied:
    """One that runs."""

    process: asyncio.subprocess.Process
    leash: int
    """Our end of the pipe. No loop knows it: it would wait for that pipe, too, before the process had ended."""

    @classmethod
    async def start(cls, *command: str) -> "Tied":
        """In a group of its own, without a terminal; what it says is on one pipe."""
        end, leash = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-ISc", TIED, *command),
                stdin=end,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                limit=LONGEST,
            )
        except BaseException:
            os.close(leash)
            raise
        finally:
            os.close(end)
        return cls(process, leash)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def stopped(self) -> bool:
        """It is there, and does nothing until somebody has it go on (SIGCONT)."""
        if not hasattr(os, "waitid"):  # macOS before Python 3.13
            return False
        with suppress(ChildProcessError):
            return os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None
        return False

    async def end(self) -> None:
        """Its whole group: a shell in between must leave nobody behind. The guard ends who does not leave."""
        with suppress(ProcessLookupError, PermissionError):  # macOS says the second of a group that has only ended
            os.killpg(self.pid, signal.SIGTERM)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(END):
                    await self.process.wait()
        finally:
            os.close(self.leash)
        await self.process.wait()
