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

# The kernel sees to its end when ours comes, where there is a way to tell it.
TIED = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != int(sys.argv[1]):
        os._exit(1)
os.execvp(sys.argv[2], sys.argv[2:])
"""


async def start(*command: str) -> asyncio.subprocess.Process:
    """In a group of its own, without a terminal; what it says is on one pipe."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", TIED, str(os.getpid())),
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        limit=LONGEST,
    )


async def end(process: asyncio.subprocess.Process) -> None:
    """Its whole group: a shell in between must leave nobody behind."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), END)
            return
