"""Waits for what must come true, and no longer."""

import asyncio
from collections.abc import Callable

PACE = 0.005
PATIENCE = 60
"""Seconds in which what must come true has come true, also on a machine that stalls: only a failing test takes them."""


async def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Return as soon as it is true; `TimeoutError` if it does not become so."""
    never = asyncio.Event()
    async with asyncio.timeout(seconds):
        while not true():
            try:
                await asyncio.wait_for(never.wait(), PACE)
            except TimeoutError:
                continue
