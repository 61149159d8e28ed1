"""Pictures of numbers, made of letters: stacked columns, bars, sparklines. Every part has a glyph of its own, so that a
screen without colour can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from .text import Span, Spans, width

LOWER = " ▁▂▃▄▅▆▇█"
LEFT = " ▏▎▍▌▋▊▉█"
EIGHTHS = 8
SPARKS = LOWER[1:]
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
class Layer:
    """One part of every column."""

    word: str
    style: str
    glyph: str
    alarm: bool = False
    """It is seen however little there is of it: a whole cell at least, on top of the others."""


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


def stacked(stacks: Sequence[Sequence[int]], layers: Sequence[Layer], place: Grid, rows: int) -> tuple[Spans, ...]:
    """Columns beside their axis, `rows` high; the last layer is on top."""
    top = most(stacks)
    shown = stacks[place.first : place.first + place.many]
    columns = [column(stack, layers, top, rows) for stack in shown]
    gap = place.pitch > 2  # noqa: PLR2004  narrower, columns stand side by side
    return tuple(
        (_axis(row, rows, top, place.axis), *(_cell(one, rows - row - 1, place.pitch, gap=gap) for one in columns))
        for row in range(rows)
    )


def column(stack: Sequence[int], layers: Sequence[Layer], top: int, rows: int) -> list[Span]:
    """The cells of one column, from the lowest up, to an eighth of a cell where nothing alarms."""
    if not top or not sum(stack):
        return []
    eighths = max(1, round(sum(stack) * rows * EIGHTHS / top))
    loud = [layer.alarm and n > 0 for layer, n in zip(layers, stack, strict=True)]
    if not any(loud):
        return _to_an_eighth(stack, layers, eighths)
    cells = _shares(stack, loud, max(1, round(eighths / EIGHTHS)), rows)
    return [(layer.glyph, layer.style) for layer, n in zip(layers, cells, strict=True) for _ in range(n)][-rows:]


def _to_an_eighth(stack: Sequence[int], layers: Sequence[Layer], eighths: int) -> list[Span]:
    """Whole cells have the glyph of what fills most of them, the uppermost its part."""
    whole, rest = divmod(eighths, EIGHTHS)
    ends = [end * eighths / sum(stack) for end in accumulate(stack)]
    cells = [_layer(layers, ends, cell * EIGHTHS + EIGHTHS / 2) for cell in range(whole)]
    drawn = [(layer.glyph, layer.style) for layer in cells]
    if rest:
        drawn.append((LOWER[rest], _layer(layers, ends, eighths - rest / 2).style))
    return drawn


def _layer(layers: Sequence[Layer], ends: Sequence[float], height: float) -> Layer:
    return next(layer for layer, end in zip(layers, ends, strict=True) if height < end)


def _shares(stack: Sequence[int], loud: Sequence[bool], cells: int, rows: int) -> list[int]:
    """Whole cells for each: what alarms gets one at least, and the others what is left."""
    every = sum(stack)
    taken = [max(1, round(n * cells / every)) if alarms else 0 for n, alarms in zip(stack, loud, strict=True)]
    rest = max(0, min(cells, rows) - sum(taken))
    quiet = [0 if alarms else n for n, alarms in zip(stack, loud, strict=True)]
    if sum(quiet) and not rest and sum(taken) < rows:
        rest = 1
    ends = [round(end * rest / max(1, sum(quiet))) for end in accumulate(quiet)]
    return [own + end - before for own, end, before in zip(taken, ends, (0, *ends), strict=False)]


def _axis(row: int, rows: int, top: int, cells: int) -> Span:
    value = top * (rows - row) / rows
    middle = row == rows // 2 and rows > 2 and (top >= ROUND or value.is_integer())  # noqa: PLR2004
    label = short(round(value)) if top and (row == 0 or middle) else ""
    return (f"{label:>{cells - 1}}{'┤' if label else '│'}", "dim")


def _cell(cells: Sequence[Span], height: int, pitch: int, *, gap: bool) -> Span:
    if height >= len(cells):
        return (" " * pitch, "")
    glyph, style = cells[height]
    return (glyph * (pitch - gap) + " " * gap, style)


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


def bar(value: float, top: float, cells: int) -> str:
    """A bar to an eighth of a cell; the smallest number still has one."""
    if value <= 0 or top <= 0 or cells <= 0:
        return ""
    eighths = min(cells * EIGHTHS, max(1, round(value * cells * EIGHTHS / top)))
    whole, rest = divmod(eighths, EIGHTHS)
    return LEFT[-1] * whole + (LEFT[rest] if rest else "")


def sparkline(values: Sequence[int], cells: int) -> str:
    """Numbers over time in one row: the lowest mark is nought, and only nought."""
    if cells <= 0 or not values:
        return ""
    joined = resampled(values, cells)
    top = max(joined)
    return "".join(SPARKS[-(-n * (len(SPARKS) - 1) // top)] if top else SPARKS[0] for n in joined)


def resampled(values: Sequence[int], cells: int) -> list[int]:
    """Sums of as many neighbours as it takes for all to find room; the first may be of fewer."""
    joined = -(-len(values) // cells)
    first = -(-len(values) % joined)
    return [sum(values[max(0, start) : start + joined]) for start in range(first, len(values), joined)]


def legend(layers: Sequence[Layer], totals: Sequence[int]) -> Spans:
    """Each glyph with its word, the uppermost first; those of which there is none are left out."""
    there = [(layer, n) for layer, n in zip(layers, totals, strict=True) if n]
    return tuple(
        part
        for layer, n in reversed(there)
        for part in ((f"{layer.glyph} ", layer.style), (f"{layer.word} {n:,}   ", "dim"))
    )


def short(number: int) -> str:
    """A number in at most five letters: `999`, `1.2k`, `44k`, `3.1M`."""
    size, unit = float(number), 0
    while round(size, 1) >= KILO and unit < len("kMGTPE"):
        size, unit = size / KILO, unit + 1
    if not unit:
        return str(number)
    return f"{size:.1f}".removesuffix(".0")[:4].rstrip(".") + "kMGTPE"[unit - 1]
