"""What the events of each part of the time said, one column beside the other."""

from collections.abc import Sequence
from datetime import timedelta

from textual.events import Click

from store import Reader, Statistics
from tui.drawing.axis import Grid, baseline, grid, times
from tui.drawing.charts import legend, stacked
from tui.drawing.lines import Drawn
from tui.rows.asking import Clock
from tui.statistics.layers import LAYERS, stack
from tui.statistics.numbers import Cell, Numbers
from tui.statistics.panel import Drill, Panel
from tui.statistics.telling import lasting
from tui.text import Spans

UNDER = 3
"""Rows that axis, times and legend take."""
MICROSECOND = timedelta(microseconds=1)


class Statuses(Panel):
    """One column a part of the time; left and right, or down and up, go from one to the next."""

    TITLE = "Statuses"
    HELP = (
        "What brands, campaigns, numbers and messages were said to be, over time; failed on top. Enter lists a column."
    )
    EMPTY = ("Nothing that counts in this time.", "] looks further back; a sends a sample.")

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self._grid = Grid(0, 1, 0, 0)
        self._stays = False
        """The user has picked a column; else it is the newest."""

    def title(self, figures: Statistics) -> str:
        return f"{self.TITLE} per {lasting(figures.step)}"

    def numbers(self, figures: Statistics) -> Numbers:
        words = tuple(layer.word for layer in LAYERS)
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (f"{self.local(bucket.start):%Y-%m-%d %H:%M:%S}", *stack(bucket), sum(stack(bucket)))
            for bucket in (figures.buckets if figures.counted else ())
        )
        return Numbers("statuses", ("from", *words, "events"), rows)

    def picture(self, figures: Statistics, cells: int) -> Sequence[Spans]:
        stacks, layers = [stack(bucket) for bucket in figures.buckets], tuple(LAYERS)
        starts = [self.local(bucket.start) for bucket in figures.buckets]
        place = self._grid = grid(stacks, cells)
        totals = [sum(column) for column in zip(*stacks, strict=True)]
        at = self.at if self.has_focus else None
        return (
            *stacked(stacks, layers, place, max(1, self.size.height - UNDER)),
            baseline(place, at),
            times(starts, figures.step, place),
            ((" " * place.axis, ""), *legend(layers, totals)),
        )

    def many(self) -> int:
        return len(self.table.rows) if self.table else 0

    def draw(self) -> None:
        super().draw()
        if not self._stays:
            self.at = max(0, self.total - 1)
            self._again()
            self.changed()

    def moved(self) -> None:
        self._stays = self.at < self.total - 1
        self._again()

    def _again(self) -> None:
        """The mark under the columns follows."""
        if self.figures and self.total:
            self._drawn = self.picture(self.figures, self.size.width - 2)

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001  textual's own signature
        super().watch_has_focus(_has_focus)
        self._again()
        self.changed()

    def _shown(self, y: int) -> Drawn:
        if self.tabular or not self.total:
            return super()._shown(y)
        return ((" ", ""), *self._drawn[y]) if y < len(self._drawn) else (), ""

    def badge(self) -> str:
        if not self.figures:
            return ""
        if not (self.total and self.has_focus):
            unknown = self.figures.health.unrecognised + self.figures.health.unreadable
            return f"{unknown:,} of them no adapter knows: they have no status" if unknown else ""
        bucket = self.figures.buckets[self.at]
        said = [f"{layer.word} {n:,}" for layer, n in zip(LAYERS, stack(bucket), strict=True) if n]
        return f"{self.local(bucket.start):%H:%M:%S}  {' · '.join(reversed(said)) or 'nothing'}"

    def drill(self, figures: Statistics, index: int) -> Drill:
        start = self.local(figures.buckets[index].start).replace(tzinfo=None)
        end = start + figures.step - MICROSECOND
        return None, f"since:{start.isoformat()} until:{end.isoformat(timespec='milliseconds')} has:kind"

    def on_click(self, event: Click) -> None:
        if self.tabular:
            return
        event.prevent_default()  # which goes by rows
        column = self._grid.column(event.get_content_offset_capture(self).x - 1)
        if column is not None:
            again, self._clicked = column == self._clicked, column
            self.go(column)
            if again:
                self.action_choose()
