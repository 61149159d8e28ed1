"""What happened to the entity of the picked entry: as a list, in the order of receipt, and as bars over time."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from store import Entity, Entry, Reader
from tui.asking import Clock
from tui.bars import Drawing, bars
from tui.course import COLUMNS, Step, Visit, awaited, course, lasted, span, steps
from tui.marks import entry_lag
from tui.pane import Picked, entity_of
from tui.table import Table
from tui.text import Spans
from tui.words import with_marks

ROOMY = (60, 13)
"""Columns and rows from which list and bars are shown at once."""
LISTED = 7
"""Rows that the list keeps under the bars, with its head."""


class Timeline(Table[Step]):
    """One line an entry of the entity, oldest first; going to another entry picks it."""

    TITLE = "Timeline"
    HELP = "Every event of this brand, campaign, number or message, as it was received; as bars, as it occurred."
    COLUMNS = COLUMNS
    POINTS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("B", "bars", "bars over time, or not", show=False, id="timeline.bars")
    ]

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self.COLUMNS = with_marks(COLUMNS, lambda step: self.signs_of(step.entry))
        self.entries: Sequence[Entry] = ()
        self._said: Entry | None = None
        """The entry that the user is on: known here before it has gone up to the board and come down as `picked`."""
        self._entity: Entity | None = None
        self._steps: Sequence[Step] = ()
        self._course: Sequence[Visit] = ()
        self._drawn: tuple[Spans, ...] = ()
        self._wanted_bars: bool | None = None
        """Whether the user wants the bars; None is where there is room for both."""

    def show(self, entry: Entry) -> None:
        if entry not in self.entries:
            self._said = entry
            self.ask()

    async def load(self) -> None:
        if self._said is None:
            return
        entity = await entity_of(self.reader, self._said)
        entries = await self.reader.timeline(entity) if entity else ()
        picked = self._said
        entries = entries if picked in entries else (*entries, picked)
        answers = await self.reader.answers([entry.capture for entry in entries])
        self._course = course(entries, entity)
        self._steps = steps(entries, self._course, answers)
        self.entries, self._entity = entries, entity
        self.total = len(self.entries)
        self.at = self.entries.index(picked)
        self.border_title = Content(self._title())
        self.go(self.at)

    def moved(self) -> None:
        if self.entries and self.entries[self.at] != self._said:
            self._said = self.entries[self.at]
            self.post_message(Picked(self._said, opens=False))

    def row(self, index: int) -> Step | None:
        return self._steps[index]

    def above(self) -> Sequence[Spans]:
        if len(self._drawn) >= self.size.height:
            return self._drawn
        return (*self._drawn, *super().above())

    def changed(self) -> None:
        self._drawn = self._bars()
        super().changed()

    def badge(self) -> str:
        if not self.entries:
            return ""
        said = (f"event {self.at + 1} of {self.total}", lasted(self._course, self._entity, self.clock()), self._lag())
        parts = list(filter(None, said))
        while len(parts) > 1 and len(" · ".join(parts)) > self.size.width - 2:
            parts.pop()
        return " · ".join(parts)

    def action_bars(self) -> None:
        """Bars or none; where there is no room for both, bars or list."""
        self._wanted_bars = not self._drawn
        self.changed()
        self.seen()
        self.changed()

    def _lag(self) -> str:
        """Where its column finds no room."""
        shown = any(column.title == "lag" for column, _ in self._fitted)
        lag = entry_lag(self.entries[self.at])
        return "" if shown or lag == "–" else f"lag {lag}"

    def _title(self) -> str:
        if not self.entries:
            return self.TITLE
        many = f"{self.total} events" if self.total > 1 else "1 event"
        return " · ".join(filter(None, (f"{self.TITLE} — {many}", span(self.entries))))

    def _bars(self) -> tuple[Spans, ...]:
        """The bars, blank to the lower edge where the list finds no room."""
        roomy = self.size.width >= ROOMY[0] and self.size.height >= ROOMY[1]
        wanted = (
            roomy and (len(self._course) > 1 or awaited(self._entity))
            if self._wanted_bars is None
            else self._wanted_bars
        )
        if not wanted:
            return ()
        drawn = bars(self._drawing(self.size.height - LISTED if roomy else self.size.height))
        blank = 1 if roomy else self.size.height - len(drawn)
        return (*drawn, *([()] * blank)) if drawn else ()

    def _drawing(self, rows: int) -> Drawing:
        now = self.clock()
        return Drawing(
            visits=self._course,
            now=now,
            waits=lasted(self._course, self._entity, now) if awaited(self._entity) else "",
            picked=self._said.seq if self._said else None,
            cells=self.size.width - 1,
            rows=rows,
        )
