"""What differs between two requests, beside each other or one under the other."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.message import Message

from store import Entry, Reader
from tui.compare.beside import CHANGES, Row, Said, Sign
from tui.compare.diffing import Difference, difference, general, ignoring
from tui.compare.neighbours import Pairs
from tui.compare.runs import Line, as_text, lines, tally
from tui.compare.sides import both, cut, one
from tui.drawing.choice import Choice
from tui.marks import clock, state
from tui.pane import Pane
from tui.rows.asking import Clock
from tui.text import Spans, width

WIDE = 100
"""Cells from which both sides find room."""
ROOMY = 50
"""Cells of one side from which a time has its milliseconds."""
Ignored = dict[str, set[str]]
"""By type of event the paths that are not taken for changes."""


class Seen(Message):
    """What is compared now: how much differs in the payload, and the row with the keys."""

    def __init__(self, tally: Counter[Sign], row: Row | None) -> None:
        super().__init__()
        self.tally, self.row = tally, row


class Differences(Choice, Pane):
    """One row for each value, the changed ones with what stands around them."""

    TITLE = "Diff"
    HELP = (
        "What differs between two requests: by path after parsing, or with b as they came, which is what a signature "
        "covers. d compares with the event before, D with the one that was marked last."
    )
    POINTS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "change(1)", "change", key_display="n N", id="diff.change"),
        Binding("N", "change(-1)", "change before", show=False, id="diff.change-before"),
        Binding("plus", "unfold", "unfold", key_display="+", id="diff.unfold", tooltip="show what is the same"),
        Binding("b", "as_it_came", "bytes", id="diff.bytes", tooltip="as it came, or by path"),
        Binding("u", "unified", "unified", id="diff.unified", tooltip="in one column, or in two"),
        Binding("i", "ignore", "ignore", id="diff.ignore", tooltip="this path, for events of this type"),
    ]

    def __init__(self, reader: Reader, clock: Clock, pairs: Pairs, ignored: Ignored) -> None:
        super().__init__(reader, clock)
        self.pairs, self._ignored = pairs, ignored
        self.as_bytes = self._every = False
        self._chosen: bool | None = None
        """Whether the user wants both sides in one column; None for as there is room."""
        self._found: Difference | None = None
        self._rows: Sequence[Row] = ()
        self._lines: Sequence[Line] = ()
        self._tally: Counter[Sign] = Counter()
        self._fresh, self._laid = True, False

    @property
    def unified(self) -> bool:
        return self.size.width < WIDE if self._chosen is None else self._chosen

    def arrive(self, _seen: int) -> None:
        """Requests never change."""

    def compare(self, pairs: Pairs) -> None:
        """Show another pair."""
        self.pairs, self._fresh = pairs, True
        self.ask()

    async def load(self) -> None:
        pairs, as_bytes = self.pairs, self.as_bytes
        old, new = [await self.reader.capture(entry.capture) for entry in pairs.pair]
        if old is None or new is None:
            self._found = Difference(_gone(), ())
        else:
            # In a thread: a megabyte beside another takes its time, and the keys must not wait for it.
            self._found = await asyncio.to_thread(difference, old, new, as_it_came=as_bytes)
        self._lay()
        if self._fresh:
            self._fresh = False
            self.go(next((index for index, line in enumerate(self._lines) if self._differs(line)), 0))

    def _lay(self) -> None:
        """Signs, folds and lines of what was found."""
        if self._found is None:
            return
        self._laid = self.unified
        ignored = self._ignored.get(_type(self.pairs.picked), set())
        payload, head = (ignoring(rows, ignored) for rows in (self._found.payload, self._found.head))
        self._tally, self._rows = tally(payload), (*payload, *head)
        self._lines = tuple(lines(self._rows, every=self._every, unified=self.unified))
        self.total = len(self._lines)
        self.at = max(0, min(self.at, self.total - 1))
        self.moved()
        self.changed()

    def head(self) -> Spans:
        old, new = self.pairs.pair
        cells = self.size.width - 1
        if self.unified:
            half = cells // 2
            return (*self._called("−", old, half), *self._called("+", new, half))
        half = (cells - 1) // 2
        return (*self._called("A", old, half), ("│", "dim"), *self._called("B", new, half))

    def _called(self, side: str, entry: Entry, cells: int) -> Spans:
        number = self.pairs.number(entry)
        when = clock(entry.received_at, self.clock(), 12 if cells >= ROOMY else 8)
        spans = ((f"{side} ", "strong"), (f"event {number} · {when}  " if number else f"{when}  ", "dim"))
        kept = cut((*spans, *state(entry.event, cells)), cells)
        return (*kept, (" " * (cells - sum(width(text) for text, _ in kept)), ""))

    def line(self, index: int) -> Spans:
        rows, new = self._lines[index]
        if len(rows) > 1:
            return ((f"  ⋯ {len(rows):,} lines that are the same: + unfolds", "dim"),)
        row, cells = self._rows[rows.start], self.size.width - 1
        return both(row, cells) if new is None else one(row, new=new, cells=cells)

    def badge(self) -> str:
        way = "b by path" if self.as_bytes else "b as it came"
        columns = "u two columns" if self.unified else "u one column"
        return f"{way} · {columns}"

    def here(self) -> Row | None:
        """The row with the keys, if it is one."""
        rows = self._lines[self.at].rows if self._lines else range(0)
        return self._rows[rows.start] if len(rows) == 1 else None

    def text(self) -> str:
        """All of it as text, one side under the other."""
        return as_text(self._rows)

    def moved(self) -> None:
        self.post_message(Seen(self._tally, self.here()))

    def on_resize(self, _event: Resize) -> None:
        if self.unified is not self._laid:  # a large one takes a tenth of a second
            self._lay()

    def action_change(self, by: int) -> None:
        """To the next value that differs, around the end."""
        hits = [index for index, line in enumerate(self._lines) if self._differs(line) and line.new is not True]
        hits = hits or [index for index, line in enumerate(self._lines) if self._differs(line)]
        beyond = [index for index in hits if (index - self.at) * by > 0]
        if hits:
            self.go((beyond or hits)[0 if by > 0 else -1])

    def _differs(self, line: Line) -> bool:
        row = self._rows[line.rows.start]
        return row.sign in CHANGES and row.value

    def action_unfold(self) -> None:
        row = self._lines[self.at].rows.start if self._lines else 0
        self._every = not self._every
        self._lay()
        self.go(next((index for index, line in enumerate(self._lines) if row in line.rows), 0))

    def action_as_it_came(self) -> None:
        self.as_bytes, self._fresh = not self.as_bytes, True
        self.ask()

    def action_unified(self) -> None:
        self._chosen = not self.unified
        self._lay()
        self.go(self.at)

    def action_ignore(self) -> None:
        """Do not take what is at this path for a change, in any event of this type; or do so again."""
        row = self.here()
        if row and row.path:
            self._ignored.setdefault(_type(self.pairs.picked), set()).symmetric_difference_update({general(row.path)})
            self._lay()
            self.go(self.at)


def _type(entry: Entry) -> str:
    return f"{entry.event.provider or ''} {entry.event.type}"


def _gone() -> tuple[Row, ...]:
    return (Row(Sign.HEAD, "", Said(0, "", "one of the two is not in the store any more"), None, value=False),)
