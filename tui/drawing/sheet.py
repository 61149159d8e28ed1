"""A text to read and scroll."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from ..text import Spans, width
from .lines import Lines
from .wrapping import hung


class Sheet(Lines):
    """A text to read and scroll, wrapped to the width there is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "l,right",
            "sideways(0.5)",
            "half a screen sideways",
            show=False,
            id="move.right",
            tooltip="half a screen to the right",
        ),
        Binding(
            "h,left",
            "sideways(-0.5)",
            "half a screen sideways",
            show=False,
            id="move.left",
            tooltip="half a screen to the left",
        ),
    ]
    MARGIN = 1
    wraps = True
    _written: Sequence[Spans] = ()
    _laid: Sequence[tuple[Spans, int]] = ()
    """Lines as they are shown, each with how far it hangs under one that it goes on with."""

    def write(self, lines: Sequence[Spans]) -> None:
        """Show another text, where the old one was scrolled to."""
        self._written = lines
        self.lay()

    def lay(self) -> None:
        """Lay the text out for the width there is."""
        room = max(1, self.size.width - 2)
        self._laid = [part for line in self._written for part in (hung(line, room) if self.wraps else ((line, 0),))]
        self.total = len(self._laid)
        self.changed()

    def line(self, index: int) -> Spans:
        return ((" ", ""), *self._laid[index][0])

    def hang(self, index: int) -> int:
        return self._laid[index][1]

    def breadth(self) -> int:
        if self.wraps:
            return self.size.width
        return max((sum(width(text) for text, _ in line) + 2 for line, _ in self._laid), default=0)

    def sized(self) -> None:
        self.lay()

    def action_wrap(self) -> None:
        """Break long lines, or let them go on to the right."""
        self.wraps = not self.wraps
        self.scroll_to(x=0, animate=False, force=True)
        self.lay()

    def action_sideways(self, screens: float) -> None:
        self.scroll_to(x=self.scroll_offset.x + round(screens * self.size.width), animate=False, force=True)
