"""Waits for events that a filter finds, as scripts and tests do."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from store import Entry, Filter, Reader, StoreError, parse

LOOK = 0.05
"""Seconds between two looks at the store."""
AT_ONCE = 1000


@dataclass(slots=True)
class Waiting:
    """What arrives and matches, each event once, oldest first."""

    store: Path
    where: Filter
    capture: int | None = None
    """Only of captures after this one: they keep their numbers, also when the view of them is begun anew. None is the
    newest that there is at the first look."""
    _looked: Callable[[], None] | None = None
    """Called once, after the first look: all that is there by then has been told, or there is no store."""

    @asynccontextmanager
    async def within(self, seconds: float) -> AsyncGenerator[AsyncGenerator[Entry, None], None]:
        """What arrives; `TimeoutError` after so many seconds, but not before the first look."""
        end = asyncio.get_running_loop().time() + seconds
        async with asyncio.timeout(None) as patience, aclosing(self.arriving()) as entries:
            self._looked = partial(patience.reschedule, end)
            yield entries

    async def arriving(self) -> AsyncGenerator[Entry, None]:
        """Goes on for ever; waits for the store, if it is not there yet."""
        while True:
            with suppress(StoreError, sqlite3.Error):  # not there yet, or just being replaced
                async with Reader.open(self.store) as reader, aclosing(self._followed(reader)) as entries:
                    async for entry in entries:
                        self.capture = entry.capture  # one transaction enters all that a capture means
                        yield entry
            self.capture = self.capture or 0
            self._have_looked()
            await asyncio.sleep(LOOK)

    async def _followed(self, reader: Reader) -> AsyncGenerator[Entry, None]:
        cursors = await reader.cursors()
        if self.capture is None:
            self.capture = cursors.capture
        wanted = Filter(join="and", parts=(self.where, parse(f"capture>{self.capture}")))
        seen, there, generation = 0, cursors.entry, cursors.generation
        while cursors.generation == generation:
            top = min(cursors.entry, seen + AT_ONCE)
            for entry in reversed(await reader.entries(where=wanted, after=seen, top=top, limit=AT_ONCE)):
                yield entry
            seen = top
            if seen >= there:
                self._have_looked()
            if seen == cursors.entry:
                await asyncio.sleep(LOOK)
            cursors = await reader.cursors()

    def _have_looked(self) -> None:
        looked, self._looked = self._looked, None
        if looked:
            looked()
