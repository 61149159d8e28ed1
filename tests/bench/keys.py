"""What a user of the board feels: how soon a key shows, and what the board's process grows to."""

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from tests.bench import load
from tests.bench.servers import megabytes
from tests.terminal import Terminal, board

PRESSES = 50
RATE = 1000
WARM = 2.0
EVENTS = 100_000
A_THOUSAND = re.compile(r" 1,0\d\d ev")
"""A few more are on their way when the thousandth is answered."""
CATCHING_UP = 600.0
MANY = 10**9
"""Where the numbers of the messages begin that fill the store."""


def echoes(store: Path) -> tuple[list[float], list[float]]:
    """Seconds from a key to what it changes on the screen: at rest, and while events arrive."""
    with board(store) as terminal:
        port = int(terminal.url.rpartition(":")[2])
        asyncio.run(load.exactly(port, 1000, load.requests()))
        terminal.until(A_THOUSAND, CATCHING_UP)
        at_rest = list(_pressed(terminal))
        with arriving(port):
            time.sleep(WARM)
            return at_rest, list(_pressed(terminal))


def growth(store: Path) -> tuple[float, float]:
    """The board's megabytes with a thousand events, and with a hundred thousand more."""
    with board(store) as terminal:
        port = int(terminal.url.rpartition(":")[2])
        asyncio.run(load.exactly(port, 1000, load.requests()))
        terminal.until(A_THOUSAND, CATCHING_UP)
        before = megabytes(terminal.process.pid)
        asyncio.run(load.exactly(port, EVENTS, load.requests(MANY)))
        terminal.until(re.compile(r" 1\d\d,\d\d\d ev"), CATCHING_UP)
        return before, megabytes(terminal.process.pid)


def _pressed(terminal: Terminal) -> Iterator[float]:
    """Go from pane to pane: the heavy border goes along."""
    for number in range(PRESSES):
        key, title = (("3", "┏━ 3 Numbers"), ("4", "┏━ 4 Messages"))[number % 2]
        began = time.perf_counter()
        terminal.press(key)
        terminal.until(title)
        yield time.perf_counter() - began


@contextmanager
def arriving(port: int, rate: float = RATE) -> Iterator[None]:
    """Events, from a process of their own: in ours they would make the reading of the screen wait."""
    process = get_context("spawn").Process(target=_post, args=(port, rate), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _post(port: int, rate: float) -> None:
    asyncio.run(load.steady(port, CATCHING_UP, rate, load.requests(2 * MANY)))
