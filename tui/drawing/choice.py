"""A list in which the user is on one row, and may open it."""

from textual.events import Click, Resize

from ..text import Spans
from .lines import Drawn, Lines

GUTTER = "▸"
_SPACE = (" ", "")


class Choice(Lines):
    """Rows to walk through: by keys, or by mouse, where the first click picks and a second opens."""

    MARGIN = len(GUTTER)
    POINTS = False
    """Whether the row is marked also while the keys are elsewhere."""
    at = 0
    """The row that the user is on."""
    _clicked: int | None = None

    def moved(self) -> None:
        """The user went to another row, or scrolled."""

    def chosen(self, index: int) -> None:
        """The user opened a row."""

    def go(self, index: int) -> None:
        """Be on a row, and have it in view."""
        self.at = max(0, min(index, self.total - 1))
        self.stretch()
        self.seen()
        self.moved()
        self.changed()

    def seen(self) -> None:
        """Have the row that the user is on in view."""
        top, rows = self.window()
        if self.size and not top <= self.at < top + rows:
            self.scroll_to(y=self.at if self.at < top else self.at - rows + 1, animate=False, force=True)

    def on_resize(self, _event: Resize) -> None:
        self.changed()
        self.seen()

    def under(self, index: int) -> str:
        return "at" if index == self.at and self.has_focus else ""

    def _shown(self, y: int) -> Drawn:
        spans, under = super()._shown(y)
        return (spans, under) if 0 <= self.row_at(y) < self.total else ((_SPACE, *spans), under)

    def _row(self, index: int) -> Spans:
        here = index == self.at and (self.has_focus or self.at or self.POINTS)
        return ((GUTTER, "strong") if here else _SPACE, *super()._row(index))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What the wheel scrolls away takes the user along."""
        super().watch_scroll_y(old_value, new_value)
        top, rows = self.window()
        self.at = max(top, min(self.at, top + rows - 1))
        self.moved()

    def on_focus(self) -> None:
        self.changed()

    def on_blur(self) -> None:
        self._clicked = None
        self.changed()

    def on_click(self, event: Click) -> None:
        if self.text_selection:  # the mouse was let go at the end of what it selects
            return
        index = self.row_at(event.get_content_offset_capture(self).y)
        if not 0 <= index < self.total:
            return
        again, self._clicked = index == self._clicked, index
        self.go(index)
        if again:
            self.chosen(index)

    def action_move(self, rows: int) -> None:
        self._clicked = None
        self.go(self.at + rows)
