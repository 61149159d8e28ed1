"""Lines that come out of the store."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from store import Reader, StoreError

from .lines import Lines

Clock = Callable[[], datetime]


class Asking(Lines):
    """Asks the store whenever something may have changed, never twice at a time."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(id=type(self).__name__.lower())
        self.reader, self.clock = reader, clock
        self.trouble: str | None = None
        """Why the store did not answer, while it does not."""
        self._wanted = self._loading = False

    async def load(self) -> None:
        """Ask the store for what is shown."""

    def on_show(self) -> None:
        self.ask()

    def ask(self) -> None:
        """Have it loaded: now, or once more if it is being loaded."""
        self._wanted = True
        if not self._loading and self.is_mounted:
            self._loading = True
            self.run_worker(self._load())

    async def _load(self) -> None:
        try:
            while self._wanted:
                self._wanted = False
                await self.load()
                self.trouble = None
        except (StoreError, sqlite3.Error) as error:
            self.trouble = str(error)
        finally:
            self._loading = False
        self.changed()
