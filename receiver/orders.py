"""What a process of the receiver's hears of it on its standard input: its settings as JSON, then an order a line."""

import asyncio
import ctypes
import json
import signal
import sys
from typing import Any

PR_SET_PDEATHSIG = 1


async def heard() -> tuple[dict[str, Any], asyncio.StreamReader]:
    """The settings, and whence the orders come. From now on this process ends with the receiver, and not before."""
    _end_with_the_receiver()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    return json.loads(await orders.readline()), orders


def _end_with_the_receiver() -> None:
    """Linux ends us when the receiver dies, however busy or stopped we are; elsewhere the end of our input does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
