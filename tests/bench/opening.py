"""A large body on its way to the screen: until its first rows are drawn, a page further, and until a text is found."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import httpx

from store import Capture
from tests.bench.load import BODY
from tests.bench.servers import cpu_seconds
from tests.make import capture
from tests.terminal import Terminal, board
from tui.folds.needle import needle
from tui.folds.outline import Folds, found
from tui.folds.sources import Parts
from tui.hints import Beside
from tui.panes.request import LONGEST, MOST
from tui.request.payload import LAID_OUT, payload

ROWS = 36
"""Rows of a screen."""
TIMES = 7
ROW = re.compile(r"▾ \[\d+\]|▸ \[\d+\]")
"""A row in the middle of the body."""
HEADS = 200
"""Bytes that a request may lack of the most that is taken."""
SMALL = 2000


def body(octets: int = 2**20) -> bytes:
    """So much JSON, of callbacks as Telnyx sends them."""
    one = json.loads(BODY % (1, 1))
    return json.dumps({"data": [one] * (octets // (len(json.dumps(one)) + 2))}).encode()


def seconds(did: Callable[[], object]) -> float:
    """The time of this thread alone: others may be at work on this machine."""
    times = []
    for _ in range(TIMES):
        began = time.thread_time()
        did()
        times.append(time.thread_time() - began)
    return median(times)


def opened(came: Capture) -> Folds:
    folds = Folds(Parts(tuple(payload(came, Beside(came.received_at, lambda: came.received_at), LAID_OUT))))
    for index in range(folds.total):
        folds.unfold((index,))
    folds.unfold_all(MOST, LONGEST)
    page(folds, 0)
    return folds


def page(folds: Folds, first: int) -> None:
    """What a screen asks for."""
    for number in range(first, min(first + ROWS, folds.total)):
        source, index = folds.at(folds.place(number))
        source.row(index, folded=False)
        source.hint(index, folded=True)


def figures(octets: int = 2**20) -> dict[str, float]:
    """Seconds of each."""
    came = capture(body(octets))
    folds = opened(came)
    folds.unfold_all(10**9, 10**9)
    return {
        "json.loads": seconds(lambda: json.loads(came.body)),
        "open": seconds(lambda: opened(came)),
        "page": seconds(lambda: page(folds, folds.total // 2)),
        "search": seconds(lambda: list(found(folds.source, needle("delivered")))),
    }


def shown(store: Path, octets: int = 2**20 - HEADS) -> tuple[float, float]:
    """Seconds from enter to the rows of the body on the terminal, and of those that the board's process worked."""
    with board(store) as terminal:
        httpx.post(f"{terminal.url}/telnyx", content=body(octets)).raise_for_status()
        terminal.until("▸")
        terminal.rest()
        took = list(_opened_and_closed(terminal))
    return median(seconds for seconds, _ in took), median(worked for _, worked in took)


def _opened_and_closed(terminal: Terminal) -> Iterator[tuple[float, float]]:
    for _ in range(TIMES):
        worked, began = cpu_seconds(terminal.process.pid), time.perf_counter()
        terminal.press("\r")
        terminal.until(ROW)
        yield time.perf_counter() - began, cpu_seconds(terminal.process.pid) - worked
        terminal.insist("\x1b", "5 Events")
        terminal.until(lambda text: not ROW.search(text))
        terminal.rest()
