"""What happened to the entity of the picked entry: as a list, in the order of receipt, and as bars over time."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from store import ALL, Entity, Entry, Filter, Reader
from tui.marks import entry_lag
from tui.pane import Picked, entity_of
from tui.rows.asking import Clock
from tui.rows.stream import Counted
from tui.rows.table import Table
from tui.text import Spans, safe
from tui.timelines.bars import Drawing, bars
from tui.timelines.course import COLUMNS, Step, Visit, awaited, course, lasted, span, steps
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
        Binding("B", "bars", "bars over time, or not", show=False, id="timeline.bars"),
        Binding(
            "slash",
            "screen.filter",
            "filter",
            key_display="/",
            priority=True,
            id="timeline.filter",
            tooltip="only the events that a filter finds, live",
        ),
    ]

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self.COLUMNS = with_marks(COLUMNS, lambda step: self.signs_of(step.entry))
        self.entries: Sequence[Entry] = ()
        """Those that the filter finds."""
        self.where: Filter = ALL
        self.text = ""
        """The filter, and as it was typed."""
        self.every = 0
        """How many there are without it."""
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
        found = {entry.seq for entry in await self._found(entity)} if self.where != ALL else None
        self._course, self.every = course(entries, entity), len(entries)
        self._steps = [
            step for step in steps(entries, self._course, answers) if found is None or step.entry.seq in found
        ]
        self.entries, self._entity = tuple(step.entry for step in self._steps), entity
        self.total = len(self.entries)
        self.border_title = Content(self._title())
        self.EMPTY = (f"None of {self.every:,} matches", f"  {safe(self.text)}", "esc takes the filter away.")
        self.go(next((at for at, entry in enumerate(self.entries) if entry.seq >= picked.seq), self.total - 1))
        self.post_message(Counted())

    async def _found(self, entity: Entity | None) -> Sequence[Entry]:
        return await self.reader.timeline(entity, where=self.where) if entity else ()

    def narrow(self, where: Filter, text: str) -> None:
        """Show only what a filter finds."""
        self.where, self.text = where, text
        self.ask()

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

    def stretch(self) -> None:
        self._drawn = self._bars()
        super().stretch()

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
        if not self.every:
            return self.TITLE
        many = f"{self.every} events" if self.every > 1 else "1 event"
        many = f"{self.total} of {many}" if self.where != ALL else many
        return " · ".join(filter(None, (f"{self.TITLE} — {many}", span(self.entries) if self.entries else "")))

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
