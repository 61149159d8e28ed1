"""A program of another's that ends when we do, however that comes."""

import asyncio
import os
import signal
import sys
from contextlib import suppress

LONGEST = 65536
"""Bytes in a line of its output."""
END = 3.0
"""Seconds that it may take to leave before it is killed."""

# A guard in the program's own group holds the other end of a pipe of ours: the kernel closes that however we end. It
# asks nothing of the platform but a fork, and while it is there the group's number is nobody else's.
TIED = """
import os, signal, sys
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


async def start(*command: str) -> asyncio.subprocess.Process:
    """In a group of its own, without a terminal; what it says is on one pipe."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-ISc", TIED, *command),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        limit=LONGEST,
    )


def stopped(process: asyncio.subprocess.Process) -> bool:
    """It is there, and does nothing until somebody has it go on (SIGCONT)."""
    if not hasattr(os, "waitid"):  # macOS before Python 3.13
        return False
    with suppress(ChildProcessError):
        return os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None
    return False


async def end(process: asyncio.subprocess.Process) -> None:
    """Its whole group: a shell in between must leave nobody behind, and the guard leaves last."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):  # macOS says the second of a group that has only ended
            os.killpg(process.pid, number)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), END)
