"""What stands around columns: where each is, the numbers beside them, the times under them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..text import Span, Spans, width

WIDEST = 4
"""Cells that a column takes at most."""
ROUND = 20
"""From this maximum on the middle of the axis is rounded: below, a fraction would be a lie."""
APART = 2
DAYS = timedelta(days=2)
KILO = 1000
ROUND_TIMES = (*(1, 2, 5, 10, 15, 30), *(60 * one for one in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880)))
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where columns stand: behind so many cells of axis, this far apart, from the first that finds room on."""

    axis: int
    pitch: int
    first: int
    many: int

    def column(self, x: int) -> int | None:
        """Which column is at a cell."""
        at = (x - self.axis) // self.pitch
        return self.first + at if 0 <= at < self.many else None


def grid(stacks: Sequence[Sequence[int]], cells: int) -> Grid:
    """As wide as there is room for; where there is not enough, the newest."""
    axis = len(short(most(stacks))) + 1
    room = max(0, cells - axis)
    pitch = max(1, min(WIDEST, room // max(1, len(stacks))))
    many = min(len(stacks), room // pitch)
    return Grid(axis, pitch, len(stacks) - many, many)


def most(stacks: Sequence[Sequence[int]]) -> int:
    return max(map(sum, stacks), default=0)


def scale(row: int, rows: int, top: int, cells: int) -> Span:
    """What stands left of a row of columns."""
    value = top * (rows - row) / rows
    middle = row == rows // 2 and rows > 2 and (top >= ROUND or value.is_integer())  # noqa: PLR2004
    label = short(round(value)) if top and (row == 0 or middle) else ""
    return (f"{label:>{cells - 1}}{'┤' if label else '│'}", "dim")


def baseline(place: Grid, at: int | None) -> Spans:
    """The line under columns, with a mark under the one that is picked."""
    left, line = " " * (place.axis - 1), "─" * (place.pitch * place.many)
    if at is None or not place.first <= at < place.first + place.many:
        return ((f"{left}└{line}", "dim"),)
    before = (at - place.first) * place.pitch
    bar = place.pitch - (place.pitch > 2)  # noqa: PLR2004
    return ((f"{left}└{line[:before]}", "dim"), ("▲" * bar, "strong"), (line[before + bar :], "dim"))


def times(starts: Sequence[datetime], step: timedelta, place: Grid) -> Spans:
    """Wall-clock times under the columns, as many as can be told apart."""
    shown = starts[place.first : place.first + place.many]
    form = time_form(shown, step)
    labels = [f"{one:{form}}" for one in shown]
    longest = max(map(width, labels), default=0)
    every = _every(step, -(-(longest + APART) // place.pitch))
    room = min(len(labels), (place.many * place.pitch - longest) // place.pitch + 1)
    line = " " * place.axis
    for number in range(_offset(shown, step * every), room, every) or range(room)[:1]:
        line += " " * (place.axis + number * place.pitch - len(line)) + labels[number]
    return ((line, "dim"),)


def _every(step: timedelta, least: int) -> int:
    """How many columns lie between two labels, so that these are round."""
    return next((every for every in range(least, 4 * least) if (step * every).total_seconds() in ROUND_TIMES), least)


def _offset(starts: Sequence[datetime], apart: timedelta) -> int:
    """The first that stands at a round time."""
    return next((at for at, one in enumerate(starts) if not _of_day(one) % apart), 0)


def _of_day(when: datetime) -> timedelta:
    return timedelta(hours=when.hour, minutes=when.minute, seconds=when.second)


def time_form(starts: Sequence[datetime], step: timedelta) -> str:
    """How a time is written, so that neighbours differ."""
    if step < timedelta(minutes=1):
        return "%H:%M" if len(starts) * step >= timedelta(minutes=10) else "%H:%M:%S"
    if step >= timedelta(days=1):
        return "%d %b %Y" if step * len(starts) > timedelta(days=300) else "%d %b"
    return "%d %b" if starts and starts[-1] - starts[0] > DAYS else "%H:%M"


def short(number: int) -> str:
    """A number in at most five letters: `999`, `1.2k`, `44k`, `3.1M`."""
    size, unit = float(number), 0
    while round(size, 1) >= KILO and unit < len("kMGTPE"):
        size, unit = size / KILO, unit + 1
    if not unit:
        return str(number)
    return f"{size:.1f}".removesuffix(".0")[:4].rstrip(".") + "kMGTPE"[unit - 1]
