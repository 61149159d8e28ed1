"""A list of rows some of which are unfolded: only those in view are laid out, however many lines each takes."""

from textual.events import Resize

from store import Pattern

from ..drawing.choice import Choice
from ..drawing.lines import Drawn
from ..drawing.wrapping import wrapped
from ..hints import BETWEEN
from ..privacy import WHOM
from ..text import Spans, shorten, width
from .needle import highlighted
from .outline import Folds, Place
from .sources import Said

CURSOR = "▌"
"""Beside each line of the row that the user is on: ▸ stands for what is folded."""
OPEN, SHUT, NONE = "▾ ", "▸ ", "  "
STEP = "  "
HINT = 20
"""Cells below which the beginning of a hint says nothing."""


class Unfolded(Choice):
    """Rows to walk through; long ones are wrapped, or go on to the right."""

    wraps = True
    needle: Pattern | None = None
    """What is searched for."""

    folds = Folds(Said(()))
    _laid: list[tuple[int, Spans]] | None = None
    _widest = 0

    def put(self, folds: Folds) -> None:
        """Show something else, from its first row on."""
        self.folds, self.at = folds, 0
        self.scroll_to(x=0, y=0, animate=False, force=True)
        self.folded()

    def folded(self) -> None:
        """Other rows are to be seen."""
        self.total = self.folds.total
        self._widest = 0
        self.go(self.at)

    def place(self) -> Place:
        """Where the row is that the user is on."""
        return self.folds.place(self.at) if self.at < self.total else ()

    def reveal(self, place: Place) -> None:
        """Go to a row, out of whatever is folded around it, and have some of what follows it in view."""
        if place[:-1]:
            self.folds.unfold(place[:-1])
        self.total, number = self.folds.total, self.folds.number(place)
        top, rows = self.window()
        self.go(number)
        if not top <= number < top + rows:
            self.scroll_to(y=max(0, number - self.size.height // 3), animate=False, force=True)

    def top(self, place: Place) -> None:
        """Go to a row, and have it on top."""
        self.reveal(place)
        self.scroll_to(y=self.at, animate=False, force=True)

    def window(self) -> tuple[int, int]:
        """The first row in view, and how many there are wholly."""
        top, lines = self.scroll_offset.y, self._lines()
        if not lines:
            return top, 1
        last = lines[-1][0]
        whole = sum(index == last for index, _ in lines) == len(self._parts(last))
        return top, max(1, last - top + whole)

    def seen(self) -> None:
        top, rows = self.window()
        if self.at < top:
            self.scroll_to(y=self.at, animate=False, force=True)
        elif self.at >= top + rows:
            self.scroll_to(y=self._top_for(self.at), animate=False, force=True)

    def _top_for(self, last: int) -> int:
        """The first row with which this one is still in view."""
        room = self.size.height - len(self._parts(last)) if last >= 0 else 0
        while last > 0 and (room := room - len(self._parts(last - 1))) >= 0:
            last -= 1
        return max(0, last)

    def reach(self) -> int:
        return self._top_for(self.total - 1) + self.size.height

    def breadth(self) -> int:
        lines = () if self.wraps else self._lines()
        self._widest = max([self._widest, *(cells(line) + 2 for _, line in lines)])
        return max(self.size.width, self._widest)

    def stretch(self) -> None:
        self._laid = None
        super().stretch()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        self._laid = None
        super().watch_scroll_y(old_value, new_value)

    def row_at(self, y: int) -> int:
        lines = self._lines()
        return lines[y][0] if y < len(lines) else self.total

    def place_at(self, y: int) -> int:
        """A row has as many lines as it needs: what can be selected are those in view."""
        return y

    def places(self) -> tuple[int, int, int]:
        many = len(self._lines())
        return 0, many - 1, many

    def hang(self, y: int) -> int:
        lines = self._lines()
        return len(lines[y][1][0][0]) if y and lines[y - 1][0] == lines[y][0] else 0

    def _row(self, y: int) -> Spans:
        return self._shown(y)[0]

    def _shown(self, y: int) -> Drawn:
        lines = self._lines()
        if y >= len(lines):
            return (), ""
        index, spans = lines[y]
        here = index == self.at and (self.has_focus or self.at > 0)
        return ((CURSOR if here else " ", "strong" if here else ""), *spans), self.under(index)

    def _lines(self) -> list[tuple[int, Spans]]:
        """The lines in view, each with the row it belongs to."""
        if self._laid is None:
            self._laid = []
            index = self.scroll_offset.y
            while index < self.total and len(self._laid) < self.size.height:
                self._laid += ((index, part) for part in self._parts(index))
                index += 1
            del self._laid[self.size.height :]
        return self._laid

    def _parts(self, index: int) -> list[Spans]:
        """A row as the lines that it takes."""
        room = max(1, self.size.width - 2)
        place = self.folds.place(index)
        source, number = self.folds.at(place)
        opened = self.folds.is_open(place)
        inner = opened or source.inner(number) is not None
        glyph = (OPEN if opened else SHUT) if inner else "" if source.flat or source.loose else NONE
        folded = inner and not opened
        line = ((STEP * (len(place) - 1) + glyph, ""), *source.row(number, folded=folded))
        parts = list(wrapped(line, room)) if self.wraps else [line]
        hint = fitting(source.hint(number, folded=folded), room - cells(parts[-1]) - len(STEP))
        if hint:
            parts[-1] = (*parts[-1], (STEP + hint, f"dim {WHOM}" if folded else "dim"))
        return [highlighted(part, self.needle) for part in parts] if self.needle else parts

    def on_resize(self, _event: Resize) -> None:
        self._widest = 0
        self.go(self.at)


def cells(line: Spans) -> int:
    return sum(width(text) for text, _ in line)


def fitting(hint: str, room: int) -> str:
    """As many parts of a hint as there is room for; of a single one its beginning."""
    while BETWEEN in hint and width(hint) > room:
        hint = hint.rpartition(BETWEEN)[0]
    return hint if width(hint) <= room else shorten(hint, room) if room >= HINT else ""
