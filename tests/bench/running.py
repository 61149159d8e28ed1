"""A store in use: a board over it, requests that are stored in it, and the view that follows."""

import asyncio
import fcntl
import os
import pty
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from contextlib import closing
from itertools import count
from pathlib import Path
from statistics import median

from receiver.found import found
from receiver.interpreter import catch_up
from store import Intake, Ledger, Request
from store.database import pragma
from store.filters.functions import teach
from tests.bench.load import BODY
from tests.bench.servers import megabytes
from tests.make import request
from tests.running import environment
from tests.terminal import WIDE, Terminal

SECONDS = 2.0
ROUNDS = 5
CONNECTIONS = 32
_numbers = count(time.time_ns())
"""No two messages are the same, in any run."""


def board(log: Path) -> tuple[float, float]:
    """Seconds from the start of `callboard watch` to a full board, at best, and its megabytes then."""
    took, memory = [], 0.0
    for _ in range(3):
        began = time.perf_counter()
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", WIDE[1], WIDE[0], 0, 0))
        environ = {**environment(log.parent), "TERM": "xterm-256color"}
        command = (sys.executable, "-m", "tui", "watch", "--fresh", "--store", str(log))
        with subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True
        ) as process:
            os.close(theirs)
            terminal = Terminal(process, ours, WIDE)
            try:
                terminal.until(lambda text: "DELIVERED" in text.upper() and "Messages" in text, 120)
                took.append(time.perf_counter() - began)
                terminal.rest()
                memory = megabytes(process.pid)
            finally:
                terminal.close()
    return min(took), memory


async def acknowledged(empty: Path, log: Path) -> tuple[float, float]:
    """Captures a second that are durable in a large log, and their share of those in an empty one, in turns."""
    rates = [(await _stored(empty), await _stored(log)) for _ in range(ROUNDS)]
    return median(large for _, large in rates), median(large / small for small, large in rates)


async def _stored(log: Path) -> float:
    async with Intake.open(log, patience=60) as intake:
        began, stored = time.perf_counter(), 0

        async def connection() -> None:
            nonlocal stored
            while time.perf_counter() < began + SECONDS:
                await intake.capture(_another())
                stored += 1

        await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
        return stored / (time.perf_counter() - began)


def _another() -> Request:
    number = next(_numbers)
    return request(BODY % (number, number), "/telnyx", host="localhost", content_type="application/json")


async def entered(log: Path) -> float:
    """Captures that are read and entered in a second of this process's time: others may be at work on this machine."""
    providers = found()[0]
    async with Ledger.open(log) as ledger:
        began, many = time.process_time(), 0
        while time.process_time() < began + 2 * SECONDS and (some := await catch_up(ledger, providers)):
            many += some
        return many / (time.process_time() - began)


def used(path: Path) -> int:
    """Bytes of a file that hold something; the rest is given back when nothing is captured."""
    with closing(sqlite3.connect(path)) as db:
        pages, free, size = (pragma(db, name) for name in ("page_count", "freelist_count", "page_size"))
    return (pages - free) * size


def body(log: Path) -> float:
    """Bytes of a body as it came, on average of the first ten thousand."""
    with closing(sqlite3.connect(log)) as db:
        teach(db)
        row = db.execute("SELECT avg(length(plain(body, pack))) FROM captures WHERE seq <= 10000").fetchone()
    return float(row[0])
