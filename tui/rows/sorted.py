"""A list that may stand in another order than that of time: it holds still, and is sorted again when asked to."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from store import MOST_SORTED, Key, Order, Reader, orders
from store import Table as Kept

from ..drawing.columns import mark
from .asking import Clock
from .table import Table

T = TypeVar("T")
AGAIN = 5.0
"""Seconds after which a list is sorted again while the user is on its first row: it may take a moment."""


class Sorted(Table[T]):
    """Sorted otherwise than newest first it shows keys as they were put in order, and behind each the row of now."""

    TABLE: Kept = "entries"
    """Of what the rows are."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self.order: Order = self.usual_order()
        self._keys: Sequence[Key] | None = None
        """In their order; None for rows that have to be sorted first."""
        self._sorted_at = 0
        """The cursor when that was done."""

    def usual_order(self) -> Order:
        """Newest first."""
        return orders(self.TABLE)[0]

    def is_sorted(self) -> bool:
        return self.order != self.usual_order()

    def sort(self, order: Order) -> None:
        """Have the rows in this order."""
        if order != self.order and order.by in {one.by for one in orders(self.TABLE)}:
            self.order = order
            self.sort_again()
            self.go(0)
            self.refresh()

    def sort_again(self) -> None:
        self._keys = None
        self.ask()

    def sort_if_changed(self) -> None:
        """What arrived belongs somewhere else by now."""
        if self.is_sorted() and not self.still() and (self.cursor or 0) > self._sorted_at:
            self.sort_again()

    def still(self) -> bool:
        """Whether nothing may change its place."""
        return False

    async def keys_in_order(self) -> Sequence[Key]:
        """The keys of all rows, as the store sorts them now."""
        raise NotImplementedError

    async def rows_at(self, keys: Sequence[Key]) -> Mapping[Key, T]:
        """Rows as they are now; one that is gone is left out."""
        raise NotImplementedError

    async def sorted_rows(self) -> tuple[int, dict[int, T]] | None:
        """How many rows there are, and those in and around the view; None where it was sorted otherwise meanwhile."""
        if (keys := self._keys) is None:
            order, now = self.order, self.cursor or 0
            keys = await self.keys_in_order()
            if order != self.order:
                return None
            self._keys, self._sorted_at = keys, now
        top, rows = self.window()
        near = range(max(0, top - rows), min(len(keys), top + 2 * rows))
        found = await self.rows_at([keys[index] for index in near])
        if self._keys is not keys:
            return None
        return len(keys), {index: found[keys[index]] for index in near if keys[index] in found}

    def said_order(self) -> str:
        """What the badge says of a list that is not newest first."""
        some = f" · of the newest {MOST_SORTED:,}" if self.total == MOST_SORTED else ""
        news = " · f sorts again" if self.still() else ""
        return f"SORTED by {self.order.by} {mark(self.order)}{some}{news}"
