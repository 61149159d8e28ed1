"""A pane of rows in columns."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual.events import Resize

from store import Order, Reader

from ..drawing.choice import Choice
from ..drawing.columns import Column, Fitted, fit, header, row
from ..pane import Pane
from ..text import Spans
from .asking import Clock

T = TypeVar("T")


class Table(Choice, Pane, Generic[T]):
    """As many columns as there is room for."""

    COLUMNS: tuple[Column[T], ...] = ()
    MORE: tuple[Column[T], ...] = ()
    """What else can be shown."""
    order: Order | None = None
    """What the rows are sorted by."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self._fitted: Fitted[T] = ()
        self.chosen_columns: tuple[str, ...] = ()
        """Titles in the order that the user gave them; empty for the usual ones."""

    def row(self, _index: int) -> T | None:
        """What stands in a row; None while it is not known yet."""
        return None

    def head(self) -> Spans:
        return header(self._fitted, self.order)

    def line(self, index: int) -> Spans | None:
        shown = self.row(index)
        return None if shown is None else row(self._fitted, shown, self.clock())

    def sized(self) -> None:
        self._fit()

    def on_resize(self, _event: Resize) -> None:
        self.ask()

    def offered(self) -> dict[str, Column[T]]:
        """Every column by its title, the usual ones first."""
        usual = {column.title: column for column in self.COLUMNS}
        return usual | {column.title: column for column in self.MORE if column.title not in usual}

    def titles(self) -> tuple[str, ...]:
        """The columns that are shown where there is room."""
        return self.chosen_columns or tuple(column.title for column in self.COLUMNS)

    def no_room(self) -> set[str]:
        """Those of them that found none."""
        return set(self.titles()) - {column.title for column, _ in self._fitted}

    def choose_columns(self, titles: Sequence[str]) -> None:
        """Show these in this order, or the usual ones."""
        usual = tuple(column.title for column in self.COLUMNS)
        known = tuple(dict.fromkeys(title for title in titles if title in self.offered()))
        self.chosen_columns = () if known == usual else known
        self._fit()
        self.refresh()

    def _fit(self) -> None:
        usual, offered = {column.title for column in self.COLUMNS}, self.offered()
        columns = [offered[title] for title in self.titles()]
        self._fitted = fit(columns, self.size.width - 1, set(self.titles()) - usual)
