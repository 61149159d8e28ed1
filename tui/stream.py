"""A list with the newest row first, which follows what arrives until the user leaves the newest row."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.message import Message

from store import Reader

from .asking import Clock
from .table import Table

T = TypeVar("T")
KEPT = 4000
"""Rows kept while the list is held still; more are asked for again."""


class Followed(Message):
    """The user wants the view to follow what arrives."""


class Stream(Table[T]):
    """Holds still as soon as the user leaves the newest row, and goes on when they are back on it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "open"), Binding("f", "follow", "follow")]

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self.rows: dict[int, T] = {}
        self.held = False
        """Rows keep their order and place, whatever arrives."""
        self.top = 0
        """The seq of the newest row, when the list was last held."""
        self.newer = 0
        """What came after it."""

    async def page(self, offset: int, limit: int) -> Sequence[T]:
        """The rows from `offset` on; while held, of the list as it was then."""
        raise NotImplementedError

    async def extent(self) -> int:
        """How many rows there are; while held, how many there were."""
        raise NotImplementedError

    async def renew(self) -> None:
        """While held: what is newer, and what the rows that are shown have become."""

    def seq(self, row: T) -> int:
        """The newest entry that a row tells of."""
        raise NotImplementedError

    async def load(self) -> None:
        held, (top, rows) = self.held, self.window()
        total = await self.extent()
        first, last = (max(0, top - rows), min(total, top + 2 * rows)) if held else (0, 2 * rows)
        missing = [index for index in range(first, last) if not held or index not in self.rows]
        found = await self.page(missing[0], len(missing)) if missing else ()
        if self.held != held:
            return  # meanwhile the user left or came back: it is being asked again
        self.total = total
        near = range(first, last) if len(self.rows) >= KEPT else range(total)
        kept = {index: row for index, row in self.rows.items() if held and index in near}
        self.rows = {**kept, **dict(enumerate(found, missing[0] if missing else 0))}
        if held:
            await self.renew()

    def moved(self) -> None:
        held = self.at > 0 or not self.following
        if held and not self.held:
            self.top = self.seq(self.rows[0]) if self.rows else self.cursor or 0
        self.held = held
        self.ask()

    def watch_following(self) -> None:
        self.moved()

    def row(self, index: int) -> T | None:
        return self.rows.get(index)

    def watch_generation(self, _was: int | None, _generation: int | None) -> None:
        self.rows = {}
        self.go(0)

    def action_choose(self) -> None:
        if self.total:
            self.chosen(self.at)

    def action_follow(self) -> None:
        self.go(0)
        self.post_message(Followed())
