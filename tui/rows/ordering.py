"""The chooser of the order in which a list stands."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from store import MOST_SORTED, Order, Table, orders

from ..drawing.columns import mark
from ..drawing.menu import Menu, MenuScreen
from ..text import Spans

NAMES = 14
WAYS = {
    "received": ("newest first", "oldest first"),
    "occurred": ("latest first", "earliest first"),
    "lag": ("longest first", "shortest first"),
    "state": ("worst first", "best first"),
    "attempt": ("most deliveries first", "fewest first"),
    "changed": ("last changed first", "longest unchanged first"),
    "first seen": ("newest first", "oldest first"),
    "events": ("most events first", "fewest first"),
}
LETTERS = ("Z to A", "A to Z")


class Ordering(MenuScreen[Order | None]):
    """Goes with the order of a row; the one that holds already is turned round."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("S", "dismiss(None)", "close", show=False, id="sort.close"),
    ]

    def __init__(self, heading: str, table: Table, now: Order) -> None:
        super().__init__()
        self.HEADING = f"Sort — {heading}"
        self._table, self._now, self._offered = table, now, orders(table)

    def on_mount(self) -> None:
        self.menu.at = next(index for index, order in enumerate(self._offered) if order.by == self._now.by)

    def rows(self) -> Sequence[Spans]:
        return [self._row(order) for order in self._offered]

    def hint(self) -> str:
        return f"all but {self._offered[0].by}: of the newest {MOST_SORTED:,}"

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        order = self._offered[message.index]
        turned = Order(order.by, falling=not self._now.falling)
        self.dismiss(turned if order.by == self._now.by else order)

    def _row(self, order: Order) -> Spans:
        if order.by != self._now.by:
            return ((f"  {order.by.ljust(NAMES)}", ""), (way(order), "dim"))
        turned = Order(order.by, falling=not self._now.falling)
        return (
            (f"{mark(self._now)} {order.by.ljust(NAMES)}", "strong"),
            (way(self._now), ""),
            (f"  enter: {way(turned)}", "dim"),
        )


def way(order: Order) -> str:
    """An order in words."""
    return WAYS.get(order.by, LETTERS)[not order.falling]
