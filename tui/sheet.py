"""A text to read and scroll."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Resize

from .lines import Lines
from .text import Spans, width
from .wrapping import wrapped


class Sheet(Lines):
    """A text to read and scroll, wrapped to the width there is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,right", "sideways(0.5)", "half a screen sideways", show=False),
        Binding("h,left", "sideways(-0.5)", "half a screen sideways", show=False),
    ]
    wraps = True
    _written: Sequence[Spans] = ()
    _laid: Sequence[Spans] = ()

    def write(self, lines: Sequence[Spans]) -> None:
        """Show another text, where the old one was scrolled to."""
        self._written = lines
        self.lay()

    def lay(self) -> None:
        """Lay the text out for the width there is."""
        room = max(1, self.size.width - 2)
        self._laid = [part for line in self._written for part in (wrapped(line, room) if self.wraps else (line,))]
        self.total = len(self._laid)
        self.changed()

    def line(self, index: int) -> Spans:
        return ((" ", ""), *self._laid[index])

    def breadth(self) -> int:
        if self.wraps:
            return self.size.width
        return max((sum(width(text) for text, _ in line) + 2 for line in self._laid), default=0)

    def on_resize(self, _event: Resize) -> None:
        self.lay()

    def action_wrap(self) -> None:
        """Break long lines, or let them go on to the right."""
        self.wraps = not self.wraps
        self.scroll_to(x=0, animate=False, force=True)
        self.lay()

    def action_sideways(self, screens: float) -> None:
        self.scroll_to(x=self.scroll_offset.x + round(screens * self.size.width), animate=False, force=True)
