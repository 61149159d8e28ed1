"""The statistics: what was counted of a time, in panels, each of which leads to what it counts."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, get_args

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.reactive import var

from store import ALL, By, Entry, Filter, FilterError, Kind, Period, Reader, Statistics, StoreError, parse, sql_of

from .asking import Clock
from .filtering import Asked as Completed
from .filtering import Done, FilterBar, Filtered, completions
from .panel import Opened, Panel
from .panels import PANELS
from .stage import Stage
from .strap import Strap
from .telling import percentiles
from .text import Spans, safe, shorten, width

RANGES: tuple[tuple[str, timedelta | None], ...] = (
    ("15m", timedelta(minutes=15)),
    ("1h", timedelta(hours=1)),
    ("6h", timedelta(hours=6)),
    ("24h", timedelta(hours=24)),
    ("7d", timedelta(days=7)),
    ("all", None),
)
BYS: tuple[By, ...] = get_args(By)
AGAIN = 2.0
"""Seconds between two counts, while there is anything new."""
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


@dataclass(slots=True)
class Asked:
    """What the user wants counted; it is as they left it when they come back."""

    span: int | None = None
    """Which of `RANGES`; None for the first that holds something."""
    by: int = 0
    where: Filter = ALL
    text: str = ""


class Found(Message):
    """What a number counts is to be listed."""

    def __init__(self, kind: Kind | None, where: Filter, text: str) -> None:
        super().__init__()
        self.kind, self.where, self.text = kind, where, text


class Stats(Stage):
    """Asks for the numbers once for all panels, and again while anything is new."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "span(1)", "time", key_display="[ ]"),
        Binding("left_square_bracket", "span(-1)", "less time", show=False),
        Binding("b", "by", "by"),
        Binding("slash", "filter", "filter", key_display="/"),
        Binding("x", "app.export_numbers", "export"),
        Binding("escape,q,backspace,s", "app.pop_screen", "back", key_display="esc"),
    ]
    figures: var[Statistics | None] = var(None)

    def __init__(self, reader: Reader, clock: Clock, asked: Asked) -> None:
        super().__init__()
        self._reader, self._clock, self.asked = reader, clock, asked
        self._panels: list[Panel] = [panel(reader, clock) for panel in PANELS]
        self._filter = FilterBar(clock)
        self._upto: tuple[int | None, int | None] | None = None
        """Up to where was counted; None where it is to be counted anyway."""
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
        self.run_worker(self._count(), exclusive=True, group="count")

    def _renew(self) -> None:
        over = self.figures is not None and self._span() is not None and self._clock() >= self.figures.until
        if self.is_current and (self._upto != (self.generation, self.cursor) or over):
            self.count()

    async def _count(self) -> None:
        self._upto = (self.generation, self.cursor)
        try:
            if self.asked.span is None:
                self.asked.span = await self._first_span()
            self.figures = await self._reader.statistics(self.asked.where, self._period(), BYS[self.asked.by])
            self._trouble = ""
        except (StoreError, sqlite3.Error) as error:
            self._upto, self._trouble = None, f"the store does not answer: {error}"
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
        self.count()

    def action_by(self) -> None:
        self.asked.by = (self.asked.by + 1) % len(BYS)
        self.count()

    def action_filter(self) -> None:
        self.set_class(True, "-filtering")  # noqa: FBT003  textual's own signature
        self._filter.edit("entries", self.asked.text)

    def on_filtered(self, message: Filtered) -> None:
        self.asked.where, self.asked.text = message.where, message.text
        self.count()

    def on_done(self, _message: Done) -> None:
        self.panel_here().focus()
        self.call_after_refresh(self._say)

    async def on_asked(self, asked: Completed) -> None:
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
        said = asked_line(self.asked, figures, right, self.size.width)
        trouble: Spans = ((shorten(f" {safe(self._trouble)}", self.size.width), "failed"),)
        self.query_one("#asked", Strap).say(trouble if self._trouble else said)


def leading(kind: Kind | None, terms: Sequence[str], now: datetime) -> Found:
    """To what a filter finds; what only events can be asked is asked of the events."""
    base, *rest = terms
    text = " ".join(term for term in (f"({base})" if base.strip() and " or " in base else base, *rest) if term.strip())
    try:
        where = parse(text)
        sql_of(where, "entities" if kind else "entries", now)
    except FilterError:
        text = f"kind:{kind} {text}"
        kind, where = None, parse(text)
    return Found(kind, where, text)


def asked_line(asked: Asked, figures: Statistics | None, right: str, cells: int) -> Spans:
    """The ranges and the groups, those that hold in brackets."""
    span = asked.span if asked.span is not None else -1
    times = " ".join(f"[{name}]" if at == span else name for at, (name, _) in enumerate(RANGES))
    by = BYS[asked.by]
    wide: Spans = (("   by ", "dim"), (" ".join(f"[{one}]" if one == by else one for one in BYS), ""))
    narrow: Spans = ((f" · by {by}", "dim"),)
    left: Spans = ((" Stats ", "strong"), (times, ""), *(wide if cells >= ROOMY[0] else narrow))
    counted = f"{figures.counted:,} of {figures.entries:,} events count" if figures and cells >= ROOMY[0] else ""
    said = "   ".join(part for part in (counted, right) if part) + " "
    room = cells - sum(width(text) for text, _ in left)
    return (*left, (f"{said:>{room}}" if len(said) < room else "", "dim"))


def shown(*, roomy: bool, low: bool, on: int, zoomed: bool) -> set[int]:
    """The numbers of the panels that are to be seen: where there is room for three, those that tell the most, or the
    one with the keys in the place of one of them."""
    if zoomed or (low and not roomy):
        return {on}
    if roomy:
        return set(range(len(PANELS)))
    return ({STATUSES, FUNNEL, GROUPS} - {PLACES.get(on, on)}) | {on}
