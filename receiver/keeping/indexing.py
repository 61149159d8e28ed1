"""Keeps the text index behind the view: a little at a time, when there is nothing else to do."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from store import Index, IndexLost, StoreError, drop_index

LATER = 30.0
"""Seconds until it is tried again, when it could not be written (a full disk, say)."""
MOST_LOST = 3
"""Times that it is begun anew, one after the other."""


@dataclass(slots=True)
class Indexing:
    """The index of one view; whatever is wrong with it is not in the way of anything else."""

    log: Path
    tell: Callable[[str], None]
    _index: Index | None = None
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _not_before: float = 0.0
    _lost: int = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._close()

    async def step(self) -> bool:
        """A hundredth of a second's work; False when there is none."""
        if time.monotonic() < self._not_before:
            return False
        try:
            return await self._opened_step()
        except IndexLost as error:
            return await self._begin_anew(error)
        except (sqlite3.Error, StoreError, OSError) as error:
            return await self._give_up(error)

    async def _begin_anew(self, error: IndexLost) -> bool:
        self._lost += 1
        if self._lost > MOST_LOST:  # it is lost as soon as it is there: something else is wrong
            return await self._give_up(error)
        self.tell(f"the text index is begun anew: {error}")
        await self._close()
        drop_index(self.log)
        return True

    async def _give_up(self, error: Exception) -> bool:
        """For a while."""
        self.tell(f"the text index cannot be kept ({error}): it is tried again")
        self._not_before, self._lost = time.monotonic() + LATER, 0
        await self._close()
        return False

    async def _opened_step(self) -> bool:
        if self._index is None:
            self._index = await self._open.enter_async_context(Index.open(self.log))
        did = await self._index.step()
        self._lost = 0
        return did

    async def _close(self) -> None:
        self._index, opened, self._open = None, self._open, AsyncExitStack()
        with suppress(sqlite3.Error, StoreError):  # a file that is not well
            await opened.aclose()
