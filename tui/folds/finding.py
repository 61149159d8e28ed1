"""Rows that fold, in which a text can be found."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial

from textual.message import Message

from store import Pattern

from .folding import Folding
from .outline import Place, found


class Found(Message):
    """How many rows say what is searched for, and the how-manieth of them the user is on (0 is none)."""

    def __init__(self, nth: int, total: int, path: str) -> None:
        super().__init__()
        self.nth, self.total, self.path = nth, total, path


class Finding(Folding):
    """Goes from match to match, out of what is folded."""

    _hits: Sequence[Place] = ()
    _origin: Place = ()
    """Where the user was when the search began."""

    def begin(self) -> None:
        """A search begins here."""
        self._origin = self.place()

    def search(self, pattern: Pattern | None) -> None:
        """Show where this stands; None is nothing."""
        self.needle, self._hits = pattern, ()
        self.changed()
        if pattern:
            self.run_worker(partial(self._search, pattern), exclusive=True, group="search")  # type: ignore[arg-type]

    async def _search(self, pattern: Pattern) -> None:
        source = self.folds.source
        # In a thread: of a megabyte the end may be far, and the keys must not wait for it.
        try:
            hits = await asyncio.to_thread(lambda: tuple(found(source, pattern)))
        except TimeoutError:
            self.needle = None
            self.notify("this expression takes too long on this text", severity="warning", markup=False)
            return
        if pattern is self.needle and source is self.folds.source:
            self._hits = hits
            self._go(bisect_left(hits, self._origin))

    def match(self, by: int) -> None:
        """To the next match, or the one before; after the last comes the first."""
        here = self.place()
        self._go(bisect_right(self._hits, here) if by > 0 else bisect_left(self._hits, here) - 1)
        self._origin = self.place()

    def _go(self, nth: int) -> None:
        if self._hits:
            self.reveal(self._hits[nth % len(self._hits)])
        self._say()

    def moved(self) -> None:
        if self.needle:
            self._say()

    def _say(self) -> None:
        nth = bisect_right(self._hits, self.place())
        here = nth > 0 and self._hits[nth - 1] == self.place()
        self.post_message(Found(nth if here else 0, len(self._hits), self.path()))
