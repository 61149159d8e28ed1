"""Lines that come out of the store."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from textual.worker import Worker, WorkerCancelled, WorkerFailed

from store import Reader, StoreError

from ..drawing.lines import Lines

Clock = Callable[[], datetime]


class Asking(Lines):
    """Asks the store whenever something may have changed, never twice at a time."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(id=type(self).__name__.lower())
        self.reader, self.clock = reader, clock
        self.trouble = ""
        """What keeps it from showing what there is, while something does."""
        self._wanted = self._loading = self._looked = False
        self._loader: Worker[None] | None = None

    async def load(self) -> None:
        """Ask the store for what is shown."""

    def on_show(self) -> None:
        self.ask()

    def hints(self) -> tuple[str, ...]:
        """Nothing is missed before anybody has looked."""
        if self.trouble:
            return (self.trouble,)
        return super().hints() if self._looked else ()

    def ask(self) -> None:
        """Have it loaded: now, or once more if it is being loaded."""
        self._wanted = True
        if not self._loading and self.is_mounted:
            self._loading = True
            self._loader = self.work(self._load)

    async def loaded(self) -> None:
        """Wait for what is being loaded."""
        if self._loading and self._loader:
            with suppress(WorkerFailed, WorkerCancelled):
                await self._loader.wait()

    def work(self, do: Callable[[], Awaitable[None]]) -> "Worker[None]":
        """Have something done that the pane alone fails with, and says so in place."""
        # Not as a coroutine: one that is cancelled before it began would print a warning into the screen.
        return self.run_worker(partial(self._tried, do))

    async def _tried(self, do: Callable[[], Awaitable[None]]) -> None:
        try:
            await do()
        except (StoreError, sqlite3.Error):
            self.trouble = "the store does not answer"
        except Exception as error:  # noqa: BLE001  whatever goes wrong in one pane, the others live on
            self.trouble = f"this pane failed: {type(error).__name__}"
        self.changed()

    async def _load(self) -> None:
        try:
            while self._wanted:
                self._wanted = False
                await self.load()
                self.trouble, self._looked = "", True
        finally:
            self._loading = False
