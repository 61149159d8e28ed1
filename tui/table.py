"""A pane of rows in columns."""

from typing import Generic, TypeVar

from textual.events import Resize

from store import Reader

from .asking import Clock
from .choice import Choice
from .pane import Pane
from .text import Spans
from .words import Column, Fitted, fit, header, row

T = TypeVar("T")


class Table(Choice, Pane, Generic[T]):
    """As many columns as there is room for."""

    COLUMNS: tuple[Column[T], ...] = ()

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self._fitted: Fitted[T] = ()

    def row(self, _index: int) -> T | None:
        """What stands in a row; None while it is not known yet."""
        return None

    def head(self) -> Spans:
        return header(self._fitted)

    def line(self, index: int) -> Spans | None:
        shown = self.row(index)
        return None if shown is None else row(self._fitted, shown, self.clock())

    def on_resize(self, _event: Resize) -> None:
        self._fitted = fit(self.COLUMNS, self.size.width - 1)
        self.seen()
        self.ask()
