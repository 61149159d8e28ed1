"""Lines of text that are drawn only where they are visible, and repainted only where they read differently."""

from rich.segment import Segment
from rich.style import Style
from textual.events import Resize
from textual.geometry import Region, Size
from textual.selection import Selection
from textual.strip import Strip

from ..text import Spans
from .inks import PREFIX
from .mask import marked
from .moves import Moves
from .parting import parted

Drawn = tuple[Spans, str]
"""What a screen line shows, and the name of the style that lies under it."""


def failed(error: BaseException) -> Spans:
    """What stands in the place of what could not be drawn."""
    return ((f" pane failed: {type(error).__name__}", "failed"),)


class Lines(Moves):
    """Rows under a head. Subclasses say how many there are, and what stands in each."""

    EMPTY: tuple[str, ...] = ()
    """What would fill the list."""
    MARGIN = 0
    """Letters at the begin of a row that are not of its text."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  textual's own name
        super().__init__(id=id)
        self._painted: dict[int, Drawn] = {}

    def hints(self) -> tuple[str, ...]:
        """What an empty list says."""
        return self.EMPTY

    def line(self, _index: int) -> Spans | None:
        """What stands in a row; None while it is not known yet."""
        return None

    def under(self, _index: int) -> str:
        """The name of the style that lies under a row."""
        return ""

    def hang(self, _index: int) -> int:
        """Of a row that goes on with the text of the one above, how far it is indented; else 0."""
        return 0

    def render_line(self, y: int) -> Strip:
        self._painted[y] = self._guarded(y)
        return self._strip(self.place_at(y), *self._painted[y])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What was selected, as it is shown, without margins and padding; beyond the pane's edge nothing is."""
        top, bottom, many = self.places()
        first = max(0, selection.start.y if selection.start else top)
        last = min(many - 1, selection.end.y if selection.end else bottom)
        text = ""
        for index in range(first, last + 1):
            piece = self._selected(index, selection)
            text = text + piece if self.hang(index) and index > first else f"{text.rstrip(' ')}\n{piece}"
        return text.strip("\n").rstrip(), "\n"

    def stretch(self) -> None:
        """How far it can be scrolled depends on how much there is."""
        # Not through the reactive: it would lay the whole screen out again, ten times a second.
        self.set_reactive(Lines.virtual_size, Size(self.breadth(), self.reach()))

    def changed(self) -> None:
        """Repaint the lines that read differently now."""
        self.stretch()
        for y in range(self.size.height):
            if self._painted.get(y) != self._guarded(y):
                self.refresh(Region(0, y, self.size.width, 1))

    def reach(self) -> int:
        """How far it can be scrolled, with the lines of one screen."""
        return self.total + len(self.above())

    def breadth(self) -> int:
        """Cells of the longest row."""
        return self.size.width

    def on_resize(self, _event: Resize) -> None:
        self.changed()

    def _shown(self, y: int) -> Drawn:
        above = self.above()
        if y < len(above):
            return above[y], ""
        index = self.row_at(y)
        if index >= self.total:
            hint = self.hints()[index : index + 1] if not self.total else ()
            return tuple((text, "dim") for text in hint), ""
        return self._row(index), self.under(index)

    def _row(self, index: int) -> Spans:
        # One broken row must not take the board: whatever goes wrong is said in its place, and the rest lives on.
        try:
            spans = self.line(index)
        except Exception as error:  # noqa: BLE001
            return failed(error)
        return (("…", "dim"),) if spans is None else spans

    def row_at(self, y: int) -> int:
        """The row in a line of the screen; -1 for what stays on top."""
        above = len(self.above())
        return self.scroll_offset.y + y - above if y >= above else -1

    def place_at(self, y: int) -> int:
        """Which of all that can be selected stands in a line of the screen."""
        return self.row_at(y)

    def places(self) -> tuple[int, int, int]:
        """The first and the last of those in view, and how many there are."""
        top, rows = self.window()
        return top, top + rows - 1, self.total

    def _guarded(self, y: int) -> Drawn:
        try:
            return self._shown(y)
        except Exception as error:  # noqa: BLE001  nor must a broken head
            return failed(error), ""

    def _strip(self, index: int, spans: Spans, under: str) -> Strip:
        base = self.rich_style + self._style(under) if under else self.rich_style
        segments = self._segments(spans, base)
        if chosen := self._span(index):
            style = self.screen.get_component_rich_style("screen--selection")
            segments = [Segment(text, own + style if here else own) for text, own, here in parted(segments, *chosen)]
        left, cells = self.scroll_offset.x, self.size.width
        whole = Strip(segments).simplify()
        before = len(whole.crop(0, left).text) if left else 0
        return whole.crop(left, left + cells).extend_cell_length(cells, base).apply_offsets(before, index)

    def _segments(self, spans: Spans, base: Style) -> list[Segment]:
        named = {name: self._style(name) for _, name in spans if name}
        return [Segment(text, base + named[name] if name else base) for text, name in spans]

    def _span(self, index: int) -> tuple[int, int] | None:
        """The letters of a row that are selected; -1 is its end."""
        selection = self.text_selection
        return selection.get_span(index) if selection else None

    def _selected(self, index: int, selection: Selection) -> str:
        """Masked, where what is shown is."""
        begin, end = selection.get_span(index) or (0, 0)
        pieces = parted(self._segments(self._row(index), Style()), max(begin, self.MARGIN + self.hang(index)), end)
        segments = [Segment(text, style) for text, style, _ in pieces]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, self.background_colors[1])
        return "".join(segment.text for segment, (*_, here) in zip(segments, pieces, strict=True) if here)

    def _style(self, names: str) -> Style:
        """Of several names, with a space between them, the last holds."""
        return Style.combine(
            self.screen.get_component_rich_style(PREFIX + name, partial=True, default=Style()) + marked(name)
            for name in names.split()
        )
