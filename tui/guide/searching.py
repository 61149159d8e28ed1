"""A list over whatever screen there is, that gets shorter as one types."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Click, Resize
from textual.message import Message
from textual.widgets import Input

from ..drawing.choice import Choice
from ..drawing.foot import Foot
from ..drawing.inks import Over
from ..drawing.lines import Drawn
from ..drawing.moves import Moves
from ..drawing.prompt import Prompt
from ..drawing.strap import Strap
from ..drawing.wrapping import wrapped
from ..text import Spans
from .commands import Command

AROUND = 4
"""Rows that border, typed line and foot take."""
TALL, BESIDE = 30, 4
"""Rows from which so many of what is below stay in sight."""
SIDES = 5
"""Cells that border, gutter and padding take."""
WIDEST = 104
NOTHING = "Nothing here has these letters. esc closes."


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    spans: Spans
    said: str = ""
    """What is looked through for what was typed; lines that belong together say the same."""
    command: Command | None = None
    """What enter does here."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a name."""

    name: str
    rows: tuple[Row, ...]


class Chose(Message):
    """The user clicked on a row."""


class Found(Choice, can_focus=False):
    """The rows that are left. The keys stay with what is typed."""

    rows: Sequence[Row] = ()

    def offer(self, rows: Sequence[Row], at: int) -> None:
        self.rows, self.total = rows, len(rows)
        self.POINTS = any(row.command for row in rows)
        self.go(at)

    def on_resize(self, _event: Resize) -> None:
        """From the top again: what stands above the first row to choose is seen where there is room for it."""
        self.scroll_to(y=0, animate=False, force=True)
        self.go(self.at)

    def here(self) -> Row | None:
        return self.rows[self.at] if self.at < len(self.rows) else None

    def line(self, index: int) -> Spans:
        return self.rows[index].spans

    def under(self, index: int) -> str:
        return "at" if index == self.at and self.rows[index].command else ""

    def action_move(self, rows: int) -> None:
        """To the next row that does something, if there is one that way."""
        if not self.POINTS:
            Moves.action_move(self, rows)
            return
        step = 1 if rows > 0 else -1
        ways = range(self.at + rows, len(self.rows) if step > 0 else -1, step)
        self.go(next((index for index in ways if self.rows[index].command), self.at + rows))

    def _shown(self, y: int) -> Drawn:
        """A text to read has no row that the user is on."""
        spans, under = super()._shown(y)
        return (spans, under) if self.POINTS else (((" ", ""), *spans[1:]), under)

    def on_click(self, event: Click) -> None:
        super().on_click(event)
        self.post_message(Chose())


class Searching(Over[Command | None]):
    """Goes with the command that was chosen. A subclass says which sections there are."""

    TITLE = ""
    END = False
    """Whether it begins at the end: where the newest comes last."""

    def __init__(self) -> None:
        super().__init__()
        self._every: Sequence[Section] = ()
        self._typed = ""
        """What the rows are for."""
        self._runs = False
        """Whether enter does something."""
        self._on = 0
        """The section that is shown while nothing is typed."""

    def sections(self, cells: int) -> Iterable[Section]:
        """All there is, laid out for so many cells."""
        raise NotImplementedError

    def found(self, typed: str) -> Sequence[Row]:
        """What is shown: a section, or of all of them what has the words that are typed."""
        if not typed:
            return self._every[self._on].rows
        words = typed.lower().split()
        named = [(one.name, [row for row in one.rows if matches(row, words)]) for one in self._every]
        return [line for name, rows in named if rows for line in (heading(name), *rows)]

    def compose(self) -> ComposeResult:
        with Container(id="search"):
            with Container(id="asking"):
                yield Strap(id="slash")
                yield Prompt()
                yield Strap(id="sections")
            yield Found(id="rows")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        self.query_one("#search").border_title = Content(self.title or "")
        self.query_one("#slash", Strap).say(((" search ", "dim"),))
        self.set_focus(self.query_one(Prompt))

    def on_resize(self, event: Resize) -> None:
        self.lay(event.size.width, event.size.height)

    def lay(self, width: int, height: int) -> None:
        """Make the rows for the room there is: the box does not jump while one types."""
        self._every = tuple(self.sections(min(width, WIDEST) - SIDES))
        most = max(len(one.rows) for one in self._every)
        beside = BESIDE if height >= TALL else 0
        self.query_one(Found).styles.height = max(1, min(most, height - AROUND - beside))
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._rows()

    def on_chose(self, _message: Chose) -> None:
        self.action_choose()

    def _show(self) -> None:
        typed = self._typed = self.query_one(Prompt).value.strip()
        rows = self.found(typed) or (Row(((NOTHING, "dim"),)),)
        self._runs = any(row.command for row in rows)
        first = next((index for index, row in enumerate(rows) if row.command), 0)
        self.query_one(Found).offer(rows, len(rows) - 1 if self.END else first)
        sections = self.query_one("#sections", Strap)
        names = [one.name for one in self._every] if len(self._every) > 1 else []
        spans = tuple(span for number, name in enumerate(names) for span in self._tab(number, name, typed))
        sections.styles.width = sum(len(text) for text, _ in spans)
        sections.say(spans)
        self.refresh_bindings()

    def _rows(self) -> Found:
        """The rows for what is typed, also where enter came faster than the word of it."""
        if self.query_one(Prompt).value.strip() != self._typed:
            self._show()
        return self.query_one(Found)

    def _tab(self, number: int, name: str, typed: str) -> Spans:
        here = number == self._on and not typed
        return ((f"[{name}]" if here else f" {name} ", "strong" if here else "dim"),)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A key that would do nothing is not offered."""
        offered = {
            "section": len(self._every) > 1,
            "choose": self._runs,
        }
        return offered.get(action, True)

    def action_section(self, by: int) -> None:
        self._on = (self._on + by) % len(self._every)
        self.query_one(Prompt).value = ""
        self._show()

    def action_move(self, by: int) -> None:
        self._rows().action_move(by)

    def action_page(self, by: int) -> None:
        self._rows().action_pages(by)

    def action_choose(self) -> None:
        here = self._rows().here()
        if here and here.command:
            self.dismiss(here.command)


def matches(row: Row, words: Sequence[str]) -> bool:
    return all(word in row.said.lower() for word in words)


def heading(name: str) -> Row:
    return Row(((f"{name.upper()}", "head"),))


def paragraph(spans: Spans, cells: int, said: str = "") -> tuple[Row, ...]:
    """A line as rows that fit, all of which are found by its words."""
    text = said or "".join(piece for piece, _ in spans)
    return tuple(Row(part, text) for part in wrapped(spans, cells))
