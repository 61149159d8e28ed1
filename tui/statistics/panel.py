"""What every panel of the statistics is: told the numbers, it shows them as a picture or as a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from store import Kind, Reader, Statistics

from ..drawing.choice import Choice
from ..drawing.lines import Drawn
from ..pane import Pane
from ..rows.asking import Clock
from ..text import Spans
from .numbers import Numbers

LEAST = 30
"""Cells below which a panel is not there to be seen."""

Drill = tuple[Kind | None, str]
"""Where the events behind a number are to be seen, the stream or a kind of entity, and the filter that finds them."""


class Opened(Message):
    """The user wants to see what a number counts."""

    def __init__(self, drill: Drill) -> None:
        super().__init__()
        self.kind, self.term = drill


class Panel(Choice, Pane):
    """One line a row, and each row leads to what it counts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "list them", id="stats.list", tooltip="list what this number counts"),
        Binding("v", "turn", "table", id="stats.table", tooltip="as a table, or as a picture"),
        Binding("l,right", "move(1)", "move", show=False, id="stats.right"),
        Binding("h,left", "move(-1)", "move", show=False, id="stats.left"),
    ]
    COUNTS = "attempt:1 -verdict:rejected"
    """Of the events behind a number, those that were counted."""
    figures: var[Statistics | None] = var(None)

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self.tabular = False
        """Whether the table is shown, and not the picture."""
        self.table: Numbers | None = None
        self._drawn: Sequence[Spans] = ()
        self._noted: Sequence[Spans] = ()

    def title(self, _figures: Statistics) -> str:
        return self.TITLE

    def numbers(self, figures: Statistics) -> Numbers:
        """All that the picture tells; a row for each that it can be on."""
        raise NotImplementedError

    def picture(self, figures: Statistics, cells: int) -> Sequence[Spans]:
        """A line for each row of the numbers."""
        raise NotImplementedError

    def many(self) -> int:
        """How many rows the user may be on."""
        return len(self.table.rows if self.tabular and self.table else self._drawn)

    def drill(self, figures: Statistics, index: int) -> Drill | None:
        """What a row leads to."""

    def notes(self, _figures: Statistics) -> Sequence[Spans]:
        """What is said under the rows."""
        return ()

    def head(self) -> Spans:
        return self.table.head() if self.tabular and self.table and self.table.rows else ()

    def line(self, index: int) -> Spans:
        return self.table.line(index) if self.tabular and self.table else self._drawn[index]

    def _shown(self, y: int) -> Drawn:
        if self.figures is None:
            return (((" counting …" if y == 0 else ""), "dim"),), ""
        note = self.scroll_offset.y + y - len(self.above()) - self.total
        if self.total and 0 <= note < len(self._noted):
            return ((" ", ""), *self._noted[note]), ""
        return super()._shown(y)

    def watch_figures(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Lay the numbers out for the room there is."""
        figures = self.figures
        if figures is None or self.size.width < LEAST:
            return
        self.table = self.numbers(figures)
        self._drawn = self.picture(figures, self.size.width - 2)
        self._noted = self.notes(figures)
        self.total = self.many()
        self.at = max(0, min(self.at, self.total - 1))
        self.border_title = Content(self.title(figures))
        self.changed()

    def sized(self) -> None:
        self.draw()

    def chosen(self, index: int) -> None:
        self.at = index
        self.action_choose()

    def action_choose(self) -> None:
        drill = self.drill(self.figures, self.at) if self.figures and self.total else None
        if drill:
            kind, term = drill
            self.post_message(Opened((kind, term if kind else f"{term} {self.COUNTS}".strip())))

    def action_turn(self) -> None:
        self.tabular = not self.tabular
        self.draw()
        self.go(self.at)

    def local(self, when: datetime) -> datetime:
        """A time on the user's clock."""
        return when.astimezone(self.clock().tzinfo)
