"""What is not read yet: whether there is any, and its reading where no receiver runs."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from store import Ledger, Reader, StoreError, check_log

from .interpreter import catch_up
from .meaning.trust import Keys
from .provider import Provider


async def behind(log: Path) -> bool:
    """There are captures that the view does not hold."""
    try:
        async with Reader.open(log) as reader:
            cursors = await reader.cursors()
    except (StoreError, sqlite3.Error):
        return True
    return cursors.read < cursors.capture


async def read_all(
    log: Path, providers: tuple[Provider, ...], keys: Keys, *, again: bool, tell: Callable[[int], None]
) -> int:
    """Read what is unread, or everything `again`; how many captures that was. `tell` is told how many so far. Raises
    `Locked` where a receiver runs."""
    total = 0
    check_log(log)
    async with Ledger.open(log, anew=again) as ledger:
        while entered := await catch_up(ledger, providers, keys):
            total += entered
            tell(total)
    return total
