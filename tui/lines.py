"""Lines of text that are drawn only where they are visible, and repainted only where they read differently."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Resize
from textual.geometry import Region, Size
from textual.strip import Strip

from .mask import marked
from .moves import Moves
from .text import Spans

STYLES = {
    *("ok", "pending", "attention", "failed", "ended", "unknown"),
    *("verified", "partial", "unchecked", "rejected"),
    *("dim", "head", "strong", "alarm", "key", "string", "number", "literal", "at"),
    *("said", "raw"),
}
PREFIX = "lines--"

Drawn = tuple[Spans, str]
"""What a screen line shows, and the name of the style that lies under it."""


class Lines(Moves):
    """Rows under a head. Subclasses say how many there are, and what stands in each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {PREFIX + name for name in STYLES}
    EMPTY: tuple[str, ...] = ()
    """What would fill the list."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  textual's own name
        super().__init__(id=id)
        self._painted: dict[int, Drawn] = {}

    def line(self, _index: int) -> Spans | None:
        """What stands in a row; None while it is not known yet."""
        return None

    def under(self, _index: int) -> str:
        """The name of the style that lies under a row."""
        return ""

    def render_line(self, y: int) -> Strip:
        self._painted[y] = self._guarded(y)
        return self._strip(*self._painted[y])

    def changed(self) -> None:
        """Repaint the lines that read differently now."""
        # Not through the reactive: it would lay the whole screen out again, ten times a second.
        self.set_reactive(Lines.virtual_size, Size(self.breadth(), self.total + bool(self.head())))
        for y in range(self.size.height):
            if self._painted.get(y) != self._guarded(y):
                self.refresh(Region(0, y, self.size.width, 1))

    def breadth(self) -> int:
        """Cells of the longest row."""
        return self.size.width

    def on_resize(self, _event: Resize) -> None:
        self.changed()

    def _shown(self, y: int) -> Drawn:
        head = self.head()
        if head and y == 0:
            return head, ""
        index = self.scroll_offset.y + y - bool(head)
        if index >= self.total:
            hint = self.EMPTY[index : index + 1] if not self.total else ()
            return tuple((text, "dim") for text in hint), ""
        spans = self.line(index)
        return ((("…", "dim"),) if spans is None else spans), self.under(index)

    def _guarded(self, y: int) -> Drawn:
        # One broken row must not take the board: whatever goes wrong is said in its place, and the rest lives on.
        try:
            return self._shown(y)
        except Exception as error:  # noqa: BLE001
            return ((f" pane failed: {type(error).__name__}", "failed"),), ""

    def _strip(self, spans: Spans, under: str) -> Strip:
        base = self.rich_style + self._style(under) if under else self.rich_style
        named = {name: self._style(name) for _, name in spans if name}
        segments = [Segment(text, base + named[name] if name else base) for text, name in spans]
        left = self.scroll_offset.x
        strip = Strip(segments).simplify().crop(left, left + self.size.width)
        return strip.extend_cell_length(self.size.width, base)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(PREFIX + name, partial=True, default=Style()) + marked(name)
