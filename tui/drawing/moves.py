"""The keys that move through rows, and how many of them there is room for."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView

from ..text import Spans
from .sized import Sized


class Moves(Sized, ScrollView, can_focus=True, inherit_bindings=False):
    """Rows that scroll under a head."""

    ALLOW_MAXIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "move", show=False, id="move.down", tooltip="a row down"),
        Binding("k,up", "move(-1)", "move", show=False, id="move.up", tooltip="a row up"),
        Binding("g,home", "ends(0)", "to the top", show=False, id="move.top"),
        Binding("G,end", "ends(1)", "to the end", show=False, id="move.end"),
        Binding("ctrl+d", "pages(0.5)", "half a page", show=False, id="move.half-down", tooltip="half a page down"),
        Binding("ctrl+u", "pages(-0.5)", "half a page", show=False, id="move.half-up", tooltip="half a page up"),
        Binding("space,pagedown", "pages(1)", "a page", show=False, id="move.page-down", tooltip="a page down"),
        Binding("pageup", "pages(-1)", "a page", show=False, id="move.page-up", tooltip="a page up"),
    ]
    total = 0
    """How many rows there are."""

    @property
    def size(self) -> Size:
        """Cells inside the border, as of the last layout. Textual asks the layout in the making, which at times does
        not know the widget: what is laid out then would stay laid out for nothing."""
        return self._container_size

    def head(self) -> Spans:
        """The line that stays on top; empty for none."""
        return ()

    def above(self) -> Sequence[Spans]:
        """All lines that stay on top."""
        head = self.head()
        return (head,) if head else ()

    def window(self) -> tuple[int, int]:
        """The first row in view, and how many there is room for."""
        return self.scroll_offset.y, max(1, self.size.height - len(self.above()))

    def action_move(self, rows: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, force=True)

    def action_pages(self, pages: float) -> None:
        self.action_move(round(pages * self.window()[1]) or (1 if pages > 0 else -1))

    def action_ends(self, end: int) -> None:
        self.action_move(self.total if end else -self.total)
