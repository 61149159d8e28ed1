"""The statistics: what was counted of a time, in panels, each of which leads to what it counts."""

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.reactive import var

from store import Entry, Period, Reader, Statistics, StoreError

from ..drawing.strap import Strap
from ..filters.filtering import FilterBar, Filtered
from ..filters.typed import Asked as Completed
from ..filters.typed import Done, completions
from ..panels import PANELS
from ..rows.asking import Clock
from ..stage import Stage
from ..text import Spans, safe, shorten
from .asked import BYS, RANGES, Asked, asked_line, leading
from .panel import Opened, Panel
from .telling import percentiles

AGAIN = 2.0
"""Seconds between two counts, while there is anything new."""
RESTS = 9
"""Times as long as it took to count, before it is counted again."""
ROOMY = (100, 28)
"""Columns and rows from which all panels are shown at once."""
LOW = 20
"""Rows below which there is room for one."""
MOST_BUCKETS, LEAST_BUCKETS = 60, 6

STATUSES, LAGGING, FUNNEL, GROUPS, CODES, HEALTH = range(len(PANELS))
ROWS = ("over-time", "deliveries", "troubles")
"""Two panels each."""
PLACES = {LAGGING: STATUSES, CODES: FUNNEL, HEALTH: GROUPS}
"""Whose place a panel takes where there is room for three."""


class Stats(Stage):
    """Asks for the numbers once for all panels, and again while anything is new."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right_square_bracket", "span(1)", "time", key_display="[ ]", id="stats.longer", tooltip="a longer time"
        ),
        Binding("left_square_bracket", "span(-1)", "time", show=False, id="stats.shorter", tooltip="a shorter time"),
        Binding("b", "by", "group", id="stats.group", tooltip="by campaign, brand, number or provider"),
        Binding(
            "slash", "filter", "filter", key_display="/", id="stats.filter", tooltip="count only what a filter finds"
        ),
        Binding("x", "app.export_numbers", "export", id="stats.export", tooltip="these numbers, as csv and JSON"),
        Binding("escape,q,backspace,s", "app.pop_screen", "back", key_display="esc", id="stats.back"),
    ]
    figures: var[Statistics | None] = var(None)

    def __init__(self, reader: Reader, clock: Clock, asked: Asked) -> None:
        super().__init__()
        self._reader, self._clock, self.asked = reader, clock, asked
        self._panels: list[Panel] = [panel(reader, clock) for panel in PANELS]
        self._filter = FilterBar(clock)
        self._upto: tuple[int | None, int | None] | None = None
        """Up to where was counted; None where it is to be counted anyway."""
        self._counting, self._answered, self._rests_until = False, False, 0.0
        self._trouble = ""

    def compose(self) -> ComposeResult:
        yield from self.around()
        for panel in self._panels:
            panel.data_bind(Stats.figures)
        yield self._filter
        yield Strap(id="asked")
        pairs = zip(self._panels[::2], self._panels[1::2], strict=True)
        rows = (Container(*pair, id=name, classes="pair") for name, pair in zip(ROWS, pairs, strict=True))
        yield Container(*rows, id="stats")

    def on_mount(self) -> None:
        self.set_interval(AGAIN, self._renew)
        self.call_after_refresh(self.count)  # when it is known how far the store is, and how wide the panels are

    def panes(self) -> Sequence[Panel]:
        return self._panels

    def panel_here(self) -> Panel:
        return self._panels[self.on]

    async def entry_here(self) -> Entry | None:
        return None

    def fill(self) -> None:
        roomy = self.size.width >= ROOMY[0] and self.size.height >= ROOMY[1]
        small = self.has_class("-small")
        self.set_class(not roomy, "-narrow")
        seen = set() if small else shown(roomy=roomy, low=self.size.height < LOW, on=self.on, zoomed=self.zoomed)
        for number, panel in enumerate(self._panels):
            panel.display = number in seen
        for pair, container in enumerate(self.query(".pair")):
            container.display = bool(seen & {2 * pair, 2 * pair + 1})
        self._say()

    def watch_figures(self) -> None:
        self._say()

    def count(self) -> None:
        """Have the numbers counted; what is being counted for another question is broken off."""
        self._counting = True
        self.run_worker(partial(self._count), exclusive=True, group="count")  # type: ignore[arg-type]
        self._say()

    def ask_anew(self) -> None:
        """It is another question: what is shown is no answer to it."""
        self._answered = False
        self.count()

    def _renew(self) -> None:
        """Counting takes a tenth of the time at most, however much there is to count."""
        over = self.figures is not None and self._span() is not None and self._clock() >= self.figures.until
        due = asyncio.get_running_loop().time() >= self._rests_until
        new = self._upto != (self.generation, self.cursor) or over
        if self.is_current and new and due and not self._counting:
            self.count()

    async def _count(self) -> None:
        self._upto, time = (self.generation, self.cursor), asyncio.get_running_loop().time
        begun = time()
        try:
            if self.asked.span is None:
                self.asked.span = await self._first_span()
            self.figures = await self._reader.statistics(self.asked.where, self._period(), BYS[self.asked.by])
            self._answered, self._trouble = True, ""
        except (StoreError, sqlite3.Error) as error:
            self._upto, self._trouble = None, f"the store does not answer: {error}"
        self._counting, self._rests_until = False, time() + RESTS * (time() - begun)
        self._say()

    async def _first_span(self) -> int:
        """The smallest range that holds something: a store may be of last week."""
        newest = await self._reader.entries(limit=1)
        age = self._clock() - newest[0].received_at if newest else timedelta()
        return next(at for at, (_, span) in enumerate(RANGES) if span is None or age <= span)

    def _span(self) -> timedelta | None:
        return RANGES[self.asked.span or 0][1]

    def _period(self) -> Period:
        now, span = self._clock(), self._span()
        room = (self._panels[STATUSES].size.width - 8) // 2
        buckets = max(LEAST_BUCKETS, min(MOST_BUCKETS, room))
        return Period(since=now - span, until=now, buckets=buckets) if span else Period(buckets=buckets)

    def action_span(self, by: int) -> None:
        self.asked.span = max(0, min(len(RANGES) - 1, (self.asked.span or 0) + by))
        self.ask_anew()

    def action_by(self) -> None:
        self.asked.by = (self.asked.by + 1) % len(BYS)
        self.ask_anew()

    def action_filter(self) -> None:
        self.set_class(True, "-filtering")  # noqa: FBT003  textual's own signature
        self._filter.edit("entries", self.asked.text)

    def on_filtered(self, message: Filtered) -> None:
        self.asked.where, self.asked.text = message.where, message.text
        self.ask_anew()

    def on_done(self, _message: Done) -> None:
        self.set_focus(self.panel_here())
        self.call_after_refresh(self._say)

    def on_asked(self, asked: Completed) -> None:
        self.run_worker(partial(self._offer, asked))  # type: ignore[arg-type]

    async def _offer(self, asked: Completed) -> None:
        seen = await self._reader.values(asked.field, asked.begin, "entries") if asked.field else ()
        self._filter.offer(completions("entries", asked.field, asked.begin, seen))

    def on_opened(self, message: Opened) -> None:
        message.stop()
        span = RANGES[self.asked.span or 0]
        since = f"since:{span[0]}" if span[1] and "since:" not in message.term else ""
        self.post_message(leading(message.kind, (self.asked.text, message.term, since), self._clock()))

    def _say(self) -> None:
        """What is counted, and the percentiles where their panel is not to be seen."""
        if not self.is_mounted:
            return
        figures = self.figures
        if figures:
            self._filter.show("entries", self.asked.text, f"{figures.counted:,} count")
        self.set_class(bool(self.asked.text.strip()) or self._filter.editing, "-filtering")
        right = percentiles(figures.lags) if figures and not self._panels[LAGGING].display else ""
        said = asked_line(self.asked, self._counted(), right, self.size.width)
        trouble: Spans = ((shorten(f" {safe(self._trouble)}", self.size.width), "failed"),)
        self.query_one("#asked", Strap).say(trouble if self._trouble else said)

    def _counted(self) -> str:
        if self.figures is None or not self._answered:
            return "counting …"
        newest = "the newest " if self.figures.more else ""
        return f"{self.figures.counted:,} of {newest}{self.figures.entries:,} events count"


def shown(*, roomy: bool, low: bool, on: int, zoomed: bool) -> set[int]:
    """The numbers of the panels that are to be seen: where there is room for three, those that tell the most, or the
    one with the keys in the place of one of them."""
    if zoomed or (low and not roomy):
        return {on}
    if roomy:
        return set(range(len(PANELS)))
    return ({STATUSES, FUNNEL, GROUPS} - {PLACES.get(on, on)}) | {on}
