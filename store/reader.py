"""The door for looking: everything that a screen or a command may ask, and nothing that it could change."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from .filters.fields import PATIENCE, Patience
from .reading.captures import Captures
from .reading.entities import Entities
from .reading.entries import Entries
from .reading.numbers import Numbers
from .reading.providers import Providers
from .reading.sends import Sends


class Reader(Entries, Entities, Captures, Providers, Sends, Numbers):
    """Read-only over the view and the log: SQLite itself refuses a write."""

    @classmethod
    @asynccontextmanager
    async def open(
        cls, log: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC), patience: Patience = PATIENCE
    ) -> AsyncIterator["Reader"]:
        """`clock` is what `since:10m` counts from, `patience` how long a kind of entity may be pending. Raises
        `StoreError` where there is no store."""
        reader = cls(log, clock, patience)
        try:
            await reader._connect()
            yield reader
        finally:
            await reader._open.aclose()
